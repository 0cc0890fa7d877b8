"""A segment of the month: written once, in names, and made into loops over lanes and into methods of plain objects.

In its text ``person.trust`` is the trust of the resident at hand, ``post.burnout`` what stands at the post at hand,
``trait.education`` what never changes of a resident, ``number.pay`` what the community has one of, ``param.x`` and
``lever.x`` what holds for it. A call of a rule gives what has no such name, or another; all other arguments are filled
by their name, the row at hand before the community:

    person.expectation = resident.expectation_after(experience=person.met, use=use)

The engine makes of it a loop over the lanes of a block (``lanes``), the twin a method of an agent (``on_objects``).
"""

import ast
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from inspect import isfunction, signature
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from sim.compute import layout
from sim.compute.compiled import compiled
from sim.compute.sources import place_of, tree_of
from sim.errors import RuleError, nearest, placed
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.text import Text

Expression = Callable[[str], str]

TABLES: Mapping[str, Collection[str]] = {
    "person": (*layout.PERSON, *layout.WORKING),
    "trait": layout.TRAITS,
    "post": layout.POST,
    "member": layout.MEMBERS,
    "number": (*layout.NUMBER, *layout.PER_SERVICE),
    "param": tuple(PARAMS),
    "lever": tuple(LEVERS),
    "recorded": layout.RECORDED,
}
DECLARED_IN = {
    "param": "sim/params", "lever": "sim/levers.py", "person": "sim/states.py", "post": "sim/states.py",
    "member": "sim/states.py", "recorded": "sim/states.py", "number": "sim/compute/layout.py",
    "trait": "sim/compute/layout.py",
}  # fmt: skip
trait: Any = ModuleType("trait")
member: Any = ModuleType("member")
_ROWS = ("person", "trait", "post", "member")


@dataclass(frozen=True, slots=True)
class Form:
    """How a segment is written out: the arguments that come first, and where what a table names stands.

    ``write`` has for each table how a name of it is written; ``by_service`` is the template of a number of one service.
    """

    first: tuple[str, ...]
    write: Mapping[str, Expression]
    by_service: str


def _column(table: str) -> Expression:
    columns = vars(getattr(layout, table))
    return lambda name: f"s[{columns[name]} + lane]"


def _in_row(table: str) -> Expression:
    columns = vars(getattr(layout, table))
    return lambda name: f"row[{columns[name]} + lane]"


def _in_place(name: str) -> str:
    """Where a state stands in the arrays themselves: the own row, what neighbours read, the flags, the board."""
    column = getattr(layout.person, name)
    if name in layout.FLAGS:
        return f"flagged[{layout.FLAGS.index(name) * layout.LANES} + lane]"
    if name in layout.WORKING:
        return f"s[{column} + lane]"
    return f"row[{column} + lane]" if column < layout.SHARED else f"shared[{column - layout.SHARED} + lane]"


def _recorded(name: str) -> str:
    return f"total[{getattr(layout.recorded, name)} + lane]"


_COMMUNITY: dict[str, Expression] = {table: _column(table) for table in ("number", "param", "lever")}
_BY_SERVICE = f"s[FIRST + ({{k}}) * {layout.LANES} + lane]"
_TRAIT: dict[str, Expression] = {"trait": lambda name: f"trait_{name}"}

ON_BOARD = Form(("s", "traits"), {"person": _column("person"), **_TRAIT, **_COMMUNITY}, _BY_SERVICE)
IN_PLACE = Form(("row", "shared", "flagged", "s", "traits"), {"person": _in_place, **_TRAIT, **_COMMUNITY}, _BY_SERVICE)
OF_MOVER = Form(("lane", "row", "shared", "s", "traits"), IN_PLACE.write, _BY_SERVICE)
_OF_MEMBER: dict[str, Expression] = {"member": lambda name: "row[lane]", "person": _in_place, **_COMMUNITY}
OF_MEMBER = Form(("row", "flagged", "s"), _OF_MEMBER, _BY_SERVICE)
OF_MOVED_MEMBER = Form(("lane", "row", "s"), _OF_MEMBER, _BY_SERVICE)
OF_RECORDED = Form(("total", "row", "shared", "flagged"), {"person": _in_place, "recorded": _recorded}, _BY_SERVICE)
OF_POST = Form(("lane", "row", "s"), {"post": _in_row("post"), **_COMMUNITY}, _BY_SERVICE)
OF_COMMUNITY = Form(("lane", "s"), _COMMUNITY, _BY_SERVICE)

_PLAIN: dict[str, Expression] = {
    "number": lambda name: f"c.{name}", "param": lambda name: f"p.{name}", "lever": lambda name: f"levers.{name}",
}  # fmt: skip
_SELF: dict[str, Expression] = {table: lambda name: f"self.{name}" for table in _ROWS}
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
        return _compiled(_Segment(node, function.__globals__, file, form))

    return decorate


def made_of(name: str, doc: str, form: Form, around: dict[str, Any], lines: Iterable[str], *given: str) -> Any:
    """Return a segment of lines that follow from declarations; ``around`` are the names of the module it stands in."""
    text = "\n    ".join((f"def {name}({', '.join(given)}):", repr(doc), *lines))
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return _compiled(_Segment(node, around, Path(around["__file__"]).resolve(), form))


def _compiled(segment: _Segment) -> Any:
    loop = compiled(_written(segment, segment.form, in_lanes="lane" not in segment.form.first))
    _segments[loop] = segment
    return loop


each_resident = _decorator(ON_BOARD)
"""A segment on the resident at hand, whose row is on the board: ``segment(s, traits, …)`` works on every lane."""
each_resident_in_place = _decorator(IN_PLACE)
"""The same on the arrays themselves: ``segment(row, shared, flagged, s, traits, …)``."""
each_member = _decorator(OF_MEMBER)
"""A segment on the party member at hand: ``segment(row, flagged, s, …)`` with the rows of mobilisation and flags."""
each_recorded = _decorator(OF_RECORDED)
"""A segment that adds a resident to the sums of his group: ``segment(total, row, shared, flagged, …)``."""
each_post = _decorator(OF_POST)
"""A segment on one post in one lane: ``segment(lane, row, s, …)``."""
each_lane = _decorator(OF_COMMUNITY)
"""A segment on the community in one lane: ``segment(lane, s, …)``."""


def on_objects(loop: Any) -> Callable[..., Any]:
    """Return a segment as a method of plain objects: ``(self, p, c, levers, …)``, without ``self`` for the community.

    ``self`` has the states of the row, ``p``, ``c`` and ``levers`` parameters, numbers and levers as attributes.
    """
    segment = _segments[loop]
    rows = {table: _SELF[table] for table in segment.form.write if table in _SELF}
    first = ("self", *ON_OBJECTS) if rows else ON_OBJECTS
    return _written(segment, Form(first, {**rows, **_PLAIN}, "c.FIRST[{k}]"), in_lanes=False)


def _written(segment: _Segment, form: Form, *, in_lanes: bool) -> Callable[..., Any]:
    """Write a segment out in a form; its lines stay those of its text, so that mistakes are found there."""
    node, writer = segment.node, _Writer(segment, form)
    body = [writer.visit(statement) for statement in deepcopy(node.body[1:])]  # without its docstring
    if in_lanes:
        body = [ast.For(ast.Name("lane", ast.Store()), _expression(f"range({layout.LANES})"), body, [])]
    hoisted = [ast.parse(f"trait_{name} = traits[{layout.TRAITS.index(name)}]").body[0] for name in writer.traits]
    names = (*form.first, *(argument.arg for argument in node.args.args))
    arguments = ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])
    written = ast.FunctionDef(node.name, arguments, [*(hoisted if "traits" in form.first else []), *body], [])
    for part in (written, *hoisted):
        ast.copy_location(part, node)
    module = ast.fix_missing_locations(ast.Module([written], []))
    code = next(one for one in compile(module, str(segment.file), "exec").co_consts if isinstance(one, CodeType))
    result = FunctionType(code, segment.around, node.name)
    result.__doc__ = ast.get_docstring(node)
    return result


class _Writer(ast.NodeTransformer):
    """Writes names out where they stand, and fills calls of rules."""

    def __init__(self, segment: _Segment, form: Form) -> None:
        """Begin with no trait used."""
        self._globals, self._file, self._form = segment.around, segment.file, form
        self.traits: dict[str, None] = {}

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Write out ``table.name``."""
        table = _table(node)
        if table is None:
            return self.generic_visit(node)
        self._check(node, table)
        if node.attr in layout.PER_SERVICE:
            raise RuleError(*placed(_without_service(node.attr), self._place(node)))
        return self._named(node, table, node.attr)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Write out ``number.name[k]``, of which there is one a service."""
        value = node.value
        if not isinstance(value, ast.Attribute) or _table(value) != "number" or value.attr not in layout.PER_SERVICE:
            return self.generic_visit(node)
        first = str(vars(layout.number)[f"{value.attr}_0"])
        text = self._form.by_service.replace("c.FIRST", f"c.{value.attr}").replace("FIRST", first)
        return _at(node, _expression(text.format(k=ast.unparse(self.visit(node.slice)))), node.ctx)

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
        tables = [table for table in self._form.write if name in TABLES[table] and name not in layout.PER_SERVICE]
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
        if table == "trait":
            self.traits[name] = None
        return _at(node, _expression(self._form.write[table](name)), getattr(node, "ctx", ast.Load()))

    def _check(self, node: ast.Attribute, table: str) -> None:
        """Refuse a table that is not at hand here, and a name that it does not have."""
        if table not in self._form.write:
            raise RuleError(f"there is no {table} at hand here.", f"这里没有 {table} 可用。", self._place(node))
        if node.attr not in TABLES[table]:
            raise RuleError(*placed(_not_declared(table, node.attr), self._place(node)))

    def _place(self, node: ast.expr) -> Text:
        file = place_of(self._file)
        return Text(f"{file}, line {node.lineno}", f"{file} 第 {node.lineno} 行")


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
        f"the rule {rule.__name__} ({place}, line {line}) asks for {name}, which is no state, number, parameter or "
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
    for part in ast.walk(written):
        ast.copy_location(part, node)
    written.ctx = context  # type: ignore[attr-defined]
    return written


def _definition(file: Path, first: int) -> ast.FunctionDef:
    """Return the definition that begins in a line, decorators included."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef) and first in (node.lineno, *(one.lineno for one in node.decorator_list)):
            return node
    raise LookupError(f"{file}, line {first}: no definition")
