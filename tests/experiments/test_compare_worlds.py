"""A comparison says how far it holds beyond the default numbers, and goes on without where that is not known."""

import json

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.compare import compare
from experiments.report.writing import write_report
from experiments.results import read_results, write_results
from experiments.runs import code
from experiments.tables import print_comparison, table_console
from experiments.worlds import kept
from sim.replicate import run_lockstep
from sim.scenario import load_profile, load_scenario

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
    from sim.indicators import COLUMNS

    own = np.array(differences)[:, COLUMNS.index("participation_12m")]
    assert found["publicity"].n == 3
    assert found["publicity"].mid["participation_12m"] == pytest.approx(np.median(own), abs=1e-12)
    assert found["publicity"].helps["participation_12m"] == pytest.approx(np.mean(own > 0.01))


def test_ranges_stand_in_table_files_and_report_and_come_back(stored, tmp_path):
    comparison, out = small(), tmp_path / "out"
    write_results(comparison, out)
    tidy = pd.read_csv(out / "worlds.csv")
    assert {"full", "money"} == set(tidy["row"]) and set(tidy["n"]) == {3}
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["worlds"]["scenarios"]["publicity"]["participation_12m"]["mid"] == pytest.approx(
        comparison.worlds["publicity"].mid["participation_12m"]
    )
    again = read_results(out)
    assert again.worlds == comparison.worlds
    for lang, words in (("en", "Does it hold in other believable worlds?"), ("zh", "换到别的可信世界里还成立吗？")):
        pages = [write_report(one, out, lang, "command")[0].read_text(encoding="utf-8") for one in (comparison, again)]
        assert words in pages[0] and "3" in pages[0] and "report-worlds.png" in pages[0]


@pytest.mark.parametrize("language,words", [("en", "of 3"), ("zh", "/3")])
def test_the_terminal_shows_a_row_a_policy(stored, language, words, capsys):
    import sys

    print_comparison(small(), table_console(sys.stdout), language)
    shown = capsys.readouterr().out
    assert shown.count(words) >= 4


def test_a_set_of_other_rules_is_not_used_and_the_comparison_says_so(stored, tmp_path, capsys):
    kept.ABOUT_FILE.write_text(json.dumps({**stored, "fingerprint": "0" * 64}), encoding="utf-8")
    comparison = small()
    assert not comparison.worlds and "made under other rules" in comparison.worlds_note.en
    write_results(comparison, tmp_path / "out")
    assert not (tmp_path / "out" / "worlds.csv").exists()
    assert read_results(tmp_path / "out").worlds_note == comparison.worlds_note
    page = write_report(comparison, tmp_path / "out", "en", "command")[0].read_text(encoding="utf-8")
    assert "Not shown: the stored worlds were made under other rules" in page


def test_without_a_stored_set_the_sentence_says_how_to_make_it(stored):
    kept.KEPT_FILE.unlink()
    assert "python run.py worlds experiments/plans/worlds.toml" in small().worlds_note.en


def test_nobody_has_to_look_at_other_worlds(stored, tmp_path, capsys):
    assert small(worlds=False).worlds == {}
    words = ["compare", "publicity", "--replicates", "1", "--months", "6", "--processes", "1", "--no-worlds", "--json"]
    held = [word for name, value in TINY.items() for word in ("--param", f"{name}={value:g}")]
    assert main([*words, *held, "--out", str(tmp_path / "out"), "--lang", "en"]) == 0
    assert json.loads(capsys.readouterr().out)["worlds"] is None
    assert "--no-worlds" in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
