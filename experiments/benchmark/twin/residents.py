"""Residents and party members as ordinary Mesa agents: attributes, and one method a segment of their month.

``p`` are the parameters, ``c`` the community's numbers of the month, ``levers`` what is done.
"""

from typing import Any

import mesa

from experiments.benchmark.twin.draws import Draws
from sim.agents import resident
from sim.agents.party_member import RETIRED
from sim.community import START
from sim.compute.layout import PERSON, TRAITS, WORKING
from sim.compute.segments import GRID, on_objects
from sim.engine.passes import election, members, moves, opening, residents
from sim.states import RESIDENT

count_answers = on_objects(residents.count_answers)


class Resident(mesa.Agent):
    """Whoever lives in one dwelling's place; ``neighbours`` are the residents tied to him."""

    __slots__ = ("age", "demand", "neighbours", "renter", *TRAITS, *PERSON, *WORKING)

    def __init__(self, model: Any, age: int, renter: bool, traits: list[float], demand: list[float]) -> None:
        """Move in with fixed traits; state is set by ``start``, ties once everybody is there."""
        super().__init__(model)
        self.age, self.renter, self.demand = age, renter, demand
        for name, value in zip(TRAITS, traits, strict=True):
            setattr(self, name, value)
        self.neighbours: list[Resident] = []
        self.asked = self.active = 0.0

    def start(self, p: Any, drawn: dict[str, float]) -> None:
        """Take up the state in which the community begins."""
        for state in RESIDENT:
            if state.start in START:
                setattr(self, state.name, drawn[str(state.start)])
            elif state.start is not None:
                setattr(self, state.name, getattr(p, state.start) if isinstance(state.start, str) else state.start)
        self.tell(p, None, None)

    tell = on_objects(opening.tell)
    ask_and_stand = on_objects(opening.ask_and_stand)
    complain = on_objects(opening.complain)
    learn = on_objects(residents.learn)
    meet_service = on_objects(residents.meet_service)
    meet_and_expect = on_objects(residents.meet_and_expect)
    judge_service = on_objects(residents.judge_service)
    forget_unfairness = on_objects(residents.forget_unfairness)
    come_to_trust = on_objects(residents.come_to_trust)
    be_answered = on_objects(residents.be_answered)
    come_to_belong = on_objects(residents.come_to_belong)
    want_to_take_part = on_objects(residents.want_to_take_part)
    take_part = on_objects(residents.take_part)
    choose_kind = on_objects(residents.choose_kind)
    come_to_count = on_objects(residents.come_to_count)
    end_month = on_objects(residents.end_month)
    vote = on_objects(election.vote)
    be_contacted = on_objects(members.be_contacted)
    begin_anew = on_objects(moves.begin_anew)

    def open_month(self, p: Any, c: Any, levers: Any, draw: float, voice: float, last_month: float) -> None:
        """Perhaps ask for a service or complain; be counted as one stands."""
        self.ask_and_stand(p, c, levers, last_month, draw)
        self.complain(p, c, levers, last_month + 1.0, voice)
        if self.recent:
            c.voice = [
                heard + (resident.wish_heard(wish, self.recent) + GRID - GRID)
                for heard, wish in zip(c.voice, self.demand, strict=True)
            ]

    def look_around(self) -> None:
        """Take the mean of what the neighbours say and show, before anybody changes."""
        neighbours = self.neighbours
        if not neighbours:
            self.near_talk, self.near_efficacy = 0.0, self.efficacy
            self.near_trust, self.near_belonging = self.trust, self.belonging
            return
        talk = trust = belonging = efficacy = 0.0
        for neighbour in neighbours:
            talk += neighbour.talk
            trust += neighbour.trust
            belonging += neighbour.belonging
            efficacy += neighbour.efficacy
        part = 1.0 / len(neighbours)
        self.near_talk, self.near_trust = talk * part, trust * part
        self.near_belonging, self.near_efficacy = belonging * part, efficacy * part

    def step_month(self, p: Any, c: Any, levers: Any, month: float, draws: Draws, i: int) -> None:
        """Go through the month; ``i`` tells whose draws are one's own."""
        self.learn(p, c, levers)
        self.match = sum(map(resident.demand_met, self.demand, c.variety))
        self.meet_service(p, c, levers)
        self.meet_and_expect(p, c, levers, draws.experience[i])
        self.judge_service(p, c, levers)
        self.forget_unfairness(p, c, levers)
        self.come_to_trust(p, c, levers)
        self.answered = 0.0
        if self.complained:
            self.be_answered(p, c, levers, draws.answered[i])
        self.come_to_belong(p, c, levers)
        self.want_to_take_part(p, c, levers)
        self.take_part(p, c, levers, month, draws.participation[i])
        self.sat = 0.0
        if self.took_part:
            self.choose_kind(p, c, levers, month, draws.kind[i], draws.volunteer_hours[i])
        self.come_to_count(p, c, levers)
        self.end_month(p, c, levers)

    def move_rate(self, p: Any) -> float:
        """How probably this resident moves out this month."""
        return p.move_rate_renter if self.renter else p.move_rate_owner  # type: ignore[no-any-return]


class PartyMember(Resident):
    """A resident who can be organised, turn active, and ask the neighbours along."""

    __slots__ = ("kind", "mobilisation")

    def __init__(self, model: Any, kind: int, *resident_traits: Any) -> None:
        """Join as a member of one kind."""
        super().__init__(model, *resident_traits)
        self.kind = kind

    def start(self, p: Any, drawn: dict[str, float]) -> None:
        """Take up the state in which the community begins."""
        super().start(p, drawn)
        self.mobilisation = p.start_mobilisation_retired if self.kind == RETIRED else p.start_mobilisation_other

    be_mobilised = on_objects(members.be_mobilised)
    turn_active = on_objects(members.turn_active)
    begin_unorganised = on_objects(moves.begin_unorganised)

    def ask_neighbours(self, p: Any, draws: list[float]) -> None:
        """Ask each neighbour along by a random draw."""
        for neighbour, draw in zip(self.neighbours, draws, strict=True):
            if resident.happens(draw, p.ask_probability):
                neighbour.asked = 1.0

    def begin_anew(self, p: Any, c: Any, levers: Any, belonging_draw: float, trust_draw: float) -> None:
        """A newcomer, a member as well, whom nobody has mobilised yet."""
        super().begin_anew(p, c, levers, belonging_draw, trust_draw)
        self.begin_unorganised(p, c, levers)
