"""The residents' month: one line a rule, in the order in which things happen to a resident."""

from sim.agents import resident
from sim.community import (
    BELONGING_BASE,
    BOARD_REACH,
    DIGITAL_REACH,
    EDUCATION,
    FREE_TIME,
    LENIENCY,
    MEMBER,
    TASTE,
)
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, N_OWN, N_SERVICES, N_SHARED, SHARED, VARIETY, number, param, person, quantity
from sim.compute.rng import stream
from sim.engine.passes.holding import hold

compile_rules(elementary, rng, resident)

OWN, NEAR, FLAGS = N_OWN * LANES, N_SHARED * LANES, 2 * LANES


@compiled
def live_residents(  # type: ignore[no-untyped-def]
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
        _learn(s, traits[i])
        if holding:
            hold(s, person.awareness, source, quantity.awareness)
        _meet_service(s, demand[i])
        if holding:
            hold(s, person.quality, source, quantity.quality)
        _expect(s, rng.normal(luck_row, i))
        if holding:
            hold(s, person.expectation, source, quantity.expectation)
        _judge_service(s, traits[i, LENIENCY])
        if holding:
            hold(s, person.satisfaction, source, quantity.satisfaction)
        _forget_unfairness(s)
        if holding:
            hold(s, person.fairness, source, quantity.fairness)
        _trust(s, traits[i, EDUCATION])
        if holding:
            hold(s, person.trust, source, quantity.trust)
        _belong(s, traits[i, BELONGING_BASE])
        if holding:
            hold(s, person.belonging, source, quantity.belonging)
        anybody = _take_part(s, traits[i], rng.uniform(part_row, i), month)
        if holding:
            hold(s, person.habit, source, quantity.habit)
        if anybody:
            _volunteer(s, traits[i, FREE_TIME], rng.uniform(volunteer_row, i), rng.uniform(hours_row, i))
        _check_bounds(s)
        _store(s, own[i * OWN : (i + 1) * OWN], after[i * NEAR : (i + 1) * NEAR])
    if holding:
        hold(s, number.volunteer_hours_given, source, quantity.volunteers)
    for lane in range(LANES):
        s[number.trust_before_moves + lane] = s[number.trust_before_moves + lane] / n


@compiled
def _fetch(s, row, shared, flagged):  # type: ignore[no-untyped-def]
    """Copy a resident's row into the scratch block."""
    for place in range(OWN):
        s[place] = row[place]
    for place in range(NEAR):
        s[SHARED + place] = shared[place]
    for place in range(FLAGS):
        s[person.asked + place] = flagged[place]


@compiled
def _look_around(s, near, neighbours):  # type: ignore[no-untyped-def]
    """Mean over neighbours of talk, trust, belonging and taking part; without any, own trust and belonging."""
    for lane in range(NEAR):
        s[person.near_talk + lane] = 0.0
    for j in neighbours:
        shared = near[j * NEAR : (j + 1) * NEAR]
        for lane in range(NEAR):
            s[person.near_talk + lane] += shared[lane]
    if len(neighbours) > 0:
        part = 1.0 / len(neighbours)
        for lane in range(NEAR):
            s[person.near_talk + lane] *= part
    else:
        for lane in range(LANES):
            s[person.near_trust + lane] = s[person.trust + lane]
            s[person.near_belonging + lane] = s[person.belonging + lane]


@compiled
def _learn(s, traits):  # type: ignore[no-untyped-def]
    """Awareness: publicity, visits, neighbours, what is seen of the work."""
    boards, digital, member = traits[BOARD_REACH], traits[DIGITAL_REACH], traits[MEMBER]
    for lane in range(LANES):
        seen = resident.exposure(boards, digital, s[number.board_pull + lane], s[number.digital_pull + lane])
        hazard = resident.awareness_hazard(
            seen, member, s[number.visited + lane], s[person.near_talk + lane], s[number.visible_work + lane],
            s[param.insider_exposure + lane], s[param.word_of_mouth + lane],
        )  # fmt: skip
        s[person.seen + lane] = seen
        s[person.awareness + lane] = resident.awareness_after(
            s[person.awareness + lane], hazard, s[param.forgetting + lane]
        )


@compiled
def _meet_service(s, wishes):  # type: ignore[no-untyped-def]
    """Match of wishes and offer, and the quality that follows."""
    for lane in range(LANES):
        s[person.match + lane] = 0.0
    for k in range(N_SERVICES):
        wish = wishes[k]
        for lane in range(LANES):
            s[person.match + lane] += resident.demand_met(wish, s[VARIETY + k * LANES + lane])
    for lane in range(LANES):
        s[person.quality + lane] = resident.quality(
            s[person.match + lane], s[number.service_part + lane], s[param.quality_match + lane]
        )


@compiled
def _expect(s, luck):  # type: ignore[no-untyped-def]
    """Experience, and the expectation that it and publicity lead to."""
    for lane in range(LANES):
        use = resident.use_of_service(s[person.asked_service + lane], s[param.unasked_use + lane])
        met = resident.experience(s[person.quality + lane], luck, s[param.experience_spread + lane])
        s[person.met + lane] = met
        s[person.expectation + lane] = resident.expectation_after(
            s[person.expectation + lane], met, s[person.seen + lane], use,
            s[param.expectation_learning + lane], s[param.hype + lane],
        )  # fmt: skip


@compiled
def _judge_service(s, leniency):  # type: ignore[no-untyped-def]
    """Disconfirmation and satisfaction."""
    for lane in range(LANES):
        met = s[person.met + lane]
        target = resident.satisfaction_target(
            met, resident.disconfirmation(met, s[person.expectation + lane]), leniency,
            s[param.satisfaction_base + lane], s[param.satisfaction_leniency + lane],
            s[param.satisfaction_quality + lane], s[param.satisfaction_surprise + lane],
            s[param.satisfaction_disappointment + lane],
        )  # fmt: skip
        s[person.satisfaction + lane] = resident.satisfaction_after(
            s[person.satisfaction + lane], target, s[person.asked_service + lane],
            s[param.satisfaction_speed_asked + lane], s[param.satisfaction_speed + lane],
        )  # fmt: skip


@compiled
def _forget_unfairness(s):  # type: ignore[no-untyped-def]
    """Perceived fairness fades to neutral."""
    for lane in range(LANES):
        s[person.fairness + lane] = resident.fairness_after(
            s[person.fairness + lane], s[param.fairness_recovery + lane], s[param.fairness_neutral + lane]
        )


@compiled
def _trust(s, education):  # type: ignore[no-untyped-def]
    """Trust follows satisfaction, fairness, neighbours and having a say."""
    for lane in range(LANES):
        gap = resident.autonomy_gap(
            education, s[number.autonomy + lane], s[number.wish + lane], s[param.autonomy_education_base + lane]
        )
        target = resident.trust_target(
            s[person.satisfaction + lane], s[person.fairness + lane], s[person.near_trust + lane], gap,
            s[param.trust_satisfaction + lane], s[param.trust_fairness + lane],
            s[param.trust_neighbours + lane], s[param.trust_autonomy + lane],
        )  # fmt: skip
        s[person.autonomy_gap + lane] = gap
        s[person.trust + lane] = resident.trust_after(
            s[person.trust + lane], target, s[param.trust_gain + lane], s[param.trust_loss + lane]
        )


@compiled
def _belong(s, base):  # type: ignore[no-untyped-def]
    """Belonging: what one did, knows and receives, the neighbours, the visits, the pull of the base."""
    for lane in range(LANES):
        belonging = s[person.belonging + lane]
        pull = resident.belonging_pull(
            belonging, s[person.took_part + lane], s[person.awareness + lane], s[person.satisfaction + lane],
            s[param.belonging_participation + lane], s[param.belonging_awareness + lane],
            s[param.belonging_satisfaction + lane], s[param.satisfaction_neutral + lane],
        )  # fmt: skip
        s[person.belonging + lane] = resident.belonging_after(
            belonging, pull, s[person.near_belonging + lane], base, s[number.visit_bond + lane],
            s[param.belonging_neighbours + lane], s[param.belonging_return + lane],
        )  # fmt: skip


@compiled
def _take_part(s, traits, draw, month):  # type: ignore[no-untyped-def]
    """Decide who takes part; returns whether anybody does in any lane."""
    free_time, education, taste = traits[FREE_TIME], traits[EDUCATION], traits[TASTE]
    anybody = 0
    for lane in range(LANES):
        own = resident.own_motive(
            free_time, education, taste, s[param.participation_free_time + lane],
            s[param.free_time_reference + lane], s[param.participation_education + lane],
            s[param.education_reference + lane], s[param.taste_spread + lane],
        )  # fmt: skip
        attached = resident.attachment_motive(
            s[person.belonging + lane], s[person.trust + lane], s[param.participation_belonging + lane],
            s[param.belonging_reference + lane], s[param.participation_trust + lane],
            s[param.trust_reference + lane],
        )  # fmt: skip
        social = resident.social_motive(
            s[person.asked + lane], s[person.habit + lane], s[person.near_took_part + lane],
            s[param.participation_asked + lane], s[param.participation_habit + lane],
            s[param.peer_influence + lane],
        )  # fmt: skip
        s[person.motive + lane] = s[number.shared_motive + lane] + own + attached + social
    for lane in range(LANES):
        heard = resident.gate(s[person.awareness + lane], s[person.asked + lane], s[param.asked_gate + lane])
        chance = resident.participation_probability(heard, s[person.motive + lane])
        took_part = resident.takes_part(draw, chance, s[person.active + lane])
        s[person.took_part + lane] = took_part
        s[person.last_participation + lane] = resident.last_participation_after(
            s[person.last_participation + lane], took_part, month
        )
        s[person.habit + lane] = resident.habit_after(s[person.habit + lane], took_part, s[param.habit_speed + lane])
        s[person.talk + lane] = resident.talk(s[person.awareness + lane], took_part, s[param.quiet_talk + lane])
        anybody |= took_part > 0.5
    return anybody


@compiled
def _volunteer(s, free_time, draw, hours_draw):  # type: ignore[no-untyped-def]
    """Some of those who took part help out for some hours."""
    for lane in range(LANES):
        if s[person.took_part + lane] > 0.5:
            chance = resident.volunteer_probability(
                s[person.belonging + lane], s[person.active + lane], s[number.autonomy + lane],
                s[param.volunteer_base + lane], s[param.volunteer_belonging + lane],
                s[param.belonging_reference + lane], s[param.volunteer_active + lane],
                s[param.volunteer_autonomy + lane], s[param.autonomy_reference + lane],
            )  # fmt: skip
            given = resident.volunteer_hours(
                hours_draw, free_time, s[param.volunteer_least_hours + lane],
                s[param.volunteer_free_time_hours + lane],
            )  # fmt: skip
            s[number.volunteer_hours_given + lane] += resident.happens(draw, chance) * given


@compiled
def _check_bounds(s):  # type: ignore[no-untyped-def]
    """Remember of each lane whether a value has left [0..1] or is no number."""
    for lane in range(LANES):
        sound = s[person.sound + lane]
        sound = sound if 0.0 <= s[person.awareness + lane] <= 1.0 else 0.0
        sound = sound if 0.0 <= s[person.satisfaction + lane] <= 1.0 else 0.0
        sound = sound if 0.0 <= s[person.expectation + lane] <= 1.0 else 0.0
        sound = sound if 0.0 <= s[person.fairness + lane] <= 1.0 else 0.0
        sound = sound if 0.0 <= s[person.habit + lane] <= 1.0 else 0.0
        sound = sound if 0.0 <= s[person.autonomy_gap + lane] <= 1.0 else 0.0
        sound = sound if 0.0 <= s[person.quality + lane] <= 1.0 else 0.0
        sound = sound if 0.0 <= s[person.trust + lane] <= 1.0 else 0.0
        s[person.sound + lane] = sound if 0.0 <= s[person.belonging + lane] <= 1.0 else 0.0


@compiled
def _store(s, row, shared):  # type: ignore[no-untyped-def]
    """Copy the scratch block back, and add up trust before anybody moves."""
    for place in range(OWN):
        row[place] = s[place]
    for place in range(NEAR):
        shared[place] = s[SHARED + place]
    for lane in range(LANES):
        s[number.trust_before_moves + lane] += s[person.trust + lane]
