"""A community worker: pay, motive, effort, strain, skill, and whether he stays."""

from typing import TYPE_CHECKING, Any

from sim.agents.handle import LANE, Handle, Place, with_states
from sim.compute.elementary import clip, exp, log, logistic, lognormal, power
from sim.compute.layout import post
from sim.quantity import Index, Nonnegative, Probability, Truth
from sim.states import WORKER

BURNED_OUT = 0.40  # burnout from which a worker counts as burned out
SEVERELY = 0.60  # burnout from which it counts as severe
NEW_STAFF_MONTHS = 36.0  # months in post under which a leaver counts as new
LEAST_PAY = 1e-9  # whoever is paid nothing wants to leave, and does not break the logarithm


def is_burned_out(burnout: float) -> Truth:
    """1 for workers whose burnout has reached the level that counts."""
    return 1.0 if burnout >= BURNED_OUT else 0.0


def is_severely_burned_out(burnout: float) -> Truth:
    """1 for workers whose burnout is severe."""
    return 1.0 if burnout >= SEVERELY else 0.0


def is_new(tenure: float, months: float) -> Truth:
    """1 for workers with fewer than so many months in post."""
    return 1.0 if tenure < months else 0.0


def pay_per_hour(wage: float, overtime: float) -> Nonnegative:
    """Pay for an hour worked, in shares of the local average wage: overtime is not paid."""
    return wage / (1.0 + overtime)


def grade(tenure: float, grade_months: float, grade_limit: float) -> Nonnegative:
    """How many grades above entry the years in post amount to."""
    return min(tenure // grade_months, grade_limit)


def pay_of_grade(entry_pay: float, grade: float, career_ladder: float, grade_step: float) -> Nonnegative:
    """Pay for an hour worked of one grade: where there is a ladder, each grade adds a step to the pay of entry."""
    return entry_pay * (1.0 + grade_step * grade * career_ladder)


def motivation(pay: float, intrinsic_motivation: float, pay_sensitivity: float) -> Index:
    """Some motivation needs no pay; the rest follows pay with falling returns."""
    return 1.0 - (1.0 - intrinsic_motivation) * exp(-pay_sensitivity * pay)


def effort(motivation: float, burnout: float, burnout_effort_loss: float) -> Index:
    """Effort: motivation less what burnout takes."""
    return motivation * max(1.0 - burnout_effort_loss * burnout, 0.0)


def output(
    hours: float,
    competence: float,
    effort: float,
    harmony: float,
    competence_reference: float,
    competence_elasticity: float,
    effort_reference: float,
    effort_elasticity: float,
) -> Nonnegative:
    """Output hours of a filled post: hours, skill, effort, and what discord leaves of them."""
    skilled = power(competence / competence_reference, competence_elasticity)
    willing = power(effort / effort_reference, effort_elasticity)
    return hours * skilled * willing * harmony


def care(competence: float, effort: float) -> Index:
    """How well a worker looks after those who ask: the geometric mean of skill and effort."""
    return power(competence * effort, 0.5)


def resources(
    competence: float,
    coordination: float,
    pay: float,
    trust: float,
    resource_competence: float,
    resource_coordination: float,
    resource_pay: float,
    resource_trust: float,
    resource_pay_limit: float,
) -> Index:
    """What shields a worker from strain: skill, support, pay and residents' trust.

    Source: job demands and resources, E. Demerouti et al., J. Applied Psychology 86 (2001).
    """
    return clip(
        resource_competence * competence
        + resource_coordination * coordination
        + resource_pay * min(pay, resource_pay_limit)
        + resource_trust * trust
    )


def strain(
    load: float, susceptibility: float, resources: float, strain_rate: float, strain_threshold: float
) -> Nonnegative:
    """Strain [per month] of a load above what one can carry, softened by resources."""
    return strain_rate * susceptibility * max(0.0, load - strain_threshold) * (1.0 - resources)


def burnout_after(burnout: float, strain: float, recovery_rate: float) -> Index:
    """Burnout grows with strain and recovers."""
    return clip(burnout + strain * (1.0 - burnout) - recovery_rate * burnout)


def learning(
    competence: float,
    talent: float,
    training_hours: float,
    learning_rate: float,
    experience_ceiling: float,
    training_gain: float,
) -> Nonnegative:
    """Skill won this month by experience, up to a ceiling that is higher for the talented, and by training."""
    by_experience = learning_rate * max(experience_ceiling + talent - competence, 0.0)
    return by_experience + training_gain * training_hours * (1.0 - competence)


def competence_after(
    competence: float, learned: float, skill_decay: float, skill_floor: float, competence_floor: float
) -> Index:
    """Skill grows by learning and fades without use."""
    return clip(competence + learned - skill_decay * (competence - skill_floor), competence_floor, 1.0)


def intention_target(
    burnout: float,
    pay_ratio: float,
    tenure: float,
    restlessness: float,
    career_ladder: float,
    intention_base: float,
    intention_burnout: float,
    quit_burnout_reference: float,
    quit_pay_elasticity: float,
    attachment: float,
    attachment_months: float,
    prospects: float,
    intention_spread: float,
) -> Index:
    """The intention to quit that burnout, pay, years in post, prospects and the person's own restlessness lead to.

    Source: pay elasticity of quits, M. Hendricks, J. Public Economics 110 (2014).
    """
    pushed = intention_burnout * (burnout - quit_burnout_reference) + intention_spread * restlessness
    kept = attachment * min(tenure / attachment_months, 1.0) + prospects * career_ladder
    return logistic(intention_base + pushed - kept - quit_pay_elasticity * log(max(pay_ratio, LEAST_PAY)))


def intention_after(intention: float, target: float, intention_speed: float) -> Index:
    """The intention to quit moves to where it is led."""
    return intention + intention_speed * (target - intention)


def quit_probability(intention: float, quit_scale: float, quit_limit: float) -> Probability:
    """Some of those who intend to quit do so in a month."""
    return clip(quit_scale * intention, 0.0, quit_limit)


def career(draw: float, career_min: float, career_max: float) -> Nonnegative:
    """After how many months in post a person's working life ends."""
    return career_min + (career_max - career_min) * draw


def has_served(tenure: float, career: float) -> Truth:
    """1 for workers whose career is over."""
    return 1.0 if tenure >= career else 0.0


def fill_probability(
    pay_ratio: float, open_recruitment: float, fill_rate: float, open_recruitment_delay: float
) -> Probability:
    """A vacancy fills sooner when the pay is better, later where it is advertised and examined."""
    return clip(fill_rate * pay_ratio * (1.0 - open_recruitment_delay * open_recruitment))


def talent(
    entry_pay: float,
    draw: float,
    connections_seated: float,
    open_recruitment: float,
    recruit_competence_pay: float,
    quit_pay_reference: float,
    talent_spread: float,
    connection_discount: float,
) -> float:
    """Better pay brings more talent; committees whose seats were won by connections recruit by connections."""
    favoured = connection_discount * connections_seated * (1.0 - open_recruitment)
    return recruit_competence_pay * (entry_pay - quit_pay_reference) + talent_spread * draw - favoured


def talent_at_start(draw: float, start_talent: float, talent_spread: float) -> float:
    """Talent of those who are in post when all begins."""
    return start_talent + talent_spread * draw


def competence_of_recruit(talent: float, recruit_competence: float, competence_floor: float) -> Index:
    """What a recruit can do on the first day."""
    return clip(recruit_competence + talent, competence_floor, 1.0)


def susceptibility(draw: float, strain_spread: float) -> Nonnegative:
    """How hard strain hits this worker: lognormal with mean 1."""
    return lognormal(draw, strain_spread)


def _at_post(name: str) -> Place:
    """Where a state of a worker stands."""
    column = getattr(post, name) + LANE
    return lambda agent: (agent.lanes.posts, (agent.row, column))


@with_states(WORKER, _at_post)
class Worker(Handle):
    """Whoever fills a post of community worker; a vacant post has no agent."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a state; those of ``sim.states.WORKER`` are there."""
