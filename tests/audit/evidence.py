"""How a phrase of a lesson is shown: one function a kind of evidence, on the stored measurement and on raw rows."""

import json
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.audit.raw import ROOT, Effect, Raw, judge, meanings, scenario_file

FOLDER = ROOT / "dashboard/content/lessons"


BARELY, FEW = 0.03, 0.1
"""Of what was there before, a change that is hardly one; of all residents, a share that is few."""


class Shown(NamedTuple):
    """What gives a phrase, and whether it is so."""

    file: str
    row: str
    column: str
    value: str
    ok: bool


class Lesson(NamedTuple):
    """A lesson in a kind of community, its stored measurement and, where there is one, a default job.

    ``raw`` is of a job in that kind of community; ``job`` is it as long as the lesson is of the same policy.
    """

    name: str
    kind: str
    text: dict[str, Any]
    measured: dict[str, Any]
    raw: Raw | None

    @property
    def file(self) -> str:
        """The file of the measurement."""
        return f"dashboard/content/lessons/{self.name}.{self.kind}.json"

    @property
    def job(self) -> Raw | None:
        """The default job, where its rows are of what the lesson measured."""
        return None if "set" in self.text else self.raw

    @property
    def ways(self) -> tuple[str, str]:
        """The measured ways of the two indicators: up, down, flat or open."""
        first, second = (
            {"rose": "up", "fell": "down"}.get(found, found)
            for key in ("indicator", "also")
            for found in [way(self.end(self.text[key])["total"], stored_smallest(self.text[key]))]
        )
        return first, second

    @property
    def shown_texts(self) -> set[str]:
        """The keys of the texts by outcome that are shown in this kind of community: one explanation, one doubt."""
        first, second = self.ways
        explained = next(
            number
            for number, row in enumerate(self.text["explain"], 1)
            if first in row["way"] and second in row.get("also", [second])
        )
        moves = next((key for key in ("indicator", "path_end") if self._moved(self.text[key])), "none")
        doubted = next(number for number, row in enumerate(self.text["wrong"], 1) if row["moves"] == moves)
        return {f"explain.{explained}", f"wrong.{doubted}"}

    def _moved(self, indicator: str) -> bool:
        change = self.measured["doubts"][0]["ends"][indicator]["change"]
        return way(change, stored_smallest(indicator)) in ("rose", "fell")

    def end(self, indicator: str) -> dict[str, Any]:
        """Return the stored end of an indicator."""
        return next(end for end in self.measured["ends"] if end["indicator"] == indicator)

    def quantity(self, name: str) -> dict[str, Any]:
        """Return the stored row of a quantity."""
        return next(row for row in self.measured["quantities"] if row["name"] == name)


@cache
def _lesson(name: str, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    text = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return text, json.loads((FOLDER / f"{name}.{kind}.json").read_text(encoding="utf-8"))


def lesson(name: str, raw: Raw | None, kind: str = "mixed") -> Lesson:
    """Return a lesson in a kind of community."""
    return Lesson(name, kind, *_lesson(name, kind), raw)


def kinds() -> list[str]:
    """Return the kinds of community, the mixed one first."""
    found = sorted(path.stem for path in (ROOT / "sim/scenarios/profiles").glob("*.toml"))
    return sorted(found, key=lambda kind: kind != "mixed")


def stored_smallest(indicator: str) -> float:
    """Return the smallest difference that matters, as stored; of money none, where a sign is all that is asked."""
    own = meanings()[indicator.partition(".")[0]]
    return 0.0 if own.unit["en"].startswith("yuan") else own.smallest / own.scale


def way(change: dict[str, float], smallest: float) -> str:
    """Return rose or fell where the whole interval matters, flat where none of it does, else open."""
    found = Effect(change["mean"], change["low"], change["high"], 0)
    return {"up": "rose", "down": "fell", "small": "flat", "open": "open"}[judge(found, smallest)]


def _end(own: Lesson, indicator: str, wanted: str) -> Shown:
    found = own.end(indicator)
    total, smallest = found["total"], stored_smallest(indicator)
    if wanted == "little":
        ok = -smallest <= total["low"] and total["high"] <= 2.5 * smallest
    elif wanted == "not-seen":
        ok = way(total, smallest) in ("flat", "open")
    else:
        ok = way(total, smallest) == wanted
    return Shown(
        own.file, f"ends {indicator}", "total", f"{total['mean']:.4g} ({total['low']:.4g} to {total['high']:.4g})", ok
    )


def _level(own: Lesson, name: str, wanted: str, *other: str) -> Shown:
    level = own.quantity(name)["level"]
    change, smallest = level["change"], stored_smallest(level["indicator"])
    if wanted == "more":
        than = own.quantity(other[-1])["level"]["change"]["mean"]
        ok = abs(change["mean"]) > abs(than)
    elif wanted == "unchanged":
        ok = way(change, smallest) in ("flat", "open")
    elif wanted == "barely":
        ok = abs(change["mean"]) < BARELY * level["before"]
    elif wanted == "as-before":  # as many are asked for, whatever hours are spent on them
        ok = change["high"] <= smallest and abs(change["mean"]) < BARELY * level["before"]
    elif wanted == "no-more":
        ok = change["high"] <= smallest
    else:
        ok = way(change, smallest) == wanted
    return Shown(
        own.file,
        f"quantities {name}",
        "level.change",
        f"{change['mean']:.4g} ({change['low']:.4g} to {change['high']:.4g})",
        ok,
    )


def _mediated(own: Lesson, name: str, end: str, wanted: str) -> Shown:
    found = own.quantity(name)["ends"].get(end)
    if found is None:
        return Shown(own.file, f"quantities {name}", f"ends.{end}.carried", "carries nothing that matters", False)
    part = found["carried"]
    ok = way(part, stored_smallest(end)) == wanted
    return Shown(own.file, f"quantities {name}", f"ends.{end}.carried", f"{part['mean']:.4g}", ok)


def _before(own: Lesson, name: str, _: str, most: str) -> Shown:
    """A level without the policy, of an end or of a quantity."""
    end = next((end for end in own.measured["ends"] if end["indicator"] == name), None)
    value = (end or own.quantity(name)["level"])["before"]
    return Shown(own.file, name, "before", f"{value:.4g}", value < float(most))


def _few(own: Lesson, indicator: str) -> Shown:
    """Few residents in a hundred, with the policy."""
    value = own.end(indicator)["after"]
    return Shown(own.file, f"ends {indicator}", "after", f"{value:.4g}", 0 < value < FEW)


def _excess(own: Lesson, _: str) -> Shown:
    """What the reported turnout is above the real one is less than half of what it was."""
    before, after = (own.end("official_turnout")[key] - own.end("turnout")[key] for key in ("before", "after"))
    return Shown(
        own.file, "ends official_turnout, turnout", "before, after", f"{before:.4g}, {after:.4g}", after < before / 2
    )


def _unmoved(own: Lesson, parameter: str, end: str) -> Shown:
    """Over the range of a number an end does not change by enough to matter, or that cannot be told."""
    change = next(row for row in own.measured["doubts"] if row["parameter"] == parameter)["ends"][end]["change"]
    found = way(change, stored_smallest(end))
    return Shown(
        own.file,
        f"doubts {parameter}",
        f"ends.{end}.change",
        f"{change['mean']:.4g}: {found}",
        found in ("flat", "open"),
    )


def _otherwise(own: Lesson, indicator: str, wanted: str) -> Shown:
    """With the levers of ``otherwise``: the relief that is lost without them, or what they keep out."""
    turned = next(end for end in own.measured["otherwise"]["ends"] if end["indicator"] == indicator)["total"]["mean"]
    plain = own.end(indicator)["total"]["mean"]
    ok = {"eaten": plain / turned < 0.8, "lasts": turned < plain, "kept-out": turned < plain / 2}[wanted]
    return Shown(own.file, f"otherwise {indicator}", "total", f"{turned:.4g}, without {plain:.4g}", ok)


def _unset(own: Lesson, lever: str) -> Shown:
    value = own.text["set"][lever]
    return Shown(
        f"dashboard/content/lessons/{own.name}.toml",
        "set",
        lever,
        f"{value:g}",
        value == 0 and own.measured["levers"][lever] == 0,
    )


def _doubt(own: Lesson, parameter: str, at: str, end: str, wanted: str) -> Shown:
    found = next(row for row in own.measured["doubts"] if row["parameter"] == parameter)["ends"][end]
    there, usual = found[at]["mean"], found["default"]["mean"]
    ok = {
        "weaker": abs(there) < abs(usual),
        "stronger": abs(there) > abs(usual) and there * usual > 0,
        "gone": abs(there) < stored_smallest(end),
    }[wanted] and (found["change"]["low"] > 0 or found["change"]["high"] < 0)
    return Shown(own.file, f"doubts {parameter}", f"ends.{end}.{at}", f"{there:.4g}, at the default {usual:.4g}", ok)


def _assumed(own: Lesson, parameter: str) -> Shown:
    file = "docs/reference/parameters.en.md"
    row = next(
        line for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{parameter}` |")
    )
    grade = row.split(" | ")[5]
    return Shown(file, parameter, "Grade", grade, grade == "assumption" and own.text["doubt"] == parameter)


def _lever(own: Lesson, name: str, wanted: str) -> Shown:
    file, scenario = f"sim/scenarios/{own.text['scenario']}.toml", own.text["scenario"]
    value = scenario_file(scenario)["levers"].get(name, 0)
    return Shown(file, "[levers]", name, f"{value:g}", wanted == "raised" and value > 0 and name in own.text["levers"])


def _alone(own: Lesson) -> Shown:
    moved, measured = set(scenario_file(own.text["scenario"])["levers"]), own.measured
    ok = moved <= set(own.text["levers"]) and measured["levers"] == own.text.get("set", {}) and not measured["params"]
    return Shown(f"sim/scenarios/{own.text['scenario']}.toml", "[levers]", ", ".join(sorted(moved)), "and no other", ok)


def _months(own: Lesson, wanted: str) -> Shown:
    months = own.measured["months"]
    return Shown(own.file, "months", "", f"{months}", months == int(wanted) and own.measured["window"][1] == months)


def _offered(own: Lesson) -> Shown:
    return Shown(
        f"dashboard/content/lessons/{own.name}.toml",
        "claim",
        "up, flat, down",
        "",
        list(own.text["claim"]) == ["up", "flat", "down"],
    )


def _asked(own: Lesson, indicator: str) -> Shown:
    found = own.end(indicator)["total"]
    ok = own.text["indicator"] == indicator
    return Shown(
        own.file, f"ends {indicator}", "total", f"a question; measured: {way(found, stored_smallest(indicator))}", ok
    )


def _group(own: Lesson, key: str, column: str, wanted: str) -> Shown:
    if own.job is None:
        return Shown("summary.parquet", f"key={key}", column, "no job was given", False)
    return Shown(
        "summary.parquet",
        f"key={key}",
        column,
        f"{own.job.effect(key, column).mean:.4g}",
        own.job.judged(key, column) == wanted,
    )


def _groups(own: Lesson, key: str, column: str, more: str, _: str, less: str) -> Shown:
    if own.job is None:
        return Shown("summary.parquet", f"key={key}", column, "no job was given", False)
    first, second = (own.job.effect(key, f"{column}.{group}") for group in (more, less))
    ok = first.low > 2 * second.high
    return Shown(
        "summary.parquet", f"key={key}", f"{column}.{more}, .{less}", f"{first.mean:.4g} and {second.mean:.4g}", ok
    )


def _default(own: Lesson, parameter: str, _: str, wanted: str) -> Shown:
    """About one in so many, by the default of a share."""
    file = "docs/reference/parameters.en.md"
    row = next(
        line for line in (ROOT / file).read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{parameter}` |")
    )
    share = float(row.split(" | ")[2])
    return Shown(file, parameter, "Default", f"{share:g}: one in {1 / share:.1f}", abs(1 / share - int(wanted)) <= 0.5)


def _written(own: Lesson, *words: str) -> Shown:
    file, _, needle = " ".join(words).partition(": ")
    return Shown(file, "a rule of the model", needle, "", needle in (ROOT / file).read_text(encoding="utf-8"))


def _unit(own: Lesson, indicator: str) -> Shown:
    page = Path("docs/reference/indicators.en.md")
    return Shown(
        str(page), indicator, "Meaning", "this month", "this month" in (ROOT / page).read_text(encoding="utf-8")
    )


def _supposed(own: Lesson) -> Shown:
    return Shown(
        f"dashboard/content/lessons/{own.name}.toml",
        "wrong",
        "",
        "what might be otherwise; nothing is said of the model",
        True,
    )


def _told(own: Lesson) -> Shown:
    return Shown(f"dashboard/content/lessons/{own.name}.toml", "question", "", "who is meant, no number", True)


KINDS: dict[str, Callable[..., Shown]] = {
    "end": _end, "level": _level, "carried": _mediated, "doubt": _doubt, "assumed": _assumed, "lever": _lever,
    "alone": _alone, "months": _months, "offered": _offered, "asked": _asked, "group": _group, "default": _default, "groups": _groups,
    "before": _before, "few": _few, "excess": _excess, "unmoved": _unmoved, "otherwise": _otherwise, "unset": _unset,
    "written": _written, "unit": _unit, "supposed": _supposed, "told": _told,
}  # fmt: skip


def shown(own: Lesson, line: str) -> Shown:
    """Return what a line of evidence gives; of several, all must hold."""
    found = [KINDS[part.split()[0]](own, *part.split()[1:]) for part in line.split("; ")]
    if len(found) == 1:
        return found[0]
    file, row, column, value = (
        "; ".join(getattr(one, name) for one in found) for name in ("file", "row", "column", "value")
    )
    return Shown(file, row, column, value, all(one.ok for one in found))
