"""In which period results were computed, and the year of prices that stands beside money."""

from collections.abc import Mapping
from typing import Any

from sim.scenarios.periods import Period, usual_period
from sim.text import Text


def period_of(settings: Mapping[str, Any]) -> Period:
    """Return the period that settings tell of; those of an earlier version are of the default."""
    own = settings.get("period")
    if own is None:
        return usual_period()
    return Period(str(own["name"]), Text(own["label"]["en"], own["label"]["zh"]), int(own["prices"]))


def period_row(period: Period, lang: str) -> tuple[str, str]:
    """Return the row of the table on where results come from."""
    label, en, zh = period.label, f" ({period.name})", f"（{period.name}）"
    said = Text(
        f"{label.en}{'' if label.en == period.name else en}, {period.money.en}",
        f"{label.zh}{'' if label.zh == period.name else zh}，{period.money.zh}",
    )
    return Text("Period", "时期").get(lang), said.get(lang)


def measured_elsewhere(period: Period) -> Text | None:
    """Say that what is stored with the program was measured in the default period, where this is another."""
    if period.is_usual:
        return None
    usual = usual_period().label
    return Text(
        f"The stored worlds were found in another period ({usual.en}) than this one ({period.label.en}).",
        f"存好的世界是在另一个时期（{usual.zh}）找到的，不是本次的时期（{period.label.zh}）。",
    )
