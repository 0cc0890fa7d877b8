"""What is done in two worlds, month by month: a scenario each, and the touches of levers since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sim.errors import InputError
from sim.levers import LEVERS
from sim.scenarios.changes import check_levers
from sim.scenarios.document import NAME_LIMIT
from sim.scenarios.scenario import BASELINE, Change, Scenario
from sim.text import Text

World = Literal[0, 1]
WORLDS: tuple[World, World] = (0, 1)
NAMES = ("A", "B")
BY_HAND = Text("Levers set by hand", "手动设定的手段")
"""What is done where nothing was done before levers were moved."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A lever set in one world: it holds from ``month`` on, until it is touched again."""

    month: int
    world: World
    lever: str
    value: float


@dataclass(frozen=True)
class Schedule:
    """A scenario in each world and what was touched since, by month; a value, so that undoing is going back to one."""

    scenarios: tuple[Scenario, Scenario]
    touches: tuple[Touch, ...] = ()
    files: tuple[str | None, str | None] = (None, None)
    """The text of the file that a scenario was handed in as, None for a built-in one."""

    def touched(self, touch: Touch) -> "Schedule":
        """Return a course with one more touch; of two in one month on one lever the later holds.

        Raises:
            InputError: there is no such lever or world, or the value is out of range.
        """
        checked = checked_touch(touch)
        place = (checked.month, checked.world, checked.lever)
        others = [t for t in self.touches if (t.month, t.world, t.lever) != place]
        if not self._stands(checked, others):
            others.append(checked)
        return replace(self, touches=tuple(sorted(others, key=lambda t: (t.month, t.world, t.lever))))

    def until(self, month: int) -> "Schedule":
        """Return a course without the touches after ``month``."""
        return replace(self, touches=tuple(t for t in self.touches if t.month <= month))

    def with_scenario(self, world: World, scenario: Scenario, file: str | None = None) -> "Schedule":
        """Return a course with another scenario in one world and none of its touches."""
        pair = (scenario, self.scenarios[1]) if world == 0 else (self.scenarios[0], scenario)
        files = (file, self.files[1]) if world == 0 else (self.files[0], file)
        return Schedule(pair, tuple(t for t in self.touches if t.world != world), files)

    def copied(self, source: World) -> "Schedule":
        """Return a course in which the other world does all that ``source`` does."""
        own = tuple(t for t in self.touches if t.world == source)
        both = sorted((replace(t, world=w) for t in own for w in WORLDS), key=lambda t: (t.month, t.world, t.lever))
        return Schedule((self.scenarios[source],) * 2, tuple(both), (self.files[source],) * 2)

    def levers(self, world: World, month: int) -> dict[str, float]:
        """Return every lever of a world in a policy month (1 …)."""
        values = self.scenarios[world].at(month)
        for touch in self.touches:
            if touch.world == world and touch.month <= month:
                values[touch.lever] = touch.value
        return values

    def planned(self, months: int) -> list[Touch]:
        """Return what the scenarios change on the way: the aim where a change begins, what holds after its end."""
        found: list[Touch] = []
        for world in WORLDS:
            own = self.scenarios[world]
            for change in own.changes:
                found += [Touch(change.start, world, lever, value) for lever, value in change.levers.items()]
                if change.until is not None and change.until < months:
                    after = own.at(change.until + 1)
                    found += [Touch(change.until + 1, world, lever, after[lever]) for lever in change.levers]
        return found

    def differ(self, months: int) -> bool:
        """Tell whether A and B have done anything different in so many months."""
        a, b = self.scenarios
        return a.params != b.params or any(self.levers(0, m) != self.levers(1, m) for m in range(1, months + 1))

    def first_difference(self, other: "Schedule", months: int) -> int:
        """Return the first month in which two schedules differ, ``months`` + 1 where none does."""
        if any(scenario.params != its.params for scenario, its in zip(self.scenarios, other.scenarios, strict=True)):
            return 1
        for month in range(1, months + 1):
            if any(self.levers(world, month) != other.levers(world, month) for world in WORLDS):
                return month
        return months + 1

    def scenario(self, world: World, months: int) -> Scenario:
        """Return what a world does over ``months`` as one scenario: touches become changes of a month and on."""
        base = self.scenarios[world]
        if not any(t.world == world for t in self.touches):
            return base
        timeline = [self.levers(world, month) for month in range(1, months + 1)]
        constant = {name: timeline[0][name] for name in LEVERS if len({row[name] for row in timeline}) == 1}
        levers = {name: value for name, value in constant.items() if value != LEVERS[name].default}
        changes = tuple(c for name in LEVERS if name not in constant for c in _changes(name, timeline))
        changed = Text(f"{base.label.en}, changed", f"{base.label.zh}（有改动）")
        label = BY_HAND if base.name == BASELINE else changed
        return replace(base, name=named_for(base.name, world), label=label, levers=levers, changes=changes)

    def _stands(self, touch: Touch, others: list[Touch]) -> bool:
        """Tell whether with the ``others`` a lever is there anyway, until the next of them moves it."""
        later = [t.month for t in others if (t.world, t.lever) == (touch.world, touch.lever) and t.month > touch.month]
        planned = [(c.until or c.start + c.ramp) + 1 for c in self.scenarios[touch.world].changes]
        end = min([max([touch.month, *planned]), *(month - 1 for month in later)])
        without = replace(self, touches=tuple(others))
        return all(
            without.levers(touch.world, month)[touch.lever] == touch.value for month in range(touch.month, end + 1)
        )


def named_for(name: str, world: World) -> str:
    """Return the name of what a world makes of a scenario."""
    return f"{name[: NAME_LIMIT - 2]}_{NAMES[world].lower()}"


def checked_touch(touch: Touch) -> Touch:
    """Return a touch whose lever and value are sound.

    Raises:
        InputError: there is no such lever or world, or the value is out of range.
    """
    if touch.world not in WORLDS:
        raise InputError("There are two worlds, A and B.", "只有 A、B 两个世界。")
    values: Mapping[str, float] = check_levers({touch.lever: touch.value}, NAMES[touch.world])
    return replace(touch, value=values[touch.lever])


def _changes(lever: str, timeline: list[dict[str, float]]) -> list[Change]:
    """Return the changes of one lever; months at its default need none."""
    found: list[Change] = []
    start = 0
    for month in range(1, len(timeline) + 1):
        if month < len(timeline) and timeline[month][lever] == timeline[start][lever]:
            continue
        value = timeline[start][lever]
        if value != LEVERS[lever].default:
            until = None if month == len(timeline) else month
            found.append(Change(start=start + 1, until=until, levers={lever: value}))
        start = month
    return found
