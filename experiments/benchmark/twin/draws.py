"""The luck of one month, filled by compiled code from the streams and keys that the compiled passes use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.community import TIE_SPACE, Community
from sim.compute import elementary, rng
from sim.compute.compiled import called, compile_rules, compiled
from sim.compute.rng import STREAMS
from sim.engine.passes.election import N_CANDIDATES

compile_rules(elementary, rng)


@compiled
def _uniforms(seed, number, draw_month, agents):  # type: ignore[no-untyped-def]
    start = rng.row(seed, number, draw_month)
    luck = np.empty(len(agents))
    for place in range(len(agents)):
        luck[place] = rng.uniform(start, agents[place])
    return luck


@compiled
def _normals(seed, number, draw_month, agents):  # type: ignore[no-untyped-def]
    start = rng.row(seed, number, draw_month)
    luck = np.empty(len(agents))
    for place in range(len(agents)):
        luck[place] = rng.normal(start, agents[place])
    return luck


@compiled
def _gammas(seed, number, draw_month, agents, shape):  # type: ignore[no-untyped-def]
    start = rng.row(seed, number, draw_month)
    luck = np.empty(len(agents))
    for place in range(len(agents)):
        luck[place] = rng.gamma(start, agents[place], shape)
    return luck


@dataclass(frozen=True, slots=True)
class Stream:
    """One month of one community's luck; ``draw_month`` is 1 in the first burn-in month."""

    seed: int
    draw_month: int

    def uniform(self, name: str, agents: Iterable[int]) -> list[float]:
        """Uniform draws of a named stream, one for each agent."""
        return self._filled(_uniforms, name, agents)

    def normal(self, name: str, agents: Iterable[int]) -> list[float]:
        """Standard normal draws of a named stream, one for each agent."""
        return self._filled(_normals, name, agents)

    def gamma(self, name: str, agents: Iterable[int], shape: float) -> list[float]:
        """Gamma draws of a named stream with scale 1, one for each agent."""
        return self._filled(_gammas, name, agents, shape)

    def _filled(self, fill: Any, name: str, agents: Iterable[int], *more: float) -> list[float]:
        keys = np.asarray(agents, dtype=np.int64)
        luck: list[float] = called(fill, np.uint64(self.seed), STREAMS[name], self.draw_month, keys, *more).tolist()
        return luck


@dataclass(frozen=True, slots=True)
class Ballot:
    """The luck of an election: favours and votes of residents; the candidates."""

    favour: list[float]
    vote: list[float]
    good: list[float]
    poor: list[float]
    connections: list[float]
    noise: list[float]


@dataclass(frozen=True, slots=True)
class Draws:
    """The luck of one month; lists run over residents, posts or units, ``ask`` over each one's ties."""

    fiscal_shock: float
    unit_gives: list[float]
    unit_gift: list[float]
    request: list[float]
    experience: list[float]
    activity: list[float]
    ask: list[list[float]]
    participation: list[float]
    volunteering: list[float]
    volunteer_hours: list[float]
    ballot: Ballot | None
    quit: list[float]
    hire: list[float]
    recruit_competence: list[float]
    susceptibility: list[float]
    move: list[float]
    newcomer_belonging: list[float]
    newcomer_trust: list[float]


def fill_draws(community: Community, params: Any, draw_month: int, election: bool) -> Draws:
    """Fill the luck of one month; ``params`` tells the number of units and the candidates' shapes."""
    luck = Stream(community.seed, draw_month)
    residents, places = range(community.n_residents), range(len(community.workers))
    units = range(int(params.member_units))
    return Draws(
        fiscal_shock=luck.normal("finance.shock", [0])[0],
        unit_gives=luck.uniform("finance.unit_gives", units),
        unit_gift=luck.normal("finance.unit_gift", units),
        request=luck.uniform("resident.request", residents),
        experience=luck.normal("resident.experience", residents),
        activity=luck.uniform("party_member.activity", residents),
        ask=_asking(luck, community),
        participation=luck.uniform("resident.participation", residents),
        volunteering=luck.uniform("resident.volunteering", residents),
        volunteer_hours=luck.uniform("resident.volunteer_hours", residents),
        ballot=_ballot(luck, residents, params) if election else None,
        quit=luck.uniform("worker.quit", places),
        hire=luck.uniform("worker.hire", places),
        recruit_competence=luck.normal("worker.recruit_competence", places),
        susceptibility=luck.normal("worker.susceptibility", places),
        move=luck.uniform("resident.move", residents),
        newcomer_belonging=luck.normal("newcomer.belonging", residents),
        newcomer_trust=luck.normal("newcomer.trust", residents),
    )


def _asking(luck: Stream, community: Community) -> list[list[float]]:
    """A draw for every neighbour that a resident might ask."""
    first = community.first_tie.tolist()
    owner = np.repeat(np.arange(community.n_residents), np.diff(community.first_tie))
    position = np.arange(len(community.ties)) - community.first_tie[owner]
    flat = luck.uniform("party_member.ask", owner * TIE_SPACE + position)
    return [flat[first[i] : first[i + 1]] for i in range(community.n_residents)]


def _ballot(luck: Stream, residents: range, params: Any) -> Ballot:
    """The luck of an election month; a candidate's two gamma draws have neighbouring keys."""
    candidates = range(N_CANDIDATES)
    return Ballot(
        favour=luck.uniform("resident.favour", residents),
        vote=luck.uniform("resident.vote", residents),
        good=luck.gamma("election.quality", [2 * c for c in candidates], params.candidate_good),
        poor=luck.gamma("election.quality", [2 * c + 1 for c in candidates], params.candidate_poor),
        connections=luck.uniform("election.connections", candidates),
        noise=luck.normal("election.noise", candidates),
    )
