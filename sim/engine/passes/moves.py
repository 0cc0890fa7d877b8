"""Moves: a newcomer keeps the dwelling, its fixed traits and ties, and knows nobody."""

import numpy as np

from sim.agents import newcomer, resident
from sim.compute import elementary, rng
from sim.compute.apart import apart
from sim.compute.compiled import compile_rules
from sim.compute.layout import N_SHARED, SLOTS, param
from sim.compute.rng import stream
from sim.compute.segments import OF_MOVED_MEMBER, OF_MOVER, made_of
from sim.engine.passes.tile import OWN
from sim.states import MEMBER, RESIDENT

compile_rules(elementary, rng, newcomer, resident)

_SIMPLE_FIRST = sorted(RESIDENT, key=lambda state: "(" in state.newcomer)  # rules read what others are set to


@apart
def move_in(
    seed, draw_month, own, near, renter, traits, moving, members, mobilisation, s, moved, lanes
):  # fmt: skip
    """Draw who moves out in each lane and let newcomers take over; ``moved`` (n,) tells of lane 0."""
    width = len(lanes)
    people = SLOTS // width
    belonging_row = rng.row(seed, stream.newcomer_belonging, draw_month)
    trust_row = rng.row(seed, stream.newcomer_trust, draw_month)
    owner, tenant = param.move_rate_owner, param.move_rate_renter
    most_owners, most_tenants = 0.0, 0.0
    for lane in range(width):
        most_owners, most_tenants = max(most_owners, s[owner + lane]), max(most_tenants, s[tenant + lane])
    most = max(most_owners, most_tenants)
    for i in range(len(renter)):
        moved[i] = moving[i] < (s[tenant] if renter[i] == 1 else s[owner])
    for i in range(len(renter)):
        if moving[i] >= most:
            continue
        rate = tenant if renter[i] == 1 else owner
        if moving[i] < (most_tenants if renter[i] == 1 else most_owners):
            belonging_draw, trust_draw = rng.normal(belonging_row, i), rng.normal(trust_row, i)
            row, shared = own[i // people * OWN + i % people * width :], near[i * N_SHARED * width :]
            member = np.searchsorted(members, i)
            for lane in range(width):
                if resident.happens(moving[i], s[rate + lane]) > 0.5:
                    begin_anew(lane, row, shared, s, traits[i], lanes, belonging_draw, trust_draw)
                    if member < len(members) and members[member] == i:
                        begin_unorganised(lane, mobilisation[member * SLOTS : (member + 1) * SLOTS], s)


begin_anew = made_of(
    "begin_anew", "How a newcomer stands.", OF_MOVER, globals(),
    [f"person.{state.name} = {state.newcomer}" for state in _SIMPLE_FIRST if state.newcomer],
    "belonging_draw", "trust_draw",
)  # fmt: skip
begin_unorganised = made_of(
    "begin_unorganised", "What a newcomer has as a party member.", OF_MOVED_MEMBER, globals(),
    [f"member.{state.name} = {state.newcomer}" for state in MEMBER if state.newcomer],
)  # fmt: skip
