"""Does it cure its own problem? Two indicators a problem, worst to best of all scenarios."""

from collections.abc import Callable, Mapping

from experiments.output.verdicts import MATTERS, SMALL
from experiments.output.wording import capital
from report.compare.findings import BASELINE, CompareFindings
from report.compare.phrases import NO_POLICY, window
from report.compare.titles import own_title
from report.drawing import (
    WIDTH,
    Sheet,
    fitted,
    plain,
    text_width,
    wrap,
)
from report.look import TYPE
from report.look.ink import GAIN, GREY, HAIR, INK, LOSS, PALE
from report.words import give_or_take
from sim.indicators import OWN, indicator_of, label_of
from sim.levers import PROBLEMS
from sim.quantity import Text

NAME = "own"
QUESTION = Text("Does it cure its own problem?", "对症吗？")
LEAD = Text("Every policy is meant to cure one problem first.", "每项政策先要治好它针对的那个问题。")
ROW, KEY = 0.74, 0.34


def missing(f: CompareFindings) -> str | None:
    """Why there is nothing to draw, if so."""
    if not _rows(f):
        return f.either("Left out: no policy here answers one problem alone.", "未画：这里没有只针对一个问题的政策。")
    return None


def _rows(f: CompareFindings) -> list[str]:
    """Policies that answer one problem, in the order of the problems."""
    order = list(PROBLEMS)
    return sorted((key for key in f.full if f.problem(key)), key=lambda key: order.index(f.problem(key)))


def label(f: CompareFindings, column: str) -> str:
    """The name of an own indicator."""
    return f.say(label_of(column))


def better(column: str) -> int:
    """+1 where more is better, −1 where less is."""
    return indicator_of(column).better


def verdict(f: CompareFindings, key: str, column: str) -> str:
    """better, worse, or open where the interval holds zero."""
    effect, found = f.effect(key, column), f.verdict(key, column)
    if found != MATTERS:
        return "small" if found == SMALL else "open"
    return "better" if (effect.mean > 0) == (better(column) > 0) else "worse"


def verdicts(f: CompareFindings) -> list[tuple[str, str, str]]:
    """(policy, name of the indicator, verdict) of every strip."""
    return [(key, label(f, column), verdict(f, key, column)) for key in _rows(f) for column in OWN[f.problem(key)]]


def draw(f: CompareFindings) -> Sheet:
    """A row a policy, two strips each."""
    rows = _rows(f)
    sheet = Sheet(own_title(f, verdicts(f)), _subtitle(f), KEY + ROW * len(rows) + 0.05, _note(f))
    left = 2.55
    width = (WIDTH - 0.1 - left - 0.45) / 2
    _key(f, sheet, left)
    for number, key in enumerate(rows):
        y = KEY + ROW * number
        sheet.line([0.1, WIDTH - 0.1], [y, y], HAIR)
        problem = capital(f.say(PROBLEMS[f.problem(key)]))
        for step, line in enumerate(wrap(problem, left - 0.35, TYPE["panel"])[:2]):
            sheet.text(0.1, y + 0.14 + 0.16 * step, line, TYPE["panel"])
        sheet.text(
            0.1,
            y + 0.55 if len(wrap(problem, left - 0.35, TYPE["panel"])) > 1 else y + 0.34,
            f"→ {f.label(key)}",
            TYPE["number"],
            GREY,
        )
        for step, column in enumerate(OWN[f.problem(key)]):
            _strip(f, sheet, key, column, left + step * (width + 0.45), y, width)
    return sheet


def _subtitle(f: CompareFindings) -> str:
    return f.either(
        f"A row a problem, two indicators each, mean of {window(f)}; right is better (↓: low is good, axis reversed)",
        f"每行一个问题、两项指标，{window(f)}平均；越往右越好（↓ 表示数值越低越好，轴已反向）",
    )


def _note(f: CompareFindings) -> str:
    return f.either(
        f"Each line runs from the worst to the best of all {len(f.full) + 1} scenarios; units differ, so "
        "compare along one line "
        "only. Where another policy beats the one that is meant to help, its name is written. Quits: mean "
        "of five years.",
        f"每条横线的两端是全部 {len(f.full) + 1} 个方案中的最差与最好；单位不同，只在一条线之内比较。"
        "另有政策比对症的政策更有效时，写出它的名字。离职率为五年平均。",
    )


def _key(f: CompareFindings, sheet: Sheet, x: float) -> None:
    entries = [
        ("o", "white", GREY, f.say(NO_POLICY)),
        ("o", GAIN, GAIN, f.either("the policy for it", "对症的政策")),
    ]
    if len(f.singles) > 1:
        entries.append(("|", GREY, GREY, f.either("other policies", "其余政策")))
    if f.wide:
        entries.append(
            (
                "D",
                "white",
                INK,
                f.label(f.wide[0]) if len(f.wide) == 1 else f.either("several at once", "多项齐上"),
            )
        )
    for marker, face, edge, words in entries:
        sheet.marker(x + 0.06, 0.14, marker, 6 if marker != "|" else 8, face, edge)
        sheet.text(x + 0.18, 0.14, words, TYPE["number"], GREY)
        x += 0.18 + text_width(words, TYPE["number"]) + 0.35


def _strip(f: CompareFindings, sheet: Sheet, key: str, column: str, x: float, y: float, width: float) -> None:
    levels = {scenario: f.level(scenario, column) for scenario in (BASELINE, *f.full)}
    ends = (min(levels.values()), max(levels.values()))
    span = (ends[1] - ends[0]) or 1.0
    inner = width - 0.2

    def at(value: float) -> float:
        share = (value - ends[0]) / span if better(column) > 0 else (ends[1] - value) / span
        return x + 0.1 + share * inner

    line = y + 0.42
    color = {"better": GAIN, "worse": LOSS, "small": PALE, "open": PALE}[verdict(f, key, column)]
    sheet.line([x + 0.1, x + width - 0.1], [line, line], HAIR, 1.2)
    for other in f.singles:
        if other != key:
            sheet.line([at(levels[other])] * 2, [line - 0.07, line + 0.07], GREY, 0.9)
    sheet.line([at(levels[BASELINE]), at(levels[key])], [line, line], color, 2.6)
    for scenario in f.wide:
        sheet.marker(at(levels[scenario]), line, "D", 5.2, "white", INK, 1)
    sheet.marker(at(levels[BASELINE]), line, "o", 6.5, "white", GREY, 1.4)
    sheet.marker(at(levels[key]), line, "o", 7, color, "white", 0.8)
    values = _values(f, levels[BASELINE], levels[key], column)
    arrow = " ↓" if better(column) < 0 else ""
    room = width - text_width(values, TYPE["row"]) - 0.1
    sheet.text(
        x,
        y + 0.15,
        fitted(capital(label(f, column)), room - (0.15 if arrow else 0.0), TYPE["number"]) + arrow,
        TYPE["number"],
        GREY,
    )
    sheet.text(x + width, y + 0.15, values, TYPE["row"], GREY if color == PALE else color, ha="right")
    _rival(f, sheet, key, column, levels, at, line, x, width)


def _rival(
    f: CompareFindings,
    sheet: Sheet,
    key: str,
    column: str,
    levels: Mapping[str, float],
    at: Callable[[float], float],
    line: float,
    x: float,
    width: float,
) -> None:
    """Name the best other policy where it beats the own one by what matters."""
    others = [other for other in f.singles if other != key and f.problem(other) != f.problem(key)]
    if not others:
        return
    best = max(others, key=lambda other: better(column) * levels[other])
    gain = f.effect(best, column, against=key)
    if f.verdict(best, column, against=key) == MATTERS and (gain.mean > 0) == (better(column) > 0):
        name = f.label(best)
        half = text_width(name, TYPE["note"]) / 2
        centre = min(max(at(levels[best]), x + half), x + width - half)
        sheet.text(centre, line + 0.155, name, TYPE["note"], GREY, ha="center")


def _values(f: CompareFindings, before: float, after: float, column: str) -> str:
    digits = 0 if max(abs(before), abs(after)) >= 20 else 1
    if plain(before, digits) == plain(after, digits):
        digits += 1
    return f"{plain(before, digits)} → {plain(after, digits)}{unit(f, column)}"


def unit(f: CompareFindings, column: str) -> str:
    """A short unit behind a value."""
    words = f.say(indicator_of(column).unit)
    return words if words == "%" else f" {words.split('（')[0].removesuffix(' of 100')}"


def numbers(f: CompareFindings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    head = [
        f.either("Policy", "政策"),
        f.either("Indicator", "指标"),
        f.say(NO_POLICY),
        f.either("With the policy", "实施政策"),
        f.either("Half-width", "区间半宽"),
    ]
    rows = []
    for key in _rows(f):
        for column in OWN[f.problem(key)]:
            effect = f.effect(key, column)
            rows.append(
                [
                    f.label(key),
                    label(f, column),
                    plain(f.level(BASELINE, column)),
                    plain(f.level(key, column)) + unit(f, column),
                    give_or_take(effect, before="") or "–",
                ]
            )
    return head, rows
