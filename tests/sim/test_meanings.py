"""A scenario of an earlier edition loads; of a lever that means something else now a sentence says what to write."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.indicators import FORMER, INDICATORS, indicator_of
from sim.scenarios.changes import Change
from sim.scenarios.meanings import meanings
from sim.scenarios.periods import PERIOD_FOLDER
from sim.scenarios.scenario import PROFILE_FOLDER, load_scenario, scenario_names
from tests.small import scenario


def said(levers, changes=()):
    return [(text.en, text.zh) for text in meanings([scenario("mine", levers, changes=list(changes))])]


def test_an_incentive_without_what_is_paid_of_it_is_told():
    for one in (said({"provider_incentive": 1.0}), said({}, [Change(9, None, {"provider_incentive": 1.0})])):
        ((en, zh),) = one
        assert "favours_paid, 0.3 unless set" in en and "set favours_paid = 1" in en
        assert "不设则为 0.3" in zh and "请设 favours_paid = 1" in zh
    assert said({"provider_incentive": 1.0, "favours_paid": 0.3}) == said({"favours_paid": 1.0}) == []


@pytest.mark.parametrize(("share", "seats"), [(0.1, 0), (0.5, 2), (0.25, 1), (0.9, 3)])
def test_a_share_of_seats_that_is_no_third_is_told_with_what_it_merges(share, seats):
    ((en, zh),) = said({"cross_appointment": share})
    assert f"{share:g} merges {seats};" in en and f"{share:g} 合并 {seats} 席" in zh


@pytest.mark.parametrize("share", [0.0, 0.33, 0.34, 0.67, 1.0])
def test_whole_seats_need_no_word(share):
    assert said({"cross_appointment": share}) == []


def test_no_built_in_scenario_is_told_anything():
    assert list(meanings(load_scenario(name) for name in scenario_names())) == []


def test_check_says_it_beside_what_the_file_is(tmp_path: Path):
    file = tmp_path / "mine.toml"
    file.write_text(
        'label.en = "Mine"\nlabel.zh = "我的"\nquestion.en = "Why?"\nquestion.zh = "为什么？"\n'
        "[levers]\nprovider_incentive = 1\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, "run.py", "--lang", "en", "check", str(file)], capture_output=True, text=True, check=True
    )
    assert "no mistakes" in run.stdout and "favours_paid, 0.3 unless set" in run.stderr


@pytest.mark.parametrize(
    "file", [*PERIOD_FOLDER.glob("*.toml"), *PROFILE_FOLDER.glob("mixed.toml")], ids=lambda one: one.stem
)
def test_check_takes_a_file_that_is_no_scenario_for_what_it_is(file: Path):
    run = subprocess.run([sys.executable, "run.py", "--lang", "en", "check", str(file)], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "") and "no mistakes" in run.stdout


@pytest.mark.parametrize("name", FORMER)
def test_an_indicator_of_an_earlier_edition_is_told_with_what_it_is_now(name):
    with pytest.raises(InputError) as caught:
        indicator_of(name)
    for said in (caught.value.get("en"), caught.value.get("zh")):
        assert any(now in said for now in INDICATORS) and "hours_orders" not in said
