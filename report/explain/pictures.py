"""The pathway: a row a link in the order of the month, and what it carries of the effect on each primary outcome."""

from experiments.output.wording import capital, counted
from report.drawing import WIDTH, Scale, Sheet, fitted, scale, signed, text_width, ticks
from report.explain.findings import Effect, ExplainFindings, digits_of
from report.explain.sentences import OVERLAP_EN, OVERLAP_ZH, headline
from report.look import TYPE, ink

HEAD, ROW, FOOT = 0.52, 0.34, 0.3
NAMES, LEVELS, GAP, NUMBER = 2.05, 1.15, 0.22, 0.42
"""Widths [inches]: names of links, their levels, between panels, and the numbers at a panel's right."""


def pathway(f: ExplainFindings) -> Sheet:
    """One panel a primary outcome; the first row is the policy's effect."""
    body = HEAD + ROW * (len(f.shown(f.primary_outcomes)) + 1) + FOOT
    sheet = Sheet(headline(f, f.primary_outcomes[:2]), _subtitle(f), body, _note(f))
    _names(f, sheet)
    left = NAMES + LEVELS + 0.1
    width = (WIDTH - 0.1 - left - GAP * (len(f.primary_outcomes) - 1)) / len(f.primary_outcomes)
    for number, end in enumerate(f.primary_outcomes):
        _panel(f, sheet, end, left + number * (width + GAP), width)
    return sheet


def _subtitle(f: ExplainFindings) -> str:
    return f.either(
        f"What each link carries of the policy's effect, in the order of the month; mean of {f.window} "
        f"({counted('community', f.replicates, 'en')})",
        f"各环节承担了政策作用的多少，按一个月内的先后；取{f.window}平均（{counted('community', f.replicates, 'zh')}）",
    )


def _note(f: ExplainFindings) -> str:
    return f.either(
        f"{f.selection}{f.levels_note} Carried: the effect less what is left while the link is held at its path "
        "without policy. Lines: 95% interval, random draws only. Green better, purple worse, by what matters; grey: "
        "cannot be told yet, or too small to matter. " + OVERLAP_EN,
        f"{f.selection}{f.levels_note}承担的部分：总作用减去把该环节固定在维持现状路径上时剩下的作用。"
        "线段为 95% 区间，只反映随机波动。"
        "绿色变好，紫色变差，均有实际意义；灰色：还分不清，或小得没有实际意义。" + OVERLAP_ZH,
    )


def _y(row: int) -> float:
    return HEAD + ROW * (row + 0.5)


def _names(f: ExplainFindings, sheet: Sheet) -> None:
    """The names of the rows and the levels of the links."""
    sheet.text(
        NAMES + LEVELS, HEAD - 0.13, f.either("level, before → after", "水平：之前 → 之后"), color=ink.GREY, ha="right"
    )
    sheet.text(0.1, _y(0), fitted(f.policy, NAMES + LEVELS - 0.2, TYPE["row"]), TYPE["row"])
    sheet.text(NAMES + LEVELS, _y(0), f.either("total effect", "总作用"), color=ink.GREY, ha="right")
    sheet.line([0.1, WIDTH - 0.1], [HEAD + ROW] * 2, ink.ZERO)
    for row, name in enumerate(f.shown(f.primary_outcomes), 1):
        before, after = f.level(name)
        levels = f"{before} → {after}" if before else "–"
        room = NAMES + LEVELS - 0.2 - text_width(levels, TYPE["number"])
        sheet.text(0.1, _y(row), fitted(capital(f.link(name)), room, TYPE["row"]), TYPE["row"])
        sheet.text(NAMES + LEVELS, _y(row), levels, color=ink.GREY, ha="right")
        if row > 1:
            sheet.line([0.1, WIDTH - 0.1], [HEAD + ROW * row] * 2, ink.HAIR, 0.6)


def _panel(f: ExplainFindings, sheet: Sheet, end: str, x: float, width: float) -> None:
    """The bars of one end on a scale of its own."""
    unit = f.either(f" ({f.unit(end)})", f"（{f.unit(end).removeprefix('个')}）")
    sheet.text(x, 0.14, fitted(capital(f.topic(end)) + unit, width, TYPE["panel"]), TYPE["panel"])
    total = f.total(end)
    links = f.shown(f.primary_outcomes)
    mediated = {name: f.mediated(name, end) for name in links if not f.itself(name, end)}
    ends = [value for item in (total, *mediated.values()) for value in item.drawn]
    low, high = min(0.0, *ends), max(0.0, *ends)
    at = scale(x, width - NUMBER, low, high)
    bottom = HEAD + ROW * (len(links) + 1)
    for mark in ticks(low, high, 3):
        sheet.tick(mark, at(mark), HEAD, bottom, 0.12)
    _bar(f, sheet, end, total, at, _y(0), x + width, 0.17)
    for row, name in enumerate(links, 1):
        if name in mediated:
            _bar(f, sheet, end, mediated[name], at, _y(row), x + width, 0.13)
        else:
            words = f.either("the end itself", "即该结果本身")
            room = text_width(words, TYPE["number"]) + 0.06
            sheet.bar(x + width - room, _y(row), room, 0.24, "white")
            sheet.text(x + width, _y(row), words, color=ink.GREY, ha="right")


def _bar(
    f: ExplainFindings,
    sheet: Sheet,
    end: str,
    own: Effect,
    at: Scale,
    y: float,
    right: float,
    height: float,
) -> None:
    """One effect: a bar from 0, its interval, and its number; grey where it cannot be told."""
    if own.mean != own.mean:
        sheet.text(right, y, "–", color=ink.GREY, ha="right")
        return
    better = own.mean * f.ends[end]["better"]
    color = ink.PALE if not own.measured else ink.GAIN if better > 0 else ink.LOSS if better < 0 else ink.INK2
    start, stop = sorted((at(0.0), at(own.mean)))
    sheet.bar(start, y, stop - start, height, color)
    if own.known:
        sheet.line([at(own.low), at(own.high)], [y, y], ink.INK, 1.0)
    words = signed(own.mean, digits_of(own.mean))
    sheet.text(right, y, words, color=color if own.measured else ink.GREY, ha="right")
