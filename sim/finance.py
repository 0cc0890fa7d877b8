"""Money: orders and what they cost, revenue by channel, the budget, and what levers cost.

All money in yuan a month at 2014 prices.
"""

from sim.compute.elementary import lognormal, power
from sim.levers import LEVERS
from sim.quantity import Index, Nonnegative, Probability

CAMPAIGN_MONTHS = (3, 10, 12)
DEFAULT_TASK_PAYMENT = LEVERS["task_payment_share"].default
DEFAULT_BOARDS = LEVERS["publicity_boards"].default
DEFAULT_FAVOURS = LEVERS["provider_incentive"].default * LEVERS["favours_paid"].default


def is_campaign_month(month: int) -> bool:
    """Inspections fall in March, October and December; month 1 is a January."""
    return (month - 1) % 12 + 1 in CAMPAIGN_MONTHS


def fiscal_shock_after(shock: float, draw: float, fiscal_persistence: float, fiscal_variation: float) -> float:
    """The shock to the grant lasts and is stirred by random draws; its spread stays ``fiscal_variation``."""
    stirred = power(1.0 - fiscal_persistence * fiscal_persistence, 0.5)
    return fiscal_persistence * shock + stirred * fiscal_variation * draw


def grown(month: float, rate: float) -> Nonnegative:
    """What grows by a rate a year, against month 0: 1 before it."""
    return power(1.0 + rate, max(month, 0.0) / 12.0)


def orders_of_items(
    campaign: float,
    growth: float,
    item_stock: float,
    relief: float,
    admin_hours_demanded: float,
    campaign_surge: float,
) -> Nonnegative:
    """Hours that the stock of items demands: they grow over the years and surge in campaign months, less the relief."""
    return admin_hours_demanded * growth * (1.0 + campaign_surge * campaign) * item_stock * (1.0 - relief)


def fiscal_revenue(shock: float, grant: float, fiscal_grant: float, fiscal_floor: float) -> Nonnegative:
    """Money from government, and a grant on top."""
    return fiscal_grant * max(fiscal_floor, 1.0 + shock) + grant


def task_revenue(task_payment_share: float, orders: float, task_cost_per_hour: float) -> Nonnegative:
    """Money that follows the tasks passed down."""
    return task_payment_share * task_cost_per_hour * orders


def fund_revenue(community_fund: float, n_residents: float) -> Nonnegative:
    """The community fund, so much a head and year, of which residents decide."""
    return community_fund * n_residents / 12.0


def fund_part(fund: float, share: float) -> Nonnegative:
    """What of the fund goes to one use."""
    return share * fund


def match_pull(donation_match_rate: float, match_appeal: float) -> Nonnegative:
    """Gifts are more frequent when they are matched, whatever the rate.

    Source: D. Karlan and J. List, American Economic Review 97 (2007).
    """
    return 1.0 + match_appeal if donation_match_rate > 0.0 else 1.0


def unit_giving_chance(
    trust: float,
    coordination: float,
    awareness: float,
    donation_outreach: float,
    match_pull: float,
    unit_giving_rate: float,
    unit_trust_base: float,
    unit_coordination_base: float,
    unit_awareness_base: float,
    unit_awareness_weight: float,
) -> Nonnegative:
    """How probably a unit of mean openness comes to give (held within [0..1] for each unit)."""
    return (
        unit_giving_rate
        * (unit_trust_base + trust)
        * (unit_coordination_base + coordination)
        * (unit_awareness_base + unit_awareness_weight * awareness)
        * (1.0 + donation_outreach)
        * match_pull
    )


def certain_probability(chance: float) -> Probability:
    """A chance held within [0..1]."""
    return min(max(chance, 0.0), 1.0)


def unit_gift_size(draw: float, unit_gift: float, unit_gift_spread: float) -> Nonnegative:
    """A unit's gift: lognormal with mean ``unit_gift``."""
    return unit_gift * lognormal(draw, unit_gift_spread)


def not_crowded_out(tasks: float, party: float, fiscal: float, crowding_out: float) -> Nonnegative:
    """The part of units' gifts that other public money does not crowd out.

    Source: J. Andreoni and A. Payne, J. Public Economics 95 (2011).
    """
    return max(0.0, 1.0 - crowding_out * (tasks + party) / max(fiscal, 1e-9))


def resident_gifts(
    participants: float,
    trust: float,
    match_pull: float,
    resident_giving_rate: float,
    resident_gift: float,
    resident_trust_base: float,
) -> Nonnegative:
    """Gifts of those who took part last month."""
    return resident_giving_rate * resident_gift * participants * (resident_trust_base + trust) * match_pull


def matched(donation_match_rate: float, units: float, residents: float) -> Nonnegative:
    """What is paid to match gifts."""
    return donation_match_rate * (units + residents)


def market_revenue(service_purchase: float, market_income: float, market_share: float) -> Nonnegative:
    """Rents and fees, some from purchased service."""
    return market_income + market_share * service_purchase


def share_squared(part: float, total: float) -> Index:
    """One channel's part in the concentration of revenue (Herfindahl index)."""
    return (part / max(total, 1e-9)) * (part / max(total, 1e-9))


def orders_bill(orders: float, task_cost_per_hour: float) -> Nonnegative:
    """Money that orders cost the community."""
    return task_cost_per_hour * orders


def from_others(money: float, units: float, residents: float, market: float, total: float) -> Nonnegative:
    """The part of free ``money`` that units, residents and rents have brought."""
    return money * (units + residents + market) / max(total, 1e-9)


def free_money(total: float, bound: float, orders_bill: float, operating_cost: float) -> Nonnegative:
    """What is left to decide about: unpaid orders eat the budget, but not the ``bound`` funds."""
    return max(0.0, total - bound - operating_cost - orders_bill)


def deficit(total: float, bound: float, orders_bill: float, operating_cost: float) -> Nonnegative:
    """What is missing for the running costs and the orders beside the bound funds."""
    return max(0.0, bound + operating_cost + orders_bill - total)


def event_money(free: float, event_budget_share: float) -> Nonnegative:
    """Free money spent on events."""
    return event_budget_share * free


def events(event_money: float, funds: float, event_cost: float) -> Nonnegative:
    """Events a month, out of free money and of what the funds of party and residents give for them."""
    return (event_money + funds) / event_cost


def service_money(free: float, service_budget_share: float) -> Nonnegative:
    """Free money spent on services."""
    return service_budget_share * free


def infrastructure_money(free: float, event_money: float, service_money: float) -> Nonnegative:
    """Free money spent on infrastructure: what events and services leave."""
    return max(0.0, free - event_money - service_money)


def infrastructure_after(
    infrastructure: float, money: float, infrastructure_decay: float, infrastructure_gain: float
) -> Index:
    """Infrastructure decays and is repaired, the less the better it is."""
    repaired = min(1.0, infrastructure_gain * money)
    return infrastructure * (1.0 - infrastructure_decay) + repaired * (1.0 - infrastructure)


def wage(erosion: float, wage_rise: float, relative_wage: float) -> Nonnegative:
    """The wage in shares of the local average."""
    return relative_wage * erosion * (1.0 + wage_rise)


def wage_erosion_after(erosion: float, wage_indexation: float, wage_erosion: float) -> Nonnegative:
    """Wages lose against others each year unless they are indexed; indexation gives nothing back."""
    return erosion * power(1.0 - wage_erosion * (1.0 - wage_indexation), 1.0 / 12.0)


def pay_ratio(pay: float, reference: float) -> Nonnegative:
    """Pay against the pay at which quits and hires are at their reference."""
    return pay / reference


def training_cost(training_hours: float, filled: float, training_hour_cost: float) -> Nonnegative:
    """Paid hours of training in every filled post."""
    return training_hour_cost * training_hours * filled


def raise_cost(
    wage_rise: float, erosion: float, erosion_unindexed: float, filled: float, worker_wage: float, wage_on_cost: float
) -> Nonnegative:
    """The rise, and the pay that indexation has kept from being lost, in every filled post, contributions included."""
    return (wage_rise + (erosion - erosion_unindexed)) * worker_wage * wage_on_cost * filled


def ladder_cost(
    career_ladder: float,
    grades: float,
    wage_rise: float,
    erosion: float,
    erosion_unindexed: float,
    grade_step: float,
    worker_wage: float,
    wage_on_cost: float,
) -> Nonnegative:
    """What the grades of all filled posts add to their pay as it is raised or indexed, contributions included."""
    raised = worker_wage * (1.0 + wage_rise + (erosion - erosion_unindexed))
    return raised * wage_on_cost * grade_step * grades * career_ladder


def extra_posts_cost(extra_filled: float, worker_wage: float, wage_on_cost: float) -> Nonnegative:
    """The whole wage of extra posts that are filled, contributions included."""
    return worker_wage * wage_on_cost * extra_filled


def task_payment_cost(task_payment_share: float, orders: float, task_cost_per_hour: float) -> Nonnegative:
    """Paying more of the orders than by default."""
    return max(0.0, task_payment_share - DEFAULT_TASK_PAYMENT) * task_cost_per_hour * orders


def boards_cost(publicity_boards: float) -> float:
    """What boards cost beyond the default; below it they are a saving."""
    return publicity_boards - DEFAULT_BOARDS


def member_groups_cost(
    retired_member_groups: float,
    in_service_registration: float,
    floating_member_service: float,
    member_group_cost: float,
) -> Nonnegative:
    """Organising party members, by the coverage of the three kinds."""
    return member_group_cost * (retired_member_groups + in_service_registration + floating_member_service)


def favours_cost(provider_incentive: float, favours_paid: float, incentive_cost: float) -> float:
    """What favours to providers cost beyond the default; below it they are a saving."""
    return incentive_cost * (provider_incentive * favours_paid - DEFAULT_FAVOURS)


def shadow_cost(relief: float, admin_hours_demanded: float, shadow_hour_cost: float) -> float:
    """What relieved orders cost those who must now do them."""
    return shadow_hour_cost * relief * admin_hours_demanded
