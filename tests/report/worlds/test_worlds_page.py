"""An analysis over worlds from plan to page, on communities small enough to run."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cli import main
from experiments.plan import make_plan
from experiments.worlds import Sizes, worlds
from experiments.worlds.files import TABLES
from report import rebuild
from sim.errors import InputError
from sim.params import PARAMS
from sim.scenarios.scenario import load_scenario
from tests.small import ALONE

write = partial(rebuild.write_report, "worlds")

SMALL = {"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 12.0}
MOVED = {"forgetting": [0.015, 0.06], "publicity_peak": [0.02, 0.10], "hype": [0.0, 1.6]}
BANDS = """indicator,low,high,source,policy,against,measure,months
awareness,0,0.45,made up,,,,
satisfaction,0,1,made up,,,,
awareness,0.01,0.2,made up,publicity_boards=5000,,difference,
awareness,1.0,3.0,made up,publicity_boards=6000,publicity_boards=5000,ratio,8
participation_12m,0,1,made up,any,,level,
"""


def plan(**changes):
    asked = {
        "replicates": 2, "months": 12, "params": SMALL,
        "design": {"kind": "latin", "samples": 40, "params": MOVED}, "name": "small",
    }  # fmt: skip
    return make_plan(["publicity", "open_elections", "fewer_orders"], **(asked | changes))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("worlds")
    (place / "bands.csv").write_text(BANDS, encoding="utf-8")
    sizes = Sizes(60, 60, 4, 2)
    worlds(
        plan(), place / "out", bands=place / "bands.csv", keep=24, sizes=sizes, execution=replace(ALONE, command="made")
    )
    return place / "out"


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / f"{name}.parquet")


def test_kept_worlds_meet_their_bands_and_stay_in_their_ranges(folder: Path) -> None:
    kept = table(folder, "kept")
    assert len(kept) == 24 and (kept["band:awareness"] <= 0.45).all()
    assert all(kept[name].between(*ends).all() for name, ends in MOVED.items())


def test_policies_are_judged_at_full_strength_and_for_the_same_money(folder: Path) -> None:
    own = table(folder, "policies")
    assert set(own["row"]) == {
        "publicity", "open_elections", "fewer_orders", "money:publicity", "money:open_elections",
        "money:fewer_orders", "money:fewer_orders+shadow", "money:grant",
    }  # fmt: skip
    best = own.groupby(["outcome", "table"])["best"].sum()
    assert (best <= 1 + 1e-9).all() and (best > 0).any()
    assert (own["q5"] <= own["q50"]).all() and (own["regret_worst"] >= own["regret_mean"]).all()


def test_each_worlds_own_costs_scale_its_policies_to_the_same_money(folder: Path) -> None:
    effects = table(folder, "effects")
    money = effects[(effects["table"] == "money") & (effects["row"] != "money:fewer_orders+shadow")]
    assert np.allclose(money[money["policy"] == "grant"]["cost"], 10_000)
    assert np.allclose(money[money["policy"] == "publicity"]["cost"], 10_000, rtol=0.02)


def test_the_same_call_computes_nothing_twice_and_gives_the_same_tables(folder: Path) -> None:
    before = {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}
    heard = []
    again = worlds(
        plan(), folder, bands=folder.parent / "bands.csv", keep=24, sizes=Sizes(60, 60, 4, 2),
        execution=replace(ALONE, on_progress=lambda far: heard.append(far.here)),
    )  # fmt: skip
    assert not any(heard) and len(again.kept) == 24
    assert before == {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_names_policies_by_label_in_both_languages(folder: Path, lang: str) -> None:
    page, *pictures = write(folder, lang, "python run.py worlds small.toml --out out")
    text = page.read_text(encoding="utf-8")
    assert load_scenario("open_elections").label.get(lang) in text and "money:" not in text
    assert PARAMS["forgetting"].label.get(lang) in text
    assert len(pictures) == 5 and all(picture.stat().st_size > 5000 for picture in pictures)
    assert ("Which worlds are plausible?" in text) == (lang == "en")


def test_the_report_command_makes_the_page_again(folder: Path) -> None:
    (folder / "report.html").unlink(missing_ok=True)
    assert main(["report", str(folder), "--lang", "en"]) == 0
    assert (folder / "report.html").exists()
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["kind"] == "worlds"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"design": {"kind": "morris", "samples": 4, "params": MOVED}}, "worlds needs kind = 'latin'"),
        ({"levers": {"training_hours": 2.0}}, "levers cannot be held or designed"),
        ({"profiles": ["mixed", "resettlement"]}, "worlds takes one"),
    ],
)
def test_plans_that_cannot_be_judged_are_refused(tmp_path: Path, changes: dict, told: str) -> None:
    with pytest.raises(InputError, match=told):
        worlds(plan(**changes), tmp_path / "out", execution=ALONE)
    assert not (tmp_path / "out").exists()


def test_a_command_without_a_place_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worlds", "experiments/plans/worlds.toml", "--lang", "en"]) == 2
    assert "--out is missing" in capsys.readouterr().err
