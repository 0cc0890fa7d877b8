"""What is published, and that equal results give equal bytes."""

import hashlib
import json
import random

import duckdb
import numpy as np
import pytest

from experiments.output.manifest import read_manifest
from experiments.runs.run import SUMMARY_COLUMNS
from experiments.store import publish, read_failures, read_summary, read_trajectories
from experiments.store.publishing import EARLIER
from sim.errors import InputError
from sim.indicators import COLUMNS
from tests.experiments.stores import BURN_IN, CODE, MONTHS, OTHER, done, failure, fill, opened, plan, summary
from tests.experiments.stores import trajectories as months_of

NAMES = ("summary.parquet", "trajectories.parquet")
TWO_PROFILES = {"profiles": ["mixed", "resettlement"]}


def published(folder, asked, order=None, code=CODE):
    with opened(folder, code) as ledger:
        every = fill(ledger, asked, order)
        publish(ledger)
    return every


def hashes(folder):
    return [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES if (folder / name).exists()]


def test_a_row_is_one_run_in_the_order_of_the_plan(tmp_path):
    every = published(tmp_path, plan(**TWO_PROFILES, seed=7))
    table = read_summary(tmp_path)
    assert list(table.columns) == [
        "key", "point", "scenario", "profile", "replicate", "seed", "forgetting", *SUMMARY_COLUMNS,
    ]  # fmt: skip
    assert table["key"].tolist() == [cell.key.hex() for cell in every]
    assert table["point"].tolist() == np.repeat([0, 1, 2], 12).tolist()
    assert table["scenario"].tolist() == np.tile(np.repeat(["baseline", "publicity"], 6), 3).tolist()
    assert table["profile"].tolist() == np.tile(np.repeat(["mixed", "resettlement"], 3), 6).tolist()
    assert table["replicate"].tolist() == [1, 2, 3] * 12 and set(table["seed"]) == {7}
    assert table["forgetting"].tolist() == np.repeat([0.02, 0.03, 0.04], 12).tolist()
    assert np.array_equal(table[list(SUMMARY_COLUMNS)].to_numpy(), [summary(cell.key) for cell in every])


def test_months_count_from_the_first_under_the_policy(tmp_path):
    every = published(tmp_path, plan(trajectories=True))
    table = read_trajectories(tmp_path)
    assert list(table.columns) == ["point", "scenario", "profile", "replicate", "month", *COLUMNS]
    assert table["month"].tolist() == list(range(1 - BURN_IN, MONTHS + 1)) * len(every)
    assert set(map(str, table.dtypes[5:])) == {"float32"}
    assert np.array_equal(table[list(COLUMNS)].to_numpy(), np.concatenate([months_of(cell.key) for cell in every]))
    assert table["replicate"].tolist() == np.tile(np.repeat([1, 2, 3], 5), 6).tolist()
    assert table["scenario"].tolist() == np.tile(np.repeat(["baseline", "publicity"], 15), 3).tolist()


@pytest.mark.parametrize("seed", range(3))
def test_equal_results_give_equal_bytes_in_whatever_order_they_came(tmp_path, seed):
    asked = plan(trajectories=True, **TWO_PROFILES)
    published(tmp_path / "calm", asked)
    order = list(range(asked.n_runs))
    random.Random(seed).shuffle(order)
    with opened(tmp_path / "other") as ledger:
        fill(ledger, plan(replicates=2), range(5, 9))
        every = fill(ledger, asked, order[:20])
        ledger.fail([failure(every[order[21]].key)])
        publish(ledger)
    published(tmp_path / "other", asked, order[15:])
    assert hashes(tmp_path / "calm") == hashes(tmp_path / "other") and len(hashes(tmp_path / "calm")) == 2


def test_many_groups_of_rows_hold_what_one_holds(tmp_path, monkeypatch):
    asked = plan(trajectories=True)
    published(tmp_path / "one", asked)
    monkeypatch.setattr("experiments.store.publishing.ROWS", 5)
    monkeypatch.setattr("experiments.store.publishing.RUNS", 4)
    published(tmp_path / "many", asked)
    for read in (read_summary, read_trajectories):
        assert read(tmp_path / "one").equals(read(tmp_path / "many"))
    assert duckdb.sql(
        f"SELECT DISTINCT row_group_num_rows FROM parquet_metadata('{tmp_path}/many/summary.parquet') ORDER BY 1"
    ).fetchall() == [(3,), (5,)]


def test_duckdb_answers_a_paired_question(tmp_path):
    every = published(tmp_path, plan())
    found = duckdb.sql(f"""
        SELECT a.point, avg(b.trust - a.trust), count(*)
        FROM '{tmp_path}/summary.parquet' AS a JOIN '{tmp_path}/summary.parquet' AS b USING (point, profile, replicate)
        WHERE a.scenario = 'baseline' AND b.scenario = 'publicity' GROUP BY a.point ORDER BY a.point
    """).fetchall()
    trust = np.array([summary(cell.key)[SUMMARY_COLUMNS.index("trust")] for cell in every]).reshape(3, 2, 3)
    assert [row[0] for row in found] == [0, 1, 2] and {row[2] for row in found} == {3}
    assert np.allclose([row[1] for row in found], (trust[:, 1] - trust[:, 0]).mean(axis=1), atol=1e-12)


def test_duckdb_reads_the_months(tmp_path):
    published(tmp_path, plan(trajectories=True))
    found = duckdb.sql(f"""
        SELECT min(month), max(month), count(*), count(DISTINCT scenario) FROM '{tmp_path}/trajectories.parquet'
    """).fetchall()
    assert found == [(1 - BURN_IN, MONTHS, 18 * (BURN_IN + MONTHS), 2)]


def test_failures_have_a_table_of_their_own_and_it_goes_with_them(tmp_path):
    asked = plan()
    with opened(tmp_path) as ledger:
        every = fill(ledger, asked, range(15))
        ledger.fail([failure(every[16].key), failure(every[15].key, died=True)])
        ledger.fail([failure(every[15].key, died=True)])
        publish(ledger)
    table = read_failures(tmp_path)
    assert list(table.columns) == [
        "key", "point", "scenario", "profile", "replicate", "error", "error_zh", "traceback", "inputs", "died",
        "attempts",
    ]  # fmt: skip
    assert table["key"].tolist() == [every[15].key.hex(), every[16].key.hex()]
    assert table["died"].tolist() == [True, False] and table["attempts"].tolist() == [2, 1]
    assert table["scenario"].tolist() == ["publicity"] * 2 and table["replicate"].tolist() == [1, 2]
    assert table["error_zh"].tolist() == ["坏了。"] * 2 and json.loads(table["inputs"][0]) == {"seed": 1}
    assert len(read_summary(tmp_path)) == 15
    assert read_manifest(tmp_path)["counts"] == {"asked": 18, "done": 15, "failed": 2}
    published(tmp_path, asked)
    assert not (tmp_path / "failures.parquet").exists() and len(read_failures(tmp_path)) == 0


def test_months_that_are_not_kept_any_more_have_no_table(tmp_path):
    published(tmp_path, plan(trajectories=True))
    published(tmp_path, plan())
    assert not (tmp_path / "trajectories.parquet").exists()
    with pytest.raises(InputError, match="set trajectories = true in the plan") as caught:
        read_trajectories(tmp_path)
    assert "没有保留各月数据" in caught.value.get("zh")


def test_a_parameter_that_is_an_indicator_too_gets_a_column_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.store.view.COLUMNS", (*COLUMNS, "quit_scale"))  # as if it were one
    published(tmp_path, plan(design={"kind": "grid", "params": {"quit_scale": [0.03, 0.06]}}))
    table = read_summary(tmp_path)
    assert sorted(set(table["param.quit_scale"])) == [0.03, 0.06] and table["quit_rate"].nunique() > 2


def test_a_plan_of_which_nothing_is_done_has_empty_tables(tmp_path):
    published(tmp_path, plan(trajectories=True), [])
    assert len(read_summary(tmp_path)) == len(read_trajectories(tmp_path)) == 0
    assert "forgetting" in read_summary(tmp_path).columns


def test_a_plan_without_a_design_has_one_point(tmp_path):
    published(tmp_path, plan(design=None))
    table = read_summary(tmp_path)
    assert table["point"].tolist() == [0] * 6 and table.columns[6] == SUMMARY_COLUMNS[0]


def test_the_manifest_names_the_tables_and_the_plan(tmp_path):
    asked = plan(trajectories=True)
    published(tmp_path, asked)
    found = read_manifest(tmp_path)
    assert (found["kind"], found["fingerprint"], found["command"]) == ("sweep", CODE, "again")
    assert found["files"] == ["ledger.sqlite", "summary.parquet", "trajectories.parquet"]
    assert found["plan"] == json.loads(json.dumps(asked.content()))
    assert found["counts"] == {"asked": 18, "done": 18, "failed": 0}


def test_results_of_other_rules_are_published_apart(tmp_path):
    published(tmp_path, plan(), range(4), OTHER)
    apart = (tmp_path / "summary.parquet").read_bytes()
    published(tmp_path, plan(), range(9))
    place = tmp_path / EARLIER / OTHER[:8]
    assert (place / "summary.parquet").read_bytes() == apart
    assert len(read_summary(tmp_path)) == 9 and len(read_summary(place)) == 4
    assert f"earlier/{OTHER[:8]}/summary.parquet" in read_manifest(tmp_path)["files"]
    published(tmp_path, plan(), range(4), OTHER)
    assert (tmp_path / "summary.parquet").read_bytes() == apart
    assert [path.name for path in (tmp_path / EARLIER).iterdir()] == [CODE[:8]]


def test_nothing_is_published_before_a_plan_is_begun(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.add([done(b"k" * 32)])
        with pytest.raises(InputError, match="no plan") as caught:
            publish(ledger)
    assert "没有按这些规则开始的计划" in caught.value.get("zh")
    assert not (tmp_path / "manifest.json").exists()


def test_the_manifest_comes_last(tmp_path, monkeypatch):
    published(tmp_path, plan(), range(3))
    monkeypatch.setattr("experiments.store.publishing.unpack_summary", lambda summary: 1 / 0)
    with opened(tmp_path) as ledger:
        fill(ledger, plan())
        with pytest.raises(ZeroDivisionError):
            publish(ledger)
    assert read_manifest(tmp_path)["counts"]["done"] == 3 and len(read_summary(tmp_path)) == 3


@pytest.mark.parametrize("read", [read_summary, read_trajectories, read_failures])
@pytest.mark.parametrize("content", [None, b"PAR1 and no more"])
def test_a_table_that_is_missing_or_cut_short_is_one_sentence(tmp_path, read, content):
    name = read.__name__.removeprefix("read_") + ".parquet"
    if content:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match="cut short" if content else "missing") as caught:
        read(tmp_path)
    assert name in str(caught.value) and ("不完整" if content else "缺少") in caught.value.get("zh")
    with pytest.raises(InputError, match="is not a folder"):
        read(tmp_path / "nowhere")
