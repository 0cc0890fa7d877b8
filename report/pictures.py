"""Pictures of a page: each drawn once, set into the page, and kept to be written beside it."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from report.drawing import Sheet, png, style, svg, told_rare
from report.frame import Section, Table
from sim.text import Text

NO_ROOM = Text(
    "This picture could not be laid out: there is too much in it. Its numbers are in the tables.",
    "这张图内容太多，排不下。其中的数字见表格。",
)
_SAID = Text(
    "The picture '{name}' could not be laid out ({error}); the report goes on without it.",
    "图“{name}”排不下（{error}）；报告中略去这张图。",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture for a page and as a file; ``title`` is its finding."""

    title: str
    svg: str
    png: bytes


def drawn(name: str, draw: Callable[[], Sheet], lang: str, *, rare: bool = False) -> Drawn:
    """Draw a picture. One that cannot be laid out says so in its place and on the error stream, and ends nothing."""
    with style(name, rare=rare):
        try:
            return _made(draw(), name)
        except Warning:  # where somebody wants to hear of every warning
            raise
        except Exception as error:
            sys.stderr.write(_SAID.get(lang).format(name=name, error=f"{type(error).__name__}: {error}"[:200]) + "\n")
            return _made(Sheet(NO_ROOM.get(lang), "", 0.1, ""), name)


def _made(sheet: Sheet, name: str) -> Drawn:
    return Drawn(sheet.title, svg(sheet, name), png(sheet))


class Pictures:
    """Draws sheets and keeps their files, by name, for ``frame.save``."""

    def __init__(self, names: Iterable[str], lang: str) -> None:
        """Begin with none.

        ``names`` are those that users give to what is drawn; characters that the pictures lack are said.
        """
        self.lang, self.rare = lang, told_rare(names, lang)
        self.images: dict[str, bytes] = {}

    def section(
        self,
        name: str,
        title: str,
        texts: tuple[str, ...],
        draw: Callable[[], Sheet],
        table: Table | None = None,
        *,
        command: str = "",
    ) -> Section:
        """Return a section with its picture inside; empty texts are left out."""
        picture = drawn(name, draw, self.lang, rare=self.rare)
        file = f"report-{name}.png"
        self.images[file] = picture.png
        shown = tuple(text for text in texts if text)
        return Section(title, shown, picture.svg, table, command, name, picture.title, file)
