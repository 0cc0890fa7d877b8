"""From a row of the file to the parameters of its community.

What the file gives is met in expectation: renters who turn young and the uneven membership of ages are taken into
account. What the file does not give stays as the profile says, but for three numbers that grow with the residents:
buildings, the hours that orders from above demand, and the running costs. Without them a small community would drown
in the orders of a large one.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from experiments.district.reading import CommunityRow
from experiments.plan import Design
from experiments.plan.checks import MOST_REPLICATES
from experiments.tables import at
from sim.engine.replicate import world
from sim.errors import Gathering, InputError
from sim.params import PARAMS
from sim.quantity import plain
from sim.scenarios.periods import Period
from sim.scenarios.scenario import Profile
from sim.text import Text

GIVEN = (
    "n_residents", "n_buildings", "age_young_share", "age_middle_share", "renting_share", "party_member_share",
    "n_posts", "fiscal_grant",
)  # fmt: skip
"""Parameters that a row decides."""

GROWING = ("admin_hours_demanded", "operating_cost")
"""Parameters that a profile gives for its own number of residents; a community's are in proportion."""

AGES = ("young", "middle", "old")
_ANYTHING_ELSE = Text("", "")


def design_of(rows: Sequence[CommunityRow], usual: Profile, file: str | Path, period: Period | None = None) -> Design:
    """Return a design with a point a community, each with people and random draws of its own, before ``grown``.

    The numbers are those of the default period, whose ranges they are held against; ``grown`` puts them into another.

    Raises:
        InputError: a number of the file leads to a parameter outside its range.
    """
    profiles = {id(item): item for item in (usual, *(row.profile for row in rows if row.profile))}
    worlds = {key: world(profile, {}) for key, profile in profiles.items()}
    differing = set()
    if len(profiles) > 1:
        own_period = period or usual.period
        differing = {name for profile in profiles.values() for name in profile.dated(own_period).params}
    names = (*GIVEN, *sorted({*GROWING, *differing} - {*GIVEN, "months"}))
    points = np.empty((len(rows), len(names)))
    for index, row in enumerate(rows):
        own = worlds[id(row.profile or usual)]
        made = {**own, **people_of(row, own, file)}
        points[index] = [made[name] for name in names]
    communities = (1 + np.arange(len(rows), dtype=np.int64)) * MOST_REPLICATES
    return Design("list", (), names, points, communities=communities)


def grown(design: Design, rows: Sequence[CommunityRow], usual: Profile, period: Period | None = None) -> Design:
    """Return the design in a period, with ``GROWING`` in proportion to residents; what a row gives stays as it is.

    Their ranges are those of one community of the profile's size, so they are scaled after everything is checked.
    """
    points = design.points.copy()
    columns = [design.params.index(name) for name in GROWING]
    not_given = [name for name in design.params if name not in GIVEN]
    kinds = {id(kind): kind for kind in (row.profile or usual for row in rows)}
    worlds = {key: world(kind.dated(period or kind.period), {}) for key, kind in kinds.items()}
    for index, row in enumerate(rows):
        own = worlds[id(row.profile or usual)]
        points[index, [design.params.index(name) for name in not_given]] = [own[name] for name in not_given]
        points[index, columns] *= row.residents / size_of(row.profile or usual)
    points.setflags(write=False)
    return Design(design.kind, design.levers, design.params, points, communities=design.communities)


def size_of(profile: Profile) -> float:
    """Return the residents of a community of a profile."""
    return profile.params.get("n_residents", PARAMS["n_residents"].default)


def people_of(row: CommunityRow, own: Mapping[str, float], file: str | Path) -> dict[str, float]:
    """Return the parameters that the file gives of a community; ``own`` are all those of its profile.

    Where a number could not be read (NaN) the others are checked, and nothing is returned.

    Raises:
        InputError: one of them is outside its range; the sentence is in the terms of the file.
    """
    n, gathered = row.residents, Gathering()
    gathered.of(lambda: _within(file, row, "residents", _range("n_residents")), None)
    alone = bool(gathered.found) or math.isnan(n)  # what is in proportion to residents cannot be told without them
    gathered.of(lambda: _within(file, row, "posts", _range("n_posts")), None)
    gathered.of(lambda: _within(file, row, "grant", _range("fiscal_grant")), None)
    if not alone:
        gathered.of(lambda: _within(file, row, "renters", _range("renting_share", n), _of(n)), None)
    gathered.tell()
    if any(map(math.isnan, (n, row.share_old, row.renters, row.party_members, row.posts, row.grant))):
        return {}
    turned = row.renters / n * own["renter_young_share"]  # share of residents who are young because they rent
    young, middle = _ages(row, turned, own, file)
    final = ((1 - turned) * young + turned, (1 - turned) * middle, row.share_old)
    factor = sum(share * own[f"member_factor_{age}"] for age, share in zip(AGES, final, strict=True))
    _within(file, row, "party_members", _range("party_member_share", n * factor), _of(n))
    return {
        "n_residents": n,
        "n_buildings": float(max(1, round(own["n_buildings"] * n / own["n_residents"]))),
        "age_young_share": young,
        "age_middle_share": middle,
        "renting_share": row.renters / n,
        "party_member_share": row.party_members / n / factor,
        "n_posts": row.posts,
        "fiscal_grant": row.grant,
    }


def _ages(row: CommunityRow, turned: float, own: Mapping[str, float], file: str | Path) -> tuple[float, float]:
    """Return the shares of young and middle-aged before renters turn young, their ratio near the profile's."""
    (young_low, young_high), (middle_low, middle_high) = _range("age_young_share"), _range("age_middle_share")
    ends = (max(0.0, 1 - young_high - middle_high) * (1 - turned), (1 - young_low - middle_low) * (1 - turned))
    _within(file, row, "share_old", ends, Text(
        f" where {row.renters / row.residents:.0%} rent, of whom {own['renter_young_share']:.0%} are young",
        f"（租房者占 {row.renters / row.residents:.0%}，其中 {own['renter_young_share']:.0%} 为青年）",
    ))  # fmt: skip
    rest = 1 - row.share_old / (1 - turned)
    wanted = rest * own["age_middle_share"] / (own["age_young_share"] + own["age_middle_share"])
    middle = min(max(wanted, middle_low, rest - young_high), middle_high, rest - young_low)
    return min(max(rest - middle, young_low), young_high), middle


def _range(name: str, times: float = 1.0) -> tuple[float, float]:
    """Return the range of a parameter, as so many people."""
    return PARAMS[name].low * times, PARAMS[name].high * times


def _of(residents: float) -> Text:
    return Text(f" for {residents:g} residents", f"（居民 {residents:g} 人）")


def _within(
    file: str | Path, row: CommunityRow, column: str, ends: tuple[float, float], why: Text = _ANYTHING_ELSE
) -> None:
    """Refuse a number outside what the model allows; the ends are told rounded inwards."""
    value: float = getattr(row, column)
    low, high = ends
    if low <= value <= high or math.isnan(value):
        return
    digits = 2 if column == "share_old" else 0
    low, high = np.ceil(low * 10**digits) / 10**digits, np.floor(high * 10**digits) / 10**digits
    raise InputError(
        f"{plain(value)} is outside {plain(low)}..{plain(high)}, the range of the model{why.en}.",
        f"{plain(value)} 超出模型允许的 {plain(low)}..{plain(high)}{why.zh}。",
        at(file, row.line, row.headings.get(column, column)),
    )
