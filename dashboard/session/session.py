"""All that one visitor holds: two worlds, what can be undone, where the visitor looks; and how it answers.

No thread and no page is known here: ``answer`` takes a checked message, ``simulate_month`` a month, ``delta`` what is
new.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from dashboard.content.words import WORDS
from dashboard.session.messages import PageRequest, built_in
from dashboard.session.uploads import scenario_of
from dashboard.simulation.compound import compound
from dashboard.simulation.recording import Rows
from dashboard.simulation.schedule import NAMES, WORLDS, Schedule, Touch, World
from dashboard.simulation.story import stories
from dashboard.simulation.two_worlds import TwoWorlds
from dashboard.simulation.windows import WINDOW_STATES
from sim.errors import InputError
from sim.indicators import COLUMNS
from sim.scenarios.periods import SEED_TIME, load_period
from sim.scenarios.scenario import check_begins, load_scenario

Message = tuple[dict[str, Any], list[bytes]]
"""What a page is told: a content ready for JSON, and arrays as bytes."""
MONTHS = 120
MOST_UNDONE = 100
DRAGGED = 1.0
"""Seconds without a move, after which a lever that is moved while months pass is another change."""


@dataclass(frozen=True, slots=True)
class Past:
    """Where a visitor stood: what was done, and how far it was simulated."""

    schedule: Schedule
    month: int


def opening() -> Schedule:
    """Return what both worlds do when a visitor comes in: nothing."""
    baseline = load_scenario("baseline")
    return Schedule((baseline, baseline))


class Drag(NamedTuple):
    """A lever that is being moved; while it goes on it is one change, which one undo takes back."""

    month: int
    world: World
    lever: str
    at: float

    def goes_on(self, last: "Drag | None", *, playing: bool) -> bool:
        """Tell whether this goes on with the last: in the same month, or while months pass soon after it."""
        if last is None or (last.world, last.lever) != (self.world, self.lever):
            return False
        return last.month == self.month or (playing and self.at - last.at < DRAGGED)


@dataclass
class Session:
    """One visitor's two worlds.

    ``look`` is the month that is looked at, None for the month simulated last. ``epoch`` counts communities: a page
    forgets all it holds of an earlier one. ``turn`` counts the times when months already simulated became others:
    what was found of them holds no more. ``last_found`` is what was last found, for a recording.
    """

    profile: str = "mixed"
    period: str = SEED_TIME
    seed: int = 1
    schedule: Schedule = field(default_factory=opening)
    playing: bool = False
    speed: int = 10
    colour: str = "satisfaction"
    look: int | None = None
    epoch: int = 0
    turn: int = 0

    def __post_init__(self) -> None:
        """Build the two worlds."""
        self.worlds = TwoWorlds(self.schedule, self.profile, self.seed, MONTHS, self.period)
        self._sent = -1
        self._past: list[Past] = []
        self._future: list[Past] = []
        self._before: Rows | None = None
        self._dragged: Drag | None = None
        self.last_found: dict[str, Message] = {}

    @property
    def month(self) -> int:
        """The month that is looked at."""
        return self.worlds.month if self.look is None else self.look

    @property
    def at_end(self) -> bool:
        """Whether the last month has been simulated."""
        return self.worlds.month >= self.worlds.months

    @property
    def differ(self) -> bool:
        """Whether A and B have done anything different in the months simulated."""
        return self.worlds.schedule.differ(self.worlds.month)

    def simulate_month(self) -> None:
        """Live one month; with the last one playing ends."""
        if not self.playing:
            self._dragged = None
        if not self.at_end:
            self.worlds.step()
            self.last_found.clear()
            self.look = None
        self.playing = self.playing and not self.at_end

    def answer(self, request: PageRequest) -> list[Message]:
        """Do what is asked and return what the page is told beside the next delta.

        Raises:
            InputError: it cannot be done; then nothing has changed.
        """
        do: Callable[..., list[Message] | None] = getattr(self, request.kind)
        return do(**request.values) or []

    def hello(self) -> list[Message]:
        """Greet a page, which knows nothing yet."""
        self._sent = -1
        return [self.begin()]

    def play(self) -> None:
        """Go on from the month simulated last."""
        self.look = None
        self.playing = not self.at_end

    def pause(self) -> None:
        """Stand still."""
        self.playing = False

    def step(self) -> None:
        """Look at the next month; simulate it where that was not done yet."""
        self.playing = False
        if self.look is None:
            self.simulate_month()
        else:
            self._look_at(self.look + 1)

    def reset(self) -> None:
        """Go back to month 0 with what is done as it is."""
        self.playing, self.look, self._dragged = False, None, None
        simulated = self.worlds.month
        self._forget(self.worlds.follow(self.worlds.schedule, until=0), simulated)

    def set_speed(self, value: int) -> None:
        """Set how many months a second are simulated; 0: as many as can be."""
        self.speed = value

    def look_at(self, month: int) -> None:
        """Look at a recorded month.

        Raises:
            InputError: it is not recorded.
        """
        if month > self.worlds.month:
            raise InputError(
                f"Month {month} is not recorded yet; the last is {self.worlds.month}.",
                f"第 {month} 个月还没有记录；目前记录到第 {self.worlds.month} 个月。",
            )
        self.playing, self._dragged = False, None
        self._look_at(month)

    def set_colour(self, state: str) -> None:
        """Choose the state that the windows show."""
        self.colour = state

    def set_lever(self, world: World, lever: str, value: float) -> None:
        """Set a lever from the month after the one looked at; a month in the past begins a new branch there.

        Raises:
            InputError: no month is left, or the value is out of range.
        """
        month = self.month
        if month >= self.worlds.months:
            raise InputError(
                "The last month has been simulated; look back or start again to change something.",
                "已到最后一个月；请拖回过去或重来，再改手段。",
            )
        past, before = Past(self.worlds.schedule, self.worlds.month), self.worlds.recording.rows()
        first = self.worlds.touch(world, lever, value, month)
        drag = Drag(month, world, lever, time.monotonic())
        if not drag.goes_on(self._dragged, playing=self.playing):
            self._remember(past, before)
        self._dragged = drag
        self.look = None
        self._forget(first, past.month)

    def set_scenario(self, world: World, name: str) -> None:
        """Give a world another scenario; all its months are rerun."""
        self._change(self.worlds.schedule.with_scenario(world, load_scenario(name)))

    def open_file(self, world: World, name: str, text: str) -> list[Message]:
        """Give a world the scenario of a file; all its months are rerun.

        Raises:
            InputError: the file has a mistake.
        """
        scenario = scenario_of(name, text)
        check_begins(scenario, MONTHS)
        self._change(self.worlds.schedule.with_scenario(world, scenario, text))
        said, elsewhere = WORDS["opened"], scenario.period not in ("", self.period)
        told = {lang: said.get(lang).format(world=NAMES[world]) for lang in ("en", "zh")}
        if elsewhere:
            meant, here = (load_period(name).label for name in (scenario.period, self.period))
            for lang, gap in (("en", " "), ("zh", "")):
                other = WORDS["meant_for_period"].get(lang)
                told[lang] += gap + other.format(period=meant.get(lang), here=here.get(lang))
        return [({"kind": "told", **told}, [])]

    def restore(
        self,
        profile: str,
        period: str,
        seed: int,
        month: int,
        scenarios: list[str],
        files: list[str | None],
        touches: list[Touch],
        colour: str,
    ) -> list[Message]:
        """Stand where a link says: another community, what is done there, simulated up to a month.

        Raises:
            InputError: something in the link is not sound; then nothing has changed.
        """
        if month > MONTHS:
            raise InputError(f"The link ends at month {month}; allowed is 0..{MONTHS}.",
                             f"链接停在第 {month} 个月；允许 0..{MONTHS}。")  # fmt: skip
        pair = [
            load_scenario(built_in(name)) if text is None else scenario_of(f"{name}.toml", text)
            for name, text in zip(scenarios, files, strict=True)
        ]
        for item in pair:
            check_begins(item, MONTHS)
        schedule = Schedule((pair[0], pair[1]), files=(files[0], files[1]))
        for touch in touches:
            schedule = schedule.touched(touch)
        worlds = TwoWorlds(schedule, profile, seed, MONTHS, period)
        while worlds.month < month:
            worlds.step()
        self.colour = colour
        return self._enter(worlds, profile, period, seed)

    def begin_lesson(self, scenario: str, touches: list[Touch]) -> None:
        """Stand at month 0 with nothing done in A and a policy in B, and the levers as the lesson has them."""
        self.playing = False
        schedule = Schedule((load_scenario("baseline"), load_scenario(scenario)))
        for touch in touches:
            schedule = schedule.touched(touch)
        self._change(schedule, until=0)

    def copy(self, source: World) -> None:
        """Let the other world do all that ``source`` does."""
        self._change(self.worlds.schedule.copied(source))

    def undo(self) -> None:
        """Go back to where things stood before the last change."""
        self._go_to(self._past, self._future)

    def redo(self) -> None:
        """Take back an undo."""
        self._go_to(self._future, self._past)

    def replay(self) -> list[Message]:
        """Return what was recorded before the last change, to be laid over what came of it.

        Raises:
            InputError: there was no change.
        """
        if self._before is None:
            raise InputError("Nothing has been changed yet.", "还没有改动过。")
        return [({"kind": "before", "months": len(self._before)}, [self._before.tobytes()])]

    def tell_story(self, resident: int) -> list[Message]:
        """Tell one resident's life in both worlds.

        Raises:
            InputError: there is no such resident.
        """
        if resident >= self.worlds.community.n_residents:
            raise InputError("There is no such resident.", "没有这位居民。")
        return [({"kind": "story", **stories(self.worlds, resident)}, [])]

    def move_to(self, profile: str, period: str, seed: int) -> list[Message]:
        """Go to another community or another period with what is done as it is."""
        return self._enter(TwoWorlds(self.worlds.schedule, profile, seed, MONTHS, period), profile, period, seed)

    def _enter(self, worlds: TwoWorlds, profile: str, period: str, seed: int) -> list[Message]:
        """Take over other worlds; what was done before cannot be undone any more."""
        self.worlds, self.profile, self.period, self.seed = worlds, profile, period, seed
        self.last_found.clear()
        self.playing, self.look, self._before, self._dragged = False, None, None, None
        self._past.clear()
        self._future.clear()
        self.epoch += 1
        self._sent = -1
        return [self.begin()]

    def delta(self) -> Message:
        """Return what is new since the last one."""
        message = self.since(self._sent + 1)
        self._sent = self.worlds.recording.month
        return message

    def since(self, first: int) -> Message:
        """Return the rows of the months from ``first`` on, the windows looked at, and how things stand."""
        recording, schedule = self.worlds.recording, self.worlds.schedule
        rows = recording.rows(first)
        content = {
            "kind": "delta",
            "epoch": self.epoch,
            "turn": self.turn,
            "first": first,
            "count": len(rows),
            "simulated": self.worlds.month,
            "month": self.month,
            "playing": self.playing,
            "speed": self.speed,
            "colour": self.colour,
            "levers": [list(schedule.levers(world, self.month + 1).values()) for world in WORLDS],
            "touches": [[t.month, t.world, t.lever, t.value] for t in schedule.touches],
            "planned": [[t.month, t.world, t.lever, t.value] for t in schedule.planned(self.worlds.months)],
            "scenarios": [scenario.name for scenario in schedule.scenarios],
            "labels": [scenario.label.content() for scenario in schedule.scenarios],
            "files": list(schedule.files),
            "same": schedule.scenarios[0] == schedule.scenarios[1] and schedule.copied(0).touches == schedule.touches,
            "differ": not self.playing and self.differ,
            "undo": len(self._past),
            "redo": len(self._future),
            "changed": self._before is not None,
        }
        return content, [rows.tobytes(), recording.windows(self.month, self.colour).tobytes()]

    def begin(self) -> Message:
        """Return what a page needs before it can draw: the compound, who lives in which window, the year before."""
        people = self.worlds.community
        plan = compound(people)
        signs = (people.age + 3 * people.renter + 6 * (people.kind >= 0)).astype(np.uint8)
        content = {
            "kind": "begin",
            "epoch": self.epoch,
            "months": self.worlds.months,
            "columns": list(COLUMNS),
            "states": list(WINDOW_STATES),
            "compound": plan.content(),
            "n": people.n_residents,
            "elections": self.worlds.elections(),
            "profile": self.profile,
            "period": self.period,
            "seed": self.seed,
        }
        return content, [plan.x.tobytes(), plan.y.tobytes(), signs.tobytes(), self.worlds.year_before.tobytes()]

    def _look_at(self, month: int) -> None:
        self.look = None if month >= self.worlds.month else month

    def _change(self, schedule: Schedule, until: int | None = None) -> None:
        past, before = Past(self.worlds.schedule, self.worlds.month), self.worlds.recording.rows()
        first = self.worlds.follow(schedule, until)
        self._remember(past, before)
        self.look = self._dragged = None
        self._forget(first, past.month)

    def _remember(self, past: Past, before: Rows) -> None:
        self._before = before
        self._past.append(past)
        del self._past[:-MOST_UNDONE]
        self._future.clear()

    def _go_to(self, source: list[Past], target: list[Past]) -> None:
        if not source:
            return
        target.append(Past(self.worlds.schedule, self.worlds.month))
        past = source.pop()
        self.playing, self.look, self._dragged = False, None, None
        simulated = self.worlds.month
        self._forget(self.worlds.follow(past.schedule, until=past.month), simulated)
        while self.worlds.month < past.month:
            self.worlds.step()

    def _forget(self, first: int, simulated: int) -> None:
        """Send the months from ``first`` on anew; where they were simulated already, what was found of them is void."""
        if first <= simulated:
            self.last_found.clear()
            self.turn += 1
        self._sent = min(self._sent, first - 1)
