"""What a stored measurement carries so that it can be told whether measuring it again would give the same."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from experiments.output import OWN_SOURCES
from sim.fingerprint import fingerprint


def stamps(question: Any, measuring: Iterable[Path]) -> dict[str, str]:
    """Return what a measurement carries beside the fingerprint of the rules.

    Args:
        question: all that is asked and does not stand in code, ready for JSON: ranges, policies, kind of community.
        measuring: the files whose code makes numbers of runs.

    ``asked`` is a hash of the first; ``measured_by`` one of the second together with the rules, in which, as in the
    fingerprint, comments and labels do not count.
    """
    return {"measured_by": fingerprint(*OWN_SOURCES, *sorted(measuring)), "asked": hash_of_question(question)}


def hash_of_question(question: Any) -> str:
    """Return the hash of all that is asked."""
    return hashlib.sha256(json.dumps(question, sort_keys=True, allow_nan=False).encode()).hexdigest()
