"""Closed forms of residents: awareness, trust, taking part, efficacy, habit."""

import math

import numpy as np

from experiments.patterns.pattern import Array, Curve, Sample
from experiments.patterns.tiny import (
    MONTHS,
    RESIDENTS,
    STILL,
    by_chance,
    community,
    exactly,
    pass_months,
    worlds_with,
)
from sim.text import Text

ALIKE = STILL | {
    "reach_spread": 0.0, "start_awareness": 0.0, "start_awareness_spread": 0.0, "visibility": 0.0, "quiet_talk": 1.0,
    **{f"{channel}_reach_{age}": 1.0 for channel in ("board", "digital") for age in ("young", "middle", "old")},
}  # fmt: skip
"""Everybody is reached by every channel and hears of nothing else."""
BOARDS = 1.0 / (1.0 + 5.0)
"""Exposure by a thousand yuan of boards, in shares of the peak."""
MOTIVES = ("free_time", "education", "belonging", "trust", "attraction", "asked", "habit")
INDIFFERENT = STILL | {
    "start_awareness": 1.0, "start_awareness_spread": 0.0, "forgetting": 0.0, "peer_influence": 0.0,
    "taste_spread": 0.0, "efficacy_pull": 0.0, "help_weight": 0.0,
    **{f"participation_{motive}": 0.0 for motive in MOTIVES},
}  # fmt: skip
"""All know of everything and have no motive but the base."""
BASES = (-4.0, -3.0, -2.0, -1.0)
_CONSTANT = Text("constant of the choice", "参与选择的常数项")
_ONLY_NEIGHBOURS = {
    "trust_satisfaction": 0.0, "trust_fairness": 0.0, "trust_autonomy": 0.0, "trust_neighbours": 1.0,
    "trust_gain": 0.5, "trust_loss": 0.5, "start_trust_spread": 0.3,
}  # fmt: skip
_ONLY_AUTONOMY = {
    "trust_satisfaction": 0.0, "trust_fairness": 0.0, "trust_neighbours": 0.0, "autonomy_demand": 0.0,
    "autonomy_demand_growth": 0.0, "start_trust": 0.5, "start_trust_spread": 0.0,
}  # fmt: skip


def _awareness(seed: int, by_mouth: float, peak: float, months: int) -> Array:
    """Mean awareness month by month, without forgetting."""
    block = community([ALIKE | {"forgetting": 0.0, "word_of_mouth": by_mouth, "publicity_peak": peak}], seed)
    return np.array([pass_months(block, 1).state("awareness")[:, 0].mean() for _ in range(months)])


def _bass(by_mouth: float, peak: float, months: int) -> Array:
    """The recursion of Bass: the ignorant learn by exposure and from those who know."""
    path, known = [], 0.0
    for _ in range(months):
        known += (1.0 - known) * (1.0 - math.exp(-(peak * BOARDS + by_mouth * known)))
        path.append(known)
    return np.array(path)


def bass(seed: int) -> Sample:
    """Awareness spreads as in the recursion of Bass."""
    return exactly(range(1, 41), _awareness(seed, 0.4, 0.06, 40), _bass(0.4, 0.06, 40), MONTHS)


def turns(seed: int, by_mouth: float) -> Sample:
    """How often the curve of awareness changes from bending up to bending down, or back."""
    path = _awareness(seed, by_mouth, 0.05, 60)
    bends = np.sign(np.diff(path, 2))
    curve = Curve(np.arange(1.0, 61.0), path, _bass(by_mouth, 0.05, 60), MONTHS)
    return Sample(float(np.count_nonzero(np.diff(bends))), curve)


def s_shaped(seed: int) -> Sample:
    """With strong word of mouth the curve bends up first and down later."""
    return turns(seed, 0.6)


def concave(seed: int) -> Sample:
    """Without word of mouth it bends down from the start."""
    return turns(seed, 0.0)


def known_in_the_end(seed: int) -> Sample:
    """Awareness settles at hazard / (hazard + forgetting)."""
    peaks = (0.03, 0.06, 0.5, 3.0)
    block = community(worlds_with("publicity_peak", peaks, ALIKE | {"word_of_mouth": 0.0, "forgetting": 0.05}), seed)
    hazard = 1.0 - np.exp(-np.array(peaks) * BOARDS)
    found = pass_months(block, 500).state("awareness")[:, :4].mean(axis=0)
    return exactly(peaks, found, hazard / (hazard + 0.05), Text("strength of publicity", "宣传力度"))


def trust_relaxes(seed: int) -> Sample:
    """Trust goes to its target O as O + (T0 − O)(1 − speed)^n, faster down than up."""
    ends = (0.2, 0.4, 0.6, 0.9)
    block = pass_months(community(worlds_with("trust_autonomy", ends, STILL | _ONLY_AUTONOMY), seed), 20)
    target = np.array(ends)
    speed = np.where(target < 0.5, 0.10, 0.06)
    expected = target + (0.5 - target) * (1.0 - speed) ** 20
    return exactly(ends, block.state("trust")[:, :4].mean(axis=0), expected, Text("target", "趋向的水平"))


def consensus(seed: int) -> Sample:
    """Trust among neighbours ends at the mean weighted by ties (DeGroot), in every part that hangs together."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    block = community([STILL | _ONLY_NEIGHBOURS], seed)
    people, start = block.community, block.state("trust")[:, 0]
    ties = csr_array((np.ones(len(people.ties)), people.ties, people.first_tie), shape=(RESIDENTS, RESIDENTS)).tocoo()
    parts, part = connected_components(ties, directed=False)  # type: ignore[arg-type]
    degree = np.diff(people.first_tie)
    weight = np.where(np.bincount(part, degree)[part] > 0, degree, 1.0)
    expected = np.bincount(part, weight * start) / np.bincount(part, weight)
    ended = pass_months(block, 4000).state("trust")[:, 0]
    found = np.bincount(part, ended) / np.bincount(part)
    sizes = np.argsort(-np.bincount(part))
    return exactly(range(1, parts + 1), found[sizes], expected[sizes], Text("part of the network", "网络的连通部分"))


def taking_part(seed: int) -> Sample:
    """Without motives, residents take part with the logistic of the constant."""
    block, months = community(worlds_with("participation_base", BASES, INDIFFERENT), seed), 60
    taken = sum(pass_months(block, 1).state("took_part")[:, :4].mean(axis=0) for _ in range(months))
    chance = 1.0 / (1.0 + np.exp(-np.array(BASES)))
    errors = np.sqrt(chance * (1.0 - chance) / (RESIDENTS * months))
    return by_chance(BASES, taken / months, chance, errors, _CONSTANT)


def taking_part_in_a_year(seed: int) -> Sample:
    """Of twelve months one or more: 1 − (1 − p)^12."""
    from sim.engine.replicate import participants_of_year

    block, years, found = community(worlds_with("participation_base", BASES, INDIFFERENT), seed), 20, np.zeros(4)
    for _ in range(years):
        pass_months(block, 12)
        found += [participants_of_year(block, lane).mean() for lane in range(4)]
    chance = 1.0 - (1.0 - 1.0 / (1.0 + np.exp(-np.array(BASES)))) ** 12
    errors = np.sqrt(chance * (1.0 - chance) / (RESIDENTS * years))
    return by_chance(BASES, found / years, chance, errors, _CONSTANT)


def one_of_three_kinds(seed: int) -> Sample:
    """Going, helping and sitting in a deliberation come in proportion to their odds, one a month at most."""
    kinds = {"help_weight": 0.6, "seat_weight": 0.3, "participation_base": 0.0}
    block, months, done = community([INDIFFERENT | kinds], seed), 60, np.zeros(3)
    for _ in range(months):
        pass_months(block, 1, deliberation_meetings=2.0)
        done += [(block.state(f"last_{kind}")[:, 0] == block.month).mean() for kind in ("went", "helped", "sat")]
    odds = np.array([1.0, 0.6, 0.3 * 2.0])
    chance = odds / (1.0 + odds.sum())
    errors = np.sqrt(chance * (1.0 - chance) / (RESIDENTS * months))
    return by_chance((1, 2, 3), done / months, chance, errors, Text("going, helping, deliberating", "活动、志愿、议事"))


def habit(seed: int) -> Sample:
    """Who always takes part has a habit of 1 − (1 − speed)^n."""
    always = INDIFFERENT | {"participation_base": 60.0, "start_habit": 0.0, "habit_speed": 0.1}
    block = community([always], seed)
    found = np.array([pass_months(block, 1).state("habit")[:, 0].mean() for _ in range(30)])
    return exactly(range(1, 31), found, 1.0 - 0.9 ** np.arange(1.0, 31.0), MONTHS)


def efficacy(seed: int) -> Sample:
    """Who sits in every meeting ends between what is heard there and what he inclines to."""
    sitting = INDIFFERENT | {
        "participation_base": 40.0, "seat_weight": 1e6, "efficacy_contagion": 0.0, "voice_rate": 0.0,
        "autonomy_speed": 0.0, "efficacy_spread": 0.0, "efficacy_education": 0.0,
    }  # fmt: skip
    autonomy = (0.2, 0.5, 0.8)
    block = pass_months(
        community(worlds_with("start_autonomy", autonomy, sitting), seed), 400, deliberation_meetings=1.0
    )
    expected = (0.10 * block.number("heard")[:3] + 0.01 * 0.4) / (0.10 + 0.01)
    found = block.state("efficacy")[:, :3].mean(axis=0)
    return exactly(autonomy, found, expected, Text("autonomy", "自治程度"))


def folds(seed: int) -> Sample:
    """Where peers weigh more than 4 there are two levels between two constants; here is the lower fold."""
    weights = (5.0, 6.0, 8.0, 10.0, 12.0)
    found = np.array([_least_constant_with_two_levels(k) for k in weights])
    upper = (1.0 + np.sqrt(1.0 - 4.0 / np.array(weights))) / 2.0
    expected = np.log(upper / (1.0 - upper)) - np.array(weights) * upper
    return exactly(weights, found, expected, Text("weight of the building's example", "同楼示范的权重"))


def _least_constant_with_two_levels(k: float) -> float:
    """Bisect for the constant below which participation falls to the low level even where all begin."""
    low, high = -k, -k / 2.0
    for _ in range(22):
        middle = (low + high) / 2.0
        if _ends_high(middle, k):
            high = middle
        else:
            low = middle
    return high


def _ends_high(base: float, k: float) -> bool:
    """Tell whether participation stays above a half where everybody begins, by the rules of taking part."""
    from sim.agents import resident

    level = 1.0
    for _ in range(4_000):
        pull = resident.own_motive(0.0, 0.0, base, 1.5, 2.0) + resident.social_motive(0.0, level, 0.8, k)
        level = resident.participation_probability(resident.gate(1.0, 0.0, 0.7), pull, 1.0)
        if level < 0.5:
            return False
    return True
