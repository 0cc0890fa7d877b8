"""One yardstick: what it is called, its unit, which way is better, and how it is read from a month.

Shares and indices are stored in [0, 1] and shown times a hundred, as percent or as points.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sim.quantity import Text

TWO_YEARS = 24  # months
FIVE_YEARS = 60  # months

PERCENT = Text("%", "%")
POINTS_OF_100 = Text("points of 100", "分（满分 100）")
EVENTS = Text("events a month", "场/月")
REQUESTS = Text("requests", "件")
HOURS = Text("hours a month", "小时/月")
YUAN = Text("yuan a month", "元/月")
YUAN_A_YEAR = Text("yuan a year", "元/年")
MONTHS = Text("months of work", "个月的工作量")
TIMES = Text("hours asked for an hour offered", "所需工时与可用工时之比")


class Record(Protocol):
    """What an indicator may ask of the recorded months; every answer is an array of numbers."""

    def mean(self, name: str, group: str | None = None) -> Any:
        """Return the mean of a quantity over residents, or over one group of them."""

    def community(self, name: str) -> Any:
        """Return a number that the community has one of."""

    def insiders_gap(self, name: str) -> Any:
        """Return the mean over party members and workers less the mean over others."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One yardstick: ``better`` is +1, -1 or 0 (neither), ``smallest`` the least difference that matters.

    ``smallest`` is in the stored unit; ``window`` is the number of last months it is averaged over.
    """

    name: str
    label: Text
    unit: Text
    group: str
    better: int
    smallest: float
    definition: Text
    of: Callable[[Record], Any]
    window: int = TWO_YEARS

    @property
    def percent(self) -> bool:
        """Whether it is stored in [0, 1] and shown times a hundred."""
        return self.unit in (PERCENT, POINTS_OF_100)

    @property
    def difference_unit(self) -> Text:
        """The unit of a difference: percentage points for a share, points for an index."""
        if self.unit == PERCENT:
            return Text("points", "百分点")
        return Text("points", "分") if self.unit == POINTS_OF_100 else self.unit


@dataclass(frozen=True, slots=True)
class ResidentMean:
    """The mean over residents, or over one group of them."""

    name: str

    def __call__(self, record: Record, group: str | None = None) -> Any:
        """Return the mean of this month, one number a lane."""
        return record.mean(self.name, group)


@dataclass(frozen=True, slots=True)
class CommunityNumber:
    """A number that the community has one of."""

    name: str

    def __call__(self, record: Record) -> Any:
        """Return the number of this month, one a lane."""
        return record.community(self.name)
