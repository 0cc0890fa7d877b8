"""Where work is computed: in this process, in worker processes of this machine, or on a cluster.

run              a run, its key, its job and its result
jobs             a stream of jobs, as a sweep sends them
ordered          units of work whose results come back in their order, as a comparison wants them
local, pool      worker processes of this machine
open_files       how many files the system lets them have open
cluster          Dask: jobs to a cluster and back
dask_connection  reaching a scheduler, or saying why not
open_engine      the engine that ``--engine`` names
execution        how a job is carried out, handed on as one value
"""

from experiments.runs.execution import CHECKING, COMMUNITIES, HERE, RUNNING, RUNS, Execution, PartDone
from experiments.runs.jobs import JobEngine
from experiments.runs.local import LocalEngine
from experiments.runs.open_engine import open_engine
from experiments.runs.ordered import CommunityWork, Engine, OnProgress, Stopped
from experiments.runs.pool import MAX_PROCESSES, check_processes, usable_processes

__all__ = [
    "CHECKING",
    "COMMUNITIES",
    "HERE",
    "MAX_PROCESSES",
    "RUNNING",
    "RUNS",
    "CommunityWork",
    "Engine",
    "Execution",
    "JobEngine",
    "LocalEngine",
    "OnProgress",
    "PartDone",
    "Stopped",
    "check_processes",
    "open_engine",
    "usable_processes",
]
