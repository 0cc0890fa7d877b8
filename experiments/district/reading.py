"""The communities of a district as a CSV file: read as spreadsheets write it, checked cell by cell."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError, nearest, reason_zh
from sim.scenarios.document import shown
from sim.scenarios.scenario import Profile, is_path, load_profile
from sim.text import Text

COLUMNS = ("name", "residents", "share_old", "renters", "party_members", "posts", "grant")
OPTIONAL = ("profile",)
COUNTS = {
    "residents": Text("residents", "居民"),
    "renters": Text("residents who rent", "租房的居民"),
    "party_members": Text("party members", "党员"),
    "posts": Text("posts", "岗位"),
}
"""Columns that count something, and what; whole numbers."""

SIZE_LIMIT = 64 * 1024 * 1024
MOST_COMMUNITIES = 100_000
_LONGEST_NAME = 60
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
Note = Callable[[Text], None]
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One community; ``share_old`` is a share, ``grant`` in yuan a month; no profile means the district's."""

    line: int
    name: str
    residents: float
    share_old: float
    renters: float
    party_members: float
    posts: float
    grant: float
    profile: Profile | None = None


def read_communities(path: str | Path, note: Note) -> tuple[Row, ...]:
    """Return the communities of a file in its order.

    Args:
        path: a CSV file with the columns ``COLUMNS``, in any order, and perhaps ``profile`` (names, or paths
            relative to the file); separated by commas or semicolons; UTF-8, or GB 18030 as Chinese spreadsheets
            write it.
        note: called where the file is not UTF-8.

    Raises:
        InputError: the file or one of its cells cannot be used; the sentence names line and column.
    """
    file = Path(path)
    text = _text(file, note)
    heading = next((line for line in text.split("\n") if line.strip()), "")
    if not heading:
        raise InputError("the file is empty.", "文件是空的。", str(file))
    separator = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = _Rows(file, decimal_comma=separator == ";").read(reader)
    except csv.Error as error:
        raise InputError(
            f"this is not CSV: {error}.", "这不是 CSV：引号或分隔符有误。", at(file, reader.line_num)
        ) from None
    if not rows:
        raise InputError(
            f"there is no community below the heading {shown(heading.strip())}.",
            f"标题行{shown(heading.strip(), 'zh')}之下没有社区。",
            str(file),
        )
    return rows


def at(file: str | Path, line: int, column: str = "") -> Text:
    """Return where in the file something stands."""
    if not column:
        return Text(f"{file}, line {line}", f"{file} 第 {line} 行")
    return Text(f"{file}, line {line}, column {column}", f"{file} 第 {line} 行 {column} 列")


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
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030":
            note(Text(f"{file} is not UTF-8; it was read as GB 18030.", f"{file} 不是 UTF-8，已按 GB 18030 读取。"))
        return text
    raise InputError(
        "this is neither UTF-8 nor GB 18030 text; save the file as UTF-8.",
        "文件既不是 UTF-8 也不是 GB 18030 编码；请存为 UTF-8。",
        str(file),
    )


class _Rows:
    """Reads the lines of a file, heading first, and remembers names and profiles met before."""

    def __init__(self, file: Path, *, decimal_comma: bool) -> None:
        self.file, self.decimal_comma = file, decimal_comma
        self.lines: dict[str, int] = {}
        self.profiles: dict[str, Profile] = {}

    def read(self, reader: Iterator[list[str]]) -> tuple[Row, ...]:
        """Return the communities of a ``csv.reader``."""
        heading: list[str] = []
        rows: list[Row] = []
        for cells in reader:
            line: int = reader.line_num  # type: ignore[attr-defined]
            stripped = [cell.strip() for cell in cells]
            if not any(stripped):
                continue
            if not heading:
                heading = [cell.lower() for cell in stripped]
                _check_heading(self.file, heading, line)
                continue
            if len(stripped) != len(heading):
                raise InputError(
                    f"the line has {len(stripped)} cells, the heading {len(heading)}.",
                    f"这一行有 {len(stripped)} 格，标题行有 {len(heading)} 格。",
                    at(self.file, line),
                )
            rows.append(self._row(line, dict(zip(heading, stripped, strict=True))))
            if len(rows) > MOST_COMMUNITIES:
                raise InputError(
                    f"there are more than {MOST_COMMUNITIES:,} communities.",
                    f"社区超过 {MOST_COMMUNITIES:,} 个。",
                    at(self.file, line),
                )
        return tuple(rows)

    def _row(self, line: int, cells: Cells) -> Row:
        name = self._name(line, cells["name"])
        numbers = {column: self._number(line, column, cells[column]) for column in COLUMNS[1:]}
        if not 0 <= numbers["share_old"] <= 1:
            given = numbers["share_old"]
            percent = given if 1 < given <= 100 else 35.0
            raise InputError(
                f"{given:g} is outside 0..1; write a share, {percent / 100:g} for {percent:g} %.",
                f"{given:g} 超出 0..1；请写比例，{percent:g}% 写作 {percent / 100:g}。",
                at(self.file, line, "share_old"),
            )
        for column in ("renters", "party_members"):
            if numbers[column] > numbers["residents"]:
                raise InputError(
                    f"{numbers[column]:g} is more than the {numbers['residents']:g} residents.",
                    f"{numbers[column]:g} 多于居民数 {numbers['residents']:g}。",
                    at(self.file, line, column),
                )
        return Row(line, name, **numbers, profile=self._profile(line, cells.get("profile", "")))

    def _name(self, line: int, name: str) -> str:
        where = at(self.file, line, "name")
        if not name:
            raise InputError("the name is empty.", "名称是空的。", where)
        if len(name) > _LONGEST_NAME:
            raise InputError(
                f"the name has {len(name)} characters; allowed are up to {_LONGEST_NAME}.",
                f"名称有 {len(name)} 个字符；最多 {_LONGEST_NAME} 个。",
                where,
            )
        if name in self.lines:
            raise InputError(
                f"the name {shown(name)} is that of line {self.lines[name]} already.",
                f"名称{shown(name, 'zh')}与第 {self.lines[name]} 行重复。",
                where,
            )
        self.lines[name] = line
        return name

    def _number(self, line: int, column: str, cell: str) -> float:
        """Return the number in a cell, as spreadsheets write it: 3,000 or, among semicolons, 0,35."""
        text = cell.replace("，", ",")
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        elif self.decimal_comma:
            text = text.replace(",", ".", 1)
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(value):
            raise InputError(
                f"{shown(cell)} is not a number.", f"{shown(cell, 'zh')}不是数。", at(self.file, line, column)
            )
        if column in COUNTS and (value < 0 or value != round(value)):
            what = COUNTS[column]
            raise InputError(
                f"{shown(cell)} is not a whole number from 0; write how many {what.en} there are.",
                f"{shown(cell, 'zh')}不是从 0 起的整数；请写{what.zh}的个数。",
                at(self.file, line, column),
            )
        return value

    def _profile(self, line: int, given: str) -> Profile | None:
        if not given:
            return None
        if given not in self.profiles:
            try:
                self.profiles[given] = load_profile(self.file.parent / given if is_path(given) else given)
            except InputError as error:
                raise InputError(*_placed(error, at(self.file, line, "profile"))) from None
        return self.profiles[given]


def _placed(error: InputError, where: Text) -> Text:
    """Return what an error says with the place before it."""
    return Text(f"{where.en}: {error.text.en}", f"{where.zh}：{error.text.zh}")


def _check_heading(file: Path, names: Sequence[str], line: int) -> None:
    """Refuse columns that are unknown, there twice, or missing."""
    known = (*COLUMNS, *OPTIONAL)
    missing = [name for name in COLUMNS if name not in names]
    for name in names:
        if name not in known:
            hint = nearest(
                name, missing or known, Text(f" Known are {', '.join(known)}.", f"可用的有：{'、'.join(known)}。")
            )
            raise InputError(
                f"there is no column {shown(name)} here.{hint.en}",
                f"这里没有{shown(name, 'zh')}列。{hint.zh}",
                at(file, line),
            )
        if names.count(name) > 1:
            raise InputError(f"the column '{name}' is there twice.", f"“{name}”列出现了两次。", at(file, line))
    if missing:
        raise InputError(
            f"the column '{missing[0]}' is missing; needed are {', '.join(COLUMNS)}.",
            f"缺少“{missing[0]}”列；需要的列有：{'、'.join(COLUMNS)}。",
            at(file, line),
        )
