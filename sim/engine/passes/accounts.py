"""The community's month, lane by lane: orders, revenue and budget, hours, queue, services, what residents meet."""

from sim import elections, finance, services
from sim.agents import committee, resident, worker
from sim.compute import elementary, rng
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import LANES, MIX, N_SERVICES, TEMPLATE, VARIETY, VOICE, lever, number, param, quantity
from sim.compute.rng import stream
from sim.engine.passes.effort import work_posts
from sim.engine.passes.holding import hold, hold_services

compile_rules(elementary, rng, finance, services, elections, committee, resident, worker)


@compiled
def keep_accounts(seed, draw_month, month, used, posts, mean_demand, n, s, source, holding):  # type: ignore[no-untyped-def]  # fmt: skip
    """Carry the community numbers of the used lanes from last month's to this month's.

    ``mean_demand`` (8,) is the mean wish for each service; ``n`` the number of residents.
    """
    luck = rng.normal(rng.row(seed, stream.finance_shock, draw_month), 0)
    campaign = 1.0 if finance.is_campaign_month(month) else 0.0
    n_places = len(posts)
    for lane in range(used):
        _order(lane, campaign, s, posts, n_places)
    if holding:
        hold(s, number.requests, source, quantity.requests)
        hold(s, number.orders, source, quantity.orders)
    for lane in range(used):
        _raise_revenue(lane, seed, draw_month, luck, s)
    if holding:
        hold(s, number.revenue_total, source, quantity.money)
    for lane in range(used):
        _spend(lane, s)
        if month >= 1:
            _lose_pay(lane, s)
    if holding:
        hold(s, number.events, source, quantity.events)
        hold(s, number.spent_service, source, quantity.service_money)
        hold(s, number.infrastructure, source, quantity.infrastructure)
    work_posts(used, posts, s, source, holding)
    for lane in range(used):
        _put_orders_first(lane, s)
    if holding:
        hold(s, number.order_share, source, quantity.order_share)
        hold(s, number.output_service, source, quantity.service_hours)
    for lane in range(used):
        _serve_requests(lane, s)
    if holding:
        hold(s, number.backlog, source, quantity.waiting)
        hold(s, number.wait, source, quantity.waiting)
        hold(s, number.timeliness, source, quantity.waiting)
    _serve(used, mean_demand, n, s, source, holding)
    for lane in range(used):
        _meet_residents(lane, month, n, s)
        _pay_for_policy(lane, s)
    if holding:
        hold(s, number.board_pull, source, quantity.publicity)
        hold(s, number.digital_pull, source, quantity.publicity)
        hold(s, number.visited, source, quantity.publicity)
        hold(s, number.visit_bond, source, quantity.publicity)
        hold(s, number.visible_work, source, quantity.visible_work)


@compiled
def _serve(used, mean_demand, n, s, source, holding):  # type: ignore[no-untyped-def]
    """From what can be supplied to eight services, and how much events draw."""
    for lane in range(used):
        _develop_providers(lane, s)
    if holding:
        hold(s, number.providers, source, quantity.providers)
    for lane in range(used):
        _supply(lane, s)
    if holding:
        hold(s, number.supply_committee, source, quantity.supply)
        hold(s, number.supply_others, source, quantity.supply)
        hold(s, number.supply_by_voice, source, quantity.supply)
    for lane in range(used):
        _set_agenda(lane, mean_demand, n, s)
    if holding:
        hold_services(s, VOICE, source, quantity.agenda)
        hold_services(s, MIX, source, quantity.agenda)
        hold(s, number.relevance, source, quantity.agenda)
        hold(s, number.agenda_overlap, source, quantity.agenda)
    for lane in range(used):
        _offer_services(lane, mean_demand, s)
    if holding:
        hold_services(s, VARIETY, source, quantity.match)
        hold(s, number.mean_match, source, quantity.match)
    for lane in range(used):
        s[number.attraction + lane] = services.attraction(
            s[number.events + lane], s[number.relevance + lane], s[number.mean_match + lane],
            s[param.event_saturation + lane], s[param.attraction_relevance + lane],
            s[param.attraction_match_base + lane],
        )  # fmt: skip
    if holding:
        hold(s, number.attraction, source, quantity.attraction)


@compiled
def _order(lane, campaign, s, posts, n_places):  # type: ignore[no-untyped-def]
    """Count filled posts; orders demanded, relieved, and creeping back."""
    filled = 0.0
    for place in range(n_places):
        filled += posts[place, lane]
    s[number.filled + lane] = filled
    demanded = finance.orders_without_relief(
        filled / s[param.n_posts + lane], campaign, s[param.admin_hours_demanded + lane],
        s[param.order_creep + lane], s[param.campaign_surge + lane],
    )  # fmt: skip
    reduction, creep = s[lever.admin_reduction + lane], s[number.order_creep + lane]
    s[number.orders_without_relief + lane] = demanded
    s[number.orders + lane] = finance.orders_after_relief(demanded, finance.relief(reduction, creep))
    s[number.order_creep + lane] = finance.order_creep_after(
        creep, reduction, s[lever.admission_rule + lane], s[number.autonomy + lane],
        s[param.rebound + lane], s[param.rule_protection + lane], s[param.creep_limit + lane],
    )  # fmt: skip


@compiled
def _raise_revenue(lane, seed, draw_month, luck, s):  # type: ignore[no-untyped-def]
    """Seven channels of money, and how concentrated they are."""
    trust, aware = s[number.mean_trust + lane], s[number.mean_awareness + lane]
    shock = finance.fiscal_shock_after(
        s[number.fiscal_shock + lane], luck, s[param.fiscal_persistence + lane], s[param.fiscal_variation + lane]
    )
    fiscal = finance.fiscal_revenue(
        shock, s[lever.grant + lane], s[param.fiscal_grant + lane], s[param.fiscal_floor + lane]
    )
    tasks = finance.task_revenue(
        s[lever.task_payment_share + lane], s[number.orders + lane], s[param.task_cost_per_hour + lane]
    )
    party = s[lever.party_activity_fund + lane]
    pull = finance.match_pull(s[lever.donation_match_rate + lane], s[param.match_appeal + lane])
    chance = finance.certain_probability(
        finance.unit_giving_chance(
            trust, s[number.coordination + lane], aware, s[lever.donation_outreach + lane], pull,
            s[param.unit_giving_rate + lane], s[param.unit_trust_base + lane], s[param.unit_coordination_base + lane],
            s[param.unit_awareness_base + lane], s[param.unit_awareness_weight + lane],
        )
    )  # fmt: skip
    given = _unit_gifts(lane, seed, draw_month, chance, s)
    units = given * finance.not_crowded_out(tasks, party, fiscal, s[param.crowding_out + lane])
    residents = finance.resident_gifts(
        s[number.participants + lane], trust, pull, s[param.resident_giving_rate + lane],
        s[param.resident_gift + lane], s[param.resident_trust_base + lane],
    )  # fmt: skip
    match = finance.matched(s[lever.donation_match_rate + lane], units, residents)
    market = finance.market_revenue(
        s[lever.service_purchase + lane], s[param.market_income + lane], s[param.market_share + lane]
    )
    total = fiscal + tasks + party + units + residents + match + market
    s[number.fiscal_shock + lane] = shock
    s[number.revenue_fiscal + lane], s[number.revenue_tasks + lane] = fiscal, tasks
    s[number.revenue_party + lane], s[number.revenue_units + lane] = party, units
    s[number.revenue_residents + lane], s[number.revenue_match + lane] = residents, match
    s[number.revenue_market + lane], s[number.revenue_total + lane] = market, total
    concentration = 0.0
    for part in (fiscal, tasks, party, units, residents, match, market):
        concentration += finance.share_squared(part, total)
    s[number.revenue_concentration + lane] = concentration


@compiled
def _unit_gifts(lane, seed, draw_month, chance, s):  # type: ignore[no-untyped-def]
    """The gifts of this month's giving units; a unit's luck is the same in every lane."""
    gives = rng.row(seed, stream.finance_unit_gives, draw_month)
    size = rng.row(seed, stream.finance_unit_gift, draw_month)
    total = 0.0
    for unit in range(int(s[param.member_units + lane])):
        if resident.happens(rng.uniform(gives, unit), chance) > 0.5:
            luck = rng.normal(size, unit)
            total += finance.unit_gift_size(luck, s[param.unit_gift + lane], s[param.unit_gift_spread + lane])
    return total


@compiled
def _spend(lane, s):  # type: ignore[no-untyped-def]
    """The budget: what is bound, what is free, and where the free money goes."""
    total, party = s[number.revenue_total + lane], s[lever.party_activity_fund + lane]
    operating = s[param.operating_cost + lane]
    bill = finance.orders_bill(s[number.orders + lane], s[param.task_cost_per_hour + lane])
    free = finance.free_money(total, party, bill, operating)
    share = s[param.event_budget_share + lane]
    s[number.spent_party + lane], s[number.operating_cost + lane] = party, operating
    s[number.orders_bill + lane], s[number.free_money + lane] = bill, free
    s[number.deficit + lane] = finance.deficit(total, party, bill, operating)
    s[number.spent_events + lane] = finance.event_money(free, share)
    s[number.events + lane] = finance.events(s[number.spent_events + lane], party, s[param.event_cost + lane])
    s[number.spent_service + lane] = finance.service_money(free, s[param.service_budget_share + lane])
    left = finance.infrastructure_money(free, s[number.spent_events + lane], s[number.spent_service + lane])
    s[number.spent_infrastructure + lane] = left
    s[number.infrastructure + lane] = finance.infrastructure_after(
        s[number.infrastructure + lane], left, s[param.infrastructure_decay + lane], s[param.infrastructure_gain + lane]
    )


@compiled
def _lose_pay(lane, s):  # type: ignore[no-untyped-def]
    """In policy months wages lose against others, less where they are indexed."""
    rate = s[param.wage_erosion + lane]
    indexed = s[lever.wage_indexation + lane]
    s[number.erosion + lane] = finance.wage_erosion_after(s[number.erosion + lane], indexed, rate)
    s[number.erosion_unindexed + lane] = finance.wage_erosion_after(s[number.erosion_unindexed + lane], 0.0, rate)


@compiled
def _put_orders_first(lane, s):  # type: ignore[no-untyped-def]
    """What orders take of the output, and what is left for residents."""
    output = s[number.output + lane]
    orders = services.orders_output(s[number.orders + lane], output, s[param.admin_priority_limit + lane])
    share = services.order_share(orders, output)
    s[number.output_orders + lane], s[number.output_service + lane] = orders, output - orders
    s[number.order_share + lane] = share
    s[number.hours_orders + lane] = services.hours_to_orders(s[number.hours_worked + lane], share)
    s[number.hours_requests + lane] = s[number.hours_worked + lane] - s[number.hours_orders + lane]


@compiled
def _serve_requests(lane, s):  # type: ignore[no-untyped-def]
    """Requests are served with the help of volunteers; what waits, waits on."""
    service = s[number.output_service + lane]
    given = s[number.volunteer_hours_given + lane]
    volunteers = services.volunteer_output(
        given, service, s[param.volunteer_yield + lane], s[param.supervision + lane], s[param.supervision_share + lane]
    )
    waiting = s[number.backlog + lane] + s[number.requests + lane]
    served = services.requests_served(waiting, service + volunteers, s[param.hours_per_request + lane])
    backlog = services.backlog_after(waiting, served, s[param.request_abandonment + lane])
    wait = services.waiting_time(backlog, served)
    s[number.output_volunteers + lane], s[number.volunteer_hours + lane] = volunteers, given
    s[number.served + lane], s[number.backlog + lane] = served, backlog
    s[number.abandoned + lane] = waiting - served - backlog
    s[number.wait + lane] = wait
    s[number.timeliness + lane] = services.timeliness(wait, s[param.wait_sensitivity + lane])


@compiled
def _develop_providers(lane, s):  # type: ignore[no-untyped-def]
    """What social organisations and firms come to supply."""
    s[number.providers + lane] = services.providers_after(
        s[number.providers + lane], s[lever.provider_incentive + lane], s[number.mean_trust + lane],
        s[number.mean_awareness + lane], s[param.provider_response + lane], s[param.provider_speed + lane],
        s[param.provider_trust_base + lane], s[param.provider_awareness_base + lane],
    )  # fmt: skip


@compiled
def _supply(lane, s):  # type: ignore[no-untyped-def]
    """What the committee supplies, what others do, and how much of it follows residents' voice."""
    money, share = s[number.spent_service + lane], s[lever.resident_budget_share + lane]
    by_committee = services.supply_by_committee(
        s[number.infrastructure + lane], money, share, s[param.government_supply + lane],
        s[param.supply_infrastructure_base + lane],
    )  # fmt: skip
    by_others = services.supply_by_others(
        s[lever.service_purchase + lane], s[number.volunteer_hours + lane], s[number.providers + lane],
        s[param.purchase_effect + lane], s[param.volunteer_hours_per_unit + lane],
    )  # fmt: skip
    by_voice = services.supply_by_voice(money, share, by_others)
    s[number.supply_committee + lane], s[number.supply_others + lane] = by_committee, by_others
    s[number.supply_by_voice + lane] = by_voice
    s[number.non_government_share + lane] = services.non_government_share(by_committee, by_voice, by_others)
    s[number.resident_decided_money + lane] = services.resident_decided_money(money, share, s[number.autonomy + lane])


@compiled
def _set_agenda(lane, mean_demand, n, s):  # type: ignore[no-untyped-def]
    """Residents' voice, the mix of services between it and the template, and how the party's agenda meets them."""
    weight = services.voice_weight_of_participants(s[param.voice_bias + lane], s[param.voice_weight + lane])
    autonomy, coordination = s[number.autonomy + lane], s[number.coordination + lane]
    relevance, shared = 0.0, 0.0
    for k in range(N_SERVICES):
        column = k * LANES + lane
        voice = services.voice(mean_demand[k] * n, s[VOICE + column], weight, n, s[number.recent_participants + lane])
        mix = committee.service_mix(autonomy, s[TEMPLATE + column], voice)
        agenda = committee.party_agenda(coordination, s[TEMPLATE + column], mix)
        s[VOICE + column], s[MIX + column] = voice, mix
        relevance += services.overlap(agenda, voice)
        shared += services.overlap(agenda, mix)
    s[number.relevance + lane], s[number.agenda_overlap + lane] = relevance, shared


@compiled
def _offer_services(lane, mean_demand, s):  # type: ignore[no-untyped-def]
    """Variety of eight services, and how far it meets what residents wish for."""
    match = 0.0
    for k in range(N_SERVICES):
        column = k * LANES + lane
        supplied = services.supply(
            s[number.supply_committee + lane], s[MIX + column], s[number.supply_by_voice + lane], s[VOICE + column]
        )
        target = services.variety_target(supplied, s[param.supply_scale + lane])
        s[VARIETY + column] = committee.moved_towards(s[VARIETY + column], target, s[param.variety_speed + lane])
        match += resident.demand_met(mean_demand[k], s[VARIETY + column])
    s[number.mean_match + lane] = match


@compiled
def _meet_residents(lane, month, n, s):  # type: ignore[no-untyped-def]
    """What the residents' rules read of the community: publicity, visits, visible work, motives, the wish for a say."""
    memory = s[param.publicity_memory + lane]
    boards = services.publicity_stock_after(s[number.stock_boards + lane], s[lever.publicity_boards + lane], memory)
    digital = services.publicity_stock_after(s[number.stock_digital + lane], s[lever.publicity_digital + lane], memory)
    peak, half = s[param.publicity_peak + lane], s[param.publicity_half + lane]
    s[number.stock_boards + lane], s[number.stock_digital + lane] = boards, digital
    s[number.board_pull + lane] = services.publicity_pull(boards, boards + digital, peak, half)
    s[number.digital_pull + lane] = services.publicity_pull(digital, boards + digital, peak, half)
    visited = services.visited_share(
        s[lever.publicity_visits + lane], n, s[param.visit_effect + lane], s[param.visit_household_size + lane]
    )
    s[number.visited + lane] = visited
    s[number.visit_bond + lane] = services.visit_bond(visited, s[param.visit_warmth + lane])
    s[number.visible_work + lane] = services.visible_work(
        s[number.output_service + lane] + s[number.output_volunteers + lane],
        s[param.visibility + lane], s[param.visibility_hours + lane],
    )  # fmt: skip
    s[number.service_part + lane] = services.service_part(
        s[number.timeliness + lane], s[number.care + lane],
        s[param.quality_timeliness + lane], s[param.quality_care + lane],
    )  # fmt: skip
    s[number.wish + lane] = committee.autonomy_wish(
        month, s[param.autonomy_demand + lane], s[param.autonomy_demand_growth + lane],
        s[param.autonomy_demand_limit + lane],
    )  # fmt: skip
    s[number.shared_motive + lane] = resident.shared_motive(
        s[number.autonomy + lane], s[number.attraction + lane], s[param.participation_base + lane],
        s[param.participation_autonomy + lane], s[param.autonomy_reference + lane],
        s[param.participation_attraction + lane],
    )  # fmt: skip


@compiled
def _pay_for_policy(lane, s):  # type: ignore[no-untyped-def]
    """What the levers cost those who adopt them; wages move with the years."""
    filled, orders = s[number.filled + lane], s[number.orders + lane]
    wage, on_cost = s[param.worker_wage + lane], s[param.wage_on_cost + lane]
    kept = finance.pay_kept(s[number.erosion + lane], s[number.erosion_unindexed + lane])
    wages = finance.posts_wages(s[lever.wage_rise + lane] + kept, filled, wage, on_cost)
    wages += finance.posts_wages(1.0, s[number.extra_filled + lane], wage, on_cost)
    activities = finance.activities_cost(
        s[lever.donation_outreach + lane],
        finance.member_coverage(
            s[lever.retired_member_groups + lane], s[lever.in_service_registration + lane],
            s[lever.floating_member_service + lane],
        ),
        s[lever.joint_meetings + lane], s[lever.election_openness + lane], s[lever.provider_incentive + lane],
        s[lever.deliberation_meetings + lane], s[param.outreach_cost + lane], s[param.member_group_cost + lane],
        s[param.joint_meeting_cost + lane], s[param.openness_cost + lane], s[param.incentive_cost + lane],
        s[param.deliberation_cost + lane],
    )  # fmt: skip
    s[number.cost + lane] = finance.policy_cost(
        finance.training_cost(s[lever.training_hours + lane], filled, s[param.training_hour_cost + lane]),
        wages,
        finance.task_payment_cost(s[lever.task_payment_share + lane], orders, s[param.task_cost_per_hour + lane]),
        s[lever.party_activity_fund + lane],
        s[number.revenue_match + lane],
        finance.publicity_cost(
            s[lever.publicity_boards + lane], s[lever.publicity_digital + lane],
            s[lever.publicity_visits + lane], s[param.visit_cost + lane],
        ),
        activities,
        s[lever.service_purchase + lane],
        s[lever.grant + lane],
    )  # fmt: skip
    s[number.shadow_cost + lane] = finance.shadow_cost(
        s[number.orders_without_relief + lane], orders, s[param.shadow_hour_cost + lane]
    )
