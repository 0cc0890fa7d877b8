"""A link is held where it should be, what it carries is what is then missing, and all that is said can be checked."""

import json
import math
import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cli import main
from cli.explain import DEFAULTS
from cli.start import load
from experiments.explain import explain
from experiments.explain import outcomes as ends
from experiments.explain.blocking import BASELINE, FIRST_LINK, POLICY, Blocking, VariedParameter, arms_of_varied
from experiments.explain.files import COLUMNS, read_results
from experiments.explain.judged import judged
from experiments.explain.mediators import LINKS
from experiments.explain.request import check_request
from experiments.output import verdicts
from experiments.output.code import code
from experiments.output.manifest import MANIFEST, read_manifest
from experiments.output.statistics import Interval, paired_interval
from experiments.output.windows import SUMMARY_COLUMNS, run_means
from experiments.runs import Execution
from report.explain.findings import ExplainFindings
from report.explain.sentences import against, claim, headline, undecided, verdict_of
from report.explain.writing import write_results
from report.rebuild import report
from sim.engine.replicate import Hold, run_lockstep
from sim.errors import InputError
from sim.params import PARAMS
from sim.scenarios.scenario import load_scenario
from tests.small import ALONE, MIXED, scenario

SMALL = {"n_residents": 300.0, "n_buildings": 6.0, "burn_in_months": 12.0}
MONTHS = 14
OPTIONS = {"params": SMALL, "months": MONTHS, "execution": ALONE}
BASE, PUBLICITY = load_scenario("baseline"), load_scenario("publicity")
ARGUMENTS = [
    "--param", "n_residents=300", "--param", "n_buildings=6", "--param", "burn_in_months=12", "--months", "12",
    "--replicates", "3",
]  # fmt: skip


def place(column):
    return SUMMARY_COLUMNS.index(column)


def blocking(policy=PUBLICITY, params=SMALL, doubts=(), seed=1):
    return Blocking(BASE, policy, MIXED, params, seed, MONTHS, doubts)


@pytest.fixture(scope="module")
def found():
    """Publicity in three small communities, with two doubts and another end."""
    return explain("publicity", replicates=3, indicators=["trust.renter"], doubts=["hype", "word_of_mouth"], **OPTIONS)


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    out = tmp_path_factory.mktemp("made")
    content = {**found.content, "command": "python run.py explain publicity --out made"}
    write_results(content, out, language="en", started="2026-01-01T00:00:00Z")
    return out


def test_publicity_works_through_awareness_alone_where_nothing_is_promised():
    means = blocking(params=SMALL | {"hype": 0.0, "hours_publicity": 0.0})(0)
    held = FIRST_LINK + list(LINKS).index("awareness")
    differing = {c for c in SUMMARY_COLUMNS if not np.array_equal(means[held, place(c)], means[0, place(c)], True)}
    assert differing == {"cost", "cost_with_shadow"}
    assert means[POLICY, place("awareness")] > means[BASELINE, place("awareness")] + 0.01


def test_then_awareness_carries_the_whole_effect_and_nothing_is_left():
    params = SMALL | {"hype": 0.0}
    found = explain("publicity", replicates=3, **{**OPTIONS, "params": params}).content
    aware = next(link for link in found["quantities"] if link["name"] == "awareness")
    own = aware["ends"]["awareness.young"]  # on other ends the hours that publicity takes act besides
    assert own["carried"] == own["total"] and own["left"] == {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert aware["ends"]["awareness.young"]["itself"] and aware["ends"]["awareness.young"]["carries"]
    assert not aware["ends"]["participation_12m"]["itself"]


def test_a_community_is_what_run_lockstep_gives_by_hand():
    means = blocking()(1)
    for name in ("quality", "orders", "competence", "autonomy"):
        held = Hold(2, name, 0)
        simulated = run_lockstep(
            [BASE, PUBLICITY, PUBLICITY], profile=MIXED, params=SMALL, seed=1, replicate=1, months=MONTHS, holds=[held]
        )
        by_hand = run_means(simulated.trajectories, simulated.leavers, MONTHS)
        arm = FIRST_LINK + list(LINKS).index(name)
        np.testing.assert_array_equal(means[[0, 1, arm]], by_hand)


def test_lanes_do_not_influence_each_other():
    alone = run_lockstep([BASE, PUBLICITY], profile=MIXED, params=SMALL, seed=1, replicate=0, months=MONTHS)
    np.testing.assert_array_equal(blocking()(0)[:2], run_means(alone.trajectories, alone.leavers, MONTHS))


def test_a_doubtful_world_is_the_one_that_has_the_parameter_set():
    means = blocking(doubts=(VariedParameter("hype", 0.0, 1.6), VariedParameter("word_of_mouth", 0.03, 0.25)))(0)
    for number, (name, ends_) in enumerate({"hype": (0.0, 1.6), "word_of_mouth": (0.03, 0.25)}.items()):
        for arms, value in zip(arms_of_varied(number), ends_, strict=True):
            params = SMALL | {name: value}
            simulated = run_lockstep(
                [BASE, PUBLICITY], profile=MIXED, params=params, seed=1, replicate=0, months=MONTHS
            )
            np.testing.assert_array_equal(
                means[list(arms)], run_means(simulated.trajectories, simulated.leavers, MONTHS)
            )


def test_more_doubts_than_one_block_has_room_for():
    names = [name for name, q in PARAMS.items() if q.group == "trust"][:9]
    assert len(names) == 9
    doubts = tuple(VariedParameter(name, PARAMS[name].low, PARAMS[name].high) for name in names)
    few, many = blocking(doubts=doubts[8:])(0), blocking(doubts=doubts)(0)
    np.testing.assert_array_equal(many[np.ravel(arms_of_varied(8))], few[np.ravel(arms_of_varied(0))])


def test_numbers_are_paired_differences_over_communities(found):
    end, arm = place("participation_12m"), FIRST_LINK + list(LINKS).index("awareness")
    values = found.means[..., end]
    own = found.content["quantities"][list(LINKS).index("awareness")]["ends"]["participation_12m"]
    for what, one, other in (("total", 1, 0), ("left", arm, 0), ("carried", 1, arm)):
        wanted = paired_interval(values[:, one], values[:, other])
        assert own[what] == {"mean": wanted.mean, "low": wanted.low, "high": wanted.high}
    assert own["carried"]["mean"] == pytest.approx(own["total"]["mean"] - own["left"]["mean"])


def test_results_do_not_depend_on_the_number_of_processes(found):
    two = explain(
        "publicity", replicates=3, indicators=["trust.renter"], doubts=["hype", "word_of_mouth"],
        **{**OPTIONS, "execution": Execution(processes=2)},
    )  # fmt: skip
    np.testing.assert_array_equal(found.means, two.means)
    assert json.dumps(found.content) == json.dumps(two.content)


def settling(mean, half, before, least=0.01):
    """The communities that settle what some leave open, counted up one by one."""
    spread = half * before**0.5 / stats.t.ppf(0.975, before - 1)
    return next(n for n in range(2, 10_000) if stats.t.ppf(0.975, n - 1) * spread / n**0.5 < abs(abs(mean) - least))


SETTLED = settling(0.012, 0.005, 9)


@pytest.mark.parametrize(
    "numbers,end,expected",
    [
        ((0.02, 0.011, 0.03), "quality", (True, verdicts.MATTERS, None)),
        ((-0.02, -0.03, -0.011), "quality", (True, verdicts.MATTERS, None)),
        ((0.02, 0.009, 0.031), "quality", (False, verdicts.OPEN, settling(0.02, 0.011, 3))),
        ((0.005, -0.03, 0.04), "quality", (False, verdicts.OPEN, settling(0.005, 0.035, 3))),
        ((0.009, 0.008, 0.0099), "quality", (False, verdicts.SMALL, None)),
        ((0.001, -0.009, 0.009), "quality", (False, verdicts.SMALL, None)),
        ((0.02, math.nan, math.nan), "quality", (False, verdicts.OPEN, None)),
        ((20.0, 1.0, 39.0), "free_money", (True, None, None)),
        ((20.0, -1.0, 41.0), "free_money", (False, None, None)),
    ],
)
def test_a_difference_is_judged_by_its_whole_interval_and_money_by_0(numbers, end, expected):
    own = judged(Interval(*numbers, 0.0, 3), end)
    assert (own.counts, own.verdict) == expected[:2] and own.content() == {
        "verdict": expected[1], "communities": expected[2]}  # fmt: skip
    shown = {
        key: None if math.isnan(value) else value for key, value in zip(("mean", "low", "high"), numbers, strict=True)
    }
    again = judged(Interval.of(shown, 3), end)
    assert (again.counts, again.content()) == (own.counts, own.content())


def test_files_and_page_judge_alike(found, folder):
    f = ExplainFindings(read_results(folder)[0], "en")
    rows = pd.read_csv(folder / "links.csv").set_index(["quantity", "end"])
    for link, end in rows.index:
        own, (low, high) = f.mediated(link, end), rows.loc[(link, end), ["carried_low", "carried_high"]]
        least = 0.01
        within = verdicts.SMALL if -least <= low and high <= least else verdicts.OPEN
        wanted = verdicts.MATTERS if low > least or high < -least else within
        assert own.judgement.verdict == rows.loc[(link, end), "verdict"] == wanted
        assert own.measured == rows.loc[(link, end), "carries"] == (wanted == verdicts.MATTERS)


def test_the_ends_are_the_headlines_the_own_problem_and_what_is_added(found):
    names = [end["indicator"] for end in found.content["ends"]]
    assert names == ["participation_12m", "quality", "satisfaction", "awareness.young", "hot_cold_gap", "trust.renter"]
    assert ends.ends_of("", ["quality"]) == ends.MAIN_OUTCOMES


def test_official_turnout_above_the_real_one_is_an_end_of_open_elections():
    found = explain("open_elections", replicates=2, **OPTIONS)
    official, real, excess = (
        found.means[..., place(name)] for name in ("official_turnout", "turnout", "official_excess")
    )
    np.testing.assert_allclose(excess, official - real, atol=1e-12)
    own = found.content["ends"][4]
    assert own["indicator"] == "official_excess" and own["better"] == -1 and own["label"]["zh"]
    assert own["total"]["mean"] < 0


def test_levers_set_reach_the_policy_alone_and_parameters_both():
    asked = check_request("publicity", levers={"grant": 5000}, params={"forgetting": 0.04}, indicators=["backlog"])
    assert asked.policy.levers["grant"] == 5000 and not asked.work.baseline.levers
    assert asked.work.params == {"forgetting": 0.04} and asked.ends[-1] == "backlog"
    assert check_request(scenario("mine", {"grant": 100.0})).policy.name == "mine"


BAD = {
    "the baseline": (["baseline"], "'baseline' changes nothing", "什么都不改变"),
    "an unknown scenario": (["publicty"], "Did you mean 'publicity'?", "您是不是想写“publicity”？"),
    "an unknown end": (["publicity", "--indicator", "qualty"], "Did you mean 'quality'?", "没有这项指标"),
    "an end without a number": (["publicity", "--indicator", "cost_per_participant"], "ratio", "之比"),
    "an unknown doubt": (["publicity", "--doubt", "hipe"], "Did you mean 'hype'?", "没有这个参数"),
    "a lever as a doubt": (["publicity", "--doubt", "grant"], "this is a lever", "这是政策手段"),
    "a doubt on people": (["publicity", "--doubt", "n_residents"], "shapes the people", "决定居民或日历"),
    "a doubt on time": (["publicity", "--doubt", "burn_in_months"], "shapes the people", "决定居民或日历"),
    "no replicates": (["publicity", "--replicates", "0"], "replicates = 0", "replicates = 0"),
    "text for months": (["publicity", "--months", "x"], "is not a whole number", "不是整数"),
    "no processes": (["publicity", "--processes", "0"], "processes = 0", "processes = 0"),
    "an unknown lever": (["publicity", "--set", "grants=1"], "Did you mean 'grant'?", "没有手段"),
    "an unknown profile": (["publicity", "--profile", "mixt"], "Did you mean 'mixed'?", "没有社区类型"),
}  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_input_is_one_sentence_and_nothing_is_written(case, language, here, capsys):
    arguments, en, zh = BAD[case]
    assert main(["explain", *arguments, "--out", "made", "--lang", language]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and (zh if language == "zh" else en) in err
    assert err.startswith("错误：" if language == "zh" else "error: ")
    assert not list(here.iterdir())


def test_a_scenario_that_sets_the_doubtful_parameter_itself_is_refused():
    with pytest.raises(InputError, match="sets this parameter itself"):
        check_request(scenario("mine", {"grant": 100.0}, params={"hype": 0.5}), doubts=["hype"])


def test_out_is_needed_and_must_be_a_folder_of_its_own(here, capsys):
    assert main(["explain", "publicity", "--lang", "en"]) == 2
    assert "--out is missing" in capsys.readouterr().err
    (here / "taken").write_text("mine", encoding="utf-8")
    assert main(["explain", "publicity", "--out", "taken", "--lang", "en"]) == 2
    assert "is a file" in capsys.readouterr().err
    assert (here / "taken").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_results_is_refused(here, capsys):
    shape = {"version": "", "fingerprint": "", "command": "", "counts": {}, "files": [], "packages": {}}
    (here / "made").mkdir()
    text = json.dumps({"schema": 1, "kind": "sweep", **shape})
    (here / "made" / MANIFEST).write_text(text, encoding="utf-8")
    assert main(["explain", "publicity", "--out", "made", "--lang", "en"]) == 2
    assert "holds results of 'sweep'" in capsys.readouterr().err
    assert [path.name for path in (here / "made").iterdir()] == [MANIFEST]


def test_explain_json_has_its_shape(found):
    content = found.content
    assert content["schema"] == 1 and content["fingerprint"] == code()
    assert (content["scenario"], content["profile"], content["seed"]) == ("publicity", "mixed", 1)
    assert (content["replicates"], content["months"], content["window"]) == (3, MONTHS, [1, MONTHS])
    assert [link["name"] for link in content["quantities"]] == list(LINKS)
    for link in content["quantities"]:
        assert set(link["label"]) == {"en", "zh"}
        assert list(link["ends"]) == [end["indicator"] for end in content["ends"]]
        for item in link["ends"].values():
            assert all(set(item[what]) == {"mean", "low", "high"} for what in ("total", "left", "carried"))
            assert isinstance(item["carries"], bool) and isinstance(item["itself"], bool)
    levels = {link["name"]: link["level"] for link in content["quantities"]}
    assert levels["attraction"] is None and levels["orders"]["indicator"] == "hours_orders"
    assert levels["awareness"]["before"] == pytest.approx(found.means[:, 0, place("awareness")].mean())
    assert levels["awareness"]["after"] == pytest.approx(found.means[:, 1, place("awareness")].mean())
    doubts = content["doubts"]
    assert [doubts[0][key] for key in ("parameter", "low", "default", "high")] == ["hype", 0.0, 0.8, 1.6]
    assert set(doubts[1]["ends"]["quality"]) == {
        "low",
        "default",
        "high",
        "change",
        "changes",
        "verdict",
        "communities",
    }
    json.dumps(content, allow_nan=False)


def test_one_community_has_means_and_no_intervals_and_claims_nothing(here):
    content = explain("publicity", replicates=1, doubts=["hype"], **OPTIONS).content
    own = content["quantities"][list(LINKS).index("awareness")]["ends"]["participation_12m"]
    assert own["carried"]["mean"] is not None and own["carried"]["low"] is None and own["carries"] is False
    assert "one community cannot tell" in headline(ExplainFindings(content, "en"))
    assert "只有一个社区" in headline(ExplainFindings(content, "zh"))
    for language in ("en", "zh"):
        write_results(content, here / language, language=language, started="2026-01-01T00:00:00Z")


def made_up(total, mediated, half=0.001, end="participation_12m"):
    """An explanation with one end and some links, of which "same" is the end itself; nine communities."""

    def spread(mean):
        return {"mean": mean, "low": mean - half, "high": mean + half}

    def link(name, mean):
        own = {"total": spread(total), "left": spread(total - mean), "carried": spread(mean)}
        label = {"en": name, "zh": name}
        return {"name": name, "label": label, "level": None, "ends": {end: {**own, "itself": name == "same"}}}

    label = {"en": "Tried", "zh": "试"}
    ends = [{"indicator": end, "label": label, "better": 1, "smallest": 0.01, "unit": label, "total": spread(total)}]
    links = [link(name, mean) for name, mean in mediated.items()]
    return {"label": label, "replicates": 9, "ends": ends, "quantities": links, "doubts": []}


@pytest.mark.parametrize(
    "content,en,zh",
    [
        (made_up(0.04, {"a": 0.03, "b": 0.035, "same": 0.04}), "4.0 points, through b (3.5) and a (3.0)", "b（3.5）和"),
        (made_up(-0.04, {"a": -0.03}), "falls by 4.0 points, through a (3.0)", "参与下降 4.0 个百分点，经由a（3.0）"),
        (made_up(0.04, {"a": 0.013}), "no single link carries half of it, a (1.3) most", "没有一个环节承担其中的一半"),
        (made_up(0.04, {"a": 0.004}), "none of the links tested", "所检验的环节都看不出"),
        (made_up(0.004, {"a": 0.03}), "hardly changes (+0.4 points, too small to matter)", "参与几乎不变（"),
        (made_up(0.012, {"a": 0.03}, 0.005), "told yet whether participation changes by enough to matter (+1.2 points, "
         f"about {SETTLED} communities would settle it)", f"约需 {SETTLED} 个社区）"),
        (made_up(0.01, {"a": 0.03}), "(+1.0 points, about over a million communities", "约需 一百万以上 个社区"),
        (made_up(0.04, {"a": 0.04, "b": 0.03, "c": 0.02}), "through a (4.0), b (3.0) and c (2.0)", "、b（3.0）和c"),
        (made_up(0.04, {"same": 0.04}), "others are untested", "其他途径未作检验"),
    ],
)  # fmt: skip
def test_claims_say_what_the_numbers_carry(content, en, zh):
    assert en in claim(ExplainFindings(content, "en"), "participation_12m")
    assert zh in claim(ExplainFindings(content, "zh"), "participation_12m")


def test_money_has_a_direction_and_no_verdict():
    told = claim(ExplainFindings(made_up(90.0, {"a": 80.0}, 20.0, "free_money"), "en"), "free_money")
    assert told.endswith("rises by 90.0 yuan a month, through a (80.0)"), told
    told = claim(ExplainFindings(made_up(90.0, {"a": 0.04}, 0.01, "free_money"), "en"), "free_money")
    assert "none of the links tested" in told  # beyond chance, and nothing all the same
    told = claim(ExplainFindings(made_up(9.0, {"a": 80.0}, 20.0, "free_money"), "en"), "free_money")
    assert told.startswith("no change in ") and told.endswith("(+9.0 yuan a month)"), told


def test_the_communities_that_would_settle_a_link_are_told():
    f = ExplainFindings(made_up(0.04, {"a": 0.012, "b": 0.03, "c": 0.0, "same": 0.012}, 0.005), "en")
    assert undecided(f, "participation_12m").endswith(f"would settle it: a ({SETTLED}).")
    assert verdict_of(f, f.mediated("a", "participation_12m")).startswith("cannot tell yet; about ")
    assert [verdict_of(f, f.mediated(name, "participation_12m")) for name in "bc"] == ["matters", "too small to matter"]


def test_what_works_against_is_told():
    f = ExplainFindings(made_up(0.04, {"a": 0.06, "b": -0.02}), "en")
    assert against(f, "participation_12m") == "Against it: b (2.0)."
    assert "through a (6.0)" in claim(f, "participation_12m")


def test_the_files_are_those_named_and_the_table_is_that_of_the_numbers(folder, found):
    manifest = read_manifest(folder, "explain")
    assert {path.name for path in folder.iterdir()} == {*manifest["files"], MANIFEST, "report.html"}
    assert manifest["counts"] == {"asked": 3 * 55, "done": 3 * 55, "failed": 0}
    table = pd.read_csv(folder / "links.csv")
    assert tuple(table.columns) == COLUMNS and len(table) == len(LINKS) * 6
    row = table[(table["quantity"] == "quality") & (table["end"] == "satisfaction")].iloc[0]
    own = found.content["quantities"][list(LINKS).index("quality")]["ends"]["satisfaction"]
    assert row["carried_low"] == own["carried"]["low"] and row["carries"] == own["carries"]
    assert (folder / "pathway.png").read_bytes().startswith(b"\x89PNG")


def test_the_same_numbers_give_the_same_bytes(folder, found, tmp_path):
    content = {**found.content, "command": "python run.py explain publicity --out made"}
    write_results(content, tmp_path / "again", language="en", started="2026-01-01T00:00:00Z")
    for name in ("explain.json", "links.csv", "pathway.png"):
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_is_drawn_again_in_either_language(folder, language):
    page, picture = report(folder, language)
    text = page.read_text(encoding="utf-8")
    assert picture.name == "pathway.png"
    assert ("经由哪个环节" if language == "zh" else "Through which link") in text
    assert ("宣传抬高期望" if language == "zh" else "Expectation raised by publicity") in text
    assert bool(re.search("[\u4e00-\u9fff]", re.sub("<style>.*?</style>", "", text, flags=re.DOTALL))) == (
        language == "zh"
    )


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 1}'])
def test_numbers_that_are_cut_short_are_told(folder, tmp_path, text):
    (tmp_path / MANIFEST).write_bytes((folder / MANIFEST).read_bytes())
    (tmp_path / "explain.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="cut short or not one of these results"):
        read_results(tmp_path)


def test_a_disk_that_fills_up_leaves_nothing(found, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="no space left"):
        write_results(found.content, tmp_path / "made", language="en", started="2026-01-01T00:00:00Z")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_from_end_to_end(language, here, capsys):
    arguments = ["explain", "publicity", *ARGUMENTS, "--doubt", "hype", "--indicator", "trust", "--lang", language]
    assert main([*arguments, "--processes", "1", "--out", "made"]) == 0
    out, err = capsys.readouterr()
    assert ("Awareness" if language == "en" else "知晓度") in out and "±" in out
    assert ("Links overlap" if language == "en" else "各环节会重叠") in out
    assert "pathway.png" in err and "links.csv" in err
    content = json.loads((here / "made" / "explain.json").read_text(encoding="utf-8"))
    line = content["command"]
    assert line == read_manifest(here / "made")["command"]
    assert "explain publicity --out made --replicates 3 --months 12" in line or os.name == "nt"
    assert "--param n_residents=300" in line and "--doubt hype" in line and line.endswith(f"--lang {language}")
    assert "processes" not in line
    assert [end["indicator"] for end in content["ends"]][-1] == "trust"


def test_json_is_the_file_and_processes_change_no_byte(here, capsys):
    arguments = ["explain", "fewer_orders", *ARGUMENTS, "--out", "made", "--json", "--lang", "en"]
    kept = []
    for processes in ("1", "2"):
        assert main([*arguments, "--processes", processes]) == 0
        kept.append([(here / "made" / name).read_bytes() for name in ("explain.json", "links.csv", "pathway.png")])
        assert json.loads(capsys.readouterr().out) == json.loads(kept[-1][0])
    assert kept[0] == kept[1]


def test_a_narrow_window_leaves_out_ends_and_says_so(found, monkeypatch, capsys):
    import sys

    from rich.console import Console

    from report.explain.terminal import print_explained

    print_explained(found.content, Console(file=sys.stdout, width=80, highlight=False), "en")
    out = capsys.readouterr().out
    assert "Narrow window: without" in out and max(map(len, out.splitlines())) <= 80


def test_an_interruption_writes_nothing(here, capsys, monkeypatch):
    def stop(*arguments, **named):
        raise KeyboardInterrupt

    monkeypatch.setattr("experiments.explain.blocking.run_means", stop)
    assert main(["explain", "publicity", *ARGUMENTS, "--processes", "1", "--out", "made", "--lang", "en"]) == 130
    assert "nothing was written" in capsys.readouterr().err and not (here / "made").exists()


def test_the_defaults_of_the_printed_command_are_those_of_the_command():
    options = {p.opts[0]: p.default for p in load("explain").params if p.param_type_name == "option"}
    assert {name: options[name] for name in DEFAULTS} == DEFAULTS
