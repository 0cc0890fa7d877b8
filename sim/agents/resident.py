"""A resident: what he asks, hears, expects, feels, and when he takes part.

Rules first, one sentence each, plain numbers in and out; then the Mesa agent. Every weight is a parameter
(``sim/params``). Where no other source stands beside a parameter, the rules are assumptions.
"""

from typing import TYPE_CHECKING, Any

from sim.agents.handle import LANE, Handle, Place, trait, with_states
from sim.compute.elementary import clip, exp, power
from sim.compute.layout import param
from sim.quantity import Index, Nonnegative, Probability, Truth
from sim.states import NEVER as NEVER
from sim.states import RESIDENT

if TYPE_CHECKING:
    from pandas import DataFrame

MONTHS_IN_YEAR = 12.0


def request_probability(
    awareness: float,
    timeliness: float,
    requests_per_resident: float,
    request_awareness_floor: float,
    patience_floor: float,
) -> Probability:
    """Residents ask more when they know where to ask and when waiting was short."""
    knowing = request_awareness_floor + (1.0 - request_awareness_floor) * awareness
    hoping = patience_floor + (1.0 - patience_floor) * timeliness
    return requests_per_resident * knowing * hoping


def happens(draw: float, probability: float) -> Truth:
    """1 where the draw falls below the probability, else 0."""
    return 1.0 if draw < probability else 0.0


def ease_of_speaking(digital_reach: float, online_ease: float, online_channel: float) -> Nonnegative:
    """How easily a resident speaks up: the online office helps those most who are online anyhow."""
    return 1.0 + online_ease * digital_reach * online_channel


def complaint_probability(quality: float, efficacy: float, ease: float, voice_rate: float) -> Probability:
    """Residents complain of the service they met last month, those more who think that their word counts.

    Source: exit, voice and loyalty, A. Hirschman 1970.
    """
    return min(1.0, voice_rate / MONTHS_IN_YEAR * (1.0 - quality) * (0.5 + efficacy) * ease)


def asked_or_complained(asked_service: float, complained: float) -> Truth:
    """Who complains meets the service as somebody does who asks for one."""
    return max(asked_service, complained)


def answer_probability(timeliness: float) -> Probability:
    """A complaint is answered within the month as other requests are."""
    return timeliness


def share_answered(answered: float, complaints: float) -> Index:
    """Complaints answered in the month; 1 where there was none to leave unanswered."""
    return answered / complaints if complaints > 0.0 else 1.0


def wish_heard(wish: float, recent: float) -> Nonnegative:
    """The wish of somebody who took part within the year, to be heard louder; 0 of the others."""
    return wish * recent


def within_year(month: float, last: float) -> Truth:
    """1 if the month ``last`` lies within the twelve months that end with ``month``."""
    return 1.0 if month - last < MONTHS_IN_YEAR else 0.0


def took_part_within_year(month: float, last_participation: float) -> Truth:
    """1 if the last participation lies within the twelve months that end with ``month``."""
    return within_year(month, last_participation)


def talk(awareness: float, took_part: float, quiet_talk: float) -> Index:
    """What a neighbour can tell: his awareness, more of it when he took part."""
    return awareness * (quiet_talk + (1.0 - quiet_talk) * took_part)


def exposure(board_reach: float, digital_reach: float, board_pull: float, digital_pull: float) -> Nonnegative:
    """How much publicity reaches a resident over the two channels [per month]."""
    return board_reach * board_pull + digital_reach * digital_pull


def awareness_hazard(
    seen: float,
    member: float,
    visited: float,
    neighbours_talk: float,
    visible_work: float,
    insider_exposure: float,
    word_of_mouth: float,
) -> Nonnegative:
    """The rate [per month] at which somebody unaware learns of the community's work."""
    return seen + insider_exposure * member + visited + word_of_mouth * neighbours_talk + visible_work


def awareness_after(awareness: float, hazard: float, forgetting: float) -> Index:
    """Those who do not know learn at the hazard; those who know forget."""
    return awareness + (1.0 - awareness) * (1.0 - exp(-hazard)) - forgetting * awareness


def demand_met(wish: float, variety: float) -> Nonnegative:
    """The part of a wish for one service type that the offer meets; the match is their sum."""
    return wish * variety


def quality(match: float, service_part: float, quality_match: float) -> Index:
    """Service quality: match, timeliness and care multiplied, so that none can stand in for another."""
    return power(match, quality_match) * service_part


def use_of_service(asked: float, unasked_use: float) -> Index:
    """How much of the service a resident meets this month."""
    return 1.0 if asked > 0.5 else unasked_use


def experience(quality: float, draw: float, experience_spread: float) -> Index:
    """The quality as it was met, with a random draw."""
    return clip(quality + experience_spread * draw)


def expectation_after(
    expectation: float, experience: float, seen: float, use: float, expectation_learning: float, hype: float
) -> Index:
    """Expectation learns from experience and is talked up by publicity.

    Source: expectation and disconfirmation, O. James, JPART 19 (2009); G. Van Ryzin, JPAM 32 (2013).
    """
    learned = expectation_learning * use * (experience - expectation)
    promised = hype * seen * use * (1.0 - expectation)
    return clip(expectation + learned + promised)


def disconfirmation(experience: float, expectation: float) -> float:
    """Experience against expectation: above 0 a pleasant surprise, below 0 a disappointment."""
    return experience - expectation


def satisfaction_target(
    experience: float,
    surprise: float,
    leniency: float,
    satisfaction_base: float,
    satisfaction_leniency: float,
    satisfaction_quality: float,
    satisfaction_surprise: float,
    satisfaction_disappointment: float,
) -> Index:
    """Satisfaction rests on what was met and on how it compares; disappointment weighs more."""
    weight = satisfaction_surprise if surprise > 0.0 else satisfaction_disappointment
    return clip(
        satisfaction_base + satisfaction_leniency * leniency + satisfaction_quality * experience + weight * surprise
    )


def satisfaction_after(
    satisfaction: float, target: float, asked: float, satisfaction_speed_asked: float, satisfaction_speed: float
) -> Index:
    """Satisfaction moves to its target, faster for those who asked."""
    speed = satisfaction_speed_asked if asked > 0.5 else satisfaction_speed
    return satisfaction + speed * (target - satisfaction)


def fairness_after(
    fairness: float,
    fairness_setpoint: float,
    awareness: float,
    open_accounts: float,
    fairness_recovery: float,
    fairness_neutral: float,
    accounts_fairness: float,
) -> Index:
    """Between elections perceived fairness drifts back to what a resident inclines to, and hears of open accounts."""
    seen = accounts_fairness * open_accounts * awareness
    return fairness + fairness_recovery * (clip(fairness_neutral + seen + fairness_setpoint) - fairness)


def autonomy_gap(education: float, efficacy: float, wish: float, autonomy_education_base: float) -> Index:
    """How far the say that a resident feels he has falls short of the say he wants."""
    return clip(wish * (autonomy_education_base + education) - efficacy)


def trust_target(
    satisfaction: float,
    fairness: float,
    neighbours_trust: float,
    gap: float,
    trust_setpoint: float,
    trust_satisfaction: float,
    trust_fairness: float,
    trust_neighbours: float,
    trust_autonomy: float,
) -> Index:
    """Trust rests on satisfaction, fair procedure, neighbours' trust, having a say, and on what one inclines to."""
    return clip(
        trust_setpoint
        + trust_satisfaction * satisfaction
        + trust_fairness * fairness
        + trust_neighbours * neighbours_trust
        + trust_autonomy * (1.0 - gap)
    )


def trust_after(trust: float, target: float, trust_gain: float, trust_loss: float) -> Index:
    """Trust is lost faster than it is gained."""
    return trust + (trust_gain if target > trust else trust_loss) * (target - trust)


def trust_after_complaint(trust: float, complained: float, answered: float, answered_trust: float) -> Index:
    """Who complained trusts more when answered, less when not."""
    return trust + answered_trust * (answered - trust) if complained > 0.5 else trust


def belonging_pull(
    belonging: float,
    took_part: float,
    awareness: float,
    satisfaction: float,
    belonging_participation: float,
    belonging_awareness: float,
    belonging_satisfaction: float,
    satisfaction_neutral: float,
) -> float:
    """Belonging from what a resident does, knows and receives [per month]."""
    bond = belonging_participation * took_part + belonging_awareness * awareness
    return (bond + belonging_satisfaction * (satisfaction - satisfaction_neutral)) * (1.0 - belonging)


def belonging_after(
    belonging: float,
    pull: float,
    neighbours_belonging: float,
    base: float,
    visit_bond: float,
    belonging_neighbours: float,
    belonging_return: float,
) -> Index:
    """Belonging grows by own experience, neighbours and visits, and returns to the base of owner or renter."""
    shared = belonging_neighbours * (neighbours_belonging - belonging)
    return clip(belonging + pull + shared - belonging_return * (belonging - base) + visit_bond * (1.0 - belonging))


def own_motive(
    taste: float, habit: float, participation_base: float, taste_spread: float, participation_habit: float
) -> float:
    """The motive [log-odds] a resident brings along: taste and habit."""
    return participation_base + taste_spread * taste + participation_habit * habit


def attachment_motive(
    belonging: float,
    trust: float,
    efficacy: float,
    participation_belonging: float,
    belonging_reference: float,
    participation_trust: float,
    trust_reference: float,
    efficacy_pull: float,
    efficacy_reference: float,
) -> float:
    """The motive [log-odds] from belonging, from trust, and from the sense that one's word counts."""
    bond = participation_belonging * (belonging - belonging_reference) + participation_trust * (trust - trust_reference)
    return bond + efficacy_pull * (efficacy - efficacy_reference)


def social_motive(asked: float, building: float, participation_asked: float, peer_influence: float) -> float:
    """The motive [log-odds] from being asked, and from the part of the building that took part last month.

    Whom one talks to asks; whom one merely sees sets an example.
    Source: threshold models, M. Granovetter, American Journal of Sociology 83 (1978).
    """
    return participation_asked * asked + peer_influence * building


def share_of_building(took_part: float, residents: float) -> Index:
    """The part of a building that took part."""
    return took_part / residents


def event_pull(attraction: float, participation_attraction: float) -> Nonnegative:
    """How events draw: the odds of going, without any motive, against dull ones."""
    return exp(participation_attraction * attraction)


def free_time_pull(free_time: float, participation_free_time: float, free_time_reference: float) -> Nonnegative:
    """How free time raises the odds of going and of helping."""
    return exp(participation_free_time * (free_time - free_time_reference))


def odds_to_go(events: float, free: float) -> Nonnegative:
    """Odds, without any motive, of going to an activity."""
    return events * free


def odds_to_help(free: float, help_weight: float) -> Nonnegative:
    """Odds, without any motive, of helping."""
    return help_weight * free


def meetings(deliberation_meetings: float, community_fund: float, fund_full: float) -> Nonnegative:
    """Meetings a month to deliberate in: those that are held anyhow, and the fund's."""
    return deliberation_meetings + min(1.0, community_fund / fund_full)


def odds_to_sit(
    education: float,
    ease: float,
    meetings: float,
    seat_weight: float,
    participation_education: float,
    education_reference: float,
) -> Nonnegative:
    """Odds, without any motive, of sitting in a deliberation; each meeting has its seats."""
    return seat_weight * meetings * exp(participation_education * (education - education_reference)) * ease


def asked_along(asked: float, visited: float, messaged: float, message_strength: float) -> Index:
    """Asked by an active neighbour or at one's door in full, by a message in part."""
    return max(asked, visited, message_strength * messaged)


def gate(awareness: float, asked: float, information_floor: float) -> Index:
    """Many hear of it anyhow; of the others those who know, or whom somebody asked."""
    return information_floor + (1.0 - information_floor) * max(awareness, asked)


def participation_probability(gate: float, motive: float, odds: float) -> Probability:
    """Who knows of it takes part by his motive in one of the kinds that are open; ``odds`` is their sum without it.

    Source: multinomial choice, D. McFadden 1974. A new kind adds people, fewer than it would alone.
    """
    return gate * (1.0 - 1.0 / (1.0 + odds * exp(motive)))


def takes_part(draw: float, probability: float, active: float) -> Truth:
    """1 for those who decide to take part and for active party members."""
    return 1.0 if active > 0.5 or draw < probability else 0.0


def habit_after(habit: float, took_part: float, habit_speed: float) -> Index:
    """Habit follows what one does."""
    return habit + habit_speed * (took_part - habit)


def sits(draw: float, took_part: float, active: float, to_sit: float, odds: float) -> Truth:
    """1 for those who took part by sitting in a deliberation; active members help instead."""
    return took_part if active < 0.5 and draw < to_sit / odds else 0.0


def helps(draw: float, took_part: float, active: float, to_help: float, odds: float) -> Truth:
    """1 for those who took part by helping, active members among them."""
    return took_part if active > 0.5 or draw > 1.0 - to_help / odds else 0.0


def last_after(last: float, happened: float, month: float) -> float:
    """The month in which something happened last."""
    return month if happened > 0.5 else last


def volunteer_hours(
    draw: float, free_time: float, volunteer_least_hours: float, volunteer_free_time_hours: float
) -> Nonnegative:
    """Hours a volunteer gives this month: uniform from the least up to what free time allows."""
    return volunteer_least_hours + volunteer_free_time_hours * free_time * draw


def efficacy_after(
    efficacy: float,
    sat: float,
    heard: float,
    complained: float,
    answered: float,
    neighbours_efficacy: float,
    efficacy_setpoint: float,
    efficacy_gain: float,
    efficacy_contagion: float,
    efficacy_fade: float,
) -> Index:
    """Efficacy learns from what one's word did: in the meeting, after the complaint; neighbours pass it on.

    A meeting that decides nothing lowers it.
    """
    learned = efficacy_gain * (sat * (heard - efficacy) + complained * (answered - efficacy))
    shared = efficacy_contagion * (neighbours_efficacy - efficacy)
    return clip(efficacy + learned + shared - efficacy_fade * (efficacy - efficacy_setpoint))


def _in_row(name: str) -> Place:
    """Where a state of a resident stands."""
    return lambda agent: agent.lanes.place(name, agent.row, LANE)


@with_states(RESIDENT, _in_row)
class Resident(Handle):
    """Whoever lives in one dwelling's place; the row stays when the person moves."""

    education = trait("education", "Education [0..1].")
    free_time = trait("free_time", "Free time [0..1].")
    taste = trait("taste", "Taste for taking part, standard normal.")
    leniency = trait("leniency", "Leniency in judging service, standard normal.")

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a state; those of ``sim.states.RESIDENT`` are there."""

    def has_changed(self) -> None:
        """Renew what neighbours hear."""
        array, index = _in_row("talk")(self)
        array[index] = talk(self.awareness, self.took_part, float(self.lanes.board[param.quiet_talk + LANE]))

    @property
    def took_part_within_year(self) -> bool:
        """Whether the last participation lies within the last twelve months."""
        return took_part_within_year(self.lanes.month, self.last_participation) > 0.0

    @property
    def age_group(self) -> str:
        """``young``, ``middle`` or ``old``."""
        return ("young", "middle", "old")[self.lanes.community.age[self.row]]

    @property
    def tenure(self) -> str:
        """``owner`` or ``renter``."""
        return "renter" if self.lanes.community.renter[self.row] else "owner"

    @property
    def building(self) -> int:
        """Number of the building."""
        return int(self.lanes.community.building[self.row])

    @property
    def household(self) -> int:
        """Number of the household."""
        return int(self.lanes.community.household[self.row])

    def neighbours(self) -> "list[Resident]":
        """The residents this one is tied to."""
        return [self.model.resident(int(row)) for row in self.lanes.community.neighbours(self.row)]

    def story(self) -> "DataFrame":
        """Month by month, what happened in this dwelling; rerun from the seed, not stored.

        What was written through handles meanwhile is not in it.
        """
        story: DataFrame = self.model.story(self.row)
        return story
