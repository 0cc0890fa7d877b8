"""Keys name what determines a result and nothing else; jobs are machinery."""

import json

import numpy as np
import pytest

from experiments.output.windows import window_means
from experiments.plan import make_plan
from experiments.runs import open_engine
from experiments.runs.run import (
    SUMMARY_COLUMNS,
    Done,
    Failure,
    content_bytes,
    packed,
    run_key,
    unpack_summary,
    unpacked,
    work,
    world_vector,
)
from experiments.sweep.expansion import Expansion
from sim.engine.replicate import run_lockstep
from sim.indicators import COLUMNS
from sim.scenarios.scenario import Change, load_profile, load_scenario
from tests.small import scenario

TINY = {"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 6.0}
MIXED = load_profile("mixed")


def a_plan(**changes):
    given = {"scenarios": ["baseline", "publicity"], "replicates": 2, "months": 8, "params": TINY, **changes}
    return make_plan(**given)


def all_jobs(plan, code="c", workers=1, have=lambda key: False, trajectories=False):
    asked = []
    jobs = list(Expansion(plan, code).jobs(have, asked.extend, workers, trajectories))
    return jobs, asked


GRID = {"kind": "grid", "levers": {"wage_rise": [0.0, 0.3]}, "params": {"forgetting": [0.02, 0.05]}}
PEOPLE = {"kind": "grid", "params": {"party_member_share": [0.05, 0.1], "forgetting": [0.02, 0.05]}}


def test_every_cell_is_asked_for_once_and_every_run_sent_once():
    plan = a_plan(design=GRID)
    jobs, asked = all_jobs(plan)
    assert len(asked) == plan.n_runs == len({cell.position for cell in asked}) == 16
    assert sorted(key for job in jobs for key in job.keys) == sorted(cell.key for cell in asked)


def test_runs_come_community_by_community():
    jobs, _ = all_jobs(a_plan(design=GRID, replicates=3))
    assert [job.replicate for job in jobs] == sorted(job.replicate for job in jobs)


def test_only_what_is_missing_is_sent():
    plan = a_plan(design=GRID)
    _, asked = all_jobs(plan)
    known = {cell.key for cell in asked[:5]}
    jobs, again = all_jobs(plan, have=known.__contains__)
    assert {key for job in jobs for key in job.keys} == {cell.key for cell in asked} - known
    assert again == asked


def test_more_replicates_keep_the_keys_of_the_first():
    few, many = (all_jobs(a_plan(design=GRID, replicates=n))[1] for n in (2, 5))
    assert {cell.key for cell in few} < {cell.key for cell in many}


def test_runs_of_other_people_never_share_a_job():
    jobs, _ = all_jobs(a_plan(design=PEOPLE))
    for job in jobs:
        assert len({world["party_member_share"] for world in job.worlds}) == 1


def test_two_scenarios_of_one_content_are_one_run():
    same = [load_scenario("publicity"), load_scenario("publicity").replace(name="mine")]
    jobs, asked = all_jobs(a_plan(scenarios=same, replicates=1))
    assert len(asked) == 2 and sum(len(job.keys) for job in jobs) == 1


def key_of(world=None, plan=None, code="c", seed=1, months=8):
    return run_key(code, world_vector(MIXED, world or {}), content_bytes(plan or scenario()), seed, months)


@pytest.mark.parametrize(
    "other",
    [
        {"world": {"forgetting": 0.033}},
        {"plan": scenario("tried", {"grant": 1.0})},
        {"plan": scenario("tried", changes=[Change(2, None, {"grant": 1.0})])},
        {"plan": scenario("tried", params={"forgetting": 0.05})},
        {"code": "d"},
        {"seed": 2},
        {"months": 9},
    ],
)
def test_whatever_determines_a_result_changes_the_key(other):
    assert key_of(**other) != key_of()


def test_names_labels_and_defaults_do_not_change_the_key():
    assert key_of(plan=scenario("other_name")) == key_of()
    assert key_of(plan=scenario("tried", {"grant": 0.0})) == key_of()
    assert key_of(world={"forgetting": 0.032}) == key_of()


def test_a_job_gives_each_run_what_it_gives_alone():
    jobs, _ = all_jobs(a_plan(design=GRID, replicates=1), trajectories=True)
    (job,) = jobs
    together = {done.key: done for done in work(job)}
    for key in job.keys:
        (alone,) = work(job.alone(key))
        assert (alone.summary, alone.trajectories) == (together[key].summary, together[key].trajectories)


def test_a_summary_holds_the_window_means_of_the_run():
    jobs, _ = all_jobs(a_plan(replicates=1), trajectories=True)
    done = work(jobs[0])
    simulated = run_lockstep(
        [load_scenario("baseline"), load_scenario("publicity")], profile=MIXED, params=TINY, months=8
    )
    wanted = window_means(simulated.trajectories[None], simulated.leavers[None], 8)[0]
    for row, result in enumerate(done):
        found = dict(zip(SUMMARY_COLUMNS, unpack_summary(result.summary), strict=True))
        for index, column in enumerate(COLUMNS):
            if column not in ("new_leaver_share", "cost_per_participant"):
                np.testing.assert_equal(found[column], wanted[row, index])
        assert found["leavers"] == simulated.leavers[row, -8:, 0].sum()
        np.testing.assert_array_equal(unpacked(result.trajectories), simulated.trajectories[row].astype(np.float32))


def test_packed_months_come_back_as_they_were():
    months = np.random.default_rng(1).normal(size=(7, len(COLUMNS)))
    np.testing.assert_array_equal(unpacked(packed(months)), months.astype(np.float32))


def test_a_run_that_raises_is_recorded_and_its_neighbours_are_computed(monkeypatch):
    import sim.engine.replicate

    def run_worlds(worlds, runs, **given):
        if any(plan.name == "publicity" and worlds[item]["forgetting"] == 0.05 for item, plan in runs):
            raise ZeroDivisionError("no such number")
        return real(worlds, runs, **given)

    real = sim.engine.replicate.run_worlds
    monkeypatch.setattr(sim.engine.replicate, "run_worlds", run_worlds)
    jobs, _ = all_jobs(a_plan(design={"kind": "grid", "params": {"forgetting": [0.02, 0.05]}}, replicates=1))
    results = work(jobs[0])
    bad = [result for result in results if isinstance(result, Failure)]
    assert len(results) == 4 and sum(isinstance(result, Done) for result in results) == 3
    assert bad[0].error == "ZeroDivisionError: no such number" and "run_worlds" in bad[0].traceback
    told = json.loads(bad[0].inputs)
    assert told["scenario"] == "publicity" and told["params"]["forgetting"] == 0.05 and told["replicate"] == 1


def test_results_do_not_depend_on_the_number_of_processes():
    found = []
    for processes in (1, 2):
        jobs, _ = all_jobs(a_plan(design=GRID), workers=processes)
        with open_engine("local", processes) as engine:
            results = [done for _, part in engine.run(iter(jobs)) for done in part]
        found.append({done.key: done.summary for done in results})
    assert found[0] == found[1]
