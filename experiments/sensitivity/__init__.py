"""Which assumptions matter: a screening of all uncertain parameters, then variance shares of those that lead it.

study     the two stages, run as sweeps and kept in a folder
reading   plan files, in which the parameters may be left out
problem   the parameters that are moved, and the designs that move them
stage     one stage: its design run as a sweep, and its indices
outcomes  one number a point: levels and differences of the headline indicators
indices   what SALib makes of them, with intervals and what would resolve them
files     tables and manifest
"""

from experiments.sensitivity.problem import uncertain
from experiments.sensitivity.study import InterruptedSensitivity, Sensitivity, sensitivity

__all__ = ["InterruptedSensitivity", "Sensitivity", "sensitivity", "uncertain"]
