"""Keyed random draws: a draw is a pure function of (seed, stream, month, agent), without any state.

Scenarios share their random draws, the order of agents never matters, a new rule shifts nobody else's draws, and
any month of any run can be redrawn alone. ``agent`` is a row (dwelling, post, building, candidate), never
an identifier of a person: somebody who leaves in one scenario changes no other draw.

A draw is one step of a chain of splitmix64 mixes, one a word of the key. Shorter forms (one mix of a
linear combination, or of the words joined by exclusive or) repeat millions of draws.
Source: G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.

The functions take NumPy arrays of unsigned 64-bit integers when called from Python, and scalars when
compiled: the same text serves both.
"""

import hashlib
import math
from types import MappingProxyType, ModuleType
from typing import Any

import numpy as np

from sim.compute.elementary import exp, log

STREAMS = MappingProxyType(
    {
        # a number is given once and never used again
        "resident.household_size": 1,
        "resident.renter": 2,
        "resident.age": 3,
        "resident.renter_turned_young": 4,
        "resident.education": 5,
        "resident.free_time": 6,
        "resident.taste": 7,
        "resident.leniency": 8,
        "resident.board_reach": 9,
        "resident.digital_reach": 10,
        "resident.demand": 11,
        "resident.member": 12,
        "resident.member_kind": 13,
        "ties.ring": 14,
        "ties.rewire": 15,
        "ties.rewire_partner": 16,
        "ties.long_number": 17,
        "ties.long_keep": 18,
        "ties.long_partner": 19,
        "ties.long_accept": 20,
        "start.awareness": 21,
        "start.belonging": 22,
        "start.trust": 23,
        "start.satisfaction": 24,
        "start.expectation": 25,
        "start.habit": 26,
        "start.participation": 27,
        "start.last_participation": 28,
        "start.voted": 29,
        "start.competence": 30,
        "start.burnout": 31,
        "start.tenure": 32,
        "worker.susceptibility": 33,
        "finance.shock": 40,
        "unit.gives": 41,
        "unit.gift": 42,
        "unit.openness": 43,
        "resident.request": 50,
        "resident.experience": 51,
        "party_member.activity": 52,
        "party_member.ask": 53,
        "resident.participation": 54,
        # 55 told whether somebody who took part helped, before helping was a kind of taking part
        "resident.volunteer_hours": 56,
        "resident.favour": 57,
        "resident.vote": 58,
        "candidate.quality": 59,
        "candidate.connections": 60,
        "candidate.noise": 61,
        "worker.quit": 62,
        "worker.hire": 63,
        "resident.move": 65,
        "newcomer.belonging": 66,
        "newcomer.trust": 67,
        "mesa.generators": 68,
        "resident.visited": 69,
        "resident.messaged": 70,
        "party_member.readiness": 71,
        "resident.trust_setpoint": 72,
        "resident.fairness_setpoint": 73,
        "resident.belonging_setpoint": 74,
        "resident.efficacy_setpoint": 75,
        "resident.voice": 76,
        "resident.answered": 77,
        "resident.kind": 78,
        "committee.party_quality": 90,
        "committee.party_loyalty": 91,
        "member.loyalty_noise": 92,
        "committee.item": 93,
        "worker.restlessness": 94,
        "worker.career": 95,
        "worker.talent": 96,
    }
)
stream: Any = ModuleType("stream")
stream.__dict__.update({name.replace(".", "_"): number for name, number in STREAMS.items()})

LARGEST_SEED = 2**63 - 1
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MULTIPLIER_1 = np.uint64(0xBF58476D1CE4E5B9)
MULTIPLIER_2 = np.uint64(0x94D049BB133111EB)
SHIFT_27, SHIFT_30, SHIFT_31, SHIFT_11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(11)
ONE = np.uint64(1)
UNIT = 2.0**-53


def mix(word: Any) -> Any:
    """Scramble a 64-bit word; one-to-one (the finaliser of splitmix64)."""
    word = (word ^ (word >> SHIFT_30)) * MULTIPLIER_1
    word = (word ^ (word >> SHIFT_27)) * MULTIPLIER_2
    return word ^ (word >> SHIFT_31)


def row(seed: Any, stream_number: Any, month: Any) -> Any:
    """The start of all draws of one stream in one month; ``month`` counts from the first burn-in month."""
    seeded = mix(seed + GOLDEN)
    streamed = mix(seeded + np.uint64(stream_number) * GOLDEN + GOLDEN)
    return mix(streamed + np.uint64(month) * GOLDEN + GOLDEN)


def bits(start: Any, agent: Any) -> Any:
    """64 random bits of ``agent`` in the row that begins at ``start``."""
    return mix(start + (np.uint64(agent) + ONE) * GOLDEN)


def uniform(start: Any, agent: Any) -> Any:
    """A uniform draw in [0, 1) with 53 bits."""
    return np.float64(bits(start, agent) >> SHIFT_11) * UNIT


def normal(start: Any, agent: Any) -> Any:
    """A standard normal draw: the inverse of the normal distribution at a uniform draw."""
    return normal_quantile((np.float64(bits(start, agent) >> SHIFT_11) + 0.5) * UNIT)


def normal_quantile(p: float) -> float:
    """The standard normal quantile of p in (0, 1), relative error about 1e-15.

    Source: M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988), 477-484.
    """
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = r * 2509.0809287301226727 + 33430.575583588128105
        top = (top * r + 67265.770927008700853) * r + 45921.953931549871457
        top = (top * r + 13731.693765509461125) * r + 1971.5909503065514427
        top = (top * r + 133.14166789178437745) * r + 3.387132872796366608
        low = r * 5226.495278852545925 + 28729.085735721942674
        low = (low * r + 39307.89580009271061) * r + 21213.794301586595867
        low = (low * r + 5394.1960214247511077) * r + 687.1870074920579083
        low = (low * r + 42.313330701600911252) * r + 1.0
        return q * top / low
    r = math.sqrt(-log(min(p, 1.0 - p)))
    if r <= 5.0:
        r = r - 1.6
        top = r * 7.7454501427834140764e-4 + 0.0227238449892691845833
        top = (top * r + 0.24178072517745061177) * r + 1.27045825245236838258
        top = (top * r + 3.64784832476320460504) * r + 5.7694972214606914055
        top = (top * r + 4.6303378461565452959) * r + 1.42343711074968357734
        low = r * 1.05075007164441684324e-9 + 5.475938084995344946e-4
        low = (low * r + 0.0151986665636164571966) * r + 0.14810397642748007459
        low = (low * r + 0.68976733498510000455) * r + 1.6763848301838038494
        low = (low * r + 2.05319162663775882187) * r + 1.0
    else:
        r = r - 5.0
        top = r * 2.01033439929228813265e-7 + 2.71155556874348757815e-5
        top = (top * r + 0.0012426609473880784386) * r + 0.026532189526576123093
        top = (top * r + 0.29656057182850489123) * r + 1.7848265399172913358
        top = (top * r + 5.4637849111641143699) * r + 6.6579046435011037772
        low = r * 2.04426310338993978564e-15 + 1.4215117583164458887e-7
        low = (low * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4
        low = (low * r + 0.0148753612908506148525) * r + 0.13692988092273580531
        low = (low * r + 0.59983220655588793769) * r + 1.0
    return -top / low if q < 0.0 else top / low


def draws(seed: int, name: str, month: int, agents: Any) -> Any:
    """Uniform draws of a named stream for an array of agents (n,); the slow road, for looking at a few."""
    agents = np.asarray(agents, dtype=np.uint64)
    with np.errstate(over="ignore"):
        start = row(np.full(1, seed, np.uint64), STREAMS[name], month)
    return uniform(start, agents)


def replicate_seed(seed: int, replicate: int) -> int:
    """The seed of one replicate of an experiment: a hash of both, so that no two experiments overlap."""
    digest = hashlib.sha256(f"{seed}:{replicate}".encode()).digest()
    return int.from_bytes(digest[:8], "little") & LARGEST_SEED


GAMMA_TRIES = 64


def gamma(start: Any, agent: Any, shape: float) -> float:
    """A gamma draw with mean ``shape`` and scale 1; one agent may use up to 64 pairs of words.

    Source: G. Marsaglia and W. W. Tsang, A simple method for generating gamma variables, ACM TOMS 26 (2000).
    """
    base = np.uint64(agent) * np.uint64(2 * GAMMA_TRIES + 1)
    boosted = shape if shape >= 1.0 else shape + 1.0
    d = boosted - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    value = d
    for attempt in range(GAMMA_TRIES):
        x = normal(start, base + np.uint64(2 * attempt))
        u = uniform(start, base + np.uint64(2 * attempt + 1))
        v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x)
        if v > 0.0 and log(u) < 0.5 * x * x + d - d * v + d * log(v):
            value = d * v
            break
    if shape < 1.0:
        value = value * exp(log(uniform(start, base + np.uint64(2 * GAMMA_TRIES))) / shape)
    return value
