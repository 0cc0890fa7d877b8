"""How an indicator is read from what was recorded: the mean over residents, a number of the community, or a formula.

A formula takes a ``Record`` and returns an array, a row a month; a row of ``sim.indicators`` names it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from sim.params.people import SERVICE_TYPES

N_SERVICES = len(SERVICE_TYPES)


class Record(Protocol):
    """What an indicator may ask of the recorded months; every answer is an array of numbers."""

    def mean(self, name: str, group: str | None = None) -> Any:
        """Return the mean of a quantity over residents, or over one group of them."""

    def community(self, name: str) -> Any:
        """Return a number that the community has one of."""

    def total(self, name: str, group: str | None = None) -> Any:
        """Return the sum of a quantity over residents, or over one group of them."""

    def count(self, group: str | None = None) -> float:
        """Return how many residents there are, or how many in one group."""

    def members_of(self, kind: int) -> float:
        """Return how many party members there are of a kind: 0 retired, 1 in service, 2 floating."""

    def param(self, name: str) -> Any:
        """Return a parameter."""

    def insiders_gap(self, name: str) -> Any:
        """Return the mean over party members and workers less the mean over others."""


@dataclass(frozen=True, slots=True)
class ResidentMean:
    """The mean over residents, or over one group of them."""

    name: str

    def __call__(self, record: Record, group: str | None = None) -> Any:
        """Return the mean of this month, one number a lane."""
        return record.mean(self.name, group)


@dataclass(frozen=True, slots=True)
class Spread:
    """The standard deviation between residents of ``level``, of whose squares the sums are recorded as ``squares``.

    ``noise`` names the parameter of what chance adds to an answer: then it is the one that a survey would find.
    """

    squares: str
    level: str
    noise: str = ""

    def __call__(self, record: Record) -> Any:
        """Return the standard deviation of this month, one number a lane."""
        import numpy as np  # slow to import, and lists of indicators need none of it

        mean = record.mean(self.level)
        variance = np.maximum(record.mean(self.squares) - mean * mean, 0.0)
        return np.sqrt(variance + record.param(self.noise) ** 2 if self.noise else variance)


def trust_satisfaction_r(record: Record) -> Any:
    """Pearson's correlation over residents, of what they think and not of their answers; 0 where one is alike."""
    import numpy as np

    trust, satisfaction = record.mean("trust"), record.mean("satisfaction")
    both = record.mean("trust_satisfaction_r") - trust * satisfaction
    spreads = Spread("trust_sd", "trust")(record) * Spread("satisfaction_sd", "satisfaction")(record)
    return np.divide(both, spreads, out=np.zeros_like(both), where=spreads > 1e-9)


@dataclass(frozen=True, slots=True)
class CommunityNumber:
    """A number that the community has one of."""

    name: str

    def __call__(self, record: Record) -> Any:
        """Return the number of this month, one a lane."""
        return record.community(self.name)


def hot_cold_gap(record: Record) -> Any:
    """Half the sum of two gaps, insiders less others: in awareness, and in taking part within a year."""
    return 0.5 * (record.insiders_gap("awareness") + record.insiders_gap("participation_12m"))


def official_excess(record: Record) -> Any:
    """Official turnout less the real one."""
    return record.community("official_turnout") - record.mean("turnout")


def quit_rate(record: Record) -> Any:
    """Quits for each regular post, a year."""
    return 12.0 * record.community("quits") / record.param("n_posts")


def retirements(record: Record) -> Any:
    """Workers who retire for each regular post, a year."""
    return 12.0 * record.community("retirements") / record.param("n_posts")


def overtime_hours(record: Record) -> Any:
    """Overtime of one worker."""
    return record.community("overtime") * record.community("contract_hours")


def filled_posts(record: Record) -> Any:
    """Filled posts for each regular one."""
    return record.community("posts_filled") / record.param("n_posts")


def other_money_share(record: Record) -> Any:
    """Gifts and market income among all income."""
    other = sum(record.community(f"revenue_{channel}") for channel in ("units", "residents", "market"))
    return other / record.community("revenue_total")


def variety(record: Record) -> Any:
    """The mean over the types of service."""
    return added(record.community(f"variety_{k}") for k in range(N_SERVICES)) / N_SERVICES


def cost_with_shadow(record: Record) -> Any:
    """Cost, and what relieved orders cost those who must now do them."""
    return record.community("cost") + record.community("shadow_cost")


def new_leaver_share(record: Record) -> Any:
    """Over the sixty months that end with each month; nan where nobody left."""
    import numpy as np  # slow to import, and lists of indicators need none of it

    window = 60
    left, new = (_over_window(record.community(name), window) for name in ("quits", "new_quits"))
    return np.divide(new, left, out=np.full_like(left, np.nan), where=left > 0)


def _over_window(values: Any, window: int) -> Any:
    """Running sums over the last ``window`` months (months, lanes)."""
    sums = values.cumsum(axis=0)
    sums[window:] = sums[window:] - sums[:-window].copy()
    return sums


def no_single_value(record: Record) -> Any:
    """A comparison only: of one scenario by itself it has no value."""
    return record.community("cost") * math.nan


def active_members(record: Record) -> Any:
    """Active party members of all kinds among all."""
    kinds = ("active_retired", "active_in_service", "active_floating")
    return sum(record.community(kind) for kind in kinds) / max(record.count("party"), 1.0)


def active_retired(record: Record) -> Any:
    """Active retired party members among the retired ones."""
    return record.community("active_retired") / max(record.members_of(0), 1.0)


def active_in_service(record: Record) -> Any:
    """Active in-service party members among those in service."""
    return record.community("active_in_service") / max(record.members_of(1), 1.0)


def active_floating(record: Record) -> Any:
    """Active floating party members among the floating ones."""
    return record.community("active_floating") / max(record.members_of(2), 1.0)


def added(values: Iterable[Any]) -> Any:
    """Add arrays one after the other.

    Not by numpy's sum, whose order depends on how many lanes there are: results must not.
    """
    first, *others = values
    total = first + 0.0
    for value in others:
        total = total + value
    return total
