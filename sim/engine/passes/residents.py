"""The residents' month: one line a rule, in the order in which things happen to a resident."""

from sim.agents import resident
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, N_OWN, N_SERVICES, N_SHARED, SHARED, VARIETY, number, person, quantity
from sim.compute.rng import stream
from sim.compute.segments import ON_BOARD, each_resident, made_of, trait
from sim.engine.passes.holding import hold
from sim.states import RESIDENT

compile_rules(elementary, rng, resident)

OWN, NEAR, FLAGS = N_OWN * LANES, N_SHARED * LANES, 2 * LANES
AROUND = SHARED + NEAR  # the means over neighbours of what they share


@compiled
def live_residents(
    seed, draw_month, month, own, near, after, flags, first_tie, ties, traits, demand, s, source, holding
):
    """Carry every resident through awareness, satisfaction, trust, belonging and participation.

    ``near`` is what neighbours read (the state before), ``after`` what they will read next month. Leaves
    volunteer hours, and 1 under ``sound`` for each lane whose values kept their bounds.
    """
    n = len(demand)
    luck_row = rng.row(seed, stream.resident_experience, draw_month)
    part_row = rng.row(seed, stream.resident_participation, draw_month)
    volunteer_row = rng.row(seed, stream.resident_volunteering, draw_month)
    hours_row = rng.row(seed, stream.resident_volunteer_hours, draw_month)
    for lane in range(LANES):
        s[number.volunteer_hours_given + lane] = 0.0
        s[person.sound + lane] = 1.0
        s[number.trust_before_moves + lane] = 0.0
    for i in range(n):
        _fetch(s, own[i * OWN : (i + 1) * OWN], near[i * NEAR : (i + 1) * NEAR], flags[i * FLAGS : (i + 1) * FLAGS])
        _look_around(s, near, ties[first_tie[i] : first_tie[i + 1]])
        if holding:
            hold(s, person.asked_service, source, quantity.requests)
            hold(s, person.near_took_part, source, quantity.peers)
        learn(s, traits[i])
        if holding:
            hold(s, person.awareness, source, quantity.awareness)
        _match(s, demand[i])
        meet_service(s, traits[i])
        if holding:
            hold(s, person.quality, source, quantity.quality)
        meet_and_expect(s, traits[i], rng.normal(luck_row, i))
        if holding:
            hold(s, person.expectation, source, quantity.expectation)
        judge_service(s, traits[i])
        if holding:
            hold(s, person.satisfaction, source, quantity.satisfaction)
        forget_unfairness(s, traits[i])
        if holding:
            hold(s, person.fairness, source, quantity.fairness)
        come_to_trust(s, traits[i])
        if holding:
            hold(s, person.trust, source, quantity.trust)
        come_to_belong(s, traits[i])
        if holding:
            hold(s, person.belonging, source, quantity.belonging)
        want_to_take_part(s, traits[i])
        take_part(s, traits[i], month, rng.uniform(part_row, i))
        if holding:
            hold(s, person.habit, source, quantity.habit)
        if _anybody(s):
            volunteer(s, traits[i], rng.uniform(volunteer_row, i), rng.uniform(hours_row, i))
        _check_bounds(s, traits[i])
        _store(s, own[i * OWN : (i + 1) * OWN], after[i * NEAR : (i + 1) * NEAR])
    if holding:
        hold(s, number.volunteer_hours_given, source, quantity.volunteers)
    for lane in range(LANES):
        s[number.trust_before_moves + lane] = s[number.trust_before_moves + lane] / n


@compiled
def _fetch(s, row, shared, flagged):
    """Copy a resident's row into the scratch block."""
    for place in range(OWN):
        s[place] = row[place]
    for place in range(NEAR):
        s[SHARED + place] = shared[place]
    for place in range(FLAGS):
        s[person.asked + place] = flagged[place]


@compiled
def _look_around(s, near, neighbours):
    """Mean over neighbours of what they share; without any, own trust and belonging."""
    for lane in range(NEAR):
        s[AROUND + lane] = 0.0
    for j in neighbours:
        shared = near[j * NEAR : (j + 1) * NEAR]
        for lane in range(NEAR):
            s[AROUND + lane] += shared[lane]
    if len(neighbours) > 0:
        part = 1.0 / len(neighbours)
        for lane in range(NEAR):
            s[AROUND + lane] *= part
    else:
        for lane in range(LANES):
            s[person.near_trust + lane] = s[person.trust + lane]
            s[person.near_belonging + lane] = s[person.belonging + lane]


@each_resident
def learn():
    """Awareness: publicity, visits, neighbours, what is seen of the work."""
    person.seen = resident.exposure()
    hazard = resident.awareness_hazard(neighbours_talk=person.near_talk)
    person.awareness = resident.awareness_after(hazard=hazard)


@compiled
def _match(s, wishes):
    """How far the offer meets what a resident wishes for."""
    for lane in range(LANES):
        s[person.match + lane] = 0.0
    for k in range(N_SERVICES):
        wish = wishes[k]
        for lane in range(LANES):
            s[person.match + lane] += resident.demand_met(wish, s[VARIETY + k * LANES + lane])


@each_resident
def meet_service():
    """The quality of service that follows from its match."""
    person.quality = resident.quality()


@each_resident
def meet_and_expect(luck):
    """Experience, and the expectation that it and publicity lead to."""
    use = resident.use_of_service(asked=person.asked_service)
    person.met = resident.experience(luck=luck)
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
def come_to_belong():
    """Belonging: what one did, knows and receives, the neighbours, the visits, the pull of the base."""
    pull = resident.belonging_pull()
    person.belonging = resident.belonging_after(
        pull=pull, neighbours_belonging=person.near_belonging, base=trait.belonging_base
    )


@each_resident
def want_to_take_part():
    """What speaks for taking part this month."""
    own, attached = resident.own_motive(), resident.attachment_motive()
    social = resident.social_motive(peers=person.near_took_part)
    person.motive = number.shared_motive + own + attached + social


@each_resident
def take_part(month, draw):
    """Decide who takes part, and what follows for habit and for what neighbours hear."""
    chance = resident.participation_probability(gate=resident.gate(), utility=person.motive)
    person.took_part = resident.takes_part(draw=draw, probability=chance)
    person.last_participation = resident.last_participation_after(month=month)
    person.habit = resident.habit_after()
    person.talk = resident.talk()


@compiled
def _anybody(s):
    """Whether the resident takes part in any lane."""
    anybody = 0
    for lane in range(LANES):
        anybody |= s[person.took_part + lane] > 0.5
    return anybody


@each_resident
def volunteer(draw, hours_draw):
    """Some of those who took part help out for some hours."""
    if person.took_part > 0.5:
        helps = resident.happens(draw, resident.volunteer_probability())
        number.volunteer_hours_given += helps * resident.volunteer_hours(hours_draw)


@compiled
def _store(s, row, shared):
    """Copy the scratch block back, and add up trust before anybody moves."""
    for place in range(OWN):
        row[place] = s[place]
    for place in range(NEAR):
        shared[place] = s[SHARED + place]
    for lane in range(LANES):
        s[number.trust_before_moves + lane] += s[person.trust + lane]


_check_bounds = made_of(
    "_check_bounds", "Remember of each lane whether a value has left its bounds or is no number.", ON_BOARD, globals(),
    [f"person.sound = person.sound if {state.low} <= person.{state.name} <= {state.high} else 0.0"
     for state in RESIDENT if state.checked],
)  # fmt: skip
