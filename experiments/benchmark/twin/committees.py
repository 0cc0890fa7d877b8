"""The two committees as ordinary Mesa agents.

The residents' committee takes orders, leads the work, runs the queue, sets the service mix, and stands for
election. The party committee mobilises members. ``p`` are the parameters, ``c`` the community's numbers.
"""

from typing import Any

import mesa

from experiments.benchmark.twin.draws import Ballot, Draws
from experiments.benchmark.twin.residents import PartyMember
from experiments.benchmark.twin.workers import Worker
from sim import elections, finance, services
from sim.agents import committee, resident, worker
from sim.agents.party_member import FLOATING, IN_SERVICE, RETIRED

ACTIVE = {RETIRED: "active_retired", IN_SERVICE: "active_in_service", FLOATING: "active_floating"}


class PartyCommittee(mesa.Agent):
    """Mobilises the party members."""

    def mobilise(self, p: Any, c: Any, levers: Any, members: list[tuple[int, PartyMember]], draws: Draws) -> None:
        """Let every member turn active or not, and the active ones ask their neighbours."""
        c.active_retired = c.active_in_service = c.active_floating = 0.0
        for row, member in members:
            member.turn_active(p, c, levers, draws.activity[row])
            if member.active:
                count = ACTIVE[member.kind]
                setattr(c, count, getattr(c, count) + 1.0)
                member.ask_neighbours(p, draws.ask[row])


class ResidentsCommittee(mesa.Agent):
    """Does the community's own work."""

    def take_orders(self, p: Any, c: Any, levers: Any, month: int, workers: list[Worker]) -> None:
        """Count filled posts; see what orders demand, and how they creep back."""
        c.filled = float(sum(post.filled for post in workers))
        campaign = 1.0 if finance.is_campaign_month(month) else 0.0
        c.orders_without_relief = finance.orders_without_relief(
            c.filled / p.n_posts, campaign, p.admin_hours_demanded, p.order_creep, p.campaign_surge
        )
        relief = finance.relief(levers.admin_reduction, c.order_creep)
        c.orders = finance.orders_after_relief(c.orders_without_relief, relief)
        c.order_creep = finance.order_creep_after(
            c.order_creep, levers.admin_reduction, levers.admission_rule, c.autonomy,
            p.rebound, p.rule_protection, p.creep_limit,
        )  # fmt: skip

    def divide_hours(self, p: Any, c: Any, levers: Any) -> None:
        """See what training, meetings and outreach leave of a worker's hours."""
        meetings = services.meeting_hours(
            levers.joint_meetings, levers.deliberation_meetings, p.joint_meeting_hours, p.deliberation_hours
        )
        outreach = services.outreach_hours(
            levers.publicity_visits, levers.resident_budget_share, max(c.filled, 1.0),
            p.visit_hours, p.budget_share_hours,
        )  # fmt: skip
        elsewhere = levers.training_hours + meetings + outreach
        c.contract_hours = services.contract_hours(p.hours_per_month, elsewhere, p.least_contract_share)
        spared = services.spared_share(p.hours_per_month, c.contract_hours, elsewhere)
        c.hours_training = c.filled * levers.training_hours * spared
        c.hours_meetings = c.filled * meetings * spared
        c.hours_outreach = c.filled * outreach * spared

    def lead_work(self, p: Any, c: Any, levers: Any, workers: list[Worker]) -> None:
        """Let the filled posts work: load, pay, output, care."""
        self.divide_hours(p, c, levers)
        there = max(c.filled, 1.0)
        needed = services.hours_needed(c.orders, c.backlog + c.requests, p.hours_per_request)
        c.load = services.load(needed, there * c.contract_hours, p.load_limit) if c.filled else p.load_limit
        c.overtime = services.overtime(c.load, p.overtime_limit)
        c.pay = worker.pay_per_hour(finance.wage(c.erosion, levers.wage_rise, p.relative_wage), c.overtime)
        motivation = worker.motivation(c.pay, p.intrinsic_motivation, p.pay_sensitivity)
        harmony = services.harmony(c.coordination, p.discord_loss)
        hours = c.contract_hours * (1.0 + c.overtime)
        c.output = c.care = c.effort = c.extra_filled = 0.0
        for post in workers:
            if post.filled:
                output, care = post.work(p, hours, motivation, harmony)
                c.output += output
                c.care += care
                c.effort += post.effort
                c.extra_filled += 1.0 if post.place >= p.n_posts else 0.0
        c.care, c.effort = c.care / there, c.effort / there
        c.discord_hours_lost = services.discord_hours_lost(c.output, harmony)
        c.hours_worked = services.hours_worked(c.filled, c.contract_hours, c.overtime)
        c.hours_overtime = c.hours_worked - c.filled * c.contract_hours

    def serve_requests(self, p: Any, c: Any) -> None:
        """Do orders first, then requests with the help of volunteers; what waits, waits on."""
        c.output_orders = services.orders_output(c.orders, c.output, p.admin_priority_limit)
        c.output_service = c.output - c.output_orders
        c.volunteer_hours = c.volunteer_hours_given
        c.output_volunteers = services.volunteer_output(
            c.volunteer_hours, c.output_service, p.volunteer_yield, p.supervision, p.supervision_share
        )
        waiting = c.backlog + c.requests
        c.served = services.requests_served(waiting, c.output_service + c.output_volunteers, p.hours_per_request)
        c.backlog = services.backlog_after(waiting, c.served, p.request_abandonment)
        c.abandoned = waiting - c.served - c.backlog
        c.wait = services.waiting_time(c.backlog, c.served)
        c.timeliness = services.timeliness(c.wait, p.wait_sensitivity)
        c.order_share = services.order_share(c.output_orders, c.output)
        c.hours_orders = services.hours_to_orders(c.hours_worked, c.order_share)
        c.hours_requests = c.hours_worked - c.hours_orders

    def fund_services(self, p: Any, c: Any, levers: Any) -> None:
        """See what supply there is: the committee's, and what follows residents' voice."""
        c.providers = services.providers_after(
            c.providers, levers.provider_incentive, c.mean_trust, c.mean_awareness, p.provider_response,
            p.provider_speed, p.provider_trust_base, p.provider_awareness_base,
        )  # fmt: skip
        money, share = c.spent_service, levers.resident_budget_share
        c.supply_committee = services.supply_by_committee(
            c.infrastructure, money, share, p.government_supply, p.supply_infrastructure_base
        )
        c.supply_others = services.supply_by_others(
            levers.service_purchase,
            c.volunteer_hours,
            c.providers,
            p.purchase_effect,
            p.volunteer_hours_per_unit,
        )
        c.supply_by_voice = services.supply_by_voice(money, share, c.supply_others)
        c.non_government_share = services.non_government_share(c.supply_committee, c.supply_by_voice, c.supply_others)
        c.resident_decided_money = services.resident_decided_money(money, share, c.autonomy)

    def offer_services(self, p: Any, c: Any, mean_demand: list[float], template: list[float], n: int) -> None:
        """Set the mix of eight services between template and voice; see how much events draw."""
        weight = services.voice_weight_of_participants(p.voice_bias, p.voice_weight)
        heard, c.voice = c.voice, [0.0] * len(template)
        c.mean_match = c.relevance = c.agenda_overlap = 0.0
        for k, usual in enumerate(template):
            voice = services.voice(mean_demand[k] * n, heard[k], weight, n, c.recent_participants)
            mix = committee.service_mix(c.autonomy, usual, voice)
            agenda = committee.party_agenda(c.coordination, usual, mix)
            supply = services.supply(c.supply_committee, mix, c.supply_by_voice, voice)
            target = services.variety_target(supply, p.supply_scale)
            c.variety[k] = committee.moved_towards(c.variety[k], target, p.variety_speed)
            c.voice[k], c.mix[k] = voice, mix
            c.mean_match += resident.demand_met(mean_demand[k], c.variety[k])
            c.relevance += services.overlap(agenda, voice)
            c.agenda_overlap += services.overlap(agenda, mix)
        c.attraction = services.attraction(
            c.events,
            c.relevance,
            c.mean_match,
            p.event_saturation,
            p.attraction_relevance,
            p.attraction_match_base,
        )

    def speak_to_residents(self, p: Any, c: Any, levers: Any, month: int, n: int) -> None:
        """Publicity, visits, visible work, the wish for a say: what residents will meet this month."""
        memory = p.publicity_memory
        c.stock_boards = services.publicity_stock_after(c.stock_boards, levers.publicity_boards, memory)
        c.stock_digital = services.publicity_stock_after(c.stock_digital, levers.publicity_digital, memory)
        stocks = c.stock_boards + c.stock_digital
        c.board_pull = services.publicity_pull(c.stock_boards, stocks, p.publicity_peak, p.publicity_half)
        c.digital_pull = services.publicity_pull(c.stock_digital, stocks, p.publicity_peak, p.publicity_half)
        c.visited = services.visited_share(levers.publicity_visits, n, p.visit_effect, p.visit_household_size)
        c.visit_bond = services.visit_bond(c.visited, p.visit_warmth)
        work = c.output_service + c.output_volunteers
        c.visible_work = services.visible_work(work, p.visibility, p.visibility_hours)
        c.service_part = services.service_part(c.timeliness, c.care, p.quality_timeliness, p.quality_care)
        c.wish = committee.autonomy_wish(month, p.autonomy_demand, p.autonomy_demand_growth, p.autonomy_demand_limit)
        c.shared_motive = resident.shared_motive(
            c.autonomy, c.attraction, p.participation_base, p.participation_autonomy, p.autonomy_reference,
            p.participation_attraction,
        )  # fmt: skip

    def call_election(self, p: Any, c: Any, levers: Any) -> None:
        """See how much connections decide, and what moves everybody to vote."""
        c.canvassing = elections.canvassing_strength(
            levers.cross_appointment,
            levers.election_openness,
            p.canvassing,
            p.cross_canvassing,
            p.openness_effect,
        )
        c.civic_motive = elections.civic_motive(
            c.autonomy, levers.election_openness, p.voting_base, p.voting_autonomy, p.autonomy_reference,
            p.openness_turnout,
        )  # fmt: skip

    def count_votes(self, p: Any, c: Any, levers: Any, votes: float, fairness: float, n: int) -> None:
        """Count what was cast, and what is reported."""
        c.turnout = elections.turnout(votes, n)
        c.official_turnout = elections.official_turnout(
            c.turnout, levers.election_openness, p.proxy_votes, p.openness_proxy
        )
        c.legitimacy = elections.mean_fairness(fairness, n)

    def choose_chair(self, p: Any, c: Any, ballot: Ballot) -> None:
        """The candidate with the highest score becomes chair."""
        best = float("-inf")
        for good, poor, connections, luck in zip(
            ballot.good, ballot.poor, ballot.connections, ballot.noise, strict=True
        ):
            quality = elections.beta_from_gammas(good, poor)
            score = elections.candidate_score(quality, connections, luck, c.canvassing, p.election_noise)
            if score > best:
                best, c.leader_quality = score, quality

    def turn_over_staff(self, p: Any, c: Any, levers: Any, workers: list[Worker], draws: Draws) -> None:
        """Let workers tire, learn, leave; fill vacancies."""
        fills = worker.fill_probability(finance.pay_ratio(c.pay, p.quit_pay_reference), p.fill_rate)
        c.quits = c.new_quits = 0.0
        for post in workers:
            place = post.place
            if post.filled:
                post.carry(p, c, levers)
                if post.quits(p, c, draws.quit[place]):
                    post.filled = False
                    c.quits += 1.0
                    c.new_quits += worker.is_new(post.tenure, worker.NEW_STAFF_MONTHS)
                else:
                    post.tenure += 1.0
            elif place < p.n_posts + levers.extra_posts and resident.happens(draws.hire[place], fills):
                post.be_filled(p, c, draws.recruit_competence[place], draws.susceptibility[place])
        staff = [post for post in workers if post.filled]
        c.posts_filled, there = float(len(staff)), max(len(staff), 1.0)
        c.burnout = sum(post.burnout for post in staff) / there
        c.competence = sum(post.competence for post in staff) / there
        c.burned_out = sum(worker.is_burned_out(post.burnout) for post in staff) / there

    def pull_together(self, p: Any, c: Any, levers: Any) -> None:
        """Let coordination with the party committee and residents' say move to their targets."""
        leader = committee.surplus(c.leader_quality, p.leader_reference)
        orders = committee.surplus(c.order_share, p.order_share_reference)
        together = committee.coordination_target(
            levers.joint_meetings, levers.cross_appointment, leader, orders, p.coordination_base,
            p.coordination_meeting, p.coordination_cross, p.coordination_leader, p.coordination_orders,
        )  # fmt: skip
        money = committee.budget_voice(
            levers.resident_budget_share, levers.deliberation_meetings, p.autonomy_budget_alone
        )
        say = committee.autonomy_target(
            levers.deliberation_meetings, money, levers.cross_appointment, leader, orders, p.autonomy_base,
            p.autonomy_meeting, p.autonomy_budget, p.autonomy_cross, p.autonomy_leader, p.autonomy_orders,
        )  # fmt: skip
        c.coordination = committee.moved_towards(c.coordination, together, p.coordination_speed)
        c.autonomy = committee.moved_towards(c.autonomy, say, p.autonomy_speed)
