"""The tables of the page: a row a policy, difference, half-width, star."""

import math
from collections.abc import Sequence
from html import escape

from experiments.output.verdicts import MATTERS, SMALL
from experiments.output.wording import settling
from report.compare.findings import BASELINE, GRANT, Findings
from report.compare.phrases import NO_POLICY, either
from report.compare.terminal_words import SHOWN, WORDS
from report.drawing import plain, signed, yuan
from sim.indicators import indicator_of, label_of


def _columns() -> list[str]:
    return [column for columns in SHOWN.values() for column in columns]


def full_table(f: Findings) -> str:
    """Policies at full strength under the levels without policy."""
    return _table(f, f.policies, f.wide)


def money_table(f: Findings) -> str:
    """The same policies for the same money, and the plain grant."""
    return _table(f, f.money, [GRANT])


def _table(f: Findings, keys: Sequence[str], ruled: Sequence[str]) -> str:
    groups = "".join(
        f'<th colspan="{len(columns)}" class="group"><span>{f.say(WORDS[name])}</span></th>'
        for name, columns in SHOWN.items()
    )
    heads = "".join(_head(f, column) for column in _columns())
    rows = [_row(f, key, "ruled" if key in ruled else "") for key in keys]
    return (
        f'<div class="wide"><table class="effects"><thead><tr><th></th>{groups}</tr>'
        f"<tr><th>{either(f, 'Policy', '政策')}</th>{heads}</tr></thead>"
        f"<tbody>{_levels(f)}{''.join(rows)}</tbody></table></div>"
    )


def _upper(text: str) -> str:
    return escape(text[:1].upper() + text[1:])


def _head(f: Findings, column: str) -> str:
    indicator = indicator_of(column)
    unit = f.say(indicator.unit).split("（")[0].removesuffix(" of 100")
    low = either(f, "lower is better", "越低越好") if indicator.better < 0 and column != "cost" else ""
    label = _breakable(_upper(f.say(label_of(column))))
    notes = "".join(f"<small>{escape(note)}</small>" for note in (unit, low) if note)
    return f"<th>{label}{notes}</th>"


def _breakable(label: str) -> str:
    """A long Chinese label may break in its middle and nowhere else."""
    middle = (len(label) + 1) // 2
    return label if label.isascii() or len(label) < 8 else f"{label[:middle]}<wbr>{label[middle:]}"


def _levels(f: Findings) -> str:
    level = either(f, "level", "水平")
    cells = "".join(
        f"<td>{plain(f.level(BASELINE, column)) if column != 'cost' else '–'}</td>" for column in _columns()
    )
    return f'<tr class="levels"><th>{f.say(NO_POLICY)} <small>{level}</small></th>{cells}</tr>'


def _row(f: Findings, key: str, css: str) -> str:
    cells = "".join(_cell(f, key, column) for column in _columns())
    return f'<tr class="{css}"><th>{escape(f.marked(key))}</th>{cells}</tr>'


def _cell(f: Findings, key: str, column: str) -> str:
    effect = f.effect(key, column)
    if column == "cost":
        return f"<td>{yuan(f.cost(key))}</td>"
    star = "*" if f.comparison.p_adjusted(key, column) < 0.05 else ""
    half = "" if effect.half != effect.half else f" ±{plain(effect.half)}"
    mark = {"small": "~", "open": "?"}.get(judged := tone(f, key, column), "")
    needed = f.comparison.to_settle(key, column)
    hint = "" if math.isnan(needed) else f' title="{settles(f, needed)}"'
    return f'<td class="{judged}"{hint}>{signed(effect.mean)}<small>{half}{star}{mark}</small></td>'


def settles(f: Findings, needed: float) -> str:
    """Say how many communities would settle an open verdict."""
    n = settling(needed, f.lang)
    return either(f, f"cannot tell yet; about {n} communities would settle it", f"还分不清；约需 {n} 个社区")


def tone(f: Findings, key: str, column: str) -> str:
    """What the verdict looks like: better or worse where it matters, or neither where no side is; small, or open."""
    found, better = f.verdict(key, column), indicator_of(column).better
    if found != MATTERS:
        return "small" if found == SMALL else "open"
    if not better:
        return "neither"
    return "better" if f.effect(key, column).rises == (better > 0) else "worse"
