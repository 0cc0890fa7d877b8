"""The guides for researchers run as they stand, on a small sweep of the plan they speak of."""

import re
import tomllib
from pathlib import Path

import matplotlib
import pandas as pd
import pytest

from experiments.plan import load_plan
from experiments.plausible.bands import load_bands
from experiments.runs import Execution
from experiments.sensitivity.reading import checked as for_sensitivity
from experiments.sweep.study import sweep
from experiments.worlds.study import checked as for_worlds
from tests.test_docs import blocks, commands
from tools.offline import leaflet

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "experiments" / "plans" / "pay_and_load.toml"
GUIDES = {
    name: {lang: (ROOT / "docs" / "how-to" / f"{name}.{lang}.md").read_text(encoding="utf-8") for lang in ("en", "zh")}
    for name in (
        "run-a-sweep",
        "read-results-elsewhere",
        "use-a-cluster",
        "ask-how-sure",
        "simulate-a-district",
        "ask-through-which-link",
        "check-the-patterns",
        "teach-with-the-live-page",
        "serve-many-visitors",
        "offline",
        "write-a-lesson",
    )
}
KINDS = ("bash", "toml", "python", "sql", "r", "csv", "text")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder in which ``results/pay`` is there, of communities that are small."""
    folder = tmp_path_factory.mktemp("howto")
    plan = load_plan(PLAN).replace(params={"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 6.0}, months=6)
    sweep(plan, folder / "results" / "pay", execution=Execution(processes=2))
    return folder


@pytest.mark.parametrize("name", GUIDES)
def test_both_languages_show_the_same_blocks(name):
    for kind in KINDS:
        assert blocks(GUIDES[name]["en"], kind) == blocks(GUIDES[name]["zh"], kind)
    assert commands(GUIDES[name]["en"]) == commands(GUIDES[name]["zh"])


def test_the_plan_shown_is_the_plan_shipped():
    (shown,) = blocks(GUIDES["run-a-sweep"]["en"], "toml")
    assert tomllib.loads(shown) == tomllib.loads(PLAN.read_text(encoding="utf-8"))


def test_the_figure_is_drawn(home, monkeypatch):
    monkeypatch.chdir(home)
    matplotlib.use("Agg")
    figure, _ = blocks(GUIDES["run-a-sweep"]["en"], "python")
    exec(compile(figure, "run-a-sweep", "exec"), {"__name__": "script"})
    assert (home / "pay.png").stat().st_size > 10_000


def test_the_question_in_sql_has_the_answer_of_pandas(home, monkeypatch):
    import duckdb

    monkeypatch.chdir(home)
    (question,) = blocks(GUIDES["read-results-elsewhere"]["en"], "sql")
    communities, points, error = duckdb.connect().execute(question).fetchone()
    runs = pd.read_parquet(home / "results" / "pay" / "summary.parquet")
    today = runs[runs["admin_reduction"] == 0].pivot(index="replicate", columns="wage_rise", values="quality")
    pairs = 100 * (today[0.3] - today[0.0])
    assert communities == len(pairs) == 10
    assert points == pytest.approx(pairs.mean()) and error == pytest.approx(pairs.sem())


def test_the_lines_in_r_name_columns_that_are_there(home):
    columns = set(pd.read_parquet(home / "results" / "pay" / "summary.parquet").columns)
    lines = "\n".join(blocks(GUIDES["read-results-elsewhere"]["en"], "r"))
    named = {name.removesuffix(".raised").removesuffix(".same") for name in re.findall(r"\$([\w.]+)", lines)}
    assert {"quality", "admin_reduction", "wage_rise"} <= named <= columns


def test_the_plans_shown_for_sensitivity_and_worlds_are_accepted(tmp_path):
    plans = [tmp_path / name for name in ("doubts.toml", "believed.toml")]
    for path, text in zip(plans, blocks(GUIDES["ask-how-sure"]["en"], "toml"), strict=True):
        path.write_text(text, encoding="utf-8")
    doubts, believed = plans
    assert for_sensitivity(doubts).design.kind == "morris"
    assert for_worlds(believed).design.kind == "latin"


def test_the_bands_shown_are_accepted(tmp_path):
    plain, effects = blocks(GUIDES["ask-how-sure"]["en"], "csv")
    (tmp_path / "our-bands.csv").write_text(plain, encoding="utf-8")
    (tmp_path / "effects.csv").write_text(effects, encoding="utf-8")
    assert [band.measure for band in load_bands(tmp_path / "effects.csv")] == [
        "difference", "relative", "ratio", "rebound", "level"
    ]  # fmt: skip
    single, difference = load_bands(tmp_path / "our-bands.csv")
    assert single.columns == ("awareness",)
    assert difference.columns == ("official_turnout", "turnout")


def test_the_lesson_shown_is_the_lesson_shipped():
    (shown,) = blocks(GUIDES["write-a-lesson"]["en"], "toml")
    shipped = tomllib.loads((ROOT / "dashboard" / "content" / "lessons" / "p06.toml").read_text(encoding="utf-8"))
    assert tomllib.loads(shown).items() <= shipped.items()


def test_the_commands_shown_for_a_machine_without_network_are_those_of_its_leaflet(monkeypatch):
    for platform, kind in (("linux", "bash"), ("win32", "powershell")):
        monkeypatch.setattr("sys.platform", platform)
        assert blocks(GUIDES["offline"]["en"], kind)[-1].strip() in leaflet()
