"""What the default community must show, and pattern (1): every policy moves its own problem's indicator."""

import numpy as np
import pytest

from experiments.compare.comparison import Comparison
from experiments.compare.study import compare
from experiments.plausible.bands import load_bands
from experiments.runs import Execution
from sim.indicators import INDICATORS, OWN
from sim.levers import PROBLEMS
from sim.scenarios.scenario import load_scenario, scenario_names

BANDS = {band.indicator: band for band in load_bands()}
ANSWERS = {name: load_scenario(name).problem for name in scenario_names() if load_scenario(name).problem}
CASES = [
    *((name, column) for name, problem in ANSWERS.items() for column in OWN[problem]),
    ("open_elections", "turnout"),
]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """All policies on twenty communities of 3,000."""
    return compare(replicates=20, equal_budget=None, execution=Execution(processes=2))


@pytest.fixture(scope="module")
def many() -> Comparison:
    """As many communities as a share of the few who leave takes."""
    return compare(["baseline"], replicates=120, equal_budget=None, execution=Execution(processes=2))


@pytest.mark.parametrize("indicator", BANDS)
def test_the_default_community_lies_within_the_band(request: pytest.FixtureRequest, indicator: str) -> None:
    band = BANDS[indicator]
    comparison = request.getfixturevalue("many" if indicator == "new_leaver_share" else "comparison")
    first, *second = (comparison.levels("baseline", column).mean for column in band.columns)
    assert band.low <= first - sum(second) <= band.high


@pytest.mark.parametrize(("policy", "column"), CASES)
def test_every_policy_moves_its_own_indicators_the_right_way(comparison: Comparison, policy: str, column: str) -> None:
    difference = comparison.differences(policy, column)
    better = INDICATORS[column.partition(".")[0]].better
    assert difference.low * better > 0 and difference.high * better > 0


def test_old_residents_and_members_take_part_and_vote_more(comparison: Comparison) -> None:
    for indicator in ("participation_12m", "turnout"):
        level = {group: comparison.levels("baseline", f"{indicator}.{group}").mean for group in ("young", "old")}
        assert level["old"] > level["young"]
    turnout = {group: comparison.levels("baseline", f"turnout.{group}").mean for group in ("party", "other")}
    assert turnout["party"] > turnout["other"]


def test_every_built_in_problem_has_a_policy_in_the_pattern() -> None:
    assert list(ANSWERS.values()) == list(PROBLEMS)


def test_shared_random_draws_makes_differences_surer_than_levels(comparison: Comparison) -> None:
    arm, column = comparison.arm("publicity"), comparison.columns.index("quality")
    values = comparison.window_means[:, :, column]
    assert np.std(values[:, arm] - values[:, 0]) < np.std(values[:, arm])
