"""``python -m tools.renew``: make all that is stored and stale anew, and nothing else.

``--check`` says what is stale and why, and makes nothing; after it, or alone, may come the names of some of what is
stored, of ``--list``. Numbers of ``tests/reference.csv`` move only with ``--because "why they moved"``, which goes into
the changelog. Exit code 0 where nothing is stale any more, 1 where something is, 2 for an argument that cannot be used.
What was interrupted loses nothing: the same command goes on.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Any

from experiments.runs import RUNS, Execution
from sim.compute.cache import is_warm
from sim.errors import SimError
from tools import reference_numbers
from tools.stored import STORED, Stored

GOOD, STALE, BAD_INPUT, STOPPED = 0, 1, 2, 130
PACE, SELDOM = 2.0, 30.0
"""Seconds of work after which it is said for the first time how far it is, and in the end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.renew", description=(__doc__ or "").splitlines()[0])
    names = [item.name for item in STORED]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(names)}; all without any")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="say what is stale and why; make nothing")
    what.add_argument("--list", action="store_true", help="show all that is stored, and what makes it")
    what.add_argument("--because", metavar="WHY", help="store reference numbers that moved, and why they did")
    wanted = parser.parse_args(arguments)
    if unknown := [name for name in wanted.names if name not in names]:
        sys.stderr.write(f"Nothing stored is called '{unknown[0]}'; allowed is {', '.join(names)}.\n")
        return BAD_INPUT
    if wanted.because is not None and not " ".join(wanted.because.split()):
        sys.stderr.write("--because is empty; say in a few words why the numbers moved.\n")
        return BAD_INPUT
    chosen = [item for item in STORED if not wanted.names or item.name in wanted.names]
    if wanted.list:
        for item in chosen:
            _say(f"{item.name:18} {item.files}\n{'':18} {item.command} ({item.duration})")
        return GOOD
    runs = not wanted.check or any(item.name == "reference-numbers" for item in chosen)
    if runs and not is_warm():
        _say("the rules are compiled first where something is run (a minute or two)")
    try:
        if wanted.because is not None:
            move(" ".join(wanted.because.split()))
        return GOOD if all([one(item, check=wanted.check) for item in chosen]) else STALE
    except KeyboardInterrupt:
        _say("stopped; what is done is kept, and the same command goes on")
        return STOPPED


def move(because: str) -> None:
    """Store the reference numbers where they moved, and the reason."""
    now = reference_numbers.numbers()
    if reference_numbers.moved(now):
        reference_numbers.write_reference(because, now)
        _say(f"reference-numbers: stored, and the reason in {reference_numbers.CHANGELOG.name}")
    else:
        _say("reference-numbers: no number moved; the reason is not used")


def one(own: Stored, *, check: bool) -> bool:
    """Say what of it is stale, make that anew unless it is only to be checked; tell whether it is current then."""
    try:
        reasons = list(own.why())
        for reason in reasons:
            _say(f"{own.name}: {reason}")
        if not reasons or check or own.make is None:
            return not reasons
        begun = time.monotonic()
        _say(f"{own.name}: renewing (all of it takes {own.duration})")
        own.make(Execution(on_progress=Bar(own.name).show, on_note=lambda text: _say(f"{own.name}: {text.en}")))
        left = list(own.why())
        for reason in left:
            _say(f"{own.name}: {reason}, even though it was made anew; its own command may tell why: {own.command}")
        if not left:
            _say(f"{own.name}: renewed ({time.monotonic() - begun:.0f} s)")
        return not left
    except SimError as error:
        _say(f"{own.name}: {error.get('en')}")
    except Exception as error:  # the others are renewed all the same
        _say(f"{own.name}: {type(error).__name__}: {error}; its own command may tell more: {own.command}")
    return False


class Bar:
    """How far the work on something is: a line after two seconds, then ever more seldom, twice a minute in the end."""

    def __init__(self, name: str) -> None:
        """Begin."""
        self.name, self.pace, self.reported_at = name, PACE, time.monotonic()

    def show(self, part: Any) -> None:
        """Say it where it is time to."""
        if time.monotonic() - self.reported_at > self.pace:
            self.pace, self.reported_at = min(2 * self.pace, SELDOM), time.monotonic()
            of = part.asked if part.what == RUNS else part.of
            _say(f"{self.name}: {part.done:,} of {of:,} {part.what}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
