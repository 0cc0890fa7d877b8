"""The community's money, which no single role owns: revenue, budget, and what policies cost.

``p`` are the parameters, ``c`` the community's numbers of the month.
"""

from typing import Any

from experiments.benchmark.twin.draws import Draws
from sim import finance
from sim.agents import resident

CHANNELS = ("fiscal", "tasks", "party", "units", "residents", "match", "market")


def raise_revenue(p: Any, c: Any, levers: Any, draws: Draws) -> None:
    """Collect seven channels of money, and see how concentrated they are."""
    c.fiscal_shock = finance.fiscal_shock_after(
        c.fiscal_shock, draws.fiscal_shock, p.fiscal_persistence, p.fiscal_variation
    )
    c.revenue_fiscal = finance.fiscal_revenue(c.fiscal_shock, levers.grant, p.fiscal_grant, p.fiscal_floor)
    c.revenue_tasks = finance.task_revenue(levers.task_payment_share, c.orders, p.task_cost_per_hour)
    c.revenue_party = levers.party_activity_fund
    pull = finance.match_pull(levers.donation_match_rate, p.match_appeal)
    kept = finance.not_crowded_out(c.revenue_tasks, c.revenue_party, c.revenue_fiscal, p.crowding_out)
    c.revenue_units = _unit_gifts(p, c, levers, draws, pull) * kept
    c.revenue_residents = finance.resident_gifts(
        c.participants, c.mean_trust, pull, p.resident_giving_rate, p.resident_gift, p.resident_trust_base
    )
    c.revenue_match = finance.matched(levers.donation_match_rate, c.revenue_units, c.revenue_residents)
    c.revenue_market = finance.market_revenue(levers.service_purchase, p.market_income, p.market_share)
    channels = [getattr(c, f"revenue_{channel}") for channel in CHANNELS]
    c.revenue_total = sum(channels)
    c.revenue_concentration = sum(finance.share_squared(part, c.revenue_total) for part in channels)


def _unit_gifts(p: Any, c: Any, levers: Any, draws: Draws, pull: float) -> float:
    """Add up what the units in the area give this month."""
    chance = finance.certain_probability(
        finance.unit_giving_chance(
            c.mean_trust, c.coordination, c.mean_awareness, levers.donation_outreach, pull,
            p.unit_giving_rate,
            p.unit_trust_base, p.unit_coordination_base, p.unit_awareness_base, p.unit_awareness_weight,
        )
    )  # fmt: skip
    return sum(
        finance.unit_gift_size(luck, p.unit_gift, p.unit_gift_spread)
        for draw, luck in zip(draws.unit_gives, draws.unit_gift, strict=True)
        if resident.happens(draw, chance)
    )


def spend(p: Any, c: Any, levers: Any) -> None:
    """Pay what is bound, and divide what is free."""
    total, party = c.revenue_total, levers.party_activity_fund
    bill = finance.orders_bill(c.orders, p.task_cost_per_hour)
    free = finance.free_money(total, party, bill, p.operating_cost)
    c.spent_party, c.operating_cost, c.orders_bill, c.free_money = party, p.operating_cost, bill, free
    c.deficit = finance.deficit(total, party, bill, p.operating_cost)
    c.spent_events = finance.event_money(free, p.event_budget_share)
    c.events = finance.events(c.spent_events, party, p.event_cost)
    c.spent_service = finance.service_money(free, p.service_budget_share)
    c.spent_infrastructure = finance.infrastructure_money(free, c.spent_events, c.spent_service)
    c.infrastructure = finance.infrastructure_after(
        c.infrastructure, c.spent_infrastructure, p.infrastructure_decay, p.infrastructure_gain
    )


def lose_pay(p: Any, c: Any, levers: Any) -> None:
    """Let wages lose against others, less where they are indexed."""
    c.erosion = finance.wage_erosion_after(c.erosion, levers.wage_indexation, p.wage_erosion)
    c.erosion_unindexed = finance.wage_erosion_after(c.erosion_unindexed, 0.0, p.wage_erosion)


def pay_for_policy(p: Any, c: Any, levers: Any) -> None:
    """See what the levers cost those who adopt them."""
    kept = finance.pay_kept(c.erosion, c.erosion_unindexed)
    wages = finance.posts_wages(levers.wage_rise + kept, c.filled, p.worker_wage, p.wage_on_cost)
    wages += finance.posts_wages(1.0, c.extra_filled, p.worker_wage, p.wage_on_cost)
    coverage = finance.member_coverage(
        levers.retired_member_groups, levers.in_service_registration, levers.floating_member_service
    )
    activities = finance.activities_cost(
        levers.donation_outreach, coverage, levers.joint_meetings, levers.election_openness,
        levers.provider_incentive, levers.deliberation_meetings, p.outreach_cost, p.member_group_cost,
        p.joint_meeting_cost, p.openness_cost, p.incentive_cost, p.deliberation_cost,
    )  # fmt: skip
    c.cost = finance.policy_cost(
        finance.training_cost(levers.training_hours, c.filled, p.training_hour_cost),
        wages,
        finance.task_payment_cost(levers.task_payment_share, c.orders, p.task_cost_per_hour),
        levers.party_activity_fund,
        c.revenue_match,
        finance.publicity_cost(
            levers.publicity_boards, levers.publicity_digital, levers.publicity_visits, p.visit_cost
        ),
        activities,
        levers.service_purchase,
        levers.grant,
    )
    c.shadow_cost = finance.shadow_cost(c.orders_without_relief, c.orders, p.shadow_hour_cost)
