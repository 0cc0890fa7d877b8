"""The tables of the page: a row a policy, difference, half-width, star."""

import math
from collections.abc import Sequence

from experiments.output.verdicts import MATTERS, SMALL
from experiments.output.wording import capital, settling
from report.compare.findings import BASELINE, GRANT, CompareFindings
from report.compare.phrases import NO_POLICY
from report.compare.terminal_words import SHOWN, WORDS
from report.drawing import plain, signed, yuan
from report.frame import Cell, Grid, Head, Row
from report.words import give_or_take
from sim.indicators import indicator_of, label_of


def _columns() -> list[str]:
    return [column for columns in SHOWN.values() for column in columns]


def full_table(f: CompareFindings) -> Grid:
    """Policies at full strength under the levels without policy."""
    return _table(f, f.policies, f.wide)


def money_table(f: CompareFindings) -> Grid:
    """The same policies for the same money, and the plain grant."""
    return _table(f, f.money, [GRANT])


def _table(f: CompareFindings, keys: Sequence[str], ruled: Sequence[str]) -> Grid:
    groups = [(f.say(WORDS[name]), len(columns)) for name, columns in SHOWN.items()]
    levels = [Cell(plain(f.level(BASELINE, column)) if column != "cost" else "–") for column in _columns()]
    rows = [Row("levels", f.say(NO_POLICY), f.either("level", "水平"), levels)]
    for key in keys:
        cells = [_cell(f, key, column) for column in _columns()]
        rows.append(Row("ruled" if key in ruled else "", f.marked(key), "", cells))
    return Grid(groups, f.either("Policy", "政策"), [_head(f, column) for column in _columns()], rows)


def _head(f: CompareFindings, column: str) -> Head:
    indicator = indicator_of(column)
    unit = f.say(indicator.unit).split("（")[0].removesuffix(" of 100")
    low = f.either("lower is better", "越低越好") if indicator.better < 0 and column != "cost" else ""
    prices = f.prices if column == "cost" else ""
    return Head(_breakable(capital(f.say(label_of(column)))), [note for note in (unit, prices, low) if note])


def _breakable(label: str) -> tuple[str, ...]:
    """A long Chinese label may break in its middle and nowhere else."""
    middle = (len(label) + 1) // 2
    return (label,) if label.isascii() or len(label) < 8 else (label[:middle], label[middle:])


def _cell(f: CompareFindings, key: str, column: str) -> Cell:
    effect = f.effect(key, column)
    if column == "cost":
        return Cell(yuan(f.cost(key)))
    star = "*" if f.comparison.p_adjusted(key, column) < 0.05 else ""
    mark = {"small": "~", "open": "?"}.get(judged := tone(f, key, column), "")
    needed = f.comparison.to_settle(key, column)
    hint = None if math.isnan(needed) else settles(f, needed)
    return Cell(signed(effect.mean), f"{give_or_take(effect)}{star}{mark}", judged, hint)


def settles(f: CompareFindings, needed: float) -> str:
    """Say how many communities would settle an open verdict."""
    n = settling(needed, f.lang)
    return f.either(f"cannot tell yet; about {n} communities would settle it", f"还分不清；约需 {n} 个社区")


def tone(f: CompareFindings, key: str, column: str) -> str:
    """What the verdict looks like: better or worse where it matters, or neither where no side is; small, or open."""
    found, better = f.verdict(key, column), indicator_of(column).better
    if found != MATTERS:
        return "small" if found == SMALL else "open"
    if not better:
        return "neither"
    return "better" if f.effect(key, column).rises == (better > 0) else "worse"
