"""Passes compiled apart: the month calls them where they lie in memory, and holds nothing of them.

So an edited rule compiles the pass that calls it and no other, each pass is optimised once, and several processes can
compile several passes. A pass has arguments of known types, by their names: ``TYPES``; ``lanes`` is a tuple of as
many zeros as there are lanes, so that each number of lanes has code of its own.
"""

import hashlib
from collections.abc import Callable
from inspect import signature
from types import CodeType, FunctionType
from typing import Any

from llvmlite import binding
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import Signature
from numba.extending import intrinsic

from sim.compute.compiled import WITHOUT_WRAPPERS, called, compiled

_cgutils: Any = cgutils
_NUMBERS, _WHOLES = types.Array(types.float64, 1, "C"), types.Array(types.int64, 1, "C")
_TABLE = types.Array(types.float64, 2, "C")
TYPES: dict[str, Any] = {
    "seed": types.uint64,
    **dict.fromkeys(("draw_month", "month", "n", "used", "width"), types.int64),
    "now": types.float64,
    **dict.fromkeys(("holding", "election"), types.boolean),
    **dict.fromkeys(("own", "near", "after", "flags", "mobilisation", "votes", "s", "fixed", "draws", "moving",
                     "mean_demand", "sums", "habit", "shares"), _NUMBERS),
    **dict.fromkeys(("source", "first_tie", "ties", "members", "kind", "renter", "cell", "building"), _WHOLES),
    **dict.fromkeys(("levers", "posts", "seats", "units", "traits"), _TABLE),
    "moved": types.Array(types.boolean, 1, "C"),
}  # fmt: skip
_linked: set[str] = set()


def apart(function: Callable[..., Any]) -> Any:
    """Compile a pass by itself; compiled code calls it like any function, once it is ``linked``.

    Annotated ``-> bool`` it returns one, else nothing.
    """
    loop = compiled(function, **WITHOUT_WRAPPERS)
    names = ", ".join(signature(function).parameters)
    text = f"def {function.__name__}(typing_context, {names}):\n    return called_at(({names},))"
    code = next(
        one for one in compile(text, function.__code__.co_filename, "exec").co_consts if isinstance(one, CodeType)
    )
    call: Any = intrinsic(FunctionType(code, {"called_at": lambda given: _called_at(loop, given)}, function.__name__))
    call.apart, call.py_func, call.stamp = loop, function, (names, str(function.__annotations__.get("return")))
    return call


def _called_at(loop: Any, given: tuple[Any, ...]) -> Any:
    """Type and build a call of a pass by the name under which it is linked."""
    width = next((len(one) for one in given if isinstance(one, types.BaseTuple)), 1)
    if given != types_of(loop, width):
        return None
    result = types.boolean if loop.py_func.__annotations__.get("return") is bool else types.none

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = context.call_conv.get_function_type(result, given)
        function = _cgutils.get_or_insert_function(builder.module, kind, _name(loop, width))
        status, value = context.call_conv.call_function(builder, function, result, given, arguments)
        with _cgutils.if_unlikely(builder, status.is_error):
            context.call_conv.return_status_propagate(builder, status)
        return value

    return Signature(result, given, None), build  # type: ignore[no-untyped-call]


def types_of(loop: Any, width: int) -> tuple[Any, ...]:
    """Return the types of the arguments of a loop at so many lanes."""
    known = {**TYPES, "lanes": types.UniTuple(types.int64, width)}  # type: ignore[no-untyped-call]
    return tuple(known[name] for name in signature(loop.py_func).parameters)


def _name(loop: Any, width: int) -> str:
    """Under which a pass is found in memory, the same in every process."""
    text = f"{loop.py_func.__module__}.{loop.py_func.__qualname__}{types_of(loop, width)}"
    return f"sim.{hashlib.sha256(text.encode()).hexdigest()}"


def link(pass_: Any, width: int) -> None:
    """Compile a pass or load it, and let it be found under its name.

    Raises:
        RuleError: a rule it calls does not compile.
    """
    loop = pass_.apart
    if (name := _name(loop, width)) in _linked:
        return
    given = types_of(loop, width)
    called(loop.compile, given)
    made = loop.overloads[given]
    binding.add_symbol(name, made.library.get_pointer_to_function(made.fndesc.llvm_func_name))
    _linked.add(name)
