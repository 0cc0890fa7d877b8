"""What a pattern is: a sentence about the model that can fail, what it follows from, and what measures it."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.runs import Runs
from sim.text import Text

Array = NDArray[np.float64]

OBSERVED, JUDGED, BEHAVIOUR, CLOSED_FORM = "observed", "judged", "behaviour", "closed form"
KINDS = {
    OBSERVED: Text("observed", "观察到的规律"),
    JUDGED: Text("judged", "判断所得的范围"),
    BEHAVIOUR: Text("behaviour", "本模型的表现"),
    CLOSED_FORM: Text("closed form", "解析结果"),
}
"""Only what was observed tests the model against the world. What was judged is a range that somebody finds likely and
nobody measured, or that was widened from what was measured. A behaviour is what this model does: it is kept so that a
change is noticed. A closed form tests the code against algebra."""

NOT_BUILT_IN = Text("no", "否")


@dataclass(frozen=True, slots=True)
class Unit:
    """How a number is shown: multiplied by ``factor``, with so many decimals, before its name.

    Below no decimals it is shown as a power of ten.
    """

    name: Text
    factor: float = 1.0
    digits: int = 2


POINTS = Unit(Text("points", "点"), 100.0, 1)
FINE_POINTS = Unit(Text("points", "点"), 100.0, 2)
TIMES = Unit(Text("times", "倍"))
SHARE = Unit(Text("%", "%"), 100.0, 0)
SURVEY_SD = Unit(Text("survey SD", "个调查标准差"))
HOURS = Unit(Text("hours", "小时"), 1.0, 1)
EVENTS = Unit(Text("activities a month", "场/月"), 1.0, 1)
REQUESTS = Unit(Text("requests", "件"), 1.0, 0)
ERRORS = Unit(Text("standard errors", "个标准误"), 1.0, 1)
DISTANCE = Unit(Text("relative", "（相对）"), 1.0, -1)
TURNS = Unit(Text("turns", "个拐点"), 1.0, 0)


@dataclass(frozen=True, slots=True)
class Expected:
    """Where the mean over communities belongs: ``low`` to ``high``, in the stored unit.

    With ``shown`` the burden is on the pattern: its whole 95 % interval must lie there. Without it the burden is on
    whoever denies it: the pattern fails where an interval of 99.8 %, a thousandth on either side, lies outside.
    """

    low: float = -math.inf
    high: float = math.inf
    shown: bool = False


def above(low: float) -> Expected:
    """Shown to lie above a number."""
    return Expected(low=low, shown=True)


def below(high: float) -> Expected:
    """Shown to lie below a number."""
    return Expected(high=high, shown=True)


def between(low: float, high: float) -> Expected:
    """Agreeing with a range."""
    return Expected(low, high)


def at_most(high: float) -> Expected:
    """Agreeing with a largest difference from what algebra says."""
    return Expected(-math.inf, high)


@dataclass(frozen=True, slots=True)
class Measure:
    """What measures a pattern in communities: one number a community, from the scenarios ``arms``."""

    of: Callable[[Runs], Array]
    arms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A closed form beside what the engine does; ``expected`` is algebra, ``x`` what is on the axis below."""

    x: Array
    found: Array
    expected: Array
    axis: Text


@dataclass(frozen=True, slots=True)
class Sample:
    """What a closed form came to: the number that is judged, and the curve behind it."""

    value: float
    curve: Curve


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row of the table.

    ``follows`` is what the expectation and its tolerance rest on; ``built_in`` what of it was put in by hand, so that
    it is not sold as found; ``times`` by how much more communities than asked for it takes, so that chance alone makes
    it fail less than once in a thousand; ``family`` the picture in which it is drawn.
    """

    name: str
    label: Text
    kind: str
    expected: Expected
    unit: Unit
    follows: Text
    measure: Measure | Callable[[int], Sample]
    family: str
    built_in: Text = NOT_BUILT_IN
    times: int = 1
