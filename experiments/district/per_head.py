"""Amounts of a policy per head: what is meant for a community of the profile's size, grown with the residents.

Amounts are yuan a month, home visits, personal messages and posts. Levers that are shares, hours a worker, meetings
or an effort from 0 to 1 stay what they are: their cost is that of a community.
"""

from collections.abc import Mapping, Sequence

from experiments.district.people import size_of
from experiments.district.reading import CommunityRow
from sim.levers import LEVERS
from sim.scenarios.scenario import Change, Profile, Scenario
from sim.text import Text

AMOUNTS = tuple(
    name
    for name, lever in LEVERS.items()
    if lever.unit.en in ("yuan a month", "households a month", "residents a month", "posts")
)


def by_residents(
    scenarios: Sequence[Scenario], rows: Sequence[CommunityRow], usual: Profile
) -> tuple[tuple[tuple[Scenario, ...], ...], tuple[Text, ...]]:
    """Return every scenario for every community, and what was held at the end of its lever's range."""
    held: dict[tuple[str, str], int] = {}
    points = []
    for row in rows:
        ratio = row.residents / size_of(row.profile or usual)
        points.append(tuple(_grown(scenario, ratio, held) for scenario in scenarios))
    notes = tuple(
        Text(
            f"Per head: in {n} of {len(rows)} communities '{lever}' of '{policy}' would leave the range of the model "
            f"and is held at {LEVERS[lever].high:g}.",
            f"按人口折算：{len(rows)} 个社区中有 {n} 个，方案“{policy}”的 {lever} 会超出模型范围，"
            f"按 {LEVERS[lever].high:g} 计。",
        )
        for (policy, lever), n in held.items()
    )
    return tuple(points), notes


def _grown(scenario: Scenario, ratio: float, held: dict[tuple[str, str], int]) -> Scenario:
    """Return a scenario whose amounts are ``ratio`` times as far from their defaults."""
    beyond: set[str] = set()
    levers = _levers(scenario.levers, ratio, beyond)
    changes = tuple(
        Change(start=change.start, until=change.until, levers=_levers(change.levers, ratio, beyond), ramp=change.ramp)
        for change in scenario.changes
    )
    for name in sorted(beyond):
        held[scenario.name, name] = held.get((scenario.name, name), 0) + 1
    return scenario.replace(levers=levers, changes=changes)


def _levers(levers: Mapping[str, float], ratio: float, beyond: set[str]) -> dict[str, float]:
    return {name: _amount(name, value, ratio, beyond) if name in AMOUNTS else value for name, value in levers.items()}


def _amount(name: str, value: float, ratio: float, beyond: set[str]) -> float:
    lever = LEVERS[name]
    wanted = lever.default + ratio * (value - lever.default)
    amount = min(max(wanted, lever.low), lever.high)
    if amount != wanted:
        beyond.add(name)
    return float(round(amount)) if lever.whole else amount
