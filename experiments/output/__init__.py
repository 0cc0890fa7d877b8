"""What every experiment leaves: a folder with a manifest and one writer, numbers by window, intervals."""

from pathlib import Path

from sim.compute.sources import remember

remember(Path(__file__).resolve().with_name("windows.py"))  # it computes what is stored of a run
