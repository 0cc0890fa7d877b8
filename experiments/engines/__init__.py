"""Where work is computed: in this process, in worker processes of this machine, or on a cluster.

``Engine.map`` gives results back in their order, for comparisons; a ``JobEngine`` streams the jobs of a sweep.
"""

from experiments.engines.jobs import JobEngine
from experiments.engines.local import LocalEngine
from experiments.engines.mapping import Community, Engine, Progress, Stopped
from experiments.engines.opening import open_engine
from experiments.engines.pool import MAX_PROCESSES, check_processes, usable_processes

__all__ = [
    "MAX_PROCESSES",
    "Community",
    "Engine",
    "JobEngine",
    "LocalEngine",
    "Progress",
    "Stopped",
    "check_processes",
    "open_engine",
    "usable_processes",
]
