"""As the month opens: who asks for a service, what residents want, how they stand."""

from sim.agents import resident
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, N_OWN, N_SERVICES, N_SHARED, SHARED, VOICE, number, person
from sim.compute.rng import stream
from sim.compute.segments import each_resident, each_resident_in_place

compile_rules(elementary, rng, resident)

OWN, NEAR = N_OWN * LANES, N_SHARED * LANES
TRUST, TOOK_PART = person.trust - SHARED, person.took_part - SHARED
FIRST_SUM = number.mean_awareness
N_SUMS = 5 * LANES  # means and counts that stand side by side


@compiled
def hear_first(own, near, s):
    """Before the first month: what neighbours hear of everybody."""
    for i in range(len(near) // NEAR):
        tell(own[i * OWN : (i + 1) * OWN], near[i * NEAR : (i + 1) * NEAR], s[:0], s, s[:0])


@compiled
def open_month(seed, draw_month, month, own, near, demand, s):
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
        ask_and_stand(s, s[:0], rng.uniform(asking, i), month - 1.0)
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
def _fetch(s, row, shared):
    """Copy what is read of a resident into the board."""
    for lane in range(LANES):
        s[person.awareness + lane] = row[person.awareness + lane]
    for lane in range(LANES):
        s[person.last_participation + lane] = row[person.last_participation + lane]
    for lane in range(LANES):
        s[person.trust + lane] = shared[TRUST + lane]
    for lane in range(LANES):
        s[person.took_part + lane] = shared[TOOK_PART + lane]


@each_resident_in_place
def tell():
    """What neighbours hear."""
    person.talk = resident.talk()


@each_resident
def ask_and_stand(draw, last_month):
    """Does a resident ask, and how he stands is added to the sums."""
    person.asked_service = resident.happens(draw, resident.request_probability())
    person.recent = resident.took_part_within_year(last_month)
    number.requests += person.asked_service
    number.mean_awareness += person.awareness
    number.mean_trust += person.trust
    number.participants += person.took_part
    number.recent_participants += person.recent
