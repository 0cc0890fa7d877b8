"""A segment of the month: written once, in names, and made into loops over lanes and into methods of plain objects.

In its text ``person.trust`` is the trust of the resident at hand, ``post.burnout`` what stands at the post at hand,
``unit.willingness`` how willing the unit at hand is, ``trait.education`` what never changes of a resident,
``number.pay`` what the community has one of, ``param.x`` and ``lever.x`` what holds for it. A call of a rule gives
what has no such name, or another; all other arguments are filled by their name, the row at hand before the community:

    person.expectation = resident.expectation_after(experience=person.met, use=use)

The engine makes of it a loop over the slots of a tile or the lanes of a block, the twin a method of an agent
(``on_objects``). Where a segment on residents adds to a ``number``, that is their sum: every addend is rounded to
2**-30, so that the order of residents, and with it the number of lanes, does not matter.
"""

import ast
import builtins
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from inspect import isfunction, signature
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from sim.compute import layout
from sim.compute.compiled import compiled, part
from sim.compute.sources import place_of, tree_of
from sim.errors import RuleError, nearest, placed
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.text import Text

Expression = Callable[[str], str]

TABLES: Mapping[str, Collection[str]] = {
    "person": (*layout.PERSON, *layout.WORKING),
    "trait": (*layout.TRAITS, "age", "part", "alone", "demand"),
    "draw": layout.DRAWS,
    "post": layout.POST,
    "seat": layout.SEATED,
    "member": layout.MEMBERS,
    "unit": layout.UNITS,
    "number": (*layout.NUMBER, *layout.PER_SERVICE),
    "param": tuple(PARAMS),
    "lever": tuple(LEVERS),
    "recorded": layout.RECORDED,
}
DECLARED_IN = {
    "param": "sim/params", "lever": "sim/levers.py", "person": "sim/states.py", "post": "sim/states.py",
    "member": "sim/states.py", "seat": "sim/states.py", "unit": "sim/states.py", "recorded": "sim/states.py",
    "number": "sim/compute/layout.py",
    "trait": "sim/compute/layout.py", "draw": "sim/compute/layout.py",
}  # fmt: skip
trait: Any = ModuleType("trait")
member: Any = ModuleType("member")
draw: Any = ModuleType("draw")
_ROWS = ("person", "trait", "draw", "post", "seat", "member", "unit")
_BY_SERVICE = (*layout.PER_SERVICE, "demand")


@dataclass(frozen=True, slots=True)
class Form:
    """How a segment is written out.

    Attributes:
        first: the arguments that come first.
        write: for each table how a name of it is written.
        loop: over what it goes, such as ``range(16)``; nothing where it is about one lane.
        summed: how a sum over residents is written; nothing where there is none.
        last: the table whose names come as arguments at the end.
    """

    first: tuple[str, ...]
    write: Mapping[str, Expression]
    loop: str = ""
    summed: Expression | None = None
    last: str = ""


def _in(array: str, table: str) -> Expression:
    """A column of a flat array; ``{k}`` stands for the service where there is one a service."""
    columns = vars(getattr(layout, table))

    def written(name: str) -> str:
        if name in _BY_SERVICE:
            return f"{array}[{columns[f'{name}_0']} + ({{k}}) * {layout.SLOTS} + lane]"
        return f"{array}[{columns[name]} + lane]"

    return written


def _in_place(name: str) -> str:
    """Where a state stands in the arrays themselves: the own row, what neighbours read, the flags."""
    column = getattr(layout.person, name)
    if name in layout.FLAGS:
        return f"flagged[{layout.FLAGS.index(name) * layout.SLOTS} + lane]"
    if column < layout.SHARED:
        return f"row[{column} + lane]"
    return f"shared[{(column - layout.SHARED) // layout.SLOTS} * len(lanes) + lane]"


GRID = 1.5 * 2.0**22
"""Adding and subtracting it rounds to 2**-30: sums of what is left are exact, in any order."""
_SLOTS, _LANES = f"range({layout.SLOTS})", "range(len(lanes))"
_COMMUNITY = {table: _in("s", table) for table in ("number", "param", "lever")}
_OF_MEMBER: dict[str, Expression] = {"member": lambda name: "row[lane]", "person": _in_place, **_COMMUNITY}

ON_TILE = Form(
    ("p", "here", "s"),
    {"person": _in("p", "person"), "trait": _in("here", "here"), "draw": _in("here", "here"), **_COMMUNITY},
    _SLOTS, _in("p", "summed"),
)  # fmt: skip
IN_PLACE = Form(("row", "shared", "flagged", "s", "lanes"), {"person": _in_place, **_COMMUNITY}, _LANES)
OF_RECORDED = Form(
    ("total", "row", "shared", "flagged", "lanes"), {"person": _in_place, "recorded": _in("total", "recorded")}, _LANES
)
OF_MOVER = Form(
    ("lane", "row", "shared", "s", "traits", "lanes"),
    {"person": _in_place, "trait": lambda name: f"traits[{layout.TRAITS.index(name)}]", **_COMMUNITY},
)
OF_MEMBER = Form(("row", "flagged", "s", "lanes"), _OF_MEMBER, _LANES)
OF_MOVED_MEMBER = Form(("lane", "row", "s"), _OF_MEMBER)
OF_POST = Form(("lane", "row", "s"), {"post": _in("row", "post"), **_COMMUNITY})
OF_UNIT = Form(("lane", "row", "s"), {"unit": _in("row", "unit"), **_COMMUNITY})
OF_SEAT = Form(("lane", "row", "s"), {"seat": _in("row", "seat"), **_COMMUNITY})
OF_COMMUNITY = Form(("lane", "s"), _COMMUNITY)


def _plain(owner: str) -> Expression:
    return lambda name: f"{owner}.{name}[{{k}}]" if name in _BY_SERVICE else f"{owner}.{name}"


_PLAIN = {"number": _plain("c"), "param": _plain("p"), "lever": _plain("levers")}
ON_OBJECTS = ("p", "c", "levers")


@dataclass(frozen=True, slots=True)
class _Segment:
    """A definition as it stands in a file, with the names around it."""

    node: ast.FunctionDef
    around: dict[str, Any]
    file: Path
    form: Form


_segments: dict[Any, _Segment] = {}


def _decorator(form: Form) -> Callable[[Callable[..., Any]], Any]:
    def decorate(function: Callable[..., Any]) -> Any:
        file = Path(function.__code__.co_filename).resolve()
        node = _definition(file, function.__code__.co_firstlineno)
        return _made(_Segment(node, function.__globals__, file, form))

    return decorate


def made_of(name: str, doc: str, form: Form, around: dict[str, Any], lines: Iterable[str], *given: str) -> Any:
    """Return a segment of lines that follow from declarations; ``around`` are the names of the module it stands in."""
    text = "\n    ".join((f"def {name}({', '.join(given)}):", repr(doc), *lines))
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return _made(_Segment(node, around, Path(around["__file__"]).resolve(), form))


def _made(segment: _Segment) -> Any:
    written = _written(segment, segment.form)
    loop = part(written) if segment.form.first[0] in ("p", "total") else compiled(written)
    _segments[loop] = segment
    return loop


each_resident = _decorator(ON_TILE)
"""A segment on the residents at hand, in every slot of a tile: ``segment(p, here, s, …)``."""
each_resident_in_place = _decorator(IN_PLACE)
"""A segment on one resident, on the arrays themselves: ``segment(row, shared, flagged, s, lanes, …)``."""
each_member = _decorator(OF_MEMBER)
"""A segment on one party member: ``segment(row, flagged, s, lanes, …)`` with the rows of mobilisation and flags."""
each_post = _decorator(OF_POST)
"""A segment on one post in one lane: ``segment(lane, row, s, …)``."""
each_unit = _decorator(OF_UNIT)
"""A segment on one unit in the area in one lane: ``segment(lane, row, s, …)``."""
each_seat = _decorator(OF_SEAT)
"""A segment on one seat of the two committees in one lane: ``segment(lane, row, s, …)``."""
each_lane = _decorator(OF_COMMUNITY)
"""A segment on the community in one lane: ``segment(lane, s, …)``."""


def on_objects(loop: Any) -> Callable[..., Any]:
    """Return a segment as a method of plain objects: ``(self, p, c, levers, …)``, without ``self`` for the community.

    ``self`` has the states of the row, ``p``, ``c`` and ``levers`` parameters, numbers and levers as attributes; what
    the segment draws comes last.
    """
    segment = _segments[loop]
    rows = {table: _plain("self") for table in segment.form.write if table in _ROWS}
    draws: dict[str, Expression] = {"draw": lambda name: f"{name}_draw"} if "draw" in rows else {}
    first = ("self", *ON_OBJECTS) if rows else ON_OBJECTS
    summed = _plain("c") if segment.form.summed else None
    return _written(segment, Form(first, {**rows, **draws, **_PLAIN}, summed=summed, last="draw"))


def states_of(*loops: Any) -> tuple[list[str], list[str]]:
    """Return the states of a resident that segments read before they set them, and those that they set."""
    read: dict[str, None] = {}
    written: dict[str, None] = {}
    for loop in loops:
        writer = _Writer(_segments[loop], ON_TILE)
        for statement in deepcopy(_segments[loop].node.body[1:]):
            writer.visit(statement)
        for name, is_set in writer.persons:
            if is_set:
                written[name] = None
            elif name not in written:
                read[name] = None
    return [name for name in layout.PERSON if name in read], [name for name in layout.PERSON if name in written]


def _written(segment: _Segment, form: Form) -> Callable[..., Any]:
    """Write a segment out in a form; its lines stay those of its text, so that mistakes are found there."""
    node, writer = segment.node, _Writer(segment, form)
    body = [writer.visit(statement) for statement in deepcopy(node.body[1:])]  # without its docstring
    if form.loop:
        body = [ast.For(ast.Name("lane", ast.Store()), _expression(form.loop), body, [])]
    names = (*form.first, *(argument.arg for argument in node.args.args), *writer.drawn)
    arguments = ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])
    written = ast.copy_location(ast.FunctionDef(node.name, arguments, body, []), node)
    module = ast.fix_missing_locations(ast.Module([written], []))
    code = next(one for one in compile(module, str(segment.file), "exec").co_consts if isinstance(one, CodeType))
    result = FunctionType(code, segment.around, node.name)
    result.__doc__ = ast.get_docstring(node)
    return result


def check_words(words: str, form: Form, around: dict[str, Any], whose: Text) -> None:
    """Refuse words of a declaration that name what is not there; ``around`` are the names of the module they end in.

    Raises:
        RuleError: the first of them; ``whose`` tells where the words stand.
    """
    node = ast.parse(f"def words():\n    {words or '0.0'}").body[0]
    assert isinstance(node, ast.FunctionDef)
    _Words(_Segment(node, around, Path(around["__file__"]), form), form, whose).visit(node.body[0])


class _Writer(ast.NodeTransformer):
    """Writes names out where they stand, and fills calls of rules."""

    def __init__(self, segment: _Segment, form: Form) -> None:
        """Begin with nothing read and nothing drawn."""
        self._globals, self._file, self._form = segment.around, segment.file, form
        self.drawn: dict[str, None] = {}
        self.persons: list[tuple[str, bool]] = []
        """The states of a resident in the order of the text, and whether they are set there."""

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        """Take the value before what is set to it."""
        node.value = self.visit(node.value)
        node.targets = [self.visit(target) for target in node.targets]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """Round what is added to a sum over residents."""
        node.value = self.visit(node.value)
        attribute = node.target.value if isinstance(node.target, ast.Subscript) else node.target
        if isinstance(attribute, ast.Attribute) and _table(attribute) == "person":
            self.persons.append((attribute.attr, False))
        if self._form.summed is None or not isinstance(attribute, ast.Attribute) or _table(attribute) != "number":
            node.target = self.visit(node.target)
            return node
        self._check(attribute, "number")
        text = self._form.summed(attribute.attr)
        if isinstance(node.target, ast.Subscript):
            text = text.format(k=ast.unparse(self.visit(node.target.slice)))
        added = f"{ast.unparse(node.value)} + {GRID} - {GRID}"
        value = _at(node.value, _expression(added), ast.Load())
        target: Any = _at(attribute, _expression(text), ast.Store())
        return ast.copy_location(ast.AugAssign(target, node.op, value), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Write out ``table.name``."""
        table = _table(node)
        if table is None:
            return self.generic_visit(node)
        self._check(node, table)
        if node.attr in _BY_SERVICE:
            raise RuleError(*placed(_without_service(node.attr), self._place(node)))
        return self._named(node, table, node.attr)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Write out ``number.name[k]``, of which there is one a service."""
        value = node.value
        table = _table(value) if isinstance(value, ast.Attribute) else None
        if table is None or not isinstance(value, ast.Attribute) or value.attr not in _BY_SERVICE:
            return self.generic_visit(node)
        text = self._form.write[table](value.attr).format(k=ast.unparse(self.visit(node.slice)))
        return _at(node, _expression(text), node.ctx)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Fill the arguments of a rule that are not given."""
        rule = self._rule(node.func)
        if rule is None:
            return self.generic_visit(node)
        given = {word.arg: word.value for word in node.keywords}
        names = list(signature(rule).parameters)
        given |= dict(zip(names, node.args, strict=False))
        if strange := [name for name in given if name not in names]:
            raise RuleError(*placed(_no_argument(rule.__name__, str(strange[0]), names), self._place(node)))
        node.args = [self.visit(given[name]) if name in given else self._filled(node, rule, name) for name in names]
        node.keywords = []
        return node

    def _rule(self, called: ast.expr) -> Callable[..., Any] | None:
        """Return the rule that is called, None for anything else."""
        if not isinstance(called, ast.Attribute) or not isinstance(called.value, ast.Name):
            return None
        module = self._globals.get(called.value.id)
        rule = getattr(module, called.attr, None) if isinstance(module, ModuleType) else None
        return rule if isfunction(rule) else None

    def _filled(self, node: ast.Call, rule: Callable[..., Any], name: str) -> ast.expr:
        """Return what an argument is filled with: the row at hand comes before the community."""
        tables = [table for table in self._form.write if name in TABLES[table] and name not in _BY_SERVICE]
        rows = [table for table in tables if table in _ROWS]
        found = rows or tables
        if len(found) == 1:
            return self._named(node, found[0], name)
        if found:
            raise RuleError(*placed(_in_two_tables(rule.__name__, name, found), self._place(node)))
        raise RuleError(*placed(_nowhere(rule, name, self._known), self._place(node)))

    @property
    def _known(self) -> set[str]:
        return {name for table in self._form.write for name in TABLES[table]}

    def _named(self, node: ast.expr, table: str, name: str) -> ast.expr:
        text, context = self._form.write[table](name), getattr(node, "ctx", ast.Load())
        if table == "person":
            self.persons.append((name, isinstance(context, ast.Store)))
        if table == self._form.last:
            self.drawn[text] = None
        return _at(node, _expression(text), context)

    def _check(self, node: ast.Attribute, table: str) -> None:
        """Refuse a table that is not at hand here, and a name that it does not have."""
        if table not in self._form.write:
            raise RuleError(f"there is no {table} at hand here.", f"这里没有 {table} 可用。", self._place(node))
        if node.attr not in TABLES[table]:
            raise RuleError(*placed(_not_declared(table, node.attr), self._place(node)))

    def _place(self, node: ast.expr) -> Text:
        file = place_of(self._file)
        return Text(f"{file}, line {node.lineno}", f"{file} 第 {node.lineno} 行")


class _Words(_Writer):
    """Reads the words of a declaration: what is wrong in them is told by whose they are."""

    def __init__(self, segment: _Segment, form: Form, whose: Text) -> None:
        """Begin at the words of ``whose`` declaration."""
        super().__init__(segment, form)
        self._whose = whose

    def _place(self, node: ast.expr) -> Text:
        return self._whose

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Refuse a name that stands alone and is not known around."""
        homes = [f"{table}.{node.id}" for table in self._form.write if node.id in TABLES[table]]
        if homes and node.id not in vars(builtins):
            raise RuleError(*placed(_without_table(node.id, homes), self._whose))
        if node.id not in self._globals and node.id not in vars(builtins):
            raise RuleError(*placed(_unknown(node.id, [*TABLES, *self._globals]), self._whose))
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Refuse a rule that is not in the module in which it is looked for."""
        called = node.func
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and not self._rule(called):
            known = vars(self._globals.get(called.value.id, ast.Module([], [])))
            raise RuleError(
                *placed(_unknown(ast.unparse(called), [f"{called.value.id}.{one}" for one in known]), self._whose)
            )
        return super().visit_Call(node)


def _without_table(name: str, homes: list[str]) -> Text:
    return Text(
        f"{name} stands alone; write {' or '.join(homes)}.", f"{name} 前面缺少所属；请写成 {' 或 '.join(homes)}。"
    )


def _unknown(name: str, known: Iterable[str]) -> Text:
    hint = nearest(name, known)
    return Text(f"there is no {name}.{hint.en}", f"没有 {name}。{hint.zh}")


def _not_declared(table: str, name: str) -> Text:
    hint, home = nearest(name, TABLES[table]), DECLARED_IN[table]
    return Text(
        f"the code asks for {table}.{name}, which {home} does not declare.{hint.en}",
        f"代码用到了 {table}.{name}，而 {home} 没有声明它。{hint.zh}",
    )


def _without_service(name: str) -> Text:
    return Text(
        f"there is one number.{name} a service; say which, as in number.{name}[k].",
        f"number.{name} 每类服务各有一个；请写明是哪一个，例如 number.{name}[k]。",
    )


def _no_argument(rule: str, name: str, known: list[str]) -> Text:
    hint = nearest(name, known)
    return Text(f"the rule {rule} has no argument {name}.{hint.en}", f"规则 {rule} 没有参数 {name}。{hint.zh}")


def _in_two_tables(rule: str, name: str, tables: list[str]) -> Text:
    listed, first = [f"{table}.{name}" for table in tables], tables[0]
    return Text(
        f"the rule {rule} asks for {name}, and there are {' and '.join(listed)}; say which, "
        f"as in {name}={first}.{name}.",
        f"规则 {rule} 需要 {name}，而 {'、'.join(listed)} 都有这个名称；请写明，例如 {name}={first}.{name}。",
    )


def _nowhere(rule: Callable[..., Any], name: str, known: set[str]) -> Text:
    """The sentence on an argument that no table knows."""
    hint, code = nearest(name, known), rule.__code__
    place, line = place_of(code.co_filename), code.co_firstlineno
    return Text(
        f"the rule {rule.__name__} ({place}, line {line}) asks for {name}, which is not a state, number, parameter or "
        f"lever; declare it, or give it in this call.{hint.en}",
        f"规则 {rule.__name__}（{place} 第 {line} 行）需要 {name}，但没有这个状态、数值、参数或政策工具；请声明它，"
        f"或在这次调用中给出。{hint.zh}",
    )


def _table(node: ast.Attribute) -> str | None:
    """Return the table that is asked, None where none is."""
    return node.value.id if isinstance(node.value, ast.Name) and node.value.id in TABLES else None


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _at(node: ast.expr, written: ast.expr, context: ast.expr_context) -> ast.expr:
    """Put an expression in the place of another: on its line, read or set as it was."""
    for piece in ast.walk(written):
        ast.copy_location(piece, node)
    written.ctx = context  # type: ignore[attr-defined]
    return written


def _definition(file: Path, first: int) -> ast.FunctionDef:
    """Return the definition that begins in a line, decorators included."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef) and first in (node.lineno, *(one.lineno for one in node.decorator_list)):
            return node
    raise LookupError(f"{file}, line {first}: no definition")
