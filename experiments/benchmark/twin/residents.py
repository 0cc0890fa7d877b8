"""Residents and party members as ordinary Mesa agents: attributes, and one method a step of their month.

``p`` are the parameters, ``c`` the community's numbers of the month.
"""

from typing import Any

import mesa

from sim import elections
from sim.agents import newcomer, party_member, resident
from sim.agents.party_member import IN_SERVICE, RETIRED

STATE = (
    "awareness", "satisfaction", "expectation", "fairness", "habit", "last_participation", "voted",
    "asked_service", "autonomy_gap", "quality", "match", "talk", "trust", "belonging", "took_part",
)  # fmt: skip
TRAITS = (
    "education",
    "free_time",
    "taste",
    "leniency",
    "board_reach",
    "digital_reach",
    "belonging_base",
    "member",
)
HEARD = ("asked", "active", "seen", "near_talk", "near_trust", "near_belonging", "near_took_part")


class Resident(mesa.Agent):
    """Whoever lives in one dwelling's place; ``neighbours`` are the residents tied to him."""

    __slots__ = ("age", "demand", "neighbours", "renter", *TRAITS, *STATE, *HEARD)

    def __init__(self, model: Any, age: int, renter: bool, traits: list[float], demand: list[float]) -> None:
        """Move in with fixed traits; state is set by ``start``, ties once everybody is there."""
        super().__init__(model)
        self.age, self.renter, self.demand = age, renter, demand
        for name, value in zip(TRAITS, traits, strict=True):
            setattr(self, name, value)
        self.neighbours: list[Resident] = []
        self.asked = self.active = self.asked_service = self.autonomy_gap = self.quality = self.match = 0.0

    def start(self, p: Any, values: dict[str, float]) -> None:
        """Take up the state in which the community begins."""
        for name, value in values.items():
            setattr(self, name, value)
        self.fairness = p.start_fairness
        self.talk = resident.talk(self.awareness, self.took_part, p.quiet_talk)

    def open_month(self, p: Any, c: Any, draw: float, last_month: float) -> None:
        """Perhaps ask for a service; be counted as one stands."""
        chance = resident.request_probability(
            self.awareness, c.timeliness, p.requests_per_resident, p.request_awareness_floor, p.patience_floor
        )
        self.asked_service = resident.happens(draw, chance)
        recent = resident.took_part_within_year(last_month, self.last_participation)
        c.requests += self.asked_service
        c.mean_awareness += self.awareness
        c.mean_trust += self.trust
        c.participants += self.took_part
        if recent:
            c.recent_participants += recent
            c.voice = [
                told + resident.wish_heard(wish, recent) for told, wish in zip(c.voice, self.demand, strict=True)
            ]

    def look_around(self) -> None:
        """Take the mean of what the neighbours say and show, before anybody changes."""
        neighbours = self.neighbours
        if not neighbours:
            self.near_talk, self.near_took_part = 0.0, 0.0
            self.near_trust, self.near_belonging = self.trust, self.belonging
            return
        talk = trust = belonging = took_part = 0.0
        for neighbour in neighbours:
            talk += neighbour.talk
            trust += neighbour.trust
            belonging += neighbour.belonging
            took_part += neighbour.took_part
        part = 1.0 / len(neighbours)
        self.near_talk, self.near_trust = talk * part, trust * part
        self.near_belonging, self.near_took_part = belonging * part, took_part * part

    def live(self, p: Any, c: Any, month: float, luck: float, draw: float) -> None:
        """Go through the month, up to taking part."""
        self.learn(p, c)
        self.meet_service(p, c)
        self.judge_service(p, luck)
        self.come_to_trust(p, c)
        self.belong(p, c)
        self.decide_to_take_part(p, c, month, draw)

    def learn(self, p: Any, c: Any) -> None:
        """Hear of the community's work."""
        self.seen = resident.exposure(self.board_reach, self.digital_reach, c.board_pull, c.digital_pull)
        hazard = resident.awareness_hazard(
            self.seen,
            self.member,
            c.visited,
            self.near_talk,
            c.visible_work,
            p.insider_exposure,
            p.word_of_mouth,
        )
        self.awareness = resident.awareness_after(self.awareness, hazard, p.forgetting)

    def meet_service(self, p: Any, c: Any) -> None:
        """Find wishes met or not."""
        self.match = sum(map(resident.demand_met, self.demand, c.variety))
        self.quality = resident.quality(self.match, c.service_part, p.quality_match)

    def judge_service(self, p: Any, luck: float) -> None:
        """Hold experience against expectation."""
        asked = self.asked_service
        use = resident.use_of_service(asked, p.unasked_use)
        met = resident.experience(self.quality, luck, p.experience_spread)
        self.expectation = resident.expectation_after(
            self.expectation, met, self.seen, use, p.expectation_learning, p.hype
        )
        target = resident.satisfaction_target(
            met, resident.disconfirmation(met, self.expectation), self.leniency,
            p.satisfaction_base, p.satisfaction_leniency, p.satisfaction_quality,
            p.satisfaction_surprise, p.satisfaction_disappointment,
        )  # fmt: skip
        self.satisfaction = resident.satisfaction_after(
            self.satisfaction, target, asked, p.satisfaction_speed_asked, p.satisfaction_speed
        )

    def come_to_trust(self, p: Any, c: Any) -> None:
        """Trust more or less than last month."""
        self.fairness = resident.fairness_after(self.fairness, p.fairness_recovery, p.fairness_neutral)
        self.autonomy_gap = resident.autonomy_gap(self.education, c.autonomy, c.wish, p.autonomy_education_base)
        target = resident.trust_target(
            self.satisfaction, self.fairness, self.near_trust, self.autonomy_gap,
            p.trust_satisfaction, p.trust_fairness, p.trust_neighbours, p.trust_autonomy,
        )  # fmt: skip
        self.trust = resident.trust_after(self.trust, target, p.trust_gain, p.trust_loss)
        c.trust_before_moves += self.trust

    def belong(self, p: Any, c: Any) -> None:
        """Feel at home more or less than last month."""
        pull = resident.belonging_pull(
            self.belonging, self.took_part, self.awareness, self.satisfaction,
            p.belonging_participation, p.belonging_awareness, p.belonging_satisfaction,
            p.satisfaction_neutral,
        )  # fmt: skip
        self.belonging = resident.belonging_after(
            self.belonging, pull, self.near_belonging, self.belonging_base, c.visit_bond,
            p.belonging_neighbours, p.belonging_return,
        )  # fmt: skip

    def decide_to_take_part(self, p: Any, c: Any, month: float, draw: float) -> None:
        """Take part or stay at home."""
        own = resident.own_motive(
            self.free_time, self.education, self.taste, p.participation_free_time, p.free_time_reference,
            p.participation_education, p.education_reference, p.taste_spread,
        )  # fmt: skip
        attached = resident.attachment_motive(
            self.belonging, self.trust, p.participation_belonging, p.belonging_reference,
            p.participation_trust, p.trust_reference,
        )  # fmt: skip
        social = resident.social_motive(
            self.asked,
            self.habit,
            self.near_took_part,
            p.participation_asked,
            p.participation_habit,
            p.peer_influence,
        )
        heard = resident.gate(self.awareness, self.asked, p.asked_gate)
        chance = resident.participation_probability(heard, c.shared_motive + own + attached + social)
        took_part = resident.takes_part(draw, chance, self.active)
        self.took_part = took_part
        self.last_participation = resident.last_participation_after(self.last_participation, took_part, month)
        self.habit = resident.habit_after(self.habit, took_part, p.habit_speed)
        self.talk = resident.talk(self.awareness, took_part, p.quiet_talk)

    def volunteer(self, p: Any, c: Any, draw: float, hours_draw: float) -> None:
        """Having taken part, perhaps help out for some hours."""
        chance = resident.volunteer_probability(
            self.belonging, self.active, c.autonomy, p.volunteer_base, p.volunteer_belonging,
            p.belonging_reference, p.volunteer_active, p.volunteer_autonomy, p.autonomy_reference,
        )  # fmt: skip
        given = resident.volunteer_hours(
            hours_draw, self.free_time, p.volunteer_least_hours, p.volunteer_free_time_hours
        )
        c.volunteer_hours_given += resident.happens(draw, chance) * given

    def vote(self, p: Any, c: Any, favour_draw: float, draw: float) -> None:
        """Vote or not, and see how fair the election was."""
        favoured = resident.happens(favour_draw, elections.favour_probability(c.canvassing, p.favour_rate))
        age_motive = (p.voting_young, p.voting_middle, p.voting_old)[self.age]
        brought = elections.voter_motive(age_motive, self.member, self.taste, p.voting_member, p.voting_taste)
        attached = elections.attachment_to_vote(
            self.trust, self.belonging, self.fairness, p.voting_trust, p.trust_reference, p.voting_belonging,
            p.belonging_reference, p.voting_fairness, p.fairness_reference,
        )  # fmt: skip
        custom = elections.custom_to_vote(
            self.habit, self.asked, favoured, self.voted, p.voting_habit, p.voting_asked, p.voting_favour,
            p.voting_habit_vote, p.voted_reference,
        )  # fmt: skip
        utility = c.civic_motive + brought + attached + custom
        self.voted = resident.happens(draw, elections.vote_probability(self.awareness, utility, p.vote_notice_base))
        seen = elections.seen_fairness(
            favoured, c.canvassing, self.awareness, p.fairness_of_favoured, p.canvassing_seen_base
        )
        self.fairness = elections.fairness_after_election(self.fairness, seen, p.fairness_memory)

    def move_rate(self, p: Any) -> float:
        """How probably this resident moves out this month."""
        return p.move_rate_renter if self.renter else p.move_rate_owner  # type: ignore[no-any-return]

    def be_replaced(self, p: Any, bond: float, trusting: float) -> None:
        """A newcomer takes over the dwelling, its fixed traits and ties."""
        self.awareness, self.satisfaction = p.newcomer_awareness, p.newcomer_satisfaction
        self.expectation, self.fairness = p.newcomer_expectation, p.newcomer_fairness
        self.habit = self.voted = self.asked_service = self.took_part = 0.0
        self.last_participation = resident.NEVER
        self.belonging = newcomer.newcomer_belonging(
            self.belonging_base, bond, p.newcomer_belonging_gap, p.newcomer_belonging_spread
        )
        self.trust = newcomer.newcomer_trust(trusting, p.newcomer_trust, p.newcomer_trust_spread)
        self.talk = resident.talk(self.awareness, self.took_part, p.quiet_talk)


class PartyMember(Resident):
    """A resident who can be organised, turn active, and ask the neighbours along."""

    __slots__ = ("kind", "mobilisation")

    def __init__(self, model: Any, kind: int, *resident_traits: Any) -> None:
        """Join as a member of one kind."""
        super().__init__(model, *resident_traits)
        self.kind = kind

    def start(self, p: Any, values: dict[str, float]) -> None:
        """Take up the state in which the community begins."""
        super().start(p, values)
        self.mobilisation = p.start_mobilisation_retired if self.kind == RETIRED else p.start_mobilisation_other

    def turn_active(self, p: Any, c: Any, levers: Any, draw: float) -> None:
        """Be mobilised as far as organisation and events go, and perhaps be active this month."""
        target = party_member.mobilisation_target(
            party_member.organisation(*self._organisation(p, levers)), c.attraction, c.coordination,
            p.mobilisation_attraction_base, p.mobilisation_coordination_base,
        )  # fmt: skip
        self.mobilisation = party_member.mobilisation_after(self.mobilisation, target, p.mobilisation_speed)
        self.active = resident.happens(draw, self.mobilisation)

    def _organisation(self, p: Any, levers: Any) -> tuple[float, float, float]:
        """What organises members of this kind: base, gain, coverage."""
        if self.kind == RETIRED:
            return p.organisation_retired, p.organisation_retired_gain, levers.retired_member_groups
        if self.kind == IN_SERVICE:
            return p.organisation_in_service, p.organisation_in_service_gain, levers.in_service_registration
        return p.organisation_floating, p.organisation_floating_gain, levers.floating_member_service

    def ask_neighbours(self, p: Any, draws: list[float]) -> None:
        """Ask each neighbour along with some luck."""
        for neighbour, draw in zip(self.neighbours, draws, strict=True):
            if resident.happens(draw, p.ask_probability):
                neighbour.asked = 1.0

    def be_replaced(self, p: Any, bond: float, trusting: float) -> None:
        """A newcomer, a member as well, whom nobody has mobilised yet."""
        super().be_replaced(p, bond, trusting)
        self.mobilisation = 0.0
