"""The community's month, lane by lane: orders, revenue and budget, hours, queue, services, what residents meet."""

from sim import elections, finance, services
from sim.agents import committee, member_unit, resident, street, worker
from sim.compute import elementary, rng
from sim.compute.apart import apart
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import MIX, N_SERVICES, VARIETY, VOICE, lever, number, param, post, quantity, unit
from sim.compute.rng import stream
from sim.compute.segments import OF_COMMUNITY, check_words, each_lane, each_unit, made_of
from sim.engine.passes.effort import work_posts
from sim.engine.passes.holding import hold, hold_posts, hold_services
from sim.engine.passes.street import hand_down, look_at_load
from sim.levers import LEVERS, bill
from sim.text import Text

compile_rules(elementary, rng, finance, services, elections, committee, member_unit, resident, street, worker)


@apart
def keep_accounts(seed, draw_month, month, used, posts, units, mean_demand, n, s, source, holding):
    """Carry the community numbers of the used lanes from last month's to this month's.

    ``mean_demand`` (8,) is the mean wish for each service; ``n`` the number of residents.
    """
    draw = rng.normal(rng.row(seed, stream.finance_shock, draw_month), 0)
    campaign = 1.0 if finance.is_campaign_month(month) else 0.0
    election = 1.0 if elections.is_election_month(month, s[param.election_term]) else 0.0
    for lane in range(used):
        _count_filled(lane, posts, s)
        look_at_load(lane, s)
        hand_down(lane, s, campaign, month)
    if holding:
        hold(s, number.requests, source, quantity.requests)
        hold(s, number.complaints, source, quantity.requests)
        hold(s, number.orders, source, quantity.orders)
        hold(s, number.orders_worked, source, quantity.orders)
    for lane in range(used):
        _ask_units(lane, seed, draw_month, units, s)
    if holding:
        hold_posts(units, unit.willingness, source, quantity.partners)
        hold_posts(units, unit.gives, source, quantity.partners)
        hold(s, number.units_giving, source, quantity.partners)
    for lane in range(used):
        raise_public_money(lane, s, draw)
        raise_gifts(lane, s, _unit_gifts(lane, seed, draw_month, units, s))
    if holding:
        hold(s, number.revenue_total, source, quantity.money)
    for lane in range(used):
        spend(lane, s)
        if month >= 1:
            lose_pay(lane, s)
    if holding:
        hold(s, number.events, source, quantity.events)
        hold(s, number.spent_service, source, quantity.service_money)
        hold(s, number.infrastructure, source, quantity.infrastructure)
    work_posts(used, posts, election, s, source, holding)
    for lane in range(used):
        put_orders_first(lane, s)
    if holding:
        hold(s, number.order_share, source, quantity.order_share)
        hold(s, number.output_service, source, quantity.service_hours)
    for lane in range(used):
        serve_requests(lane, s)
    if holding:
        hold(s, number.backlog, source, quantity.waiting)
        hold(s, number.wait, source, quantity.waiting)
        hold(s, number.timeliness, source, quantity.waiting)
    _serve(used, mean_demand, month, n, s, source, holding)
    for lane in range(used):
        meet_residents(lane, s, month, n)
        pay_for_policy(lane, s)
    if holding:
        hold(s, number.board_pull, source, quantity.publicity)
        hold(s, number.digital_pull, source, quantity.publicity)
        hold(s, number.visited, source, quantity.publicity)
        hold(s, number.visit_bond, source, quantity.publicity)
        hold(s, number.visible_work, source, quantity.visible_work)
        hold(s, number.meetings, source, quantity.seats)


@compiled
def _serve(used, mean_demand, month, n, s, source, holding):
    """From what can be supplied to eight services, and how much events draw."""
    for lane in range(used):
        develop_providers(lane, s)
    if holding:
        hold(s, number.providers, source, quantity.providers)
    for lane in range(used):
        supply(lane, s)
    if holding:
        hold(s, number.supply_committee, source, quantity.supply)
        hold(s, number.supply_others, source, quantity.supply)
        hold(s, number.supply_by_voice, source, quantity.supply)
    for lane in range(used):
        set_agenda(lane, s, mean_demand, n)
    if holding:
        hold_services(s, VOICE, source, quantity.agenda)
        hold_services(s, MIX, source, quantity.agenda)
        hold(s, number.relevance, source, quantity.agenda)
        hold(s, number.agenda_overlap, source, quantity.agenda)
    for lane in range(used):
        offer_services(lane, s, mean_demand, month)
    if holding:
        hold_services(s, VARIETY, source, quantity.match)
        hold(s, number.mean_match, source, quantity.match)
    for lane in range(used):
        attract(lane, s)
    if holding:
        hold(s, number.attraction, source, quantity.attraction)


@compiled
def _count_filled(lane, posts, s):
    """Count filled posts."""
    filled = 0.0
    for place in range(len(posts)):
        filled += posts[place, post.filled + lane]
    s[number.filled + lane] = filled


@compiled
def _ask_units(lane, seed, draw_month, units, s):
    """Which units lend a hand this month; a unit's draw is the same in every lane, and places beyond them are empty."""
    gives = rng.row(seed, stream.unit_gives, draw_month)
    chance = unit_giving_chance(lane, s)
    s[number.units_giving + lane] = 0.0
    for place in range(len(units)):
        if place < s[param.member_units + lane]:
            lend_a_hand(lane, units[place], s, chance, rng.uniform(gives, place))
        else:
            units[place, unit.gives + lane] = 0.0


@compiled
def _unit_gifts(lane, seed, draw_month, units, s):
    """The gifts of this month's giving units."""
    size = rng.row(seed, stream.unit_gift, draw_month)
    total = 0.0
    for place in range(len(units)):
        if units[place, unit.gives + lane] > 0.5:
            total += unit_gift(lane, s, rng.normal(size, place))
    return total


@each_lane
def raise_public_money(draw):
    """Money from government: the grant, payment for tasks, the party fund, the community fund."""
    number.fiscal_shock = finance.fiscal_shock_after(number.fiscal_shock, draw)
    number.revenue_fiscal = finance.fiscal_revenue(number.fiscal_shock)
    number.revenue_tasks = finance.task_revenue()
    number.revenue_party = lever.party_activity_fund
    number.revenue_fund = finance.fund_revenue()


@each_lane
def unit_giving_chance():
    """How much draws units in the area to give: the chance of one that is as open as the mean."""
    return finance.unit_giving_chance(
        trust=number.mean_trust, awareness=number.mean_awareness, match_pull=finance.match_pull()
    )


@each_unit
def lend_a_hand(chance, draw):
    """A unit comes to be as willing as it is open and drawn, and lends a hand or not."""
    unit.willingness = member_unit.willingness_after(target=member_unit.willingness_target(chance))
    unit.gives = resident.happens(draw, unit.willingness)
    number.units_giving += unit.gives


@each_lane
def unit_gift(draw):
    """What a unit gives."""
    return finance.unit_gift_size(draw)


@each_lane
def raise_gifts(given):
    """What units have ``given`` and residents give, its match, the market; how concentrated all money is."""
    kept = finance.not_crowded_out(number.revenue_tasks, number.revenue_party, number.revenue_fiscal)
    number.revenue_units = given * kept
    number.revenue_residents = finance.resident_gifts(trust=number.mean_trust, match_pull=finance.match_pull())
    number.revenue_match = finance.matched(units=number.revenue_units, residents=number.revenue_residents)
    number.revenue_market = finance.market_revenue()
    fiscal, tasks, party = number.revenue_fiscal, number.revenue_tasks, number.revenue_party
    units, residents, match = number.revenue_units, number.revenue_residents, number.revenue_match
    market, fund = number.revenue_market, number.revenue_fund
    number.revenue_total = fiscal + tasks + party + units + residents + match + market + fund
    number.revenue_concentration = 0.0
    for part in (fiscal, tasks, party, units, residents, match, market, fund):
        number.revenue_concentration += finance.share_squared(part, number.revenue_total)


@each_lane
def spend():
    """The budget: what is bound, what is free, and where the free money goes."""
    number.spent_party = lever.party_activity_fund
    number.spent_fund = number.revenue_fund
    bound = number.spent_party + number.spent_fund
    number.operating_cost = param.operating_cost
    number.orders_bill = finance.orders_bill()
    number.free_money = finance.free_money(number.revenue_total, bound, operating_cost=param.operating_cost)
    number.deficit = finance.deficit(number.revenue_total, bound, operating_cost=param.operating_cost)
    number.spent_events = finance.event_money(number.free_money)
    for_events = finance.fund_part(number.spent_fund, param.fund_event_share)
    number.events = finance.events(number.spent_events, number.spent_party + for_events)
    number.spent_service = finance.service_money(number.free_money)
    number.spent_infrastructure = finance.infrastructure_money(
        number.free_money, number.spent_events, number.spent_service
    )
    left = finance.fund_part(number.spent_fund, 1.0 - param.fund_service_share - param.fund_event_share)
    money = number.spent_infrastructure + left + lever.facility_investment
    number.infrastructure = finance.infrastructure_after(money=money)


@each_lane
def lose_pay():
    """In policy months wages lose against others, less where they are indexed."""
    number.erosion = finance.wage_erosion_after()
    number.erosion_unindexed = finance.wage_erosion_after(number.erosion_unindexed, 0.0)


@each_lane
def put_orders_first():
    """What orders take of the output, what of them stays undone, and what is left for residents."""
    number.output_orders = services.orders_output()
    number.orders_undone = street.undone(number.output_orders, number.orders_worked)
    number.output_service = number.output - number.output_orders
    number.order_share = services.order_share(number.output_orders)
    number.hours_orders = services.hours_to_orders(number.hours_worked)
    number.hours_requests = number.hours_worked - number.hours_orders


@each_lane
def serve_requests():
    """Requests are served with the help of volunteers; what waits, waits on."""
    number.volunteer_hours = number.volunteer_hours_given
    number.output_volunteers = services.volunteer_output(number.volunteer_hours, number.output_service)
    waiting = number.backlog + number.requests
    number.served = services.requests_served(waiting, number.output_service + number.output_volunteers)
    number.backlog = services.backlog_after(waiting)
    number.abandoned = waiting - number.served - number.backlog
    number.wait = services.waiting_time()
    number.timeliness = services.timeliness()


@each_lane
def develop_providers():
    """What social organisations and firms come to supply."""
    number.providers = services.providers_after(
        favours=services.favours(), trust=number.mean_trust, awareness=number.mean_awareness
    )
    number.promised_unpaid = services.promised_unpaid()


@each_lane
def supply():
    """What the committee supplies, what others do, and how much of it follows residents' voice."""
    money = number.spent_service
    number.supply_committee = services.supply_by_committee(infrastructure=services.with_rooms(), service_money=money)
    by_fund = finance.fund_part(number.spent_fund, param.fund_service_share)
    number.supply_others = services.supply_by_others(bought=lever.service_purchase + by_fund)
    number.supply_by_voice = services.supply_by_voice(money, by_others=number.supply_others)
    number.non_government_share = services.non_government_share(
        number.supply_committee, number.supply_by_voice, number.supply_others
    )
    others = finance.from_others(
        money, number.revenue_units, number.revenue_residents, number.revenue_market, number.revenue_total
    )
    number.service_paid_by_others = services.paid_by_others(
        number.supply_committee, number.supply_by_voice, favours=services.favours(), money=others
    )
    number.resident_decided_money = services.resident_decided_money(money) + by_fund
    number.heard = services.heard(number.resident_decided_money, money + by_fund)


@each_lane
def set_agenda(mean_demand, n):
    """Residents' voice, the mix of services between it and the template, and how the party's agenda meets them."""
    weight = services.voice_weight_of_participants()
    number.relevance = 0.0
    number.agenda_overlap = 0.0
    for k in range(N_SERVICES):
        everybody = mean_demand[k] * n
        number.voice[k] = services.voice(everybody, number.voice[k], weight, n, number.recent_participants)
        number.mix[k] = committee.service_mix(template=number.template[k], voice=number.voice[k])
        agenda = committee.party_agenda(listed=number.party_list[k], mix=number.mix[k])
        number.relevance += services.overlap(agenda, number.voice[k])
        number.agenda_overlap += services.overlap(agenda, number.mix[k])


@each_lane
def offer_services(mean_demand, month):
    """Variety of eight services, and how far it meets what residents wish for, which grows over the years."""
    number.mean_match = 0.0
    scale = param.supply_scale * finance.grown(month, param.wish_growth)
    for k in range(N_SERVICES):
        supplied = services.supply(number.supply_committee, number.mix[k], number.supply_by_voice, number.voice[k])
        target = services.variety_target(supplied, scale)
        number.variety[k] = committee.moved_towards(number.variety[k], target, param.variety_speed)
        number.mean_match += resident.demand_met(mean_demand[k], number.variety[k])


@each_lane
def attract():
    """How much events draw."""
    number.attraction = services.attraction(match=number.mean_match)


@each_lane
def meet_residents(month, n):
    """What the residents' rules read of the community: publicity, visits, visible work, motives, the wish for a say."""
    number.stock_boards = services.publicity_stock_after(number.stock_boards, lever.publicity_boards)
    number.stock_digital = services.publicity_stock_after(number.stock_digital, lever.publicity_digital)
    stocks = number.stock_boards + number.stock_digital
    number.board_pull = services.publicity_pull(number.stock_boards, stocks)
    number.digital_pull = services.publicity_pull(number.stock_digital, stocks)
    number.visited = services.visited_share(lever.publicity_visits, n)
    number.visit_bond = services.visit_bond()
    number.visible_work = services.visible_work(number.output_service + number.output_volunteers)
    number.service_part = services.service_part()
    number.wish = committee.autonomy_wish(month)
    number.event_pull = resident.event_pull()
    number.meetings = resident.meetings()


for own in LEVERS.values():
    check_words(
        own.price,
        OF_COMMUNITY,
        globals(),
        Text(f"the price of {own.name}, sim/levers.py", f"sim/levers.py 中 {own.name} 的花费规则"),
    )
pay_for_policy = made_of(
    "pay_for_policy", "What the levers cost those who adopt them, and those who must do relieved orders.",
    OF_COMMUNITY, globals(), [*bill(), "number.shadow_cost = finance.shadow_cost()"],
)  # fmt: skip
