"""What a finished district says, read back from its folder, and its numbers as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.district.totals import PEOPLE, SUMMED
from experiments.output.manifest import read_manifest, read_table, settings_of
from sim.indicators import indicator_of, label_of
from sim.scenarios.scenario import BASELINE
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

HEADLINES = ("participation_12m", "quality")
SHOWN = (PEOPLE, *HEADLINES, "satisfaction", "trust", "volunteer_hours", "cost")


@dataclass(frozen=True)
class Findings:
    """What a finished folder says, in one language."""

    folder: Path
    lang: str
    manifest: Mapping[str, Any]
    communities: "DataFrame"
    totals: "DataFrame"
    traits: "DataFrame"

    @classmethod
    def of(cls, folder: Path, lang: str) -> "Findings":
        """Read a folder.

        Raises:
            InputError: it holds no district, or a file is missing or broken.
        """
        manifest = read_manifest(folder, "district")
        tables = [read_table(folder / f"{name}.parquet") for name in ("communities", "district", "traits")]
        return cls(folder, lang, manifest, *tables)

    def either(self, en: str, zh: str) -> str:
        """Return the text of the language."""
        return zh if self.lang == "zh" else en

    @cached_property
    def labels(self) -> dict[str, str]:
        """The scenarios by name, in their order, as they are called."""
        settings = settings_of(self.manifest, self.folder)
        return {own["name"]: own["label"][self.lang] for own in settings["scenarios"]}

    @cached_property
    def policies(self) -> list[str]:
        """The scenarios beside the baseline, largest effect on participation first."""
        found = self.totals[(self.totals["outcome"] == HEADLINES[0]) & (self.totals["scenario"] != BASELINE)]
        return found.sort_values("difference", ascending=False, kind="stable")["scenario"].tolist()

    @cached_property
    def left_out(self) -> list[str]:
        """Communities of the file that have no results."""
        return list(settings_of(self.manifest, self.folder)["left_out"])

    @property
    def n(self) -> int:
        """How many communities the district has."""
        return int(self.communities["name"].nunique())

    def of_policy(self, policy: str) -> "DataFrame":
        """Return the communities under one policy, in the file's order."""
        return self.communities[self.communities["scenario"] == policy]

    def total(self, policy: str, outcome: str) -> Any:
        """Return the row of the district's totals."""
        own = self.totals
        return own[(own["scenario"] == policy) & (own["outcome"] == outcome)].iloc[0]


def value(outcome: str, number: float, *, sign: bool = False) -> str:
    """Return a number of an outcome as people read it; shares and indices in points."""
    plus = "+" if sign and number else ""
    if outcome == PEOPLE or outcome in SUMMED:
        return f"{number:{plus},.0f}".replace("-", "−")
    return f"{100 * number:{plus}.1f}".replace("-", "−")


def name_of(outcome: str, lang: str) -> str:
    """Return what an outcome of the totals is called, with its unit where it is a sum."""
    if outcome == PEOPLE:
        return Text("Residents taking part", "参与的居民（人）").get(lang)
    label = label_of(outcome).get(lang)
    if outcome in SUMMED:
        unit = indicator_of(outcome).unit.get(lang)
        return f"{label}（{unit}）" if lang == "zh" else f"{label} ({unit})"
    return label


def total_rows(totals: "DataFrame", labels: Mapping[str, str], lang: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return heads and rows of the district's totals: levels of the baseline, then differences with half intervals."""
    heads = (Text("Policy", "政策").get(lang), *(name_of(outcome, lang) for outcome in SHOWN))
    by_key = totals.set_index(["scenario", "outcome"])
    rows = []
    for scenario, label in labels.items():
        cells = [label]
        for outcome in SHOWN:
            own = by_key.loc[(scenario, outcome)]
            if scenario == BASELINE:
                cells.append(value(outcome, own["level"]))
            else:
                cells.append(_with_spread(outcome, own["difference"], (own["high"] - own["low"]) / 2))
        rows.append(cells)
    return heads, rows


def _with_spread(outcome: str, difference: float, half: float) -> str:
    """Return a difference ± half its interval, where that is known and not nothing."""
    spread = value(outcome, half) if half == half else ""
    return value(outcome, difference, sign=True) + (f" ±{spread}" if spread.strip("0.") else "")
