"""The communities of a district as a table: read as offices keep it, checked cell by cell, all mistakes together."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from experiments.tables import Column, Note, Table, TableLine, read_table
from experiments.tables.numbers import plain
from sim.errors import Gathering, InputError
from sim.scenarios.document import shown
from sim.scenarios.scenario import Profile, is_path, load_profile
from sim.text import Text

COLUMNS = ("name", "residents", "share_old", "renters", "party_members", "posts", "grant")
OPTIONAL = ("profile",)
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "社区名称", "社区", "名称", "社区名", "小区", "小区名称", "居委会", "居委", "community", "community name",
    ),
    "residents": (
        "居民数", "居民", "居民人数", "成年居民", "成年居民数", "成年居民人数", "居民总数", "常住居民", "常住居民数",
        "number of residents", "adult residents",
    ),
    "share_old": (
        "老年比例", "老年人比例", "老年占比", "老年人占比", "老年人口比例", "老年人口占比", "老龄比例", "老龄化率",
        "60岁以上比例", "60岁以上占比", "60岁及以上比例", "60岁及以上占比", "60岁以上老年人比例", "60岁以上老人占比",
        "60岁及以上人口占比", "60岁及以上人口比例", "share of old residents", "old share", "share 60 and over",
    ),
    "renters": (
        "租房人数", "租户数", "租户", "租房者", "租房居民", "租房居民数", "租住人数", "租客", "租客数", "租房",
        "number of renters", "residents who rent", "tenants",
    ),
    "party_members": ("党员数", "党员", "党员人数", "党员总数", "members", "number of party members"),
    "posts": (
        "岗位数", "岗位", "社工岗位", "社工岗位数", "工作人员", "工作人员数", "社区工作者", "社区工作者数", "社工数",
        "社工人数", "社区工作者岗位", "社区工作者岗位数", "worker posts", "number of posts", "workers",
    ),
    "grant": (
        "每月拨款", "月拨款", "拨款", "政府拨款", "每月政府拨款", "财政拨款", "每月财政拨款", "月度拨款", "拨款每月",
        "monthly grant", "grant a month", "grant per month", "government grant",
    ),
    "profile": ("社区类型", "类型", "kind", "kind of community", "community type"),
}  # fmt: skip
"""Headings that mean a column; capitals, spaces and units in brackets do not matter."""

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
_TABLE = tuple(Column(name, HEADINGS[name], needed=name in COLUMNS) for name in (*COLUMNS, *OPTIONAL))


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """One community; ``share_old`` is a share, ``grant`` in yuan a month; no profile means the district's.

    ``further`` are the cells of columns that the simulation does not read; ``headings`` what stands over the others.
    """

    line: int
    name: str
    residents: float
    share_old: float
    renters: float
    party_members: float
    posts: float
    grant: float
    profile: Profile | None = None
    further: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_communities(
    path: str | Path, note: Note, check: Callable[[CommunityRow], object] = lambda row: None
) -> tuple[CommunityRow, ...]:
    """Return the communities of a file in its order.

    Args:
        path: a table (CSV in any usual writing, or .xlsx) with the columns ``COLUMNS`` and perhaps ``profile``
            (names, or paths relative to the file), by these or the Chinese headings, in any order; further columns
            are kept.
        note: called with what was read otherwise than one might think.
        check: what else must hold of a row, as an InputError where it does not; a number that could not be read, which
            is told, is NaN there.

    Raises:
        InputError: the file or cells of it cannot be used; the sentences name line and column.
    """
    gathered = Gathering()
    table = read_table(
        path, _TABLE, key="name", rows=Text("community", "社区"), note=note, gathered=gathered,
        limit=SIZE_LIMIT, kept=True,
    )  # fmt: skip
    if len(table.rows) > MOST_COMMUNITIES:
        raise InputError(
            f"there are more than {MOST_COMMUNITIES:,} communities.", f"社区超过 {MOST_COMMUNITIES:,} 个。", str(path)
        )
    reader, rows = _Rows(table, gathered), list[CommunityRow]()
    for line in table.rows:
        row = reader.row(line)
        gathered.of(partial(check, row), None)
        rows.append(row)
    gathered.tell()
    return tuple(rows)


class _Rows:
    """Reads the lines of a table, and remembers names and profiles met before."""

    def __init__(self, table: Table, gathered: Gathering) -> None:
        self.table, self.gathered = table, gathered
        self.lines: dict[str, int] = {}
        self.profiles: dict[str, Profile] = {}

    def row(self, line: TableLine) -> CommunityRow:
        """Return one community; what is wrong with it is gathered, and a number that cannot be used is NaN."""
        gathered = self.gathered
        name = gathered.of(partial(self._name, line), "")
        numbers = {column: gathered.of(partial(self._number, line, column), math.nan) for column in COLUMNS[1:]}
        residents = numbers["residents"]
        for column in ("renters", "party_members"):
            if numbers[column] > residents:
                gathered.add(InputError(
                    f"{numbers[column]:g} is more than the {residents:g} residents.",
                    f"{numbers[column]:g} 多于居民数 {residents:g}。",
                    self.table.at(line.number, column),
                ))  # fmt: skip
                numbers[column] = math.nan
        profile = gathered.of(partial(self._profile, line), None)
        return CommunityRow(
            line.number, name, **numbers, profile=profile, further=line.further, headings=self.table.headings
        )

    def _name(self, line: TableLine) -> str:
        name, where = line.cells["name"], self.table.at(line.number, "name")
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
        self.lines[name] = line.number
        return name

    def _number(self, line: TableLine, column: str) -> float:
        cell, where = line.cells[column], self.table.at(line.number, column)
        found = self.table.number(line, column)
        if column == "share_old":
            return _share(found.value, cell, where)
        if found.percent:
            raise InputError(
                f"{shown(cell)} is a share; write the number itself.",
                f"{shown(cell, 'zh')}是比例；请写数量本身。",
                where,
            )
        if column in COUNTS and (found.value < 0 or found.value != round(found.value)):
            what = COUNTS[column]
            raise InputError(
                f"{shown(cell)} is not a whole number from 0; write how many {what.en} there are.",
                f"{shown(cell, 'zh')}不是从 0 起的整数；请写{what.zh}的个数。",
                where,
            )
        return found.value

    def _profile(self, line: TableLine) -> Profile | None:
        given = line.cells.get("profile", "")
        if not given:
            return None
        if given not in self.profiles:
            try:
                self.profiles[given] = load_profile(self.table.file.parent / given if is_path(given) else given)
            except InputError as error:
                raise error.placed(self.table.at(line.number, "profile")) from None
        return self.profiles[given]


def _share(given: float, cell: str, where: Text) -> float:
    """Refuse what is not a share; ``cell`` is how it was written."""
    if 0 <= given <= 1:
        return given
    percent = given if 1 < given <= 100 and "%" not in plain(cell) else 35.0
    raise InputError(
        f"{shown(cell)} is outside 0..1; write a share, {percent / 100:g} for {percent:g} %.",
        f"{shown(cell, 'zh')}超出 0..1；请写比例，{percent:g}% 写作 {percent / 100:g}。",
        where,
    )
