"""The residents' month: one line a rule, in the order in which things happen to a resident."""

from sim.agents import member_unit, resident, street
from sim.compute import elementary, rng
from sim.compute.apart import apart
from sim.compute.compiled import compile_rules, part
from sim.compute.layout import N_SERVICES, SLOTS, here, number, person, quantity, summed
from sim.compute.rng import stream
from sim.compute.segments import ON_TILE, draw, each_lane, each_resident, made_of, states_of, trait
from sim.compute.tiles import scratch
from sim.engine.passes.holding import hold, hold_here
from sim.engine.passes.tile import (
    FLAG,
    N_HERE,
    N_SCRATCH,
    OWN,
    add_up,
    begin_sums,
    bring_dwelling,
    draw_here,
    forget_nobody,
    keep_sums,
    keeping,
    meet_neighbours,
    see_shown,
    show_anew,
    taking,
)
from sim.states import RESIDENT

compile_rules(elementary, rng, member_unit, resident, street)


@apart
def step_residents(
    seed, draw_month, now, n, own, near, after, flags, first_tie, ties, building, shares, fixed, draws, s, source,
    holding, lanes,
) -> bool:  # fmt: skip
    """Carry every resident through awareness, satisfaction, trust, belonging and participation.

    ``near`` is what neighbours read (the state before), ``after`` what they will read next month. Returns whether all
    values kept their bounds.
    """
    width = len(lanes)
    people, places = SLOTS // width, len(first_tie) - 1
    answered_row = rng.row(seed, stream.resident_answered, draw_month)
    kind_row = rng.row(seed, stream.resident_kind, draw_month)
    hours_row = rng.row(seed, stream.resident_volunteer_hours, draw_month)
    p, at_hand, kept = scratch(N_SCRATCH), scratch(N_HERE), scratch(N_SCRATCH)
    begin_sums(p)
    for tile in range((n + people - 1) // people):
        first = tile * people
        row, flagged = own[tile * OWN : (tile + 1) * OWN], flags[tile * FLAG : (tile + 1) * FLAG]
        if n - first < people:
            keep_sums(p, kept)
        take(p, row, flagged)
        see_shown(p, near, first, lanes)
        meet_neighbours(p, near, ties, first_tie, first, lanes)
        bring_dwelling(at_hand, fixed, first, places, lanes)
        draw_here(at_hand, here.experience, draws, places + first, lanes)
        draw_here(at_hand, here.participation, draws, 2 * places + first, lanes)
        look_around(p, at_hand, s)
        _look_across(p, building, shares, first, min(people, n - first), width)
        if holding:
            hold_here(p, person.asked_service, source, quantity.requests)
            hold_here(p, person.complained, source, quantity.requests)
            hold_here(p, person.building, source, quantity.peers)
        learn(p, at_hand, s)
        if holding:
            hold_here(p, person.awareness, source, quantity.awareness)
        compare_wishes(p, at_hand, s)
        meet_service(p, at_hand, s)
        if holding:
            hold_here(p, person.quality, source, quantity.quality)
        meet_and_expect(p, at_hand, s)
        if holding:
            hold_here(p, person.expectation, source, quantity.expectation)
        judge_service(p, at_hand, s)
        if holding:
            hold_here(p, person.satisfaction, source, quantity.satisfaction)
        forget_unfairness(p, at_hand, s)
        if holding:
            hold_here(p, person.fairness, source, quantity.fairness)
        come_to_trust(p, at_hand, s)
        if _draw_for(p, person.complained, at_hand, here.answered, answered_row, first, width):
            be_answered(p, at_hand, s)
        else:
            _nobody(p, person.answered)
        if holding:
            hold_here(p, person.trust, source, quantity.trust)
        come_to_belong(p, at_hand, s)
        if holding:
            hold_here(p, person.belonging, source, quantity.belonging)
        want_to_take_part(p, at_hand, s)
        take_part(p, at_hand, s, now)
        if holding:
            hold_here(p, person.habit, source, quantity.habit)
        if _draw_for(p, person.took_part, at_hand, here.kind, kind_row, first, width):
            _draw_for(p, person.took_part, at_hand, here.volunteer_hours, hours_row, first, width)
            choose_kind(p, at_hand, s, now)
        else:
            _nobody(p, person.sat)
        come_to_count(p, at_hand, s)
        if holding:
            hold_here(p, person.efficacy, source, quantity.efficacy)
        end_month(p, at_hand, s)
        _check_bounds(p, at_hand, s)
        keep(p, row, flagged)
        show_anew(p, after, first, lanes)
        if n - first < people:
            forget_nobody(p, kept, (n - first) * width)
    add_up(p, summed.volunteer_hours_given, s, number.volunteer_hours_given, width)
    for lane in range(width):
        add_units_hours(lane, s)
    if holding:
        hold(s, number.volunteer_hours_given, source, quantity.volunteers)
    add_up(p, summed.complaints_answered, s, number.complaints_answered, width)
    add_up(p, summed.trust_before_moves, s, number.trust_before_moves, width)
    for lane in range(width):
        count_answers(lane, s)
    fine = True
    for slot in range(SLOTS):
        fine &= p[person.sound + slot] == 1.0
    for lane in range(width):
        s[number.trust_before_moves + lane] = s[number.trust_before_moves + lane] / n
    return fine


@part
def _draw_for(p, whom, at_hand, column, row, first, width):
    """Draw for those of the residents at hand for whom ``whom`` is set in some lane; returns whether anybody is."""
    anybody = False
    for k in range(SLOTS // width):
        concerned = False
        for lane in range(width):
            concerned |= p[whom + k * width + lane] > 0.5
        if concerned:
            anybody = True
            drawn = rng.uniform(row, first + k)
            for lane in range(width):
                at_hand[column + k * width + lane] = drawn
    return anybody


@part
def _nobody(p, column):
    """Nobody of the residents at hand did it."""
    for slot in range(SLOTS):
        p[column + slot] = 0.0


@part
def _look_across(p, building, shares, first, there, width):
    """The part of the building that took part last month, for each of the residents at hand."""
    for k in range(there):
        at = building[first + k] * SLOTS
        for lane in range(width):
            p[person.building + k * width + lane] = shares[at + lane]


@each_resident
def look_around():
    """Means over neighbours of what they share, out of its sums; without any, one's own."""
    person.near_talk = person.near_talk * trait.part
    person.near_trust = person.trust if trait.alone > 0.5 else person.near_trust * trait.part
    person.near_belonging = person.belonging if trait.alone > 0.5 else person.near_belonging * trait.part
    person.near_efficacy = person.efficacy if trait.alone > 0.5 else person.near_efficacy * trait.part


@each_resident
def learn():
    """Awareness: publicity, visits, neighbours, what is seen of the work."""
    person.seen = resident.exposure()
    hazard = resident.awareness_hazard(neighbours_talk=person.near_talk)
    person.awareness = resident.awareness_after(hazard=hazard)


@each_resident
def compare_wishes():
    """How far the offer meets what a resident wishes for."""
    person.match = 0.0
    for k in range(N_SERVICES):
        person.match += resident.demand_met(trait.demand[k], number.variety[k])


@each_resident
def meet_service():
    """The quality of service that follows from its match."""
    person.quality = resident.quality()


@each_resident
def meet_and_expect():
    """Experience, and the expectation that it and publicity lead to."""
    use = resident.use_of_service(asked=person.asked_service)
    person.met = resident.experience(draw=draw.experience)
    person.expectation = resident.expectation_after(experience=person.met, use=use)


@each_resident
def judge_service():
    """Disconfirmation and satisfaction."""
    surprise = resident.disconfirmation(experience=person.met)
    target = resident.satisfaction_target(experience=person.met, surprise=surprise)
    person.satisfaction = resident.satisfaction_after(target=target, asked=person.asked_service)


@each_resident
def forget_unfairness():
    """Perceived fairness fades to neutral."""
    person.fairness = resident.fairness_after()


@each_resident
def come_to_trust():
    """Trust follows satisfaction, fairness, neighbours and having a say."""
    person.autonomy_gap = resident.autonomy_gap()
    target = resident.trust_target(neighbours_trust=person.near_trust, gap=person.autonomy_gap)
    person.trust = resident.trust_after(target=target)


@each_resident
def be_answered():
    """Some of the complaints are answered; who complained trusts accordingly."""
    answered = resident.happens(draw.answered, street.answer_pushed(resident.answer_probability()))
    person.answered = person.complained * answered
    number.complaints_answered += person.answered
    person.trust = resident.trust_after_complaint(answered=person.answered)


@each_lane
def count_answers():
    """The part of the complaints that was answered."""
    number.answered_share = resident.share_answered(number.complaints_answered, number.complaints)


@each_resident
def come_to_belong():
    """Belonging: what one did, knows and receives, the neighbours, the visits, the pull of the base."""
    pull = resident.belonging_pull()
    person.belonging = resident.belonging_after(
        pull=pull, neighbours_belonging=person.near_belonging, base=trait.belonging_base
    )


@each_resident
def want_to_take_part():
    """What speaks for taking part this month, and the odds of its kinds."""
    person.motive = resident.own_motive() + resident.attachment_motive() + resident.social_motive()
    free = resident.free_time_pull()
    person.to_go = resident.odds_to_go(events=number.event_pull, free=free)
    person.to_help = resident.odds_to_help(free=free)
    person.to_sit = resident.odds_to_sit(ease=resident.ease_of_speaking())


@each_resident
def take_part(month):
    """Decide who takes part, and what follows for habit and for what neighbours hear."""
    odds = person.to_go + person.to_help + person.to_sit
    chance = resident.participation_probability(gate=resident.gate(), odds=odds)
    person.took_part = resident.takes_part(draw=draw.participation, probability=chance)
    person.last_participation = resident.last_after(person.last_participation, person.took_part, month)
    person.habit = resident.habit_after()
    person.talk = resident.talk()


@each_resident
def choose_kind(month):
    """Who takes part sits in a deliberation, helps for some hours, or goes to an activity."""
    odds = person.to_go + person.to_help + person.to_sit
    person.sat = resident.sits(draw.kind, odds=odds)
    person.helped = resident.helps(draw.kind, odds=odds)
    person.went = person.took_part - person.sat - person.helped
    person.last_sat = resident.last_after(person.last_sat, person.sat, month)
    person.last_helped = resident.last_after(person.last_helped, person.helped, month)
    person.last_went = resident.last_after(person.last_went, person.went, month)
    if person.helped > 0.5:
        number.volunteer_hours_given += resident.volunteer_hours(draw.volunteer_hours)


@each_resident
def come_to_count():
    """Efficacy: what one's word did, what neighbours think of theirs, and what one inclines to."""
    person.efficacy = resident.efficacy_after(answered=person.answered, neighbours_efficacy=person.near_efficacy)


@each_lane
def add_units_hours():
    """Units that lend a hand send volunteers as well."""
    number.volunteer_hours_given += member_unit.hours_given()


@each_resident
def end_month():
    """Trust is summed before anybody moves."""
    number.trust_before_moves += person.trust


_READ, _SET = states_of(
    look_around, learn, compare_wishes, meet_service, meet_and_expect, judge_service, forget_unfairness, come_to_trust,
    be_answered, come_to_belong, want_to_take_part, take_part, choose_kind, come_to_count,
)  # fmt: skip
take, keep = taking(("asked", "active", *_READ), globals()), keeping(_SET, globals())
_check_bounds = made_of(
    "_check_bounds", "Remember of each slot whether a value has left its bounds or is NaN.", ON_TILE, globals(),
    [f"person.sound = person.sound if {state.low} <= person.{state.name} <= {state.high} else 0.0"
     for state in RESIDENT if state.checked and state.name in _SET],
)  # fmt: skip
