"""Which assumptions matter: a screening of all uncertain parameters, then variance shares of those that lead it.

study          the two stages, run as sweeps and kept in a folder
reading        plan files, in which the parameters may be left out
problem        the designs that move the parameters
stage          one stage: its design run as a sweep, and its indices
outcomes       one number a point: levels and differences of the primary outcomes
indices        what SALib makes of them, with intervals and what would resolve them
one_at_a_time  every parameter at both ends of its range, stored for the live page
files          tables and manifest
"""

from experiments.plan.uncertain import uncertain
from experiments.sensitivity.study import InterruptedSensitivity, Sensitivity, sensitivity

__all__ = ["InterruptedSensitivity", "Sensitivity", "sensitivity", "uncertain"]
