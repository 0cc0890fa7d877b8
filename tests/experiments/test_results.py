import math

import pytest

from experiments.compare import compare
from experiments.report.writing import PICTURES as DRAWN
from experiments.results import OURS, PICTURES, SUMMARY, levels, renewed, write_results


def run(**options):
    return compare(["publicity"], processes=1, replicates=2, months=12, **options)


def test_a_run_removes_what_an_earlier_run_left_and_nothing_else(engine, tmp_path):
    write_results(run(), tmp_path)
    for name in ("report.html", "report-map.png", "report-mine.png", "notes.csv"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    written = write_results(run(equal_budget=None), tmp_path)
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {path.name for path in written} | {"report-mine.png", "notes.csv"}
    assert "equal_budget.csv" not in kept


def test_a_folder_without_a_run_keeps_all_its_files(engine, tmp_path):
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    write_results(run(equal_budget=None), tmp_path)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "mine"


def test_a_run_that_fails_leaves_the_earlier_one_whole(engine, tmp_path):
    before = {path.name for path in write_results(run(), tmp_path)}
    with pytest.raises(KeyboardInterrupt), renewed(tmp_path):
        raise KeyboardInterrupt
    assert {path.name for path in tmp_path.iterdir()} == before


def test_every_file_of_a_run_is_known_as_ours(engine, tmp_path):
    assert {path.name for path in write_results(run(), tmp_path)} <= set(OURS)
    assert set(PICTURES) == {module.NAME for module in DRAWN} and SUMMARY in OURS


def test_levels_and_summary_give_the_same_level_of_every_indicator(engine):
    found = run()
    summary = found.to_json()["scenarios"]["publicity"]["indicators"]
    table = levels(found)
    listed = table[(table.row == "full") & (table.scenario == "publicity")].set_index("indicator").level
    for column, level in listed.items():
        assert summary[column]["mean"] == (pytest.approx(level) if math.isfinite(level) else None)
