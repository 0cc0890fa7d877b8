"""The page around every report: one column, self-contained, with its own font; nothing is loaded from anywhere."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import MappingProxyType

from matplotlib import font_manager

from experiments.output.folder import plain_bytes, whole, writable
from report.drawing import SIGNS_FAMILY
from report.look import FONT_FAMILY, LIGHT
from report.look.font import characters, woff
from sim.text import Text

PAGE = "report.html"
LARGEST_PAGE = 64_000_000  # bytes; a page with all its pictures is a tenth of that
STYLE_SHEET = Path(__file__).parent / "page.css"
_TOKENS = ("surface", "sunk", "line", "line2", "ink", "ink2", "ink3", "a-ink", "gain", "loss")
_NUMBER_AND_INTERVAL = re.compile(r"[+−]?\d[\d,.]*(?: \([^()]{3,24}\)|（[^（）]{3,24}）)")
_SAVE, _SEE = Text("save picture", "存为图片"), Text("see numbers", "看数字")
_AGAIN, _PROVENANCE = Text("To make it again:", "重现："), Text("Provenance", "出处与重现")


@dataclass(frozen=True)
class Table:
    """Text cells; the first column names the row, all others are numbers and stand at the right.

    ``words`` are the columns (from 0) that hold words instead: they stand at the left and break over lines.
    """

    heads: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    words: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of a page, in this order: title, paragraphs, picture, table, command.

    Args:
        title: the heading, best a question.
        paragraphs: plain text; the first is set in grey, as the sentence on how to read the picture.
        picture: ``<svg …>`` (of ``drawing.svg``) or ``<img … alt="">``.
        table: numbers; under a picture they are folded away behind "see numbers".
        command: the line that makes the picture again.
        name: id of the section, in the links at the top; ``section-N`` without one.
        label: what the picture shows, for screen readers; the title without one.
        image: name of the picture's file beside the page, offered for saving.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    picture: str = ""
    table: Table | None = None
    command: str = ""
    name: str = ""
    label: str = ""
    image: str = ""


def frame(
    lang: str,
    title: str,
    lead: str,
    sections: Sequence[Section],
    provenance: Sequence[tuple[str, str]],
    *,
    box: str = "",
) -> str:
    """Return a whole page as HTML.

    Args:
        lang: ``en`` or ``zh``; every text given is in that language, unescaped.
        title: what the report is about, in small letters at the top and as the name of the window.
        lead: the main finding in one sentence; lines after the first become a list below it.
        sections: in their order.
        provenance: names and values, the last section of the page.
        box: what has to be known before the numbers are read.
    """
    named = [(section.name or f"section-{number}", section) for number, section in enumerate(sections, 1)]
    heading, *lines = [line for line in lead.split("\n") if line.strip()]
    last = _PROVENANCE.get(lang)
    links = [*((name, section.title) for name, section in named), ("provenance", last)]
    parts = [
        opening(title, heading, lines, escape(box), links),
        *(_section(name, section, lang) for name, section in named),
        f'<section id="provenance"><h2>{escape(last)}</h2>{facts(provenance)}</section>',
    ]
    return document(lang, title, "\n".join(parts))


def save(folder: Path, html: str, images: Mapping[str, bytes] = MappingProxyType({})) -> list[Path]:
    """Write the page and its pictures into ``folder``, all or none, and return them, the page first.

    Pictures that the earlier page showed go when all new ones are in their places; other files stay.

    Raises:
        InputError: they cannot be written; the page and the pictures before are as they were.
    """
    earlier = _pictures_of(folder / PAGE)
    with whole(folder, "") as part:
        (part / PAGE).write_text(html, encoding="utf-8", newline="\n")
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


def document(lang: str, title: str, body: str) -> str:
    """Return a page around a body that is HTML already, with the style sheet and both fonts inside."""
    name = escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>\n{_fonts(body + name)}\n{_style(lang)}\n</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def opening(kicker: str, heading: str, lines: Sequence[str], box: str, links: Sequence[tuple[str, str]]) -> str:
    """Return the top of a page as HTML; ``box`` is HTML already, the other texts are plain."""
    items = "".join(f"<li>{running(line)}</li>" for line in lines)
    row = "".join(f'<a href="#{name}">{escape(words)}</a>' for name, words in links)
    return (
        f'<header><p class="kicker">{escape(kicker)}</p>\n<h1>{running(heading)}</h1>\n'
        + (f'<ul class="lines">{items}</ul>\n' if items else "")
        + (f'<p class="box">{box}</p>\n' if box else "")
        + f"<nav>{row}</nav></header>"
    )


def running(text: str) -> str:
    """Return escaped text in which a number and its interval never part at the end of a line."""
    return _NUMBER_AND_INTERVAL.sub(lambda hit: f'<span class="n">{hit[0]}</span>', escape(text))


def figure(picture: str, label: str) -> str:
    """Return a picture as it stands in a page, with its finding for those who cannot see it."""
    said = escape(label, quote=True)
    if picture.startswith("<svg"):
        drawn = picture.replace("<svg", f'<svg role="img" aria-label="{said}"', 1)
    else:
        drawn = picture.replace('alt=""', f'alt="{said}" aria-label="{said}"', 1)
    return f"<figure>{drawn}</figure>"


def under_picture(lang: str, image: str, table: str) -> str:
    """Return the small line under a picture: its file, and its numbers folded away; ``table`` is HTML."""
    save_link = f'<a href="{escape(image, quote=True)}" download>{_SAVE.get(lang)}</a>' if image else ""
    numbers = f"<details><summary>{_SEE.get(lang)}</summary>{table}</details>" if table else ""
    return f'<div class="links">{save_link}{numbers}</div>' if save_link or numbers else ""


def numbers_table(table: Table) -> str:
    """Return a table as HTML; it scrolls sideways where it is wider than the page."""
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    names = "".join(f"<th{_kind(table, at)}>{escape(cell)}</th>" for at, cell in enumerate(table.heads))
    return (
        f'<div class="wide"><table class="numbers">{caption}<thead><tr>{names}</tr></thead>'
        f"<tbody>{''.join(_row(table, row) for row in table.rows)}</tbody></table></div>"
    )


def facts(rows: Sequence[tuple[str, str]]) -> str:
    """Return names and values as a list; a value of several lines keeps them."""
    listed = "".join(
        f"<dt>{escape(name)}</dt><dd>{'<br>'.join(escape(line) for line in value.split(chr(10)))}</dd>"
        for name, value in rows
    )
    return f"<dl>{listed}</dl>"


def _section(name: str, section: Section, lang: str) -> str:
    head = f'<section id="{escape(name, quote=True)}"><h2>{escape(section.title)}</h2>'
    lead, *more = section.paragraphs or ("",)
    text = f'<p class="lead">{running(lead)}</p>' if lead else ""
    text += "".join(f"<p>{running(paragraph)}</p>" for paragraph in more)
    table = "" if section.table is None else numbers_table(section.table)
    drawn = figure(section.picture, section.label or section.title) if section.picture else ""
    below = under_picture(lang, section.image, table) if drawn else table
    again = f'<p class="again">{_AGAIN.get(lang)} <code>{escape(section.command)}</code></p>' if section.command else ""
    return "\n".join(part for part in (head + text, drawn, below, again) if part) + "</section>"


def _row(table: Table, row: Sequence[str]) -> str:
    first, *rest = (escape(cell) for cell in row)
    return f"<tr><th>{first}</th>{''.join(f'<td{_kind(table, at)}>{c}</td>' for at, c in enumerate(rest, 1))}</tr>"


def _kind(table: Table, column: int) -> str:
    return ' class="words"' if column in table.words else ""


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
