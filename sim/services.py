"""The queue of requests, the supply of eight services, and what is seen of the work."""

from sim.compute.elementary import clip, exp, power
from sim.quantity import Index, Nonnegative, Probability


def orders_output(
    orders_worked: float,
    output: float,
    complaint_weight: float,
    admin_priority_limit: float,
    complaint_shift: float,
) -> Nonnegative:
    """Orders come first, up to a limit of the output, which is lower where complaints count."""
    return min(orders_worked, admin_priority_limit * (1.0 - complaint_shift * complaint_weight) * output)


def volunteer_output(
    hours: float, service_output: float, volunteer_yield: float, supervision: float, supervision_share: float
) -> Nonnegative:
    """Output of volunteers, as far as workers have time to guide them."""
    return volunteer_yield * min(hours, service_output * supervision_share / supervision)


def requests_served(waiting: float, output: float, hours_per_request: float) -> Nonnegative:
    """Requests served out of those waiting and asked."""
    return min(waiting, output / hours_per_request)


def backlog_after(waiting: float, served: float, request_abandonment: float) -> Nonnegative:
    """What is not served waits on or is given up."""
    return (1.0 - request_abandonment) * (waiting - served)


def waiting_time(backlog: float, served: float) -> Nonnegative:
    """Months a request waits at the present pace."""
    return backlog / max(served, 1.0)


def timeliness(wait: float, wait_sensitivity: float) -> Index:
    """1 without a wait, falling with it."""
    return 1.0 / (1.0 + wait_sensitivity * wait)


def service_part(timeliness: float, care: float, quality_timeliness: float, quality_care: float) -> Index:
    """The part of quality that is the same for all: timeliness and care."""
    return power(timeliness, quality_timeliness) * power(care, quality_care)


def voice_weight_of_participants(voice_bias: float, voice_weight: float) -> Nonnegative:
    """How much more than once a recent participant is heard."""
    return voice_weight * voice_bias


def voice(everybody: float, participants: float, weight: float, n_residents: float, n_participants: float) -> Index:
    """Residents' voice for one service: mean wish, participants heard louder.

    ``everybody`` and ``participants`` are sums of wishes over all residents and over recent participants.
    """
    return (everybody + weight * participants) / (n_residents + weight * n_participants)


def favours(provider_incentive: float, favours_paid: float) -> Index:
    """What of the favours to providers is paid: the promised ones, as far as the promise is kept."""
    return provider_incentive * favours_paid


def promised_unpaid(provider_incentive: float, favours_paid: float) -> Index:
    """Favours that are promised and not paid."""
    return provider_incentive * (1.0 - favours_paid)


def providers_after(
    providers: float,
    favours: float,
    trust: float,
    awareness: float,
    provider_response: float,
    provider_speed: float,
    provider_trust_base: float,
    provider_awareness_base: float,
) -> Nonnegative:
    """Providers [ky a month] come slowly to where they are helped, trusted and known; a promise alone draws nobody."""
    wanted = provider_response * favours * (provider_trust_base + trust) * (provider_awareness_base + awareness)
    return providers + provider_speed * (wanted - providers)


def with_rooms(infrastructure: float, units_giving: float, room_gain: float) -> Index:
    """Infrastructure, and the rooms that units lend this month."""
    return clip(infrastructure + room_gain * units_giving * (1.0 - infrastructure))


def supply_by_committee(
    infrastructure: float,
    service_money: float,
    resident_budget_share: float,
    government_supply: float,
    supply_infrastructure_base: float,
    kiloyuan: float,
) -> Nonnegative:
    """Units of service that follow the committee's mix; ``service_money`` in yuan."""
    kept = (1.0 - resident_budget_share) * service_money / kiloyuan
    return government_supply * (supply_infrastructure_base + infrastructure) + kept


def supply_by_others(
    bought: float,
    volunteer_hours: float,
    providers: float,
    purchase_effect: float,
    volunteer_hours_per_unit: float,
    kiloyuan: float,
) -> Nonnegative:
    """Units of service that are not government's: ``bought`` (yuan a month), volunteers', providers'."""
    return purchase_effect * bought / kiloyuan + volunteer_hours / volunteer_hours_per_unit + providers


def supply(by_committee: float, mix: float, by_voice: float, voice: float) -> Nonnegative:
    """Units of one service: what follows the mix and what follows the voice."""
    return by_committee * mix + by_voice * voice


def variety_target(supply: float, supply_scale: float) -> Index:
    """How varied a service is at a given supply, with falling returns."""
    return 1.0 - exp(-supply / supply_scale)


def overlap(agenda: float, other: float) -> Index:
    """What two agendas share on one service; relevance and overlap are sums of it."""
    return min(agenda, other)


def attraction(
    events: float,
    relevance: float,
    match: float,
    event_saturation: float,
    attraction_relevance: float,
    attraction_match_base: float,
) -> Index:
    """Events draw when there are some, when they are about what people want, and when service fits."""
    enough = 1.0 - exp(-events / event_saturation)
    fitting = attraction_match_base + (1.0 - attraction_match_base) * match
    return enough * (attraction_relevance * relevance + (1.0 - attraction_relevance) * fitting)


def publicity_stock_after(stock: float, spent: float, publicity_memory: float, kiloyuan: float) -> Nonnegative:
    """Publicity [ky] lasts beyond its month; ``spent`` in yuan."""
    return publicity_memory * stock + (1.0 - publicity_memory) * spent / kiloyuan


def publicity_pull(stock: float, all_stocks: float, publicity_peak: float, publicity_half: float) -> Nonnegative:
    """Exposure [per month] by one channel at unit reach, with falling returns in all publicity."""
    return publicity_peak * stock / (all_stocks + publicity_half)


def visited_share(visits: float, n_residents: float, visit_effect: float, visit_household_size: float) -> Nonnegative:
    """Effect of visits on an average resident [per month]."""
    return visit_household_size * visit_effect * visits / n_residents


def contact_chance(contacts: float, n_residents: float) -> Probability:
    """How probably a resident is among so many who are met this month."""
    return min(1.0, contacts / n_residents)


def visible_work(output: float, visibility: float, visibility_hours: float) -> Nonnegative:
    """Awareness [per month] from work that residents can see."""
    return visibility * output / visibility_hours


def load(hours_needed: float, hours_there: float, load_limit: float) -> Nonnegative:
    """Hours needed against hours there."""
    return min(hours_needed / hours_there, load_limit)


def overtime(load: float, overtime_limit: float) -> Nonnegative:
    """Overtime as a share of the contract hours."""
    return clip(load - 1.0, 0.0, overtime_limit)


def harmony(coordination: float, discord_loss: float) -> Index:
    """The part of the output that discord between the committees leaves."""
    return 1.0 - discord_loss * (1.0 - coordination)


def discord_hours_lost(output: float, harmony: float) -> Nonnegative:
    """Output hours that would be there without discord."""
    return output * (1.0 - harmony) / max(harmony, 1e-9)


def meeting_hours(
    joint_meetings: float, deliberation_meetings: float, joint_meeting_hours: float, deliberation_hours: float
) -> Nonnegative:
    """A worker's hours in meetings."""
    return joint_meeting_hours * joint_meetings + deliberation_hours * deliberation_meetings


def hours_of_activities(
    events: float,
    service_purchase: float,
    donation_outreach: float,
    favours: float,
    hours_per_activity: float,
    hours_per_purchase: float,
    hours_outreach: float,
    hours_providers: float,
    kiloyuan: float,
) -> Nonnegative:
    """Hours of all workers to organise events, buy services, win donors and see to the favours for providers."""
    bought = hours_per_purchase * service_purchase / kiloyuan
    return hours_per_activity * events + bought + hours_outreach * donation_outreach + hours_providers * favours


def hours_of_contact(
    publicity_boards: float,
    publicity_digital: float,
    publicity_visits: float,
    personal_messages: float,
    hours_publicity: float,
    visit_hours: float,
    hours_per_message: float,
    kiloyuan: float,
) -> Nonnegative:
    """Hours of all workers to make publicity, call on households and write to residents."""
    made = hours_publicity * (publicity_boards + publicity_digital) / kiloyuan
    return made + visit_hours * publicity_visits + hours_per_message * personal_messages


def hours_of_organisation(
    retired_member_groups: float,
    in_service_registration: float,
    floating_member_service: float,
    resident_budget_share: float,
    community_fund: float,
    open_accounts: float,
    election_openness: float,
    online_channel: float,
    election: float,
    fund_full: float,
    hours_per_group: float,
    budget_share_hours: float,
    hours_online: float,
    hours_accounts: float,
    hours_open_election: float,
) -> Nonnegative:
    """Hours of all workers for members' groups, the residents' money, online office, open accounts, open election."""
    groups = hours_per_group * (retired_member_groups + in_service_registration + floating_member_service)
    decided = max(resident_budget_share, min(1.0, community_fund / fund_full))
    asked = groups + budget_share_hours * decided + hours_online * online_channel + hours_accounts * open_accounts
    return asked + hours_open_election * election_openness * election


def contract_hours(whole: float, elsewhere: float, least_contract_share: float) -> Nonnegative:
    """A worker's hours for orders and requests; a part is always left for them."""
    return max(whole - elsewhere, least_contract_share * whole)


def spared_share(whole: float, contract: float, elsewhere: float) -> Index:
    """The part of the hours wanted elsewhere that is really there for them."""
    return (whole - contract) / elsewhere if elsewhere > whole - contract else 1.0


def hours_needed(orders_worked: float, waiting: float, hours_per_request: float) -> Nonnegative:
    """Hours that orders and requests ask for."""
    return orders_worked + hours_per_request * waiting


def hours_worked(workers: float, contract: float, overtime: float) -> Nonnegative:
    """Hours worked on orders and requests, overtime included."""
    return workers * contract * (1.0 + overtime)


def order_share(orders: float, output: float) -> Index:
    """The share of the output that goes to orders; 0 without any output."""
    return orders / output if output > 0.0 else 0.0


def hours_to_orders(worked: float, order_share: float) -> Nonnegative:
    """Hours worked on orders."""
    return worked * order_share


def supply_by_voice(
    service_money: float, resident_budget_share: float, by_others: float, kiloyuan: float
) -> Nonnegative:
    """Units of service that follow residents' voice; ``service_money`` in yuan."""
    return resident_budget_share * service_money / kiloyuan + by_others


def non_government_share(by_committee: float, by_voice: float, by_others: float) -> Index:
    """The share of service that purchased providers, volunteers and attracted providers deliver."""
    return by_others / (by_committee + by_voice)


def paid_by_others(
    by_committee: float,
    by_voice: float,
    volunteer_hours: float,
    providers: float,
    favours: float,
    money: float,
    volunteer_hours_per_unit: float,
    purchase_effect: float,
    incentive_cost: float,
    kiloyuan: float,
) -> Index:
    """The share of service that government does not pay for.

    It is what volunteers do, what providers do beyond what their favours would buy, and what ``money`` of others pays.
    """
    of_providers = max(0.0, providers - purchase_effect * incentive_cost * favours / kiloyuan)
    return (volunteer_hours / volunteer_hours_per_unit + of_providers + money / kiloyuan) / (by_committee + by_voice)


def resident_decided_money(service_money: float, resident_budget_share: float, autonomy: float) -> Nonnegative:
    """Service money that residents decide about, directly or through the mix."""
    return service_money * (resident_budget_share + (1.0 - resident_budget_share) * autonomy)


def heard(decided: float, on_the_table: float, autonomy: float) -> Index:
    """The share of the money on the table that residents decide about; without any, how far they decide at all."""
    return decided / on_the_table if on_the_table > 0.0 else autonomy


def visit_bond(visited: float, visit_warmth: float) -> Nonnegative:
    """Belonging [per month] from visits."""
    return visit_warmth * visited
