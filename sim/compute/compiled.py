"""The one module that knows Numba: it compiles the rules and keeps the cache honest.

Rules are plain functions; ``plain_rules`` makes those of a module callable from a compiled loop without
changing them. Numba's cache does not see that a rule in another file was edited, so it lies where ``sim.compute.cache``
says: an edited rule is compiled anew, always.
"""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
from llvmlite import binding, ir
from numba import types
from numba.core.errors import NumbaError, UnsupportedBytecodeError
from numba.extending import intrinsic, overload, register_jitable

from sim.compute import elementary
from sim.compute.layout import SLOTS
from sim.compute.numba_cache import usable_folder
from sim.errors import RuleError
from sim.text import Text

_folder = usable_folder()
if _folder:
    numba.config.CACHE_DIR = str(_folder)  # type: ignore[attr-defined]


def _vector_width() -> int:
    """How many numbers LLVM takes in one vector on this processor; never too few, or tiles would be too short."""
    wide = binding.get_host_cpu_name() in ("znver4", "znver5")  # others that could take eight are left at four by LLVM
    return 8 if wide else 4


# LLVM unrolls a short loop of known length before it tries to vectorise it, and then no longer can:
# a loop over the lanes must stay a loop until then.
binding.set_option("sim", "-unroll-full-max-count=8")
# The rules are one long chain (logarithm, exponential, logistic) in which a vector waits for itself: all vectors of a
# tile in step fill the wait.
binding.set_option("sim", f"-force-vector-interleave={SLOTS // _vector_width()}")


ARITHMETIC: dict[str, Any] = {"error_model": "numpy", "fastmath": False}
"""IEEE arithmetic, no reordering, a zero divisor gives inf or nan."""
WITHOUT_WRAPPERS = {"no_cfunc_wrapper": True, "no_cpython_wrapper": True}
"""For what is called from compiled code alone."""


@intrinsic
def _power_of_two(typing_context: Any, n: Any) -> Any:
    """The bits of n + 1.5·2**52 end in n: move them into the exponent of 1.0."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        int64, double = ir.IntType(64), ir.DoubleType()
        shifted = builder.fadd(arguments[0], ir.Constant(double, elementary.ROUND_TO_WHOLE))
        bits = builder.shl(builder.bitcast(shifted, int64), ir.Constant(int64, 52))
        return builder.bitcast(builder.add(bits, ir.Constant(int64, 0x3FF0000000000000)), double)

    return types.float64(types.float64), build


@intrinsic
def _binary_exponent(typing_context: Any, x: Any) -> Any:
    """The exponent field of x as a float, by way of the bits of 2**52 + field."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        int64, double = ir.IntType(64), ir.DoubleType()
        field = builder.lshr(builder.bitcast(arguments[0], int64), ir.Constant(int64, 52))
        bits = builder.or_(field, ir.Constant(int64, 0x4330000000000000))
        shifted = builder.bitcast(bits, double)
        return builder.fsub(shifted, ir.Constant(double, 4503599627370496.0 + 1023.0))

    return types.float64(types.float64), build


@overload(elementary.power_of_two)
def _compiled_power_of_two(n):  # type: ignore[no-untyped-def]
    return lambda n: _power_of_two(float(n))  # type: ignore[call-arg]


@overload(elementary.binary_exponent)
def _compiled_binary_exponent(x):  # type: ignore[no-untyped-def]
    return lambda x: _binary_exponent(float(x))  # type: ignore[call-arg]


def plain_rules(module: ModuleType) -> list[Callable[..., Any]]:
    """Return the rules of a module: the plain functions it defines, in the order of its text."""
    return [
        member
        for member in vars(module).values()
        if inspect.isfunction(member) and member.__module__ == module.__name__ and not member.__name__.startswith("_")
    ]


def compile_rules(*modules: ModuleType) -> None:
    """Let compiled loops call the rules of ``modules``; the functions themselves stay plain Python.

    They are inlined always: a call left in a loop over lanes keeps it from working on several at once.
    """
    for module in modules:
        for rule in plain_rules(module):
            if rule not in (elementary.power_of_two, elementary.binary_exponent):
                register_jitable(forceinline=True, cache=True, **ARITHMETIC, **WITHOUT_WRAPPERS)(rule)


compile_rules(elementary)


def compiled(function: Callable[..., Any], **options: Any) -> Any:
    """Compile a loop over rows and lanes."""
    return numba.njit(cache=True, **ARITHMETIC, **options)(function)


def part(function: Callable[..., Any]) -> Any:
    """Compile a part of a loop over slots into it, so that the compiler sees that its room overlaps nothing."""
    return numba.njit(inline="always", **ARITHMETIC)(function)


def called(loop: Any, *arguments: Any) -> Any:
    """Call a compiled loop.

    Raises:
        RuleError: a rule it calls does not compile; the sentence names file and line.
    """
    try:
        return loop(*arguments)
    except (NumbaError, UnsupportedBytecodeError) as error:
        raise RuleError(*_compile_sentence(error)) from None


def _compile_sentence(error: Exception) -> Text:
    """One sentence out of Numba's pages: the innermost place in this package that they name, and the reason."""
    text = str(error)
    places = re.findall(r'File "([^"]+\.py)", line (\d+)|from (\S+\.py) \((\d+)\)', text)
    named = [(first or second, line or other) for first, line, second, other in places]
    inside = [(Path(file).parts, line) for file, line in named if "sim" in Path(file).parts]
    rules = [(parts, line) for parts, line in inside if "passes" not in parts]
    parts, line = (rules or inside or [(("sim",), "?")])[-1]
    file = "/".join(parts[len(parts) - 1 - parts[::-1].index("sim") :])
    reasons = [
        row.strip() for row in text.splitlines() if re.match(r"\s*\S*(Error|Untyped|No impl|Cannot|Unknown)", row)
    ]
    reason = (reasons or [text.strip().splitlines()[0]])[-1].split(" Raised from ")[0].rstrip(".:")
    return Text(
        f"{file}, line {line}: the rule does not compile: {reason}.",
        f"{file} 第 {line} 行：规则无法编译；编译器的原话是：{reason}。",
    )
