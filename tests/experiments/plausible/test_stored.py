"""The stored set of worlds: made by an analysis, refused under other rules, used where a row is the same."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from experiments.plan import make_plan
from experiments.plausible import ranges as over
from experiments.plausible import stored as kept
from experiments.plausible.ranges import Setting, over_worlds
from experiments.plausible.stored import load_stored_worlds
from experiments.policies.arms import merged
from experiments.policies.arms import plan as arms_of
from experiments.worlds import Sizes, store_set, worlds
from experiments.worlds.store_set import store
from sim.errors import InputError
from sim.scenarios.scenario import load_profile, load_scenario
from tests.small import ALONE, scenario

SMALL = {"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 12.0, "months": 12.0}
BANDS = "indicator,low,high,source\nsatisfaction,0,1,made up\n"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory):
    """A stored set of small communities, in files of its own."""
    place = tmp_path_factory.mktemp("kept")
    (place / "bands.csv").write_text(BANDS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "FOLDER", place)
        for module in (kept, store_set):
            patch.setattr(module, "load_profile", lambda name: small_profile())
        design = {"kind": "latin", "samples": 40, "params": {"forgetting": [0.015, 0.06], "fill_rate": [0.2, 0.4]}}
        plan = make_plan(
            ["publicity", "training"], profiles=small_profile(), months=12, replicates=2, design=design, name="small"
        )
        found = worlds(
            plan, place / "out", bands=place / "bands.csv", keep=32, execution=ALONE, sizes=Sizes(40, 40, 2, 2)
        )
        store(found, "made")
        yield place, found


def small_profile(name="mixed"):
    own = load_profile(name)
    return type(own)(own.name, own.label, {**own.params, **SMALL})


def arms(*scenarios):
    own = (load_scenario("baseline"), *scenarios)
    return arms_of(own, merged({}, small_profile()), 12, 10_000.0)


def ranges(rows):
    return over_worlds(rows, Setting(small_profile(), {}, 12, 1), execution=ALONE).ranges


def test_stored_rows_are_looked_up(stored, monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = stored
    monkeypatch.setattr(over, "simulated", None)
    told = ranges(arms(load_scenario("publicity")))
    assert set(told) == {"publicity", "money:publicity", "money:grant"}
    own = found.effects[found.effects["row"] == "publicity"]["participation_12m"]
    assert (told["publicity"].n, told["publicity"].communities) == (32, 2)
    assert told["publicity"].mid["participation_12m"] == pytest.approx(own.median(), abs=1e-6)
    assert told["publicity"].helps["participation_12m"] == pytest.approx((own > 0.01).mean())
    runs = found.runs.pivot_table(index="world", columns=["row", "replicate"], values="participation_12m")
    d = (runs["publicity"] - runs["baseline"]).to_numpy()
    left = d - d.mean(1)[:, None] - d.mean(0) + d.mean()
    luck = (left**2).sum() / 31 / 2 / d.mean(1).var(ddof=1)
    assert told["publicity"].luck["participation_12m"] == pytest.approx(min(1, luck), abs=1e-4)


def test_other_rows_are_run_in_the_stored_worlds_and_agree_with_stored_ones(stored) -> None:
    same = load_scenario("publicity")
    renamed = scenario("mine", dict(same.levers))
    fresh, known = ranges(arms(renamed)), ranges(arms(same))
    for key in ("mine", "money:mine"):
        theirs = known[key.replace("mine", "publicity")]
        assert fresh[key].n == 32
        assert fresh[key].luck["participation_12m"] == pytest.approx(theirs.luck["participation_12m"], abs=1e-3)
        assert fresh[key].mid["participation_12m"] == pytest.approx(theirs.mid["participation_12m"], abs=1e-6)
        assert fresh[key].high["cost"] == pytest.approx(theirs.high["cost"], rel=1e-4)


def test_rows_against_another_baseline_are_run_against_it(stored) -> None:
    own = scenario("baseline", {"training_hours": 6.0})
    rows = arms_of((own, load_scenario("publicity")), merged({}, small_profile()), 12, None)
    known = ranges(arms(load_scenario("publicity")))["publicity"]
    told = ranges(rows)["publicity"]
    assert told.n == 32 and told.mid["cost"] < known.mid["cost"]


def test_effects_are_told_by_policy_column_and_row(stored) -> None:
    own = load_stored_worlds()
    assert own.effects("training", "competence").shape == (32,)
    assert np.allclose(own.effects("grant", "cost", "money"), 10_000)
    assert [sorted(world) for world in own.params] == [["fill_rate", "forgetting"]] * 32


def test_a_set_of_other_rules_is_refused_and_says_how_to_make_it_anew(stored, monkeypatch) -> None:
    monkeypatch.setattr(kept, "code", lambda: "other")
    with pytest.raises(InputError, match=r"other rules .* --store"):
        load_stored_worlds()


def test_where_there_is_none_it_says_how_to_make_one(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    with pytest.raises(InputError, match="no stored set"):
        load_stored_worlds()


def test_the_files_say_how_they_were_made(stored) -> None:
    place, _ = stored
    about = json.loads((place / "kept.json").read_text(encoding="utf-8"))
    assert about["command"] == "made" and about["worlds"] == 32 and len(about["fingerprint"]) == 64
    assert (place / "kept.parquet").stat().st_size < 1_500_000


def test_worlds_of_a_community_of_ones_own_are_not_stored(stored, monkeypatch) -> None:
    _, found = stored
    monkeypatch.setattr(store_set, "load_profile", lambda name: load_profile("resettlement"))
    with pytest.raises(InputError, match="can be stored"):
        store(found, "made")


def test_a_set_of_too_few_worlds_is_not_stored_and_the_band_that_rules_out_most_is_named(stored, monkeypatch) -> None:
    place, found = stored
    monkeypatch.setattr(store_set, "FEWEST", 33)
    before = (place / "kept.json").read_bytes()
    with pytest.raises(InputError, match=r"only 32 worlds .* 33 are the least .* satisfaction in 0\.\.1"):
        store(found, "made")
    assert (place / "kept.json").read_bytes() == before


def test_every_kind_of_community_has_a_set_of_its_own(stored, monkeypatch) -> None:
    place, found = stored
    kind = small_profile("resettlement")
    monkeypatch.setattr(store_set, "load_profile", lambda name: kind)
    monkeypatch.setattr(kept, "load_profile", lambda name: kind if name == "resettlement" else small_profile())
    of_kind = dataclasses.replace(found, plan=found.plan.replace(profiles=(kind,)))
    assert store(of_kind, "made") == place / "kept-resettlement.parquet"
    assert (
        load_stored_worlds("resettlement").about["profile"] == "resettlement"
        and load_stored_worlds().about["profile"] == "mixed"
    )
    assert kept.nearest_set("resettlement") == "resettlement" and kept.nearest_set("urban_village") == "mixed"
    told = over_worlds(arms(load_scenario("publicity")), Setting(kind, {}, 12, 1), execution=ALONE)
    assert told.checked.stored and told.ranges["publicity"].n == 32
    (place / "kept-resettlement.json").unlink()
