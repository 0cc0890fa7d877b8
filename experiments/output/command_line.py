"""Commands as one types them, so that results can say how to make them again."""

import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

USUAL, INSTALLED = "python run.py", "community-governance"


def command_line(*words: str) -> str:
    """Return the command that was typed with ``words``, quoted as the shell of this system wants it."""
    line = [*program().split(" "), *words]
    return subprocess.list2cmdline(line) if sys.platform == "win32" else shlex.join(line)


def program() -> str:
    """Return how this program was called: ``python run.py``, ``python -m sim``, or by its installed name."""
    called = Path(sys.argv[0] if sys.argv else "")
    if called.stem == INSTALLED:
        return INSTALLED
    return "python -m sim" if called.parts[-2:] == ("sim", "__main__.py") else USUAL


def assigned(option: str, values: Mapping[str, float]) -> list[str]:
    """Return the words that set levers or parameters again, whole numbers without a point."""
    shown = {name: int(number) if number == int(number) else number for name, number in values.items()}
    return [word for name, number in shown.items() for word in (option, f"{name}={number!r}")]


def changed(given: Mapping[str, tuple[str | None, str | None]]) -> list[str]:
    """Return the words of those options that were given another value than the usual one: option → (value, usual)."""
    return [word for option, (value, usual) in given.items() if value not in (usual, None) for word in (option, value)]


DEFAULTS: dict[str, str | None] = {
    "--profile": "mixed", "--period": None, "--replicates": "20", "--months": None, "--seed": "1",
    "--precision": None, "--smallest": "1", "--equal-budget": "10000",
}  # fmt: skip


def reproduce(
    scenarios: list[str],
    given: dict[str, str | None],
    set_to: dict[str, dict[str, float]],
    language: str,
    *,
    worlds: bool = True,
) -> str:
    """Return the line that gives the same results again; where they go and how fast is left to the reader."""
    words = changed({option: (value, DEFAULTS[option]) for option, value in given.items()})
    for option, values in set_to.items():
        words += assigned(option, values)
    words += [] if worlds else ["--no-worlds"]
    return command_line("compare", *scenarios, *words, "--lang", language)
