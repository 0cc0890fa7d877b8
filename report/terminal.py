"""What all terminal tables share."""

import textwrap
from dataclasses import dataclass
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from experiments.output import verdicts

BETTER, WORSE, SMALL = "green", "bold magenta", "dim"
MARKS = {verdicts.SMALL: "~", verdicts.OPEN: "?"}
"""Signs of verdicts that leave a difference uncoloured."""
LEAST_WIDTH = 128  # where the output is not a window


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Signs that a console can show."""

    minus: str = "−"
    spread: str = "±"
    dagger: str = "†"
    dash: str = "–"
    times: str = "×"
    low: str = " ↓"
    timed: str = "§"
    granted: str = "‡"

    @classmethod
    def of(cls, console: Console) -> "Glyphs":
        """Return signs in the console's encoding, plain ones where it has not got them all."""
        try:
            "−±†–×↓§‡".encode(console.encoding)
        except (UnicodeEncodeError, LookupError):
            return cls("-", "+-", "#", "-", "x", " (low)", "@", "%")
        return cls()


def table_console(stream: TextIO) -> Console:
    """Return a console for tables: as wide as the window, or wide enough where the output is not a window."""
    return Console(file=stream, width=None if stream.isatty() else LEAST_WIDTH, highlight=False)


def wrapped(label: str, width: int) -> str:
    """Return a label in lines of ``width`` cells: at spaces, or anywhere in Chinese."""
    lines = []
    for line in label.split("\n"):
        chinese = cell_len(line) > len(line)
        lines += textwrap.wrap(line, width // 2 if chinese else width, break_long_words=chinese)
    return "\n".join(lines)


def open_table() -> Table:
    """Return an empty table with a line below its heads and nothing around it."""
    return Table(box=box.SIMPLE_HEAD, header_style="", padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)


def note(text: str) -> Styled:
    """Return what is said below a table."""
    return Styled(text, style="dim")
