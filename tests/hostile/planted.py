"""Faults put back on purpose, one of each kind: the harness must find every one, or it looks at nothing.

A fault takes one guard of the program away while a command runs. ``python -m tests.hostile.planted`` tries the
mutants that could find it, of one pair alone, until one does.
"""

import contextlib
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

PATIENCE = 6.0
"""Seconds in which a command must end here; all others of these pairs take far less."""

Patch = contextlib.AbstractContextManager[Any]


@dataclass(frozen=True)
class Planted:
    """A fault: the guard that is taken away, how, and the pair of which a mutant must find it."""

    name: str
    kind: str
    mutation: str
    plant: Callable[[], Patch]


def _instead(target: str, other: Callable[..., Any]) -> Callable[[], Patch]:
    """Put a function in the place of another one."""
    return lambda: patch(target, other)


def _around(target: str, change: Callable[..., Any]) -> Callable[[], Patch]:
    """Put a function around another one, which it is given first."""

    @contextlib.contextmanager
    def planted() -> Iterator[None]:
        module, _, name = target.rpartition(".")
        __import__(module)
        before = getattr(sys.modules[module], name)
        with patch(target, lambda *given, **named: change(before, *given, **named)):
            yield

    return planted


def _any_number(quantity: Any, value: Any, where: Any) -> float:
    """Take any number, whatever the range."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    return min(max(float(value), quantity.low), quantity.high)


def _number_with_nan(before: Any, cell: str, *, decimal_comma: bool = False) -> Any:
    from experiments.tables.numbers import Number

    said = cell.strip().lower().lstrip("+-")
    return Number(math.nan, False) if said == "nan" else before(cell, decimal_comma=decimal_comma)


def _number_of_text(name: str, value: Any, *rest: Any) -> float:
    return float(value) if isinstance(value, str | bool) and value != "" else _checked(name, value, *rest)


def _checked(name: str, value: Any, known: Any, kind: str, where: Any) -> float:
    checked: float = known[name].check(value, where)
    return checked


@contextlib.contextmanager
def _rounded() -> Iterator[None]:
    """What is not whole is made so in silence, as a number of its own and as a parameter."""
    from sim.quantity import Quantity

    strict = Quantity.check

    def check(quantity: Quantity, value: Any, where: Any) -> float:
        return strict(quantity, round(value) if quantity.whole and isinstance(value, float) else value, where)

    def whole(before: Any, name: str, value: Any, *rest: Any) -> int:
        return int(before(name, round(value) if isinstance(value, float) else value, *rest))

    with patch.object(Quantity, "check", check), _around("experiments.plan.make_plan.whole", whole)():
        yield


def _read_without_looking(path: Path, name: str, limit: int) -> bytes:
    return path.read_bytes()


def _half_of_a_file(path: Path, name: str, limit: int) -> bytes:
    """Read what fits and say nothing of the rest."""
    with path.open("rb") as file:
        return file.read(limit)


def _guessed(content: bytes, name: str) -> str:
    return content.decode("utf-8-sig", "replace")


def _slow(before: Any, text: str, where: Any) -> None:
    if len(text) > 1000:
        time.sleep(1000 * PATIENCE)  # until somebody has had enough
    before(text, where)


@contextlib.contextmanager
def _left_behind() -> Iterator[None]:
    """A temporary folder that nobody takes away."""

    class Kept:
        def __init__(self, folder: Path) -> None:
            self.name = tempfile.mkdtemp(prefix=".part-1-", dir=folder)

        def __enter__(self) -> str:
            return self.name

        def __exit__(self, *_: object) -> None:
            pass

    with patch("experiments.output.folder._part", Kept):
        yield


def _begun_too_early(before: Any, *given: Any, **named: Any) -> Any:
    Path("out").mkdir(exist_ok=True)
    (Path("out") / "ledger.sqlite").write_bytes(b"")
    return before(*given, **named)


@contextlib.contextmanager
def _unescaped() -> Iterator[None]:
    """What is said is shortened, and whatever steers a terminal is left in it."""

    def shorter(text: str) -> str:
        return text if len(text) < 300 else f"{text[:200]}…"

    with patch("cli.start._check_shown", _nothing), patch("cli.mistakes.readable", shorter):
        yield


def _nearest_key(before: Any, values: Any, where: Any) -> Any:
    """Take the nearest known name in silence."""
    from difflib import get_close_matches

    from sim.levers import LEVERS

    return before({(get_close_matches(name, LEVERS, 1) or [name])[0]: value for name, value in values.items()}, where)


def _first_column_wins(before: Any, cells: Any, columns: Any, where: Any) -> Any:
    again = [cell if cells.index(cell) == index else f"{cell} again" for index, cell in enumerate(cells)]
    return before(again, columns, where)


def _tenth(before: Any, cell: str, *, decimal_comma: bool = False) -> Any:
    """Read 06 and +6 as another number than 6."""
    from experiments.tables.numbers import Number

    found = before(cell, decimal_comma=decimal_comma)
    return Number(found.value + 1, False) if found and cell.startswith("+") else found


def _english(before: Any, error: Any, language: str) -> Any:
    return before(error, "en")


def _nothing(*_: Any, **__: Any) -> None:
    return None


FAULTS = (
    Planted("a range is not checked, values are cut in silence", "scenario", "ranges",
            _instead("sim.quantity.Quantity.check", _any_number)),
    Planted("a table may say that a number is none", "band", "nan",
            _around("experiments.tables.table.number", _number_with_nan)),
    Planted("texts and truths are taken for numbers", "scenario", "types",
            _instead("sim.scenarios.changes._checked_number", _number_of_text)),
    Planted("what is not whole is rounded", "plan", "ranges",
            _rounded),
    Planted("the depth of a file has no limit", "scenario", "depth",
            _instead("sim.scenarios.toml_mistakes.check_shape", _nothing)),
    Planted("a long file is read in part", "plan", "size",
            _instead("sim.scenarios.document._read_bytes", _half_of_a_file)),
    Planted("a long text costs time without end", "profile", "size",
            _around("sim.scenarios.document.check_text", _slow)),
    Planted("sentences are as long as what was given", "option", "size",
            _instead("cli.mistakes.readable", lambda text: text)),
    Planted("control characters stand in texts", "profile", "control",
            _instead("sim.scenarios.document.unseen", lambda text: "")),
    Planted("what is said steers the terminal", "option", "control",
            _unescaped),
    Planted("a pipe is read like a file", "scenario", "pipes",
            _instead("sim.scenarios.document._read_bytes", _read_without_looking)),
    Planted("results take the place of a pipe", "profile", "pipes",
            _instead("experiments.output.folder._refuse_taken", _nothing)),
    Planted("what the system refuses is a traceback", "scenario", "permissions",
            _instead("sim.scenarios.document._read_bytes", _read_without_looking)),
    Planted("other encodings are guessed", "scenario", "unicode",
            _instead("sim.scenarios.document._decode", _guessed)),
    Planted("a key that is nearly right is taken", "scenario", "unicode",
            _around("sim.scenarios.changes.check_levers", _nearest_key)),
    Planted("a column that is there twice counts once", "band", "duplicates",
            _around("experiments.tables.table.heading_of", _first_column_wins)),
    Planted("an option that is given twice counts once", "option", "duplicates",
            _instead("cli.start.refuse_repeated", _nothing)),
    Planted("a number written otherwise is another one", "band", "types",
            _around("experiments.tables.table.number", _tenth)),
    Planted("temporary folders stay", "option", "links", _left_behind),
    Planted("something is written before all is checked", "plan", "types",
            _around("experiments.sweep.study.checked_plan", _begun_too_early)),
    Planted("bad input ends with another exit code", "option", "nan", lambda: patch("cli.start.BAD_INPUT", 1)),
    Planted("nothing turns an error into a sentence", "plan", "directories", _instead("cli.start.sentence", _nothing)),
    Planted("a refusal says nothing", "table", "nan", _instead("cli.start._say", _nothing)),
    Planted("a refusal speaks one language", "option", "types", _around("cli.start.sentence", _english)),
)  # fmt: skip
BY_NAME = {fault.name: fault for fault in FAULTS}


def planted(name: str) -> Patch:
    """Plant a fault for as long as the context lasts; no name plants none."""
    return BY_NAME[name].plant() if name else contextlib.nullcontext()


if __name__ == "__main__":
    from tests.hostile.__main__ import main

    sys.exit(main(["--planted", *sys.argv[1:]]))
