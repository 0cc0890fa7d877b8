"""What the how-to pages show really runs: on the shipped plan, with tiny communities."""

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from experiments.plan import load_plan
from experiments.sweep import sweep
from tests.test_docs import ROOT, blocks

SWEEP, ELSEWHERE, CLUSTER, SURE = "run-a-sweep", "read-results-elsewhere", "use-a-cluster", "ask-how-sure"
PLAN = "experiments/plans/pay_and_load.toml"
PAY = "results/pay"
TINY = {
    "replicates = 10": "replicates = 3",
    "months = 60": "months = 12",
    "burn_in_months = 36": "burn_in_months = 12\nn_residents = 120\nn_buildings = 4",
}
KINDS = ("", "toml", "python", "sql", "r", "csv")


def shown(name: str, kind: str, language: str = "en") -> list[str]:
    """Return the blocks of one kind on a how-to page."""
    return blocks((ROOT / f"docs/how-to/{name}.{language}.md").read_text(encoding="utf-8"), kind)


@pytest.fixture(scope="module")
def swept(tmp_path_factory) -> Path:
    """A folder with the plan of the pages, on tiny communities, and its results."""
    folder = tmp_path_factory.mktemp("howto")
    text = (ROOT / PLAN).read_text(encoding="utf-8")
    for usual, small in TINY.items():
        assert len(re.findall(rf"^{usual}\b", text, flags=re.MULTILINE)) == 1
        text = re.sub(rf"^{usual}\b", small, text, flags=re.MULTILINE)
    plan = folder / PLAN
    plan.parent.mkdir(parents=True)
    plan.write_text(text, encoding="utf-8")
    sweep(plan, folder / PAY, processes=1)
    return folder


@pytest.fixture
def inside(swept, monkeypatch) -> Path:
    """The same folder, as the one that we are in; pictures need no screen."""
    import matplotlib

    matplotlib.use("Agg")
    monkeypatch.chdir(swept)
    return swept


@pytest.fixture
def table(swept) -> pd.DataFrame:
    """The table that the pages read."""
    return pd.read_parquet(swept / PAY / "summary.parquet")


def test_the_plan_on_the_page_is_the_one_that_is_shipped() -> None:
    (text,) = shown(SWEEP, "toml")
    assert tomllib.loads(text) == tomllib.loads((ROOT / PLAN).read_text(encoding="utf-8"))


def test_the_script_that_draws_writes_its_figure(inside) -> None:
    import matplotlib.pyplot as plt

    drawing, _ = shown(SWEEP, "python")
    names: dict[str, object] = {}
    exec(compile(drawing, SWEEP, "exec"), names)
    plt.close("all")
    assert (inside / "pay.png").read_bytes().startswith(b"\x89PNG")
    gain = names["gain"]
    assert isinstance(gain, pd.DataFrame)
    assert gain.shape == (3, 30)
    assert (gain[0.0, 0.0] == 0).all() and gain.abs().to_numpy().max() > 0


def test_the_script_that_sweeps_finds_everything_done_and_tells_the_means(inside, capsys, table) -> None:
    before = (inside / PAY / "summary.parquet").read_bytes()
    _, sweeping = shown(SWEEP, "python")
    names: dict[str, object] = {}
    exec(compile(sweeping, SWEEP, "exec"), names)
    assert names["swept"].computed == 0
    assert (inside / PAY / "summary.parquet").read_bytes() == before
    told = re.findall(r"^([\d.]+) +([\d.]+)$", capsys.readouterr().out, flags=re.MULTILINE)
    means = table.groupby("wage_rise")["quality"].mean()
    assert [float(value) for _, value in told] == pytest.approx(means.to_list(), abs=1e-5)


def test_the_question_to_duckdb_has_the_answer_of_pandas(inside, table) -> None:
    import duckdb

    (question,) = shown(ELSEWHERE, "sql")
    communities, points, error = duckdb.connect().execute(question).fetchone()
    today = table[table["admin_reduction"] == 0].set_index("replicate")
    difference = 100 * (
        today[today["wage_rise"] == 0.3]["quality"] - today[today["wage_rise"] == 0.0]["quality"]
    )
    assert communities == len(difference) == 3
    assert (points, error) == pytest.approx((difference.mean(), difference.sem()))
    assert difference.abs().max() > 0


def test_the_script_for_r_names_columns_that_the_table_has(table) -> None:
    script, _ = shown(ELSEWHERE, "r")
    (by,) = re.findall(r"by = c\((.*?)\)", script)
    named = {re.sub(r"\.(raised|same)$", "", name) for name in re.findall(r"\$([\w.]+)", script)}
    assert named and named | set(re.findall(r'"(\w+)"', by)) <= set(table.columns)


def test_the_table_has_what_the_page_says_of_it(table) -> None:
    assert list(table.columns[:8]) == [
        "key", "point", "scenario", "profile", "replicate", "seed", "wage_rise", "admin_reduction",
    ]  # fmt: skip
    assert table["point"].min() == 0 and table["replicate"].min() == 1
    assert {"quit_rate", "new_leaver_share", "leavers", "new_leavers", "trust.old"} <= set(table.columns)
    assert table["cost_per_participant"].isna().all()


@pytest.mark.parametrize("name", [SWEEP, ELSEWHERE, CLUSTER, SURE])
def test_both_languages_of_a_page_show_the_same_blocks(name) -> None:
    for kind in KINDS:
        assert shown(name, kind, "zh") == shown(name, kind)


def test_the_bands_on_the_page_can_be_read(tmp_path) -> None:
    from experiments.worlds.bands import load_bands

    (text,) = shown(SURE, "csv")
    (tmp_path / "bands.csv").write_text(text, encoding="utf-8")
    first, second = load_bands(tmp_path / "bands.csv")
    assert (first.low, first.high) == (0.35, 0.52)
    assert second.columns == ("official_turnout", "turnout")


def test_the_plans_on_the_page_about_certainty_are_good(tmp_path) -> None:
    from experiments.sensitivity.reading import checked as for_sensitivity
    from experiments.worlds.study import checked as for_worlds

    plans = []
    for place, text in enumerate(shown(SURE, "toml")):
        (tmp_path / f"{place}.toml").write_text(text, encoding="utf-8")
        plans.append(load_plan(tmp_path / f"{place}.toml"))
    doubts, believed = plans
    assert for_sensitivity(doubts).design.kind == "morris"
    assert for_worlds(believed).design.kind == "latin"
