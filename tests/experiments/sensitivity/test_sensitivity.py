"""The analysis on known functions, through the code that analyses the model; only ``sweep`` is stood in for."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.output.manifest import read_manifest
from experiments.plan import Plan, make_plan
from experiments.runs import Execution
from experiments.sensitivity import Sensitivity, sensitivity, study, uncertain
from experiments.sensitivity.files import read_results
from experiments.sensitivity.indices import Effort, leading
from experiments.sensitivity.outcomes import Outcome, stochastic_error_of
from experiments.sensitivity.problem import seed_of
from experiments.sensitivity.reading import checked
from sim.errors import InputError
from sim.params import PARAMS
from tests.experiments.standin import Function, constant, g_function, ishigami, sweeping
from tests.small import ALONE

ALL = """
question = {en = "Which?", zh = "哪些？"}
scenarios = ["baseline"]
[params]
forgetting = 0.03
[design]
kind = "morris"
samples = 4
"""
THREE = {"forgetting": (0.015, 0.06), "quit_scale": (0.02, 0.07), "pay_sensitivity": (0.5, 1.5)}


def a_plan(moved: dict[str, tuple[float, float]] = THREE, **changes: Any) -> Plan:
    settings: dict[str, Any] = {"replicates": 2, "months": 12, "samples": 20, "kind": "morris"} | changes
    design = {"kind": settings.pop("kind"), "samples": settings.pop("samples"), "params": moved}
    return make_plan(["baseline", "publicity"], design=design, **settings)


def analysed(
    monkeypatch: pytest.MonkeyPatch, out: Path, policy: Function, quality: Function = constant, **options: Any
) -> Sensitivity:
    monkeypatch.setattr(study, "sweep", sweeping(policy, quality, options.pop("fails", lambda point: False)))
    plan = options.pop("plan", None) or a_plan()
    return sensitivity(plan, out, **{"samples": 128, "parameters": 3} | options)


def rows(table: pd.DataFrame, index: str, measure: str = "difference", outcome: str = "participation_12m") -> Any:
    own = table[(table["index"] == index) & (table["measure"] == measure) & (table["outcome"] == outcome)]
    return own[own["scenario"] == "publicity"].set_index("parameter")


def test_ishigami_is_divided_as_it_should_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = analysed(monkeypatch, tmp_path, ishigami, samples=2048)
    first, total = rows(found.sobol, "first"), rows(found.sobol, "total")
    for item, truth in ((first, (0.3139, 0.4424, 0.0)), (total, (0.5576, 0.4424, 0.2437))):
        for name, share in zip(THREE, truth, strict=True):
            assert item.loc[name, "estimate"] == pytest.approx(share, abs=0.03)
            assert item.loc[name, "low"] - 0.02 <= share <= item.loc[name, "high"] + 0.02


def test_the_g_function_is_divided_as_it_should_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = analysed(monkeypatch, tmp_path, g_function, samples=2048)
    a = np.array([0.0, 1.0, 4.5])
    parts = (1 / 3) / (1 + a) ** 2
    whole = np.prod(1 + parts) - 1
    others = np.prod(1 + parts) / (1 + parts)
    np.testing.assert_allclose(rows(found.sobol, "first").loc[list(THREE), "estimate"], parts / whole, atol=0.03)
    np.testing.assert_allclose(
        rows(found.sobol, "total").loc[list(THREE), "estimate"], parts * others / whole, atol=0.03
    )


def test_an_effect_is_the_change_over_the_whole_range(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = analysed(monkeypatch, tmp_path, lambda unit: 0.2 * unit[:, 0] - 0.05 * unit[:, 1])
    size, mean, spread = (rows(found.screening, index)["estimate"] for index in ("mu_star", "mu", "sigma"))
    np.testing.assert_allclose(size[list(THREE)], [0.2, 0.05, 0], atol=1e-12)
    np.testing.assert_allclose(mean[list(THREE)], [0.2, -0.05, 0], atol=1e-12)
    np.testing.assert_allclose(spread, 0, atol=1e-12)


def test_differences_are_paired_and_free_of_what_all_worlds_share(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = analysed(monkeypatch, tmp_path, ishigami)
    random = {(item.outcome.measure, item.outcome.scenario): item for item in found.stages[1].luck}
    for item in random.values():  # communities give 0 and 1 at every point alike
        assert item.luck == pytest.approx(0, abs=1e-20) and item.share == pytest.approx(0, abs=1e-20)
    assert random["difference", "publicity"].variance == pytest.approx(random["level", "publicity"].variance)


def test_random_variation_is_the_residual_of_points_and_communities() -> None:
    rng = np.random.default_rng(3)
    runs = rng.normal(size=(50, 1)) + 9 * rng.normal(size=(1, 3)) + rng.normal(0, 0.3, (50, 3))
    own = stochastic_error_of(Outcome("quality", "level", "baseline"), runs)
    left = runs - runs.mean(1)[:, None] - runs.mean(0)[None] + runs.mean()
    assert own.luck == pytest.approx((left**2).sum() / (49 * 2) / 3)
    assert own.share == pytest.approx(own.luck / runs.mean(1).var(ddof=1)) and own.share < 0.06


def test_an_outcome_that_does_not_vary_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = analysed(monkeypatch, tmp_path, ishigami)
    still = found.sobol[found.sobol["outcome"] == "quality"]
    assert still["estimate"].isna().all() and still["resolved"].isna().all()
    assert ("quality", "level", "baseline") in found.stages[1].constant
    effects = found.screening[found.screening["outcome"] == "quality"]
    assert (effects["estimate"] == 0).all() and effects["runs_needed"].isna().all()


def test_where_nothing_varies_at_all_the_second_stage_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no parameter moves any outcome"):
        analysed(monkeypatch, tmp_path, constant)


def test_wide_intervals_are_marked_with_the_runs_that_would_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = analysed(monkeypatch, tmp_path, ishigami, samples=64)
    first = rows(found.sobol, "first")
    wide = first["high"] - first["low"] > 0.10
    assert wide.any() and (first["resolved"] == ~wide).all()
    for row in first[wide].itertuples():
        groups = 1 << int(np.ceil(np.log2(64 * ((row.high - row.low) / 0.10) ** 2)))
        assert row.runs_needed == groups * (3 + 2) * 2 * 2
    assert first.loc[~wide, "runs_needed"].isna().all()


def test_the_runs_needed_do_resolve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    few = rows(analysed(monkeypatch, tmp_path / "few", ishigami, samples=128).sobol, "first")
    groups = int(few["runs_needed"].max()) // (5 * 2 * 2)
    many = rows(analysed(monkeypatch, tmp_path / "many", ishigami, samples=groups).sobol, "first")
    assert groups > 512
    assert (many["high"] - many["low"]).max() < 0.125


def test_runs_grow_with_the_square_of_the_width_and_come_in_powers_of_two_where_they_must() -> None:
    assert Effort(10, 100, doubling=False).needed(0.2, 0.1) == 40 * 100
    assert Effort(10, 100, doubling=False).needed(0.21, 0.1) == 45 * 100
    assert Effort(512, 56, doubling=True).needed(0.11, 0.1) == 1024 * 56
    assert Effort(512, 56, doubling=True).needed(0.2, 0.1) == 2048 * 56


def test_whole_blocks_with_a_failure_are_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(point: int) -> bool:
        return point == 6  # in trajectory 2 of four points each, and in group 2 of five

    found = analysed(monkeypatch, tmp_path, ishigami, fails=fails, samples=64)
    assert [(stage.samples, stage.accepted, stage.failed) for stage in found.stages] == [(20, 19, 4), (64, 63, 4)]
    assert np.isfinite(rows(found.sobol, "first")["estimate"]).all()


def test_the_blocks_that_are_left_give_the_indices_of_themselves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def straight(unit: np.ndarray) -> np.ndarray:
        return unit[:, 0] + 2 * unit[:, 2]

    found = analysed(monkeypatch, tmp_path, straight, fails=lambda point: point in (0, 30), samples=64)
    np.testing.assert_allclose(rows(found.screening, "mu_star").loc[list(THREE), "estimate"], [1, 0, 2], atol=1e-12)


def test_too_many_failures_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="6 of 20 trajectories have a run that failed"):
        analysed(monkeypatch, tmp_path, ishigami, fails=lambda point: point % 4 == 0 and point < 24)
    assert not (tmp_path / "manifest.json").exists()


@pytest.mark.parametrize("seed", [0, 1])
def test_the_same_seed_gives_the_same_tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seed: int) -> None:
    one, two = (
        analysed(monkeypatch, tmp_path / name, ishigami, plan=a_plan(seed=seed), samples=32) for name in ("a", "b")
    )
    pd.testing.assert_frame_equal(one.screening, two.screening)
    pd.testing.assert_frame_equal(one.sobol, two.sobol)
    assert (tmp_path / "a" / "sobol.parquet").read_bytes() == (tmp_path / "b" / "sobol.parquet").read_bytes()


def test_no_stage_is_left_without_a_seed() -> None:
    assert min(seed_of(0, "screening"), seed_of(0, "sobol")) > 0
    assert seed_of(0, "screening") != seed_of(0, "sobol") != seed_of(1, "sobol")


def test_the_leading_parameters_of_every_outcome_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = analysed(
        monkeypatch,
        tmp_path,
        lambda unit: unit[:, 0],
        lambda unit: 0.01 * unit[:, 2] + 0.001 * unit[:, 1],
        parameters=2,
    )
    assert found.stages[1].problem.names == ("forgetting", "pay_sensitivity")
    assert leading(found.stages[0].rows, 9) == ["forgetting", "pay_sensitivity", "quit_scale"]


def test_every_uncertain_rule_parameter_is_moved_where_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "all.toml"
    file.write_text(ALL, encoding="utf-8")
    moved = checked(file).design.ranges
    assert moved == dict(uncertain({"forgetting": 0.03}).ranges) and len(moved) > 200
    assert "forgetting" not in moved
    assert all(moved[name] == (PARAMS[name].low, PARAMS[name].high) for name in moved)
    assert not {PARAMS[name].group for name in moved} & {"people", "time"}


def test_shares_that_would_not_fit_together_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "event_budget_share" in uncertain().names
    monkeypatch.setattr(
        "experiments.plan.uncertain.WHOLES", (("event_budget_share", "service_budget_share", "voice_bias"),)
    )
    assert not {"event_budget_share", "service_budget_share", "voice_bias"} & set(uncertain().names)


def test_what_counts_something_stays_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Plan] = []
    stand_in = sweeping(lambda unit: unit[:, 0] + unit[:, 3], constant)
    monkeypatch.setattr(study, "sweep", lambda plan, out, **options: (seen.append(plan), stand_in(plan, out))[1])
    sensitivity(a_plan({"member_units": (0, 40), "forgetting": (0.015, 0.06)}), tmp_path, samples=8, parameters=2)
    assert [plan.design.kind for plan in seen] == ["morris", "saltelli"]
    units = np.concatenate([plan.design.points[:, plan.design.params.index("member_units")] for plan in seen])
    assert (units == np.round(units)).all() and len(np.unique(units)) > 4


@pytest.mark.parametrize("changes,said", [
    ({"kind": "latin"}, "needs kind = 'morris'"),
    ({"samples": 3}, "4 trajectories are the least"),
    ({"profiles": ["mixed", "old_compound"]}, "sensitivity takes one"),
])  # fmt: skip
def test_other_plans_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        checked(a_plan(**changes))


def test_levers_are_not_moved() -> None:
    design = {"kind": "morris", "samples": 4, "levers": {"wage_rise": [0, 0.3]}}
    with pytest.raises(InputError, match="sensitivity moves parameters"):
        checked(make_plan("baseline", design=design))


@pytest.mark.parametrize("options,said", [
    ({"samples": 100}, "not a power of two; the nearest below is 64"),
    ({"samples": 4}, "outside 8"),
    ({"parameters": 0}, "outside 1"),
])  # fmt: skip
def test_numbers_that_cannot_be_used_are_refused(options: dict[str, int], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        sensitivity(a_plan(), tmp_path, **options)


def test_without_salib_the_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plan = a_plan()
    monkeypatch.setattr("experiments.sensitivity.problem.has_salib", lambda: False)
    with pytest.raises(InputError, match="python -m pip install -e") as caught:
        sensitivity(plan, tmp_path)
    assert 'python -m pip install -e ".[analysis]"' in caught.value.get("zh")


def test_the_folder_tells_everything_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = analysed(
        monkeypatch,
        tmp_path,
        ishigami,
        samples=32,
        execution=Execution(command="python run.py sensitivity a.toml --out b"),
    )
    results = read_results(tmp_path)
    pd.testing.assert_frame_equal(results.screening, found.screening)
    pd.testing.assert_frame_equal(results.sobol, found.sobol)
    manifest = read_manifest(tmp_path)
    assert (manifest["kind"], manifest["files"]) == ("sensitivity", ["screening.parquet", "sobol.parquet"])
    assert manifest["counts"]["asked"] == (20 * 4 + 32 * 5) * 4
    assert results.settings["stages"]["sobol"]["ranges"].keys() == set(found.sobol["parameter"])


def test_the_model_itself_is_analysed_point_for_point(tmp_path: Path) -> None:
    moved = {"forgetting": (0.015, 0.06), "visit_cost": (7.5, 22.5)}
    small = {"n_residents": 600, "n_buildings": 12, "burn_in_months": 12}
    plan = a_plan(moved, params=small, replicates=1, samples=4, months=12)
    found = sensitivity(plan, tmp_path, samples=8, parameters=2, execution=ALONE)
    size = found.screening[found.screening["index"] == "mu_star"].groupby("parameter")["estimate"].max()
    assert size["visit_cost"] == 0 < size["forgetting"]
    assert found.stages[1].problem.names == ("forgetting",)
    total = rows(found.sobol, "total", "level")
    assert total.loc["forgetting", "estimate"] > 0.5
    again = sensitivity(plan, tmp_path, samples=8, parameters=2, execution=ALONE)
    pd.testing.assert_frame_equal(again.sobol, found.sobol)
