"""Bands: what a plausible community shows, without any policy and under one.

A band without a policy is held against the baseline. One with a policy asks what is known of effects: a world is kept
only if the policy does there what experiments and surveys found. ``measure`` says what is held between the ends:

    level       the indicator itself
    difference  the indicator under the policy less that without, or under ``against``
    ratio       the indicator under the policy over that without, or under ``against``
    relative    the policy's difference over that of ``against``
    sd          the difference in standard deviations between residents without the policy
    elasticity  ln(ratio) / ln(1 + the policy's one lever)
    rebound     of the hours that ``admin_reduction`` takes off, the share that has come back

All are of means over a world's communities and over the window of the indicator, the last months of ``months``.
"""

import math
import operator
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.errors import InputError
from sim.indicators import INDICATORS, indicator_of, label_of
from sim.levers import LEVERS
from sim.scenarios.scenario import load_scenario
from sim.text import Text

LEVEL, DIFFERENCE, RATIO, RELATIVE, SD, ELASTICITY, REBOUND = MEASURES = (
    "level", "difference", "ratio", "relative", "sd", "elasticity", "rebound",
)  # fmt: skip
ANY = "any"
"""A policy that means every scenario of the plan, each by itself."""

_OPERATOR = re.compile(r"\s*([-+/])\s*")
_BETWEEN = {"-": Text("less", "减"), "+": Text("and", "与"), "/": Text("over", "比")}
_COMBINED = {"-": operator.sub, "+": operator.add, "/": operator.truediv}
_MEASURED: Mapping[str, Text] = {
    LEVEL: Text("", ""),
    DIFFERENCE: Text("difference", "变化"),
    RATIO: Text("ratio", "比值"),
    RELATIVE: Text("ratio of effects", "效应之比"),
    SD: Text("in standard deviations", "以标准差计"),
    ELASTICITY: Text("elasticity", "弹性"),
    REBOUND: Text("relief lost", "减负回弹占比"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """The range [low, high] that something is held against, and what it rests on.

    ``indicator`` is one, or two with -, + or / between them. ``policy`` and ``against`` are the name of a scenario or
    levers, ``lever=value; lever=value``, empty for none; ``months`` is the length of the run, 0 for that of the plan;
    ``profile`` the kind of community that it is known of, empty for any.
    """

    indicator: str
    low: float
    high: float
    source: Text
    profile: str = ""
    policy: str = ""
    against: str = ""
    measure: str = LEVEL
    months: int = 0

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """Return what is measured, whatever the ends."""
        return self.indicator, self.policy, self.against, self.measure, self.months

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the indicator, or the two of a formula."""
        return tuple(_OPERATOR.split(self.indicator)[::2])

    @property
    def operator(self) -> str:
        """Return what stands between two indicators; empty for one."""
        return "".join(_OPERATOR.split(self.indicator)[1::2])

    @property
    def spread(self) -> str:
        """Return the indicator of the standard deviation between residents that it is stated in; empty for none."""
        return f"{self.columns[0].partition('.')[0]}_sd" if self.measure == SD else ""

    @property
    def needed(self) -> tuple[str, ...]:
        """Return all indicators that it is computed from."""
        return (*self.columns, *([self.spread] if self.spread else []))

    @property
    def of_share(self) -> bool:
        """Tell whether it is about one share or index as such."""
        return self.measure == LEVEL and len(self.columns) == 1 and indicator_of(self.columns[0]).percent

    @property
    def label(self) -> Text:
        """Return what is measured, in words."""
        first, *second = (label_of(column) for column in self.columns)
        en, zh = first
        if second:
            between = _BETWEEN[self.operator]
            en, zh = f"{en} {between.en} {second[0].en}", f"{zh}{between.zh}{second[0].zh}"
        how, zh_how = _MEASURED[self.measure]
        en = f"{en}, {how}" if how else en
        if not self.policy:
            return Text(en, f"{zh}（{zh_how}）" if zh_how else zh)
        under, other = (_named(policy) for policy in (self.policy, self.against))
        against = Text(f", against {other.en}", f"；对照：{other.zh}") if self.against else Text("", "")
        months = Text(f", after {self.months} months", f"；{self.months} 个月后") if self.months else Text("", "")
        within = f"{zh_how}；{under.zh}" if zh_how else under.zh
        return Text(f"{en}, under {under.en}{against.en}{months.en}", f"{zh}（{within}{against.zh}{months.zh}）")

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
            "policy": self.policy, "against": self.against, "measure": self.measure, "months": self.months,
        }  # fmt: skip


def _named(policy: str) -> Text:
    """Say a policy in words: its label, or those of its levers with their values."""
    if policy == ANY:
        return Text("any policy", "任一政策")
    if "=" not in policy:
        return load_scenario(policy).label if policy else Text("", "")
    levers = [(LEVERS[name].label, value) for name, value in levers_of(policy).items()]
    return Text(
        " and ".join(f"{label.en} {value:,g}" for label, value in levers),
        "、".join(f"{label.zh} {value:,g}" for label, value in levers),
    )


def levers_of(policy: str) -> dict[str, float]:
    """Return the levers that a policy sets from the first month, none of no policy and of ``any``."""
    if not policy or policy == ANY:
        return {}
    if "=" not in policy:
        return dict(load_scenario(policy).levers)
    return {name: float(value) for name, value in (part.split("=") for part in policy.split("; "))}


def band_of(content: Mapping[str, str | float]) -> Band:
    """Return the band of what ``Band.content`` gave."""
    return Band(
        str(content["indicator"]), float(content["low"]), float(content["high"]),
        Text(str(content["source"]), str(content["source_zh"])), str(content["profile"]), str(content["policy"]),
        str(content["against"]), str(content["measure"]), int(content["months"]),
    )  # fmt: skip


def bands_of(bands: Iterable[Band], profile: str) -> tuple[Band, ...]:
    """Return the bands that a kind of community is held against, those without a policy first.

    Its own, and those of any kind for the rest.

    Raises:
        InputError: there is none without a policy.
    """
    known = list(bands)
    own = {band.key for band in known if band.profile == profile}
    wanted = [band for band in known if band.profile == profile or (not band.profile and band.key not in own)]
    if not without_policy(wanted):
        raise InputError(
            f"no band speaks of the profile '{profile}' without a policy: every one is of another kind of community, "
            "or of effects alone.",
            f"没有一个范围适用于社区类型“{profile}”的现状：各范围只针对别的类型，或只针对政策效应。",
        )
    return (*without_policy(wanted), *effects_among(wanted))


def without_policy(bands: Iterable[Band]) -> tuple[Band, ...]:
    """Return those about the baseline."""
    return tuple(band for band in bands if not band.policy)


def effects_among(bands: Iterable[Band]) -> tuple[Band, ...]:
    """Return those about what a policy does."""
    return tuple(band for band in bands if band.policy)


def formula(band: Band, first: Any, *second: Any) -> Any:
    """Return one indicator, or what comes of two."""
    return _COMBINED[band.operator](first, *second) if second else first


def possible(band: Band) -> tuple[float, float]:
    """Return the least and the greatest value that it can take."""
    tops = [1.0 if indicator_of(column).percent else math.inf for column in band.columns]
    least = -math.inf if any(INDICATORS[c.partition(".")[0]].unit.en == "correlation" for c in band.columns) else 0.0
    own = (least, tops[0])
    if len(tops) == 2:
        own = {"-": (-tops[1], tops[0]), "+": (0.0, sum(tops)), "/": (0.0, math.inf)}[band.operator]
    if band.measure == LEVEL:
        return own
    if band.measure == DIFFERENCE:
        return own[0] - own[1], own[1] - own[0]
    return (0.0, math.inf) if band.measure == RATIO else (-math.inf, math.inf)
