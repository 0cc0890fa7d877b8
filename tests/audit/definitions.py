"""What words of a method stand for: each definition is where it is written, and a test of it on the raw rows."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from tests.audit.raw import GRANT, PARTICIPATION, QUALITY, ROOT, Raw, holm, judge, meanings, p_value, worlds
from tests.audit.sizes import sizes_hold, ways_hold


class Definition(NamedTuple):
    """Where a method is written, and whether the raw rows follow it."""

    where: str
    needle: str
    holds: Callable[[Raw], bool]


def _tables(raw: Raw) -> pd.DataFrame:
    """Return every difference of the two tables written beside the page."""
    names = ["differences.csv"] + (["equal_budget.csv"] if (raw.folder / "equal_budget.csv").is_file() else [])
    table = pd.concat([pd.read_csv(raw.folder / name) for name in names])
    table = table[table["row"].isin(["full", "money"]) & table["difference"].notna()]
    table["key"] = np.where(table["row"] == "full", table["scenario"], "money:" + table["scenario"])
    kept = [column for column in table["indicator"] if column in raw.table.columns]
    return table[table["indicator"].isin(kept) & (table["indicator"] != "cost_per_participant")]


def intervals_hold(raw: Raw) -> bool:
    """Tell whether every interval written is the paired t interval of the raw rows."""
    for row in _tables(raw).itertuples():
        own, scale = raw.effect(row.key, row.indicator), raw.scale(row.indicator)
        if not np.allclose(
            [own.mean, own.low, own.high], np.array([row.difference, row.low, row.high]) * scale, rtol=1e-4, atol=1e-3
        ):
            return False
    return True


def verdicts_hold(raw: Raw) -> bool:
    """Tell whether every verdict written follows from the whole interval against the smallest difference."""
    words = {"up": "matters", "down": "matters", "small": "too small to matter", "open": "cannot tell yet"}
    table = _tables(raw)
    for row in table[table["smallest"].notna()].itertuples():
        own, smallest = raw.effect(row.key, row.indicator), row.smallest * raw.scale(row.indicator)
        if words[judge(own, smallest)] != row.verdict:
            return False
    return True


def stars_hold(raw: Raw) -> bool:
    """Tell whether every adjusted p is Holm's over the rows of its table."""
    for (_, column), item in _tables(raw).groupby(["row", "indicator"]):
        wanted = holm([p_value(raw.gap(key, column) / raw.scale(column)) for key in item["key"]])
        if not np.allclose(wanted, item["p_adjusted"], rtol=1e-3, atol=1e-6):
            return False
    return True


def draws_are_shared(raw: Raw) -> bool:
    """Tell whether every policy has the path of no policy until it begins: same residents, same random draws."""
    before = slice(0, raw.burn_in)
    base = {c: raw.monthly("baseline", c)[:, before] for c in (PARTICIPATION, QUALITY)}
    return all(np.array_equal(raw.monthly(key, c)[:, before], base[c]) for key in raw.full for c in base)


def mostly_assumptions(raw: Raw) -> bool:
    """Tell whether more parameters are assumptions than all others together, counted by their rows."""
    page = (ROOT / "docs/reference/parameters.en.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    grades = [row[5] for row in rows]
    return grades.count("assumption") > len(grades) / 2


def grant_is_plain(raw: Raw) -> bool:
    """Tell whether the row of the grant moves nothing but the grant, and gives the whole sum."""
    row = raw.rows[GRANT]
    return row["scenario"]["levers"] == {"grant": raw.settings["budget"]} and not row["scenario"]["params"]


def worlds_hold(raw: Raw) -> bool:
    """Tell whether the stored worlds are of this kind of community and length, and of the rules that ran."""
    about = worlds()[1]
    same = about["profile"] == raw.settings["profile"]["name"] and about["months"] == raw.months
    return same and about["fingerprint"] == raw.asked["fingerprint"] and not raw.settings["params"]


def looks_back(raw: Raw) -> bool:
    """Tell whether participation within a year follows that of the month only month by month."""
    gap = raw.monthly(raw.full[0], PARTICIPATION)
    page = (ROOT / "docs/reference/indicators.en.md").read_text(encoding="utf-8")
    return "at least once in the last 12 months" in page and gap.shape[1] == raw.months + raw.burn_in


def quits_are_of_five_years(raw: Raw) -> bool:
    """Tell whether quits are the mean of the last 60 months, or of all months of a shorter run."""
    months = min(60, raw.months)
    return meanings()["quit_rate"].months == 60 and np.allclose(
        raw.monthly("baseline", "quit_rate")[:, -months:].mean(axis=1), raw.values("baseline", "quit_rate"), atol=1e-3
    )


def one_problem_each(raw: Raw) -> bool:
    """Tell whether every policy but those that answer several names the one problem that it is for."""
    return all(re.fullmatch(r"P\d+", raw.problem(key)) for key in raw.singles if raw.problem(key)) and any(
        raw.problem(key) for key in raw.full
    )


def directions_hold(raw: Raw) -> bool:
    """Tell whether the better direction of what is drawn is that of the reference page."""
    return meanings()[PARTICIPATION].better == meanings()[QUALITY].better == 1


def marks_are_mostly_grant(raw: Raw) -> bool:
    """Tell whether what a row gets as a grant is what its file sets as one."""
    rows = [row for row in raw.rows.values() if row["row"] == "money"]
    return all(row["grant"] == row["scenario"]["levers"].get("grant", 0.0) for row in rows)


def first_is_kept(raw: Raw) -> bool:
    """Tell whether the residents kept one by one are those of the first community, by their share that took part."""
    kept = pd.read_parquet(raw.folder / "network_residents.parquet")
    last = raw.paths[(raw.paths["row"] == "full") & (raw.paths["month"] == raw.months) & (raw.paths["replicate"] == 1)]
    share = last.set_index("scenario")[PARTICIPATION]
    pairs = (("took_part_baseline", "baseline"), ("took_part_policy", raw.settings["network_lane"]))
    return all(abs(kept[column].mean() - share[name]) < 1e-6 for column, name in pairs)


def always(raw: Raw) -> bool:
    """A way of drawing or speaking: nothing to test but that it is written down."""
    return True


FINDINGS, UNSURE, MODEL = (f"docs/explanation/{name}.en.md" for name in ("findings", "uncertainty", "model"))
DEFINITIONS = {
    "interval": Definition("tests/audit/raw.py", "CONFIDENCE, STAR = 0.95, 0.05", intervals_hold),
    "verdict": Definition("experiments/output/verdicts.py", "smallest", verdicts_hold),
    "holm": Definition("tests/audit/raw.py", "def holm", lambda raw: stars_hold(raw) and verdicts_hold(raw)),
    "luck": Definition("docs/explanation/uncertainty.en.md", "the same random draws", draws_are_shared),
    "assumptions": Definition("docs/reference/parameters.en.md", "are assumptions", mostly_assumptions),
    "grant": Definition("docs/reference/levers.en.md", "`grant`", grant_is_plain),
    "worlds": Definition("experiments/plausible/bands.csv", PARTICIPATION, worlds_hold),
    "back": Definition("docs/reference/indicators.en.md", "at least once in the last 12 months", looks_back),
    "quits": Definition("docs/reference/indicators.en.md", "mean of five years", quits_are_of_five_years),
    "problems": Definition("docs/reference/scenarios.en.md", "P1", one_problem_each),
    "right": Definition("docs/reference/indicators.en.md", "higher", directions_hold),
    "drawn": Definition("tests/audit/drawn.py", "def scale_of", always),
    "told": Definition("docs/explanation/findings.en.md", "#", always),
    "scale": Definition("docs/reference/indicators.en.md", "points of 100", directions_hold),
    "question": Definition("docs/explanation/findings.en.md", "#", always),
    "levers": Definition("docs/reference/levers.en.md", "`grant`", lambda raw: not raw.settings["levers"]),
    "params": Definition("docs/reference/parameters.en.md", "Default", lambda raw: not raw.settings["params"]),
    "mostly": Definition("experiments/policies/arms.py", "grant", marks_are_mostly_grant),
    "first": Definition("docs/explanation/findings.en.md", "#", first_is_kept),
    "sizes": Definition("experiments/compare/sizes.py", "standard deviation between residents", sizes_hold),
    "ways": Definition("experiments/compare/ways.py", "weakest of the three", ways_hold),
    "campaigns": Definition("docs/reference/parameters.en.md", "March, October and December", always),
}
"""What ``fixed`` of a rule names."""


def soundness(raw: Raw) -> Callable[[str], bool]:
    """Return a test of definitions on a job; each is tested once."""

    @cache
    def sound(key: str) -> bool:
        own = DEFINITIONS[key]
        return own.needle in (ROOT / own.where).read_text(encoding="utf-8") and own.holds(raw)

    return sound
