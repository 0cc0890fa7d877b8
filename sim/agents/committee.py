"""The two committees: how they pull together, how much residents have a say, and whose agenda counts."""

from sim.elementary import clip
from sim.quantity import Index


def surplus(value: float, reference: float) -> float:
    """How far a value lies above its reference."""
    return value - reference


def coordination_target(
    joint_meetings: float,
    cross_appointment: float,
    leader_surplus: float,
    order_surplus: float,
    coordination_base: float,
    coordination_meeting: float,
    coordination_cross: float,
    coordination_leader: float,
    coordination_orders: float,
) -> Index:
    """Meetings, merged posts and a good chair bring the committees together; orders pull them apart."""
    return clip(
        coordination_base
        + coordination_meeting * joint_meetings
        + coordination_cross * cross_appointment
        + coordination_leader * leader_surplus
        - coordination_orders * order_surplus
    )


def budget_voice(resident_budget_share: float, deliberation_meetings: float, autonomy_budget_alone: float) -> Index:
    """What a residents' budget is worth as a say: money without deliberation gives little."""
    heard = autonomy_budget_alone + (1.0 - autonomy_budget_alone) * min(1.0, deliberation_meetings)
    return resident_budget_share * heard


def autonomy_target(
    deliberation_meetings: float,
    budget_voice: float,
    cross_appointment: float,
    leader_surplus: float,
    order_surplus: float,
    autonomy_base: float,
    autonomy_meeting: float,
    autonomy_budget: float,
    autonomy_cross: float,
    autonomy_leader: float,
    autonomy_orders: float,
) -> Index:
    """Deliberation and a budget give residents a say; merged posts and orders take it."""
    return clip(
        autonomy_base
        + autonomy_meeting * deliberation_meetings
        + autonomy_budget * budget_voice
        - autonomy_cross * cross_appointment
        + autonomy_leader * leader_surplus
        - autonomy_orders * order_surplus
    )


def moved_towards(value: float, target: float, speed: float) -> Index:
    """A slow state moves to its target."""
    return value + speed * (target - value)


def service_mix(autonomy: float, template: float, voice: float) -> Index:
    """The residents' committee's agenda for one service: the template, and the voice as far as autonomy goes."""
    return (1.0 - autonomy) * template + autonomy * voice


def party_agenda(coordination: float, template: float, mix: float) -> Index:
    """The party committee's agenda for one service: the template, and the other's as far as they coordinate."""
    return (1.0 - coordination) * template + coordination * mix


def autonomy_wish(
    month: float, autonomy_demand: float, autonomy_demand_growth: float, autonomy_demand_limit: float
) -> Index:
    """The wish for a say, which grows over the policy months."""
    return min(autonomy_demand_limit, autonomy_demand + autonomy_demand_growth * max(month, 0.0))
