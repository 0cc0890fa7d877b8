"""As the month opens: the residents' random draws, who asks for a service, what residents want, how they stand."""

from sim.agents import resident
from sim.compute import elementary, rng
from sim.compute.apart import apart
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import N_SERVICES, N_SHARED, SLOTS, VOICE, here, number, person, summed
from sim.compute.rng import stream
from sim.compute.segments import draw, each_resident, each_resident_in_place, states_of, trait
from sim.compute.tiles import scratch
from sim.engine.passes.tile import (
    FLAG,
    N_HERE,
    N_SCRATCH,
    OWN,
    add_up,
    begin_sums,
    bring_wishes,
    draw_here,
    forget_nobody,
    keep_sums,
    keeping,
    see_shown,
    taking,
)

compile_rules(elementary, rng, resident)


@apart
def fill_draws(seed, draw_month, n, draws):
    """Draw what every resident meets this month, the same in every lane: ``draws`` (4 · places,)."""
    places = len(draws) // 4
    asking = rng.row(seed, stream.resident_request, draw_month)
    for i in range(n):
        draws[i] = rng.uniform(asking, i)
    meeting = rng.row(seed, stream.resident_experience, draw_month)
    for i in range(n):
        draws[places + i] = rng.normal(meeting, i)
    joining = rng.row(seed, stream.resident_participation, draw_month)
    for i in range(n):
        draws[2 * places + i] = rng.uniform(joining, i)
    moving = rng.row(seed, stream.resident_move, draw_month)
    for i in range(n):
        draws[3 * places + i] = rng.uniform(moving, i)


@compiled
def hear_first(n, own, near, s, lanes):
    """Before the first month: what neighbours hear of everybody."""
    width = len(lanes)
    people = SLOTS // width
    for i in range(n):
        row, shared = own[i // people * OWN + i % people * width :], near[i * N_SHARED * width :]
        tell(row, shared, s, s, lanes)


@apart
def open_month(now, n, own, near, flags, fixed, draws, s, lanes):
    """Let residents ask, and sum how they stand.

    Leaves the means of awareness and trust, the counts of requests, participants and recent participants,
    and under ``voice`` the sum of recent participants' wishes for each service.
    """
    width = len(lanes)
    people, places = SLOTS // width, len(draws) // 4
    p, at_hand, kept = scratch(N_SCRATCH), scratch(N_HERE), scratch(N_SCRATCH)
    begin_sums(p)
    for tile in range((n + people - 1) // people):
        first = tile * people
        row, flagged = own[tile * OWN : (tile + 1) * OWN], flags[tile * FLAG : (tile + 1) * FLAG]
        if n - first < people:
            keep_sums(p, kept)
        take(p, row, flagged)
        see_shown(p, near, first, lanes)
        bring_wishes(at_hand, fixed, first, places, lanes)
        draw_here(at_hand, here.request, draws, first, lanes)
        ask_and_stand(p, at_hand, s, now - 1.0)
        speak(p, at_hand, s)
        keep(p, row, flagged)
        if n - first < people:
            forget_nobody(p, kept, (n - first) * width)
    add_up(p, summed.requests, s, number.requests, width)
    add_up(p, summed.mean_awareness, s, number.mean_awareness, width)
    add_up(p, summed.mean_trust, s, number.mean_trust, width)
    add_up(p, summed.participants, s, number.participants, width)
    add_up(p, summed.recent_participants, s, number.recent_participants, width)
    for k in range(N_SERVICES):
        add_up(p, summed.voice_0 + k * SLOTS, s, VOICE + k * SLOTS, width)
    for lane in range(width):
        s[number.mean_awareness + lane] = s[number.mean_awareness + lane] / n
        s[number.mean_trust + lane] = s[number.mean_trust + lane] / n


@each_resident_in_place
def tell():
    """What neighbours hear."""
    person.talk = resident.talk()


@each_resident
def ask_and_stand(last_month):
    """Does a resident ask, and how he stands is added to the sums."""
    person.asked_service = resident.happens(draw.request, resident.request_probability())
    person.recent = resident.took_part_within_year(last_month)
    number.requests += person.asked_service
    number.mean_awareness += person.awareness
    number.mean_trust += person.trust
    number.participants += person.took_part
    number.recent_participants += person.recent


@each_resident
def speak():
    """What those who took part within the year wish for is heard."""
    for k in range(N_SERVICES):
        number.voice[k] += resident.wish_heard(trait.demand[k])


_READ, _SET = states_of(ask_and_stand, speak)
take, keep = taking(_READ, globals()), keeping(_SET, globals())
