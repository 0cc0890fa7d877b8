"""The communities of a district as a CSV file: read as spreadsheets write it, checked cell by cell."""

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError, nearest, reason_zh
from sim.scenario import load_profile
from sim.scenario_file import shown
from sim.text import Text

COLUMNS = ("name", "residents", "share_old", "renters", "party_members", "posts", "grant")
OPTIONAL = ("profile",)
SIZE_LIMIT = 64 * 1024 * 1024
MOST_COMMUNITIES = 100_000
_LONGEST_NAME = 60
Note = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One community: people are counted, ``share_old`` is a share, ``grant`` is in yuan a month."""

    line: int
    name: str
    residents: float
    share_old: float
    renters: float
    party_members: float
    posts: float
    grant: float
    profile: str = ""


def read_communities(path: str | Path, note: Note) -> tuple[Row, ...]:
    """Return the communities of a file in its order.

    Args:
        path: a CSV file with the columns ``COLUMNS``, in any order, and perhaps ``profile``; separated by commas
            or semicolons; UTF-8, or GB 18030 as Chinese spreadsheets write it.
        note: called where the file is not UTF-8.

    Raises:
        InputError: the file or one of its cells cannot be used; the sentence names line and column.
    """
    file = Path(path)
    lines = _text(file, note).splitlines()
    heads = [line for line in lines if line.strip()]
    if not heads:
        raise InputError("the file is empty.", "文件是空的。", str(file))
    separator = ";" if heads[0].count(";") > heads[0].count(",") else ","
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        names, rows = _rows(file, reader)
    except csv.Error as error:
        raise InputError(
            f"this is not CSV: {error}.", "这不是 CSV：引号或分隔符有误。", _at(file, reader.line_num)
        ) from None
    _check_names(file, rows)
    if not rows:
        raise InputError(
            f"there is no community below the heading {separator.join(names)}.",
            f"标题行 {separator.join(names)} 之下没有社区。",
            str(file),
        )
    return rows


def _text(file: Path, note: Note) -> str:
    """Return the text of a file of at most 64 MB."""
    try:
        with file.open("rb") as stream:
            content = stream.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not allowed"
        raise InputError(f"cannot be read: {reason}.", f"无法读取：{reason_zh(error)}。", str(file)) from None
    if len(content) > SIZE_LIMIT:
        raise InputError("the file is larger than 64 MB.", "文件超过 64 MB。", str(file))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise InputError(
            "this is neither UTF-8 nor GB 18030 text; save the file as UTF-8.",
            "文件既不是 UTF-8 也不是 GB 18030 编码；请存为 UTF-8。",
            str(file),
        ) from None
    note(Text(f"{file} is not UTF-8; it was read as GB 18030.", f"{file} 不是 UTF-8，已按 GB 18030 读取。"))
    return text


def _rows(file: Path, reader: "csv._reader") -> tuple[list[str], tuple[Row, ...]]:  # type: ignore[name-defined]
    names: list[str] = []
    rows: list[Row] = []
    for cells in reader:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = [cell.strip().lower() for cell in cells]
            _check_heading(file, names, line)
            continue
        if len(cells) != len(names):
            raise InputError(
                f"the line has {len(cells)} cells, the heading {len(names)}.",
                f"这一行有 {len(cells)} 格，标题行有 {len(names)} 格。",
                _at(file, line),
            )
        rows.append(_row(file, line, dict(zip(names, (cell.strip() for cell in cells), strict=True))))
        if len(rows) > MOST_COMMUNITIES:
            raise InputError(
                f"more than {MOST_COMMUNITIES:,} communities.", f"社区超过 {MOST_COMMUNITIES:,} 个。", _at(file, line)
            )
    return names, tuple(rows)


def _check_heading(file: Path, names: Sequence[str], line: int) -> None:
    """Refuse columns that are unknown, there twice, or missing."""
    for name in names:
        if name not in (*COLUMNS, *OPTIONAL):
            hint = nearest(name, (*COLUMNS, *OPTIONAL))
            raise InputError(
                f"there is no column {shown(name)} here; known are {', '.join((*COLUMNS, *OPTIONAL))}.{hint.en}",
                f"这里没有{shown(name, 'zh')}列；可用的有 {'、'.join((*COLUMNS, *OPTIONAL))}。{hint.zh}",
                _at(file, line),
            )
        if names.count(name) > 1:
            raise InputError(f"the column '{name}' is there twice.", f"“{name}”列出现了两次。", _at(file, line))
    for name in COLUMNS:
        if name not in names:
            raise InputError(f"the column '{name}' is missing.", f"缺少“{name}”列。", _at(file, line))


def _row(file: Path, line: int, cells: dict[str, str]) -> Row:
    name = cells["name"]
    if not 0 < len(name) <= _LONGEST_NAME:
        raise InputError(
            f"the name has {len(name)} characters; allowed are 1..{_LONGEST_NAME}.",
            f"名称有 {len(name)} 个字符；允许 1..{_LONGEST_NAME} 个。",
            _at(file, line, "name"),
        )
    numbers = {column: _number(file, line, column, cells[column]) for column in COLUMNS[1:]}
    if not 0 <= numbers["share_old"] <= 1:
        given = cells["share_old"]
        raise InputError(
            f"{given} is outside 0..1; write a share, such as 0.35 for 35 %.",
            f"{given} 超出 0..1；请写比例，例如 35% 写作 0.35。",
            _at(file, line, "share_old"),
        )
    for column in ("renters", "party_members"):
        if not 0 <= numbers[column] <= numbers["residents"]:
            raise InputError(
                f"{numbers[column]:g} is outside 0..{numbers['residents']:g}, the number of residents.",
                f"{numbers[column]:g} 超出 0..{numbers['residents']:g}（居民数）。",
                _at(file, line, column),
            )
    profile = cells.get("profile", "")
    if profile:
        try:
            load_profile(profile)
        except InputError as error:
            raise InputError(error.text.en, error.text.zh, _at(file, line, "profile")) from None
    return Row(line, name, **numbers, profile=profile)


def _number(file: Path, line: int, column: str, cell: str) -> float:
    """Return the number in a cell; separators of thousands that spreadsheets write are taken."""
    text = cell.replace(",", "").replace("，", "")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(
            f"{shown(cell)} is not a number.", f"{shown(cell, 'zh')} 不是数。", _at(file, line, column)
        ) from None
    return value


def _check_names(file: Path, rows: Sequence[Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row.name in seen:
            raise InputError(
                f"{shown(row.name)} is the name of line {seen[row.name]} already.",
                f"{shown(row.name, 'zh')}与第 {seen[row.name]} 行重名。",
                _at(file, row.line, "name"),
            )
        seen[row.name] = row.line


def _at(file: Path, line: int, column: str = "") -> Text:
    """Return where in the file."""
    if not column:
        return Text(f"{file}, line {line}", f"{file} 第 {line} 行")
    return Text(f"{file}, line {line}, column {column}", f"{file} 第 {line} 行 {column} 列")


def place_of(file: str | Path, row: Row, column: str) -> Text:
    """Return where a cell of a community stands."""
    return _at(Path(file), row.line, column)
