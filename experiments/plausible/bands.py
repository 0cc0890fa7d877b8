"""The table of bands, which anybody can replace: read strictly, every mistake one sentence with its line.

A table (CSV or .xlsx) has the columns ``indicator``, ``low``, ``high`` and ``source``; ``source_zh``, ``profile``,
``policy``, ``against``, ``measure`` and ``months`` may be added, and what else there is nobody reads. A band with a
profile is known of that kind of community alone, and is asked of no other. Ends are in stored units, shares and
indices from 0 to 1, or in per cent with the sign. ``A - B``, ``A / B`` and ``A + B`` as an indicator are made of two.
``experiments.plausible.band`` tells what the others mean.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from experiments.plausible.band import ANY, DIFFERENCE, LEVEL, MEASURES, Band, possible, without_policy
from experiments.plausible.effects import check_measured, policy_text
from experiments.tables import Column, Note, Table, TableLine, at, read_table
from sim.errors import Gathering, InputError, nearest
from sim.indicators import indicator_of
from sim.params import PARAMS
from sim.scenarios.document import check_name, check_text, shown
from sim.scenarios.scenario import profile_names
from sim.text import Text

BANDS_FILE = Path(__file__).with_name("bands.csv")
COLUMNS, EXTRA = ("indicator", "low", "high", "source"), (
    "source_zh", "profile", "policy", "against", "measure", "months"
)  # fmt: skip
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("指标",), "low": ("下限", "最低", "lower", "from"), "high": ("上限", "最高", "upper", "to"),
    "source": ("来源", "依据", "出处"), "source_zh": ("中文来源", "来源中文"),
    "profile": ("社区类型", "类型", "kind", "kind of community"), "policy": ("政策", "手段", "levers"),
    "against": ("对照", "对照政策"), "measure": ("量度", "measured"), "months": ("月数",),
}  # fmt: skip
"""Headings that mean a column; capitals, spaces and units in brackets do not matter."""
LARGEST_FILE = 1024 * 1024  # bytes
ALIKE = 0.85  # names that agree so much are one with a slip of the pen
_OPERATOR = re.compile(r"([-+/])")
_TABLE = tuple(Column(name, HEADINGS[name], needed=name in COLUMNS) for name in (*COLUMNS, *EXTRA))


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
    bands: dict[tuple[object, ...], tuple[Band, int]] = {}
    for line in table.rows:
        band = gathered.of(partial(_band, table, line), None)
        if band is None:
            continue
        if (band.key, band.profile) in bands:
            gathered.add(InputError(
                f"{_asked(band).en} has a band already; write it once for each profile.",
                f"{_asked(band).zh}已有范围；每个指标对每种社区类型只写一次。",
                at(table.file, line.number),
            ))  # fmt: skip
        bands[band.key, band.profile] = band, line.number
    every = [band for band, _ in bands.values()]
    for place, (band, number) in enumerate(bands.values()):
        gathered.of(partial(_check_agrees, band, every[:place], every, at(table.file, number)), None)
    gathered.tell()
    return tuple(band for band, _ in bands.values())


def _asked(band: Band) -> Text:
    """Say what a band is about, as it is written."""
    under = Text(f" under '{band.policy}'", f"（{band.policy}）") if band.policy else Text("", "")
    return Text(f"indicator '{band.indicator}'{under.en}", f"指标“{band.indicator}”{under.zh}")


def _band(table: Table, line: TableLine) -> Band:
    """Read one line."""
    where, gathered = at(table.file, line.number), Gathering()
    indicator = gathered.of(partial(_indicator, line.cells["indicator"], where), "")
    low, high = (gathered.of(partial(_end, table, line, name), None) for name in ("low", "high"))
    source, cells = line.cells["source"], {name: line.cells.get(name) or "" for name in EXTRA}
    if not source:
        said = indicator or shown(line.cells["indicator"])
        gathered.add(InputError(f"{said}: source is empty.", f"{said}：source 没有填写。", where))
    for name in ("source", "source_zh"):
        gathered.of(partial(check_text, line.cells.get(name) or "", table.at(line.number, name)), None)
    profile = gathered.of(partial(_profile, cells["profile"], where), "")
    policy, against = (
        gathered.of(partial(policy_text, cells[name], table.at(line.number, name)), None)
        for name in ("policy", "against")
    )
    measure = gathered.of(partial(_measure, cells["measure"], where), LEVEL)
    months = gathered.of(partial(_months, table, line), 0)
    if low is None or high is None or not indicator or policy is None or against is None:
        gathered.tell()
    assert low is not None and high is not None and policy is not None and against is not None
    text = Text(source, cells["source_zh"] or source)
    band = Band(indicator, low, high, text, profile, policy, against, measure, months)
    gathered.of(partial(check_measured, band, where), None)
    gathered.of(partial(_check_ends, band, where), None)
    gathered.tell()
    return band


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


def _measure(name: str, where: Text) -> str:
    """Return what is measured; the level where nothing is said."""
    if not name or name in MEASURES:
        return name or LEVEL
    hint = nearest(name, MEASURES)
    raise InputError(
        f"there is no measure '{name}'; allowed are {', '.join(MEASURES)}.{hint.en}",
        f"没有量度“{name}”；允许 {'、'.join(MEASURES)}。{hint.zh}",
        where,
    )


def _months(table: Table, line: TableLine) -> int:
    """Return the length of the run, 0 where it is that of the plan."""
    if not line.cells.get("months"):
        return 0
    low, high = PARAMS["months"].low, PARAMS["months"].high
    months = table.number(line, "months").value
    if months != int(months) or not low <= months <= high:
        raise InputError(
            f"months = {months:g} is not a whole number in {low:g}..{high:g}.",
            f"months = {months:g} 不是 {low:g}..{high:g} 内的整数。",
            table.at(line.number, "months"),
        )
    return int(months)


def _end(table: Table, line: TableLine, name: str) -> float:
    return table.number(line, name).value


def _check_ends(band: Band, where: Text) -> None:
    """Refuse a band without width, and what cannot be."""
    low, high = band.low, band.high
    if low >= high:
        raise InputError(
            f"{band.indicator}: low = {low:g} is not below high = {high:g}.",
            f"{band.indicator}：low = {low:g} 不小于 high = {high:g}。",
            where,
        )
    least, most = possible(band)
    if low < least or high > most:
        hint = Text("; write 0.28 for 28 %", "；28% 请写成 0.28") if most == 1 else Text("", "")
        raise InputError(
            f"{band.indicator}: {low:g}..{high:g} is outside what is possible, {least:g}..{most:g}{hint.en}.",
            f"{band.indicator}：{low:g}..{high:g} 超出可能的范围 {least:g}..{most:g}{hint.zh}。",
            where,
        )


def _check_agrees(band: Band, earlier: Sequence[Band], every: Sequence[Band], where: Text) -> None:
    """Refuse a band of a policy that no world can meet, for what others say of the same."""
    same = [other for other in every if other.indicator == band.indicator
            and (not other.profile or not band.profile or other.profile == band.profile)]  # fmt: skip
    alike = [other for other in same if other.months == band.months and other.profile == band.profile
             and (other.policy == band.policy or (other.policy and ANY in (other.policy, band.policy)))]  # fmt: skip
    for other in alike if band.policy else ():
        if (other.measure, other.against) == (band.measure, band.against) and other in earlier:
            _refuse_apart(band, [other], other.low, other.high, where)
        if (band.measure, other.measure, other.against) == (LEVEL, DIFFERENCE, ""):
            for start in without_policy(same):
                _refuse_apart(band, [start, other], start.low + other.low, start.high + other.high, where)


def _refuse_apart(band: Band, others: Sequence[Band], low: float, high: float, where: Text) -> None:
    """Refuse a band that does not meet the range which others leave."""
    if low <= band.high and high >= band.low:
        return
    en, zh = (
        joint.join(f"{_asked(o).get(language)} {o.low:g}..{o.high:g}" for o in others)
        for language, joint in (("en", " and "), ("zh", "和"))
    )
    raise InputError(
        f"{_asked(band).en} in {band.low:g}..{band.high:g} contradicts {en}: no world can meet them all.",
        f"{_asked(band).zh} {band.low:g}..{band.high:g} 与{zh}矛盾，没有世界能同时符合。",
        where,
    )


def _indicator(text: str, where: Text) -> str:
    """Return the indicator, or the formula of two, as it is written everywhere."""
    parts = [part.strip() for part in _OPERATOR.split(text)]
    if len(parts) > 3:
        raise InputError(
            f"indicator {shown(text)} has more than two parts.", f"指标{shown(text, 'zh')}由两个以上部分组成。", where
        )
    for column in parts[::2]:
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
    return " ".join(parts)
