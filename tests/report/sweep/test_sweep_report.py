import json
import re

import numpy as np
import pandas as pd
import pytest

from experiments.output.manifest import MANIFEST
from report.rebuild import line, report
from report.sweep.findings import SweepFindings
from report.sweep.results import PARTICIPATION, QUALITY, read_sweep
from report.sweep.sentences import effects_title, lead
from report.sweep.tables import differences, points, strengths
from sim.errors import InputError
from tests.report.compare.test_page import Page
from tests.report.sweep.sweeps import RANGES, made_sweep

EN, ZH = re.compile("[a-z]{3,}"), re.compile("[一-鿿]")
MANY = {"kind": "latin", "names": tuple(RANGES), "samples": 80, "replicates": 2}
CASES = {
    "one quantity, with months": ({"names": ("wage_rise",), "trajectories": True}, ["effects", "lines", "fans"]),
    "two quantities, some failed": ({"failed": 3}, ["effects", "maps", "lines"]),
    "three quantities, two profiles": (
        {"names": ("wage_rise", "forgetting", "grant"), "profiles": ("mixed", "old_compound"), "replicates": 3,
         "scenarios": ("baseline", "publicity", "training")},
        ["effects", "lines"],
    ),
    "no design": ({"kind": "none", "names": (), "scenarios": ("baseline", "publicity", "package")}, ["effects"]),
    "one scenario": ({"scenarios": ("baseline",), "names": ("forgetting",)}, ["lines"]),
    "sampled": (MANY, ["effects", "levels", "gains"]),
    "sampled, one scenario": ({**MANY, "scenarios": ("publicity",)}, ["levels"]),
    "one community": ({"replicates": 1}, ["effects", "maps", "lines"]),
}  # fmt: skip


def found(folder, lang="en", **options):
    made_sweep(folder, **options)
    return SweepFindings(read_sweep(folder, lang))


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_sweep_has_its_pictures_in_both_languages(case, lang, tmp_path):
    options, pictures = CASES[case]
    made_sweep(tmp_path, **options)
    written = report(tmp_path, lang)
    assert [path.name for path in written] == ["report.html", *(f"report-{name}.png" for name in pictures)]
    html = written[0].read_text(encoding="utf-8")
    page = Page(html)
    assert [attrs["id"] for attrs in page.all("section")][: len(pictures)] == pictures
    labels = [attrs["aria-label"] for attrs in page.all("svg")]
    assert len(labels) == len(pictures) and all((EN if lang == "en" else ZH).search(label) for label in labels)
    assert html.count(f"<code>{line(tmp_path, lang)}</code>".replace("'", "&#39;")) == len(pictures)


def test_a_report_is_the_same_byte_for_byte_and_leaves_no_earlier_picture(tmp_path):
    made_sweep(tmp_path)
    first = {path.name: path.read_bytes() for path in report(tmp_path, "en")}
    (tmp_path / "report.html").write_text('<img src="report-fans.png">', encoding="utf-8")
    (tmp_path / "report-fans.png").write_bytes(b"of an earlier sweep")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert {path.name: path.read_bytes() for path in report(tmp_path, "en")} == first
    assert not (tmp_path / "report-fans.png").exists() and (tmp_path / "notes.txt").exists()


def test_differences_are_paired_by_community(tmp_path):
    """Communities differ by a point or so; paired, the known effect of 4.2 points is found within a tenth."""
    f = found(tmp_path, kind="none", names=(), noise=0.0002, replicates=8)
    d = f.difference("publicity", PARTICIPATION)
    assert d.found.mean == pytest.approx(4.2, abs=0.1)
    assert d.found.half < 0.1 and d.found.decided and d.p < 0.001
    assert f.results.mean(f.results.levels(PARTICIPATION)["baseline"]).half > 0.3


def test_the_unit_of_an_interval_is_the_community_however_many_points_there_are(tmp_path):
    f = found(tmp_path / "few", names=("grant",), replicates=5)
    assert f.difference("publicity", QUALITY).found.n == 5
    assert found(tmp_path / "drawn", **MANY).difference("publicity", QUALITY).found.n == 80


def test_a_contrast_runs_from_the_lowest_to_the_highest_value(tmp_path):
    f = found(tmp_path, noise=0.0002)
    first = f.contrasts(QUALITY, "baseline", gain=False)[0]
    assert (first.name, first.low, first.high) == ("wage_rise", 0.0, 0.3)
    assert first.found.mean == pytest.approx(8.0, abs=0.2)
    gain = f.contrasts(PARTICIPATION, "publicity", gain=True)[0]
    assert (gain.name, gain.found.mean) == ("forgetting", pytest.approx(-2.0, abs=0.2))


def test_quantities_of_a_sampled_design_are_ordered_by_what_they_explain(tmp_path):
    f = found(tmp_path, **{**MANY, "samples": 200})
    order = [contrast.name for contrast in f.contrasts(PARTICIPATION, "baseline", gain=False)]
    assert order[:2] == ["forgetting", "wage_rise"]
    shares = [contrast.strength for contrast in f.contrasts(PARTICIPATION, "baseline", gain=False)]
    assert shares[0] > 0.7 and shares == sorted(shares, reverse=True) and shares[-1] < 0.1
    assert next(iter(strengths(f).rows))[0] == "forgetting"


def test_the_first_sentence_is_the_largest_finding_with_its_interval(tmp_path):
    first, *others = lead(found(tmp_path / "grid")).split("\n")
    assert re.fullmatch(
        r"Service quality with the plan's levers alone is 8\.\d \(\d\.\d–\d\.\d\) points higher "
        r"with wage rise at 0\.3 than at 0\.",
        first,
    )
    assert any(text.startswith("Participation rises by 3.") and "with Publicity" in text for text in others)
    zh = lead(found(tmp_path / "zh", "zh")).split("\n")[0]
    assert re.fullmatch(r"提薪幅度为 0\.3 时，只有计划所设的手段下的服务质量比为 0 时高 8\.\d（\d\.\d–\d\.\d）分。", zh)


def test_one_community_is_told_to_be_too_few_for_any_claim(tmp_path):
    f = found(tmp_path, replicates=1)
    assert lead(f) == "One community cannot tell an effect from chance: there are no intervals; run more replicates."
    assert effects_title(f) == lead(f)[:-1]


def test_nothing_is_claimed_of_pure_random_draws(tmp_path):
    f = found(tmp_path, kind="none", names=(), scenarios=("baseline", "training"), noise=0.2)
    assert lead(f) == "No difference is seen to be more than 1 point."
    assert "no scenario is seen to move" in effects_title(f).lower()


def test_a_leader_is_named_alone_only_where_it_stands_apart(tmp_path):
    scenarios = ("baseline", "publicity", "fewer_orders")
    close = effects_title(found(tmp_path / "close", kind="none", names=(), scenarios=scenarios, noise=0.006))
    assert close.startswith("Participation rises most with Publicity and Fewer orders (cannot tell which)")
    clear = effects_title(found(tmp_path / "clear", kind="none", names=(), scenarios=scenarios, noise=0.0003))
    assert clear.startswith("Participation rises most with Publicity, by 4.2 (")


def test_failed_runs_are_counted_listed_and_left_out(tmp_path):
    made_sweep(tmp_path, failed=3)
    html = report(tmp_path, "en")[0].read_text(encoding="utf-8")
    assert "3 runs failed; they are listed below." in html
    section = html[html.index('id="failures"') : html.index('id="provenance"')]
    assert section.count("<tr><th>0000") == 3
    assert "a value is not a number or has left its bounds" in section
    zh = report(tmp_path, "zh")[0].read_text(encoding="utf-8")
    assert "月份 7：有一个值不是数。" in zh


def test_a_sweep_in_which_every_run_failed_has_a_page_that_says_so(tmp_path):
    made_sweep(tmp_path, kind="none", names=(), replicates=2, failed=4)
    written = report(tmp_path, "en")
    assert len(written) == 1
    html = written[0].read_text(encoding="utf-8")
    assert "<h1>No run came to its end.</h1>" in html and 'id="failures"' in html


def test_a_scenario_without_a_pair_is_left_out_of_the_differences(tmp_path):
    runs = made_sweep(tmp_path, scenarios=("baseline", "publicity", "training"), replicates=3)
    left = {"baseline": [1, 2], "publicity": [1, 2, 3], "training": [3]}
    kept = [
        replicate in left[scenario] for scenario, replicate in zip(runs["scenario"], runs["replicate"], strict=True)
    ]
    runs[kept].to_parquet(tmp_path / "summary.parquet")
    f = SweepFindings(read_sweep(tmp_path, "en"))
    assert f.results.others == ("publicity",) and f.results.scenarios == ("baseline", "publicity", "training")
    assert report(tmp_path, "en")[0].is_file()


def test_long_tables_of_points_keep_the_ends_and_say_so(tmp_path):
    table, note = points(found(tmp_path / "long", **MANY))
    assert len(table.rows) == 2 * 2 * 10
    assert "all 80 are in summary.parquet" in note
    table, note = points(found(tmp_path / "short"))
    assert len(table.rows) == 9 * 2 and note == ""
    cells = [(head, cell) for row in table.rows for head, cell in zip(table.heads, row, strict=True)]
    paired = [cell for head, cell in cells if cell and head.startswith("less ")]
    assert len(paired) == 2 * 9 and all(re.fullmatch(r"\S+ \(\S+ to \S+\)", cell) for cell in paired)


def test_several_profiles_are_shown_each_and_together(tmp_path):
    table = differences(found(tmp_path, kind="none", names=(), profiles=("mixed", "urban_village")))
    assert [row[:2] for row in table.rows] == [
        ["Publicity", "all"], ["Publicity", "Mixed community"], ["Publicity", "Urban village"],
    ]  # fmt: skip


def test_provenance_tells_design_communities_and_the_command_of_the_sweep(tmp_path):
    made_sweep(tmp_path)
    html = report(tmp_path, "en")[0].read_text(encoding="utf-8")
    tail = html[html.index('id="provenance"') :]
    for words in (
        "grid, 9 points", "forgetting = 0.02, 0.03, 0.05", "6 communities at each point, seed 1",
        "n_residents = 1000", "python run.py sweep plan.toml --out results", "108 asked for, 108 done",
    ):  # fmt: skip
        assert words in tail


@pytest.mark.parametrize("name", ["summary.parquet", "trajectories.parquet", "failures.parquet"])
@pytest.mark.parametrize("how", ["missing", "cut short", "foreign"])
def test_a_file_that_cannot_be_used_is_named_and_no_page_is_written(name, how, tmp_path):
    made_sweep(tmp_path, names=("wage_rise",), trajectories=True, failed=2, replicates=3, months=24)
    path = tmp_path / name
    if how == "missing":
        path.unlink()
    elif how == "cut short":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        pd.DataFrame({"a": [1]}).to_parquet(path)
    with pytest.raises(InputError) as caught:
        report(tmp_path, "en")
    assert str(caught.value).startswith(f"{path}: ")
    assert not list(tmp_path.glob("report*"))


@pytest.mark.parametrize("spoil,said", [
    (lambda m: m["plan"].pop("scenarios"), "'scenarios' is missing or holds something else."),
    (lambda m: m.pop("plan"), "manifest.json: 'plan' is missing"),
    (lambda m: m["plan"]["design"].update(params=["forgeting"]), "'forgeting' this version does not know"),
    (lambda m: m["plan"]["scenarios"][1].update(name="other"), "summary.parquet: its scenarios do not fit"),
])  # fmt: skip
def test_a_plan_that_does_not_fit_is_named(spoil, said, tmp_path):
    made_sweep(tmp_path)
    content = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    spoil(content)
    (tmp_path / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)):
        report(tmp_path, "en")


def test_one_community_has_no_interval_in_a_drawn_design_either(tmp_path):
    f = found(tmp_path, **{**MANY, "replicates": 1})
    told = [d.found for d in f.differences]
    for outcome in (PARTICIPATION, QUALITY):
        told += [contrast.found for contrast in f.contrasts(outcome, f.results.reference, gain=False)]
        for block in f.results.blocks:
            told += f.along(outcome, f.results.reference, block, gain=False).found
    assert len(told) > 20 and all(np.isfinite(item.mean) for item in told)
    assert np.isnan([(item.low, item.high, item.p) for item in told]).all()


@pytest.mark.parametrize("lang,said,never", [
    ("en", "Random variation was not measured", ["beyond chance", "Intervals: 95%", "Brackets hold"]),
    ("zh", "没有测量随机波动", ["超出偶然", "区间为 95%", "括号里是"]),
])  # fmt: skip
def test_random_draws_that_was_not_measured_is_said_not_to_be(tmp_path, lang, said, never):
    made_sweep(tmp_path, **{**MANY, "replicates": 1})
    html = report(tmp_path, lang)[0].read_text(encoding="utf-8")
    assert said in html and not any(words in html for words in never)
    assert not re.search(r"[（(]\d+\.\d–\d+\.\d[）)]", html)


def test_two_communities_keep_their_intervals(tmp_path):
    f = found(tmp_path, **MANY)
    assert not f.results.alone and all(np.isfinite(d.found.half) for d in f.differences)
