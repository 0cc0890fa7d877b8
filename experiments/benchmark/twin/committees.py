"""The two committees as ordinary Mesa agents: who does which segment of the month, and over whom.

The residents' committee takes orders, keeps the accounts, leads the work, runs the queue, sets the service mix, and
stands for election. The party committee mobilises members. ``p`` are the parameters, ``c`` the community's numbers.
"""

from typing import Any

import mesa

from experiments.benchmark.twin.draws import Ballot, Draws
from experiments.benchmark.twin.residents import PartyMember
from experiments.benchmark.twin.workers import Worker
from sim import elections, finance
from sim.agents import resident, worker
from sim.compute.segments import on_objects
from sim.engine.passes import accounts, effort, election, members, staff

Month = tuple[Any, Any, Any]
"""Parameters, numbers, levers."""

count_from_nothing = on_objects(members.count_from_nothing)
divide_hours, bear_load, earn = map(on_objects, (effort.divide_hours, effort.bear_load, effort.earn))
begin_work, count_work = on_objects(effort.begin_work), on_objects(effort.count_work)
take_orders, raise_public_money = on_objects(accounts.take_orders), on_objects(accounts.raise_public_money)
unit_giving_chance, unit_gift, raise_gifts = map(
    on_objects, (accounts.unit_giving_chance, accounts.unit_gift, accounts.raise_gifts)
)
spend, lose_pay = on_objects(accounts.spend), on_objects(accounts.lose_pay)
after_work = [
    on_objects(one)
    for one in (accounts.put_orders_first, accounts.serve_requests, accounts.develop_providers, accounts.supply)
]
set_agenda, offer_services, attract = map(on_objects, (accounts.set_agenda, accounts.offer_services, accounts.attract))
meet_residents, pay_for_policy = on_objects(accounts.meet_residents), on_objects(accounts.pay_for_policy)
call_election, count_votes = on_objects(election.call_election), on_objects(election.count_votes)
candidate_score = on_objects(election.candidate_score)
pay_better, pull_together = on_objects(staff.pay_better), on_objects(staff.pull_together)


class PartyCommittee(mesa.Agent):
    """Mobilises the party members."""

    def mobilise(self, month: Month, party: list[tuple[int, PartyMember]], draws: Draws) -> None:
        """Let every member turn active or not, and the active ones ask their neighbours."""
        count_from_nothing(*month)
        for row, member in party:
            member.be_mobilised(*month, member.kind)
            member.turn_active(*month, member.kind, draws.activity[row], draws.readiness[row])
            if member.active:
                member.ask_neighbours(month[0], draws.ask[row])


class ResidentsCommittee(mesa.Agent):
    """Does the community's own work."""

    def keep_accounts(
        self, month: Month, now: int, workers: list[Worker], draws: Draws, mean_demand: list[float], n: int
    ) -> None:
        """Orders, revenue, budget, hours, queue, services, publicity."""
        c = month[1]
        c.filled = sum(post.filled for post in workers)
        take_orders(*month, 1.0 if finance.is_campaign_month(now) else 0.0, now)
        raise_public_money(*month, draws.fiscal_shock)
        raise_gifts(*month, self.gifts_of_units(month, draws))
        spend(*month)
        if now >= 1:
            lose_pay(*month)
        self.lead_work(month, now, workers)
        for segment in after_work:
            segment(*month)
        set_agenda(*month, mean_demand, n)
        offer_services(*month, mean_demand, now)
        attract(*month)
        meet_residents(*month, now, n)
        pay_for_policy(*month)

    def gifts_of_units(self, month: Month, draws: Draws) -> float:
        """Add up what the units in the area give this month."""
        chance = unit_giving_chance(*month)
        return sum(
            unit_gift(*month, shock)
            for draw, shock in zip(draws.unit_gives, draws.unit_gift, strict=True)
            if resident.happens(draw, chance)
        )

    def lead_work(self, month: Month, now: int, workers: list[Worker]) -> None:
        """Let the filled posts work: load, pay, output, care."""
        divide_hours(*month, 1.0 if elections.is_election_month(now, month[0].election_term) else 0.0)
        bear_load(*month)
        earn(*month)
        begin_work(*month)
        for post in workers:
            post.be_paid(*month)
            if post.filled:
                post.exert(*month)
                post.produce(*month, post.place)
        count_work(*month)

    def choose_chair(self, month: Month, ballot: Ballot) -> None:
        """The candidate with the highest score becomes chair."""
        best = float("-inf")
        for good, poor, connections, shock in zip(
            ballot.good, ballot.poor, ballot.connections, ballot.noise, strict=True
        ):
            quality = elections.beta_from_gammas(good, poor)
            score = candidate_score(*month, quality, connections, shock)
            if score > best:
                best, month[1].leader_quality = score, quality

    def turn_over_staff(self, month: Month, workers: list[Worker], draws: Draws) -> None:
        """Let workers tire, learn, leave; fill vacancies; let committees and residents come to their targets."""
        p, c, levers = month
        pay_better(*month)
        c.quits = c.new_quits = c.retirements = 0.0
        for post in workers:
            place = post.place
            if post.filled:
                post.carry(*month)
                post.leave_or_stay(*month, draws.quit[place])
            elif place < p.n_posts + levers.extra_posts and resident.happens(draws.hire[place], c.fills):
                post.recruit(
                    *month, draws.restlessness[place], draws.career[place], draws.talent[place],
                    draws.susceptibility[place],
                )  # fmt: skip
        staff_now = [post for post in workers if post.filled]
        c.posts_filled, there = float(len(staff_now)), max(len(staff_now), 1.0)
        c.burnout = sum(post.burnout for post in staff_now) / there
        c.competence = sum(post.competence for post in staff_now) / there
        c.burned_out = sum(worker.is_burned_out(post.burnout) for post in staff_now) / there
        c.burnout_severe = sum(worker.is_severely_burned_out(post.burnout) for post in staff_now) / there
        c.quit_intention = sum(post.intention for post in staff_now) / there
        c.tenure_years = sum(post.tenure for post in staff_now) / there / 12.0
        pull_together(*month)
