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
    waiting, numbers = [function], {function: 0}
    while waiting:
        for part in _parts(waiting.pop(0)):
            if isinstance(part, FunctionType):
                if part not in numbers:
                    numbers[part] = len(numbers)
                    waiting.append(part)
                part = numbers[part]  # which of them a name stands for, not only what all of them are
            digest.update(f"{part!r}\n".encode())
    return digest.hexdigest()


def _parts(function: Any) -> Iterator[Any]:
    """Give what a function is made of: its code as plain data, the functions and the values that it names."""
    codes = list(_codes(function.__code__))
    names = tuple(name for code in codes for name in code.co_names)
    yield function.__qualname__
    yield from _value("defaults", function.__defaults__, names)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        yield from _value(name, cell.cell_contents, names)
    for code in codes:
        constants = code.co_consts[1:] if _is_docstring(code) else code.co_consts
        yield code.co_code, code.co_names, code.co_varnames, code.co_flags
        yield tuple(value for value in constants if not isinstance(value, CodeType))
        for name in code.co_names:
            if name in function.__globals__:
                yield from _value(name, function.__globals__[name], names)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def _is_docstring(code: CodeType) -> bool:
    """Tell whether the first constant is a docstring, or the None that stands there where there is none."""
    return bool(code.co_consts) and isinstance(code.co_consts[0], str | None)


def _value(name: str, value: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """Give what a name stands for; of a module only what is asked of it, by ``names`` of the code."""
    own = getattr(value, "py_func", value)
    yield name, type(value).__qualname__
    if hasattr(value, "apart"):  # called by its place in memory: what is called counts, not how it is made
        yield value.apart.py_func.__module__, value.apart.py_func.__qualname__, value.stamp
    elif isinstance(own, FunctionType):
        yield sorted((key, repr(option)) for key, option in getattr(value, "targetoptions", {}).items())
        yield own
    elif isinstance(own, bool | int | float | complex | str | bytes | None):
        yield own
    elif isinstance(own, tuple):
        for place, item in enumerate(own):
            yield from _value(f"{name}[{place}]", item, names)
    elif isinstance(own, np.generic | np.ndarray):
        yield own.dtype.descr, own.shape, own.strides, own.tobytes()
    elif isinstance(own, ModuleType) and not own.__name__.startswith("numpy"):
        for asked in sorted(set(names) & set(vars(own))):
            yield from _value(f"{name}.{asked}", vars(own)[asked], tuple(one for one in names if one != asked))
    else:  # a class, or something of the compiler's
        yield getattr(own, "__qualname__", "")
