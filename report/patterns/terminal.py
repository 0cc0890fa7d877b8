"""The table of patterns in the terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from experiments.patterns.study import FAILS, FAILS_NO_MORE, KNOWN_FAILURE
from report.patterns.findings import GROUPS, Own, PatternsFindings
from report.terminal import SMALL, WORSE, Glyphs, note, open_table

STYLES = {FAILS: WORSE, FAILS_NO_MORE: WORSE, KNOWN_FAILURE: SMALL}


def print_patterns(content: Mapping[str, Any], console: Console, language: str) -> None:
    """Print the table, a part for every kind, and what does not hold with its reason."""
    for part in _Page(PatternsFindings(content, language), Glyphs.of(console)).parts():
        console.print(part)


@dataclass(frozen=True)
class _Page:
    """The table in one language."""

    f: PatternsFindings
    glyphs: Glyphs

    def parts(self) -> Iterator[Styled | Table]:
        """Give tables and sentences in their order."""
        for kind, title in GROUPS.items():
            if self.f.of_kind(kind):
                yield Styled(title.get(self.f.lang), style="bold")
                yield self.table(kind)
        for own in self.f.with_verdict(FAILS, FAILS_NO_MORE, KNOWN_FAILURE):
            yield self.because(own)
        yield Styled(self.plain(self.f.headline), style="bold")
        yield note(self.plain(self.f.observed_sentence))

    def table(self, kind: str) -> Table:
        """Return the rows of a kind."""
        f, table = self.f, open_table()
        table.add_column(f.either("Pattern", "规律"), ratio=4, overflow="fold")
        for head in (f.either("expected", "预期"), f.either("found", "得到"), f.either("interval", "区间")):
            table.add_column(head, ratio=2, overflow="fold")
        table.add_column(f.either("built in", "是否设定"), ratio=2, overflow="fold")
        table.add_column(f.either("verdict", "判断"), min_width=8, overflow="fold")
        for own in f.of_kind(kind):
            cells = (
                f.label(own), f.say(own["expected"]["words"]), f.found(own), f.interval(own),
                f.say(own["built_in"]), f.verdict(own),
            )  # fmt: skip
            table.add_row(*(Styled(self.plain(cell)) for cell in cells), style=STYLES.get(own["verdict"]))
        return table

    def because(self, own: Own) -> Styled:
        """Say why a row does not hold, as far as that is known."""
        f, reason = self.f, self.f.because(own)
        colon = f.either(": ", "：")
        return Styled(self.plain(f"{f.label(own)}{colon}{f.verdict(own)}{colon}{reason}"), style=STYLES[own["verdict"]])

    def plain(self, text: str) -> str:
        """Return a text in signs that the console has."""
        return text.replace("−", self.glyphs.minus).replace("–", self.glyphs.dash)
