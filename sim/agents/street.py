"""The street office: it fills the time that it sees free, counts what is done, and inspects where it is not sure.

It works through a stock of items, things that the community has to do for it, 1 at the start. It sees the community's
load late, remembers for years what it was used to, and hands down new items where less is carried than that.
"""

import math
from typing import Any

from sim.agents.handle import Handle, community_number
from sim.compute.elementary import clip
from sim.quantity import Index, Nonnegative, Probability


def relief(admin_reduction: float, items_cut: float, item_weight: float) -> float:
    """The share of ordered hours taken off; striking items off frees less than their share, for the small go first."""
    return 1.0 - (1.0 - admin_reduction) * (1.0 - item_weight * items_cut)


def load_noticed(noticed: float, load: float, speed: float) -> Nonnegative:
    """An impression of a load moves a part of the way to it."""
    return noticed + speed * (load - noticed)


def slack(used_load: float, seen_load: float, street_tolerance: float) -> Nonnegative:
    """Time that looks free: how far the load seen lies below what one was used to, beyond what goes unnoticed."""
    return max(0.0, used_load - seen_load - street_tolerance)


def items_after(
    item_stock: float,
    slack: float,
    autonomy: float,
    admission_rule: float,
    item_entry: float,
    item_lapse: float,
    rule_protection: float,
) -> Nonnegative:
    """New items fill free time, fewer where residents decide or a rule stands at the door; the stock lapses to 1."""
    let_in = item_entry * (1.0 - rule_protection * admission_rule) * (1.0 - autonomy)
    return max(0.0, item_stock + let_in * slack - item_lapse * (item_stock - 1.0))


def inspections(street_pressure: float, inspection_hours: float) -> Nonnegative:
    """Hours that inspections ask of the community."""
    return inspection_hours * street_pressure


def reports_on_complaints(complaints: float, complaint_weight: float, hours_report: float) -> Nonnegative:
    """Hours to report on each complaint, where complaints count for the street's score."""
    return hours_report * complaint_weight * complaints


def paper(load: float, paper_share: float) -> Index:
    """The share of orders done on paper only: under overload forms are filled in and little else."""
    return paper_share * clip(load - 1.0)


def orders_worked(orders: float, paper_compliance: float, paper_cost: float) -> Nonnegative:
    """Hours that orders take: what is done on paper takes a part of its hours."""
    return orders * (1.0 - paper_compliance * (1.0 - paper_cost))


def undone(done: float, wanted: float) -> Index:
    """The share of the orders' hours that is not worked; 0 without any orders."""
    return 1.0 - done / wanted if wanted > 0.0 else 0.0


def pressure_after(
    street_pressure: float,
    orders_undone: float,
    paper_compliance: float,
    answered_share: float,
    complaint_weight: float,
    pressure_speed: float,
) -> Index:
    """Pressure follows what is undone, done on paper or, where complaints count, unanswered."""
    target = clip(orders_undone + paper_compliance + complaint_weight * (1.0 - answered_share))
    return street_pressure + pressure_speed * (target - street_pressure)


def complaint_invited(probability: float, complaint_weight: float, invitation: float) -> Probability:
    """A hotline whose calls count is used more."""
    return min(1.0, probability * (1.0 + invitation * complaint_weight))


def answer_pushed(timeliness: float, complaint_weight: float, answer_push: float) -> Probability:
    """What counts is answered: of complaints that would wait, a part is answered all the same."""
    return timeliness + answer_push * complaint_weight * (1.0 - timeliness)


class StreetOffice(Handle):
    """Hands down orders, inspects, and is itself judged by what is done."""

    item_stock = community_number(
        "item_stock", "Items that the community works through; 1 at the start.", 0.0, math.inf
    )
    seen_load = community_number("seen_load", "The community's load as the street sees it.", 0.0, math.inf)
    used_load = community_number("used_load", "The load that the street is used to.", 0.0, math.inf)
    pressure = community_number("street_pressure", "Pressure that the street feels and passes on [0..1].")

    def __init__(self, model: Any) -> None:
        """Take a seat in the model; there is one street office, and it has no row."""
        super().__init__(model, 0)
