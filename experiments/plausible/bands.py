"""Bands: what a plausible community shows without any policy, from a table that anybody can replace.

A table (CSV or .xlsx) has the columns ``indicator``, ``low``, ``high`` and ``source``; ``source_zh`` and
``profile`` may be added, and what else there is nobody reads. A band with a profile is known of that kind of community
alone, and is asked of no other. Ends are in stored units, shares and indices from 0 to 1, or in per cent with
the sign. ``A - B`` as an indicator is the difference of two.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from experiments.tables import Column, Note, Table, TableLine, at, read_table
from sim.errors import Gathering, InputError
from sim.indicators import indicator_of, label_of
from sim.scenarios.document import check_name, check_text, shown
from sim.scenarios.scenario import profile_names
from sim.text import Text

BANDS_FILE = Path(__file__).with_name("bands.csv")
COLUMNS, EXTRA = ("indicator", "low", "high", "source"), ("source_zh", "profile")
MINUS = " - "
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("指标",), "low": ("下限", "最低", "lower", "from"), "high": ("上限", "最高", "upper", "to"),
    "source": ("来源", "依据", "出处"), "source_zh": ("中文来源", "来源中文"),
    "profile": ("社区类型", "类型", "kind", "kind of community"),
}  # fmt: skip
"""Headings that mean a column; capitals, spaces and units in brackets do not matter."""
LARGEST_FILE = 1024 * 1024  # bytes
ALIKE = 0.85  # names that agree so much are one with a slip of the pen
_TABLE = tuple(Column(name, HEADINGS[name], needed=name in COLUMNS) for name in (*COLUMNS, *EXTRA))


@dataclass(frozen=True, slots=True)
class Band:
    """The range [low, high] that an indicator, or the difference of two, is held against, and what it rests on.

    ``profile`` is the kind of community that it is known of; empty, of any.
    """

    indicator: str
    low: float
    high: float
    source: Text
    profile: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the indicator, or the two whose difference is meant."""
        return tuple(self.indicator.split(MINUS))

    @property
    def label(self) -> Text:
        """Return what is measured, in words."""
        first, *second = (label_of(column) for column in self.columns)
        return Text(f"{first.en} less {second[0].en}", f"{first.zh}减{second[0].zh}") if second else first

    @property
    def middle(self) -> float:
        """Return the middle of the band."""
        return (self.low + self.high) / 2

    @property
    def half(self) -> float:
        """Return half its width."""
        return (self.high - self.low) / 2

    def content(self) -> dict[str, str | float]:
        """Return the band ready for JSON."""
        return {
            "indicator": self.indicator, "low": self.low, "high": self.high,
            "source": self.source.en, "source_zh": self.source.zh, "profile": self.profile,
        }  # fmt: skip


def band_of(content: Mapping[str, str | float]) -> Band:
    """Return the band of what ``Band.content`` gave."""
    return Band(
        str(content["indicator"]), float(content["low"]), float(content["high"]),
        Text(str(content["source"]), str(content["source_zh"])), str(content["profile"]),
    )  # fmt: skip


def bands_of(bands: Iterable[Band], profile: str) -> tuple[Band, ...]:
    """Return the bands that a kind of community is held against: its own, and those of any kind for the rest.

    Raises:
        InputError: there is none.
    """
    known = list(bands)
    own = {band.indicator for band in known if band.profile == profile}
    wanted = tuple(
        band for band in known if band.profile == profile or (not band.profile and band.indicator not in own)
    )
    if not wanted:
        raise InputError(
            f"no band speaks of the profile '{profile}': every one is known of another kind of community alone.",
            f"没有一个范围适用于社区类型“{profile}”：各范围都只针对别的类型。",
        )
    return wanted


def load_bands(path: str | Path | None = None, note: Note = lambda text: None) -> tuple[Band, ...]:
    """Return the bands of a file, those of the project without one.

    Args:
        path: a table (CSV in any usual writing, or .xlsx) with the columns ``COLUMNS`` and perhaps ``EXTRA``.
        note: called with what was read otherwise than one might think.

    Raises:
        InputError: the mistakes in the file.
    """
    gathered = Gathering()
    table = read_table(
        BANDS_FILE if path is None else path, _TABLE, key="indicator", rows=Text("band", "范围"), note=note,
        gathered=gathered, limit=LARGEST_FILE,
    )  # fmt: skip
    bands: dict[tuple[str, str], Band] = {}
    for line in table.rows:
        band = gathered.of(partial(_band, table, line), None)
        if band is not None and (band.indicator, band.profile) in bands:
            gathered.add(InputError(
                f"indicator '{band.indicator}' has a band already; write it once for each profile.",
                f"指标“{band.indicator}”已有范围；每个指标对每种社区类型只写一次。",
                at(table.file, line.number),
            ))  # fmt: skip
        elif band is not None:
            bands[band.indicator, band.profile] = band
    gathered.tell()
    return tuple(bands.values())


def _band(table: Table, line: TableLine) -> Band:
    """Read one line."""
    where, gathered = at(table.file, line.number), Gathering()
    columns = gathered.of(partial(_columns, line.cells["indicator"], where), list[str]())
    low, high = (gathered.of(partial(_end, table, line, name), None) for name in ("low", "high"))
    indicator = MINUS.join(columns)
    if low is not None and high is not None and columns:
        gathered.of(partial(_check_ends, indicator, low, high, where), None)
    source = line.cells["source"]
    if not source:
        said = indicator or shown(line.cells["indicator"])
        gathered.add(InputError(f"{said}: source is empty.", f"{said}：source 没有填写。", where))
    for name in ("source", "source_zh"):
        gathered.of(partial(check_text, line.cells.get(name) or "", table.at(line.number, name)), None)
    profile = gathered.of(partial(_profile, line.cells.get("profile") or "", where), "")
    gathered.tell()
    assert low is not None and high is not None
    return Band(indicator, low, high, Text(source, line.cells.get("source_zh") or source), profile)


def _profile(name: str, where: Text) -> str:
    """Return the kind of community that a line speaks of, empty where it is any."""
    if not name:
        return ""
    check_name(name, where)
    known = profile_names()
    meant = [] if name in known else get_close_matches(name, known, 1, ALIKE)
    if meant:
        raise InputError(
            f"there is no profile '{name}'. Did you mean '{meant[0]}'?",
            f"没有社区类型“{name}”。是不是“{meant[0]}”？",
            where,
        )
    return name


def _end(table: Table, line: TableLine, name: str) -> float:
    return table.number(line, name).value


def _check_ends(indicator: str, low: float, high: float, where: Text) -> None:
    """Refuse a band without width, and what an indicator cannot be."""
    if low >= high:
        raise InputError(
            f"{indicator}: low = {low:g} is not below high = {high:g}.",
            f"{indicator}：low = {low:g} 不小于 high = {high:g}。",
            where,
        )
    least, most = _possible(indicator.split(MINUS))
    if low < least or high > most:
        hint = Text("; write 0.28 for 28 %", "；28% 请写成 0.28") if most == 1 else Text("", "")
        raise InputError(
            f"{indicator}: {low:g}..{high:g} is outside what is possible, {least:g}..{most:g}{hint.en}.",
            f"{indicator}：{low:g}..{high:g} 超出可能的范围 {least:g}..{most:g}{hint.zh}。",
            where,
        )


def _columns(text: str, where: Text) -> list[str]:
    """Return the indicator, or the two of a difference."""
    columns = [part.strip() for part in text.split(MINUS.strip())]
    if len(columns) > 2:
        raise InputError(
            f"indicator {shown(text)} has more than one minus.", f"指标{shown(text, 'zh')}中的减号多于一个。", where
        )
    for column in columns:
        try:
            indicator_of(column)
        except InputError as error:
            raise error.placed(where) from None
        if column == "cost_per_participant":
            raise InputError(
                f"indicator '{column}' compares with the baseline; a band needs one that the baseline has itself.",
                f"指标“{column}”是与维持现状相比得出的；范围须用维持现状自身的指标。",
                where,
            )
    return columns


def _possible(columns: Iterable[str]) -> tuple[float, float]:
    """Return the least and the greatest value that an indicator, or a difference, can take."""
    tops = [1.0 if indicator_of(column).percent else math.inf for column in columns]
    return (0.0, tops[0]) if len(tops) == 1 else (-tops[1], tops[0])
