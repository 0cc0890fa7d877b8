"""Many scenarios at once: run in the background, kept for whoever asks the same, and reported."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from cachetools import LRUCache

from experiments.compare.comparison import Comparison
from experiments.compare.study import run
from experiments.explain.outcomes import MAIN_OUTCOMES
from experiments.output.command_line import reproduce
from experiments.policies.arms import FULL, MONEY, Arm
from experiments.policies.settings import Settings, checked
from experiments.runs import COMMUNITIES, Execution, PartDone
from report.compare.findings import CompareFindings
from report.compare.page import page
from report.frame import html
from sim.indicators import GROUPS, OWN, PRIMARY_OUTCOMES
from sim.scenarios.periods import SEED_TIME
from sim.scenarios.scenario import BASELINE, Scenario, scenario_names

SHOWN = tuple(f"satisfaction.{group}" for group in GROUPS)
MOST_CACHED = 8
"""Comparisons that stay in memory for the next visitor, about 25 MB each."""
_running = threading.Lock()
_cache: LRUCache[str, Comparison] = LRUCache(MOST_CACHED)


class LetGo(Exception):  # noqa: N818
    """The visitor does not wait for it any more."""


def settings_of(
    scenarios: Sequence[str | Scenario], profile: str, seed: int, replicates: int, period: str = SEED_TIME
) -> Settings:
    """Return the checked settings of a comparison.

    Raises:
        InputError: a value that cannot be used.
    """
    return checked(list(scenarios), profile=profile, period=period, seed=seed, replicates=replicates, worlds=False)


def compared(settings: Settings, progress: Callable[[int, int], None], stopped: threading.Event) -> Comparison:
    """Run a comparison, or find it where it has been run; one at a time runs in this server.

    Raises:
        LetGo: the visitor has gone on.
    """

    def heard(part: PartDone) -> None:
        if stopped.is_set():
            raise LetGo
        progress(part.done, part.of)

    begins = PartDone(COMMUNITIES, 0, settings.replicates)

    key = repr([(arm.key, arm.scenario.content()) for arm in settings.arms]) + repr(
        (settings.profile, settings.seed, settings.replicates, settings.months)
    )
    while not _running.acquire(timeout=0.2):
        heard(begins)
    try:
        if key not in _cache:
            heard(begins)
            _cache[key] = run(settings, Execution(on_progress=heard))
        return _cache[key]
    finally:
        _running.release()


def forget_comparisons() -> None:
    """Keep none of the comparisons any more."""
    with _running:
        _cache.clear()


def comparison_content(comparison: Comparison) -> dict[str, Any]:
    """Return what the page shows of a comparison, ready for JSON."""
    owns = list(dict.fromkeys(map(_own, comparison.row(FULL))))
    return {
        "kind": "compared",
        "replicates": comparison.replicates,
        "window": list(comparison.window),
        "windows": {item: list(comparison.window_of(item)) for item in owns},
        "budget": comparison.budget,
        "smallest": comparison.smallest,
        "profile": comparison.profile.name,
        "period": comparison.profile.period.name,
        "baseline": {item: comparison.levels(BASELINE, item).mean for item in owns},
        "rows": {
            row: [_arm(comparison, arm) for arm in comparison.row(row) if arm.key != BASELINE] for row in (FULL, MONEY)
        },
    }


def _arm(comparison: Comparison, arm: Arm) -> dict[str, Any]:
    columns = (*MAIN_OUTCOMES, *SHOWN)
    own = _own(arm)
    return {
        "key": arm.key,
        "name": arm.policy,
        "problem": arm.scenario.problem,
        "label": arm.label.content(),
        "differences": {column: _spread(comparison, arm.key, column) for column in columns},
        "own": own,
        "level": comparison.levels(arm.key, own).mean,
        "cost": comparison.realised_cost(arm.key),
        "shadow": comparison.differences(arm.key, "cost_with_shadow").mean
        - comparison.differences(arm.key, "cost").mean,
        "short": arm.row == MONEY and comparison.underspends(arm.key),
    }


def _own(arm: Arm) -> str:
    """Return the indicator that a policy is judged by first: that of its problem, else participation."""
    return OWN.get(arm.scenario.problem, PRIMARY_OUTCOMES)[0].partition(".")[0]


def _spread(comparison: Comparison, key: str, column: str) -> dict[str, float | str | None]:
    found = comparison.differences(key, column)
    return {
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
        "verdict": comparison.verdict(key, column),
    }


def report_page(comparison: Comparison, lang: str) -> bytes:
    """Return the full report as one page that holds its pictures."""
    names = [arm.policy for arm in comparison.row(FULL)[1:]]
    period = comparison.profile.period
    given: dict[str, str | None] = {
        "--profile": comparison.profile.name, "--period": None if period.is_usual else period.name,
        "--replicates": f"{comparison.replicates}", "--months": None,
        "--seed": f"{comparison.seed}", "--precision": None, "--smallest": "1", "--equal-budget": "10000",
    }  # fmt: skip
    built_in = scenario_names()
    line = reproduce([name if name in built_in else f"{name}.toml" for name in names], given, {}, lang, worlds=False)
    return html(page(CompareFindings(comparison, lang), line)).encode()
