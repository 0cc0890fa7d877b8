"""What a compiled function is made of: its code and all that this reaches, whatever stands around it.

Compilations are kept under it, so that an edited rule compiles anew what calls it and nothing else, and an edited
docstring, comment or label compiles nothing.
"""

import hashlib
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np


def content(function: Callable[..., Any]) -> str:
    """Return the SHA-256, in hexadecimal, of the code of a function and of all that it reaches by name."""
    digest = hashlib.sha256()
    waiting, seen = [function], {function}
    while waiting:
        for part in _parts(waiting.pop(0)):
            if not isinstance(part, FunctionType):
                digest.update(f"{part!r}\n".encode())
            elif part not in seen:
                seen.add(part)
                waiting.append(part)
    return digest.hexdigest()


def _parts(function: Any) -> Iterator[Any]:
    """Give what a function is made of: its code as plain data, the functions and the values that it names."""
    yield function.__qualname__, function.__defaults__
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        yield from _named(name, cell.cell_contents, ())
    for code in _codes(function.__code__):
        constants = code.co_consts[1:] if _is_docstring(code) else code.co_consts
        yield code.co_code, code.co_names, code.co_varnames, code.co_flags
        yield tuple(value for value in constants if not isinstance(value, CodeType))
        for name in code.co_names:
            if name in function.__globals__:
                yield from _named(name, function.__globals__[name], code.co_names)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def _is_docstring(code: CodeType) -> bool:
    """Tell whether the first constant is a docstring, or the None that stands there where there is none."""
    return bool(code.co_consts) and isinstance(code.co_consts[0], str | None)


def _named(name: str, value: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """Give what a name stands for; of a module only what is asked of it, by one of ``names``."""
    own = value if hasattr(value, "apart") else getattr(value, "py_func", value)
    yield name
    if isinstance(own, FunctionType | bool | int | float | str | bytes | tuple | None):
        yield own
    elif isinstance(own, np.generic | np.ndarray):
        yield own.dtype.str, own.tobytes()
    elif isinstance(own, ModuleType) and not own.__name__.startswith("numpy"):
        for asked in names:
            if hasattr(own, asked):
                yield from _named(f"{name}.{asked}", getattr(own, asked), ())
    else:  # a class, or something of the compiler's
        yield getattr(own, "__qualname__", type(own).__qualname__)
