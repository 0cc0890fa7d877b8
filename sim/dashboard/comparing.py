"""Many scenarios at once: run in the background, kept for whoever asks the same, and reported."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from experiments.cli.compare import reproduce
from experiments.compare import Settings, checked, run
from experiments.comparison import HEADLINES, Comparison
from experiments.lanes import BASELINE, FULL, MONEY, Lane
from experiments.report import write_report
from experiments.report.own_problem import OWN
from sim.dashboard.kept import Kept
from sim.indicators import GROUPS
from sim.scenario import BUILT_IN, Scenario

SHOWN = tuple(f"satisfaction.{group}" for group in GROUPS)
MOST_KEPT = 8
"""Comparisons that stay in memory for the next visitor, about 25 MB each."""
_running = threading.Lock()
_kept: Kept[Comparison] = Kept(MOST_KEPT)


class LetGo(Exception):  # noqa: N818
    """The visitor does not wait for it any more."""


def settings_of(scenarios: Sequence[str | Scenario], profile: str, seed: int, replicates: int) -> Settings:
    """Return the checked settings of a comparison.

    Raises:
        InputError: a value that cannot be used.
    """
    return checked(list(scenarios), profile=profile, seed=seed, replicates=replicates, worlds=False)


def compared(settings: Settings, progress: Callable[[int, int], None], stopped: threading.Event) -> Comparison:
    """Run a comparison, or find it where it has been run; one at a time runs in this server.

    Raises:
        LetGo: the visitor has gone on.
    """

    def heard(done: int, of: int) -> None:
        if stopped.is_set():
            raise LetGo
        progress(done, of)

    key = repr([(lane.key, lane.scenario.content()) for lane in settings.lanes]) + repr(
        (settings.profile, settings.seed, settings.replicates, settings.months)
    )
    while not _running.acquire(timeout=0.2):
        heard(0, settings.replicates)
    try:
        if found := _kept.find(key):
            return found
        heard(0, settings.replicates)
        return _kept.keep(key, run(settings, heard))
    finally:
        _running.release()


def forget_comparisons() -> None:
    """Keep none of the comparisons any more."""
    with _running:
        _kept.forget()


def comparison_content(comparison: Comparison) -> dict[str, Any]:
    """Return what the page shows of a comparison, ready for JSON."""
    owns = list(dict.fromkeys(map(_own, comparison.row(FULL))))
    return {
        "kind": "compared",
        "replicates": comparison.replicates,
        "window": list(comparison.window),
        "windows": {own: list(comparison.window_of(own)) for own in owns},
        "budget": comparison.budget,
        "smallest": comparison.smallest,
        "profile": comparison.profile.name,
        "seed": comparison.seed,
        "baseline": {own: comparison.levels(BASELINE, own).mean for own in owns},
        "rows": {
            row: [_lane(comparison, lane) for lane in comparison.row(row) if lane.key != BASELINE]
            for row in (FULL, MONEY)
        },
    }


def _lane(comparison: Comparison, lane: Lane) -> dict[str, Any]:
    columns = (*HEADLINES, "satisfaction", *SHOWN)
    own = _own(lane)
    return {
        "key": lane.key,
        "name": lane.policy,
        "problem": lane.scenario.problem,
        "label": lane.label.content(),
        "differences": {column: _spread(comparison, lane.key, column) for column in columns},
        "own": own,
        "level": comparison.levels(lane.key, own).mean,
        "cost": comparison.realised_cost(lane.key),
        "shadow": comparison.differences(lane.key, "cost_with_shadow").mean
        - comparison.differences(lane.key, "cost").mean,
        "factor": lane.factor,
        "short": lane.row == MONEY and comparison.underspends(lane.key),
    }


def _own(lane: Lane) -> str:
    """Return the indicator that a policy is judged by first: that of its problem, else participation."""
    return OWN.get(lane.scenario.problem, HEADLINES)[0].partition(".")[0]


def _spread(comparison: Comparison, key: str, column: str) -> dict[str, float | bool | None]:
    found = comparison.differences(key, column)
    return {
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
        "small": comparison.too_small(key, column),
    }


def report_page(comparison: Comparison, lang: str) -> bytes:
    """Return the full report as one page that holds its pictures."""
    names = [lane.policy for lane in comparison.row(FULL)[1:]]
    given: dict[str, str | None] = {
        "--profile": comparison.profile.name, "--replicates": f"{comparison.replicates}", "--months": None,
        "--seed": f"{comparison.seed}", "--precision": None, "--smallest": "1", "--equal-budget": "10000",
    }  # fmt: skip
    line = reproduce([name if name in BUILT_IN else f"{name}.toml" for name in names], given, {}, lang, worlds=False)
    with TemporaryDirectory() as folder:
        return write_report(comparison, Path(folder), lang, line)[0].read_bytes()
