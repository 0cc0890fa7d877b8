"""A rule that fails is named by file and line, in one sentence, in the month and outside of it."""

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from inspect import getsourcefile, getsourcelines
from types import ModuleType
from typing import Any, get_type_hints

import numpy as np

from sim.compute.segments import DECLARED_IN
from sim.compute.sources import FOLDER, place_of
from sim.errors import RuleError, SimError, nearest
from sim.quantity import Bounds
from sim.text import Text

SLACK = 1e-9  # rounding
AT_START, OUTSIDE = Text("at the start", "开始时"), Text("outside the month", "在月份之外")

type_of_rule = Callable[..., Any]
When = Callable[[], Text]
Place = tuple[str, int | None]


def is_rule(function: type_of_rule) -> bool:
    """Tell whether a function is a rule: it says that it returns a number, or says nothing."""
    result = get_type_hints(function, include_extras=True).get("return")
    return result in (float, bool, None) or hasattr(result, "__metadata__")


def checked(rule: type_of_rule, when: When = lambda: AT_START) -> type_of_rule:
    """Return the rule, with its value held against the bounds of its return type."""
    if not is_rule(rule):
        return rule
    result = get_type_hints(rule, include_extras=True).get("return")
    bounds = next((b for b in getattr(result, "__metadata__", ()) if isinstance(b, Bounds)), None)
    low, high = (bounds.low, bounds.high) if bounds else (-np.inf, np.inf)

    @wraps(rule)
    def call(*arguments: Any, **named: Any) -> Any:
        given = [one.item() if isinstance(one, np.generic) else one for one in arguments]  # plain Python is quicker
        try:
            value = rule(*given, **{name: _plain(one) for name, one in named.items()})
        except SimError:
            raise
        except Exception as error:
            frame = sys._getframe(1)
            caller = place_of(frame.f_code.co_filename), frame.f_lineno
            raise RuleError(*_rule_failed(_where(error) or caller, rule, _raised(error), when())) from None
        if value is None:
            place = place_of(getsourcefile(rule) or ""), getsourcelines(rule)[1]
            nothing = Text("returns nothing; a return is missing", "什么也没有返回；缺少 return")
            raise RuleError(*_rule_failed(place, rule, nothing, when()))
        if not isinstance(value, (int, float)) or not low - SLACK <= value <= high + SLACK or abs(value) == np.inf:
            span = _range(low, high)
            reason = Text(f"returns {value!r}; allowed is {span.en}", f"返回 {value!r}；允许{span.zh}")
            place = place_of(getsourcefile(rule) or ""), getsourcelines(rule)[1]
            raise RuleError(*_rule_failed(place, rule, reason, when()))
        return value

    return call


@contextmanager
def blaming_code(when: When = lambda: AT_START) -> Iterator[None]:
    """Name the place in the model's code that fails outside of all rules.

    Raises:
        RuleError: whatever is raised in it that is not a sentence already.
    """
    try:
        yield
    except SimError:
        raise
    except Exception as error:
        where = _where(error)
        if where is None:
            raise
        reason, moment = _raised(error), when()
        raise RuleError(
            f"{where[0]}, line {where[1]}: the code {reason.en} ({moment.en}).",
            f"{where[0]} 第 {where[1]} 行：代码{reason.zh}（{moment.zh}）。",
        ) from None


@contextmanager
def watching(modules: dict[ModuleType, list[type_of_rule]], when: When) -> Iterator[None]:
    """Replace the rules of modules by checked ones."""
    kept = [(module, rule) for module, rules in modules.items() for rule in rules]
    for module, rule in kept:
        setattr(module, rule.__name__, checked(rule, when))
    try:
        yield
    finally:
        for module, rule in kept:
            setattr(module, rule.__name__, rule)


def _own(module: ModuleType) -> list[Any]:
    """Return what a module itself defines."""
    return [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__]


def named_outside(*modules: ModuleType) -> Callable[[Callable[..., float]], Callable[..., float]]:
    """Return a decorator for what asks the rules of modules outside the month: one that fails is named.

    The decorated function runs once with every rule watched and then as it is; where it raises, or does not come to a
    finite number, it is run again with every rule watched.
    """
    seen: set[str] = set()

    def decorate(function: Callable[..., float]) -> Callable[..., float]:
        @wraps(function)
        def call(*arguments: Any, **named: Any) -> float:
            if function.__name__ in seen:
                with suppress(Exception):  # said below, by the name of the rule
                    value = function(*arguments, **named)
                    if np.isfinite(value):
                        return value
            seen.add(function.__name__)
            watched = {module: [one for one in _own(module) if is_rule(one)] for module in modules}
            with watching(watched, lambda: OUTSIDE), blaming_code(lambda: OUTSIDE):
                return function(*arguments, **named)

        return call

    return decorate


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _where(error: Exception) -> Place | None:
    """Return the innermost place in the model's code that an error went through, but for this file."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename != __file__ and "site-packages" not in frame.filename and not frame.filename.startswith("<")
    ]
    inside = [frame for frame in frames if place_of(frame.filename).startswith(f"{FOLDER.name}/")]
    return next(((place_of(one.filename), one.lineno) for one in reversed(inside or frames)), None)


def _raised(error: Exception) -> Text:
    """Return what was raised; a name that no table declares is told as such."""
    table, name = getattr(getattr(error, "obj", None), "__name__", ""), getattr(error, "name", None)
    if isinstance(error, AttributeError) and table in DECLARED_IN and name:
        hint, home = nearest(name, vars(error.obj)), DECLARED_IN[table]
        return Text(
            f"asks for {table}.{name}, which {home} does not declare.{hint.en}".removesuffix("."),
            f"用到了 {table}.{name}，而 {home} 没有声明它。{hint.zh}".removesuffix("。"),
        )
    if isinstance(error, AttributeError) and isinstance(error.obj, ModuleType) and name:
        hint, home = nearest(name, vars(error.obj)), error.obj.__name__
        return Text(
            f"asks for {name}, which is not in {home}.{hint.en}".removesuffix("."),
            f"用到了 {name}，但 {home} 里没有它。{hint.zh}".removesuffix("。"),
        )
    what = type(error).__name__
    return Text(f"raises {what} ({error})", f"引发 {what}（{error}）")


def _range(low: float, high: float) -> Text:
    """The bounds in words."""
    if low == -np.inf:
        return Text("a finite number", "有限的数")
    if high == np.inf:
        return Text(f"{low:g} and above", f"不小于 {low:g} 的数")
    return Text(f"{low:g}..{high:g}", f" {low:g}..{high:g}")


def _rule_failed(place: Place, rule: type_of_rule, reason: Text, when: Text) -> Text:
    """The one sentence on a rule that fails."""
    return Text(
        f"{place[0]}, line {place[1]}: the rule {rule.__name__} {reason.en} ({when.en}).",
        f"{place[0]} 第 {place[1]} 行：规则 {rule.__name__} {reason.zh}（{when.zh}）。",
    )
