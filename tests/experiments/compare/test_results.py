import json
import math
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.compare.files import RESIDENTS, TIES
from experiments.compare.result_folder import (
    OURS,
    PICTURES,
    SUMMARY,
    check_folder,
    levels,
    read_results,
    renewed,
    write_results,
)
from experiments.compare.study import compare
from experiments.output.manifest import MANIFEST, read_manifest
from report.compare.page import PICTURES as DRAWN
from report.rebuild import report
from sim.errors import InputError
from tests.report.written import write_report
from tests.small import ALONE

LINE = "python run.py compare publicity training --replicates 2 --months 12"
SMALL = {"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 12.0}


def run(**options):
    return compare(["publicity"], execution=ALONE, replicates=2, months=12, params=SMALL, **options)


def test_a_run_removes_what_an_earlier_run_left_and_nothing_else(tmp_path):
    write_results(run(), tmp_path)
    for name in ("report.html", "report-map.png", "report-mine.png", "notes.csv"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    written = write_results(run(equal_budget=None), tmp_path)
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {path.name for path in written} | {"report-mine.png", "notes.csv"}
    assert "equal_budget.csv" not in kept


def test_a_folder_without_a_run_keeps_all_its_files(tmp_path):
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    write_results(run(equal_budget=None), tmp_path)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "mine"


def test_a_run_that_fails_leaves_the_earlier_one_whole(tmp_path):
    before = {path.name for path in write_results(run(), tmp_path)}
    with pytest.raises(KeyboardInterrupt), renewed(tmp_path):
        raise KeyboardInterrupt
    assert {path.name for path in tmp_path.iterdir()} == before


def test_every_file_of_a_run_is_known_as_ours(tmp_path):
    assert {path.name for path in write_results(run(), tmp_path)} <= set(OURS)
    assert set(PICTURES) == {module.NAME for module in DRAWN} and SUMMARY in OURS


def test_levels_and_summary_give_the_same_level_of_every_indicator():
    found = run()
    summary = found.to_json()["scenarios"]["publicity"]["indicators"]
    table = levels(found)
    listed = table[(table.row == "full") & (table.scenario == "publicity")].set_index("indicator").level
    for column, level in listed.items():
        assert summary[column]["mean"] == (pytest.approx(level) if math.isfinite(level) else None)


def stored(folder, **options):
    found = compare(["publicity", "training"], execution=ALONE, replicates=2, months=12, params=SMALL, **options)
    names = [path.name for path in write_results(found, folder, command=f"{LINE} --lang en")]
    return found, names


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A comparison with changes, scaled rows and a community person by person, and its page as first written."""
    place = tmp_path_factory.mktemp("stored")
    found, names = stored(place)
    write_report(found, place, "en", f"{LINE} --lang en", names)
    return place


@pytest.fixture
def copy(folder, tmp_path):
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def test_a_comparison_comes_back_from_its_files_number_for_number(folder):
    found, again = stored(folder.parent / "twin")[0], read_results(folder.parent / "twin")
    assert again.to_json() == found.to_json()
    assert np.array_equal(again.window_means, found.window_means, equal_nan=True)
    assert np.array_equal(again.trajectories, found.trajectories.astype(np.float32), equal_nan=True)
    assert [arm.scenario for arm in again.arms] == [arm.scenario for arm in found.arms]
    for name in ("building", "renter", "member", "ties", "took_part"):
        assert np.array_equal(getattr(again.network, name), getattr(found.network, name))


def test_a_report_made_from_the_files_is_the_same_page_byte_for_byte(folder, copy):
    for path in copy.glob("report*"):
        path.unlink()
    written = report(copy, "en")
    assert len(written) == len(list(folder.glob("report*"))) > 3
    for path in written:
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_a_report_can_be_made_in_the_other_language_with_its_own_line(copy):
    page = report(copy, "zh")[0].read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    assert f"{LINE} --lang zh</pre>" in page


def test_a_comparison_without_the_same_money_and_of_one_policy_comes_back_too(tmp_path):
    found = compare(["publicity"], execution=ALONE, replicates=1, months=12, params=SMALL, equal_budget=None)
    write_results(found, tmp_path)
    assert read_results(tmp_path).to_json() == found.to_json()
    assert report(tmp_path, "en")[0].is_file()


@pytest.mark.parametrize("name", ["summary.parquet", "trajectories.parquet", RESIDENTS, TIES])
@pytest.mark.parametrize("how", ["missing", "cut short", "foreign"])
def test_a_file_that_cannot_be_used_is_named_in_one_sentence(copy, name, how):
    path = copy / name
    if how == "missing":
        path.unlink()
    elif how == "cut short":
        path.write_bytes(path.read_bytes()[:-200])
    else:
        pd.DataFrame({"a": [1]}).to_parquet(path)
    with pytest.raises(InputError) as caught:
        report(copy, "en")
    assert str(caught.value).startswith(f"{path}: ") and str(caught.value).count(".") == str(path).count(".") + 1


def test_a_file_of_another_run_is_named(copy):
    table = pd.read_parquet(copy / "summary.parquet")
    table[table["key"] != "training"].to_parquet(copy / "summary.parquet")
    with pytest.raises(InputError, match=r"summary\.parquet: its column 'key' does not fit manifest\.json"):
        read_results(copy)


@pytest.mark.parametrize("spoil,said", [
    (lambda s: s["lanes"][1]["scenario"]["levers"].update(publicity_board=1), "the settings cannot be used"),
    (lambda s: s.pop("burn_in"), "the file is cut short or not one of these results"),
    (lambda s: s.update(lanes=5), "the file is cut short or not one of these results"),
    (lambda s: s.update(n_residents=5), "made by version"),
])  # fmt: skip
def test_settings_that_cannot_be_used_are_named(copy, spoil, said):
    content = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    spoil(content["settings"])
    (copy / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_results(copy)
    assert str(caught.value).startswith(f"{copy / MANIFEST}: ") and said in str(caught.value)


def test_results_of_another_command_are_neither_read_nor_overwritten(copy):
    content = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    (copy / MANIFEST).write_text(json.dumps(content | {"kind": "sweep"}), encoding="utf-8")
    with pytest.raises(InputError, match="holds no comparison but results of 'sweep'"):
        read_results(copy)
    with pytest.raises(InputError, match="the folder holds results of 'sweep'; name another one"):
        check_folder(copy)


def test_the_manifest_counts_runs_and_those_that_were_asked_for(tmp_path):
    found = compare(["publicity"], execution=ALONE, replicates=2, months=12, params=SMALL, equal_budget=None)
    write_results(found, tmp_path, asked=5)
    assert read_manifest(tmp_path)["counts"] == {"asked": 10, "done": 4}
