"""A table under known headings: what stands above, between and beside its rows is told apart and said."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.tables.headings import LOOKED_AT, Column, Heading, bare, heading_of, meanings, recognised
from experiments.tables.numbers import Number, number, plain
from experiments.tables.records import Note, Record, Records, at, records_of
from sim.errors import Gathering, InputError
from sim.scenarios.document import shown
from sim.text import Text

__all__ = ["Note", "Table", "TableLine", "at", "read_table"]

_TOTAL = re.compile(
    r"[\w\s]{0,12}?(合计|总计|小计|共计|总数|汇总|平均|均值|平均值)"
    r"|全(区|县|市|镇|乡|街道|部)"
    r"|(the )?(grand |sub-?|over-?all )?(totals?|sum)|average|mean",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"(注|备注|说明|附注|单位|制表|填表|填报|审核|统计|数据来源|来源|日期|负责人|联系|note|source|remark|prepared)",
    re.IGNORECASE,
)
LONGEST_HEADING = 1000
"""Characters."""
_NAMED = 5
"""So many lines or headings are named in a sentence."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row: the number of its line, its known cells by column, and its further ones by heading."""

    number: int
    cells: Mapping[str, str]
    further: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a file; ``headings`` are what stands over the known columns."""

    file: Path
    heading: Heading
    rows: tuple[TableLine, ...]
    decimal_comma: bool
    workbook: bool

    @property
    def headings(self) -> Mapping[str, str]:
        """What stands over the known columns."""
        return self.heading.written

    @property
    def further(self) -> tuple[str, ...]:
        """The headings of all other columns."""
        return tuple(self.heading.further)

    def at(self, line: int, column: str) -> Text:
        """Return where a cell stands, with the heading as it is written."""
        return at(self.file, line, self.headings.get(column, column))

    def number(self, line: TableLine, column: str) -> Number:
        """Return the number in a cell; 25 under a heading that says % is 0.25.

        Raises:
            InputError: there is none.
        """
        cell, where = line.cells[column], self.at(line.number, column)
        if not cell:
            hint = (
                Text(
                    "; where it holds a formula, open the file in a spreadsheet and save it again",
                    "；如果是公式，请用电子表格软件打开后重新保存",
                )
                if self.workbook
                else Text("", "")
            )
            raise InputError(f"the cell is empty{hint.en}.", f"这一格是空的{hint.zh}。", where)
        found = number(cell, decimal_comma=self.decimal_comma)
        if found is None:
            hint = _unit(cell)
            raise InputError(f"{shown(cell)} is not a number{hint.en}.", f"{shown(cell, 'zh')}不是数{hint.zh}。", where)
        if column not in self.heading.percent or found.percent:
            return found
        if 0 < abs(found.value) <= 1:
            raise InputError(
                f"{shown(cell)} stands under a heading in %; write {100 * found.value:g}, or {found.value:g}% if so "
                "little is meant.",
                f"{shown(cell, 'zh')}所在列的标题为 %；请写 {100 * found.value:g}，"
                f"若确为如此小的比例请写 {found.value:g}%。",
                where,
            )
        return Number(found.value / 100, True)


def _unit(cell: str) -> Text:
    """Return the hint that a number stands alone, where a unit stands with it."""
    if re.fullmatch(r"[+-]?[\d,.]+\s*[^\W\d_]{1,6}", plain(cell)):
        return Text("; write the number alone, without its unit", "；请只写数，不带单位")
    return Text("", "")


def read_table(
    path: str | Path,
    columns: Sequence[Column],
    *,
    key: str,
    rows: Text,
    note: Note,
    gathered: Gathering,
    limit: int,
    kept: bool = False,
) -> Table:
    """Read a table.

    Args:
        path: its file.
        columns: which it has, in any order; all others are further ones.
        key: the column that tells rows apart, in which total rows say what they are.
        rows: what its rows are, as in "no community".
        note: called with what was read otherwise than one might think.
        gathered: takes what is wrong with single lines, which are left out then.
        limit: the largest file, in bytes.
        kept: whether further columns come back in the results.

    Raises:
        InputError: the file is not such a table.
    """
    file, known = Path(path), meanings(columns)
    found = records_of(file, lambda cells: recognised(cells, known), note, limit)
    titles, (line, cells), rest = _heading_line(found, known)
    for number_of_line, title in (*titles, (line, cells)):
        _check_shown(title, at(file, number_of_line))
    if max(map(len, cells)) > LONGEST_HEADING:
        raise InputError(
            f"a heading has more than {LONGEST_HEADING} characters; perhaps a closing quotation mark is missing.",
            f"有一个标题超过 {LONGEST_HEADING} 个字符；可能缺少结尾的引号。",
            at(file, line),
        )
    heading = heading_of([_clean(cell) for cell in cells], columns, at(file, line))
    lines, left_out = _body(file, heading, columns, key, rest, gathered, pad=found.workbook)
    if not lines and not gathered.found:
        shown_heading = ",".join(cell for cell in map(_clean, cells) if cell)
        raise InputError(
            f"there is no {rows.en} below the heading {shown(shown_heading)}.",
            f"标题行{shown(shown_heading, 'zh')}之下没有{rows.zh}。",
            str(file),
        )
    _tell(file, heading, titles, left_out, note, kept=kept)
    return Table(file, heading, tuple(lines), found.decimal_comma, found.workbook)


def _clean(cell: str) -> str:
    """Return a cell as it stands in a line, without what nobody sees; joiners are part of some scripts' words."""
    if not cell.isprintable():
        cell = "".join(sign for sign in cell if unicodedata.category(sign) != "Cf" or sign in "\u200c\u200d")
    return " ".join(cell.split())


def _check_shown(cells: Sequence[str], where: Text) -> None:
    """Refuse a line with control characters, other than tabs and the line breaks that cells may hold."""
    sign = next((s for cell in cells if not cell.isprintable() for s in cell if _controls(s)), "")
    if sign:
        raise InputError(
            f"a cell holds the control character {sign!a}, which no screen shows; leave it out.",
            f"有一格含有控制字符 {sign!a}，屏幕上显示不出来；请删去。",
            where,
        )


def _controls(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n\r"


def _heading_line(found: Records, known: Mapping[str, str]) -> tuple[list[Record], Record, Iterator[Record]]:
    """Return the lines above the heading, the heading, and the lines below it."""
    first: list[Record] = []
    for record in found.lines:
        if not any(map(_clean, record[1])):
            continue
        first.append(record)
        if len(first) == LOOKED_AT:
            break
    scores = [recognised(cells, known) for _, cells in first]
    place = scores.index(max(scores)) if max(scores) > 1 else 0

    def below() -> Iterator[Record]:
        yield from first[place + 1 :]
        yield from found.lines

    return first[:place], first[place], below()


def _body(
    file: Path,
    heading: Heading,
    columns: Sequence[Column],
    key: str,
    rest: Iterator[Record],
    gathered: Gathering,
    *,
    pad: bool,
) -> tuple[list[TableLine], list[tuple[int, str]]]:
    """Return the rows, and the lines that are none with what they say."""
    lines: list[TableLine] = []
    left_out: list[tuple[int, str]] = []
    least = max(heading.places[column.name] for column in columns if column.needed) + 1
    again = [bare(heading.written[name]) for name in heading.places]
    for number_of_line, cells in rest:
        own = [_clean(cell) for cell in cells]
        if not any(own):
            continue
        try:
            _check_shown(cells, at(file, number_of_line))
        except InputError as error:
            gathered.add(error)
            continue
        if [bare(own[place]) if place < len(own) else "" for place in heading.places.values()] == again:
            left_out.append((number_of_line, own[heading.places[key]]))
            continue
        if word := _no_row(own, heading, key):
            left_out.append((number_of_line, word))
            continue
        width = max(index for index, cell in enumerate(own) if cell) + 1
        if width > heading.width or (len(own) < least and not pad):
            has, needs = (width if width > heading.width else len(own)), heading.width
            gathered.add(InputError(
                f"the line has {has} cells, the heading {needs}.",
                f"这一行有 {has} 格，标题行有 {needs} 格。",
                at(file, number_of_line),
            ))  # fmt: skip
            continue
        own += [""] * (heading.width - len(own))
        stray = next((place for place in range(heading.width) if own[place] and place not in _named(heading)), None)
        if stray is not None:
            gathered.add(InputError(
                f"{shown(own[stray])} stands in column {stray + 1}, which has no heading.",
                f"{shown(own[stray], 'zh')}在第 {stray + 1} 列，而该列没有标题。",
                at(file, number_of_line),
            ))  # fmt: skip
            continue
        known = {name: own[place] for name, place in heading.places.items()}
        lines.append(TableLine(number_of_line, known, {name: own[place] for name, place in heading.further.items()}))
    return lines, left_out


def _named(heading: Heading) -> set[int]:
    return {*heading.places.values(), *heading.further.values()}


def _no_row(cells: Sequence[str], heading: Heading, key: str) -> str:
    """Return what a line says that is not a row: a total, or a remark below the table; empty for a row."""
    place = heading.places[key]
    said = cells[place] if place < len(cells) else ""
    filled = [cell for cell in cells if cell]
    for cell in [said] if said else filled:
        text = plain(cell)
        if _TOTAL.fullmatch(re.sub(r"\s+|:$", "" if not text.isascii() else " ", text).strip(" :")):
            return cell
    if filled and all(_REMARK.match(plain(cell)) for cell in filled):  # a remark, or who made and checked the table
        return filled[0]
    return ""


def _tell(
    file: Path,
    heading: Heading,
    titles: Sequence[Record],
    left_out: Sequence[tuple[int, str]],
    note: Callable[[Text], None],
    *,
    kept: bool,
) -> None:
    """Say what was read otherwise than one might think."""
    if titles:
        said = _list(
            [(number_of_line, next(cell for cell in map(_clean, cells) if cell)) for number_of_line, cells in titles]
        )
        note(
            Text(
                f"{file}: above the heading, taken for a title: {said.en}.",
                f"{file}：标题行之上，视为表题：{said.zh}。",
            )
        )
    read = {name: text for name, text in heading.written.items() if bare(name) != bare(text)}
    if read:
        en = ", ".join(f"{text} as {name}" for name, text in read.items())
        zh = "、".join(f"“{text}”为 {name}" for name, text in read.items())
        note(Text(f"{file}: columns were read thus: {en}.", f"{file}：各列的含义：{zh}。"))
    if left_out:
        said = _list(left_out)
        note(Text(f"{file}: left out, for these are no rows: {said.en}.", f"{file}：不作为数据行，略去：{said.zh}。"))
    if heading.further:
        names = list(heading.further)
        more = len(names) - 2 * _NAMED
        en = ", ".join(names[: 2 * _NAMED]) + (f" and {more} more" if more > 0 else "")
        zh = "、".join(names[: 2 * _NAMED]) + (f"等 {len(names)} 列" if more > 0 else "")
        if kept:
            note(Text(f"{file}: further columns, kept for the results: {en}.", f"{file}：其余各列随结果保留：{zh}。"))
        else:
            note(Text(f"{file}: further columns, which nothing reads: {en}.", f"{file}：其余各列不使用：{zh}。"))


def _list(lines: Sequence[tuple[int, str]]) -> Text:
    """Return lines with what they say, the first of many."""
    more = len(lines) - _NAMED
    en = ", ".join(f"line {line} ({shown(text)})" for line, text in lines[:_NAMED])
    zh = "、".join(f"第 {line} 行（{shown(text, 'zh')}）" for line, text in lines[:_NAMED])
    return Text(en + (f" and {more:,} more" if more > 0 else ""), zh + (f"，另有 {more:,} 行" if more > 0 else ""))
