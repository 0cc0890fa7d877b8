"""A plan run into a folder.  ``sweep("plan.toml", "results/mine").summary()`` is the short way in.

study      only what is missing is computed, and the same call resumes after a stop
expansion  from a plan to its runs
progress   how far it is, in numbers
estimate   how long it will take
"""

from experiments.sweep.study import sweep

__all__ = ["sweep"]
