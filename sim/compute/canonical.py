"""Code as text without what only speaks: the same for the same code in every version of Python.

Comments, docstrings, labels, the wording of errors and the lines that import do not show in it.
"""

import ast
from collections.abc import Iterator

_SAID = ("Text", "InputError", "RuleError", "SimError")
_UNREAD = ("type_params", "kind", "type_comment", "type_ignores")  # not in all versions of Python, or no code


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
        return f"[{','.join(canonical(item) for item in node if not is_silent(item))}]"
    return ascii(node)


def _called(node: ast.Call) -> str:
    """Return the name that is called, plain or behind a dot."""
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def is_silent(node: object) -> bool:
    """Tell whether a statement does nothing by itself: a text alone, a line that imports, or ``__all__``."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    return isinstance(node, ast.Import | ast.ImportFrom) or is_for_types(node)


def is_for_types(node: object) -> bool:
    """Tell whether a statement runs for a checker of types alone."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not node.orelse


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
