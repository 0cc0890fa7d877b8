"""Bands: what a believable community shows without any policy, from a table that anybody can replace.

A table is a CSV file with the columns ``indicator``, ``low``, ``high`` and ``source``; ``source_zh`` may be added.
Ends are in stored units, shares and indices from 0 to 1. ``A - B`` as an indicator is the difference of two.
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError, known_are, reason_zh
from sim.indicators import indicator_of, label_of
from sim.text import Text

BANDS_FILE = Path(__file__).with_name("bands.csv")
COLUMNS, EXTRA = ("indicator", "low", "high", "source"), ("source_zh",)
MINUS = " - "
LARGEST_FILE = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Band:
    """The range [low, high] that an indicator, or the difference of two, is held against, and what it rests on."""

    indicator: str
    low: float
    high: float
    source: Text

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
            "source": self.source.en, "source_zh": self.source.zh,
        }  # fmt: skip


def band_of(content: Mapping[str, str | float]) -> Band:
    """Return the band of what ``Band.content`` gave."""
    return Band(
        str(content["indicator"]), float(content["low"]), float(content["high"]),
        Text(str(content["source"]), str(content["source_zh"])),
    )  # fmt: skip


def load_bands(path: str | Path | None = None) -> tuple[Band, ...]:
    """Return the bands of a file, those of the project without one.

    Raises:
        InputError: the first mistake in the file.
    """
    file = BANDS_FILE if path is None else Path(path)
    reader = csv.reader(io.StringIO(_text(file)))
    heads: list[str] = []
    bands: dict[str, Band] = {}
    for cells in reader:
        where = Text(f"{file}, line {reader.line_num}", f"{file} 第 {reader.line_num} 行")
        if not any(cell.strip() for cell in cells):
            continue
        if not heads:
            heads = _heads([cell.strip() for cell in cells], where)
            continue
        band = _band(heads, cells, where)
        if band.indicator in bands:
            raise InputError(
                f"indicator '{band.indicator}' has a band already; write it once.",
                f"指标“{band.indicator}”已有范围；每个指标只写一次。",
                where,
            )
        bands[band.indicator] = band
    if not bands:
        raise InputError(
            f"there is no band; write a line with {', '.join(COLUMNS)} and one line for each band.",
            f"没有任何范围；首行写 {'、'.join(COLUMNS)}，以下每行一个范围。",
            str(file),
        )
    return tuple(bands.values())


def _text(file: Path) -> str:
    """Read the file as UTF-8, whatever mark it begins with."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", f"无法读取：{reason_zh(error)}。", str(file)) from None
    if len(data) > LARGEST_FILE:
        raise InputError(
            f"is larger than {LARGEST_FILE // 1_000_000} MB; this is no table of bands.",
            f"超过 {LARGEST_FILE // 1_000_000} MB，不是范围表。",
            str(file),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            "is not UTF-8 text; save it as CSV UTF-8.", "不是 UTF-8 文本；请另存为“CSV UTF-8”。", str(file)
        ) from None


def _heads(heads: list[str], where: Text) -> list[str]:
    """Check the line of headings."""
    for name in COLUMNS:
        if name not in heads:
            raise InputError(
                f"the column '{name}' is missing; the first line must name {', '.join(COLUMNS)}.",
                f"缺少“{name}”一列；首行须写 {'、'.join(COLUMNS)}。",
                where,
            )
    for place, name in enumerate(heads):
        if name not in (*COLUMNS, *EXTRA) or name in heads[:place]:
            known = known_are((*COLUMNS, *EXTRA))
            raise InputError(
                f"the column '{name}' is unknown or there twice.{known.en}",
                f"“{name}”一列不认识，或出现了两次。{known.zh}",
                where,
            )
    return heads


def _band(heads: list[str], cells: list[str], where: Text) -> Band:
    """Read one line."""
    if len(cells) != len(heads):
        raise InputError(
            f"there are {len(cells)} cells under {len(heads)} headings; put text that holds a comma in quotes.",
            f"有 {len(cells)} 格，而列名有 {len(heads)} 个；含逗号的文字须加引号。",
            where,
        )
    row = dict(zip(heads, (cell.strip() for cell in cells), strict=True))
    indicator = MINUS.join(_columns(row["indicator"], where))
    low, high = _number("low", row["low"], where), _number("high", row["high"], where)
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
    source = row["source"]
    if not source:
        raise InputError(f"{indicator}: source is empty.", f"{indicator}：source 没有填写。", where)
    return Band(indicator, low, high, Text(source, row.get("source_zh") or source))


def _columns(text: str, where: Text) -> list[str]:
    """Return the indicator, or the two of a difference."""
    columns = [part.strip() for part in text.split(MINUS.strip())]
    if len(columns) > 2:
        raise InputError(f"indicator '{text}' has more than one minus.", f"指标“{text}”中的减号多于一个。", where)
    for column in columns:
        try:
            indicator_of(column)
        except InputError as error:
            raise InputError(*_placed(error.text, where)) from None
        if column == "cost_per_participant":
            raise InputError(
                f"indicator '{column}' compares with the baseline; a band needs one that the baseline has itself.",
                f"指标“{column}”是与维持现状相比得出的；范围须用维持现状自身的指标。",
                where,
            )
    return columns


def _placed(text: Text, where: Text) -> Text:
    return Text(f"{where.en}: {text.en}", f"{where.zh}：{text.zh}")


def _number(name: str, text: str, where: Text) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{name} = '{text}' is not a number.", f"{name} = “{text}” 不是数。", where)
    return value


def _possible(columns: Iterable[str]) -> tuple[float, float]:
    """Return the least and the greatest value that an indicator, or a difference, can take."""
    tops = [1.0 if indicator_of(column).percent else math.inf for column in columns]
    return (0.0, tops[0]) if len(tops) == 1 else (-tops[1], tops[0])
