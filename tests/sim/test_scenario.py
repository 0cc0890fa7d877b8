"""Scenarios and profiles: what the files say, what a month's levers are, and what a new file holds."""

import json
import pickle
import shutil

import pytest

from cli.new import write_new
from sim.errors import InputError
from sim.levers import LEVERS, PROBLEMS, defaults
from sim.params import PARAMS
from sim.quantity import Text
from sim.scenarios import names as names_module
from sim.scenarios import scenario as scenario_module
from sim.scenarios.scenario import (
    FOLDER,
    PROFILE_FOLDER,
    Change,
    Scenario,
    check_file,
    load_profile,
    load_scenario,
    profile_names,
    scenario_names,
)

HEAD = 'label.en = "Mine"\nlabel.zh = "我的"\nquestion.en = "Why?"\nquestion.zh = "为什么？"\n'
POLICIES = {
    "baseline": ("", {}),
    "training": ("P1", {"training_hours": 6}),
    "higher_pay": ("P2", {"wage_rise": 0.2, "career_ladder": 1, "extra_posts": 2}),
    "funding_channels": (
        "P3",
        {
            "task_payment_share": 0.7,
            "party_activity_fund": 5000,
            "donation_outreach": 1,
            "donation_match_rate": 1,
            "facility_investment": 2000,
        },
    ),
    "party_mobilisation": (
        "P4",
        {"retired_member_groups": 1, "in_service_registration": 1, "floating_member_service": 1},
    ),
    "joint_committees": ("P5", {"joint_meetings": 2}),
    "publicity": ("P6", {"publicity_boards": 5000, "publicity_digital": 4000}),
    "open_elections": ("P7", {"election_openness": 1, "open_recruitment": 1}),
    "diverse_services": ("P8", {"provider_incentive": 1, "favours_paid": 1, "service_purchase": 5000}),
    "fewer_orders": ("P9", {"admin_reduction": 0.3, "admission_rule": 1}),
    "self_governance": ("P10", {"deliberation_meetings": 2, "open_accounts": 1}),
}


def made(changes=(), levers=None):
    return Scenario("mine", Text("Mine", "我的"), Text("Why?", "为什么？"), levers or {}, tuple(changes))


@pytest.fixture
def write(tmp_path):
    def write_file(body, name="mine", head=HEAD):
        path = tmp_path / f"{name}.toml"
        path.write_text(head + body, encoding="utf-8")
        return path

    return write_file


def test_built_in_names_come_in_the_order_of_the_ten_problems():
    names = scenario_names()
    assert [name for name in names if name in POLICIES or name == "package"] == [*POLICIES, "package"]
    assert sorted(names) == sorted(file.stem for file in FOLDER.glob("*.toml"))
    problems = [load_scenario(name).problem for name in names[1:]]
    answered = [problem for problem in problems if problem]
    assert names[0] == "baseline" and problems == [*answered, *[""] * (len(problems) - len(answered))]
    assert answered == sorted(answered, key=list(PROBLEMS).index) and set(answered) == set(PROBLEMS)


def test_built_in_profiles_come_in_the_order_that_they_give():
    own = ("mixed", "old_compound", "commodity_housing", "resettlement", "urban_village")
    assert tuple(name for name in profile_names() if name in own) == own
    assert sorted(profile_names()) == sorted(file.stem for file in PROFILE_FOLDER.glob("*.toml"))


@pytest.mark.parametrize("name", POLICIES)
def test_policy_moves_the_levers_of_its_problem(name):
    problem, levers = POLICIES[name]
    scenario = load_scenario(name)
    assert scenario.levers == levers
    assert scenario.problem == problem
    assert all(LEVERS[lever].problem == problem for lever in levers)


def test_package_is_all_policies_together():
    together = {lever: value for _, levers in POLICIES.values() for lever, value in levers.items()}
    assert load_scenario("package").levers == together


@pytest.mark.parametrize("name", scenario_names())
def test_scenario_has_texts_in_both_languages(name):
    scenario = load_scenario(name)
    for text in (scenario.label, scenario.question):
        assert text.en.isascii()
        assert not text.zh.isascii()


@pytest.mark.parametrize("name", profile_names())
def test_profile_has_a_label_and_known_parameters(name):
    profile = load_profile(name)
    assert profile.label.en and profile.label.zh
    assert set(profile.params) <= set(PARAMS)


def test_mixed_profile_is_the_defaults():
    assert load_profile("mixed").params == {}


def test_urban_village_is_young_renting_and_fluctuating():
    params = load_profile("urban_village").params
    names = ("age_young_share", "renting_share", "move_rate_renter", "demand_factor_registry")
    assert [params[name] for name in names] == [0.52, 0.7, 0.035, 1.5]


def test_levers_hold_from_month_one_and_not_before():
    scenario = made(levers={"wage_rise": 0.3})
    assert scenario.at(0) == defaults()
    assert scenario.at(1) == {**defaults(), "wage_rise": 0.3}
    assert scenario.at(600)["wage_rise"] == 0.3


def test_change_holds_on_top_of_the_levers_for_its_months():
    scenario = made([Change(3, 5, {"grant": 900})], {"grant": 100})
    assert [scenario.at(month)["grant"] for month in range(1, 8)] == [100, 100, 900, 900, 900, 100, 100]


def test_change_without_end_stays():
    assert made([Change(2, None, {"grant": 900})]).at(10_000)["grant"] == 900


def test_ramp_rises_in_equal_steps_and_ends_sharply():
    scenario = made([Change(2, 6, {"publicity_boards": 5000}, ramp=4)])
    values = [scenario.at(month)["publicity_boards"] for month in range(1, 8)]
    assert values == [1000, 2000, 3000, 4000, 5000, 5000, 1000]


def test_ramp_of_one_month_is_a_step():
    change = {"publicity_boards": 5000}
    assert made([Change(2, 4, change, ramp=1)]).timeline(6) == made([Change(2, 4, change)]).timeline(6)


def test_ramp_sets_out_from_the_change_that_just_ended():
    scenario = made([Change(1, 2, {"grant": 800}), Change(3, None, {"grant": 400}, ramp=2)], {"grant": 100})
    assert [scenario.at(month)["grant"] for month in range(1, 6)] == [800, 800, 600, 400, 400]


def test_ramp_sets_out_from_the_lasting_value_after_a_gap():
    scenario = made([Change(1, 1, {"grant": 800}), Change(3, None, {"grant": 400}, ramp=2)], {"grant": 100})
    assert scenario.at(3)["grant"] == 250


def test_whole_lever_rounds_down_while_it_ramps():
    scenario = made([Change(1, None, {"extra_posts": 3}, ramp=5)])
    assert [scenario.at(month)["extra_posts"] for month in range(1, 7)] == [0, 1, 1, 2, 3, 3]


def test_timeline_has_a_row_a_month_in_the_order_of_the_levers():
    scenario = made([Change(2, 3, {"training_hours": 6})], {"grant": 5})
    rows = scenario.timeline(4)
    assert rows == [[scenario.at(month)[lever] for lever in LEVERS] for month in range(1, 5)]
    assert [row[0] for row in rows] == [0, 6, 6, 0]


def test_replace_checks_and_leaves_the_rest():
    scenario = load_scenario("publicity")
    scaled = scenario.replace(name="half", levers={"publicity_boards": 3000})
    assert (scaled.name, scaled.levers) == ("half", {"publicity_boards": 3000})
    assert scaled.question == scenario.question
    with pytest.raises(InputError, match="outside"):
        scenario.replace(levers={"wage_rise": 3})


def test_content_tells_apart_what_changes_a_result_and_nothing_else():
    one = made(levers={"grant": 5, "wage_rise": 0.1})
    other_order = made(levers={"wage_rise": 0.1, "grant": 5}).replace(label=Text("Other", "别的"))
    assert json.dumps(one.content()) == json.dumps(other_order.content())
    assert one.content() != made([Change(1, None, {"grant": 5})], {"wage_rise": 0.1}).content()


def test_scenario_travels_to_another_process():
    scenario = load_scenario("package")
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_file_reads_changes_ramps_and_params(write):
    path = write(
        "[levers]\nwage_rise = 0.1\n[[change]]\nfrom = 1\nuntil = 6\nramp = 3\n"
        "levers = { publicity_boards = 5000, publicity_digital = 4000 }\n"
        "[[change]]\nfrom = 7\n[change.levers]\npublicity_boards = 0\n[params]\nforgetting = 0.05\n"
    )
    scenario = load_scenario(path)
    assert scenario.changes == (
        Change(1, 6, {"publicity_boards": 5000, "publicity_digital": 4000}, ramp=3),
        Change(7, None, {"publicity_boards": 0}),
    )
    assert scenario.name == "mine"
    assert (scenario.levers, scenario.params) == ({"wage_rise": 0.1}, {"forgetting": 0.05})


def test_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + "[levers]\ngrant = 7\n").replace("\n", "\r\n").encode())
    assert load_scenario(str(path)).levers == {"grant": 7}


def test_child_overrides_levers_key_by_key_and_adds_its_changes(write):
    write(
        'problem = "P3"\n[levers]\ngrant = 5\nwage_rise = 0.1\n[[change]]\nfrom = 1\nuntil = 2\n'
        "levers = { training_hours = 2 }\n[params]\nhype = 1\nforgetting = 0.02\n",
        "parent",
    )
    child = write('extends = "parent.toml"\n[levers]\ngrant = 9\n[[change]]\nfrom = 3\n'
                  "levers = { training_hours = 4 }\n[params]\nforgetting = 0.05\n", "child")  # fmt: skip
    scenario = load_scenario(child)
    assert scenario.levers == {"grant": 9, "wage_rise": 0.1}
    assert [change.levers["training_hours"] for change in scenario.changes] == [2, 4]
    assert scenario.params == {"hype": 1, "forgetting": 0.05}
    assert scenario.problem == "P3"


def test_child_extends_a_built_in_scenario(write):
    scenario = load_scenario(write('extends = "publicity"\n[levers]\npublicity_digital = 0\n'))
    assert scenario.levers == {"publicity_boards": 5000, "publicity_digital": 0}


def test_file_added_to_the_folder_is_found_beside_its_problem(tmp_path, monkeypatch):
    folder = tmp_path / "scenarios"
    shutil.copytree(FOLDER, folder)
    built_in = scenario_names()
    (folder / "a_drive.toml").write_text(HEAD + "[levers]\ngrant = 3\n", encoding="utf-8")
    posters = HEAD + "problem='P6'  # beside publicity\n[levers]\npublicity_boards = 3\n"
    (folder / "posters.toml").write_text(posters, encoding="utf-8")
    (folder / "broken.toml").write_bytes(b"\xff = ")
    for module in (scenario_module, names_module):
        monkeypatch.setattr(module, "FOLDER", folder)
    beside = built_in.index("publicity")
    answers = (*built_in[:beside], "posters", *built_in[beside:-2])
    assert scenario_names() == (*answers, "a_drive", "broken", "community_fund", "package")
    assert load_scenario("a_drive").levers == {"grant": 3}


def test_check_says_what_a_file_is_in_both_languages(write):
    said = check_file(write("[levers]\ngrant = 7\n[[change]]\nfrom = 2\nlevers = { wage_rise = 0.1 }\n"))
    assert "scenario 'mine', levers moved: 2, timed changes: 1" in said.en
    assert "方案“mine”" in said.zh
    profile = write("[params]\nrenting_share = 0.5\n", "town", head='label.en = "Town"\nlabel.zh = "镇"\n')
    assert "profile 'town', parameters set: 1" in check_file(profile).en


@pytest.mark.parametrize("source", scenario_names())
def test_new_file_sets_what_its_source_sets(tmp_path, source):
    path = write_new("my_try", source, tmp_path)
    assert load_scenario(path).content() == load_scenario(source).content()
    assert load_scenario(path).problem == load_scenario(source).problem


def test_new_file_keeps_changes_and_params_of_its_source(tmp_path, write):
    source = write("[levers]\nwage_rise = 0.1\n[[change]]\nfrom = 2\nuntil = 9\nramp = 3\n"
                   "levers = { extra_posts = 2 }\n[params]\nforgetting = 0.0213\n")  # fmt: skip
    path = write_new("copy", source, tmp_path)
    assert load_scenario(path).content() == load_scenario(source).content()


def test_new_file_offers_every_lever_and_leaves_nothing_else_behind(tmp_path):
    text = write_new("my_try", folder=tmp_path).read_text(encoding="utf-8")
    assert all(f"# {lever} = " in text for lever in LEVERS)
    assert [path.name for path in tmp_path.iterdir()] == ["my_try.toml"]


def test_new_file_with_every_offered_lever_uncommented_is_valid(tmp_path):
    path = write_new("my_try", folder=tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    uncommented = [line.removeprefix("# ") if line[2:].split(" ")[0] in LEVERS else line for line in lines]
    path.write_text("\n".join(uncommented), encoding="utf-8")
    assert set(load_scenario(path).levers) == set(LEVERS)
