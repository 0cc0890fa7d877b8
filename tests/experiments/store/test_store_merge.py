"""Stores made on several machines become one."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from experiments.output.code import code
from experiments.output.manifest import read_manifest
from experiments.store import merge, publish, read_failures, read_summary, read_trajectories, status
from experiments.store.publishing import EARLIER
from experiments.store.schema import LEDGER
from sim.errors import InputError
from tests.experiments.stores import CODE, OTHER, done, failure, fill, opened, plan


def store(folder, asked=None, order=None, own=CODE, failed=()):
    with opened(folder, own) as ledger:
        every = fill(ledger, asked or plan(), order)
        ledger.fail([failure(every[place].key) for place in failed])
        publish(ledger)
    return folder


def table(folder, name="summary"):
    return (folder / f"{name}.parquet").read_bytes()


def test_two_halves_of_a_plan_give_the_bytes_of_the_whole(tmp_path):
    asked = plan(trajectories=True)
    whole = store(tmp_path / "whole", asked)
    one, two = store(tmp_path / "one", asked, range(11)), store(tmp_path / "two", asked, range(7, 18))
    for out, folders in (("ab", [one, two]), ("ba", [two, one]), ("aab", [one, one, two])):
        found = merge(folders, tmp_path / out)
        assert (found.asked, found.done, found.failed, found.code) == (18, 18, 0, CODE)
        for name in ("summary", "trajectories"):
            assert table(tmp_path / out, name) == table(whole, name)
    assert read_manifest(tmp_path / "ab")["plan"] == json.loads(json.dumps(asked.content()))


def test_a_failure_that_another_store_overcame_is_none(tmp_path):
    one = store(tmp_path / "one", order=range(10), failed=[12, 13])
    two = store(tmp_path / "two", order=[12])
    found = merge([one, two], tmp_path / "out")
    assert (found.done, found.failed) == (11, 1)
    assert len(read_failures(tmp_path / "out")) == 1


def test_plans_with_other_points_scenarios_and_seeds_become_one_table(tmp_path):
    one = store(tmp_path / "one", plan(scenarios=["baseline"]))
    two = store(tmp_path / "two", plan(design={"kind": "grid", "params": {"forgetting": [0.025, 0.03]}}))
    three = store(tmp_path / "three", plan(scenarios=["baseline"], replicates=4, seed=2))
    merge([one, two, three], tmp_path / "out")
    merge([three, two, one], tmp_path / "turned")
    assert table(tmp_path / "out") == table(tmp_path / "turned")
    found = read_summary(tmp_path / "out")
    assert len(found) == 9 + 12 - 3 + 12
    assert found["key"].is_unique and found["forgetting"].is_monotonic_increasing
    assert sorted(set(found["forgetting"])) == [0.02, 0.025, 0.03, 0.04]
    order = ["point", "scenario", "profile", "seed", "replicate"]
    assert found[order].equals(found[order].sort_values(order, ignore_index=True))
    assert read_manifest(tmp_path / "out")["counts"] == {"asked": 30, "done": 30, "failed": 0}


def test_plans_that_move_different_things_have_gaps(tmp_path):
    one = store(tmp_path / "one")
    two = store(tmp_path / "two", plan(design={"kind": "grid", "params": {"word_of_mouth": [0.1, 0.2]}}))
    merge([one, two], tmp_path / "out")
    found = read_summary(tmp_path / "out")
    assert len(found) == 18 + 12
    assert found["forgetting"].isna().sum() == 12 and found["word_of_mouth"].isna().sum() == 18


def test_months_are_kept_where_any_store_has_them(tmp_path):
    one = store(tmp_path / "one", plan(trajectories=True))
    two = store(tmp_path / "two", plan(replicates=4))
    merge([two, one], tmp_path / "out")
    assert len(read_summary(tmp_path / "out")) == 24
    assert len(read_trajectories(tmp_path / "out")) == 18 * 5


def test_one_run_with_two_results_is_refused_and_leaves_nothing(tmp_path):
    one, two = store(tmp_path / "one"), tmp_path / "two"
    with opened(two) as ledger:
        every = fill(ledger, plan(), [])
        ledger.add([replace(done(every[4].key), summary=done(every[5].key).summary)])
    with pytest.raises(InputError, match=r"Two computations of one run differ \(point 0, scenario publicity"):
        merge([one, two], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_refused_merge_leaves_other_files_alone(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    one, two = store(tmp_path / "one"), store(tmp_path / "two", plan(months=4))
    with pytest.raises(InputError, match="hold different months fixed"):
        merge([one, two], tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_results_of_other_rules_are_kept_and_the_most_runs_are_published(tmp_path):
    one, two = store(tmp_path / "one", order=range(5)), store(tmp_path / "two", order=range(9), own=OTHER)
    found = merge([one, two], tmp_path / "out")
    assert (found.code, found.done) == (OTHER, 9) and read_manifest(tmp_path / "out")["fingerprint"] == OTHER
    assert len(read_summary(tmp_path / "out" / EARLIER / CODE[:8])) == 5
    assert status(tmp_path / "out").code == OTHER


def test_results_of_the_installed_rules_are_published_before_all_others(tmp_path):
    one, two = store(tmp_path / "one", order=range(2), own=code()), store(tmp_path / "two")
    found = merge([one, two], tmp_path / "out")
    assert (found.code, found.done) == (code(), 2)
    assert len(read_summary(tmp_path / "out" / EARLIER / CODE[:8])) == 18


def test_the_same_merge_again_is_the_same_and_more_may_be_added(tmp_path):
    one, two = store(tmp_path / "one", order=range(5)), store(tmp_path / "two", order=range(5, 12))
    merge([one], tmp_path / "out")
    for _ in range(2):
        assert merge([one, two], tmp_path / "out").done == 12
    assert len(read_summary(tmp_path / "out")) == 12


def test_a_merged_store_can_be_merged_and_gone_on_with(tmp_path):
    one, two = store(tmp_path / "one", order=range(5)), store(tmp_path / "two", order=range(5, 12))
    merge([one, two], tmp_path / "out")
    assert merge([tmp_path / "out", one], tmp_path / "more").done == 12
    store(tmp_path / "more", order=range(10, 18))
    assert table(tmp_path / "more") == table(store(tmp_path / "whole"))


def test_a_merge_of_merges_is_the_merge_of_all(tmp_path):
    one = store(tmp_path / "one")
    two = store(tmp_path / "two", plan(seed=2, design={"kind": "grid", "params": {"word_of_mouth": [0.1, 0.2]}}))
    three = store(tmp_path / "three", plan(scenarios=["baseline"], replicates=4, seed=3))
    merge([one, two, three], tmp_path / "all")
    merge([three, two], tmp_path / "part")
    merge([one, tmp_path / "part"], tmp_path / "late")
    merge([tmp_path / "all"], tmp_path / "copy")
    for name in ("late", "copy"):
        assert table(tmp_path / name) == table(tmp_path / "all")
        for key in ("plan", "counts"):
            assert read_manifest(tmp_path / name)[key] == read_manifest(tmp_path / "all")[key]
    assert set(read_summary(tmp_path / "all")["seed"]) == {1, 2, 3}


def test_a_store_that_was_never_published_can_be_merged_while_it_is_in_use(tmp_path):
    with opened(tmp_path / "one") as ledger:
        fill(ledger, plan(), range(6))
        assert merge([tmp_path / "one"], tmp_path / "out").done == 6
    assert len(read_summary(tmp_path / "out")) == 6


@pytest.mark.parametrize("other,said,zh", [
    ({"params": {"word_of_mouth": 0.2}}, "hold different params fixed", "固定的 params 不同"),
    ({"levers": {"grant": 1000}}, "hold different levers fixed", "固定的 levers 不同"),
    ({"months": 4}, "hold different months fixed", "固定的 months 不同"),
])  # fmt: skip
def test_plans_that_hold_different_things_fixed_are_refused(tmp_path, other, said, zh):
    one, two = store(tmp_path / "one"), store(tmp_path / "two", plan(**other))
    with pytest.raises(InputError, match=said) as caught:
        merge([one, two], tmp_path / "out")
    assert str(one) in str(caught.value) and str(two) in str(caught.value) and zh in caught.value.get("zh")


def test_two_scenarios_of_one_name_are_refused(tmp_path):
    text = 'label.en = "x"\nlabel.zh = "x"\nquestion.en = "?"\nquestion.zh = "？"\n[levers]\ngrant = %d\n'
    folders = []
    for grant in (1000, 2000):
        path = tmp_path / str(grant) / "mine.toml"
        path.parent.mkdir()
        path.write_text(text % grant, encoding="utf-8")
        folders.append(store(tmp_path / f"store{grant}", plan(scenarios=["baseline", path])))
    with pytest.raises(InputError, match="mean different things by 'mine'") as caught:
        merge(folders, tmp_path / "out")
    assert "“mine”内容不同" in caught.value.get("zh")


def test_what_is_no_store_is_named(tmp_path):
    one, none = store(tmp_path / "one"), tmp_path / "none"
    none.mkdir()
    with pytest.raises(InputError, match=f"{none} is not a store of runs"):
        merge([one, none], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_store_of_another_schema_is_named(tmp_path):
    one, two = store(tmp_path / "one"), store(tmp_path / "two")
    with closing(sqlite3.connect(two / LEDGER)) as connection:
        connection.execute("PRAGMA user_version = 9")
    with pytest.raises(InputError, match="a later version") as caught:
        merge([one, two], tmp_path / "out")
    assert str(two) in str(caught.value)


@pytest.mark.parametrize("share", [0.0001, 0.5, 0.9])
def test_a_damaged_store_is_named_and_not_touched(tmp_path, share):
    one, two = store(tmp_path / "one"), store(tmp_path / "two", plan(replicates=30))
    path = two / LEDGER
    with path.open("rb+") as file:
        file.seek(int(path.stat().st_size * share) // 4096 * 4096)
        file.write(b"\xa5" * 4096)
    before = path.read_bytes()
    with pytest.raises(InputError, match="the ledger is damaged") as caught:
        merge([one, two], tmp_path / "out")
    assert str(path) in str(caught.value) and path.read_bytes() == before
    assert not (tmp_path / "out").exists()


def test_the_place_for_the_merge_must_be_none_of_the_stores(tmp_path):
    one, two = store(tmp_path / "one"), store(tmp_path / "two")
    with pytest.raises(InputError, match="is one of the stores"):
        merge([one, two], tmp_path / "two" / ".." / "one")


def test_a_sweep_is_not_overwritten_by_a_merge(tmp_path):
    one, mine = store(tmp_path / "one"), store(tmp_path / "mine", order=range(3))
    before = table(mine)
    with pytest.raises(InputError, match="holds a sweep of its own"):
        merge([one], mine)
    assert table(mine) == before and status(mine).done == 3


def test_nothing_to_merge_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="Name the stores"):
        merge([], tmp_path / "out")
