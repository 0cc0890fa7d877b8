"""The twin's model: it makes the agents and orders the month as ``sim.engine.calendar`` does."""

from collections.abc import Mapping
from typing import Any

import mesa

from experiments.benchmark.twin.committees import (
    Month,
    PartyCommittee,
    ResidentsCommittee,
    StreetOffice,
    add_units_hours,
    call_election,
    count_votes,
)
from experiments.benchmark.twin.draws import Ballot, Draws, fill_ballot, fill_draws
from experiments.benchmark.twin.residents import PartyMember, Resident, count_answers
from experiments.benchmark.twin.seats import CommitteeMember
from experiments.benchmark.twin.units import Unit
from experiments.benchmark.twin.values import Levers, Numbers, Params
from experiments.benchmark.twin.workers import Worker
from sim import elections, services
from sim.agents import committee, resident
from sim.community import NOT_A_MEMBER, START, Community, build_community
from sim.compute.layout import N_SERVICES, SEATS
from sim.elections import is_election_month
from sim.engine.lanes import new_board
from sim.engine.replicate import world
from sim.levers import LEVERS
from sim.params.people import SERVICE_TYPES
from sim.scenarios.scenario import Profile, Scenario

START_NUMBERS = (
    "autonomy", "backlog", "timeliness", "infrastructure", "turnout", "official_turnout", "street_pressure",
)  # fmt: skip


class Twin(mesa.Model):
    """One community under one scenario in ordinary Mesa.

    Attributes:
        params, levers: what holds this month, as attributes.
        community: the community's numbers, as attributes.
        residents, workers, units, seats: the agents, in the order of their rows.
        month: the month simulated last, ``-burn_in_months`` before the first.
        moved: rows of the dwellings that newcomers took over in that month.
    """

    def __init__(
        self, scenario: Scenario, profile: Profile, params: Mapping[str, float] | None = None, seed: int = 1
    ) -> None:
        """Build the community of ``seed`` as it stands before the first burn-in month."""
        super().__init__(seed=seed % 2**32)
        chosen = world(profile, params or {})
        self.scenario = scenario
        self._past, self._policy = Params(**chosen), Params(**chosen | dict(scenario.params))
        self.params = self._past
        self.levers = Levers()
        self.people = build_community(seed, new_board([chosen]))
        self.month = -int(self.params.burn_in_months)
        self._first_month = self.month
        self._prepared: dict[int, Draws] = {}
        self.moved: list[int] = []
        self.community = self._start_numbers()
        self._settle(self.people)

    def _start_numbers(self) -> Any:
        """The numbers that the first month reads as last month's."""
        p = self.params
        numbers = Numbers(**{name: getattr(p, f"start_{name}") for name in START_NUMBERS})
        numbers.legitimacy = p.start_fairness
        numbers.volunteer_hours_given = p.start_volunteer_hours
        numbers.load = numbers.seen_load = numbers.used_load = p.street_start_load
        numbers.item_stock = 1.0
        numbers.erosion = numbers.erosion_unindexed = 1.0
        numbers.stock_boards = LEVERS["publicity_boards"].default / p.kiloyuan
        numbers.stock_digital = LEVERS["publicity_digital"].default / p.kiloyuan
        numbers.variety = [
            services.variety_target(p.government_supply * share, p.supply_scale) for share in self.template
        ]
        numbers.template, numbers.party_list = self.template, self.party_list
        numbers.voice, numbers.mix = [0.0] * N_SERVICES, [0.0] * N_SERVICES
        return numbers

    def _settle(self, people: Community) -> None:
        """Make the agents and tie them."""
        rows = zip(
            people.age.tolist(),
            people.renter.tolist(),
            people.traits.tolist(),
            people.demand.tolist(),
            strict=True,
        )
        self.residents: list[Resident] = [
            Resident(self, *row) if kind == NOT_A_MEMBER else PartyMember(self, kind, *row)
            for kind, row in zip(people.kind.tolist(), rows, strict=True)
        ]
        for i, (agent, start) in enumerate(zip(self.residents, people.start.tolist(), strict=True)):
            agent.start(self.params, dict(zip(START, start, strict=True)))
            agent.neighbours = [self.residents[j] for j in people.neighbours(i).tolist()]
        self.buildings: list[list[Resident]] = [[] for _ in range(int(people.building[-1]) + 1)]
        for agent, building in zip(self.residents, people.building.tolist(), strict=True):
            self.buildings[building].append(agent)
        self.members = [(row, self.residents[row]) for row in people.members.tolist()]
        self.workers = [
            Worker(self, index, index < self.params.n_posts, start, self.params)
            for index, start in enumerate(people.workers.tolist())
        ]
        units = max(int(p.member_units) for p in (self._past, self._policy))
        self.units = [Unit(self, place, draw, self.params) for place, draw in enumerate(people.units.tolist()[:units])]
        self.residents_committee = ResidentsCommittee(self)
        self.party_committee = PartyCommittee(self)
        self.street_office = StreetOffice(self)
        self.mean_demand: list[float] = people.mean_demand.tolist()
        self.seats = [CommitteeMember(self, place, self.params) for place in range(SEATS)]
        self._begin_terms(people)

    def _begin_terms(self, people: Community) -> None:
        """Who sits before the first month, when nobody has worked together yet."""
        p, c = self.params, self.community
        month = p, c, self.levers
        c.canvassing = elections.canvassing_strength(0.0, p.canvassing, p.openness_effect)
        self.residents_committee.fill_seats(month, self.seats, fill_ballot(people, p, 0))
        self.residents_committee.take_chair(month, self.seats)
        c.coordination = committee.coordination(p.seated_trust, c.merged_seats)

    @property
    def template(self) -> list[float]:
        """What government's template supplies, one share a service type."""
        return self._shares("template")

    @property
    def party_list(self) -> list[float]:
        """What the party committee has on its own list, one share a service type."""
        return self._shares("party_agenda")

    def _shares(self, weights_of: str) -> list[float]:
        weights = [getattr(self.params, f"{weights_of}_{service}") for service in SERVICE_TYPES]
        total = sum(weights)
        return [weight / total for weight in weights]

    def prepare(self, months: int = 1) -> None:
        """Fill the random draws of the next ``months`` months beforehand, so that a clock need not count it."""
        for month in range(self.month + 1, self.month + 1 + months):
            params = self._params_of(month)
            election = is_election_month(month, params.election_term)
            self._prepared[month] = fill_draws(self.people, params, month - self._first_month, election)

    def _params_of(self, month: int) -> Any:
        """The parameters of a month: a scenario's own hold from month 1 on."""
        return self._policy if month >= 1 else self._past

    def burn_in(self) -> None:
        """Live to the end of month 0."""
        while self.month < 0:
            self.step()

    def step(self) -> None:
        """Live one month."""
        if self.month + 1 not in self._prepared:
            self.prepare()
        self.month += 1
        draws = self._prepared.pop(self.month)
        self.params = self._params_of(self.month)
        self.levers = Levers(**self.scenario.at(self.month))
        month = self.params, self.community, self.levers
        self.open_month(month, draws)
        self.community.template, self.community.party_list = self.template, self.party_list
        self.street_office.hand_down_orders(month, self.month)
        self.residents_committee.keep_accounts(
            month, self.month, self.workers, self.units, draws, self.mean_demand, len(self.residents)
        )
        for agent in self.residents:
            agent.asked = agent.active = 0.0
        self.party_committee.mobilise(month, self.members, draws)
        for agent, visit_draw, message_draw in zip(self.residents, draws.visited, draws.messaged, strict=True):
            agent.be_contacted(*month, visit_draw, message_draw)
        self.step_residents(month, draws)
        if draws.ballot is not None:
            self.hold_election(month, draws.ballot)
        self.residents_committee.turn_over_staff(month, self.workers, self.seats, draws)
        self.street_office.judge(month)
        self.move_in(month, draws)

    def open_month(self, month: Month, draws: Draws) -> None:
        """Residents ask; how they stand is summed."""
        c, last_month = self.community, self.month - 1.0
        c.mean_awareness = c.mean_trust = c.participants = c.recent_participants = c.requests = c.complaints = 0.0
        c.voice = [0.0] * N_SERVICES
        for agent, draw, voice in zip(self.residents, draws.request, draws.voice, strict=True):
            agent.open_month(*month, draw, voice, last_month)
        for people in self.buildings:
            part = resident.share_of_building(sum(agent.took_part for agent in people), len(people))
            for agent in people:
                agent.building = part
        c.mean_awareness /= len(self.residents)
        c.mean_trust /= len(self.residents)

    def step_residents(self, month: Month, draws: Draws) -> None:
        """Everybody looks around before anybody changes; then everybody lives the month."""
        c, now = self.community, float(self.month)
        c.volunteer_hours_given = c.trust_before_moves = c.complaints_answered = 0.0
        for agent in self.residents:
            agent.look_around()
        for i, agent in enumerate(self.residents):
            agent.step_month(*month, now, draws, i)
        count_answers(*month)
        add_units_hours(*month)
        c.trust_before_moves /= len(self.residents)

    def hold_election(self, month: Month, ballot: Ballot) -> None:
        """Residents vote; who sits in the committees is sent and elected."""
        call_election(*month)
        self.community.legitimacy = 0.0
        for agent, favour_draw, draw in zip(self.residents, ballot.favour, ballot.vote, strict=True):
            agent.vote(*month, favour_draw, draw)
        votes = sum(agent.voted for agent in self.residents)
        count_votes(*month, votes, self.community.legitimacy, len(self.residents))
        self.residents_committee.fill_seats(month, self.seats, ballot)

    def move_in(self, month: Month, draws: Draws) -> None:
        """Newcomers take over the dwellings of those who move."""
        self.moved = []
        for i, (agent, draw) in enumerate(zip(self.residents, draws.move, strict=True)):
            if resident.happens(draw, agent.move_rate(self.params)):
                agent.begin_anew(*month, draws.newcomer_belonging[i], draws.newcomer_trust[i])
                self.moved.append(i)

    def numbers(self) -> dict[str, float]:
        """The community's numbers of the month by their names in ``sim.compute.layout.NUMBERS``."""
        return self.community.as_dict()  # type: ignore[no-any-return]
