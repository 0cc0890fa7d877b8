import numpy as np
import pytest

from experiments.output.statistics import Interval
from report.compare.findings import CompareFindings
from report.compare.titles import paths_title
from sim.quantity import Text
from sim.scenarios.scenario import Scenario

TWO = ["baseline", "training", "publicity"]
PART, QUALITY = "participation_12m", "quality"


def findings(make, effects, **options):
    options.setdefault("names", TWO)
    return CompareFindings(make(replicates=4, budget=None, effects=effects, **options), "en")


def test_effect_is_in_points_with_the_paired_interval(make):
    f = findings(make, {("training", PART): [2.0, 3.0, 4.0, 3.0]})
    effect = f.effect("training", PART)
    half = 3.182446 * np.std([2, 3, 4, 3], ddof=1) / 2
    assert effect.mean == pytest.approx(3.0)
    assert effect.half == pytest.approx(half, rel=1e-5)


def test_effect_of_one_community_is_neither_rise_nor_fall():
    effect = Interval(5.0)
    assert not (effect.rises or effect.falls or effect.decided)


def test_leader_is_one_policy_when_its_paired_lead_excludes_zero(make):
    lead = {("training", PART): [5.0, 6.0, 7.0, 6.0], ("publicity", PART): [4.0, 5.1, 6.0, 4.9]}
    assert findings(make, lead).leaders(PART, TWO[1:]) == ["training"]


def test_leaders_are_all_that_cannot_be_told_from_the_first(make):
    tie = {("training", PART): [5.0, 6.0, 7.0, 6.0], ("publicity", PART): [6.0, 5.0, 6.0, 6.5]}
    assert set(findings(make, tie).leaders(PART, TWO[1:])) == {"training", "publicity"}


def test_leaders_are_none_when_the_best_effect_is_too_small_to_matter(make):
    small = {("training", PART): [0.4, 0.5, 0.5, 0.6], ("publicity", PART): [0.1, 0.1, 0.2, 0.1]}
    assert findings(make, small).leaders(PART, TWO[1:]) == []


def test_leaders_are_none_when_the_best_effect_may_be_random_draws(make):
    noisy = {("training", PART): [-9.0, 15.0, -3.0, 9.0], ("publicity", PART): [0.0, 0.0, 0.0, 0.1]}
    assert findings(make, noisy).leaders(PART, TWO[1:]) == []


def test_policy_lowers_when_the_interval_is_below_zero_and_the_loss_matters(make):
    f = findings(make, {("training", QUALITY): [-2.0, -2.2, -1.9, -2.1]})
    assert f.lowering(QUALITY, ["training"]) == ["training"]


@pytest.mark.parametrize("values", [[-2.0, 1.0, -4.0, 0.5], [-0.3, -0.31, -0.29, -0.3]])
def test_policy_does_not_lower_when_undecided_or_too_small(make, values):
    assert findings(make, {("training", QUALITY): values}).lowering(QUALITY, ["training"]) == []


def with_gap(make, gap, final):
    f = findings(make, {("training", PART): [final, final, final + 0.05, final - 0.05]})
    column = f.comparison.columns.index(PART)
    paths = f.comparison.trajectories
    paths[:, 1, :, column] = paths[:, 0, :, column]
    paths[:, 1, -120:, column] += np.asarray(gap) / 100
    return f


def test_an_early_peak_does_not_count_as_time_to_effect(make):
    gap = np.zeros(120)
    gap[10:20], gap[30:] = 3.0, 4.0
    assert with_gap(make, gap, 4.0).months_to_half("training") == 31


def test_time_to_effect_is_unknown_for_effects_too_small(make):
    assert with_gap(make, np.full(120, 0.5), 0.5).months_to_half("training") is None


def test_gain_that_sinks_to_half_of_its_best_year_has_faded(make):
    gap = np.full(120, 8.0)
    gap[60:] = 4.0
    faded = with_gap(make, gap, 4.0).faded("training")
    assert faded is not None
    assert faded.mean == pytest.approx(4.0, abs=0.1)


def test_a_gain_of_which_nothing_is_left_has_faded_too(make):
    gap = np.zeros(120)
    gap[:24] = 5.0
    f = with_gap(make, gap, 0.0)
    assert f.faded("training").mean == pytest.approx(5.0, abs=0.1)
    assert "lost over a third of the best year's" in paths_title(f) and "none is seen" not in paths_title(f)


def test_gain_that_stays_has_not_faded(make):
    assert with_gap(make, np.full(120, 4.0), 4.0).faded("training") is None


def test_price_of_a_participant_is_yearly_cost_over_extra_residents(make):
    f = findings(make, {("training", PART): [4.0, 4.0, 4.1, 3.9], ("training", "cost"): [3000.0] * 4})
    assert f.yuan_per_participant("training") == pytest.approx(12 * 3000 / (0.04 * 3000))


@pytest.mark.parametrize(("gain", "cost"), [([0.5, 1.8, 0.4, 1.6], 3000.0), ([4.0, 4.1, 3.9, 4.0], 0.0)])
def test_price_is_left_out_when_the_effect_may_be_too_small_or_is_free(make, gain, cost):
    f = findings(make, {("training", PART): gain, ("training", "cost"): [cost] * 4})
    assert f.yuan_per_participant("training") is None


def test_cheapest_and_dearest_are_ranked_on_people_for_the_money(make):
    f = findings(make, {
        ("training", PART): [4.0, 4.1, 3.9, 4.0], ("training", "cost"): [2000.0] * 4,
        ("publicity", PART): [6.0, 6.1, 5.9, 6.0], ("publicity", "cost"): [9000.0] * 4,
    })  # fmt: skip
    assert f.cheapest(TWO[1:]) == ["training"]
    assert f.cheapest(TWO[1:], dearest=True) == ["publicity"]


def test_package_leaves_the_scale_of_the_policies_that_answer_one_problem(whole):
    f = CompareFindings(whole, "en")
    assert f.wide == ["package"]
    assert f.policies[-1] == "package"


def test_package_alone_has_a_scale_of_its_own(make):
    f = findings(make, {}, names=["baseline", "package"])
    assert f.wide == []
    assert f.singles == ["package"]


def test_problem_of_a_users_scenario_comes_from_its_levers(make):
    f = findings(make, {})
    own = Scenario("own", Text("Own", "自定"), Text("?", "？"), levers={"training_hours": 3.0})
    mixed = Scenario("mixed", Text("M", "混"), Text("?", "？"), levers={"training_hours": 3.0, "wage_rise": 0.1})
    for scenario, problem in ((own, "P1"), (mixed, "")):
        arm = f.comparison.arms[1]
        object.__setattr__(arm, "scenario", scenario)
        assert f.problem("training") == problem


def test_dagger_marks_work_that_is_shifted_but_not_paid(whole):
    f = CompareFindings(whole, "zh")
    assert f.marked("fewer_orders") == "减少行政任务†"
    assert f.marked("money:fewer_orders+shadow") == "减少行政任务（计影子成本）"
    assert f.marked("training") == "培训人员"


def test_long_name_is_shortened_with_an_ellipsis(make):
    f = findings(make, {})
    long = Text("A very long name that a user has thought of for it", "一个特别长的、用户自己想出来的方案名称")
    object.__setattr__(f.comparison.arms[1].scenario, "label", long)
    assert f.label("training").endswith("…")
    assert len(f.label("training")) <= 26
