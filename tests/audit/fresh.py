"""Lessons measured anew: ``explain`` is run again by the command that a lesson stores, and every number compared."""

import json
import math
import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.audit.evidence import kinds, lesson
from tests.audit.rules import Finding


def numbers(value: Any, key: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number of a document with the place it stands at."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from numbers(inside, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            name = (
                inside.get("name") or inside.get("indicator") or inside.get("parameter")
                if isinstance(inside, dict)
                else None
            )
            yield from numbers(inside, f"{key}.{name or index}")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield key, float(value)


def audit_fresh(lessons: Sequence[str], room: Path, command: Callable[..., None]) -> list[Finding]:
    """Measure lessons anew in ``room`` and compare every stored number with the one that comes out."""
    found = []
    for name in lessons:
        for kind in kinds():
            measured = dict(lesson(name, None, kind).measured)
            other = measured.pop("otherwise", None)
            for place, stored in ((f"{name}.{kind}", measured), (f"{name}.{kind}.otherwise", other)):
                found += _compared(place, stored, room, command) if stored else []
    return found


def _compared(place: str, measured: dict[str, Any], room: Path, command: Callable[..., None]) -> list[Finding]:
    """Measure one stored pathway anew by its command and compare its numbers, which have seven digits."""
    words, found = shlex.split(measured["command"])[2:], []
    words[words.index("--out") + 1] = str(room / place)
    command(*words)
    fresh = dict(numbers(json.loads((room / place / "explain.json").read_text(encoding="utf-8"))))
    for key, stored in numbers(measured):
        now = fresh.get(key, math.nan)
        ok = math.isclose(stored, now, rel_tol=1e-6, abs_tol=1e-12)
        row = (f"{place}/explain.json", key, "a fresh run", f"{now:.6g}")
        found.append(Finding(f"fresh {place}", f"{stored:.6g}", key, *row, ok))
    return found
