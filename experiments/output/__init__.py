"""What every experiment leaves: a folder with a manifest and one writer, numbers by window, intervals."""

from pathlib import Path

from sim.compute.sources import remember

_HERE = Path(__file__).resolve().parent
OWN_SOURCES = (_HERE / "windows.py", _HERE.parent / "runs" / "run.py")
"""What computes of a stored run outside the model: how its job is run, and its window means."""

for _source in OWN_SOURCES:
    remember(_source)
