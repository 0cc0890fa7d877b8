"""A comparison says how far it holds in worlds that pass the bands in its own setting, and why where it cannot."""

import io
import json
import re
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from cli import main
from experiments.compare.result_folder import read_results, write_results
from experiments.compare.study import InterruptedComparison, compare
from experiments.output.code import code
from experiments.plausible import ranges
from experiments.plausible import stored as kept
from experiments.plausible.block import Block
from report.compare.terminal import print_comparison
from report.terminal import table_console
from sim.engine.replicate import run_lockstep
from sim.indicators import COLUMNS
from sim.scenarios.scenario import load_profile, load_scenario
from tests.report.written import write_report
from tests.small import ALONE

TINY = {"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 6.0}
WORLDS = pd.DataFrame({"forgetting": [0.02, 0.04, 0.05], "word_of_mouth": [0.05, 0.15, 0.2]})


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """A made-up set of three worlds under today's rules, which are enough here, and a band that all of them meet."""
    about = {
        "schema": kept.SCHEMA, "fingerprint": code(), "profile": "mixed", "months": 120, "communities": 4,
        "budget": 10000.0, "contents": {}, "luck": {}, "table": [band(0.0, 1.0)],
    }  # fmt: skip
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    monkeypatch.setattr(ranges, "FEWEST", 3)
    WORLDS.to_parquet(kept.files_of("mixed")[0])
    tell(about)
    return about


def band(low, high, profile=""):
    return {
        "indicator": "awareness",
        "low": low,
        "high": high,
        "source": "made up",
        "source_zh": "虚构",
        "profile": profile,
        **{"policy": "", "against": "", "measure": "level", "months": 0},
    }


def tell(about):
    kept.files_of("mixed")[1].write_text(json.dumps(about), encoding="utf-8")


def small(**changes):
    given = {"replicates": 2, "months": 8, "params": TINY, "execution": ALONE, **changes}
    return compare(["publicity", "training"], **given)


def test_policies_are_run_in_the_stored_worlds_and_paired_with_each_baseline(stored):
    found = small(equal_budget=None).worlds
    assert set(found) == {"publicity", "training"}
    runs = simulated_by_hand(["baseline", "publicity"], communities=2)
    runs = (runs[:, :, 1] - runs[:, :, 0])[..., COLUMNS.index("quality")]
    own = runs.mean(axis=1)
    assert (found["publicity"].n, found["publicity"].communities) == (3, 2)
    assert found["publicity"].mid["quality"] == pytest.approx(np.median(own), abs=1e-12)
    assert found["publicity"].helps["quality"] == pytest.approx(np.mean(own > 0.01))
    left = runs - own[:, None] - runs.mean(axis=0) + runs.mean()
    luck = (left**2).sum() / (2 * 1) / 2 / own.var(ddof=1)
    assert found["publicity"].luck["quality"] == pytest.approx(min(1, luck))


def simulated_by_hand(names, communities):
    """Window means (worlds, communities, scenarios, columns), every run by itself."""
    own = [load_scenario(name) for name in names]
    return np.array([
        [
            run_lockstep(own, profile=load_profile("mixed"), params={**world, **TINY}, months=8, replicate=community)
            .trajectories[:, -8:].mean(axis=1)
            for community in range(communities)
        ]
        for world in WORLDS.to_dict("records")
    ])  # fmt: skip


def test_only_worlds_that_pass_the_bands_in_this_very_setting_are_used(stored, monkeypatch):
    monkeypatch.setattr(ranges, "FEWEST", 2)
    shown = simulated_by_hand(["baseline"], communities=4)[:, :, 0, COLUMNS.index("awareness")].mean(axis=1)
    low, middle, high = np.sort(shown)
    tell({**stored, "table": [band((low + middle) / 2, 1.0)]})
    told = []
    found = small(equal_budget=None, execution=replace(ALONE, on_progress=told.append))
    checked = found.worlds_checked
    assert (checked.asked, checked.passed, checked.communities, checked.stored) == (3, 2, 4, False)
    assert {world.n for world in found.worlds.values()} == {2}
    assert [what for what, _, _ in told] == ["communities"] * 2 + ["checking"] * 5 + ["running"] * 3
    tell({**stored, "table": [band((middle + high) / 2, 1.0)]})
    assert small(equal_budget=None).worlds == {}


def test_too_few_that_pass_are_one_sentence_with_the_command_that_finds_some(stored, tmp_path, capsys):
    tell({**stored, "table": [band(0.99, 1.0)]})
    comparison = small(profile="old_compound", params={**TINY, "forgetting": 0.03}, equal_budget=None)
    assert comparison.worlds == {} and comparison.worlds_checked.passed == 0
    note = comparison.worlds_note
    assert "of the 3 stored worlds none look in this setting" in note.en and "awareness 0.99..1" in note.en
    assert "--profile old_compound" in note.en and "--param forgetting=0.03 --months 8" in note.en
    assert "--store" not in note.en and "3 个世界" in note.zh
    write_results(comparison, tmp_path / "out")
    assert not (tmp_path / "out" / "worlds.csv").exists()
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["worlds"] is None and summary["worlds_checked"]["passed"] == 0
    assert read_results(tmp_path / "out").worlds_checked == comparison.worlds_checked
    print_comparison(comparison, table_console(sys.stdout), "zh")
    assert "不列合乎已知情况的世界" in capsys.readouterr().out


def test_what_is_known_of_one_kind_of_community_is_asked_of_that_kind_alone(stored):
    tell({**stored, "table": [band(0.0, 1.0), band(0.99, 1.0, profile="old_compound")]})
    assert small(equal_budget=None).worlds_checked.passed == 3
    assert small(profile="old_compound", equal_budget=None).worlds_checked.passed == 0


def test_results_of_a_version_that_did_not_look_tell_nothing_of_worlds(stored, tmp_path):
    write_results(small(equal_budget=None), tmp_path / "out")
    file = tmp_path / "out" / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    del manifest["settings"]["worlds_checked"]
    file.write_text(json.dumps(manifest), encoding="utf-8")
    again = read_results(tmp_path / "out")
    assert again.worlds == {} and "did not look" in again.worlds_note.en


@pytest.mark.slow
def test_ranges_stand_in_table_files_and_report_and_come_back(stored, tmp_path):
    comparison, out = small(), tmp_path / "out"
    write_results(comparison, out)
    tidy = pd.read_csv(out / "worlds.csv")
    assert tidy.columns.tolist() == [
        "row", "scenario", "indicator", "asked", "passed", "n", "communities", "low", "mid", "high", "helps", "luck",
    ]  # fmt: skip
    assert {"full", "money"} == set(tidy["row"]) and set(tidy["n"]) == {3}
    assert {tuple(row) for row in tidy[["asked", "passed", "communities"]].to_numpy()} == {(3, 3, 2)}
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    told, own = summary["worlds"], comparison.worlds["money:publicity"].by_column()["participation_12m"]
    assert told["n"] == 3 and summary["worlds_note"] is None
    assert told["same_money"]["publicity"]["participation_12m"] == pytest.approx(own)
    assert set(told["same_money"]) == {"publicity", "training", "grant"}
    again = read_results(out)
    assert again.worlds == comparison.worlds
    for lang, words in (
        ("en", "Does it hold in other plausible worlds?"),
        ("zh", "换到别的合乎已知情况的世界里还成立吗？"),
    ):
        pages = [write_report(one, out, lang, "command")[0].read_text(encoding="utf-8") for one in (comparison, again)]
        first, second = (section("worlds", page) for page in pages)
        assert words in first and {"en": "of 3<", "zh": "/3<"}[lang] in first and "report-worlds.png" in first
        assert first == second
        assert pages[0].index('href="#worlds"') < pages[0].index("<nav>")


def section(name, page):
    return re.search(f'<section id="{name}">.*?</section>', page, re.DOTALL)[0]


@pytest.mark.parametrize("language,heading,same", [
    ("en", "in 3 plausible worlds", ", same money"),
    ("zh", "在 3 个合乎已知情况的世界里", "，同样的钱"),
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


@pytest.mark.parametrize("language,points", [("en", "table of plausible worlds"), ("zh", "“合乎已知情况的世界”一表")])
def test_the_sentence_on_random_draws_points_to_the_worlds_where_they_are_shown(stored, language, points, capsys):
    for worlds in (True, False):
        print_comparison(small(worlds=worlds), table_console(sys.stdout), language)
        assert ("".join(points.split()) in "".join(capsys.readouterr().out.split())) == worlds


def test_helps_is_better_by_more_than_the_smallest_difference_that_was_asked_for(stored):
    always, never = (small(equal_budget=None, smallest=points).worlds["training"] for points in (0, 100))
    assert always.mid == never.mid and always.low["quality"] > 0
    assert always.helps["quality"] == 1 and never.helps["quality"] == 0
    assert always.helps["competence"] == 1
    assert always.helps["cost"] is None and never.helps["cost"] is None  # money has no smallest difference
    own = small(equal_budget=None, smallest=0, smallest_each={"quality": 100.0}).worlds["training"]
    assert own.helps["quality"] == 0 and own.helps["competence"] == 1


def test_the_cost_of_a_policy_that_changes_over_time_is_not_told_from_the_last_months_alone(stored, tmp_path):
    for name, text in (("always", ""), ("pilot", "\n[[change]]\nfrom = 5\nlevers.training_hours = 0\n")):
        words = "".join(f'{key}.{lang} = "{name}"\n' for key in ("label", "question") for lang in ("en", "zh"))
        lines = f"{words}\n[levers]\ntraining_hours = 6\n{text}"
        (tmp_path / f"{name}.toml").write_text(lines, encoding="utf-8")
    found = compare(
        [tmp_path / "always.toml", tmp_path / "pilot.toml"], replicates=2, months=8, params=TINY, execution=ALONE,
        equal_budget=1000.0,
    )  # fmt: skip
    assert found.worlds_note is None
    for table in ("", "money:"):
        assert "cost" in found.worlds[f"{table}always"].mid
        assert "cost" not in found.worlds[f"{table}pilot"].mid
        assert "quality" in found.worlds[f"{table}pilot"].mid


def test_ctrl_c_in_other_worlds_keeps_the_comparison_without_them(stored, monkeypatch):
    def interrupted(work, unit):
        raise KeyboardInterrupt

    monkeypatch.setattr(Block, "__call__", interrupted)
    with pytest.raises(InterruptedComparison) as caught:
        small()
    assert caught.value.comparison.replicates == 2 and caught.value.comparison.worlds == {}


def test_work_in_other_worlds_is_told_from_its_beginning_on(stored):
    told = []
    small(equal_budget=None, execution=replace(ALONE, on_progress=told.append))
    assert told[2:7] == [("checking", done, 4) for done in range(5)]
    assert told[7:] == [("running", 0, 2), ("running", 1, 2), ("running", 2, 2)]


def test_a_set_of_other_rules_is_not_used_and_the_comparison_says_so(stored, tmp_path, capsys):
    tell({**stored, "fingerprint": "0" * 64})
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
    assert "No table of plausible worlds: the stored worlds were made under other rules" in capsys.readouterr().out


def test_without_a_stored_set_the_sentence_says_how_to_make_it(stored):
    kept.files_of("mixed")[0].unlink()
    assert "python run.py worlds experiments/plans/worlds.toml" in small().worlds_note.en


def test_nobody_has_to_look_at_other_worlds(stored, tmp_path, capsys):
    assert small(worlds=False).worlds == {}
    words = ["compare", "publicity", "--replicates", "1", "--months", "6", "--processes", "1", "--no-worlds", "--json"]
    held = [word for name, value in TINY.items() for word in ("--param", f"{name}={value:g}")]
    assert main([*words, *held, "--out", str(tmp_path / "out"), "--lang", "en"]) == 0
    shown = capsys.readouterr()
    summary = json.loads(shown.out)
    assert summary["worlds"] is None and summary["worlds_note"] is None
    assert "plausible worlds" not in shown.err
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "where --no-worlds is left out" in section("worlds", page)
    assert "--no-worlds" in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")


def test_the_command_says_that_it_runs_policies_in_other_worlds(stored, tmp_path, capsys):
    words = ["compare", "publicity", "--replicates", "1", "--months", "6", "--processes", "1", "--equal-budget", "0"]
    held = [word for name, value in TINY.items() for word in ("--param", f"{name}={value:g}")]
    assert main([*words, *held, "--out", str(tmp_path / "out"), "--lang", "zh"]) == 0
    shown = capsys.readouterr()
    assert "正在核对存好的世界" in shown.err and "已算 4/4 部分" in shown.err
    assert "正在合乎已知情况的世界里运行" in shown.err and "已算 2/2 部分" in shown.err
    assert "/3" in shown.out
