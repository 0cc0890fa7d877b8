"""What is drawn together: a heading for every family of patterns, and the months that are shown of some."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.patterns.pattern import Array
from experiments.patterns.runs import YEAR, Runs
from sim.indicators import POINTS_OF_100
from sim.levers import PROBLEMS
from sim.text import Text


@dataclass(frozen=True, slots=True)
class Path:
    """The months of a column under a scenario, less those of another one where it is named."""

    label: Text
    scenario: str
    less: str = ""


@dataclass(frozen=True, slots=True)
class Months:
    """A picture over the months: a column, its unit with a factor, and the scenarios."""

    column: str
    unit: Text
    factor: float
    paths: tuple[Path, ...]


_BASE = Path(Text("no policy", "维持现状"), "baseline")
TITLES: dict[str, Text] = {
    "bands": Text("Without policy: is it a community as they are known?", "维持现状：像不像已知的社区？"),
    "age": Text("Age", "年龄"),
    "members": Text("Party members and others", "党员与其他居民"),
    "openness": Text("Openness alone", "单是公开"),
    "contact": Text("Contact and information", "走访与宣传"),
    "match": Text("Matched gifts", "捐助配套"),
    **{
        name: Text(f"{name}: {PROBLEMS[name].en}", f"{name}：{PROBLEMS[name].zh}")
        for name in PROBLEMS
    },
    "publicity": Text("Publicity alone", "只做宣传"),
    "capacity": Text("Publicity on top of services and relief", "先有服务和减负，再做宣传"),
    "pay": Text("Pay and load", "薪酬与负荷"),
    "package": Text("All ten together", "十项齐上"),
    "lasting": Text("After the package has ended", "十项停止以后"),
    "asymmetry": Text("Trust lost and won", "失去与赢得的信任"),
    "relief": Text("Relief that comes back", "减负的反弹"),
    "posts": Text("New posts that are absorbed", "被吸收的新岗位"),
    "still": Text("Ten years of doing nothing", "十年什么都不做"),
    "money": Text("Money of others", "非政府经费"),
}  # fmt: skip
"""Families measured in communities, in the order of the page; a closed form is a family of its own."""

OVER_MONTHS: dict[str, Months] = {
    "publicity": Months("trust", POINTS_OF_100, 100.0, (
        _BASE, Path(Text("publicity", "加大宣传"), "publicity"),
    )),
    "lasting": Months("participation_month", Text("points", "点"), 100.0, (
        Path(Text("weight 2", "权重 2"), "package_for_a_time_2", "peers_2"),
        Path(Text("weight 6", "权重 6"), "package_for_a_time_6", "peers_6"),
    )),
    "asymmetry": Months("trust", Text("points", "点"), 100.0, (
        Path(Text("more orders", "任务加重"), "more_orders", "baseline"),
        Path(Text("fewer orders", "同等减负"), "relief_without_rule", "baseline"),
    )),
    "relief": Months("orders_asked", Text("hours a month", "小时/月"), 1.0, (
        _BASE, Path(Text("relief", "减负"), "relief_without_rule"), Path(Text("with the rule", "有准入制度"),
             "fewer_orders"),
    )),
    "posts": Months("orders_asked", Text("hours a month", "小时/月"), 1.0, (
        Path(Text("three posts", "三个岗位"), "posts", "baseline"),
        Path(Text("with the rule", "有准入制度"), "posts_with_rule", "baseline"),
    )),
    "still": Months("quality", POINTS_OF_100, 100.0, (_BASE,)),
}  # fmt: skip
"""Families whose picture shows the months too: means over communities, smoothed over a year."""


def months_of(runs: Runs) -> dict[str, Any]:
    """Return the lines of the families that are drawn over the months, as far as their scenarios were run."""
    return {family: drawn for family, months in OVER_MONTHS.items() if (drawn := _lines(runs, months)) is not None}


def _lines(runs: Runs, months: Months) -> dict[str, Any] | None:
    if any(name not in runs.scenarios for path in months.paths for name in (path.scenario, path.less) if name):
        return None
    lines = []
    for path in months.paths:
        values = runs.path(path.scenario, months.column)
        if path.less:
            values = values - runs.path(path.less, months.column)
        lines.append({"label": path.label.content(), "values": (months.factor * _over_a_year(values)).tolist()})
    first = YEAR
    return {"column": months.column, "unit": months.unit.content(), "first": first, "lines": lines}


def _over_a_year(values: Array) -> Array:
    """Return the mean over communities and over the twelve months that end with each, from the twelfth on."""
    mean = values.mean(axis=0)
    return np.convolve(mean, np.full(YEAR, 1 / YEAR), mode="valid")
