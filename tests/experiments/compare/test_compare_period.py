"""A comparison in another period: manifest, report and tables say so, and nothing stored is taken for its own."""

import json
import re
import sys

import pytest

from experiments.compare.result_folder import read_results, write_results
from experiments.plan import make_plan
from experiments.plausible.stored import worlds_command
from experiments.sweep.expansion import Expansion
from experiments.worlds.store_set import check_storable
from experiments.worlds.study import checked, in_setting
from report.compare.terminal import print_comparison
from report.terminal import table_console
from sim.errors import InputError
from sim.scenarios.periods import SEED_TIME, load_period
from sim.scenarios.scenario import load_profile
from tests.experiments.compare.test_compare_worlds import band, small, stored, tell
from tests.report.written import write_report

__all__ = ["stored"]
PRESENT = load_period("present")


def test_the_worlds_of_another_period_are_held_against_the_bands_and_the_report_says_so(stored, tmp_path, capsys):
    found = small(period="present", equal_budget=None)
    assert found.profile.period == PRESENT
    assert (found.worlds_checked.passed, found.worlds_checked.stored) == (3, False)
    write_results(found, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["settings"]["period"] == PRESENT.content()
    again = read_results(tmp_path / "out")
    assert (again.profile.period.name, again.profile.period.prices) == ("present", 2024)
    assert dict(again.profile.params) == dict(found.profile.params)
    assert again.to_json()["period"] == "present" and again.to_json()["prices"] == 2024
    for lang, then, prices, head in (
        (
            "en",
            "found in another period (2014) than this one (The present (2024))",
            "prices of 2024",
            "The present (2024)",
        ),
        ("zh", "在另一个时期（2014 年）找到的，不是本次的时期（现在（2024 年））", "按 2024 年价格", "现在（2024 年）"),
    ):
        page = write_report(again, tmp_path / lang, lang, "command")[0].read_text("utf-8")
        print_comparison(again, table_console(sys.stdout), lang)
        for text in (page, capsys.readouterr().out):
            flat = re.sub(r"\s+", "" if lang == "zh" else " ", text)
            for said in (then, prices, head):
                assert re.sub(r"\s+", "" if lang == "zh" else " ", said) in flat, said
    tell({**stored, "table": [band(0.99, 1.0)]})
    note = small(period="present", equal_budget=None).worlds_note
    assert "found in another period, 2014" in note.en and "--period present" in note.en and "2014 年" in note.zh


def test_the_default_says_2014_and_nothing_of_another_period(stored, tmp_path):
    found = small(equal_budget=None)
    page = write_report(found, tmp_path / "en", "en", "command")[0].read_text("utf-8")
    assert "prices of 2014" in page and "another period" not in page
    assert found.to_json()["period"] == SEED_TIME


def keys(**given) -> list[str]:
    plan = make_plan("publicity", months=4, replicates=2, **given)
    return [cell.key for cell, _ in Expansion(plan, "code").cells(0, 0, 0)]


def test_runs_of_another_period_have_other_keys_and_those_of_the_default_have_the_same():
    assert keys() == keys(period="2014") != keys(period="present")


def test_a_plan_has_one_period_for_all_its_kinds_of_community(tmp_path):
    plan = make_plan("publicity", profiles=["mixed", "old_compound"], period="present")
    assert [kind.period.name for kind in plan.profiles] == ["present"] * 2 and plan.content()["period"][
        "prices"
    ] == 2024
    with pytest.raises(InputError, match=r"There is no period 'presnt'. Did you mean 'present'\?") as caught:
        make_plan("publicity", period="presnt")
    assert "没有时期“presnt”" in caught.value.get("zh")


def test_worlds_of_another_period_are_not_stored_and_the_command_names_it():
    plan = checked(make_plan(["baseline", "publicity"]))
    now = in_setting(plan, None, None, {}, "present")
    assert now.period == PRESENT and in_setting(now, "old_compound", None, {}).period == PRESENT
    with pytest.raises(InputError, match="in the period 2014"):
        check_storable(now)
    line = worlds_command(load_profile("mixed").dated(PRESENT), {}, None)
    assert "--period present" in line and "--profile" not in line and "--store" not in line
    assert "--period" not in worlds_command(load_profile("mixed"), {}, None)
