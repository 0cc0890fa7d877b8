"""The stored set of worlds: made by an analysis, refused under other rules, used where a row is the same."""

import json
from pathlib import Path

import numpy as np
import pytest

from experiments.plan import make_plan
from experiments.plausible import stored as kept
from experiments.plausible.stored import load_kept, world_ranges
from experiments.policies.arms import merged
from experiments.policies.arms import plan as arms_of
from experiments.worlds import Sizes, worlds
from experiments.worlds.store_set import store
from sim.errors import InputError
from sim.scenarios.scenario import load_profile, load_scenario
from tests.small import scenario

SMALL = {"n_residents": 120.0, "n_buildings": 4.0, "burn_in_months": 12.0, "months": 12.0}
BANDS = "indicator,low,high,source\nsatisfaction,0,1,made up\n"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory):
    """A stored set of small communities, in files of its own."""
    place = tmp_path_factory.mktemp("kept")
    (place / "bands.csv").write_text(BANDS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "KEPT_FILE", place / "kept.parquet")
        patch.setattr(kept, "ABOUT_FILE", place / "kept.json")
        patch.setattr(kept, "load_profile", lambda name: small_profile())
        design = {"kind": "latin", "samples": 20, "params": {"forgetting": [0.015, 0.06], "fill_rate": [0.2, 0.4]}}
        plan = make_plan(
            ["publicity", "training"], profiles=small_profile(), months=12, replicates=2, design=design, name="small"
        )
        found = worlds(plan, place / "out", bands=place / "bands.csv", keep=20, processes=1, sizes=Sizes(20, 20, 2, 2))
        store(found, "made")
        yield place, found


def small_profile():
    own = load_profile("mixed")
    return type(own)(own.name, own.label, {**own.params, **SMALL})


def arms(*scenarios):
    own = (load_scenario("baseline"), *scenarios)
    return arms_of(own, merged({}, small_profile()), 12, 10_000.0)


def ranges(rows):
    return world_ranges(rows, profile=small_profile(), params={}, months=12, seed=1, processes=1)


def test_stored_rows_are_looked_up(stored, monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = stored
    monkeypatch.setattr(kept, "_fresh", None)
    told = ranges(arms(load_scenario("publicity")))
    assert set(told) == {"publicity", "money:publicity", "money:grant"}
    own = found.effects[found.effects["row"] == "publicity"]["participation_12m"]
    assert told["publicity"].n == 20
    assert told["publicity"].mid["participation_12m"] == pytest.approx(own.median(), abs=1e-6)
    assert told["publicity"].helps["participation_12m"] == pytest.approx((own > 0.01).mean())


def test_other_rows_are_run_in_the_stored_worlds_and_agree_with_stored_ones(stored, monkeypatch) -> None:
    monkeypatch.setattr(kept, "FRESH_COMMUNITIES", 2)  # as many as the stored ones are of
    same = load_scenario("publicity")
    renamed = scenario("mine", dict(same.levers))
    fresh, known = ranges(arms(renamed)), ranges(arms(same))
    for key in ("mine", "money:mine"):
        theirs = known[key.replace("mine", "publicity")]
        assert fresh[key].n == 20
        assert fresh[key].mid["participation_12m"] == pytest.approx(theirs.mid["participation_12m"], abs=1e-6)
        assert fresh[key].high["cost"] == pytest.approx(theirs.high["cost"], rel=1e-4)


def test_rows_against_another_baseline_are_run_against_it(stored) -> None:
    own = scenario("baseline", {"training_hours": 6.0})
    rows = arms_of((own, load_scenario("publicity")), merged({}, small_profile()), 12, None)
    known = ranges(arms(load_scenario("publicity")))["publicity"]
    told = ranges(rows)["publicity"]
    assert told.n == 20 and told.mid["cost"] < known.mid["cost"]


def test_effects_are_told_by_policy_column_and_row(stored) -> None:
    own = load_kept()
    assert own.effects("training", "competence").shape == (20,)
    assert np.allclose(own.effects("grant", "cost", "money"), 10_000)
    assert [sorted(world) for world in own.params] == [["fill_rate", "forgetting"]] * 20


def test_a_set_of_other_rules_is_refused_and_says_how_to_make_it_anew(stored, monkeypatch) -> None:
    monkeypatch.setattr(kept, "code", lambda: "other")
    with pytest.raises(InputError, match=r"other rules .* --store"):
        load_kept()


def test_where_there_is_none_it_says_how_to_make_one(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(kept, "ABOUT_FILE", tmp_path / "none.json")
    with pytest.raises(InputError, match="no stored set"):
        load_kept()


def test_the_files_say_how_they_were_made(stored) -> None:
    place, _ = stored
    about = json.loads((place / "kept.json").read_text(encoding="utf-8"))
    assert about["command"] == "made" and about["worlds"] == 20 and len(about["fingerprint"]) == 64
    assert (place / "kept.parquet").stat().st_size < 1_500_000


def test_worlds_of_another_community_are_not_stored(stored, monkeypatch) -> None:
    _, found = stored
    monkeypatch.setattr(kept, "load_profile", lambda name: load_profile("resettlement"))
    with pytest.raises(InputError, match="can be stored"):
        store(found, "made")
