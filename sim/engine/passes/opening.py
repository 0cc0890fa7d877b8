"""As the month opens: who asks for a service, what residents want, how they stand."""

from sim.agents import resident
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, N_OWN, N_SERVICES, N_SHARED, VOICE, number, param, person
from sim.compute.rng import stream

compile_rules(elementary, rng, resident)

OWN, NEAR = N_OWN * LANES, N_SHARED * LANES
TRUST, TOOK_PART = person.trust - person.talk, person.took_part - person.talk
FIRST_SUM = number.mean_awareness
N_SUMS = 5 * LANES  # means and counts that stand side by side


@compiled
def hear_first(own, near, s):  # type: ignore[no-untyped-def]
    """Before the first month: what neighbours hear of everybody."""
    for i in range(len(near) // NEAR):
        row, shared = own[i * OWN : (i + 1) * OWN], near[i * NEAR : (i + 1) * NEAR]
        for lane in range(LANES):
            shared[lane] = resident.talk(
                row[person.awareness + lane], shared[TOOK_PART + lane], s[param.quiet_talk + lane]
            )


@compiled
def open_month(seed, draw_month, month, own, near, demand, s):  # type: ignore[no-untyped-def]
    """Let residents ask, and sum how they stand.

    Leaves the means of awareness and trust, the counts of requests, participants and recent participants,
    and under ``voice`` the sum of recent participants' wishes for each service.
    """
    n = len(demand)
    asking = rng.row(seed, stream.resident_request, draw_month)
    s[FIRST_SUM : FIRST_SUM + N_SUMS] = 0.0
    s[VOICE : VOICE + N_SERVICES * LANES] = 0.0
    for i in range(n):
        row = own[i * OWN : (i + 1) * OWN]
        _fetch(s, row, near[i * NEAR : (i + 1) * NEAR])
        _ask_and_stand(s, rng.uniform(asking, i), month - 1.0)
        wishes = demand[i]
        for k in range(N_SERVICES):
            wish = wishes[k]
            for lane in range(LANES):
                s[VOICE + k * LANES + lane] += resident.wish_heard(wish, s[person.recent + lane])
        for lane in range(LANES):
            row[person.asked_service + lane] = s[person.asked_service + lane]
    for lane in range(LANES):
        s[number.mean_awareness + lane] = s[number.mean_awareness + lane] / n
        s[number.mean_trust + lane] = s[number.mean_trust + lane] / n


@compiled
def _fetch(s, row, shared):  # type: ignore[no-untyped-def]
    """Copy what is read of a resident into the board."""
    for lane in range(LANES):
        s[person.awareness + lane] = row[person.awareness + lane]
    for lane in range(LANES):
        s[person.last_participation + lane] = row[person.last_participation + lane]
    for lane in range(LANES):
        s[person.trust + lane] = shared[TRUST + lane]
    for lane in range(LANES):
        s[person.took_part + lane] = shared[TOOK_PART + lane]


@compiled
def _ask_and_stand(s, draw, last_month):  # type: ignore[no-untyped-def]
    """One resident in every lane: does he ask, and how he stands is added to the sums."""
    for lane in range(LANES):
        chance = resident.request_probability(
            s[person.awareness + lane], s[number.timeliness + lane], s[param.requests_per_resident + lane],
            s[param.request_awareness_floor + lane], s[param.patience_floor + lane],
        )  # fmt: skip
        asked = resident.happens(draw, chance)
        recent = resident.took_part_within_year(last_month, s[person.last_participation + lane])
        s[person.asked_service + lane] = asked
        s[person.recent + lane] = recent
        s[number.requests + lane] += asked
        s[number.mean_awareness + lane] += s[person.awareness + lane]
        s[number.mean_trust + lane] += s[person.trust + lane]
        s[number.participants + lane] += s[person.took_part + lane]
        s[number.recent_participants + lane] += recent
