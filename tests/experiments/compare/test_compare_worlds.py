"""A comparison says how far it holds beyond the default numbers, and goes on without where that is not known."""

import io
import json
import re
import sys

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from cli import main
from experiments.compare.result_folder import read_results, write_results
from experiments.compare.study import InterruptedComparison, compare
from experiments.output.code import code
from experiments.plausible import stored as kept
from report.compare.terminal import print_comparison
from report.compare.writing import write_report
from report.terminal import table_console
from sim.engine.replicate import run_lockstep
from sim.indicators import COLUMNS
from sim.scenarios.scenario import load_profile, load_scenario

TINY = {"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 6.0}
WORLDS = pd.DataFrame({"forgetting": [0.02, 0.04, 0.05], "word_of_mouth": [0.05, 0.15, 0.2]})


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """A made-up set of three worlds under today's rules."""
    about = {"schema": 1, "fingerprint": code(), "months": 120, "budget": 10000.0, "contents": {}}
    monkeypatch.setattr(kept, "KEPT_FILE", tmp_path / "kept.parquet")
    monkeypatch.setattr(kept, "ABOUT_FILE", tmp_path / "kept.json")
    WORLDS.to_parquet(kept.KEPT_FILE)
    kept.ABOUT_FILE.write_text(json.dumps(about), encoding="utf-8")
    return about


def small(**changes):
    given = {"replicates": 2, "months": 8, "params": TINY, "processes": 1, **changes}
    return compare(["publicity", "training"], **given)


def test_policies_are_run_in_the_stored_worlds_and_paired_with_each_baseline(stored):
    found = small(equal_budget=None).worlds
    assert set(found) == {"publicity", "training"}
    differences = []
    for world in WORLDS.to_dict("records"):
        both = [load_scenario("baseline"), load_scenario("publicity")]
        lived = run_lockstep(both, profile=load_profile("mixed"), params={**world, **TINY}, months=8)
        means = lived.trajectories[:, -8:].mean(axis=1)
        differences.append(means[1] - means[0])
    own = np.array(differences)[:, COLUMNS.index("participation_12m")]
    assert found["publicity"].n == 3
    assert found["publicity"].mid["participation_12m"] == pytest.approx(np.median(own), abs=1e-12)
    assert found["publicity"].helps["participation_12m"] == pytest.approx(np.mean(own > 0.01))


def test_ranges_stand_in_table_files_and_report_and_come_back(stored, tmp_path):
    comparison, out = small(), tmp_path / "out"
    write_results(comparison, out)
    tidy = pd.read_csv(out / "worlds.csv")
    assert tidy.columns.tolist() == ["row", "scenario", "indicator", "n", "low", "mid", "high", "helps"]
    assert {"full", "money"} == set(tidy["row"]) and set(tidy["n"]) == {3}
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    told, own = summary["worlds"], comparison.worlds["money:publicity"].by_column()["participation_12m"]
    assert told["n"] == 3 and summary["worlds_note"] is None
    assert told["same_money"]["publicity"]["participation_12m"] == pytest.approx(own)
    assert set(told["same_money"]) == {"publicity", "training", "grant"}
    again = read_results(out)
    assert again.worlds == comparison.worlds
    for lang, words in (("en", "Does it hold in other believable worlds?"), ("zh", "换到别的可信世界里还成立吗？")):
        pages = [write_report(one, out, lang, "command")[0].read_text(encoding="utf-8") for one in (comparison, again)]
        first, second = (section("worlds", page) for page in pages)
        assert words in first and {"en": "of 3<", "zh": "/3<"}[lang] in first and "report-worlds.png" in first
        assert first == second
        assert pages[0].index('href="#worlds"') < pages[0].index("<nav>")


def section(name, page):
    return re.search(f'<section id="{name}">.*?</section>', page, re.DOTALL)[0]


@pytest.mark.parametrize("language,heading,same", [
    ("en", "in 3 other believable worlds", ", same money"),
    ("zh", "在 3 个其他可信的世界里", "，同样的钱"),
])  # fmt: skip
def test_the_terminal_shows_a_row_a_policy_at_full_strength_and_for_the_same_money(
    stored, language, heading, same, capsys
):
    print_comparison(small(), table_console(sys.stdout), language)
    shown = capsys.readouterr().out
    assert heading in shown
    rows = [line for line in shown.splitlines() if line.count("/3") == 2]
    assert [same in row for row in rows] == [False, False, True, True, True]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_narrow_window_shows_the_worlds_of_both_indicators_too(stored, language):
    stream = io.StringIO()
    print_comparison(small(), Console(file=stream, width=80), language)
    assert sum(line.count("/3") == 2 for line in stream.getvalue().splitlines()) == 5


@pytest.mark.parametrize("language,points", [("en", "other believable worlds"), ("zh", "其他可信世界的表")])
def test_the_sentence_on_luck_points_to_the_worlds_where_they_are_shown(stored, language, points, capsys):
    for worlds in (True, False):
        print_comparison(small(worlds=worlds), table_console(sys.stdout), language)
        assert (points in capsys.readouterr().out) == worlds


def test_helps_is_better_by_more_than_the_smallest_difference_that_was_asked_for(stored):
    always, never = (small(equal_budget=None, smallest=points).worlds["training"] for points in (0, 100))
    assert always.mid == never.mid and always.low["quality"] > 0
    assert always.helps["quality"] == 1 and never.helps["quality"] == 0
    assert always.helps["competence"] == 1 and always.helps["cost"] == never.helps["cost"] == 0


def test_ctrl_c_in_other_worlds_keeps_the_comparison_without_them(stored, monkeypatch):
    def interrupted(work, unit):
        raise KeyboardInterrupt

    monkeypatch.setattr(kept.Block, "__call__", interrupted)
    with pytest.raises(InterruptedComparison) as caught:
        small()
    assert caught.value.comparison.replicates == 2 and caught.value.comparison.worlds == {}


def test_work_in_other_worlds_is_told_from_its_beginning_on(stored):
    told = []
    small(equal_budget=None, worlds_progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 1), (1, 1)]


def test_a_set_of_other_rules_is_not_used_and_the_comparison_says_so(stored, tmp_path, capsys):
    kept.ABOUT_FILE.write_text(json.dumps({**stored, "fingerprint": "0" * 64}), encoding="utf-8")
    comparison = small()
    assert not comparison.worlds and "made under other rules" in comparison.worlds_note.en
    write_results(comparison, tmp_path / "out")
    assert not (tmp_path / "out" / "worlds.csv").exists()
    assert read_results(tmp_path / "out").worlds_note == comparison.worlds_note
    page = write_report(comparison, tmp_path / "out", "en", "command")[0].read_text(encoding="utf-8")
    assert "Not shown: the stored worlds were made under other rules" in section("worlds", page)
    assert 'href="#worlds"' not in page
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["worlds"] is None and summary["worlds_note"]["zh"] == comparison.worlds_note.zh
    capsys.readouterr()
    print_comparison(comparison, table_console(sys.stdout), "en")
    assert "not shown: the stored worlds were made under other rules" in capsys.readouterr().out


def test_without_a_stored_set_the_sentence_says_how_to_make_it(stored):
    kept.KEPT_FILE.unlink()
    assert "python run.py worlds experiments/plans/worlds.toml" in small().worlds_note.en


def test_nobody_has_to_look_at_other_worlds(stored, tmp_path, capsys):
    assert small(worlds=False).worlds == {}
    words = ["compare", "publicity", "--replicates", "1", "--months", "6", "--processes", "1", "--no-worlds", "--json"]
    held = [word for name, value in TINY.items() for word in ("--param", f"{name}={value:g}")]
    assert main([*words, *held, "--out", str(tmp_path / "out"), "--lang", "en"]) == 0
    shown = capsys.readouterr()
    summary = json.loads(shown.out)
    assert summary["worlds"] is None and summary["worlds_note"] is None
    assert "other believable worlds" not in shown.err
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "where --no-worlds is left out" in section("worlds", page)
    assert "--no-worlds" in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")


def test_the_command_says_that_it_runs_policies_in_other_worlds(stored, tmp_path, capsys):
    words = ["compare", "publicity", "--replicates", "1", "--months", "6", "--processes", "1", "--equal-budget", "0"]
    held = [word for name, value in TINY.items() for word in ("--param", f"{name}={value:g}")]
    assert main([*words, *held, "--out", str(tmp_path / "out"), "--lang", "zh"]) == 0
    shown = capsys.readouterr()
    assert "正在其他可信的世界里运行" in shown.err and "已算 1/1 部分" in shown.err
    assert "/3" in shown.out
