"""Posts of community workers as ordinary Mesa agents; a vacant post stays in the model."""

from typing import Any

import mesa

from sim.agents import worker
from sim.compute.segments import on_objects
from sim.engine.passes import effort, staff


class Worker(mesa.Agent):
    """A post and who fills it; ``place`` tells regular posts from extra ones."""

    def __init__(self, model: Any, place: int, filled: bool, start: list[float], p: Any) -> None:
        """Take up a post, or leave it empty."""
        super().__init__(model)
        self.place = place
        self.filled = float(filled)
        self.competence, self.burnout, self.tenure, susceptible, self.restlessness, years, talented = start
        self.susceptibility = worker.susceptibility(susceptible, p.strain_spread)
        self.intention = p.start_intention
        self.career = worker.career(years, p.career_min, p.career_max)
        self.talent = worker.talent_at_start(talented, p.start_talent, p.talent_spread)
        self.effort = self.pay = 0.0

    be_paid = on_objects(effort.be_paid)
    exert = on_objects(effort.exert)
    produce = on_objects(effort.produce)
    carry = on_objects(staff.carry)
    leave_or_stay = on_objects(staff.leave_or_stay)
    recruit = on_objects(staff.recruit)
