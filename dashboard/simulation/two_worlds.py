"""Two worlds on one community, stepped in lockstep from one burn-in, and all that was recorded of them."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dashboard.simulation.recording import YEAR, Recording, Rows
from dashboard.simulation.schedule import NAMES, WORLDS, Schedule, Touch, World
from dashboard.simulation.windows import window_bytes
from sim.community import Community
from sim.compute.layout import LANES, NUMBERS, param
from sim.compute.rng import replicate_seed
from sim.elections import is_election_month
from sim.engine.calendar import record_month, simulate_month
from sim.engine.lanes import Lanes, settle
from sim.engine.record import Floats, Record
from sim.engine.replicate import fork, simulate_burn_in, world
from sim.engine.trial import try_rules
from sim.indicators import COLUMNS, INDICATORS, read
from sim.levers import LEVERS
from sim.model import check_seed
from sim.scenarios.periods import SEED_TIME, load_period
from sim.scenarios.scenario import Profile, load_profile

MOST_STARTS = 4
"""Communities at the end of their burn-in that visitors share, 11 MB each."""
LOOKING_BACK = ("new_leaver_share",)
"""The indicators that need the months before the one they are of."""
LOOKED_BACK = max(INDICATORS[column].window for column in LOOKING_BACK)
"""How many months they need."""
_building = threading.Lock()


@dataclass(frozen=True, slots=True)
class Start:
    """A community at the end of its burn-in, shared, so it is forked and never stepped.

    ``past`` are its last months, ``rows`` their indicators (months, 2, columns), month 0 the last.
    """

    block: Lanes
    past: "Recent"
    rows: Rows


@lru_cache(maxsize=MOST_STARTS)
def _start(profile: str, period: str, seed: int) -> Start:
    own = load_profile(profile).dated(load_period(period))
    block = settle(replicate_seed(seed, 0), [world(own, {})] * len(NAMES))
    past = Record(block)
    simulate_burn_in(block, past)
    rows = np.ascontiguousarray(past.trajectories()[:, -YEAR:].swapaxes(0, 1), np.float32)
    return Start(block, Recent(past), rows)


def start(profile: str, seed: int, period: str = SEED_TIME) -> Start:
    """Return the community of a seed at the end of its burn-in.

    It is the first community of ``compare`` with the same seed.

    Raises:
        InputError: there is no such profile or period, or no such seed.
    """
    check_seed(seed)
    with _building:
        try_rules()
        return _start(profile, period, seed)


class Recent(Record):
    """The last months of a record, as many as an indicator looks back over; it goes on by itself."""

    def __init__(self, record: Record) -> None:
        """Take over the last months of a record."""
        super().__init__(record._lanes)
        self.months, self._numbers = record.months[-LOOKED_BACK:], record._numbers[-LOOKED_BACK:]
        self._sums, self._votes = record._sums[-LOOKED_BACK:], record._votes[-LOOKED_BACK:]

    def number(self, name: str) -> Floats:
        """A community number as each month left it; the others stay where they are, for this is asked every month."""
        row = NUMBERS.index(name)
        return np.array([month.reshape(-1, LANES)[row, : self._lanes.used] for month in self._numbers])

    def add(self, lanes: Lanes) -> None:
        """Record the month just simulated, and forget what is too long ago."""
        super().add(lanes)
        for kept in (self.months, self._numbers, self._sums, self._votes):
            del kept[:-LOOKED_BACK]


class TwoWorlds:
    """A and B: the same people, the same random draws, what is done differs."""

    def __init__(
        self, schedule: Schedule, profile: str = "mixed", seed: int = 1, months: int = 120, period: str = SEED_TIME
    ) -> None:
        """Build the community and stand at month 0.

        Raises:
            InputError: there is no such profile or period, or no such seed.
        """
        self.profile: Profile = load_profile(profile).dated(load_period(period))
        self.seed = seed
        self.months = months
        self.schedule = schedule
        self._start = start(profile, seed, period)
        self.recording = Recording(months, self.community.n_residents)
        self._begin_anew()
        self.recording.add(self._start.rows[-1], window_bytes(self._block))

    @property
    def month(self) -> int:
        """The month simulated last, the same in both worlds."""
        return self._block.month

    @property
    def community(self) -> Community:
        """The people and their ties, shared by both worlds."""
        return self._start.block.community

    @property
    def year_before(self) -> Rows:
        """The indicators of the months before month 0 that a yearly mean needs (11, columns)."""
        return self._start.rows[:-1, 0]

    def step(self) -> None:
        """Live one month in both worlds and record it.

        Raises:
            RuleError: a rule fails.
        """
        self._go_on()
        self._record()

    def follow(self, schedule: Schedule, until: int | None = None) -> int:
        """Go over to another schedule and stand at the month simulated last, or at ``until`` where that is earlier.

        What both schedules share stays as it was recorded; the rest is rerun.

        Returns:
            The first month that was forgotten or rerun, one after the last where nothing was.
        """
        stay = self.month if until is None else min(until, self.month)
        first = min(schedule.first_difference(self.schedule, self.month), stay + 1)
        simulated, params = self.month, [scenario.params for scenario in self.schedule.scenarios]
        self.schedule = schedule
        if first > simulated:
            if params != [scenario.params for scenario in schedule.scenarios]:
                self._begin_anew()  # nothing was simulated yet, but parameters hold from the beginning
            return first
        self.recording.keep_until(first - 1)
        self._begin_anew()
        while self._block.month < stay:
            self._go_on()
            if self._block.month >= first:
                self._record()
        return first

    def touch(self, touch_world: World, lever: str, value: float, month: int) -> int:
        """Set a lever from the month after ``month`` on; what was simulated and touched later is given up.

        Returns:
            The first month that was forgotten, one after the last where none was.

        Raises:
            InputError: there is no such lever, or the value is out of range.
        """
        schedule = self.schedule.until(month + 1).touched(Touch(month + 1, touch_world, lever, value))
        return self.follow(schedule, until=month)

    def elections(self) -> list[int]:
        """Return the policy months in which an election is held."""
        term = float(self._start.block.board[param.election_term])
        return [month for month in range(1, self.months + 1) if is_election_month(month, term)]

    def levers(self, month: int) -> NDArray[np.float64]:
        """Return what is done in a policy month (levers, 2)."""
        pair = [self.schedule.levers(world, month) for world in WORLDS]
        return np.array([[values[name] for values in pair] for name in LEVERS])

    def rerun(self) -> Iterator[Lanes]:
        """Give the two worlds at month 0 and after each month to the one simulated last, rerun."""
        block = self._begin()
        yield block
        while block.month < self.month:
            self._simulate(block)
            yield block

    def _begin(self) -> Lanes:
        return fork(self._start.block, self.schedule.scenarios)

    def _begin_anew(self) -> None:
        self._block = self._begin()
        self._simulated = Recent(self._start.past)

    def _simulate(self, block: Lanes) -> None:
        simulate_month(block, self.levers(block.month + 1))

    def _go_on(self) -> None:
        self._simulate(self._block)
        record_month(self._block)
        self._simulated.add(self._block)

    def _record(self) -> None:
        self.recording.add(_row(self._simulated), window_bytes(self._block))


def _row(simulated: Record) -> Rows:
    """Return every indicator of the month just simulated (2, columns)."""
    latest = simulated.latest()
    rows = [read(simulated if column in LOOKING_BACK else latest, column)[-1] for column in COLUMNS]
    return np.array(rows, np.float32).T.copy()
