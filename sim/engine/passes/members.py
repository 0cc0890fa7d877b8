"""Party members are mobilised, turn active, and ask their neighbours to come along."""

from sim.agents import party_member, resident
from sim.agents.party_member import FLOATING, IN_SERVICE, RETIRED
from sim.community import TIE_SPACE
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, lever, number, param, quantity
from sim.compute.rng import stream
from sim.engine.passes.holding import hold

compile_rules(elementary, rng, party_member, resident)

ASKED, ACTIVE, FLAGS = 0, LANES, 2 * LANES


@compiled
def mobilise(seed, draw_month, members, kind, mobilisation, flags, first_tie, ties, s, source, holding):  # type: ignore[no-untyped-def]  # fmt: skip
    """Move every member's mobilisation, draw who is active, and let active members ask.

    ``mobilisation`` (members · LANES); ``flags`` (n · 2 · LANES) gets who was asked and who is active.
    """
    active_row = rng.row(seed, stream.party_member_activity, draw_month)
    ask_row = rng.row(seed, stream.party_member_ask, draw_month)
    flags[:] = 0.0
    for lane in range(LANES):
        s[number.active_retired + lane] = 0.0
        s[number.active_in_service + lane] = 0.0
        s[number.active_floating + lane] = 0.0
    for m in range(len(members)):
        i = members[m]
        row = mobilisation[m * LANES : (m + 1) * LANES]
        own = flags[i * FLAGS : (i + 1) * FLAGS]
        draw = rng.uniform(active_row, i)
        _be_mobilised(row, kind[i], s)
        if holding:
            hold(row, 0, source, quantity.mobilisation)
        _turn_active(row, own, kind[i], draw, s)
        for position in range(first_tie[i], first_tie[i + 1]):
            j = ties[position]
            luck = rng.uniform(ask_row, i * TIE_SPACE + position - first_tie[i])
            neighbour = flags[j * FLAGS : (j + 1) * FLAGS]
            for lane in range(LANES):
                asked = own[ACTIVE + lane] * resident.happens(luck, s[param.ask_probability + lane])
                neighbour[ASKED + lane] = max(neighbour[ASKED + lane], asked)
    if holding:
        for i in range(len(flags) // FLAGS):
            hold(flags, i * FLAGS + ASKED, source, quantity.asked)


@compiled
def _be_mobilised(row, kind, s):  # type: ignore[no-untyped-def]
    """One member: organisation of his kind, and how far it and events mobilise him."""
    for lane in range(LANES):
        if kind == RETIRED:
            base, gain = s[param.organisation_retired + lane], s[param.organisation_retired_gain + lane]
            coverage = s[lever.retired_member_groups + lane]
        elif kind == IN_SERVICE:
            base, gain = s[param.organisation_in_service + lane], s[param.organisation_in_service_gain + lane]
            coverage = s[lever.in_service_registration + lane]
        else:
            base, gain = s[param.organisation_floating + lane], s[param.organisation_floating_gain + lane]
            coverage = s[lever.floating_member_service + lane]
        target = party_member.mobilisation_target(
            party_member.organisation(base, gain, coverage), s[number.attraction + lane],
            s[number.coordination + lane], s[param.mobilisation_attraction_base + lane],
            s[param.mobilisation_coordination_base + lane],
        )  # fmt: skip
        row[lane] = party_member.mobilisation_after(row[lane], target, s[param.mobilisation_speed + lane])


@compiled
def _turn_active(row, own, kind, draw, s):  # type: ignore[no-untyped-def]
    """One member: whether he is active this month."""
    for lane in range(LANES):
        active = resident.happens(draw, row[lane])
        own[ACTIVE + lane] = active
        s[number.active_retired + lane] += active if kind == RETIRED else 0.0
        s[number.active_in_service + lane] += active if kind == IN_SERVICE else 0.0
        s[number.active_floating + lane] += active if kind == FLOATING else 0.0
