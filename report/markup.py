"""The one place where text becomes HTML: templates that escape whatever they are given, and what may stand as it is."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
_NUMBER_AND_INTERVAL = re.compile(r"([+−]?\d[\d,.]*(?: \([^()]{3,24}\)|（[^（）]{3,24}）))")


class Span(NamedTuple):
    """A piece of a text that is set apart: ``strong``, ``code``, or a ``link`` to a section of the page."""

    kind: str
    text: str
    to: str = ""


Words = str | Sequence[str | Span]
"""A text, or the pieces of one; a line break in it is one on the page."""


def render(template: str, **values: Any) -> Markup:
    """Return a template filled with values; a text among them is escaped, a name that is missing is an error."""
    return Markup(_TEMPLATES.get_template(template).render(values))


def raw(made: str) -> Markup:
    """Return what this program made as HTML, such as a style sheet or a script, as it is; never what a user gave."""
    return Markup(made)


def drawing(svg: str) -> Markup:
    """Return a picture of matplotlib but for the beginning of its first tag, which the template writes."""
    return Markup(svg.removeprefix("<svg"))


def script(content: Any) -> Markup:
    """Return JSON that may stand inside a script element, whatever texts it holds."""
    return Markup(json.dumps(content, ensure_ascii=False).replace("<", "\\u003c"))


def pieces(words: Words, *, numbers: bool = False) -> Iterator[Span]:
    """Give the pieces of what is said; with ``numbers`` a number and its interval in a text never part at a line's end.

    In a list every text is one piece.
    """
    for item in [words] if isinstance(words, str) else words:
        if isinstance(item, Span):
            yield item
            continue
        for index, line in enumerate(item.split("\n")):
            if index:
                yield Span("break", "")
            parts = _NUMBER_AND_INTERVAL.split(line) if numbers and item is words else [line]
            yield from (Span("number" if at % 2 else "", part) for at, part in enumerate(parts) if part)


_TEMPLATES = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True, keep_trailing_newline=True,
)  # fmt: skip
_TEMPLATES.filters |= {"drawing": drawing, "script": script, "pieces": pieces}
