"""The levels that a community without policy is known by, as patterns: the project's table of bands, row by row."""

from experiments.output.windows import POOLED
from experiments.patterns.measures import level
from experiments.patterns.pattern import JUDGED, OBSERVED, Pattern, Unit, between
from experiments.patterns.surer import SURER
from experiments.plausible.band import Band
from experiments.plausible.bands import load_bands
from sim.indicators import indicator_of
from sim.text import Text

FAMILY = "bands"
_CALIBRATED = Text("yes: defaults were chosen to meet it", "是：默认参数就是照着它选定的")
_MET = Text("no: defaults were set without it", "否：选定默认参数时没有用它")
JUDGEMENT = "judgement"
SET_WITHOUT = (
    "satisfaction", "trust", "belonging", "other_money_share", "top_tenth_share", "hot_cold_gap",
    "official_turnout - turnout", "trust_satisfaction_r",
)  # fmt: skip
"""Bands that no default was chosen to meet, nor a rule after the same source."""


def band_patterns() -> tuple[Pattern, ...]:
    """Return a pattern for every band on a level of the mixed community; bands on effects are not for this table.

    Raises:
        InputError: the table of bands has a mistake.
    """
    return tuple(_pattern(band) for band in load_bands() if _of_level(band))


def _of_level(band: Band) -> bool:
    """Tell whether a band speaks of a level without policy, in a community of any kind.

    How many times as much members take part, and how much more they trust, are patterns by themselves.
    """
    return not (band.profile or band.policy or band.spread or band.operator == "/")


def _pattern(band: Band) -> Pattern:
    first, *second = band.columns
    indicator = indicator_of(first)
    unit = Unit(indicator.unit, 100.0, 1) if indicator.percent else Unit(indicator.unit)
    label, source = band.label, band.source
    return Pattern(
        f"band_{first}" + (f"_less_{second[0]}" if second else ""),
        Text(f"without policy: {label.en}", f"维持现状：{label.zh}"),
        JUDGED if source.en.startswith(JUDGEMENT) else OBSERVED,
        between(band.low, band.high),
        unit,
        source,
        level(first, *second),
        FAMILY,
        _MET if band.indicator in SET_WITHOUT else _CALIBRATED,
        SURER if first == POOLED else 1,
    )
