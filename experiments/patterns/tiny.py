"""A community of 300 residents whose parameters nobody checks, so that mechanisms can be switched off."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from experiments.patterns.pattern import Array, Curve, Sample
from sim.text import Text

if TYPE_CHECKING:
    from sim.engine.lanes import Lanes

RESIDENTS = 300
SIZE = {"n_residents": float(RESIDENTS), "n_buildings": 6.0, "burn_in_months": 26.0, "hours_per_request": 40.0}
STILL = {
    "move_rate_renter": 0.0, "move_rate_owner": 0.0, "party_member_share": 0.0, "trust_spread": 0.0,
    "fairness_spread": 0.0, "voice_rate": 0.0,
}  # fmt: skip
"""Nobody moves, nobody is a member, nobody complains."""
FAITHFUL = {"quit_scale": 0.0, "career_min": 1e9, "career_max": 1e9}
"""No worker leaves."""
MONTHS, YEARS = Text("month", "月"), Text("years", "年")


def community(worlds: Iterable[Mapping[str, float]], seed: int) -> "Lanes":
    """Return a community before its first month, one set of parameters a lane."""
    from sim.engine.lanes import settle
    from sim.engine.replicate import world
    from sim.scenarios.scenario import load_profile

    people = world(load_profile("mixed"), SIZE)
    return settle(seed, [people | dict(own) for own in worlds])


def worlds_with(name: str, values: Iterable[float], base: Mapping[str, float]) -> list[dict[str, float]]:
    """Return worlds that differ in one parameter."""
    return [dict(base) | {name: value} for value in values]


def pass_months(block: "Lanes", months: int, **levers: float | Array) -> "Lanes":
    """Let months pass under fixed levers."""
    from sim.engine.calendar import simulate_month
    from sim.engine.replicate import baseline_levers
    from sim.levers import LEVERS

    values = baseline_levers()
    for name, value in levers.items():
        values[list(LEVERS).index(name)] = value
    for _ in range(months):
        simulate_month(block, values)
    return block


def by_lane(values: Iterable[float]) -> Array:
    """Return a lever's value for every lane, the first one for lanes that are not used."""
    from sim.compute.layout import LANES

    given = list(values)
    return np.array(given + [given[0]] * (LANES - len(given)))


def in_posts(block: "Lanes", name: str) -> Array:
    """Return a column of the posts (posts, lanes)."""
    from sim.compute.layout import LANES, POST

    found: Array = block.posts.reshape(-1, len(POST), LANES)[:, POST.index(name)]
    return found


def in_seats(block: "Lanes", name: str) -> Array:
    """Return a column of the committees' seats (seats, lanes)."""
    from sim.compute.layout import LANES, SEATED, SEATS

    found: Array = block.seats.reshape(SEATS, len(SEATED), LANES)[:, SEATED.index(name)]
    return found


def apart(found: Array, expected: Array) -> float:
    """Return the largest distance, in shares of the number expected."""
    return float(np.max(np.abs(found - expected) / np.maximum(np.abs(expected), 1e-12)))


def exactly(x: Iterable[float], found: Array, expected: Array, axis: Text) -> Sample:
    """Return a form without chance: judged by how far the engine is from algebra at most."""
    curve = Curve(np.asarray(list(x), dtype=float), found, expected, axis)
    return Sample(apart(found, expected), curve)


def by_chance(x: Iterable[float], found: Array, expected: Array, errors: Array, axis: Text) -> Sample:
    """Return a form in which draws decide: judged by the distance in standard errors at most."""
    curve = Curve(np.asarray(list(x), dtype=float), found, expected, axis)
    return Sample(float(np.max(np.abs(found - expected) / errors)), curve)
