"""What a ledger keeps, counts and refuses."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from experiments.plan import make_plan
from experiments.store import Counts, publish, read_summary, status
from experiments.store.schema import LEDGER
from sim.errors import InputError
from sim.text import Text
from tests.experiments.stores import CODE, OTHER, cells, done, failure, fill, opened, plan


def test_what_was_added_is_there_when_the_folder_is_opened_again(tmp_path):
    with opened(tmp_path) as ledger:
        every = fill(ledger, plan(), range(10))
    with opened(tmp_path) as ledger:
        assert ledger.finished() == {cell.key for cell in every[:10]}
        assert ledger.counts() == Counts(asked=18, done=10, failed=0)
        wanted = [cell.key for cell in every]
        assert ledger.summaries(wanted) == {key: done(key).summary for key in wanted[:10]}


def test_a_new_folder_is_made_and_holds_nothing(tmp_path):
    with opened(tmp_path / "deep" / "new") as ledger:
        assert ledger.finished() == ledger.failed() == set()
        assert ledger.counts() == Counts(0, 0, 0)


def test_only_the_ledger_and_the_lock_are_left_in_a_folder_at_rest(tmp_path):
    with opened(tmp_path) as ledger:
        fill(ledger, plan())
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER, "lock"]


def test_the_same_run_twice_is_kept_once(tmp_path):
    with opened(tmp_path) as ledger:
        every = fill(ledger, plan())
        ledger.add([done(every[0].key), done(every[0].key)])
        assert len(ledger.finished()) == 18


def test_a_run_with_two_results_is_named_in_both_languages_and_nothing_of_its_job_is_kept(tmp_path):
    with opened(tmp_path) as ledger:
        every = fill(ledger, plan(), range(4))
        other = replace(done(every[3].key), summary=done(every[4].key).summary)
        with pytest.raises(InputError) as caught:
            ledger.add([done(every[5].key), other])
        assert every[5].key not in ledger.finished()
    key = every[3].key.hex()[:16]
    assert str(caught.value) == (
        f"Two computations of one run differ (point 0, scenario publicity, profile mixed, replicate 1, key {key}); "
        "the model or the machine is not deterministic."
    )
    assert caught.value.get("zh") == (
        f"同一次运行的两次计算结果不同（设计点 0，方案 publicity，社区类型 mixed，第 1 次重复，键 {key}）；"
        "模型或机器不是确定性的。"
    )


def test_months_that_differ_are_refused_even_where_the_means_agree(tmp_path):
    asked = plan(trajectories=True)
    with opened(tmp_path) as ledger:
        every = fill(ledger, asked)
        other = replace(done(every[0].key), trajectories=done(every[1].key, months=True).trajectories)
        with pytest.raises(InputError, match="differ"):
            ledger.add([other])


def test_months_packed_by_another_zlib_are_the_same_months(tmp_path):
    import zlib

    with opened(tmp_path) as ledger:
        every = fill(ledger, plan(trajectories=True))
        first = done(every[0].key, months=True)
        again = zlib.compress(zlib.decompress(first.trajectories), 9)
        assert again != first.trajectories
        ledger.add([replace(first, trajectories=again)])


def test_a_run_without_months_gets_them_later(tmp_path):
    with opened(tmp_path) as ledger:
        every = fill(ledger, plan())
        ledger.begin(plan(trajectories=True), "again")
        assert ledger.finished(trajectories=True) == set()
        ledger.add([done(every[2].key, months=True)])
        assert ledger.finished(trajectories=True) == {every[2].key}
        assert len(ledger.finished()) == 18


def test_a_run_that_raised_is_not_tried_again_and_one_whose_worker_died_is(tmp_path):
    with opened(tmp_path) as ledger:
        every = fill(ledger, plan(), range(4))
        ledger.fail([failure(every[5].key), failure(every[6].key, died=True)])
        assert ledger.failed() == {every[5].key}
        assert ledger.counts() == Counts(asked=18, done=4, failed=2)


def test_a_run_that_comes_to_its_end_has_not_failed_any_more(tmp_path):
    with opened(tmp_path) as ledger:
        every = fill(ledger, plan(), range(4))
        ledger.fail([failure(every[5].key)])
        ledger.add([done(every[5].key)])
        assert ledger.failed() == set()
        assert ledger.counts() == Counts(asked=18, done=5, failed=0)


def test_results_of_other_rules_stay_and_are_not_used(tmp_path):
    with opened(tmp_path, OTHER) as ledger:
        fill(ledger, plan(), range(7))
    with opened(tmp_path) as ledger:
        assert ledger.finished() == set()
        assert ledger.other_codes() == {OTHER: 7}
    with opened(tmp_path, OTHER) as ledger:
        assert len(ledger.finished()) == 7
        assert ledger.other_codes() == {}


def test_another_plan_in_the_same_folder_reuses_the_runs_it_shares(tmp_path):
    with opened(tmp_path) as ledger:
        fill(ledger, plan(), range(18))
        ledger.begin(plan(replicates=5), "again")
        assert ledger.counts() == Counts(asked=30, done=0, failed=0)
        ledger.ask(cells(plan(replicates=5)))
        assert ledger.counts() == Counts(asked=30, done=18, failed=0)


def test_the_same_plan_again_keeps_its_cells(tmp_path):
    with opened(tmp_path) as ledger:
        fill(ledger, plan(), range(5))
    with opened(tmp_path) as ledger:
        ledger.begin(plan(), "")
        assert ledger.counts() == Counts(asked=18, done=5, failed=0)
        publish(ledger)
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["command"] == "again"


def test_points_that_are_equal_share_their_run_and_keep_their_rows(tmp_path):
    twice = make_plan(
        "baseline", design={"kind": "list", "params": {"forgetting": [0.02, 0.03, 0.02]}}, replicates=1, months=3
    )
    with opened(tmp_path) as ledger:
        fill(ledger, twice)
        assert len(ledger.finished()) == 2
        publish(ledger)
    table = read_summary(tmp_path)
    assert table["point"].tolist() == [0, 1, 2] and table["key"].nunique() == 2


@pytest.mark.parametrize(
    "version,said,zh", [(99, "a later version", "更新的版本"), (0, "an earlier version", "更早的版本")]
)
def test_a_ledger_of_another_schema_is_refused_and_untouched(tmp_path, version, said, zh):
    with opened(tmp_path) as ledger:
        fill(ledger, plan())
    with closing(sqlite3.connect(tmp_path / LEDGER)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    before = (tmp_path / LEDGER).read_bytes()
    for use in (opened, status):
        with pytest.raises(InputError, match=said) as caught:
            use(tmp_path)
        assert zh in caught.value.get("zh") and str(tmp_path / LEDGER) in str(caught.value)
    assert (tmp_path / LEDGER).read_bytes() == before


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path):
    with closing(sqlite3.connect(tmp_path / LEDGER)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    before = (tmp_path / LEDGER).read_bytes()
    for use in (opened, status):
        with pytest.raises(InputError, match="another program") as caught:
            use(tmp_path)
        assert "其他程序" in caught.value.get("zh")
    assert (tmp_path / LEDGER).read_bytes() == before


def test_a_refused_folder_is_not_left_locked(tmp_path):
    with closing(sqlite3.connect(tmp_path / LEDGER)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    for _ in range(2):
        with pytest.raises(InputError, match="another program"):
            opened(tmp_path)


def test_a_ledger_that_was_only_just_begun_is_new(tmp_path):
    (tmp_path / LEDGER).touch()
    with opened(tmp_path) as ledger:
        assert ledger.finished() == set()


def test_a_folder_in_the_ledgers_place_is_one_sentence(tmp_path):
    (tmp_path / LEDGER).mkdir()
    with pytest.raises(InputError, match="cannot be used"):
        opened(tmp_path)


def test_the_status_tells_how_far_it_is_while_the_sweep_runs(tmp_path):
    with opened(tmp_path) as ledger:
        every = fill(ledger, plan(), range(9))
        ledger.fail([failure(every[10].key)])
        ledger.tell(Text("Publicity helps.", "宣传有用。"))
        found = status(tmp_path)
        assert (found.asked, found.done, found.failed, found.code) == (18, 9, 1, CODE)
        assert found.pid is not None and found.host and found.rate > 0
        assert found.text().en.startswith(f"{tmp_path}: 9 of 18 runs done, 1 failed, 8 left; process {found.pid} on ")
        assert found.text().en.endswith("\nPublicity helps.") and found.text().zh.endswith("\n宣传有用。")
        ledger.add([done(every[11].key)])
    found = status(tmp_path)
    assert (found.done, found.pid, found.rate) == (10, None, None)
    assert "nobody is at work" in found.text().en and "没有进程" in found.text().zh
    assert json.loads(json.dumps(found.as_json()))["headline"] == {"en": "Publicity helps.", "zh": "宣传有用。"}


def test_a_look_at_a_folder_at_rest_leaves_it_usable(tmp_path):
    with opened(tmp_path) as ledger:
        fill(ledger, plan(), range(9))
    status(tmp_path)
    with opened(tmp_path) as ledger:
        assert len(ledger.finished()) == 9


@pytest.mark.parametrize("make", [lambda folder: folder.rmdir(), lambda folder: None, lambda f: (f / LEDGER).touch()])
def test_the_status_of_what_is_no_store_is_one_sentence(tmp_path, make):
    folder = tmp_path / "x"
    folder.mkdir()
    make(folder)
    with pytest.raises(InputError, match="is not a store of runs") as caught:
        status(folder)
    assert "不是运行结果库" in caught.value.get("zh")


def test_importing_the_store_loads_no_heavy_library():
    heavy = "pandas", "pyarrow", "scipy", "numba", "filelock", "matplotlib"
    code = f"import sys, experiments.store; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
