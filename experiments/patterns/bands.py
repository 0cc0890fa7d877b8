"""The levels that a community without policy is known by, as patterns: the project's table of bands, row by row."""

from experiments.output.windows import POOLED
from experiments.patterns.measures import level
from experiments.patterns.pattern import OBSERVED, Pattern, Unit, between
from experiments.patterns.surer import SURER
from experiments.plausible.bands import Band, load_bands
from sim.indicators import indicator_of
from sim.text import Text

FAMILY = "bands"
_CALIBRATED = Text("yes: the defaults were chosen within the bands", "是：默认参数就是在各范围之内选定的")


def band_patterns() -> tuple[Pattern, ...]:
    """Return a pattern for every band on a level of the mixed community; bands on effects are not for this table.

    Raises:
        InputError: the table of bands has a mistake.
    """
    return tuple(_pattern(band) for band in load_bands() if _of_level(band))


def _of_level(band: Band) -> bool:
    """Tell whether a band speaks of a level without policy, in a community of any kind."""
    return not band.profile and not getattr(band, "policy", "")


def _pattern(band: Band) -> Pattern:
    first, *second = band.columns
    indicator = indicator_of(first)
    unit = Unit(indicator.unit, 100.0, 1) if indicator.percent else Unit(indicator.unit)
    label, source = band.label, band.source
    return Pattern(
        f"band_{first}" + (f"_less_{second[0]}" if second else ""),
        Text(f"without policy: {label.en}", f"维持现状：{label.zh}"),
        OBSERVED,
        between(band.low, band.high),
        unit,
        source,
        level(first, *second),
        FAMILY,
        _CALIBRATED,
        SURER if first == POOLED else 1,
    )
