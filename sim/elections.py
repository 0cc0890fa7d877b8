"""The election of the residents' committee: canvassing, votes, the official count, the candidates."""

from sim.compute.elementary import clip, logistic
from sim.quantity import Index, Nonnegative, Probability


def is_election_month(month: int, term: float) -> bool:
    """Elections fall in month 12 of the policy years and every term before and after."""
    return (month - 12) % int(term) == 0


def canvassing_strength(openness: float, canvassing: float, openness_effect: float) -> Index:
    """How much connections decide; openness stops it."""
    return canvassing * (1.0 - openness_effect * openness)


def favour_probability(strength: float, favour_rate: float) -> Probability:
    """A resident is reached by a favour."""
    return favour_rate * strength


def civic_motive(
    openness: float,
    voting_base: float,
    openness_turnout: float,
) -> float:
    """The motive [log-odds] to vote that the community gives to everybody."""
    return voting_base + openness_turnout * openness


def voter_motive(age_motive: float, member: float, taste: float, voting_member: float, voting_taste: float) -> float:
    """The motive [log-odds] to vote that a resident brings along."""
    return age_motive + voting_member * member + voting_taste * taste


def attachment_to_vote(
    trust: float,
    belonging: float,
    fairness: float,
    efficacy: float,
    voting_trust: float,
    trust_reference: float,
    voting_belonging: float,
    belonging_reference: float,
    voting_fairness: float,
    fairness_reference: float,
    efficacy_pull: float,
    efficacy_reference: float,
) -> float:
    """The motive [log-odds] to vote from trust, belonging, fairness, and the sense that one's word counts."""
    return (
        voting_trust * (trust - trust_reference)
        + voting_belonging * (belonging - belonging_reference)
        + voting_fairness * (fairness - fairness_reference)
        + efficacy_pull * (efficacy - efficacy_reference)
    )


def custom_to_vote(
    habit: float,
    asked: float,
    favoured: float,
    voted: float,
    voting_habit: float,
    voting_asked: float,
    voting_favour: float,
    voting_habit_vote: float,
    voted_reference: float,
) -> float:
    """The motive [log-odds] to vote from habit, being asked, a favour, and having voted before."""
    return (
        voting_habit * habit
        + voting_asked * asked
        + voting_favour * favoured
        + voting_habit_vote * (voted - voted_reference)
    )


def vote_probability(awareness: float, utility: float, information_floor: float) -> Probability:
    """Who has noticed the election votes with the logistic of his motives; many notice it anyhow."""
    return (information_floor + (1.0 - information_floor) * awareness) * logistic(utility)


def official_turnout(real: float, openness: float, proxy_votes: float, openness_proxy: float) -> Index:
    """The count that is reported: one votes for the household, activists for many.

    Source: Xiong Yihan, Society 28(3), 2008.
    """
    return real + proxy_votes * (1.0 - openness_proxy * openness) * (1.0 - real)


def seen_fairness(
    favoured: float,
    strength: float,
    awareness: float,
    fairness_setpoint: float,
    fairness_of_favoured: float,
    canvassing_seen_base: float,
) -> Index:
    """How fair it looked: fair enough to the favoured, less to those who saw it, more to the well inclined."""
    seen = canvassing_seen_base + (1.0 - canvassing_seen_base) * awareness
    return clip((fairness_of_favoured if favoured > 0.5 else 1.0 - strength * seen) + fairness_setpoint)


def fairness_after_election(fairness: float, seen: float, fairness_memory: float) -> Index:
    """Perceived fairness takes in what was seen."""
    return fairness_memory * fairness + (1.0 - fairness_memory) * seen


def beta_from_gammas(first: float, second: float) -> Index:
    """A beta draw out of two gamma draws."""
    return first / max(first + second, 1e-300)


def candidate_score(quality: float, connections: float, draw: float, strength: float, election_noise: float) -> float:
    """What a candidate is chosen by: quality, or connections where canvassing rules."""
    return (1.0 - strength) * quality + strength * connections + election_noise * draw


def turnout(votes: float, n_residents: float) -> Index:
    """Votes over residents."""
    return votes / n_residents


def mean_fairness(total: float, n_residents: float) -> Nonnegative:
    """Legitimacy: mean perceived fairness right after the election."""
    return total / n_residents
