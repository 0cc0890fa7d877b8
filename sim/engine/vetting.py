"""What a rule may not hold is told from its text, before it is tried or compiled: by file, line, and what to do.

The compiler would find most of it too, but late, in words of its own and without the way out; random generators and
clocks it would not find at all, and results would no longer repeat.
"""

import ast
import builtins
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from inspect import isfunction
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.compute.sources import FOLDER, place_of, tree_of
from sim.engine.blame import is_rule
from sim.errors import RuleError, nearest
from sim.text import Text

LUCK = ("random", "numpy.random", "secrets", "uuid", "os.urandom", "os.getrandom", "scipy.stats")
CLOCKS = ("time", "datetime", "os.times", "os.getpid", "os.environ")
GUIDE = "docs/how-to/change-a-rule"

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_TEXT = Text(
    "holds text, and a rule works with numbers alone; give each case a number, such as 0.0, 1.0, 2.0",
    "用到了文字，而规则只处理数；请给每种情形一个数，例如 0.0、1.0、2.0",
)
_TABLE = Text(
    "holds a dict or a set, which does not compile; use arguments, or a value for each case with if and else",
    "用到了字典或集合，不能编译；请改用参数，或用 if 和 else 逐一取值",
)
_TRY = Text(
    "uses try, with, raise or assert, which compiled rules cannot; test the number first, as in if x > 0.0",
    "用到了 try、with、raise 或 assert，编译后的规则不能用；请先判断数值，例如 if x > 0.0",
)
_INNER = Text(
    "defines or imports something inside, or yields; put helpers beside the rule and imports at the top of the file",
    "在内部定义或导入了别的东西，或用了 yield；请把辅助函数放到规则旁边，把 import 放到文件开头",
)
_OUTER = Text(
    "sets a variable outside of itself; a rule returns one number and changes nothing: take the value as an argument",
    "改动了自身之外的变量；规则只返回一个数，不改动别的，请把这个值作为参数传入",
)
_KINDS: tuple[tuple[tuple[type[ast.AST], ...], Text], ...] = (
    ((ast.JoinedStr,), _TEXT),
    ((ast.Dict, ast.DictComp, ast.Set, ast.SetComp), _TABLE),
    ((ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.Raise, ast.Assert), _TRY),
    ((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Import, ast.ImportFrom, ast.Yield,
      ast.YieldFrom, ast.Await), _INNER),
    ((ast.Global, ast.Nonlocal, ast.Delete), _OUTER),
)  # fmt: skip
_SPEAKING = ("print", "input", "open", "exec", "eval", "id", "hash", "globals", "locals", "vars", "getattr", "setattr")


def vet_rules(rules: Iterable[Callable[..., Any]], compiled_modules: Iterable[str]) -> None:
    """Read rules, and the helpers that they call, for what does not compile or does not repeat.

    Args:
        rules: plain functions; those that do not return a number are passed over.
        compiled_modules: the dotted names of the modules whose functions compiled code can call.

    Raises:
        RuleError: the first finding, by file and line.
    """
    known = frozenset(compiled_modules)
    waiting = [rule for rule in rules if is_rule(rule)]
    seen = set(waiting)
    while waiting:
        rule = waiting.pop(0)
        for helper in _vetted(rule, known):
            if helper not in seen:
                seen.add(helper)
                waiting.append(helper)


def vet_randomness(files: Iterable[Path]) -> None:
    """Read files for random generators and clocks.

    Raises:
        RuleError: the first finding, by file and line.
    """
    for file in files:
        tree = tree_of(file)
        origins = _origins(tree)
        for node in ast.walk(tree):
            origin = _origin(node, origins)
            if origin and _is_one_of(origin, (*LUCK, *CLOCKS)):
                raise _found(file, node.lineno, _around(tree, node), _unrepeatable(origin))  # type: ignore[attr-defined]


def file_of(function: Callable[..., Any]) -> Path:
    """Return the file in which a function stands."""
    return Path(function.__code__.co_filename).resolve()


def _vetted(rule: Callable[..., Any], known: frozenset[str]) -> Iterator[Callable[..., Any]]:
    """Refuse what a rule may not hold; give the helpers that it calls."""
    file, node = file_of(rule), _node(rule)
    if node is None:
        return
    name = rule.__name__
    _vet_kinds(file, node, name)
    arguments = {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    own = arguments | {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    origins = _origins(tree_of(file))
    for part in _body(node):
        origin = _origin(part, origins)
        if origin and _is_one_of(origin, (*LUCK, *CLOCKS)):
            raise _found(file, part.lineno, name, _unrepeatable(origin))  # type: ignore[attr-defined]
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in arguments:
            raise _found(file, part.lineno, name, _of_agent(ast.unparse(part)))
        if isinstance(part, ast.Name) and part.id not in own:
            _vet_name(rule, file, name, part)
        if isinstance(part, ast.Call):
            called = _resolved(rule, part.func, own)
            if isfunction(called):
                _vet_helper(file, name, part, called, known)
                yield called


def _vet_kinds(file: Path, node: _Function, name: str) -> None:
    for part in _body(node):
        reason = next((said for kinds, said in _KINDS if isinstance(part, kinds)), None)
        if isinstance(part, ast.Constant) and isinstance(part.value, str | bytes):
            reason = _TEXT
        if reason:
            raise _found(file, part.lineno, name, reason)  # type: ignore[attr-defined]


def _vet_name(rule: Callable[..., Any], file: Path, name: str, part: ast.Name) -> None:
    """Refuse a name that stands for nothing, or that speaks, reads or depends on the process."""
    if part.id in rule.__globals__:
        return
    if not hasattr(builtins, part.id):
        hint = nearest(part.id, [*rule.__globals__, *rule.__code__.co_varnames])
        raise _found(file, part.lineno, name, Text(
            f"uses the name {part.id}, which stands for "
            f"nothing{'.' + hint.en if hint.en else '; it is neither an argument nor an import'}",
            f"用到了没有定义的名称 {part.id}；{hint.zh or '它既不是参数，也没有导入'}",
        ))  # fmt: skip
    if part.id in _SPEAKING:
        raise _found(file, part.lineno, name, Text(
            f"calls {part.id}; a rule takes numbers and returns a number, and does nothing else",
            f"调用了 {part.id}；规则只取若干个数、返回一个数，不做别的",
        ))  # fmt: skip


def _vet_helper(file: Path, name: str, part: ast.Call, helper: Callable[..., Any], known: frozenset[str]) -> None:
    """Refuse a helper that compiled code cannot call."""
    if helper.__module__ not in known:
        raise _found(file, part.lineno, name, Text(
            f"calls {helper.__name__} of {place_of(helper.__code__.co_filename)}, which is not compiled; "
            "put the helper into this file",
            f"调用了 {place_of(helper.__code__.co_filename)} 中的 {helper.__name__}，它不会被编译；请把它放进本文件",
        ))  # fmt: skip
    if helper.__name__.startswith("_"):
        raise _found(file, part.lineno, name, Text(
            f"calls {helper.__name__}; a function whose name begins with _ is not compiled, so call it "
            f"{helper.__name__.lstrip('_')}",
            f"调用了 {helper.__name__}；名称以 _ 开头的函数不会被编译，请改名为 {helper.__name__.lstrip('_')}",
        ))  # fmt: skip


def _of_agent(what: str) -> Text:
    return Text(
        f"asks for {what}; a rule gets numbers, not agents, so take this number as an argument",
        f"用到了 {what}；规则得到的是数，不是主体，请把这个数作为参数传入",
    )


def _unrepeatable(origin: str) -> Text:
    if _is_one_of(origin, CLOCKS):
        return Text(
            f"uses {origin}; a result must not depend on when and where it is computed: take the month as an argument",
            f"用到了 {origin}；结果不能取决于何时何地计算，请把月份作为参数传入",
        )
    return Text(
        f"uses {origin}, and the same seed would no longer give the same result; take the draw as an argument, from a "
        f"stream of its own ({GUIDE}.en.md)",
        f"用到了 {origin}，同一个种子就不再给出同样的结果；请把抽签结果作为参数传入，"
        f"取自它自己的随机流（{GUIDE}.zh.md）",
    )


def _found(file: Path, line: int, name: str, reason: Text) -> RuleError:
    return RuleError(*_sentence(place_of(file), line, name, reason))


def _sentence(place: str, line: int, name: str, reason: Text) -> Text:
    """The one sentence on what a rule holds; one that ends with a question has its end."""
    end, end_zh = ("", "") if reason.en.endswith("?") else (".", "。")
    return Text(
        f"{place}, line {line}: the rule {name} {reason.en}{end}",
        f"{place} 第 {line} 行：规则 {name} {reason.zh}{end_zh}",
    )


def _body(node: _Function) -> Iterator[ast.AST]:
    """Give what stands in a function, in the order of its text, but for its docstring and annotations."""
    documented = ast.get_docstring(node, clean=False) is not None
    for statement in node.body[1:] if documented else node.body:
        annotations = {one.annotation for one in ast.walk(statement) if isinstance(one, ast.AnnAssign)}
        hidden = {inner for annotation in annotations for inner in ast.walk(annotation)}
        yield from (inner for inner in ast.walk(statement) if inner not in hidden)


def _node(rule: Callable[..., Any]) -> _Function | None:
    """Return the definition of a function."""
    return _definitions(tree_of(file_of(rule))).get(rule.__code__.co_firstlineno)


@cache
def _definitions(tree: ast.Module) -> dict[int, _Function]:
    """Return the functions of a file by the lines in which they, or their decorators, begin."""
    found: dict[int, _Function] = {}
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            for line in (node.lineno, *(decorator.lineno for decorator in node.decorator_list)):
                found.setdefault(line, node)
    return found


@cache
def _origins(tree: ast.Module) -> dict[str, str]:
    """Return by each imported name of a file what it stands for, dotted."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            found |= {one.asname or one.name.partition(".")[0]: one.name if one.asname else one.name.partition(".")[0]
                      for one in node.names}  # fmt: skip
    return found


def _origin(node: ast.AST, origins: dict[str, str]) -> str:
    """Return what a name, or names behind dots, stand for, dotted; empty where nothing was imported."""
    if isinstance(node, ast.Name):
        return origins.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = _origin(node.value, origins)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _is_one_of(origin: str, modules: tuple[str, ...]) -> bool:
    return any(origin == module or origin.startswith(f"{module}.") for module in modules)


def _around(tree: ast.Module, node: ast.AST) -> str:
    """Return the name of the function that a part of a file stands in."""
    for function in ast.walk(tree):
        if isinstance(function, _Function) and any(inner is node for inner in ast.walk(function)):
            return function.name
    return "of this file"


def _resolved(rule: Callable[..., Any], called: ast.expr, own: set[str]) -> Any:
    """Return what is called: a name of the rule's file, or one of a module behind a dot."""
    if isinstance(called, ast.Name) and called.id not in own:
        return rule.__globals__.get(called.id)
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        module = rule.__globals__.get(called.value.id)
        return getattr(module, called.attr, None) if isinstance(module, ModuleType) else None
    return None


def computing_files(names: Iterable[str]) -> list[Path]:
    """Return the files of modules of this package."""
    return [FOLDER.parent.joinpath(*name.split(".")).with_suffix(".py") for name in names]
