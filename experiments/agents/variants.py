"""What is done to a community before its first month; rules, numbers and random draws stay as they are.

Every change returns another community. Ties are lists: whom a resident reads, and whom an active party member asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.community import MEMBER, NOT_A_MEMBER, Community
from sim.text import Text

Ints = NDArray[np.int64]

FULL = "full"
SAMPLES = 5
"""Into how many random samples the community is divided for the mean field; 1 is the mean field itself."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to leave something out; ``change`` does it to a community."""

    name: str
    label: Text
    what: Text
    change: Callable[[Community], Community]


def as_it_is(community: Community) -> Community:
    """Return the community of the full model."""
    return community


def household_ties(community: Community) -> Community:
    """Keep the ties inside households and cut all others."""
    residents = np.arange(community.n_residents)
    readers = np.repeat(residents, np.diff(community.first_tie))
    kept = community.household[readers] == community.household[community.ties]
    counts = np.bincount(readers[kept], minlength=len(residents))
    return replace(community, first_tie=_begins(counts), ties=community.ties[kept])


def no_ties(community: Community) -> Community:
    """Cut all ties; who took part is seen of the whole community and not of one's building."""
    counts = np.zeros(community.n_residents, np.int64)
    return _one_building(replace(community, first_tie=_begins(counts), ties=np.empty(0, np.int64)))


def alike(community: Community) -> Community:
    """Give every resident the community's mean of all traits and wishes.

    Who is a party member, how old one is and whether one rents stay: they are roles in the rules of mobilisation,
    voting and moving.
    """
    traits = np.tile(community.traits.mean(axis=0), (community.n_residents, 1))
    traits[:, MEMBER] = community.traits[:, MEMBER]
    return replace(community, traits=traits, demand=np.tile(community.mean_demand, (community.n_residents, 1)))


def mean_field(community: Community, samples: int = SAMPLES) -> Community:
    """Let residents read the mean of a random sample of the community, and who of the whole community took part.

    The community is divided into ``samples`` by lot, once; of 3,000 in five, a sample is 600, whose mean lies
    1/√600 · √(1 − 1/5) = 0.037 standard deviations between residents from the community's mean. Party members keep
    their own ties, for whom they ask goes along these.
    """
    n = community.n_residents
    order = np.random.default_rng(community.seed).permutation(n)
    lists = [np.sort(order[sample::samples]) for sample in range(samples)]
    own = [
        lists[i % samples] if community.kind[i] == NOT_A_MEMBER else community.neighbours(i) for i in range(n)
    ]  # fmt: skip
    return _one_building(replace(community, first_tie=_begins([len(ties) for ties in own]), ties=np.concatenate(own)))


def _begins(counts: Sequence[int] | Ints) -> Ints:
    """Return where the ties of each resident begin (n + 1,)."""
    first = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=first[1:])
    return first


def _one_building(community: Community) -> Community:
    """Put everybody under one roof: the part of a building that took part is that of the community."""
    return replace(community, building=np.zeros(community.n_residents, np.int64))


VARIANTS = (
    Variant(FULL, Text("full model", "完整模型"), Text("the model as it is", "模型原样"), as_it_is),
    Variant(
        "household",
        Text("household ties only", "只留家人联系"),
        Text("ties inside households stay, all others are cut", "只留同住家人之间的联系，其余全部切断"),
        household_ties,
    ),
    Variant(
        "no_ties",
        Text("no ties", "没有联系"),
        Text(
            "all ties are cut; who takes part is seen of the community and not of one's building",
            "切断全部联系；看到的是全社区而不是本楼有多少人参与",
        ),
        no_ties,
    ),
    Variant(
        "alike",
        Text("residents alike", "居民全都一样"),
        Text(
            "every resident has the community's mean of all traits, set-points and wishes; age, tenure and membership "
            "stay",
            "每位居民的各种特质、倾向和需求都取社区平均；年龄、产权和党员身份不变",
        ),
        alike,
    ),
    Variant(
        "mean_field",
        Text("community means", "只看社区平均"),
        Text(
            f"instead of neighbours a resident reads the mean of one fifth of the community, drawn by lot ({SAMPLES} "
            "samples that make up the whole), and who takes part in all of it; party members ask along their own ties",
            "居民读到的不是邻居，而是抽签得到的五分之一社区的平均（五份合起来就是全社区），以及全社区有多少人参与；"
            "党员仍沿自己的联系去邀请",
        ),
        mean_field,
    ),
)
