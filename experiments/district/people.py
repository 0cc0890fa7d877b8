"""From a row of the file to the parameters of its community.

What the file gives is met in expectation: renters who turn young and the uneven membership of ages are taken into
account. Buildings grow with residents, fifty to a building. Nothing else is scaled: orders from above, posts and the
grant are those of one community, whatever its size.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from experiments.district.reading import Row, place_of
from experiments.lanes import merged
from experiments.plan import Design
from sim.errors import InputError
from sim.params import PARAMS
from sim.scenario import Profile, load_profile

RESIDENTS_A_BUILDING = 50
COMMUNITIES_APART = 10_000  # numbers of a row's communities, more than it can have replicates
FROM_FILE = (
    "n_residents", "n_buildings", "age_young_share", "age_middle_share", "renting_share", "party_member_share",
    "n_posts", "fiscal_grant",
)  # fmt: skip
_GIVEN_BY = {
    "n_residents": "residents", "n_buildings": "residents", "age_young_share": "share_old",
    "age_middle_share": "share_old", "renting_share": "renters", "party_member_share": "party_members",
    "n_posts": "posts", "fiscal_grant": "grant",
}  # fmt: skip


def design_of(rows: Sequence[Row], usual: Profile, file: str | Path) -> Design:
    """Return a design with a point a community, each with people and luck of its own.

    Raises:
        InputError: a number of the file leads to a parameter outside its range.
    """
    profiles = {row.profile: load_profile(row.profile) if row.profile else usual for row in rows}
    own = sorted({name for profile in profiles.values() for name in profile.params} - set(FROM_FILE))
    names = (*FROM_FILE, *own) if len(profiles) > 1 else FROM_FILE
    points = np.empty((len(rows), len(names)))
    for place, row in enumerate(rows):
        world = merged({}, profiles[row.profile])
        made = people_of(row, world, file)
        points[place] = [made.get(name, world[name]) for name in names]
    first = np.array([(place + 1) * COMMUNITIES_APART for place in range(len(rows))], dtype=np.int64)
    return Design("list", (), names, points, communities=first)


def people_of(row: Row, world: Mapping[str, float], file: str | Path) -> dict[str, float]:
    """Return the parameters that the file gives of a community whose other ones are ``world``.

    Raises:
        InputError: one of them is outside its range.
    """
    renting = row.renters / row.residents if row.residents else 0.0
    turned = renting * world["renter_young_share"]  # of all residents, made young because they rent
    if row.share_old > 1 - turned:
        raise InputError(
            f"{row.share_old:g} old residents leave no room for the renters, of whom "
            f"{world['renter_young_share']:.0%} are young; allowed is 0..{1 - turned:.3g}.",
            f"老年比例 {row.share_old:g} 与租户数不合：租户中有 {world['renter_young_share']:.0%} 是青年；"
            f"允许 0..{1 - turned:.3g}。",
            place_of(file, row, "share_old"),
        )
    old = row.share_old / (1 - turned)
    middle = (1 - old) * world["age_middle_share"] / (world["age_young_share"] + world["age_middle_share"])
    middle = min(max(middle, PARAMS["age_middle_share"].low), PARAMS["age_middle_share"].high)
    young = 1 - old - middle
    final = {"young": (1 - turned) * young + turned, "middle": (1 - turned) * middle, "old": row.share_old}
    factor = sum(share * world[f"member_factor_{age}"] for age, share in final.items())
    made = {
        "n_residents": row.residents,
        "n_buildings": float(max(1, round(row.residents / RESIDENTS_A_BUILDING))),
        "age_young_share": young,
        "age_middle_share": middle,
        "renting_share": renting,
        "party_member_share": row.party_members / row.residents / factor if row.residents else 0.0,
        "n_posts": row.posts,
        "fiscal_grant": row.grant,
    }
    for name, value in made.items():
        PARAMS[name].check(value, place_of(file, row, _GIVEN_BY[name]))
    return made
