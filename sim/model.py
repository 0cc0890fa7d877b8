"""The community as a Mesa model: one scenario on one community, month by month.

It is the one-lane case of the code that runs many scenarios in lockstep (``sim.engine.replicate``); the month itself
is ``sim.engine.calendar.simulate_month``. Agents are handles on the arrays and are made when somebody first asks for
``model.agents``.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.agents.committee import CommitteeMember, PartyCommittee, ResidentsCommittee
from sim.agents.handle import LANE, Handle
from sim.agents.member_unit import Unit
from sim.agents.party_member import PartyMember
from sim.agents.resident import Resident
from sim.agents.street import StreetOffice
from sim.agents.worker import Worker
from sim.compute import rng
from sim.compute.cache import why_not_cached
from sim.compute.layout import SEATS, param, post
from sim.elections import is_election_month
from sim.engine.along import take_along
from sim.engine.calendar import record_month, simulate_month
from sim.engine.lanes import Lanes, settle
from sim.engine.record import Record
from sim.engine.replicate import baseline_levers, fork, same_levers, simulate_burn_in, world
from sim.engine.story import moment
from sim.engine.trial import try_rules
from sim.errors import InputError
from sim.indicators import COLUMNS, INDICATORS, read
from sim.scenarios.changes import check_params
from sim.scenarios.given import as_period, as_profile, as_scenario
from sim.scenarios.scenario import Profile, Scenario, check_begins, check_happens

if TYPE_CHECKING:
    from mesa.agent import AgentSet
    from pandas import DataFrame

LOOKED_BACK = max(indicator.window for indicator in INDICATORS.values())
"""The longest that an indicator looks back [months]."""

MADE_FROM = ("lanes", "params", "profile", "scenario", "seed")


def report(model: "CommunityModel", column: str) -> float:
    """A model reporter of Mesa's data collector: one indicator of the month just simulated."""
    return model.indicator(column)


class CommunityModel(mesa.Model):  # type: ignore[misc]
    """One community under one scenario.

    Making it builds the community and simulates the burn-in; the first ``step`` is month 1.

    Attributes:
        scenario: what is done, month by month.
        profile: the kind of community.
        lanes: the arrays; this model is their first lane.
        month: the month just simulated, 0 at the end of the burn-in.
        datacollector: Mesa's, with every indicator as a model reporter, from month 1 on.
    """

    def __init__(
        self,
        scenario: str | Scenario = "baseline",
        profile: str | Profile = "mixed",
        seed: int = 1,
        params: Mapping[str, float] | None = None,
        months: int | None = None,
        period: str | None = None,
    ) -> None:
        """Build the community and simulate its burn-in.

        Args:
            scenario: a built-in name, the path of a scenario file, or a ``Scenario``.
            profile: likewise, the kind of community.
            seed: a whole number from 0; the same seed gives the same community and the same random draws.
            params: parameters that differ from the profile, from the first burn-in month on.
            months: policy months after which ``running`` turns false; by default the parameter ``months``.
            period: the dated setting, such as ``"present"``; by default the one that the scenario is meant for, else
                the seed's time.

        Raises:
            InputError: something given is unknown or out of range.
            RuleError: a rule fails.
        """
        check_seed(seed)
        _say_if_lost()
        try_rules()
        scenario = as_scenario(scenario)
        self.profile = as_profile(profile, as_period(period, [scenario]))
        self.params = check_params(params or {}, "params", allow_people=True)
        chosen = world(self.profile, self.params)
        months = int(
            chosen["months"] if months is None else check_params({"months": months}, "", allow_people=True)["months"]
        )
        check_begins(scenario, months)
        block = settle(seed, [chosen])
        record = Record(block)
        simulate_burn_in(block, record)
        self._begin(scenario, fork(block, [scenario]), record, months)
        self._history: list[tuple[int, Scenario]] = [(1, scenario)]

    def _begin(self, scenario: Scenario, lanes: Lanes, record: Record, months: int) -> None:
        """Take over arrays; also where a fork begins its life."""
        super().__init__(seed=_mesa_seed(lanes.community.seed, lanes.month + lanes.burn_in))
        self.seed = lanes.community.seed
        self.scenario = scenario
        self.lanes = lanes
        self.months = months
        self._record = record
        self._latest: Record | None = None
        self._residents: list[Resident] = []
        self._workers: dict[int, Worker] = {}
        self._committees: tuple[Any, ...] = ()
        self._units: tuple[Unit, ...] = ()
        self._seated: list[CommitteeMember] = []
        self.makes_people = False
        self.datacollector = mesa.DataCollector(
            model_reporters={name: partial(report, column=name) for name in INDICATORS}
        )

    @property
    def month(self) -> int:
        """The month just simulated."""
        return self.lanes.month

    def step(self) -> None:
        """Live one month: the calendar, the record, the people who changed, the data collector."""
        simulate_month(self.lanes, same_levers(self.scenario.at(self.month + 1)))
        record_month(self.lanes)
        self._record.add(self.lanes)
        self._replace_people()
        self.datacollector.collect(self)
        self.running = self.month < self.months

    def run(self, months: int | None = None) -> "DataFrame":
        """Live on to the end of policy month ``months`` and return all that was recorded, burn-in included.

        Returns:
            A tidy frame: scenario, seed, month (…, -1, 0, 1, …), one column an indicator.
        """
        from pandas import DataFrame

        last = self.months if months is None else months
        while self.month < last:
            self.step()
        frame = DataFrame(self._record.trajectories()[LANE], columns=list(COLUMNS))
        frame.insert(0, "month", self._record.months)
        frame.insert(0, "seed", self.seed)
        frame.insert(0, "scenario", self.scenario.name)
        return frame[frame["month"] <= last]

    def indicator(self, column: str) -> float:
        """One indicator, or one of a group such as ``trust.renter``, of the month just simulated.

        Raises:
            InputError: there is no such indicator.
        """
        if self._latest is None or self._latest.months[-1] != self.month:
            self._latest = last_months(self._record, LOOKED_BACK)
        return float(read(self._latest, column)[-1, LANE])

    def fork(self, scenario: str | Scenario | None = None) -> "CommunityModel":
        """Return a model that goes on from this very month under another scenario, with the same random draws.

        What a subclass or a user has added goes along: attributes that are plain data as copies, and what the data
        collector collects, from this month on.

        Raises:
            InputError: the scenario is unknown, or nothing of it can happen any more; or something was added that
                cannot go along.
        """
        chosen = self.scenario if scenario is None else as_scenario(scenario)
        if scenario is not None:
            check_begins(chosen, self.months)
            check_happens(chosen, self.month)
        twin = type(self).__new__(type(self))
        twin.profile, twin.params = self.profile, self.params
        twin._begin(chosen, fork(self.lanes, [chosen]), self._record.copy(), self.months)
        twin.steps = self.steps
        twin._history = [*self._history, (self.month + 1, chosen)]
        take_along(self, twin)
        return twin

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute; refuse to change what the model was made from.

        Raises:
            InputError: it would have no effect, or half of one.
        """
        if name in MADE_FROM and name in vars(self):
            raise InputError(
                f"model.{name} cannot be changed once the model is made; use fork(scenario=…) or make another model.",
                f"模型建好之后不能改动 model.{name}；请用 fork(scenario=…)，或另建一个模型。",
            )
        super().__setattr__(name, value)

    def register_agent(self, agent: Any) -> None:
        """Take in an agent; one of a user's own gets a number that nobody else has."""
        if not isinstance(agent, Handle):
            agent.unique_id = next(Handle._ids[self])
        super().register_agent(agent)

    @property
    def agents(self) -> "AgentSet[Any]":
        """All agents, as Mesa's ``AgentSet``; made when first asked for."""
        self._people()
        return self._all_agents

    @agents.setter
    def agents(self, agents: Any) -> None:
        raise AttributeError("model.agents is made by the model and cannot be set.")

    @property
    def agents_by_type(self) -> "dict[type[mesa.Agent], AgentSet[Any]]":
        """The agents by their class."""
        self._people()
        by_type: dict[type[mesa.Agent], AgentSet[Any]] = self._agents_by_type
        return by_type

    @property
    def agent_types(self) -> list[type]:
        """The classes of agents in the model."""
        return list(self.agents_by_type)

    def resident(self, row: int) -> Resident:
        """The resident of one dwelling's place.

        Raises:
            InputError: there is no such row.
        """
        self._people()
        if isinstance(row, bool) or not isinstance(row, int | np.integer) or not 0 <= row < len(self._residents):
            last = len(self._residents) - 1
            raise InputError(
                f"resident {row!r}: there is no such row; allowed is 0..{last}.",
                f"居民 {row!r}：没有这一行；允许 0..{last}。",
            )
        return self._residents[row]

    @property
    def residents_committee(self) -> ResidentsCommittee:
        """The residents' committee."""
        self._people()
        committee: ResidentsCommittee = self._committees[0]
        return committee

    @property
    def party_committee(self) -> PartyCommittee:
        """The party committee."""
        self._people()
        committee: PartyCommittee = self._committees[1]
        return committee

    @property
    def committee_members(self) -> tuple[CommitteeMember, ...]:
        """Who holds the seats of the two committees: three sent by the party, then the chair and three more."""
        self._people()
        return tuple(self._seated)

    @property
    def street_office(self) -> StreetOffice:
        """The street office."""
        self._people()
        street: StreetOffice = self._committees[2]
        return street

    def _people(self) -> None:
        """Make the handles, once."""
        if self._residents:
            return
        with self._building():
            self._make_people()

    @contextmanager
    def _building(self) -> Iterator[None]:
        """Let handles be made: nobody else may, for they would have no effect."""
        self.makes_people = True
        try:
            yield
        finally:
            self.makes_people = False

    def _make_people(self) -> None:
        places = {row: index for index, row in enumerate(self.lanes.community.members.tolist())}
        self._residents = [self._person(row, places) for row in range(self.lanes.community.n_residents)]
        self._workers = {row: Worker(self, row) for row in self._filled_posts()}
        self._committees = (ResidentsCommittee(self), PartyCommittee(self), StreetOffice(self))
        self._units = tuple(Unit(self, row) for row in range(int(self.lanes.board[param.member_units + LANE])))
        self._seated = [CommitteeMember(self, row) for row in range(SEATS)]

    def _person(self, row: int, places: Mapping[int, int]) -> Resident:
        """The handle of one dwelling's place."""
        return PartyMember(self, row, places[row]) if row in places else Resident(self, row)

    def _filled_posts(self) -> list[int]:
        """Rows of the posts that somebody fills."""
        rows: list[int] = np.flatnonzero(self.lanes.posts[:, post.filled + LANE]).tolist()
        return rows

    def _replace_people(self) -> None:
        """After a month, give new handles to rows whose person has changed."""
        if self._residents:
            with self._building():
                self._renew_people()

    def _renew_people(self) -> None:
        for row in np.flatnonzero(self.lanes.moved).tolist():
            old = self._residents[row]
            old.leave(self.month)
            self._residents[row] = (
                PartyMember(self, row, old.place) if isinstance(old, PartyMember) else Resident(self, row)
            )
        filled = set(self._filled_posts())
        new = {row for row in filled if self.lanes.posts[row, post.tenure + LANE] == 0.0}
        for row in [row for row in self._workers if row not in filled or row in new]:
            self._workers.pop(row).leave(self.month)
        for row in sorted(filled - set(self._workers)):
            self._workers[row] = Worker(self, row)
        if is_election_month(self.month, float(self.lanes.board[param.election_term + LANE])):
            for old in self._seated:
                old.leave(self.month)
            self._seated = [CommitteeMember(self, row) for row in range(SEATS)]

    def story(self, row: int) -> "DataFrame":
        """Month by month, the state of one dwelling's place from the first burn-in month to now.

        It is rerun from the seed and the scenarios this model went through, not stored.
        ``sim.engine.story.parting`` tells of two such tables where and why they part.
        """
        from pandas import DataFrame

        block = settle(self.seed, [world(self.profile, self.params)])
        rows = []
        while block.month < self.month:
            month = block.month + 1
            scenario = self._scenario_of(month)
            if any(first == month for first, _ in self._history):
                block = fork(block, [scenario])
            simulate_month(block, same_levers(scenario.at(month)) if month >= 1 else baseline_levers())
            simulated = {name: values[LANE] for name, values in moment(block, row).items()}
            rows.append({"month": month, "moved_in": bool(block.moved[row]), **simulated})
        return DataFrame(rows)

    def _scenario_of(self, month: int) -> Scenario:
        """The scenario that held in a month."""
        return [scenario for first, scenario in self._history if first <= max(month, 1)][-1]


def check_seed(seed: object) -> None:
    """Refuse a seed that is not a whole number from 0."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed <= rng.LARGEST_SEED:
        raise InputError(
            f"seed = {seed!r} is not a whole number in 0..{rng.LARGEST_SEED}.",
            f"seed = {seed!r} 不是 0..{rng.LARGEST_SEED} 之间的整数。",
        )


def last_months(record: Record, months: int) -> Record:
    """Return the last months of a record, as many as an indicator looks back over."""
    last = record.copy()
    for kept in (last.months, last._numbers, last._sums, last._votes):
        del kept[:-months]
    return last


def _say_if_lost() -> None:
    """Warn where what is compiled cannot be kept."""
    if lost := why_not_cached():
        warnings.warn(lost.en, RuntimeWarning, stacklevel=3)


def _mesa_seed(seed: int, month: int) -> int:
    """A seed for Mesa's own generators, from a stream; the model itself never draws from them."""
    return int(rng.draws(seed, "mesa.generators", month, [0])[0] * 2**31)
