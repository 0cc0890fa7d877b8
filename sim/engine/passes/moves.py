"""Moves: a newcomer keeps the dwelling, its fixed traits and ties, and knows nobody."""

from sim.agents import newcomer, resident
from sim.community import BELONGING_BASE, NOT_A_MEMBER
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, N_OWN, N_SHARED, param, person
from sim.compute.rng import stream

compile_rules(elementary, rng, newcomer, resident)

OWN, NEAR = N_OWN * LANES, N_SHARED * LANES
TALK, TRUST, BELONGING, TOOK_PART = (
    column - person.talk for column in (person.talk, person.trust, person.belonging, person.took_part)
)


@compiled
def move_in(seed, draw_month, own, near, renter, kind, traits, members, mobilisation, s, moved):  # type: ignore[no-untyped-def]  # fmt: skip
    """Draw who moves out in each lane and let newcomers take over; ``moved`` (n,) tells of lane 0."""
    move_row = rng.row(seed, stream.resident_move, draw_month)
    bond_row = rng.row(seed, stream.newcomer_belonging, draw_month)
    trust_row = rng.row(seed, stream.newcomer_trust, draw_month)
    m = 0
    for i in range(len(renter)):
        member = -1
        if kind[i] != NOT_A_MEMBER:
            member = m
            m += 1
        rate = param.move_rate_renter if renter[i] == 1 else param.move_rate_owner
        draw = rng.uniform(move_row, i)
        moved[i] = draw < s[rate]
        anybody = False
        for lane in range(LANES):
            anybody |= draw < s[rate + lane]
        if anybody:
            bond, trusting = rng.normal(bond_row, i), rng.normal(trust_row, i)
            row, shared = own[i * OWN : (i + 1) * OWN], near[i * NEAR : (i + 1) * NEAR]
            for lane in range(LANES):
                if resident.happens(draw, s[rate + lane]) > 0.5:
                    _settle(row, shared, lane, traits[i, BELONGING_BASE], bond, trusting, s)
                    if member >= 0:
                        mobilisation[member * LANES + lane] = 0.0


@compiled
def _settle(row, shared, lane, base, bond, trusting, s):  # type: ignore[no-untyped-def]
    """How a newcomer stands."""
    aware = s[param.newcomer_awareness + lane]
    row[person.awareness + lane] = aware
    row[person.satisfaction + lane] = s[param.newcomer_satisfaction + lane]
    row[person.expectation + lane] = s[param.newcomer_expectation + lane]
    row[person.fairness + lane] = s[param.newcomer_fairness + lane]
    row[person.habit + lane], row[person.voted + lane], row[person.asked_service + lane] = 0.0, 0.0, 0.0
    row[person.last_participation + lane] = resident.NEVER
    shared[BELONGING + lane] = newcomer.newcomer_belonging(
        base, bond, s[param.newcomer_belonging_gap + lane], s[param.newcomer_belonging_spread + lane]
    )
    shared[TRUST + lane] = newcomer.newcomer_trust(
        trusting, s[param.newcomer_trust + lane], s[param.newcomer_trust_spread + lane]
    )
    shared[TOOK_PART + lane] = 0.0
    shared[TALK + lane] = resident.talk(aware, 0.0, s[param.quiet_talk + lane])
