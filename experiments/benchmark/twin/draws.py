"""The random draws of one month, filled by compiled code from the streams and keys that the compiled passes use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.community import TIE_SPACE, Community
from sim.compute import elementary, rng
from sim.compute.compiled import called, compile_rules, compiled
from sim.compute.layout import PARTY_SEATS
from sim.compute.rng import STREAMS

compile_rules(elementary, rng)


@compiled
def _uniforms(seed, number, draw_month, agents):  # type: ignore[no-untyped-def]
    start = rng.row(seed, number, draw_month)
    values = np.empty(len(agents))
    for place in range(len(agents)):
        values[place] = rng.uniform(start, agents[place])
    return values


@compiled
def _normals(seed, number, draw_month, agents):  # type: ignore[no-untyped-def]
    start = rng.row(seed, number, draw_month)
    values = np.empty(len(agents))
    for place in range(len(agents)):
        values[place] = rng.normal(start, agents[place])
    return values


@compiled
def _gammas(seed, number, draw_month, agents, shape):  # type: ignore[no-untyped-def]
    start = rng.row(seed, number, draw_month)
    values = np.empty(len(agents))
    for place in range(len(agents)):
        values[place] = rng.gamma(start, agents[place], shape)
    return values


@dataclass(frozen=True, slots=True)
class Stream:
    """One month of one community's random draws; ``draw_month`` is 1 in the first burn-in month."""

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
        values: list[float] = called(fill, np.uint64(self.seed), STREAMS[name], self.draw_month, keys, *more).tolist()
        return values


@dataclass(frozen=True, slots=True)
class Ballot:
    """The random draws of an election: favours and votes of residents; who could be sent; the candidates.

    ``sent_good`` and ``sent_poor`` hold two for each seat of the party committee.
    """

    favour: list[float]
    vote: list[float]
    sent_good: list[float]
    sent_poor: list[float]
    sent_loyalty: list[float]
    good: list[float]
    poor: list[float]
    connections: list[float]
    noise: list[float]
    loyalty: list[float]


@dataclass(frozen=True, slots=True)
class Draws:
    """The random draws of one month; lists run over residents, posts or units, ``ask`` over each one's ties."""

    fiscal_shock: float
    unit_gives: list[float]
    unit_gift: list[float]
    request: list[float]
    experience: list[float]
    readiness: list[float]
    activity: list[float]
    ask: list[list[float]]
    visited: list[float]
    messaged: list[float]
    participation: list[float]
    voice: list[float]
    answered: list[float]
    kind: list[float]
    volunteer_hours: list[float]
    ballot: Ballot | None
    item: float
    quit: list[float]
    hire: list[float]
    restlessness: list[float]
    career: list[float]
    talent: list[float]
    susceptibility: list[float]
    move: list[float]
    newcomer_belonging: list[float]
    newcomer_trust: list[float]


def fill_draws(community: Community, params: Any, draw_month: int, election: bool) -> Draws:
    """Fill the random draws of one month; ``params`` tells the number of units and the candidates' shapes."""
    stream = Stream(community.seed, draw_month)
    residents, places = range(community.n_residents), range(len(community.workers))
    units = range(int(params.member_units))
    return Draws(
        fiscal_shock=stream.normal("finance.shock", [0])[0],
        unit_gives=stream.uniform("unit.gives", units),
        unit_gift=stream.normal("unit.gift", units),
        request=stream.uniform("resident.request", residents),
        experience=stream.normal("resident.experience", residents),
        readiness=Stream(community.seed, 0).uniform("party_member.readiness", residents),
        activity=stream.uniform("party_member.activity", residents),
        ask=_asking(stream, community),
        visited=stream.uniform("resident.visited", residents),
        messaged=stream.uniform("resident.messaged", residents),
        participation=stream.uniform("resident.participation", residents),
        voice=stream.uniform("resident.voice", residents),
        answered=stream.uniform("resident.answered", residents),
        kind=stream.uniform("resident.kind", residents),
        volunteer_hours=stream.uniform("resident.volunteer_hours", residents),
        ballot=fill_ballot(community, params, draw_month) if election else None,
        item=stream.uniform("committee.item", [0])[0],
        quit=stream.uniform("worker.quit", places),
        hire=stream.uniform("worker.hire", places),
        restlessness=stream.normal("worker.restlessness", places),
        career=stream.uniform("worker.career", places),
        talent=stream.normal("worker.talent", places),
        susceptibility=stream.normal("worker.susceptibility", places),
        move=stream.uniform("resident.move", residents),
        newcomer_belonging=stream.normal("newcomer.belonging", residents),
        newcomer_trust=stream.normal("newcomer.trust", residents),
    )


def _asking(stream: Stream, community: Community) -> list[list[float]]:
    """A draw for every neighbour that a resident might ask."""
    first = community.first_tie.tolist()
    owner = np.repeat(np.arange(community.n_residents), np.diff(community.first_tie))
    position = np.arange(len(community.ties)) - community.first_tie[owner]
    flat = stream.uniform("party_member.ask", owner * TIE_SPACE + position)
    return [flat[first[i] : first[i + 1]] for i in range(community.n_residents)]


def fill_ballot(community: Community, params: Any, draw_month: int) -> Ballot:
    """Fill the draws of an election, or in month 0 of who sits first; two gamma draws have neighbouring keys."""
    stream, residents = Stream(community.seed, draw_month), range(community.n_residents)
    candidates, sent = range(int(params.candidates)), range(2 * PARTY_SEATS)
    return Ballot(
        favour=stream.uniform("resident.favour", residents),
        vote=stream.uniform("resident.vote", residents),
        sent_good=stream.gamma("committee.party_quality", [2 * k for k in sent], params.candidate_good),
        sent_poor=stream.gamma("committee.party_quality", [2 * k + 1 for k in sent], params.candidate_poor),
        sent_loyalty=stream.normal("committee.party_loyalty", range(PARTY_SEATS)),
        good=stream.gamma("candidate.quality", [2 * c for c in candidates], params.candidate_good),
        poor=stream.gamma("candidate.quality", [2 * c + 1 for c in candidates], params.candidate_poor),
        connections=stream.uniform("candidate.connections", candidates),
        noise=stream.normal("candidate.noise", candidates),
        loyalty=stream.normal("member.loyalty_noise", candidates),
    )
