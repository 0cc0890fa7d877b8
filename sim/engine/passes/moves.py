"""Moves: a newcomer keeps the dwelling, its fixed traits and ties, and knows nobody."""

from sim.agents import newcomer, resident
from sim.community import NOT_A_MEMBER
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, N_OWN, N_SHARED, param
from sim.compute.rng import stream
from sim.compute.segments import OF_MOVED_MEMBER, OF_MOVER, made_of
from sim.states import MEMBER, RESIDENT

compile_rules(elementary, rng, newcomer, resident)

OWN, NEAR = N_OWN * LANES, N_SHARED * LANES
_SIMPLE_FIRST = sorted(RESIDENT, key=lambda state: "(" in state.newcomer)  # rules read what others are set to


@compiled
def move_in(seed, draw_month, own, near, renter, kind, traits, members, mobilisation, s, moved):
    """Draw who moves out in each lane and let newcomers take over; ``moved`` (n,) tells of lane 0."""
    move_row = rng.row(seed, stream.resident_move, draw_month)
    belonging_row = rng.row(seed, stream.newcomer_belonging, draw_month)
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
            belonging_luck, trust_luck = rng.normal(belonging_row, i), rng.normal(trust_row, i)
            row, shared = own[i * OWN : (i + 1) * OWN], near[i * NEAR : (i + 1) * NEAR]
            for lane in range(LANES):
                if resident.happens(draw, s[rate + lane]) > 0.5:
                    begin_anew(lane, row, shared, s, traits[i], belonging_luck, trust_luck)
                    if member >= 0:
                        begin_unorganised(lane, mobilisation[member * LANES : (member + 1) * LANES], s)


begin_anew = made_of(
    "begin_anew", "How a newcomer stands.", OF_MOVER, globals(),
    [f"person.{state.name} = {state.newcomer}" for state in _SIMPLE_FIRST if state.newcomer],
    "belonging_luck", "trust_luck",
)  # fmt: skip
begin_unorganised = made_of(
    "begin_unorganised", "What a newcomer has as a party member.", OF_MOVED_MEMBER, globals(),
    [f"member.{state.name} = {state.newcomer}" for state in MEMBER if state.newcomer],
)  # fmt: skip
