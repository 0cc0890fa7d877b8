"""The variants in the terminal: how alike they rank the policies, and what they change by what matters."""

from typing import Any

from rich.console import Console
from rich.text import Text as Styled

from experiments.agents.variants import FULL
from experiments.output.wording import capital
from report.agents.findings import AgentsFindings
from report.terminal import Glyphs, note, open_table, wrapped

HEAD = 16  # cells of a line of a heading


def print_agents(content: dict[str, Any], console: Console, language: str) -> None:
    """Print the table with what must be said about it."""
    f, glyphs = AgentsFindings(content, language), Glyphs.of(console)

    def shown(text: str) -> str:
        return text.replace("−", glyphs.minus).replace("–", glyphs.dash)

    console.print(Styled(shown(f.headline()) + f.either(".", "。"), style="bold"))
    scope = f.either(
        f"Rank correlation of {len(f.content['ranked'])} policies' effects with the full model; mean of {f.window}, "
        f"{f.communities}. Intervals show random variation only.",
        f"{len(f.content['ranked'])} 项政策的作用与完整模型的等级相关；取{f.window}平均，"
        f"{f.communities}。区间只反映随机波动。",
    )
    console.print(Styled(shown(scope), style="italic"))
    table = open_table()
    table.add_column("")
    for outcome in f.outcomes:
        for words in (f.either("ranks", "等级相关"), f.either("no policy", "维持现状")):
            head = f"{capital(f.topic(outcome))}{f.either(': ', '：')}{words}"
            table.add_column(wrapped(head, HEAD), justify="right")
    for name in f.variants:
        cells = []
        for outcome in f.outcomes:
            rho = glyphs.dash if name == FULL else shown(f.ranked(f.alike(name, outcome)))
            cells += [rho, f"{f.level(name, outcome).mean:.1f}"]
        table.add_row(capital(f.label(name)), *cells)
    console.print(table)
    for name in f.reduced:
        console.print(note(shown(f.line(name)) + f.either(".", "。")))
