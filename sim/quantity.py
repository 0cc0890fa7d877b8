"""What a number is: its default, range, unit, name in both languages, and where it comes from.

One declaration feeds the checks, the command line, the tables of the documentation and the draws
of uncertain worlds. Nothing about a number lives elsewhere.
"""

import math
from dataclasses import dataclass
from typing import Annotated

from sim.errors import InputError
from sim.text import Text

__all__ = [
    "ASSUMPTION",
    "Bounds",
    "Index",
    "Nonnegative",
    "Probability",
    "Quantity",
    "Text",
    "Truth",
]

ASSUMPTION = "assumption"


def plain(value: float) -> str:
    """A number as people write it: no exponent for large whole numbers."""
    return f"{value:,.0f}" if abs(value) >= 1e5 and value == round(value) else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named number with its default and plausible range [low..high]."""

    name: str
    default: float
    low: float
    high: float
    unit: Text
    label: Text
    source: str = ASSUMPTION
    group: str = ""
    whole: bool = False

    @property
    def grade(self) -> str:
        """``assumption``, ``judgement`` or ``published``: how well the default is known."""
        word = self.source.split(" ", 1)[0].rstrip(":;,")
        return word if word in (ASSUMPTION, "judgement") else "published"

    def check(self, value: object, where: Text | str) -> float:
        """Return ``value`` as a float.

        Raises:
            InputError: it is no finite number, not whole where it must be, or outside the range.
        """
        given, allowed = f"{self.name} = {value!r}", self.range
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(
                f"{given} is not a number; allowed is {allowed.en}.", f"{given} 不是数；允许 {allowed.zh}。", where
            )
        if not -1e300 < value < 1e300:
            raise InputError(
                f"{given} is not a finite number; allowed is {allowed.en}.",
                f"{given} 不是有限的数；允许 {allowed.zh}。",
                where,
            )
        if not self.low <= value <= self.high:
            raise InputError(f"{given} is outside {allowed.en}.", f"{given} 超出 {allowed.zh}。", where)
        if self.whole and not math.isclose(value, round(value), abs_tol=0.0):
            raise InputError(
                f"{given} is not a whole number; allowed is {allowed.en}.",
                f"{given} 不是整数；允许 {allowed.zh}。",
                where,
            )
        return float(value)

    @property
    def range(self) -> Text:
        """The range and the unit as they stand in messages, such as ``0..0.6 (share of the wage)``."""
        kind = "whole numbers, " if self.whole else ""
        ends, kind_zh = f"{plain(self.low)}..{plain(self.high)}", "整数，" if self.whole else ""
        return Text(f"{ends} ({kind}{self.unit.en})", f"{ends}（{kind_zh}{self.unit.zh}）")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a rule may return: a value within [low..high]."""

    low: float
    high: float


# Return types of rules. They are plain floats; the bounds are held against every value when a rule is suspected.
Index = Annotated[float, Bounds(0.0, 1.0)]
Probability = Annotated[float, Bounds(0.0, 1.0)]
Truth = Annotated[float, Bounds(0.0, 1.0)]
Nonnegative = Annotated[float, Bounds(0.0, math.inf)]
