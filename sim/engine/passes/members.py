"""Party members are mobilised, turn active, and ask their neighbours; workers ask at the door and by message."""

from sim import services
from sim.agents import party_member, resident
from sim.agents.party_member import FLOATING, IN_SERVICE, RETIRED
from sim.community import TIE_SPACE
from sim.compute import elementary, rng
from sim.compute.apart import apart
from sim.compute.compiled import compile_rules
from sim.compute.layout import SLOTS, lever, number, param, person, quantity
from sim.compute.rng import stream
from sim.compute.segments import each_lane, each_member, each_resident_in_place, member
from sim.engine.passes.holding import hold

compile_rules(elementary, rng, services, party_member, resident)

ASKED, ACTIVE, FLAG = 0, SLOTS, 2 * SLOTS


@apart
def mobilise(
    seed, draw_month, members, kind, mobilisation, flags, first_tie, ties, s, source, holding, lanes
):  # fmt: skip
    """Move every member's mobilisation, draw who is active, and let active members ask.

    ``mobilisation`` (members · 16); ``flags`` (tiles · 2 · 16) gets who was asked and who is active.
    """
    width = len(lanes)
    people = SLOTS // width
    active_row = rng.row(seed, stream.party_member_activity, draw_month)
    ask_row = rng.row(seed, stream.party_member_ask, draw_month)
    ready_row = rng.row(seed, stream.party_member_readiness, 0)
    flags[:] = 0.0
    for lane in range(width):
        count_from_nothing(lane, s)
    for m in range(len(members)):
        i = members[m]
        row = mobilisation[m * SLOTS : (m + 1) * SLOTS]
        own = flags[i // people * FLAG + i % people * width :]
        be_mobilised(row, own, s, lanes, kind[i])
        if holding:
            hold(row, 0, source, quantity.mobilisation)
        turn_active(row, own, s, lanes, kind[i], rng.uniform(active_row, i), rng.uniform(ready_row, i))
        anybody = False
        for lane in range(width):
            anybody |= own[ACTIVE + lane] > 0.5
        if anybody:
            for position in range(first_tie[i], first_tie[i + 1]):
                j = ties[position]
                draw = rng.uniform(ask_row, i * TIE_SPACE + position - first_tie[i])
                neighbour = flags[j // people * FLAG + j % people * width :]
                for lane in range(width):
                    asked = own[ACTIVE + lane] * resident.happens(draw, s[param.ask_probability + lane])
                    neighbour[ASKED + lane] = max(neighbour[ASKED + lane], asked)
    reached = 0.0
    for lane in range(width):
        reached = max(reached, s[lever.publicity_visits + lane] + s[lever.personal_messages + lane])
    if reached > 0.0:
        visit_row = rng.row(seed, stream.resident_visited, draw_month)
        message_row = rng.row(seed, stream.resident_messaged, draw_month)
        for i in range(int(s[param.n_residents])):
            own = flags[i // people * FLAG + i % people * width :]
            be_contacted(own, own, own, s, lanes, rng.uniform(visit_row, i), rng.uniform(message_row, i))
    if holding:
        for tile in range(len(flags) // FLAG):
            hold(flags, tile * FLAG + ASKED, source, quantity.asked)


@each_lane
def count_from_nothing():
    """Nobody is active yet."""
    number.active_retired = 0.0
    number.active_in_service = 0.0
    number.active_floating = 0.0


@each_member
def be_mobilised(kind):
    """Organisation of a member's kind, and how far it and events mobilise him."""
    if kind == RETIRED:
        base, gain = param.organisation_retired, param.organisation_retired_gain
        coverage = lever.retired_member_groups
    elif kind == IN_SERVICE:
        base, gain = param.organisation_in_service, param.organisation_in_service_gain
        coverage = lever.in_service_registration
    else:
        base, gain = param.organisation_floating, param.organisation_floating_gain
        coverage = lever.floating_member_service
    target = party_member.mobilisation_target(party_member.organisation(base, gain, coverage))
    member.mobilisation = party_member.mobilisation_after(target=target)


@each_member
def turn_active(kind, draw, readiness):
    """Whether a member is active this month."""
    person.active = resident.happens(draw, party_member.activity_probability(readiness))
    number.active_retired += person.active if kind == RETIRED else 0.0
    number.active_in_service += person.active if kind == IN_SERVICE else 0.0
    number.active_floating += person.active if kind == FLOATING else 0.0


@each_resident_in_place
def be_contacted(visit_draw, message_draw):
    """Whether a worker calls at a resident's door or writes to him, and so asks him along."""
    visits = services.contact_chance(param.visit_household_size * lever.publicity_visits)
    visited = resident.happens(visit_draw, visits)
    messaged = resident.happens(message_draw, services.contact_chance(lever.personal_messages))
    person.asked = resident.asked_along(visited=visited, messaged=messaged)
