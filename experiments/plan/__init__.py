"""A plan: which scenarios, in which kinds of community, at which points of a design, how often and how long.

plan         what a plan is
design       its points: how levers and parameters are moved
samplers     how many points a kind of design has, and which
uncertain    which parameters are uncertain, and between which ends
checks       the few numbers that every experiment is given
make_plan    every check, from a file or from Python values
read_design  the design of a file
reading      plan files
stored       plans as stores and manifests keep them
"""

from experiments.plan.design import KINDS, MOST_POINTS, Design
from experiments.plan.make_plan import make_plan
from experiments.plan.plan import Plan
from experiments.plan.reading import PLAN_SIZE_LIMIT, is_plan, load_plan

__all__ = ["KINDS", "MOST_POINTS", "PLAN_SIZE_LIMIT", "Design", "Plan", "is_plan", "load_plan", "make_plan"]
