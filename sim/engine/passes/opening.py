"""As the month opens: the residents' random draws, who asks for a service, what residents want, how they stand."""

from sim.agents import resident, street
from sim.compute import elementary, rng
from sim.compute.apart import apart
from sim.compute.compiled import compile_rules, compiled, part
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
    bring_dwelling,
    bring_wishes,
    draw_here,
    forget_nobody,
    keep_sums,
    keeping,
    see_shown,
    taking,
)

compile_rules(elementary, rng, resident, street)

DRAWN = 5  # draws of every resident that are filled beforehand: request, experience, participation, move, voice


@apart
def fill_draws(seed, draw_month, n, draws):
    """Draw what every resident meets this month, the same in every lane: ``draws`` (5 · places,)."""
    places = len(draws) // DRAWN
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
    speaking = rng.row(seed, stream.resident_voice, draw_month)
    for i in range(n):
        draws[4 * places + i] = rng.uniform(speaking, i)


@compiled
def hear_first(n, own, near, s, lanes):
    """Before the first month: what neighbours hear of everybody."""
    width = len(lanes)
    people = SLOTS // width
    for i in range(n):
        row, shared = own[i // people * OWN + i % people * width :], near[i * N_SHARED * width :]
        tell(row, shared, s, s, lanes)


@apart
def open_month(now, n, own, near, flags, building, shares, fixed, draws, s, lanes):
    """Let residents ask and complain, and sum how they stand.

    Leaves the means of awareness and trust, the counts of requests, participants and recent participants,
    and under ``voice`` the sum of recent participants' wishes for each service; in ``shares`` (buildings · 16,) the
    part of each building that took part last month.
    """
    width = len(lanes)
    people, places = SLOTS // width, len(draws) // DRAWN
    p, at_hand, kept = scratch(N_SCRATCH), scratch(N_HERE), scratch(N_SCRATCH)
    begin_sums(p)
    shares[:] = 0.0
    for tile in range((n + people - 1) // people):
        first = tile * people
        row, flagged = own[tile * OWN : (tile + 1) * OWN], flags[tile * FLAG : (tile + 1) * FLAG]
        if n - first < people:
            keep_sums(p, kept)
        take(p, row, flagged)
        see_shown(p, near, first, lanes)
        bring_dwelling(at_hand, fixed, first, places, lanes)
        bring_wishes(at_hand, fixed, first, places, lanes)
        draw_here(at_hand, here.request, draws, first, lanes)
        draw_here(at_hand, here.speaking, draws, 4 * places + first, lanes)
        ask_and_stand(p, at_hand, s, now - 1.0)
        complain(p, at_hand, s, now)
        speak(p, at_hand, s)
        keep(p, row, flagged)
        _count_in_building(p, building, shares, first, min(people, n - first), width)
        if n - first < people:
            forget_nobody(p, kept, (n - first) * width)
    _share_in_building(building, shares, n, width)
    add_up(p, summed.requests, s, number.requests, width)
    add_up(p, summed.complaints, s, number.complaints, width)
    add_up(p, summed.mean_awareness, s, number.mean_awareness, width)
    add_up(p, summed.mean_trust, s, number.mean_trust, width)
    add_up(p, summed.participants, s, number.participants, width)
    add_up(p, summed.recent_participants, s, number.recent_participants, width)
    for k in range(N_SERVICES):
        add_up(p, summed.voice_0 + k * SLOTS, s, VOICE + k * SLOTS, width)
    for lane in range(width):
        s[number.mean_awareness + lane] = s[number.mean_awareness + lane] / n
        s[number.mean_trust + lane] = s[number.mean_trust + lane] / n


@part
def _count_in_building(p, building, shares, first, there, width):
    """Count who of the residents at hand took part last month, building by building."""
    for k in range(there):
        at = building[first + k] * SLOTS
        for lane in range(width):
            shares[at + lane] += p[person.took_part + k * width + lane]


@compiled
def _share_in_building(building, shares, n, width):
    """Turn the counts into parts of the building; the residents of one stand together."""
    begins = 0
    for i in range(n):
        if i == n - 1 or building[i + 1] != building[i]:
            at, size = building[i] * SLOTS, float(i + 1 - begins)
            for lane in range(width):
                shares[at + lane] = resident.share_of_building(shares[at + lane], size)
            begins = i + 1


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
def complain(month):
    """Does a resident complain of what he was served last month; it joins what is asked."""
    chance = street.complaint_invited(resident.complaint_probability(ease=resident.ease_of_speaking()))
    person.complained = resident.happens(draw.speaking, chance)
    person.last_complained = resident.last_after(person.last_complained, person.complained, month)
    number.complaints += person.complained
    number.requests += person.complained
    person.asked_service = resident.asked_or_complained()


@each_resident
def speak():
    """What those who took part within the year wish for is heard."""
    for k in range(N_SERVICES):
        number.voice[k] += resident.wish_heard(trait.demand[k])


_READ, _SET = states_of(ask_and_stand, complain, speak)
take, keep = taking(_READ, globals()), keeping(_SET, globals())
