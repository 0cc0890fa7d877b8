"""The street office and the two committees as ordinary Mesa agents: who does which segment of the month, and over whom.

The street office hands down orders. The residents' committee keeps the accounts, leads the work, runs the queue, sets
the service mix, and stands for election. The party committee mobilises members. ``p`` are the parameters, ``c`` the
community's numbers.
"""

from typing import Any

import mesa

from experiments.benchmark.twin.draws import Ballot, Draws
from experiments.benchmark.twin.residents import PartyMember
from experiments.benchmark.twin.seats import CommitteeMember
from experiments.benchmark.twin.units import Unit
from experiments.benchmark.twin.workers import Worker
from sim import elections, finance, inequality
from sim.agents import committee, resident, worker
from sim.compute.layout import PARTY_SEATS
from sim.compute.segments import on_objects
from sim.engine.passes import accounts, committees, effort, election, members, residents, staff, street

Month = tuple[Any, Any, Any]
"""Parameters, numbers, levers."""

count_from_nothing = on_objects(members.count_from_nothing)
divide_hours, bear_load, earn = map(on_objects, (effort.divide_hours, effort.bear_load, effort.earn))
begin_work, count_work = on_objects(effort.begin_work), on_objects(effort.count_work)
raise_public_money = on_objects(accounts.raise_public_money)
look_at_load, hand_down, feel_pressure = map(on_objects, (street.look_at_load, street.hand_down, street.feel_pressure))
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
candidate_score, preside = on_objects(committees.candidate_score), on_objects(committees.preside)
add_units_hours = on_objects(residents.add_units_hours)
begin_sitting, close_vote = on_objects(committees.begin_sitting), on_objects(committees.close_vote)
pull_together = on_objects(committees.pull_together)
pay_better, have_say = on_objects(staff.pay_better), on_objects(staff.have_say)


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


class StreetOffice(mesa.Agent):
    """Hands down orders, and feels what becomes of them."""

    def hand_down_orders(self, month: Month, now: int) -> None:
        """Look at the load that the community carries, and hand down orders."""
        look_at_load(*month)
        hand_down(*month, 1.0 if finance.is_campaign_month(now) else 0.0, now)

    def judge(self, month: Month) -> None:
        """Feel the pressure of what is undone."""
        feel_pressure(*month)


class ResidentsCommittee(mesa.Agent):
    """Does the community's own work."""

    def keep_accounts(
        self,
        month: Month,
        now: int,
        workers: list[Worker],
        units: list[Unit],
        draws: Draws,
        mean_demand: list[float],
        n: int,
    ) -> None:
        """Revenue, budget, hours, queue, services, publicity."""
        c = month[1]
        c.filled = sum(post.filled for post in workers)
        self.ask_units(month, units, draws)
        raise_public_money(*month, draws.fiscal_shock)
        raise_gifts(*month, sum(unit_gift(*month, draws.unit_gift[unit.place]) for unit in units if unit.gives))
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

    def ask_units(self, month: Month, units: list[Unit], draws: Draws) -> None:
        """Let every unit in the area lend a hand or not; those beyond this month's number have gone."""
        chance, month[1].units_giving = unit_giving_chance(*month), 0.0
        for unit in units:
            if unit.place < month[0].member_units:
                unit.lend_a_hand(*month, chance, draws.unit_gives[unit.place])
            else:
                unit.gives = 0.0

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

    def fill_seats(self, month: Month, seats: list[CommitteeMember], ballot: Ballot) -> None:
        """The party sends the better of two to each of its seats; candidates with the highest scores are elected."""
        could = list(map(elections.beta_from_gammas, ballot.sent_good, ballot.sent_poor))
        for member in seats[:PARTY_SEATS]:
            first, other = could[2 * member.place : 2 * member.place + 2]
            member.send(*month, first, other, ballot.sent_loyalty[member.place])
        quality = list(map(elections.beta_from_gammas, ballot.good, ballot.poor))
        scores = [candidate_score(*month, *own) for own in zip(quality, ballot.connections, ballot.noise, strict=True)]
        ranked = sorted(range(len(scores)), key=lambda one: -scores[one])
        for member, one in zip(seats[PARTY_SEATS:], ranked, strict=False):
            member.elect(*month, quality[one], ballot.connections[one], ballot.loyalty[one])

    def take_chair(self, month: Month, seats: list[CommitteeMember]) -> None:
        """See who is chair, and how far connections decided who was elected."""
        preside(*month, seats[PARTY_SEATS].ability, seats[0].ability)
        for member in seats[PARTY_SEATS:]:
            member.be_known(*month)

    def decide_item(self, month: Month, seats: list[CommitteeMember], item: float) -> None:
        """Let who sits take a side on an item, and trust the others more or less by how it ends."""
        begin_sitting(*month)
        sitting = [member for member in seats if committee.sits(member.place, month[1].merged_seats)]
        for member in sitting:
            before = sum(
                committee.stands_before(other.loyalty, other.place, member.loyalty, member.place) for other in sitting
            )
            member.take_side(*month, item, before)
        close_vote(*month)
        for member in sitting:
            member.accept(*month, item)
        pull_together(*month)

    def turn_over_staff(self, month: Month, workers: list[Worker], seats: list[CommitteeMember], draws: Draws) -> None:
        """Let workers tire, learn, leave; fill vacancies; let committees decide, and residents have their say."""
        p, c, levers = month
        self.take_chair(month, seats)
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
        c.burnout_intention_r = inequality.correlation(
            sum(post.burnout * post.intention for post in staff_now) / there, c.burnout, c.quit_intention,
            sum(post.burnout * post.burnout for post in staff_now) / there,
            sum(post.intention * post.intention for post in staff_now) / there,
        )  # fmt: skip
        c.tenure_years = sum(post.tenure for post in staff_now) / there / 12.0
        self.decide_item(month, seats, draws.item)
        have_say(*month)
