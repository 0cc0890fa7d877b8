"""What generated pages of the documentation are made of: a title with its introduction, sections, tables."""

from collections.abc import Iterable, Iterator, Sequence

from sim.text import Text
from tools.reference_words import INTROS

Lines = Iterator[str]


def head(name: str, language: str, **numbers: object) -> Lines:
    """Yield the title of a page and what stands below it."""
    title, text = INTROS[name]
    yield from (f"# {title.get(language)}", "", text.get(language).format(**numbers))


def section(title: str) -> Lines:
    """Yield the heading of a section."""
    yield from ("", f"## {title}", "")


def table(heads: Text, rows: Iterable[Sequence[str]], language: str) -> Lines:
    """Yield a table; the heads are parted by bars."""
    columns = heads.get(language).split("|")
    yield _line(columns)
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield _line([cell.replace("|", "\\|") for cell in row])


def _line(cells: Sequence[str]) -> str:
    """Return one line of a table."""
    return f"| {' | '.join(cells)} |"
