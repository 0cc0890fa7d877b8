"""The page of every report: what it holds as plain values, how these become HTML, and how it is written.

Values are texts, never markup: the templates escape whatever they are given. A page is one column, self-contained,
with its own font; nothing is loaded from anywhere.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from matplotlib import font_manager

from experiments.output.folder import plain_bytes, writable, written_at_once
from report.drawing import SIGNS_FAMILY
from report.look import FONT_FAMILY, LIGHT
from report.look.font import characters, woff
from report.markup import Words, raw, render
from sim.text import Text

PAGE = "report.html"
LARGEST_PAGE = 64_000_000  # bytes; a page with all its pictures is a tenth of that
STYLE_SHEET = Path(__file__).parent / "page.css"
_SAY = {
    "save": Text("save picture", "存为图片"),
    "see": Text("see numbers", "看数字"),
    "again": Text("To make it again:", "重现："),
}
_TOKENS = ("surface", "sunk", "line", "line2", "ink", "ink2", "ink3", "a-ink", "gain", "loss")


class Part:
    """Something that stands in a section; the macro of its name in ``parts.html`` sets it."""

    @property
    def kind(self) -> str:
        """The name of the macro."""
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Paragraph(Part):
    """Words by themselves; ``look`` is empty, ``lead`` for what tells how to read a picture, or that of a note."""

    words: Words
    look: str = ""


@dataclass(frozen=True)
class Heading(Part):
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Line(Part):
    """A command line by itself."""

    text: str


@dataclass(frozen=True)
class Again(Line):
    """The line that makes a picture again, in a sentence."""


@dataclass(frozen=True)
class Facts(Part):
    """Names and what they are."""

    rows: Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class Table(Part):
    """Text cells; the first column names the row, all others are numbers and stand at the right.

    ``words`` are the columns (from 0) that hold words instead: they stand at the left and break over lines; the first
    column breaks only where it is named there.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    words: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figure(Part):
    """A picture as SVG in the page and as PNG in ``file`` beside it; ``label`` is its finding, for screen readers.

    Its numbers are folded away below it. With ``raster`` the page holds the PNG too: thousands of dots as SVG would be
    half of it.
    """

    label: str
    svg: str
    png: bytes
    file: str = ""
    table: Table | None = None
    raster: bool = False

    @property
    def inside(self) -> str:
        """The PNG in base64."""
        return base64.b64encode(self.png).decode()


class Head(NamedTuple):
    """What stands over a column of ``Grid``: a label, which may break between its parts only, and small lines."""

    label: Sequence[str]
    notes: Sequence[str] = ()


class Cell(NamedTuple):
    """A cell of ``Grid``: a number, what is small behind it, how it looks, and what is said on pointing at it."""

    text: str
    small: str | None = None
    look: str | None = None
    hint: str | None = None


class Row(NamedTuple):
    """A row of ``Grid``: how it looks, its name, what is small behind that, and its cells."""

    look: str
    name: str
    small: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid(Part):
    """A table of effects: ``groups`` of columns with their number, over heads with units, over cells with looks."""

    groups: Sequence[tuple[str, int]]
    first: str
    heads: Sequence[Head]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Section:
    """One part of a page, in this order: title, paragraphs, figure, table, command, and what else there is.

    Args:
        title: the heading, best a question.
        paragraphs: the first is set in grey, as the sentence on how to read the picture; empty ones are left out.
        figure: a picture.
        table: numbers without a picture.
        command: the line that makes the picture again.
        name: id of the section, in the links at the top; ``section-N`` without one.
        more: what stands below all that.
        link: what the section is called in the links at the top, where that is not its title; empty for no link.
    """

    title: str
    paragraphs: Sequence[Words] = ()
    figure: Figure | None = None
    table: Table | None = None
    command: str = ""
    name: str = ""
    more: Sequence[Part] = ()
    link: str | None = None

    @property
    def parts(self) -> list[Part]:
        """All of it, in its order."""
        texts = [Paragraph(text, "" if index else "lead") for index, text in enumerate(self.paragraphs) if text]
        shown = [part for part in (self.figure, self.table, self.command and Again(self.command)) if part]
        return [*texts, *shown, *self.more]


@dataclass(frozen=True)
class Page:
    """A whole page.

    Args:
        lang: ``en`` or ``zh``; every text given is in that language.
        title: what the report is about, the name of the window.
        lead: the main finding in one sentence; lines after the first become a list below it.
        sections: in their order.
        box: what has to be known before the numbers are read.
        kicker: what stands in small letters at the top; the title without one.
    """

    lang: str
    title: str
    lead: str
    sections: Sequence[Section]
    box: Words = ""
    kicker: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of the lead: the heading first."""
        return [line for line in self.lead.split("\n") if line.strip()]

    @property
    def named(self) -> list[tuple[str, Section]]:
        """The sections with their ids."""
        return [(section.name or f"section-{number}", section) for number, section in enumerate(self.sections, 1)]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The ids of the sections that can be reached from the top, and what is written there."""
        found = ((name, item.title if item.link is None else item.link) for name, item in self.named)
        return [(name, words) for name, words in found if words]

    @property
    def images(self) -> dict[str, bytes]:
        """The files of the pictures by name."""
        return {
            section.figure.file: section.figure.png
            for section in self.sections
            if section.figure and section.figure.file
        }


def html(page: Page) -> str:
    """Return a page as HTML, with the style sheet and both fonts inside."""
    say = {name: text.get(page.lang) for name, text in _SAY.items()}
    body = render("body.html", page=page, say=say)
    style = raw(f"{_fonts(body + page.title)}\n{_style(page.lang)}")
    return render("page.html", page=page, style=style, body=body)


def write_page(page: Page, folder: Path) -> list[Path]:
    """Write a page and its pictures into ``folder``, all or none, and return them, the page first.

    Raises:
        InputError: they cannot be written; the page and the pictures before are as they were.
    """
    return save(folder, html(page), page.images)


def save(folder: Path, text: str, images: Mapping[str, bytes] = MappingProxyType({})) -> list[Path]:
    """Write the HTML of a page and its pictures into ``folder``, all or none, and return them, the page first.

    Pictures that the earlier page showed go when all new ones are in their places; other files stay.

    Raises:
        InputError: they cannot be written; the page and the pictures before are as they were.
    """
    earlier = _pictures_of(folder / PAGE)
    with written_at_once(folder, "") as part:
        (part / PAGE).write_text(text, encoding="utf-8", newline="\n")
        for name, image in images.items():
            (part / name).write_bytes(image)
    with writable(folder, ""):
        for name in earlier - set(images):
            (folder / name).unlink(missing_ok=True)
    return [folder / PAGE, *(folder / name for name in images)]


def _pictures_of(page: Path) -> set[str]:
    """Return the names of the pictures that a page shows, none where there is no page."""
    try:
        return set(re.findall(r'"(report-[\w.-]+\.png)"', plain_bytes(page, LARGEST_PAGE).decode("utf-8")))
    except (OSError, ValueError):
        return set()


def _fonts(text: str) -> str:
    """Both fonts, cut to the characters of the page."""
    faces = []
    signs = Path(font_manager.findfont(SIGNS_FAMILY))
    for family, data in (
        (FONT_FAMILY, woff(text)),
        (SIGNS_FAMILY, woff("".join(set(text) - characters()), signs)),
    ):
        code = base64.b64encode(data).decode()
        faces.append(f'@font-face{{font-family:"{family}";src:url(data:font/woff;base64,{code}) format("woff")}}')
    return "\n".join(faces)


def _style(lang: str) -> str:
    tokens = ";".join(f"--{name}:{LIGHT[name]}" for name in _TOKENS)
    leading = "1.7" if lang == "zh" else "1.55"
    sheet = STYLE_SHEET.read_text(encoding="utf-8")
    return f':root{{{tokens};--leading:{leading};--font:"{FONT_FAMILY}","{SIGNS_FAMILY}",sans-serif}}\n{sheet}'
