"""Pictures of a page: each drawn once, set into the page, and kept to be written beside it."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from report.drawing import Sheet, png, rare_signs_reported, style, svg
from report.frame import Figure, Section, Table
from report.markup import Words
from sim.text import Text

NO_ROOM = Text(
    "This picture could not be laid out: there is too much in it. Its numbers are in the tables.",
    "这张图内容太多，排不下。其中的数字见表格。",
)
_SAID = Text(
    "The picture '{name}' could not be laid out ({error}); the report goes on without it.",
    "图“{name}”排不下（{error}）；报告中略去这张图。",
)


def drawn(name: str, draw: Callable[[], Sheet], lang: str, *, rare: bool = False) -> Figure:
    """Draw a picture. One that cannot be laid out says so in its place and on the error stream, and ends nothing."""
    with style(name, rare=rare):
        try:
            return _made(draw(), name)
        except Warning:  # where somebody wants to hear of every warning
            raise
        except Exception as error:
            sys.stderr.write(_SAID.get(lang).format(name=name, error=f"{type(error).__name__}: {error}"[:200]) + "\n")
            return _made(Sheet(NO_ROOM.get(lang), "", 0.1, ""), name)


def _made(sheet: Sheet, name: str) -> Figure:
    return Figure(sheet.title, svg(sheet, name), png(sheet), f"report-{name}.png")


class Pictures:
    """Draws sheets in one language for the sections of a page."""

    def __init__(self, names: Iterable[str], lang: str) -> None:
        """Begin with ``names``: those that users give to what is drawn; characters that the pictures lack are said."""
        self.lang, self.rare = lang, rare_signs_reported(names, lang)

    def section(
        self,
        name: str,
        title: str,
        texts: Sequence[Words],
        draw: Callable[[], Sheet],
        table: Table | None = None,
        *,
        command: str = "",
        **shown: Any,
    ) -> Section:
        """Return a section with its picture inside; empty texts are left out, ``shown`` is how ``Figure`` shows it."""
        figure = replace(drawn(name, draw, self.lang, rare=self.rare), table=table, **shown)
        return Section(title, [text for text in texts if text], figure, command=command, name=name)
