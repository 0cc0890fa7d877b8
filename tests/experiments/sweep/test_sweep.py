"""A sweep computes what is missing, keeps what fails beside what is done, and goes on after any stop."""

import json
import sys
import threading
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import experiments.sweep
import sim.engine.replicate
from cli import main
from experiments.output.manifest import read_manifest
from experiments.plan import make_plan
from experiments.runs import Execution, LocalEngine
from experiments.runs.pool import PoolError
from experiments.runs.pool import broken as broken_pool
from experiments.store import read_summary, status
from experiments.store.request import tables_from_writer, tables_wanted
from experiments.sweep import study
from experiments.sweep.estimate import expected
from experiments.sweep.study import InterruptedSweep, checked_plan, publish_now, run_one, sweep
from sim.errors import InputError
from tests.experiments.stores import opened
from tests.small import ALONE

TINY = {"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 6.0}
DESIGN = {"kind": "grid", "levers": {"wage_rise": [0.0, 0.3]}, "params": {"forgetting": [0.02, 0.05]}}
FILE = """\
question.en = "Does pay matter?"
question.zh = "工资要紧吗？"
scenarios = ["baseline", "publicity"]
replicates = 2
months = 8
[params]
n_residents = 120
n_buildings = 4
burn_in_months = 6
[design]
kind = "grid"
[design.levers]
wage_rise = [0.0, 0.3]
"""


def a_plan(**changes):
    given = {"scenarios": ["baseline", "publicity"], "replicates": 2, "months": 8, "params": TINY, "design": DESIGN}
    return make_plan(**{**given, **changes})


def here(plan, out, **options):
    return sweep(plan, out, **{"execution": ALONE, **options})


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "pay.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def broken(monkeypatch):
    """Publicity where people forget quickly raises, until ``broken`` is emptied."""
    bad = ["publicity"]

    def run_worlds(worlds, runs, **given):
        if any(plan.name in bad and worlds[item].get("forgetting") == 0.05 for item, plan in runs):
            raise ZeroDivisionError("no such number")
        return real(worlds, runs, **given)

    real = sim.engine.replicate.run_worlds
    monkeypatch.setattr(sim.engine.replicate, "run_worlds", run_worlds)
    return bad


def test_a_sweep_gives_one_row_a_run_with_its_design(tmp_path):
    swept = here(a_plan(), tmp_path / "out")
    rows = swept.summary()
    assert (swept.asked, swept.done, swept.failed, swept.computed, len(rows)) == (16, 16, 0, 16, 16)
    assert rows["key"].is_unique and set(rows["scenario"]) == {"baseline", "publicity"}
    assert sorted(rows["wage_rise"].unique()) == [0.0, 0.3] and sorted(rows["replicate"].unique()) == [1, 2]
    pairs = rows.pivot(index=["point", "replicate"], columns="scenario", values="awareness")
    assert (pairs["publicity"] > pairs["baseline"]).all()


def test_a_second_call_computes_nothing_and_leaves_the_same_bytes(tmp_path):
    here(a_plan(), tmp_path)
    before = (tmp_path / "summary.parquet").read_bytes()
    again = here(a_plan(), tmp_path)
    assert (again.done, again.computed) == (16, 0)
    assert (tmp_path / "summary.parquet").read_bytes() == before


def test_more_replicates_add_to_those_that_are_there(tmp_path):
    first = here(a_plan(), tmp_path).summary()
    more = here(a_plan(), tmp_path, replicates=5)
    assert (more.asked, more.computed) == (40, 24)
    kept = more.summary().set_index("key").loc[first["key"]]
    pd.testing.assert_frame_equal(kept[["quality", "trust"]], first.set_index("key")[["quality", "trust"]])


def test_another_scenario_in_the_plan_computes_only_its_own_runs(tmp_path):
    here(a_plan(), tmp_path)
    more = here(a_plan(scenarios=["baseline", "publicity", "training"]), tmp_path)
    assert (more.asked, more.computed) == (24, 8)


def test_results_do_not_depend_on_processes_or_on_stops(tmp_path, monkeypatch):
    here(a_plan(replicates=4), tmp_path / "one")
    sweep(a_plan(replicates=4), tmp_path / "two", execution=Execution(processes=2))
    for replicates in (1, 3, 4):
        here(a_plan(), tmp_path / "parts", replicates=replicates)
    tables = {(tmp_path / name / "summary.parquet").read_bytes() for name in ("one", "two", "parts")}
    assert len(tables) == 1


def test_results_of_other_rules_are_kept_apart_and_never_used(tmp_path, monkeypatch):
    before = here(a_plan(), tmp_path).summary()
    monkeypatch.setattr(experiments.sweep.study, "code", lambda: "f" * 64)
    notes = []
    after = here(a_plan(), tmp_path, execution=replace(ALONE, on_note=lambda text: notes.append(text.en)))
    assert after.computed == 16
    assert "16 runs under another fingerprint" in notes[0]
    (apart,) = (tmp_path / "earlier").glob("*/summary.parquet")
    assert set(pd.read_parquet(apart)["key"]) == set(before["key"])
    assert not set(after.summary()["key"]) & set(before["key"])


def test_a_run_that_fails_is_recorded_and_the_others_go_on(tmp_path, broken):
    swept = here(a_plan(), tmp_path)
    failures = swept.failures()
    assert (swept.done, swept.failed, len(failures), len(swept.summary())) == (12, 4, 4, 12)
    assert set(failures["error"]) == {"ZeroDivisionError: no such number"}
    assert json.loads(failures["inputs"].iloc[0])["params"]["forgetting"] == 0.05
    again = here(a_plan(), tmp_path)
    assert (again.computed, again.failed) == (0, 4)


def test_a_failed_run_can_be_run_alone_and_takes_its_place(tmp_path, broken):
    swept = here(a_plan(), tmp_path)
    key = swept.failures()["key"].iloc[0]
    failure = run_one(a_plan(), tmp_path, key[:16])
    assert failure is not None and "no such number" in failure.error
    broken.clear()
    assert run_one(a_plan(), tmp_path, key[:16]) is None
    assert key in set(swept.summary()["key"]) and key not in set(swept.failures()["key"])


def test_a_key_that_names_no_run_is_refused(tmp_path):
    here(a_plan(), tmp_path)
    with pytest.raises(InputError, match="0 runs of the plan have a key that begins with 'zz'"):
        run_one(a_plan(), tmp_path, "zz")


def test_fail_fast_stops_at_the_first_failure(tmp_path, broken):
    swept = here(a_plan(replicates=5), tmp_path, fail_fast=True)
    assert swept.failed and swept.computed < swept.asked


def test_ctrl_c_keeps_and_publishes_what_is_done(tmp_path):
    def stop(far):
        raise KeyboardInterrupt

    with pytest.raises(InterruptedSweep) as caught:
        here(a_plan(replicates=3), tmp_path, execution=replace(ALONE, on_progress=stop))
    swept = caught.value.swept
    assert 0 < swept.done < swept.asked and len(swept.summary()) == swept.done
    assert here(a_plan(replicates=3), tmp_path).computed == swept.asked - swept.done


class BreakingEngine(LocalEngine):
    """Stands for workers that the system ends again and again after their first job."""

    def run(self, jobs):
        yield next(super().run(jobs))
        raise broken_pool()


def test_where_no_workers_last_it_is_said_how_many_runs_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.runs.execution.open_engine", lambda *_: BreakingEngine(1))
    plan = a_plan(replicates=3)
    with pytest.raises(PoolError) as caught:
        here(plan, tmp_path)
    kept = len(read_summary(tmp_path))
    assert 0 < kept < 24
    said = f"{kept} of 24 runs are kept in {tmp_path}; the same command goes on from there."
    assert said in str(caught.value) and f"24 次运行中已有 {kept} 次" in caught.value.get("zh")


def test_tables_can_be_published_without_computing(tmp_path):
    here(a_plan(), tmp_path)
    swept = publish_now(a_plan(replicates=3), tmp_path)
    assert (swept.asked, swept.done, swept.computed, len(swept.summary())) == (24, 16, 0, 16)


def test_months_are_kept_where_the_plan_asks_and_are_computed_when_it_asks_later(tmp_path):
    without = here(a_plan(), tmp_path).summary()
    swept = here(a_plan(trajectories=True), tmp_path)
    months = swept.trajectories()
    assert swept.computed == 16 and len(months) == 16 * (6 + 8)
    pd.testing.assert_frame_equal(swept.summary(), without)
    last = months[months["month"] > 0].groupby(["point", "scenario", "replicate"], observed=True)["quality"].mean()
    wanted = without.set_index(["point", "scenario", "replicate"])["quality"].sort_index()
    np.testing.assert_allclose(last.sort_index().to_numpy(), wanted.to_numpy(), rtol=1e-5)


def test_what_is_shown_on_the_way_ends_at_all_runs(tmp_path):
    seen = []
    here(
        a_plan(replicates=3),
        tmp_path,
        execution=replace(ALONE, on_progress=lambda far: seen.append((far.done, far.interim.text().en))),
    )
    assert seen[-1][0] == 24 and sorted(seen) == seen
    assert {text for _, text in seen} == {""}  # a mean over points of a design says nothing
    assert status(tmp_path).done == 24


@pytest.mark.parametrize("profiles,design,said", [
    (["mixed"], None, True), (["mixed", "old_compound"], None, False), (["mixed"], DESIGN, False),
])  # fmt: skip
def test_progress_shows_a_mean_with_an_interval_only_where_nothing_was_made_to_differ(tmp_path, profiles, design, said):
    seen = []
    here(
        a_plan(profiles=profiles, design=design),
        tmp_path,
        execution=replace(ALONE, on_progress=lambda far: seen.append(far.interim.text())),
    )
    assert ("±" in seen[-1].en and "±" in seen[-1].zh) is said and all(text.en == "" for text in seen if not said)


def test_the_primary_outcome_at_the_end_is_that_of_all_runs(tmp_path):
    swept = here(a_plan(design=None, replicates=3), tmp_path)
    table = swept.summary().pivot(index="replicate", columns="scenario", values="participation_12m")
    paired = 100 * (table["publicity"] - table["baseline"])
    half = 4.302652729911275 * paired.std() / 3**0.5  # Student's t of two degrees of freedom
    said = status(tmp_path).interim.en
    assert f"{paired.mean():+.1f} ±{half:.1f}".replace("-", "−") in said


def test_a_sweep_that_runs_publishes_by_itself_and_when_it_is_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(study, "REPORT_EVERY", 0.0)
    seen = []

    def look(far):
        seen.append(((tmp_path / "manifest.json").exists(), tables_wanted(tmp_path)))
        (tmp_path / "tables-wanted").touch()

    here(a_plan(replicates=4), tmp_path, execution=replace(ALONE, on_progress=look))
    assert seen[0] == (False, False) and seen[-1] == (True, False)
    assert not tables_wanted(tmp_path)


def test_tables_are_asked_of_who_is_at_work(tmp_path):
    with opened(tmp_path):
        answer = threading.Timer(0.3, lambda: (tmp_path / "tables-wanted").unlink())
        answer.start()
        assert tables_from_writer(tmp_path)
        with pytest.raises(InputError, match="has not written its tables"):
            tables_from_writer(tmp_path, patience=0.3)
    assert not tables_from_writer(tmp_path) and not tables_wanted(tmp_path)


def test_the_status_says_that_other_rules_made_the_runs(tmp_path, monkeypatch):
    here(a_plan(), tmp_path)
    assert not status(tmp_path).other_rules and "other rules" not in status(tmp_path).text().en
    monkeypatch.setattr(sys.modules["experiments.store.status"], "installed", lambda: "f" * 64)
    assert "its runs are of other rules" in status(tmp_path).text().en and "另一套规则" in status(tmp_path).text().zh


def test_more_than_ten_million_runs_need_a_yes():
    values = [float(value) for value in np.linspace(0.02, 0.05, 101)]
    huge = a_plan(design={"kind": "grid", "params": {"forgetting": values, "voice_bias": values}}, replicates=1000)
    with pytest.raises(InputError, match="20,402,000 runs"):
        checked_plan(huge)
    assert checked_plan(huge, yes=True).n_runs == 20_402_000


def test_the_expectation_counts_all_runs_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = expected(a_plan(), ALONE)
    assert found.runs == 16 and found.seconds > 0 and found.size > 16 * 1000
    assert not list(tmp_path.iterdir())


def test_the_command_sweeps_tells_its_state_and_runs_one_again(plan_file, tmp_path, broken, capsys):
    out = str(tmp_path / "out")
    asked = ["sweep", str(plan_file), "--out", out, "--processes", "1", "--lang", "en"]
    assert main(asked) == 0
    assert "8 of 8 runs" in capsys.readouterr().err
    assert main(["sweep", "--status", out, "--lang", "en"]) == 0
    assert "8 of 8 runs done, 0 failed, 0 left" in capsys.readouterr().out
    plan_file.write_text(FILE.replace("[design]", "forgetting = 0.05\n[design]"), encoding="utf-8")
    assert main(asked) == 1
    told = capsys.readouterr().err
    assert "4 runs failed; the first: ZeroDivisionError: no such number" in told
    again = told[told.index("python run.py sweep") :].split()[2:]
    assert again.count("--lang") == 1
    assert main(again) == 1
    assert "Traceback" in capsys.readouterr().err
    broken.clear()
    assert main(again) == 0


def test_a_dry_run_starts_nothing(plan_file, tmp_path, capsys):
    assert main(["sweep", str(plan_file), "--dry-run", "--processes", "1", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("8 runs, about ")
    assert [path.name for path in tmp_path.iterdir()] == ["pay.toml"]


@pytest.mark.parametrize(
    "words,told",
    [
        ([], "PLAN is missing"),
        (["pay.toml"], "--out is missing"),
        (["pey.toml", "--out", "x"], "Did you mean 'pay.toml'?"),
        (["pay.toml", "--out", "x", "--engine", "daks:x"], "engine"),
        (["pay.toml", "--out", "x", "--replicates", "0"], "replicates = 0"),
        (["pay.toml", "--out", "x", "--publish"], "not a store"),
        (["--status", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(plan_file, words, told, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["sweep", *words, "--lang", "en"]) == 2
    error = capsys.readouterr().err.strip()
    assert told in error and "\n" not in error
    assert [path.name for path in tmp_path.iterdir()] == ["pay.toml"]


def test_merge_joins_what_two_machines_have_done(plan_file, tmp_path, capsys):
    whole, one, other = (str(tmp_path / name) for name in ("whole", "one", "other"))
    asked = ["sweep", str(plan_file), "--processes", "1", "--lang", "en", "--out"]
    assert main([*asked, one, "--replicates", "1"]) == main([*asked, whole]) == main([*asked, other]) == 0
    capsys.readouterr()
    assert main(["merge", one, other, "--out", str(tmp_path / "both"), "--lang", "en"]) == 0
    assert "2 stores are joined" in capsys.readouterr().err
    assert read_manifest(tmp_path / "both")["command"].startswith("python run.py merge ")
    keys = [set(pd.read_parquet(tmp_path / name / "summary.parquet")["key"]) for name in ("whole", "both")]
    assert keys[0] == keys[1]
