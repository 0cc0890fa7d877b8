"""A community worker: pay, motive, effort, strain, skill, and whether he stays."""

from typing import TYPE_CHECKING, Any

from sim.agents.handle import LANE, Handle, Place, with_states
from sim.compute.elementary import clip, exp, power
from sim.compute.layout import post
from sim.quantity import Index, Nonnegative, Probability, Truth
from sim.states import WORKER

BURNED_OUT = 0.40  # burnout from which a worker counts as burned out
NEW_STAFF_MONTHS = 36.0  # months in post under which a leaver counts as new


def is_burned_out(burnout: float) -> Truth:
    """1 for workers whose burnout has reached the level that counts."""
    return 1.0 if burnout >= BURNED_OUT else 0.0


def is_new(tenure: float, months: float) -> Truth:
    """1 for workers with fewer than so many months in post."""
    return 1.0 if tenure < months else 0.0


def pay_per_hour(wage: float, overtime: float) -> Nonnegative:
    """Pay for an hour worked, in shares of the local average wage: overtime is not paid."""
    return wage / (1.0 + overtime)


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
    training_hours: float,
    learning_rate: float,
    experience_ceiling: float,
    training_gain: float,
) -> Nonnegative:
    """Skill won this month by experience, up to its ceiling, and by training."""
    by_experience = learning_rate * max(experience_ceiling - competence, 0.0)
    return by_experience + training_gain * training_hours * (1.0 - competence)


def competence_after(
    competence: float, learned: float, skill_decay: float, skill_floor: float, competence_floor: float
) -> Index:
    """Skill grows by learning and fades without use."""
    return clip(competence + learned - skill_decay * (competence - skill_floor), competence_floor, 1.0)


def quit_probability(
    tenure: float,
    pay_ratio: float,
    burnout: float,
    quit_rate: float,
    new_staff_months: float,
    new_staff_quit_factor: float,
    quit_pay_elasticity: float,
    settled_pay_response: float,
    quit_burnout_response: float,
    quit_burnout_reference: float,
    quit_limit: float,
) -> Probability:
    """Workers leave for pay and from burnout; new staff leaves sooner and heeds pay more.

    Source: pay elasticity by experience, M. Hendricks, J. Public Economics 110 (2014).
    """
    new = is_new(tenure, new_staff_months) > 0.5
    factor = new_staff_quit_factor if new else 1.0
    elasticity = quit_pay_elasticity * (1.0 if new else settled_pay_response)
    pushed = exp(quit_burnout_response * (burnout - quit_burnout_reference))
    return clip(quit_rate * factor * power(pay_ratio, -elasticity) * pushed, 0.0, quit_limit)


def fill_probability(pay_ratio: float, fill_rate: float) -> Probability:
    """A vacancy fills sooner when the pay is better."""
    return clip(fill_rate * pay_ratio)


def recruit_competence(
    pay: float,
    draw: float,
    recruit_competence: float,
    recruit_competence_pay: float,
    quit_pay_reference: float,
    recruit_competence_spread: float,
    competence_floor: float,
) -> Index:
    """Better pay brings better recruits."""
    expected = recruit_competence + recruit_competence_pay * (pay - quit_pay_reference)
    return clip(expected + recruit_competence_spread * draw, competence_floor, 1.0)


def susceptibility(draw: float, strain_spread: float) -> Nonnegative:
    """How hard strain hits this worker: lognormal with mean 1."""
    return exp(strain_spread * draw - 0.5 * strain_spread * strain_spread)


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
