"""What the default community must show, and pattern (1): every policy moves its own problem's indicator."""

import numpy as np
import pytest

from experiments.compare.comparison import Comparison
from experiments.compare.study import compare
from experiments.plausible.band import Band, bands_of, effects_among, without_policy
from experiments.plausible.bands import load_bands
from experiments.plausible.effects import effects, scenario_of
from experiments.runs import Execution
from sim.indicators import INDICATORS, OWN
from sim.levers import PROBLEMS
from sim.scenarios.scenario import load_scenario, scenario_names

OURS = bands_of(load_bands(), "mixed")
BANDS = {band.label.en: band for band in without_policy(OURS)}
EFFECTS = effects_among(OURS)
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


@pytest.mark.parametrize("label", BANDS)
def test_the_default_community_lies_within_the_band(request: pytest.FixtureRequest, label: str) -> None:
    band = BANDS[label]
    comparison = request.getfixturevalue("many" if band.indicator == "new_leaver_share" else "comparison")
    value, *second = (comparison.levels("baseline", column).mean for column in band.columns)
    for other in second:
        value = value / other if band.operator == "/" else value - other
    if band.spread:
        value /= comparison.levels("baseline", band.spread).mean
    assert band.low <= value <= band.high


@pytest.fixture(scope="module")
def known_effects(comparison: Comparison) -> dict[str, float]:
    """What policies do by default, by the label of the band; built-in ones are those of ``comparison``."""
    columns = {column for band in EFFECTS for column in band.needed}

    def means_of(found: Comparison, name: str) -> dict[str, np.ndarray]:
        return {column: np.array([found.levels(name, column).mean]) for column in columns}

    means = {(name, 120): means_of(comparison, name) for name in scenario_names() if name != "baseline"}
    for months in dict.fromkeys(band.months or 120 for band in EFFECTS):
        asked = [band for band in EFFECTS if (band.months or 120) == months]
        texts = dict.fromkeys(text for band in asked for text in (band.policy, band.against) if "=" in text)
        chosen = {"": load_scenario("baseline"), **{text: scenario_of(text) for text in texts}}
        found = compare(
            list(chosen.values()), months=months, replicates=20, equal_budget=None, execution=Execution(processes=2)
        )
        means |= {(text, months): means_of(found, scenario.name) for text, scenario in chosen.items()}
    values = effects(EFFECTS, 120, means)[0]
    return {band.label.en: value for band, value in zip(EFFECTS, values, strict=True)}


@pytest.mark.parametrize("band", EFFECTS, ids=lambda band: f"{band.indicator} {band.policy} {band.measure}")
def test_by_default_policies_do_what_is_known_of_them(known_effects: dict[str, float], band: Band) -> None:
    assert band.low <= known_effects[band.label.en] <= band.high


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
