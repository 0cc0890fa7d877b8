"""The fingerprint of all that computes a stored run: the rules, how its job is run, and its window means."""

from experiments.output import OWN_SOURCES
from sim.fingerprint import fingerprint


def code() -> str:
    """Return the fingerprint of all that computes a stored run."""
    return fingerprint(*OWN_SOURCES)
