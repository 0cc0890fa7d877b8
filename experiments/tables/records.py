"""From the bytes of a table to its lines of cells: encodings, line ends, separators, and what is not a table at all."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from experiments.tables.headings import LOOKED_AT
from experiments.tables.workbook import sheets_of
from sim.errors import InputError, reason_zh
from sim.text import Text

LONGEST_CELL = 131_072
"""Characters of a cell."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEPARATORS = (",", ";", "\t", "，", "；")
_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*(?:\n|$)', re.IGNORECASE)
Note = Callable[[Text], None]
Record = tuple[int, list[str]]
"""The number of a line and its cells."""


@dataclass(frozen=True)
class Records:
    """The lines of a table; ``decimal_comma`` where a single comma is one; ``workbook`` where it is not a text."""

    lines: Iterator[Record]
    decimal_comma: bool = False
    workbook: bool = False


def at(file: str | Path, line: int, column: str = "") -> Text:
    """Return where in the file something stands."""
    if not column:
        return Text(f"{file}, line {line}", f"{file} 第 {line} 行")
    return Text(f"{file}, line {line}, column {column}", f"{file} 第 {line} 行 {column} 列")


def records_of(file: Path, known: Callable[[list[str]], int], note: Note, limit: int) -> Records:
    """Return the lines of a file.

    Args:
        file: CSV or text with any of the usual separators and encodings, or .xlsx, whatever its name ends with.
        known: how many columns a line names, by which separator and sheet are chosen.
        note: called with what was found that is not the usual.
        limit: the largest file, in bytes.

    Raises:
        InputError: it cannot be read, is too large, or is not a table.
    """
    content = _bytes(file, limit)
    if content.startswith(_OLE) or file.suffix.lower() == ".xls":
        raise InputError(
            "this is an old workbook (.xls) or one with a password; save it as .xlsx or as CSV, without a password.",
            "这是旧式工作簿（.xls）或带密码的工作簿；请另存为 .xlsx 或 CSV，且不设密码。",
            str(file),
        )
    if content.startswith(_ZIP):
        return Records(_chosen_sheet(file, content, known, note), workbook=True)
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)", content[:200].lower()):
        raise InputError(
            "this is a web page or XML, not a table; open it in a spreadsheet and save it as .xlsx or CSV.",
            "这是网页或 XML，不是表格；请用电子表格软件打开，另存为 .xlsx 或 CSV。",
            str(file),
        )
    text = re.sub(r"\r\r\n|\r\n|\r", "\n", _decoded(file, content, note))
    if not text.strip():
        raise InputError("the file is empty.", "文件是空的。", str(file))
    given = _SEP_LINE.match(text)
    if given:
        text = "\n" + text[given.end() :]  # an empty line, so that lines keep their numbers
    separator = given[1] if given else _separator(text, known)
    return Records(_split(file, text, separator), decimal_comma=separator in ";\t；")


def _bytes(file: Path, limit: int) -> bytes:
    try:
        if file.exists() and not file.is_file():
            raise InputError("is not a plain file.", "不是普通文件。", str(file))
        with file.open("rb") as stream:
            content = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not allowed"
        raise InputError(f"cannot be read: {reason}.", f"无法读取：{reason_zh(error)}。", str(file)) from None
    if len(content) > limit:
        size = f"{limit / 1024**2:.0f}"
        raise InputError(f"the file is larger than {size} MB.", f"文件超过 {size} MB。", str(file))
    return content


def _decoded(file: Path, content: bytes, note: Note) -> str:
    """Return the text of a file, without the mark that it may begin with."""
    for encoding, name in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            continue
        if name:
            note(Text(f"{file} is not UTF-8; it was read as {name}.", f"{file} 不是 UTF-8，已按 {name} 读取。"))
        return text.removeprefix("\ufeff")
    raise InputError(
        "this is neither UTF-8 nor GB 18030 text; save the file as UTF-8.",
        "文件既不是 UTF-8 也不是 GB 18030 编码；请存为 UTF-8。",
        str(file),
    )


def _encodings(content: bytes) -> list[tuple[str, str]]:
    """Return what a text may be written in, likeliest first, and what to call it where that is worth a word."""
    start = content[:4000]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [("utf-16", "UTF-16")]
    odd, even = start[1::2].count(0), start[::2].count(0)
    if max(odd, even) * 5 > len(start):
        return [("utf-16-le" if odd > even else "utf-16-be", "UTF-16")]
    return [("utf-8-sig", ""), ("gb18030", "GB 18030")]


def _separator(text: str, known: Callable[[list[str]], int]) -> str:
    """Return what separates the cells: where most columns are known, else what stands most in the first line."""
    found = {separator: _most_known(text, separator, known) for separator in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda separator: found[separator])
    if found[best] > 1:
        return best
    first = next(line for line in text.split("\n") if line.strip())
    return max(_SEPARATORS, key=first.count)


def _most_known(text: str, separator: str, known: Callable[[list[str]], int]) -> int:
    most = 0
    try:
        for cells in islice(filter(any, csv.reader(io.StringIO(text, newline=""), delimiter=separator)), LOOKED_AT):
            most = max(most, known(cells))
    except csv.Error:
        pass  # told when it is read with the separator that is chosen
    return most


def _split(file: Path, text: str, separator: str) -> Iterator[Record]:
    """Give every line that says something."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        where = at(file, reader.line_num)
        if "field limit" in str(error):
            raise InputError(
                f"a cell has more than {LONGEST_CELL:,} characters; perhaps a closing quotation mark is missing.",
                f"有一格超过 {LONGEST_CELL:,} 个字符；可能缺少结尾的引号。",
                where,
            ) from None
        raise InputError(f"this is not CSV: {error}.", "这不是 CSV：引号或分隔符有误。", where) from None


def _chosen_sheet(file: Path, content: bytes, known: Callable[[list[str]], int], note: Note) -> Iterator[Record]:
    """Return the lines of the sheet on which most columns are known, the first of equals."""
    sheets = sheets_of(file, content)
    full = {
        name: score
        for name, lines in sheets.items()
        if (score := max((known(cells) + 1 for _, cells in islice(lines(), LOOKED_AT)), default=0))
    }
    if not full:
        raise InputError("the file is empty.", "文件是空的。", str(file))
    best = max(full, key=lambda name: full[name])
    if len(full) > 1:
        note(Text(
            f"{file}: the sheet '{best}' is read, the others are not.", f"{file}：读取工作表“{best}”，其他工作表不读。"
        ))  # fmt: skip
    return _checked_cells(file, sheets[best]())


def _checked_cells(file: Path, lines: Iterator[Record]) -> Iterator[Record]:
    for number, cells in lines:
        if max(map(len, cells)) > LONGEST_CELL:
            raise InputError(
                f"a cell has more than {LONGEST_CELL:,} characters.",
                f"有一格超过 {LONGEST_CELL:,} 个字符。",
                at(file, number),
            )
        yield number, cells
