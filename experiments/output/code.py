"""The fingerprint of all that computes a run, from the rules to its window means."""

from pathlib import Path

from sim.fingerprint import fingerprint

_OWN_SOURCES = (Path(__file__).resolve().with_name("windows.py"),)


def code() -> str:
    """Return the fingerprint of all that computes a run, from the rules to its window means."""
    return fingerprint(*_OWN_SOURCES)
