"""Plans: what a file says is what is run, and every mistake gets one sentence with its place."""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import sim.params
from cli import main
from experiments.plan import MOST_POINTS, Design, Plan, load_plan, make_plan, samplers
from experiments.plan import read_design as designing
from sim.errors import InputError
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.quantity import Text
from sim.scenarios import given as handed_in
from sim.scenarios.scenario import Change, Profile, Scenario, load_scenario, scenario_names

FOLDER = Path(__file__).resolve().parents[3] / "experiments" / "plans"
PLANS = [FOLDER / f"{name}.toml" for name in ("pay_and_load", "size_and_staff", "uncertain_publicity")]
HEAD = 'question.en = "Why?"\nquestion.zh = "为什么？"\n'
FOUR = HEAD + 'scenarios = ["baseline"]\n'  # the next line is the fourth
GRID = '[design]\nkind = "grid"\n[design.levers]\n'  # its values begin in line 7
MINE = 'label.en = "Mine"\nlabel.zh = "我的"\nquestion.en = "Why?"\nquestion.zh = "为什么？"\n'


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def loaded(here):
    def load(body: str, head: str = FOUR) -> Plan:
        (here / "mine.toml").write_text(head + body, encoding="utf-8")
        return load_plan("mine.toml")

    return load


@pytest.fixture
def refused(loaded):
    def refuse(body: str, head: str = FOUR) -> str:
        return complaint(lambda: loaded(body, head))

    return refuse


def complaint(call) -> str:
    """Return the one sentence that a call is refused with."""
    with pytest.raises(InputError) as caught:
        call()
    sentence, chinese = caught.value.text
    assert "\n" not in sentence and len(sentence) < 500
    assert sentence.endswith((".", "?")) and chinese.endswith(("。", "？"))
    return sentence


def sampled(kind: str, samples: object = "8", values: str = "wage_rise = [0.0, 0.5]", part: str = "levers") -> str:
    """Return a design of a sampled kind; its values stand in line 8."""
    return f'[design]\nkind = "{kind}"\nsamples = {samples}\n[design.{part}]\n{values}\n'


# What a plan is


def test_a_plan_says_everything_that_is_run(loaded) -> None:
    plan = loaded(
        'profiles = ["mixed", "old_compound"]\nreplicates = 3\nmonths = 24\nseed = 7\ntrajectories = true\n'
        "[levers]\ngrant = 500\n[params]\nn_residents = 200\n"
        '[design]\nkind = "grid"\n[design.params]\nforgetting = [0.02, 0.05]\n'
        "[design.levers]\nwage_rise = [0.0, 0.1, 0.3]\n",
        HEAD + 'scenarios = ["baseline", "publicity"]\n',
    )
    assert (plan.name, plan.question, plan.path) == ("mine", Text("Why?", "为什么？"), Path("mine.toml"))
    assert [scenario.name for scenario in plan.scenarios] == ["baseline", "publicity"]
    assert [profile.name for profile in plan.profiles] == ["mixed", "old_compound"]
    assert (plan.replicates, plan.months, plan.seed, plan.trajectories) == (3, 24, 7, True)
    assert (plan.levers, plan.params) == ({"grant": 500.0}, {"n_residents": 200.0})
    assert plan.design.names == ("wage_rise", "forgetting")
    assert plan.design.points.tolist() == [[0.0, 0.02], [0.0, 0.05], [0.1, 0.02], [0.1, 0.05], [0.3, 0.02], [0.3, 0.05]]
    assert plan.n_runs == 6 * 2 * 2 * 3


def test_what_a_plan_leaves_out_has_a_default(loaded) -> None:
    plan = loaded("")
    assert [profile.name for profile in plan.profiles] == ["mixed"]
    assert (plan.replicates, plan.months, plan.seed, plan.trajectories) == (20, 120, 1, False)
    assert (plan.design.kind, plan.design.names, plan.design.points.shape) == ("none", (), (1, 0))
    assert plan.n_runs == 20
    assert plan.design.settings(0) == ({}, {})
    assert plan.scenario(0, 0) is plan.scenarios[0]


def test_held_and_designed_levers_are_set_in_every_scenario(loaded) -> None:
    plan = loaded(
        "[levers]\ngrant = 500\n" + GRID + "publicity_digital = [0, 900]\n",
        HEAD + 'scenarios = ["baseline", "publicity"]\n',
    )
    assert plan.scenario(0, 1).levers == {"grant": 500.0, "publicity_digital": 900.0}
    own = dict(plan.scenarios[1].levers)
    assert own["publicity_digital"] not in (0.0, 900.0)
    assert plan.scenario(1, 0).levers == own | {"grant": 500.0, "publicity_digital": 0.0}
    assert plan.scenario(1, 1).at(1)["publicity_digital"] == 900.0


def test_a_timed_change_stays_on_top_of_a_designed_lever() -> None:
    own = Scenario("drive", Text("d", "动"), Text("?", "？"), changes=(Change(2, 3, {"grant": 100}),))
    plan = make_plan(own, design={"kind": "grid", "levers": {"grant": (1, 2)}})
    assert [plan.scenario(0, 1).at(month)["grant"] for month in (1, 2, 3, 4)] == [2.0, 100.0, 100.0, 2.0]


def test_a_world_is_what_is_held_with_the_design_on_top(loaded) -> None:
    plan = loaded("[params]\nn_residents = 200\n" + '[design]\nkind = "list"\n[design.params]\nhype = [0.5, 1]\n')
    assert [plan.world_params(point) for point in (0, 1)] == [
        {"n_residents": 200.0, "hype": 0.5}, {"n_residents": 200.0, "hype": 1.0},
    ]  # fmt: skip


def test_a_list_takes_its_values_together(loaded) -> None:
    plan = loaded(
        '[design]\nkind = "list"\n[design.params]\nn_residents = [100, 200, 300]\nn_buildings = [2, 4, 4]\n'
        "burn_in_months = [12, 24, 36]\n"
    )
    assert plan.design.points.tolist() == [[100, 2, 12], [200, 4, 24], [300, 4, 36]]
    assert plan.n_runs == 60


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_plans_that_come_along_have_no_mistake_and_ask_in_both_languages(path) -> None:
    plan = load_plan(path)
    assert 100 <= plan.n_runs <= 1000
    assert plan.question.en.endswith("?") and plan.question.zh.endswith("？")
    assert f"# {plan.n_runs} runs" in path.read_text(encoding="utf-8").splitlines()[0]


def test_the_example_of_pay_and_load_has_three_hundred_runs() -> None:
    plan = load_plan(FOLDER / "pay_and_load.toml")
    assert plan.n_runs == 300
    assert plan.design.names == ("wage_rise", "admin_reduction")


def test_a_plan_can_be_changed_in_part(loaded) -> None:
    plan = loaded(GRID + "wage_rise = [0.0, 0.5]\n")
    more = plan.replace(replicates=30)
    assert (more.n_runs, plan.n_runs, more.design) == (60, 40, plan.design)
    for name, value in (("replicates", 0), ("seed", -1), ("months", 0), ("replicates", 10_001)):
        assert complaint(lambda name=name, value=value: plan.replace(**{name: value})).find(f"{name} = {value}") >= 0


def test_what_a_plan_says_can_be_kept_as_json(loaded) -> None:
    body = GRID + "wage_rise = [0.0, 0.5]\n"
    content = loaded(body).content()
    assert json.loads(json.dumps(content)) == content
    assert content["design"]["values"] == {"wage_rise": [0.0, 0.5]}
    assert content["design"]["n_points"] == 2
    assert content["scenarios"][0]["name"] == "baseline"
    assert loaded(body).content() == content
    assert loaded(body.replace("0.5", "0.4")).content()["design"]["points"] != content["design"]["points"]


def test_the_points_of_a_plan_cannot_be_written_over(loaded) -> None:
    plan = loaded(GRID + "wage_rise = [0.0, 0.5]\n")
    with pytest.raises(ValueError):
        plan.design.points[0, 0] = 0.6


# Paths


def test_paths_are_relative_to_the_plan(here) -> None:
    folder = here / "deep" / "er"
    folder.mkdir(parents=True)
    (here / "deep" / "pay.toml").write_text(MINE + "[levers]\nwage_rise = 0.2\n", encoding="utf-8")
    (folder / "village.toml").write_text(
        'label.en = "V"\nlabel.zh = "村"\n[params]\nn_residents = 90\n', encoding="utf-8"
    )
    plan = folder / "mine.toml"
    plan.write_text(HEAD + 'scenarios = ["../pay.toml"]\nprofiles = ["village.toml", "mixed"]\n', encoding="utf-8")
    for given in (plan, "deep/er/mine.toml"):
        read = load_plan(given)
        assert read.scenarios[0].levers == {"wage_rise": 0.2}
        assert [profile.name for profile in read.profiles] == ["village", "mixed"]


def test_a_mistake_in_a_scenario_file_is_told_with_both_places(here, refused) -> None:
    (here / "pay.toml").write_text(MINE + "[levers]\nwage_rise = 2\n", encoding="utf-8")
    sentence = refused("", HEAD + 'scenarios = ["pay.toml"]\n')
    assert sentence.startswith("mine.toml, line 3: pay.toml, line 6: wage_rise = 2 is outside 0..0.6")


def test_two_scenarios_of_one_name_are_refused_unless_they_are_one(here, refused, loaded) -> None:
    for folder, rise in (("a", 0.1), ("b", 0.2)):
        (here / folder).mkdir()
        (here / folder / "pay.toml").write_text(MINE + f"[levers]\nwage_rise = {rise}\n", encoding="utf-8")
    assert refused("", HEAD + 'scenarios = ["a/pay.toml", "b/pay.toml"]\n') == (
        "mine.toml, line 3: two different scenarios are named 'pay'; rename one of the files."
    )
    plan = loaded("", HEAD + 'scenarios = ["a/pay.toml", "baseline", "a/pay.toml"]\n')
    assert [scenario.name for scenario in plan.scenarios] == ["pay", "baseline"]


# Mistakes in a file


@pytest.mark.parametrize("body,said", [
    ("replicate = 3\n", "line 4: there is no key 'replicate' here. Did you mean 'replicates'?"),
    ("replicates = 0\n", "line 4: replicates = 0 is outside 1..10000."),
    ("replicates = 2.5\n", "line 4: replicates = 2.5 is not a whole number; allowed is 1..10000."),
    ("replicates = true\n", "line 4: replicates = true is not a whole number"),
    ("months = 0\n", "line 4: months = 0 is outside 1..1200"),
    ("months = [12]\n", "line 4: months = a list is not a number"),
    ("seed = [1]\n", "line 4: seed = a list is not a whole number"),
    ('months = "12"\n', "line 4: months = '12' is not a number"),
    ("seed = -1\n", "line 4: seed = -1 is outside 0..9223372036854775807."),
    ('trajectories = "yes"\n', "line 4: trajectories = 'yes' is neither true nor false."),
    ("format = 2\n", "line 4: format = 2 is newer than this version reads"),
    ("profiles = []\n", "line 4: profiles names nothing; it must be a list of names or paths, with at least one."),
    ('profiles = "mixed"\n', "line 4: profiles = 'mixed' is not a list; it must be a list"),
    ('profiles = ["mixd"]\n', "line 4: There is no profile 'mixd'. Did you mean 'mixed'?"),
    ("profiles = [5]\n", "line 4: profiles holds 5, which is neither a name nor a path."),
    ("[levers]\nwage_rize = 0.1\n", "line 5: there is no lever 'wage_rize'. Did you mean 'wage_rise'?"),
    ("[levers]\nforgetting = 0.03\n", "line 5: there is no lever 'forgetting'. It is a parameter."),
    ("[levers]\nwage_rise = 3\n", "line 5: wage_rise = 3 is outside 0..0.6 (share of the wage)."),
    ("[params]\nforgeting = 0.1\n", "line 5: there is no parameter 'forgeting'. Did you mean 'forgetting'?"),
    ("[params]\nforgetting = 0.1\n", "line 5: forgetting = 0.1 is outside 0.015..0.06"),
    ("[params]\nmonths = 24\n", "line 5: months is not a parameter of a plan; write it as a key of its own"),
    ("design = 5\n", "line 4: design must be a table, [design], not 5."),
    ("[design]\n", "line 4: kind is missing. Known are grid, list, latin, sobol, saltelli, morris."),
    ('[design]\nkind = "gird"\n', "line 5: there is no design of kind 'gird'. Did you mean 'grid'?"),
    ("[design]\nkind = 3\n", "line 5: there is no design of kind 3. Known are grid, list"),
    ('[design]\nkind = "grid"\n', "line 4: the design moves nothing; name levers in [design.levers]"),
    ('[design]\nkind = "grid"\nsample = 3\n', "line 6: there is no key 'sample' here. Did you mean 'samples'?"),
    ('[design]\nkind = "grid"\nlever = {}\n', "line 6: there is no key 'lever' here. Did you mean 'levers'?"),
    ('[design]\nkind = "grid"\nlevers = 3\n', "line 6: levers = 3 is not a table; write [design.levers]."),
    (GRID.replace("\n[design.", "\nsamples = 3\n[design.") + "wage_rise = [0, 0.1]\n",
     "line 6: samples belongs to the kinds latin, sobol, saltelli, morris"),
    (GRID + "wage_rize = [0, 0.1]\n", "line 7: there is no lever 'wage_rize'. Did you mean 'wage_rise'?"),
    (GRID + "forgetting = [0.02, 0.03]\n", "line 7: there is no lever 'forgetting'. It is a parameter."),
    (GRID + "wage_rise = 0.1\n", "line 7: wage_rise = 0.1 is not a list of values; allowed are values in 0..0.6"),
    (GRID + "wage_rise = []\n", "line 7: wage_rise = [] holds no values; allowed are values in 0..0.6"),
    (GRID + 'wage_rise = [0.1, "x"]\n', "line 7: wage_rise = 'x' is not a number; allowed is 0..0.6"),
    (GRID + "wage_rise = [0.1, true]\n", "line 7: wage_rise = true is not a number"),
    (GRID + "wage_rise = [0.1, [0.2]]\n", "line 7: wage_rise = a list is not a number"),
    (GRID + "wage_rise = [0.1, nan]\n", "line 7: wage_rise = nan is not a finite number"),
    (GRID + "wage_rise = [0.1, 0.7, 3]\n", "line 7: wage_rise = 0.7 is outside 0..0.6"),
    (GRID + "extra_posts = [1, 1.5]\n", "line 7: extra_posts = 1.5 is not a whole number"),
    (GRID + "wage_rise = [0.1]\n",
     "line 7: wage_rise has the value 0.1 alone, so it does not move; hold it in [levers]"),
    (GRID + "wage_rise = [0.1, 0.2, 0.1]\n",
     "line 7: wage_rise has the value 0.1 twice; a grid takes each value once."),
    (GRID.replace("levers", "params") + "months = [12, 24]\n", "line 7: months cannot be designed; write it as a key"),
    ("[levers]\nwage_rise = 0.1\n" + GRID + "wage_rise = [0.2, 0.3]\n",
     "line 9: wage_rise is both held and designed; keep it in one of the two tables."),
    ('[design]\nkind = "list"\n[design.params]\nhype = [1, 0.5]\nforgetting = [0.02, 0.03, 0.04]\n',
     "line 8: hype has 2 values and forgetting has 3; the lists of a design of kind list are equally long"),
    ('[design]\nkind = "list"\n[design.params]\nhype = [0.5, 1]\nforgetting = [0.02, 0.02]\n',
     "line 8: forgetting has the value 0.02 alone, so it does not move"),
    (sampled("latin", 8, "wage_rise = [0.0, 0.2, 0.5]"),
     "line 8: wage_rise must be [low, high] in a design of kind latin; it has 3 values."),
    (sampled("latin", 8, "wage_rise = [0.5, 0.5]"),
     "line 8: wage_rise = [0.5, 0.5] is not a range; low must be below high."),
    (sampled("latin", 8, "wage_rise = [0.5, 0.1]"), "line 8: wage_rise = [0.5, 0.1] is not a range"),
    (sampled("latin").replace("samples = 8\n", ""),
     "line 5: samples is missing; latin needs it, a whole number from 2."),
    (sampled("latin", 1), "line 6: samples = 1 is outside 2..10000000."),
    (sampled("morris", 1), "line 6: samples = 1 is outside 2..10000000."),
    (sampled("latin", '"8"'), "line 6: samples = '8' is not a whole number"),
    (sampled("sobol", 100),
     "line 6: samples = 100 is not a power of two, which sobol needs; the nearest are 64 and 128."),
    (sampled("saltelli", 3),
     "line 6: samples = 3 is not a power of two, which saltelli needs; the nearest are 2 and 4."),
    (sampled("saltelli", 2**22), "line 4: the design has 12,582,912 points; allowed are up to 10,000,000."),
])  # fmt: skip
def test_a_mistake_is_named_with_its_line(refused, body, said) -> None:
    sentence = refused(body)
    assert sentence.startswith("mine.toml, ")
    assert said in sentence


@pytest.mark.parametrize("head,said", [
    (HEAD, "mine.toml: scenarios names nothing; it must be a list of names or paths, with at least one."),
    (HEAD + "scenarios = []\n", "mine.toml, line 3: scenarios names nothing"),
    (HEAD + 'scenarios = ["publicty"]\n',
     "mine.toml, line 3: There is no scenario 'publicty'. Did you mean 'publicity'?"),
    (HEAD + 'scenarios = ["gone.toml"]\n', "mine.toml, line 3: There is no file gone.toml."),
    ('question.en = "Q?"\nscenarios = ["baseline"]\n',
     "mine.toml, line 1: question.zh is missing; both question.en and question.zh are needed."),
    ("scenarios = [\n", "mine.toml: this is not TOML"),
])  # fmt: skip
def test_what_every_plan_needs_is_asked_for(refused, head, said) -> None:
    assert said in refused("", head)


def test_a_scenario_in_which_nothing_happens_before_the_end_is_refused(here, refused) -> None:
    (here / "late.toml").write_text(MINE + "[[change]]\nfrom = 30\nlevers = { grant = 1 }\n", encoding="utf-8")
    sentence = refused("months = 24\n", HEAD + 'scenarios = ["late.toml"]\n')
    assert sentence == "mine.toml, line 3: late: its first change begins in month 30, after the last month, 24."


@pytest.fixture
def one_whole(monkeypatch) -> None:
    """Two parameters divide a whole that could, by their ranges, add up to more than 1; no real ones do."""
    monkeypatch.setattr(
        sim.params, "WHOLES", (("word_of_mouth", "quiet_talk"), ("renting_share", "renter_young_share"))
    )


def test_shares_of_one_whole_are_checked_at_every_point(one_whole, refused, loaded) -> None:
    body = '[design]\nkind = "list"\n[design.params]\nrenting_share = [0.3, 0.5, 0.5]\n'
    assert loaded(body + "renter_young_share = [0.7, 0.5, 0.4]\n").n_runs == 60
    assert refused(body + "renter_young_share = [0.7, 0.5, 0.6]\n") == (
        "mine.toml, line 4, point 3, profile mixed: params: "
        "renting_share + renter_young_share = 1.1 is above 1; together they divide a whole."
    )


def test_shares_of_one_whole_are_checked_with_all_that_is_set(one_whole, monkeypatch) -> None:
    kind = Profile("rented", Text("r", "租"), {"renting_share": 0.5})
    design = {"kind": "grid", "params": {"renter_young_share": [0.4, 0.6]}}
    assert make_plan("baseline", design=design).n_runs == 40
    sentence = complaint(lambda: make_plan("baseline", profiles=["mixed", kind], design=design))
    assert "make_plan, design, point 2, profile rented: " in sentence
    held = {"renting_share": 0.5, "renter_young_share": 0.6}
    assert "make_plan, params, profile mixed: " in complaint(lambda: make_plan("baseline", params=held))
    monkeypatch.setattr(sim.params, "WHOLES", (("hype", "quiet_talk"),))
    policy = Scenario("loud", Text("l", "闹"), Text("?", "？"), params={"hype": 0.8})
    design = {"kind": "grid", "params": {"quiet_talk": [0.15, 0.2, 0.3]}}
    assert make_plan("baseline", params={"hype": 0.7}, design=design).n_runs == 60
    sentence = complaint(lambda: make_plan(["baseline", policy], params={"hype": 0.7}, design=design))
    assert "make_plan, design, point 3, profile mixed: params: hype + quiet_talk = 1.1 is above 1" in sentence


def test_a_plan_may_be_larger_than_a_scenario_but_not_endless(here, loaded, refused) -> None:
    values = ", ".join(f"{0.02 + 0.03 * k / 20_000:.9f}" for k in range(20_000))
    body = f'[design]\nkind = "list"\n[design.params]\nforgetting = [{values}]\n'
    assert len(body) > 64 * 1024
    assert loaded(body).n_runs == 400_000
    assert refused("#" * (4 * 1024 * 1024)) == "mine.toml is larger than 4096 kB, the most that is read."


def test_a_grid_too_large_is_refused_before_it_is_made(refused) -> None:
    names = [name for name, lever in LEVERS.items() if not lever.whole]
    values = {
        name: [LEVERS[name].low + k * (LEVERS[name].high - LEVERS[name].low) / 9 for k in range(10)] for name in names
    }
    n = 10 ** len(names)
    sentence = refused(GRID + "\n".join(f"{name} = {value}" for name, value in values.items()))
    assert sentence == f"mine.toml, line 4: the design has {n:,} points; allowed are up to {MOST_POINTS:,}."


def test_a_design_whose_library_is_missing_says_how_to_get_it(refused, monkeypatch) -> None:
    monkeypatch.setattr(samplers, "find_spec", lambda name: None)
    assert designing.has_salib() is False
    for kind in ("saltelli", "morris"):
        assert refused(sampled(kind)) == (
            f'mine.toml, line 5: The design "{kind}" needs SALib; install it with: '
            'python -m pip install -e ".[analysis]".'
        )


# Sampled designs


@pytest.mark.parametrize("kind,points", [("latin", 8), ("sobol", 8), ("saltelli", 8 * 4), ("morris", 8 * 3)])
def test_a_sampled_design_fills_its_ranges_and_repeats_with_its_seed(loaded, kind, points) -> None:
    body = sampled(kind, 8, "hype = [0.5, 1.5]\nforgetting = [0.02, 0.05]", "params")
    first, again = loaded("seed = 0\n" + body).design, loaded("seed = 0\n" + body).design
    other = loaded("seed = 9223372036854775807\n" + body).design
    assert first.points.shape == (points, 2)
    assert (first.kind, first.samples, first.ranges) == (kind, 8, {"hype": (0.5, 1.5), "forgetting": (0.02, 0.05)})
    assert np.array_equal(first.points, again.points)
    assert not np.array_equal(first.points, other.points)
    low, high = first.points.min(axis=0), first.points.max(axis=0)
    assert (low >= [0.5, 0.02]).all() and (high <= [1.5, 0.05]).all()
    assert (high - low > [0.6, 0.018]).all()


@pytest.mark.parametrize("kind", ["latin", "sobol", "saltelli", "morris"])
def test_numpys_global_generator_is_left_alone(loaded, kind) -> None:
    before = np.random.get_state()  # noqa: NPY002
    loaded(sampled(kind))
    after = np.random.get_state()  # noqa: NPY002
    assert before[0] == after[0] and before[2:] == after[2:] and np.array_equal(before[1], after[1])


def test_what_a_sampler_does_to_the_global_generator_is_undone(loaded, monkeypatch) -> None:
    def disturb(n: int, samples: int, seed: int):
        np.random.seed(seed)  # noqa: NPY002
        return np.random.random((samples, n))  # noqa: NPY002

    monkeypatch.setitem(samplers._SAMPLERS, "latin", disturb)
    np.random.seed(5)  # noqa: NPY002
    expected = np.random.random(3)  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    loaded(sampled("latin"))
    assert np.array_equal(np.random.random(3), expected)  # noqa: NPY002


@pytest.mark.parametrize("kind", ["latin", "sobol", "saltelli", "morris"])
def test_what_counts_something_is_sampled_in_whole_numbers(loaded, kind) -> None:
    points = loaded(sampled(kind, 16, "extra_posts = [0, 6]\nwage_rise = [0, 0.6]")).design.points
    assert (points[:, 0] == points[:, 0].round()).all()
    assert len(set(points[:, 0])) >= 4
    assert (points[:, 1] != points[:, 1].round()).any()


def test_latin_points_fall_into_every_slice_once(loaded) -> None:
    points = loaded(sampled("latin", 50, "wage_rise = [0.1, 0.6]")).design.points[:, 0]
    assert sorted(np.floor((points - 0.1) / 0.01).astype(int)) == list(range(50))


def test_morris_steps_move_one_number_by_two_thirds_of_its_range(loaded) -> None:
    points = loaded(sampled("morris", 4, "wage_rise = [0.0, 0.6]\nadmission_rule = [0.0, 0.9]")).design.points
    steps = np.abs(np.diff(points.reshape(4, 3, 2), axis=1)) / [0.6, 0.9]
    assert np.allclose(np.sort(steps, axis=2), [0.0, 2 / 3])


def test_saltelli_groups_have_two_points_that_differ_in_all_and_one_for_each_number(loaded) -> None:
    points = loaded(sampled("saltelli", 4, "wage_rise = [0.0, 0.6]\nadmission_rule = [0.0, 0.9]")).design.points
    first, a, b, last = points.reshape(4, 4, 2).swapaxes(0, 1)
    assert ((a != first).sum(axis=1) == 1).all() and ((b != first).sum(axis=1) == 1).all()
    assert (last != first).all()
    assert np.array_equal(np.where(a != first, a, b), last)


# Plans from Python


def test_a_plan_from_python_is_the_plan_of_the_file(loaded) -> None:
    read = loaded(
        'replicates = 2\n[params]\nhype = 1\n[design]\nkind = "grid"\n[design.levers]\nwage_rise = [0.0, 0.3]\n'
    )
    made = make_plan(
        ["baseline"], replicates=2, params={"hype": 1}, name="mine", question=Text("Why?", "为什么？"),
        design={"kind": "grid", "levers": {"wage_rise": np.array([0.0, 0.3])}},
    )  # fmt: skip
    assert made.content() == read.content()


@pytest.mark.parametrize("given,said", [
    ({"replicates": 0}, "make_plan, replicates: replicates = 0 is outside 1..10000."),
    ({"months": 1.5}, "make_plan, months: months = 1.5 is not a whole number"),
    ({"seed": "x"}, "make_plan, seed: seed = 'x' is not a whole number"),
    ({"profiles": "mixd"}, "make_plan, profiles: There is no profile 'mixd'. Did you mean 'mixed'?"),
    ({"levers": {"grand": 1}}, "make_plan, levers.grand: there is no lever 'grand'. Did you mean 'grant'?"),
    ({"params": {"months": 12}}, "make_plan, params.months: months is not a parameter of a plan"),
    ({"design": {"kind": "grid", "levers": {"grant": [1, 1]}}}, "make_plan, design.grant: grant has the value 1 alone"),
    ({"design": {"kind": "grid", "lever": {}}}, "make_plan, design.lever: there is no key 'lever' here."),
    ({"design": {"kind": "grid", "levers": {"grant": [0, 10**310]}}}, "is not a finite number"),
    ({"design": 5}, "make_plan, design: design must be a table, [design], not 5."),
    ({"levers": 5}, "make_plan, levers: levers must be a table, [levers], not 5."),
    ({"profiles": None}, "make_plan, profiles: profiles holds None, which is neither a name nor a path."),
    ({"name": "a:b"}, "make_plan, name: 'a:b' cannot be a name because of ':'"),
])  # fmt: skip
def test_a_mistake_in_python_names_its_argument(given, said) -> None:
    assert said in complaint(lambda: make_plan("baseline", **given))


def test_scenarios_and_profiles_may_be_given_as_they_are() -> None:
    own = Scenario("mine", Text("m", "我"), Text("?", "？"), {"grant": 1})
    kind = Profile("short", Text("s", "短"), {"months": 24})
    plan = make_plan([own, "baseline"], profiles=kind)
    assert (plan.scenarios[0], plan.profiles, plan.months) == (own, (kind,), 24)


def test_profiles_of_different_length_need_the_plan_to_say_how_long() -> None:
    kinds = ["mixed", Profile("short", Text("s", "短"), {"months": 24})]
    assert complaint(lambda: make_plan("baseline", profiles=kinds)) == (
        "make_plan, profiles: months is missing, and the profiles differ in it: 24, 120."
    )
    assert make_plan("baseline", profiles=kinds, months=36).months == 36


def test_a_plan_can_be_made_again_from_its_parts(loaded) -> None:
    for body in ("", GRID + "wage_rise = [0.0, 0.3]\n", sampled("morris")):
        plan = loaded(body)
        again = make_plan(
            plan.scenarios, profiles=plan.profiles, design=plan.design, name=plan.name, question=plan.question
        )
        assert again.content() == plan.content()


def given(points, names=("hype", "forgetting"), levers=(), **more) -> Plan:
    return make_plan("baseline", design=Design("list", tuple(levers), tuple(names), points, **more))


def test_points_may_be_given_as_they_are_even_one_or_all_alike() -> None:
    plan = given(np.array([[1.0, 0.02], [1.0, 0.03]]))
    assert plan.world_params(1) == {"hype": 1.0, "forgetting": 0.03}
    assert given([[1, 0.02]]).n_runs == 20
    mixed = given([[0.1, 1.0]], names=("hype",), levers=("wage_rise",))
    assert mixed.design.settings(0) == ({"wage_rise": 0.1}, {"hype": 1.0})


def test_thousands_of_points_of_all_rule_parameters_are_checked() -> None:
    names = [name for name, q in PARAMS.items() if q.group not in ("people", "time") and q.low < q.high]
    names = [name for name in names if name not in ("event_budget_share", "service_budget_share")]
    low, high = (np.array([getattr(PARAMS[name], end) for name in names]) for end in ("low", "high"))
    points = low + np.random.default_rng(1).random((5000, len(names))) * (high - low)
    wholes = [index for index, name in enumerate(names) if PARAMS[name].whole]
    points[:, wholes] = points[:, wholes].round()
    assert given(points, names).design.points.shape == (5000, len(names))
    points[4321, 7] = np.nan
    sentence = complaint(lambda: given(points, names))
    assert sentence.startswith(f"make_plan, design, point 4322: {names[7]} = nan is not a finite number")


@pytest.mark.parametrize("points,names,said", [
    ([[1.0, 0.02], [1.0, 0.2]], ("hype", "forgetting"), "design, point 2: forgetting = 0.2 is outside 0.015..0.06"),
    ([[1.0]], ("hype", "forgetting"),
     "points have the shape (1, 1); needed is one row a point and one column for each of 2"),
    ([1.0, 0.02], ("hype", "forgetting"), "points have the shape (2,)"),
    (np.zeros((0, 1)), ("hype",), "points have the shape (0, 1)"),
    ([[1.0, 1.0]], ("hype", "hype"), "needed is one row a point and one column for each of 1 different names."),
    ([[1.0]], ("hyp",), "there is no parameter 'hyp'. Did you mean 'hype'?"),
    ([[24.0]], ("months",), "months cannot be designed"),
    ([[50.5]], ("n_residents",), "design, point 1: n_residents = 50.5 is not a whole number"),
    ([[]], (), "the design moves nothing"),
    ([[1.0], [1.0, 2.0]], ("hype",), "points hold something that is not a number, or rows of unequal length."),
    ([["x"]], ("hype",), "points hold something that is not a number"),
])  # fmt: skip
def test_points_that_cannot_be_used_are_refused(points, names, said) -> None:
    assert said in complaint(lambda: given(points, names))


def test_points_may_live_on_communities_of_their_own() -> None:
    plan = given([[1.0], [0.5]], ("hype",), communities=np.array([0, 20]))
    assert plan.design.communities.tolist() == [0, 20]
    assert plan.content()["design"]["communities"] == [0, 20]
    for wrong in (np.array([0]), np.array([0, -1]), np.array([0.0, 1.0])):
        said = complaint(lambda wrong=wrong: given([[1.0], [0.5]], ("hype",), communities=wrong))
        assert said == "make_plan, design: communities must be 2 whole numbers from 0, one a point."


# The command line


def test_check_understands_plans_beside_scenarios_and_profiles(here, capsys) -> None:
    (here / "mine.toml").write_text(FOUR + GRID + "wage_rise = [0.0, 0.3]\n", encoding="utf-8")
    (here / "pay.toml").write_text(MINE + "[levers]\nwage_rise = 0.2\n", encoding="utf-8")
    assert main(["--lang", "en", "check", "mine.toml", "pay.toml"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "mine.toml: plan 'mine', points: 2, scenarios: 1, profiles: 1, replicates: 20, runs: 40; no mistakes.",
        "pay.toml: scenario 'pay', levers moved: 1, timed changes: 0; no mistakes.",
    ]
    assert main(["--lang", "zh", "check", "mine.toml"]) == 0
    assert capsys.readouterr().out.endswith("共运行 40 次；没有错误。\n")


def test_check_finds_no_mistake_in_any_plan_that_comes_along(capsys) -> None:
    plans = sorted(FOLDER.glob("*.toml"))
    assert set(PLANS) <= set(plans)
    assert main(["--lang", "en", "check", *map(str, plans)]) == 0
    assert capsys.readouterr().out.count("no mistakes.") == len(plans)


def test_check_names_a_mistake_in_a_plan(here, capsys) -> None:
    (here / "mine.toml").write_text(FOUR + GRID + "wage_rize = [0.0, 0.3]\n", encoding="utf-8")
    assert main(["--lang", "en", "check", "mine.toml"]) == 2
    assert "mine.toml, line 7: there is no lever 'wage_rize'." in capsys.readouterr().err


def test_a_plan_loads_no_heavy_library_of_samplers_it_does_not_need() -> None:
    program = (
        "import sys, experiments.plan; "
        "print([name for name in ('numba', 'scipy', 'pandas', 'SALib') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_all_built_in_scenarios_may_stand_in_one_plan() -> None:
    assert make_plan(scenario_names(), replicates=1).n_runs == len(scenario_names())


def test_a_scenario_named_thousands_of_times_is_one_sentence_at_once(loaded) -> None:
    named = ", ".join(['"publicity"'] * 5000)
    begun = time.process_time()
    with pytest.raises(InputError) as caught:
        loaded("", HEAD + f"scenarios = [{named}]\n")
    assert str(caught.value) == (
        "mine.toml, line 3: scenarios names 5,000 of them, and at most 1,000 are taken; 'publicity' stands there "
        "5,000 times, once is enough."
    )
    assert "“publicity”写了 5,000 次" in caught.value.get("zh") and time.process_time() - begun < 3


def test_a_scenario_named_again_is_loaded_once(loaded, monkeypatch) -> None:
    loads = []
    monkeypatch.setattr(handed_in, "load_scenario", lambda item: loads.append(item) or load_scenario(item))
    named = ", ".join(['"publicity"'] * 999)
    plan = loaded("", HEAD + f'scenarios = ["baseline", {named}]\n')
    assert [scenario.name for scenario in plan.scenarios] == ["baseline", "publicity"] == loads


def test_a_plan_has_an_end_of_scenarios(loaded) -> None:
    names = ", ".join(f'"a{number}.toml"' for number in range(1001))
    with pytest.raises(InputError, match=r"scenarios names 1,001 of them, and at most 1,000 are taken\."):
        loaded("", HEAD + f"scenarios = [{names}]\n")
