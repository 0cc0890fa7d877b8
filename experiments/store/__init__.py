"""What a sweep's runs came to, in one folder that can be resumed, looked at, published and merged.

schema      what the ledger file looks like, and which files are refused
seal        what a ledger at rest must still be
sound       what a ledger holds where it is one of ours, whatever its checksums say
months      all months of a run, unpacked within limits
repair      a damaged ledger or table is set aside, and what is whole in it is kept
rows        single rows of the ledger
ledger      every run that is done or failed, one transaction a job
view        the plan that a ledger was asked, as it remembers it
publishing  the ledger as parquet tables and a manifest
reading     those tables as data frames
merging     several stores made one
join_plans  their plans made one table
request     tables from whoever is at work
status      how far a sweep is, without disturbing it
"""

from experiments.store.ledger import Ledger
from experiments.store.merging import Merged, merge
from experiments.store.publishing import publish
from experiments.store.reading import read_failures, read_summary, read_trajectories
from experiments.store.rows import Counts
from experiments.store.status import Status, status, stored_runs

__all__ = [
    "Counts",
    "Ledger",
    "Merged",
    "Status",
    "merge",
    "publish",
    "read_failures",
    "read_summary",
    "read_trajectories",
    "status",
    "stored_runs",
]
