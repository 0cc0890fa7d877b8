"""Posts of community workers as ordinary Mesa agents; a vacant post stays in the model."""

from typing import Any

import mesa

from sim import finance
from sim.agents import resident, worker


class Worker(mesa.Agent):
    """A post and who fills it; ``place`` tells regular posts from extra ones."""

    def __init__(self, model: Any, place: int, filled: bool, start: list[float], p: Any) -> None:
        """Take up a post, or leave it empty."""
        super().__init__(model)
        self.place = place
        self.filled = filled
        self.competence, self.burnout, self.tenure, luck = start
        self.susceptibility = worker.susceptibility(luck, p.strain_spread)
        self.effort = 0.0

    def work(self, p: Any, hours: float, motivation: float, harmony: float) -> tuple[float, float]:
        """Give the month's hours; returns output and care."""
        self.effort = worker.effort(motivation, self.burnout, p.burnout_effort_loss)
        output = worker.output(
            hours, self.competence, self.effort, harmony, p.competence_reference, p.competence_elasticity,
            p.effort_reference, p.effort_elasticity,
        )  # fmt: skip
        return output, worker.care(self.competence, self.effort)

    def carry(self, p: Any, c: Any, levers: Any) -> None:
        """Bear the strain of the month and learn from it."""
        shield = worker.resources(
            self.competence, c.coordination, c.pay, c.trust_before_moves, p.resource_competence,
            p.resource_coordination, p.resource_pay, p.resource_trust, p.resource_pay_limit,
        )  # fmt: skip
        strain = worker.strain(c.load, self.susceptibility, shield, p.strain_rate, p.strain_threshold)
        learned = worker.learning(
            self.competence, levers.training_hours, p.learning_rate, p.experience_ceiling, p.training_gain
        )
        self.burnout = worker.burnout_after(self.burnout, strain, p.recovery_rate)
        self.competence = worker.competence_after(
            self.competence, learned, p.skill_decay, p.skill_floor, p.competence_floor
        )

    def quits(self, p: Any, c: Any, draw: float) -> bool:
        """Whether the worker leaves at the end of the month."""
        chance = worker.quit_probability(
            self.tenure, finance.pay_ratio(c.pay, p.quit_pay_reference), self.burnout, p.quit_rate,
            p.new_staff_months, p.new_staff_quit_factor, p.quit_pay_elasticity, p.settled_pay_response,
            p.quit_burnout_response, p.quit_burnout_reference, p.quit_limit,
        )  # fmt: skip
        return resident.happens(draw, chance) > 0.0

    def be_filled(self, p: Any, c: Any, skill: float, luck: float) -> None:
        """A recruit takes the vacant post and starts next month."""
        self.competence = worker.recruit_competence(
            c.pay, skill, p.recruit_competence, p.recruit_competence_pay, p.quit_pay_reference,
            p.recruit_competence_spread, p.competence_floor,
        )  # fmt: skip
        self.burnout, self.tenure, self.filled = p.recruit_burnout, 0.0, True
        self.susceptibility = worker.susceptibility(luck, p.strain_spread)
