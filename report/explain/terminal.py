"""The tables of an explanation in the terminal: what each link carries, and what varied parameters change."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text as Styled

from experiments.explain.outcomes import scale
from experiments.output.wording import capital, counted
from report.explain.findings import Effect, ExplainFindings, digits_of
from report.explain.sentences import (
    OVERLAP_EN,
    OVERLAP_ZH,
    UNTESTED_EN,
    UNTESTED_ZH,
    against,
    headline,
    undecided,
    varied_sentence,
)
from report.terminal import BETTER, MARKS, SMALL, WORSE, Glyphs, note, open_table, wrapped

HEAD = 14  # cells of a line of a heading
FIRST = 15  # cells, the least of the first column
SAME = "="


def print_explained(content: dict[str, Any], console: Console, language: str) -> None:
    """Print the tables with what must be said about them."""
    for part in _Page(ExplainFindings(content, language), Glyphs.of(console)).parts(console):
        console.print(part)


@dataclass(frozen=True)
class _Page:
    """The tables in one language."""

    f: ExplainFindings
    glyphs: Glyphs

    def parts(self, console: Console) -> Iterator[Styled | Table]:
        """Give tables and sentences in their order."""
        f = self.f
        yield Styled(self.plain(headline(f)) + f.either(".", "。"), style="bold")
        yield Styled(self.plain(self.about()), style="italic")
        shown = self.fitting(console)
        yield self.links(shown)
        yield note(self.plain(self.legend()))
        for end in f.primary_outcomes:
            if words := against(f, end):
                yield note(self.plain(f"{capital(f.topic(end))}{f.either(': ', '：')}{words}"))
            if words := undecided(f, end):
                yield note(self.plain(words))
        if left := [f.end(end) for end in f.ends if end not in shown]:
            names = f.either(", ", "、").join(left)
            yield note(
                f.either(
                    f"Narrow window: without {names}; all ends are in links.csv.",
                    f"窗口较窄，略去{names}；全部结果见 links.csv。",
                )
            )
        if f.content["doubts"]:
            yield Styled("\n" + f.either("Why might this be wrong?", "结论可能错在哪里？"), style="bold")
            yield self.doubts(shown)
            yield note(self.plain(self.varied_legend()))

    def about(self) -> str:
        """Say what the numbers are means of."""
        f = self.f
        profile = f.say(f.content["profile_label"])
        communities, period = counted("community", f.replicates, f.lang), f.say(f.period.label)
        return f.either(
            f"{profile}, {period}, {communities}, mean of {f.window}; the intervals hold random variation, not the "
            "uncertainty of the assumptions.",
            f"{profile}，{period}，{communities}，取{f.window}平均；区间只反映随机波动，不含假设的不确定。",
        )

    def legend(self) -> str:
        """Say how to read the table of the links."""
        f, spread = self.f, self.glyphs.spread
        one = "" if f.replicates > 1 else f.either("One community: no intervals. ", "只有一个社区，没有区间。")
        return one + f.either(
            "First row: levels without policy. Second: the policy's effect. Below, in the order of the month: what "
            "each link carries of it, that is the effect less what is left of it while the link is held at its path "
            f"without policy; {spread} half of the 95 % interval. * matters: all of the interval is beyond the "
            "smallest difference that matters (of money: it excludes 0); green better, magenta worse. ~ too small to "
            f"matter: all of it is within. ? cannot tell yet. {SAME} the end itself. "
            f"{f.selection}{f.levels_note} {OVERLAP_EN} {UNTESTED_EN}",
            "首行为维持现状的水平，次行为政策的总作用。以下按一个月内的先后：每个环节承担的部分，"
            "即总作用减去把该环节固定在维持现状路径上时剩下的作用；"
            f"{spread} 为 95% 区间的半宽。* 有实际意义：整个区间超出有实际意义的最小差异（金额：区间不含 0）；"
            "绿色变好，紫色变差。~ 小得没有实际意义：整个区间在其内。? 还分不清。"
            f"{SAME} 即该结果本身。{f.selection}{f.levels_note}{OVERLAP_ZH}{UNTESTED_ZH}",
        )

    def fitting(self, console: Console) -> list[str]:
        """Return the ends that the window has room for, the first one in any case."""
        shown = list(self.f.ends)
        while len(shown) > 1 and any(self.width(table, console) > console.width for table in self.tables(shown)):
            shown.pop()
        return shown

    def tables(self, shown: Sequence[str]) -> list[Table]:
        """Return the tables that are printed."""
        return [self.links(shown), *([self.doubts(shown)] if self.f.content["doubts"] else [])]

    @staticmethod
    def width(table: Table, console: Console) -> int:
        """Return the least cells that a table needs."""
        return Measurement.get(console, console.options.update(width=1000), table).minimum

    def links(self, shown: Sequence[str]) -> Table:
        """Return what each link carries."""
        f = self.f
        table = self.open_table(f.either("Link", "环节"), shown, f.either("before", "之前"), f.either("after", "之后"))
        table.add_row(f.either("No policy", "维持现状"), "", "", *(self.level(end) for end in shown))
        table.add_row(f.policy, "", "", *(self.cell(f.total(end), end) for end in shown), end_section=True)
        for name in f.shown(shown):
            before, after = (self.plain(text) or self.glyphs.dash for text in f.level(name))
            cells = (
                Styled(SAME, style=SMALL) if f.itself(name, end) else self.cell(f.mediated(name, end), end)
                for end in shown
            )
            table.add_row(capital(f.link(name)), before, after, *cells)
        return table

    def doubts(self, shown: Sequence[str]) -> Table:
        """Return the policy's effect at both ends of parameters varied one at a time."""
        f = self.f
        table = self.open_table(f.either("Parameter", "参数"), shown, f.either("value", "取值"))
        for number, varied in enumerate(f.content["doubts"]):
            for at in ("low", "default", "high"):
                ends = at != "default"
                cells = (
                    self.cell(f.varied(number, at, end), end, mark="*" if ends and f.matters(number, end) else "")
                    for end in shown
                )
                name = capital(f.say(varied["label"])) if at == "low" else ""
                table.add_row(name, f"{varied[at]:g}", *cells, end_section=at == "high")
        return table

    def varied_legend(self) -> str:
        """Say how to read the table of the varied parameters."""
        f = self.f
        said = [varied_sentence(f, number) for number in range(len(f.content["doubts"]))]
        return f.either(
            "The policy's effect with the parameter at the low end of its range, as it is, and at the high end. "
            "* the two ends differ beyond chance, and by enough to matter. ",
            "参数取其范围的下端、现值和上端时，政策的总作用。* 两端之差超出偶然，且有实际意义。",
        ) + f.either(" ", "").join(said)

    def open_table(self, first: str, shown: Sequence[str], *between: str) -> Table:
        """Return a table with its headings."""
        table = open_table()
        table.add_column(first, vertical="bottom", min_width=FIRST)
        for head in between:
            table.add_column(head, justify="right", vertical="bottom", no_wrap=True)
        for end in shown:
            table.add_column(self.head(end), justify="right", vertical="bottom", no_wrap=True)
        return table

    def head(self, end: str) -> str:
        """Return the heading of an end: its label, its unit, and that lower is better."""
        low = self.glyphs.low if self.f.ends[end]["better"] < 0 else ""
        unit = self.f.say(self.f.ends[end]["unit"])
        short = "0–100" if scale(end) > 1 and unit != "%" else unit
        return self.plain(wrapped(self.f.end(end), HEAD)) + "\n" + self.plain(short) + low

    def level(self, end: str) -> str:
        """Return the level of an end without policy."""
        value = scale(end) * (self.f.ends[end]["before"] if self.f.ends[end]["before"] is not None else math.nan)
        return self.plain(f"{value:,.{digits_of(value)}f}") if math.isfinite(value) else self.glyphs.dash

    def cell(self, own: Effect, end: str, *, mark: str | None = None) -> Styled:
        """Return a difference with its half-width and the mark of its verdict, or ``mark``; dim unless it matters."""
        if not math.isfinite(own.mean):
            return Styled(self.glyphs.dash, style=SMALL)
        digits = digits_of(own.mean)
        text = f"{abs(own.mean):,.{digits}f}"
        sign = "" if not float(text.replace(",", "")) else "+" if own.mean > 0 else self.glyphs.minus
        spread = f"{self.glyphs.spread}{own.half:,.{digits}f}" if own.known else ""
        better = own.mean * self.f.ends[end]["better"]
        style = SMALL if not own.measured else BETTER if better > 0 else WORSE if better < 0 else ""
        return Styled(f"{sign}{text}{spread}{_mark(own) if mark is None else mark}", style=style)

    def plain(self, text: str) -> str:
        """Return a text in signs that the console can show."""
        return text.replace("−", self.glyphs.minus).replace("–", self.glyphs.dash)


def _mark(own: Effect) -> str:
    """Return the sign of a verdict; one community has no interval and so none."""
    if own.measured:
        return "*"
    return MARKS.get(own.judgement.verdict or "", "") if own.known else ""
