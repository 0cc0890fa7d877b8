"""Plan files: TOML like scenarios, every complaint with its place."""

from pathlib import Path

from experiments.plan.make_plan import assembled
from experiments.plan.plan import Plan
from sim.scenarios.document import Document, check_name, repaired_document

PLAN_SIZE_LIMIT = 4 * 1024 * 1024  # a list of points may be long
_MARKS = {"scenarios", "design", "replicates"}


def load_plan(path: str | Path) -> Plan:
    """Load a plan; paths of scenarios and profiles in it are relative to its folder.

    Raises:
        InputError: there is no such file, or it has mistakes; all are told together.
    """
    document = repaired_document(Path(path), str(path), PLAN_SIZE_LIMIT)
    return assembled(document, check_name(document.path.stem, document.name), document.path)


def is_plan(document: Document) -> bool:
    """Tell a plan from a scenario or a profile by the keys that only plans have."""
    return not _MARKS.isdisjoint(document.data)
