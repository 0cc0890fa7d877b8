import json
import math

import numpy as np
import pytest

from experiments.compare.study import InterruptedComparison, compare
from experiments.output.windows import column_index
from experiments.runs import Execution
from sim.errors import InputError
from sim.indicators import COLUMNS
from sim.quantity import Text
from sim.scenarios.scenario import Scenario
from tests.experiments.conftest import BURN_IN, N_RESIDENTS
from tests.small import ALONE

FEW = ["publicity", "training"]


def run(**options):
    settings = {"execution": ALONE, "replicates": 6, "months": 30, **options}
    return compare(settings.pop("scenarios", FEW), **settings)


def test_baseline_comes_first_and_is_added(engine):
    assert [arm.key for arm in run(equal_budget=None).arms] == ["baseline", "publicity", "training"]


def test_all_built_in_scenarios_are_the_default(engine):
    keys = [arm.key for arm in compare(execution=ALONE, replicates=1, months=2).arms]
    assert len(keys) == 33 and len(set(keys)) == 33
    assert keys[:2] == ["baseline", "training"] and keys[11:13] == ["community_fund", "package"]
    assert "money:fewer_orders+shadow" in keys and "money:package+shadow" in keys
    assert keys[-6:] == ["money:grant", *(f"curve:{yuan}" for yuan in (2500, 5000, 7500, 15_000, 20_000))]


def test_one_lockstep_run_a_community_holds_all_rows(engine):
    found = run()
    assert [call[0] for call in engine.calls] == list(range(6))
    assert {len(call[1]) for call in engine.calls} == {len(found.arms)}


def test_network_is_asked_of_the_first_community_alone(engine):
    found = run(scenarios=["package", "publicity"])
    assert [call[2] for call in engine.calls] == [(0, 1), None, None, None, None, None]
    assert found.network == "network" and found.network_arm == "package"


def test_network_is_the_last_policys_where_there_is_no_package(engine):
    assert run(equal_budget=None).network_arm == "training"


def test_differences_are_paired_by_community(engine):
    engine.spread, engine.noise = 5.0, 0.0  # communities differ wildly, the effect does not
    found = run().differences("publicity", "participation_12m")
    assert found.mean == pytest.approx(0.04) and found.half < 1e-12


def test_differences_agree_with_the_trajectories(engine):
    found = run()
    column = column_index("quality")
    means = found.trajectories[:, :, -24:, column].mean(axis=2)
    gain = means[:, found.arm("training")] - means[:, 0]
    assert found.differences("training", "quality").mean == pytest.approx(gain.mean(), rel=1e-12)


def test_window_is_the_last_24_months_and_five_years_for_quits(engine):
    found = run(months=80)
    assert found.window == (57, 80) and found.window_of("quit_rate") == (21, 80)
    assert found.levels("baseline", "quit_rate").mean == pytest.approx(np.arange(21, 81).mean() / 1000)


def test_window_is_all_policy_months_where_there_are_fewer(engine):
    found = run(months=10)
    assert found.window == (1, 10) and found.burn_in == BURN_IN
    assert found.levels("baseline", "quit_rate").mean == pytest.approx(5.5 / 1000)


def test_share_of_new_leavers_is_pooled(engine):
    assert run().levels("baseline", "new_leaver_share").mean == pytest.approx(1.5 / 2)


def test_cost_per_participant_is_yearly_cost_over_extra_residents(engine):
    engine.noise = 0.0
    found = run()
    assert found.cost_per_participant("publicity").mean == pytest.approx(12 * 4000 / (N_RESIDENTS * 0.04))
    assert math.isnan(found.cost_per_participant("training").mean)
    monthly = found.trajectories[:, found.arm("publicity"), -1, column_index("cost_per_participant")]
    assert monthly == pytest.approx(12 * 4000 / (N_RESIDENTS * 0.04))


def test_holm_corrects_over_the_policies_of_a_table(engine):
    found = run(equal_budget=None)
    plain, corrected = found.differences("publicity", "participation_12m").p, 2
    assert found.p_adjusted("publicity", "participation_12m") == pytest.approx(plain * corrected)
    assert math.isnan(found.p_adjusted("baseline", "participation_12m"))


def test_same_money_pays_the_rest_as_a_grant(engine):
    found = run()
    assert found.levels("money:training", "cost").mean == pytest.approx(10_000)
    assert found.arms[found.arm("money:training")].grant == pytest.approx(4060)
    assert found.levels("money:grant", "cost").mean == pytest.approx(10_000)


def test_levers_set_by_hand_reach_every_scenario_but_the_baseline(engine):
    found = run(levers={"training_hours": 3}, equal_budget=None)
    hours = [arm.scenario.at(1)["training_hours"] for arm in found.arms]
    assert hours == [0, 3, 3]


def test_shared_random_draws_is_reported(engine):
    engine.spread, engine.noise = 0.05, 0.01
    luck = run(replicates=100, equal_budget=None, scenarios=["publicity"]).common_random_numbers("participation_12m")[
        "publicity"
    ]
    policy = math.hypot(0.05, 0.04)
    assert luck.correlation == pytest.approx(0.05 / policy, abs=0.1)
    assert luck.unpaired == pytest.approx(100 * (0.05**2 + policy**2) / 0.04**2, rel=0.35)


def test_what_shared_random_draws_bought_is_told_policy_by_policy_and_from_eight_communities_on(engine):
    engine.spread, engine.noise = 0.05, 0.01
    found = run(replicates=8, equal_budget=None, scenarios=["publicity", "training"])
    at = found.columns.index("quality")
    told = found.to_json()["shared_luck"]["quality"]
    base, own = (found.window_means[:, found.arm(key), at] for key in ("baseline", "training"))
    need = 8 * (own.var() + base.var()) / (own - base).var()
    assert told["training"]["unpaired_communities"] == pytest.approx(need)
    assert told["training"]["correlation"] == pytest.approx(np.corrcoef(own, base)[0, 1])
    assert told["publicity"]["unpaired_communities"] is None  # it moves quality in no community
    few = run(replicates=7, equal_budget=None, scenarios=["publicity", "training"])
    assert few.common_random_numbers("quality") == {} and few.to_json()["shared_luck"]["quality"] == {}


def test_precision_adds_communities_until_it_is_reached(engine):
    engine.noise = 0.005  # half-width at n: t · 100 · 4 · 0.005 / √n points
    found = run(precision=1.0, replicates=2, equal_budget=None, scenarios=["publicity"])
    assert 8 < found.replicates <= 40 and found.replicates % 8 == 0
    assert 100 * found.differences("publicity", "participation_12m").half < 1.0
    assert f"reached with {found.replicates} communities" in found.precision_note.en
    earlier = found.window_means[: found.replicates - 8, :, column_index("participation_12m")]
    spread = (earlier[:, 1] - earlier[:, 0]).std(ddof=1) / math.sqrt(len(earlier))
    assert 100 * spread * 1.96 > 0.9


def test_precision_stops_at_200_and_says_so(engine):
    engine.noise = 0.5
    found = run(precision=0.1, months=1, equal_budget=None, scenarios=["publicity"])
    assert found.replicates == 200 and "not reached" in found.precision_note.en
    assert "未达到" in found.precision_note.zh


def test_progress_grows_with_the_batches(engine):
    engine.noise, heard = 0.005, []

    hears = Execution(processes=1, on_progress=heard.append)
    found = run(precision=1.0, equal_budget=None, scenarios=["publicity"], execution=hears)
    assert [far.done for far in heard] == list(range(1, found.replicates + 1))
    assert heard[7] == ("communities", 8, 8) and heard[8] == ("communities", 9, 16)


def test_ctrl_c_keeps_the_communities_that_are_finished(engine):
    def impatient(far):
        if far.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(InterruptedComparison) as stopped:
        run(execution=Execution(processes=1, on_progress=impatient))
    assert stopped.value.comparison.replicate_numbers == (0, 1, 2)


def test_ctrl_c_before_the_first_community_keeps_nothing(engine):
    engine.interrupted = True
    with pytest.raises(InterruptedComparison) as stopped:
        run()
    assert stopped.value.comparison is None


def test_table_holds_levels_of_the_baseline_and_differences_in_points(engine):
    engine.noise = 0.0
    found = run()
    table = found.table()
    assert list(table.index) == ["baseline", "publicity", "training"]
    assert table.loc["publicity", ("participation_12m", "difference")] == pytest.approx(4.0)
    level = found.levels("baseline", "quality").mean
    assert table.loc["baseline", ("quality", "difference")] == pytest.approx(100 * level)


def test_json_follows_the_contract(engine):
    found = run()
    summary = json.loads(json.dumps(found.to_json(), allow_nan=False))
    head = {"schema": 1, "seed": 1, "replicates": 6, "profile": "mixed", "months": 30, "window": [7, 30]}
    assert summary.items() >= head.items()
    policy = summary["scenarios"]["publicity"]
    assert set(policy["indicators"]) == set(COLUMNS) == set(policy["differences"])
    assert set(policy["differences"]["quality"]) == {
        "mean", "low", "high", "p_adjusted", "verdict", "communities_to_settle"
    }  # fmt: skip
    assert policy["cost"] == pytest.approx(4000)
    assert summary["same_money"]["budget"] == 10_000
    assert set(summary["same_money"]["scenarios"]) == {"publicity", "training", "grant"}


def test_baseline_alone_is_a_comparison_too(engine):
    found = run(scenarios=["baseline"])
    assert [arm.key for arm in found.arms][:2] == ["baseline", "money:grant"] and found.network is None


def test_given_twice_is_taken_once(engine):
    assert len(run(scenarios=["publicity", "publicity"], equal_budget=None).arms) == 2


def mine(name, **levers):
    return Scenario(name, Text("mine", "我的"), Text("?", "？"), levers)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"scenarios": ["publicty"]}, "publicity"),
        ({"scenarios": [mine("grant")]}, "kept for the row"),
        ({"scenarios": [mine("a"), mine("a", grant=1.0)]}, "Two different scenarios"),
        ({"profile": "mixt"}, "mixed"),
        ({"replicates": 0}, "replicates = 0 is outside 1"),
        ({"replicates": 2.5}, "not a whole number"),
        ({"seed": -1}, "seed = -1 is outside 0"),
        ({"seed": None}, "seed = None is not a whole number"),
        ({"months": 0}, "months = 0"),
        ({"precision": 0}, "precision = 0 is not a number of points above 0"),
        ({"precision": math.nan}, "precision = nan"),
        ({"precision": 1, "replicates": 201}, "more than precision may use"),
        ({"smallest": -1}, "smallest = -1"),
        ({"smallest": math.inf}, "smallest = inf"),
        ({"equal_budget": math.nan}, "equal_budget = nan"),
        ({"equal_budget": 50_000}, r"1\.\.40000"),
        ({"levers": {"trainig_hours": 1}}, "training_hours"),
        ({"levers": {"training_hours": 13}}, r"0\.\.12"),
        ({"params": {"forgeting": 0.1}}, "forgetting"),
    ],
)
def test_bad_input_is_one_sentence_before_anything_is_computed(engine, options, sentence):
    with pytest.raises(InputError, match=sentence):
        run(**options)
    assert engine.calls == []


def test_levers_set_where_nothing_but_the_baseline_is_compared_are_refused(engine):
    with pytest.raises(InputError, match=r"levers are set \(grant\), but only 'baseline' is compared"):
        run(scenarios=["baseline"], levers={"grant": 500.0})
