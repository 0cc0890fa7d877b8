"""The audit of the lessons in every kind of community: their texts against the stored measurement, and that against raw rows of a default job.

Claims (``title``, ``question``, and of ``explain`` and ``wrong`` the text that is shown) are accounted for phrase by phrase (``lesson_claims.py``), the
three answers by the measured one. What is told to a class (situation, quote, debrief, plan) says nothing of the model;
its words of number and direction are listed in ``told.csv``, where a person has read them, and any other is not found.
"""

import csv
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tests.audit.evidence import FOLDER, Lesson, kinds, lesson, shown, stored_smallest, way
from tests.audit.lesson_claims import CLAIMS
from tests.audit.raw import ROOT, Effect, Raw, needed, t_interval
from tests.audit.rules import Finding
from tests.audit.tokens import tokens

TOLD = Path(__file__).parent / "told.csv"
CLAIMED = ("title", "question")
BY_OUTCOME = ("explain.", "wrong.")
WAYS = {
    "en": {
        "up": r"\b(?:rose|longer|more|wider)\b",
        "down": r"\b(?:fell|less|fewer|smaller)\b",
        "flat": r"\b(?:hardly|as much)\b",
    },
    "zh": {"up": r"上升|更久|更大|更长|加重|多了", "down": r"下降|短了|小了|减轻|少了", "flat": r"几乎没有变"},
}
"""Words of the three answers; the words of one stand in no other."""
LAST = 1e-6
"""Of a stored number, which has seven digits, the part by which two of them may miss their difference."""
NO_TEXT = ("levers", "set", "otherwise")
COUNTED = (
    (r"\bthree questions\b|三个问题", "debrief", 3),
    (r"\bten years\b|十年", "months", 120),
)
"""What is counted in the plan of every lesson."""


def texts(own: Lesson) -> Iterator[tuple[str, str, str]]:
    """Yield every text of a lesson: key, language, text."""

    def walk(value: Any, key: str) -> Iterator[tuple[str, str, str]]:
        if isinstance(value, dict):
            if set(value) >= {"en", "zh"}:
                yield from ((key, language, value[language]) for language in ("en", "zh"))
            else:
                for name, inside in value.items():
                    yield from walk(inside, f"{key}.{name}" if key else name)
        elif isinstance(value, list):
            for number, inside in enumerate(value, 1):
                yield from walk(inside, f"{key}.{number}")

    yield from walk({key: value for key, value in own.text.items() if key not in NO_TEXT}, "")


def told() -> dict[tuple[str, str, str], list[str]]:
    """Return the words that were read in what is told to a class: (lesson, key, language) to words in order."""
    with TOLD.open(encoding="utf-8", newline="") as file:
        return {
            (row["lesson"], row["key"], language): row[language].split()
            for row in csv.DictReader(file)
            for language in ("en", "zh")
        }


@cache
def stale() -> set[str]:
    """Return the measurements that the project itself calls stale, by their files."""
    words = [sys.executable, "-m", "tools.renew", "--check", "pathways"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return set(re.findall(r"^pathways: (\S+)", told.stdout, re.MULTILINE))


def audit_lesson(own: Lesson) -> list[Finding]:
    """Account for every number and word of direction of a lesson."""
    found = _minutes(own)
    told_here = own.kind == "mixed"  # what is told to a class is the same in every kind
    for key, language, text in texts(own):
        if key in CLAIMED or key in own.shown_texts:
            found += _claims(own, key, language, text)
        elif key.startswith(BY_OUTCOME):
            continue
        elif key.startswith("claim."):
            found += _answer(own, key.partition(".")[2], language, text)
        elif told_here:
            found += _told(own, key, language, text)
    if own.raw is not None and own.file in stale():
        print(f"{own.file} was measured with an earlier model: its numbers are held against no run")
        own = own._replace(raw=None)
    return found + _measured(own)


def _place(own: Lesson, key: str, language: str) -> str:
    return f"lesson.{language} {own.name} {own.kind} {key}"


def _claims(own: Lesson, key: str, language: str, text: str) -> list[Finding]:
    spans = []
    for field, en, zh, line in CLAIMS[own.name]:
        phrase = zh if language == "zh" else en
        at = text.lower().find(phrase.lower()) if field == key and phrase else -1
        if at >= 0:
            spans.append((at, at + len(phrase), shown(own, line)))
        elif field == key and phrase:
            spans.append((0, 0, None))
    found = [
        _missing(own, key, language, row, text)
        for row in CLAIMS[own.name]
        if row[0] == key and _gone(row, language, text)
    ]
    for token in tokens(text, language):
        holders = [span for span in spans if span[2] and span[0] <= token.start and token.end <= span[1]]
        if holders:
            _, _, own_shown = holders[0]
            found.append(Finding(_place(own, key, language), token.text, text, *own_shown))
        else:
            found.append(Finding(_place(own, key, language), token.text, text, "", "", "", "no phrase holds it", False))
    return found


def _gone(row: tuple[str, str, str, str], language: str, text: str) -> bool:
    phrase = row[2] if language == "zh" else row[1]
    return bool(phrase) and phrase.lower() not in text.lower()


def _missing(own: Lesson, key: str, language: str, row: tuple[str, str, str, str], text: str) -> Finding:
    phrase = row[2] if language == "zh" else row[1]
    return Finding(_place(own, key, language), phrase, text, "", "", "", "is not said any more", False)


def _answer(own: Lesson, name: str, language: str, text: str) -> list[Finding]:
    """Account for one of the three answers: its words are of its direction, and the measured answer is one of them."""
    indicator = own.text["indicator"]
    total = own.end(indicator)["total"]
    measured, _ = own.ways
    said = [way_ for way_, words in WAYS[language].items() if re.search(words, text)]
    ok = said == [name]
    value = f"{total['mean']:.4g} ({total['low']:.4g} to {total['high']:.4g}): the answer is {measured}"
    value = value if ok else f"should speak of {name}, speaks of {said}"
    return [Finding(_place(own, f"claim.{name}", language), token.text, text, own.file, f"ends {indicator}", "total", value, ok)
            for token in tokens(text, language)]  # fmt: skip


def _told(own: Lesson, key: str, language: str, text: str) -> list[Finding]:
    found, file = [], f"dashboard/content/lessons/{own.name}.toml"
    rows = [(row[2] if language == "zh" else row[1], row[3]) for row in CLAIMS[own.name] if row[0] == key]
    claimed = [(m.span(), shown(own, line)) for phrase, line in rows for m in re.finditer(re.escape(phrase), text)]
    counted = [(m.span(), name, wanted) for pattern, name, wanted in COUNTED for m in re.finditer(pattern, text)]
    left = []
    for token in tokens(text, language):
        holders = [one for (start, end), one in claimed if start <= token.start and token.end <= end]
        inside = [(name, wanted) for (start, end), name, wanted in counted if start <= token.start and token.end <= end]
        if holders:
            found.append(Finding(_place(own, key, language), token.text, text, *holders[0]))
        elif inside:
            name, wanted = inside[0]
            value = len(own.text["debrief"]) if name == "debrief" else own.measured["months"]
            found.append(
                Finding(_place(own, key, language), token.text, text, file, name, "", str(value), value == wanted)
            )
        else:
            left.append(token.text)
    wanted_words = told().get((own.name, key, language), [])
    ok = [word.lower() for word in left] == wanted_words
    value = "told to the class, read" if ok else f"read: {' '.join(wanted_words) or 'none'}"
    said = left or ([] if ok else ["none"])
    return found + [
        Finding(_place(own, key, language), word, text, "tests/audit/told.csv", own.name, key, value, ok)
        for word in said
    ]


def _minutes(own: Lesson) -> list[Finding]:
    total = sum(step["minutes"] for step in own.text["plan"]["step"])
    file = f"dashboard/content/lessons/{own.name}.toml"
    return [
        Finding(
            f"lesson {own.name} minutes",
            str(own.text["minutes"]),
            "minutes",
            file,
            "plan.step",
            "sum of minutes",
            str(total),
            total == own.text["minutes"],
        )
    ]


VERDICTS = {"rose": "matters", "fell": "matters", "flat": "too small to matter", "open": "cannot tell yet"}


def _measured(own: Lesson) -> list[Finding]:
    """Account for every stored number that the page shows: levels and effects by raw rows, links and doubts as they add up.

    Every flag, verdict and number of communities is judged anew from the interval beside it.
    """
    found = []
    for end in own.measured["ends"]:
        name = end["indicator"]
        found += _by_raw(own, f"ends {name}", name, end, end["total"])
        found.append(_judged(own, f"ends {name}", name, end["total"], end, "measured", True))
    for row in own.measured["quantities"]:
        if level := row["level"]:
            found += _by_raw(own, f"quantities {row['name']}", level["indicator"], level, level["change"])
            found.append(
                _judged(own, f"quantities {row['name']}", level["indicator"], level["change"], level, "changes", True)
            )
        for name, link in row["ends"].items():
            place = f"quantities {row['name']} ends.{name}"
            found.append(_judged(own, place, name, link["carried"], link, "carries", bool(link["carries"])))
    for doubt in own.measured["doubts"]:
        for name, ends in doubt["ends"].items():
            gap = ends["high"]["mean"] - ends["low"]["mean"]
            adds = (
                abs(gap - ends["change"]["mean"]) <= LAST * max(abs(ends[at]["mean"]) for at in ("low", "high"))
                and ends["default"] == own.end(name)["total"]
            )
            place = f"doubts {doubt['parameter']} ends.{name}"
            found.append(_judged(own, place, name, ends["change"], ends, "changes", bool(adds)))
    return found


def _judged(
    own: Lesson, place: str, end: str, change: dict[str, float], told: dict[str, Any], flag: str, adds: bool
) -> Finding:
    """Account for a difference whose parts add up, with its flag, its verdict and the communities it still needs."""
    smallest = stored_smallest(end)
    side = way(change, smallest)
    ok = adds and told[flag] == (side in ("rose", "fell"))
    if "verdict" in told:
        effect = Effect(change["mean"], change["low"], change["high"], own.measured["replicates"])
        n = needed(effect, smallest) if side == "open" and smallest else np.inf
        ok = ok and told["verdict"] == (VERDICTS[side] if smallest else None)
        ok = ok and told["communities"] == (int(n) if np.isfinite(n) else None)
    said, value = f"{change['mean']:.6g}", f"{side} ({change['low']:.6g} to {change['high']:.6g})"
    return Finding(f"lesson {own.name} {own.kind} measured", said, place, own.file, place, flag, value, bool(ok))


def _by_raw(own: Lesson, place: str, indicator: str, levels: dict[str, Any], effect: dict[str, float]) -> list[Finding]:
    raw, key = own.job, own.text["scenario"]
    if raw is None or indicator not in raw.table.columns:
        return []
    scale = raw.scale(indicator)
    gap = t_interval(raw.gap(key, indicator) / scale)
    wanted = {
        "before": (levels["before"], raw.level("baseline", indicator) / scale),
        "after": (levels["after"], raw.level(key, indicator) / scale),
        **{name: (effect[name], getattr(gap, name)) for name in ("mean", "low", "high")},
    }
    return [
        Finding(f"lesson {own.name} measured", f"{said:.6g}", f"{place} {name}", "summary.parquet", f"key={key}, every replicate", indicator,
                f"{value:.6g}", bool(np.isclose(said, value, rtol=1e-5, atol=1e-9)))
        for name, (said, value) in wanted.items()
    ]  # fmt: skip


def names() -> list[str]:
    """Return the names of the lessons."""
    return sorted(path.stem for path in FOLDER.glob("p*.toml"))


def audit_lessons(raws: Mapping[str, Raw]) -> list[Finding]:
    """Audit all lessons; with the raw rows of a default job in a kind of community also their measurement there."""
    return [
        finding for name in names() for kind in kinds() for finding in audit_lesson(lesson(name, raws.get(kind), kind))
    ]
