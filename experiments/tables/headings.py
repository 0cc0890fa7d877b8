"""Where the heading of a table is and which column is which, in Chinese or English, as offices write them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.tables.numbers import plain
from sim.errors import Gathering, InputError, nearest
from sim.scenarios.document import shown
from sim.text import Text

LOOKED_AT = 40
"""So many lines that say something are searched for the heading."""
_SURE = 0.8
_YEARLY = re.compile(r"^(年度|每年|全年|年|annual|yearly)|(年度|每年|全年|ayear|peryear)$")
"""What tells, before or after a heading that is known, that it is for a year."""
_BRACKETS = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table has: its name, other headings that mean it, and whether it may be missing."""

    name: str
    others: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """Which place of a line holds which column; ``further`` are the others that have a heading.

    ``written`` gives for each known column what stands over it; ``percent`` are those whose heading says %.
    """

    places: Mapping[str, int]
    written: Mapping[str, str]
    further: Mapping[str, int]
    percent: frozenset[str]
    width: int


def bare(heading: str) -> str:
    """Return a heading without case, spaces, units in brackets, and signs between words."""
    text = _BRACKETS.sub("", plain(heading).lower())
    return re.sub(r"[\s_\-:：、*/%]+", "", text)


def meanings(columns: Sequence[Column]) -> dict[str, str]:
    """Return which column each heading means."""
    return {bare(name): column.name for column in columns for name in (column.name, *column.others)}


def recognised(cells: Sequence[str], known: Mapping[str, str]) -> int:
    """Return how many different columns a line names."""
    return len({known[text] for text in map(bare, cells) if text in known})


def heading_of(cells: Sequence[str], columns: Sequence[Column], where: Text) -> Heading:
    """Return which column is where.

    Raises:
        InputError: a column is missing, there twice, in another unit, or nearly a known one.
    """
    known, gathered = meanings(columns), Gathering()
    names = [known.get(bare(cell), "") for cell in cells]
    missing = [column.name for column in columns if column.needed and column.name not in names]
    absent = [column.name for column in columns if column.name not in names]
    explained: set[str] = set()
    for index, (cell, name) in enumerate(zip(cells, names, strict=True)):
        if name and name in names[:index]:
            if names.count(name) == names[: index + 1].count(name):
                gathered.add(InputError(f"the column '{name}' is there twice.", f"“{name}”列出现了两次。", where))
        elif name:
            gathered.of(lambda cell=cell: _check_unit(cell, where), None)  # type: ignore[misc]
        elif cell and known.get(_YEARLY.sub("", bare(cell))) in missing:
            explained.add(known[_YEARLY.sub("", bare(cell))])
            gathered.add(_other_unit(cell, where))
        elif cell:
            close = _close(cell, missing, absent)
            if close:
                explained.add(close)
                hint = Text(f" Did you mean '{close}'?", f"您是不是想写“{close}”？")
                gathered.add(InputError(
                    f"there is no column {shown(cell)} here.{hint.en}",
                    f"这里没有{shown(cell, 'zh')}列。{hint.zh}",
                    where,
                ))  # fmt: skip
    needed = [column.name for column in columns if column.needed]
    missing = [name for name in missing if name not in explained]
    if len(missing) == 1:
        (name,) = missing
        also = next(column.others[:1] for column in columns if column.name == name)
        chinese = f"（可写作“{also[0]}”）" if also else ""
        gathered.add(InputError(
            f"the column '{name}' is missing; needed are {', '.join(needed)}.",
            f"缺少“{name}”列{chinese}；需要的列有：{'、'.join(needed)}。",
            where,
        ))  # fmt: skip
    elif missing:
        chinese = "、".join(f"{c.name}（{c.others[0]}）" if c.others else c.name for c in columns if c.needed)
        gathered.add(InputError(
            f"the columns {', '.join(missing)} are missing; needed are {', '.join(needed)}.",
            f"缺少 {'、'.join(missing)} 列；需要的列有：{chinese}。",
            where,
        ))  # fmt: skip
    gathered.tell()
    places = {name: index for index, name in enumerate(names) if name}
    further: dict[str, int] = {}
    for index, (cell, name) in enumerate(zip(cells, names, strict=True)):
        if cell and not name:
            number = 1
            while (own := cell if number == 1 else f"{cell} {number}") in further:
                number += 1
            further[own] = index
    written = {name: cells[place] for name, place in places.items()}
    percent = frozenset(name for name, cell in written.items() if "%" in plain(cell))
    last = max((index for index, cell in enumerate(cells) if cell), default=-1)
    return Heading(places, written, further, percent, last + 1)


def _close(cell: str, missing: Sequence[str], absent: Sequence[str]) -> str:
    """Return the column that a heading was probably meant for: one that is missing, or nearly one that may be."""
    given = bare(cell)
    for names, cutoff in ((missing, 0.6), (absent, _SURE)):
        for name in names:
            if nearest(given, [bare(name)], cutoff=cutoff).en:
                return name
    return ""


def _check_unit(cell: str, where: Text) -> None:
    """Refuse a heading whose brackets give another unit than single things, yuan a month or per cent."""
    unit = "".join(_BRACKETS.findall(plain(cell)))
    if re.search(r"[万千年季]|year|annual|quarter|thousand|'000", unit.lower()):
        raise _other_unit(cell, where)


def _other_unit(cell: str, where: Text) -> InputError:
    return InputError(
        f"the column {shown(cell)} is in another unit; give single people, shares, and yuan a month.",
        f"{shown(cell, 'zh')}列用了别的单位；请按人、比例、元/月填写。",
        where,
    )
