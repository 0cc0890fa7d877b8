"""The fingerprint of all that computes a result, so that a stored result is never taken for that of other rules.

What computes is taken from the parsed sources: comments, docstrings, labels and the wording of errors change
nothing. Parameters, levers and indicators are taken by value: a default counts, its label, source, range and
grade do not. The one range that the engine reads, how many posts can be added, counts.

Left out is what speaks, shows, reads files or checks rules without computing a result: ``SPEAKING``. What a
scenario file holds is no part of it either, for it is part of each run.
"""

import ast
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sim.indicators import INDICATORS
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.params.people import AGES, SERVICE_TYPES

SPEAKING = (
    "__init__.py", "agents/__init__.py", "agents/handle.py", "dashboard", "errors.py", "fingerprint.py", "look",
    "model.py", "passes/__init__.py", "quantity.py", "scenario_file.py", "scenario_template.py", "text.py",
    "toml_zh.py", "trial.py",
)  # fmt: skip
"""What computes no result: files, and folders with all they hold."""

DECLARING = ("params/civic.py", "params/declare.py", "params/money.py", "params/people.py", "params/residents.py",
             "params/work.py")  # fmt: skip
"""Files that only declare numbers; they are taken by value."""

TABLES = {"indicators.py": ("_TABLE",), "levers.py": ("_ALL",)}
"""Declarations within a file that computes otherwise; they are taken by value."""

PARTS = {"changes.py": ("Change",), "scenario.py": ("Scenario",)}
"""What computes within a file that otherwise reads and checks: the levers of a month."""

_SAID = ("Text", "InputError", "RuleError", "SimError")
_UNREAD = ("type_params", "kind", "type_comment", "type_ignores")  # not in all versions of Python, or no code


@cache
def fingerprint(*more: Path) -> str:
    """Return the SHA-256, in hexadecimal, of all that computes a result.

    Args:
        more: further files whose code computes, such as what makes summaries of months.
    """
    digest = hashlib.sha256(json.dumps(values()).encode())
    folder = Path(__file__).parent
    for file in computing(folder):
        name = file.relative_to(folder).as_posix()
        digest.update(f"\n{name}\n{code(file, name)}".encode())
    for file in more:
        digest.update(f"\n{file.name}\n{code(file, file.name)}".encode())
    return digest.hexdigest()


def computing(folder: Path) -> list[Path]:
    """Return the files of a copy of this package whose code computes, in a fixed order."""
    left_out = {*SPEAKING, *DECLARING}
    files = {file.relative_to(folder): file for file in folder.rglob("*.py")}
    return [
        files[path] for path in sorted(files) if not left_out & {path.as_posix(), *(p.as_posix() for p in path.parents)}
    ]


def values() -> dict[str, Any]:
    """Return what declarations come to, ready for JSON: all that the engine reads of them."""
    return {
        "params": {name: [PARAMS[name].default, PARAMS[name].whole] for name in sorted(PARAMS)},
        "levers": {name: [float(LEVERS[name].default), LEVERS[name].whole] for name in sorted(LEVERS)},
        "posts": LEVERS["extra_posts"].high,
        "indicators": [[row.name, _formula(row.of), row.window] for row in INDICATORS.values()],
        "ages": list(AGES),
        "services": list(SERVICE_TYPES),
    }


def _formula(of: Any) -> str:
    """Return how an indicator is read: the name of a function, or what is read plainly."""
    return str(getattr(of, "__qualname__", None) or repr(of))


def code(file: Path, name: str) -> str:
    """Return the canonical text of a file's code: the same for the same code in every version of Python."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if name in PARTS:
        tree.body = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name in PARTS[name]]
    tables = TABLES.get(name, ())
    tree.body = [node for node in tree.body if not (isinstance(node, ast.Assign) and _target(node) in tables)]
    return canonical(tree)


def _target(node: ast.Assign) -> str:
    """Return the name that is assigned, empty where it is more than a name."""
    return node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""


def canonical(node: object) -> str:
    """Return a syntax tree as text, without what only speaks.

    A node is its class and its fields, without positions, empty fields and those that only some versions of
    Python have; strings are written in ASCII, since versions differ in what they can print.
    """
    if isinstance(node, ast.Constant):
        return f"{type(node.value).__name__}:{node.value!a}"
    if isinstance(node, ast.Call) and _called(node) in _SAID:
        return f"{_called(node)}()"
    if isinstance(node, ast.JoinedStr):
        return f"JoinedStr({','.join(_pieces(node))})"
    if isinstance(node, ast.AST):
        fields = ((name, value) for name, value in ast.iter_fields(node) if name not in _UNREAD)
        inner = ",".join(f"{name}={canonical(value)}" for name, value in fields if value is not None and value != [])
        return f"{type(node).__name__}({inner})"
    if isinstance(node, list):
        return f"[{','.join(canonical(item) for item in node if not _is_docstring(item))}]"
    return ascii(node)


def _called(node: ast.Call) -> str:
    """Return the name that is called, plain or behind a dot."""
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def _is_docstring(node: object) -> bool:
    """Tell whether a statement is a text alone, which does nothing."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _pieces(node: ast.JoinedStr) -> Iterator[str]:
    """Give the pieces of a formatted string; versions of Python cut its plain text differently."""
    text = ""
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            text += str(piece.value)
            continue
        if text:
            yield ascii(text)
        text = ""
        yield canonical(piece)
    if text:
        yield ascii(text)
