"""Every number of an analysis over worlds comes again from its files, by other code than wrote them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.worlds import InterruptedWorlds, Sizes, study, worlds
from report.worlds.findings import WorldsFindings
from sim.engine.replicate import run_lockstep
from sim.errors import InputError
from sim.indicators import COLUMNS
from sim.scenarios.scenario import Scenario
from sim.text import Text
from tests.report.worlds.test_worlds_page import BANDS, MOVED, SMALL, folder, plan, table
from tests.small import ALONE

__all__ = ["folder"]
OUTCOMES = ("participation_12m", "quality")


def levels(folder: Path, outcome: str) -> pd.DataFrame:
    """A row a world, a column a row of a table and community."""
    return table(folder, "runs").pivot_table(index="world", columns=["row", "replicate"], values=outcome)


def test_effects_and_standings_come_from_the_runs(folder: Path) -> None:
    policies = table(folder, "policies").set_index(["outcome", "row"])
    effects = table(folder, "effects")
    for outcome in OUTCOMES:
        runs = levels(folder, outcome)
        for row in dict.fromkeys(effects["row"]):
            d = (runs[row] - runs["baseline"]).to_numpy()
            np.testing.assert_allclose(effects[effects["row"] == row][outcome], d.mean(axis=1), atol=1e-12)
            own = policies.loc[outcome, row]
            assert own["harm"] == pytest.approx((d.mean(axis=1) < -0.01).mean())
            assert own["q50"] == pytest.approx(np.median(d.mean(axis=1)))
            left = d - d.mean(1)[:, None] - d.mean(0) + d.mean()
            luck, spread = (left**2).sum() / (len(d) - 1) / 2, d.mean(1).var(ddof=1)
            assert own["luck"] == pytest.approx(min(1, luck / spread) if spread else np.nan, nan_ok=True)


def test_all_runs_of_the_policies_are_in_the_table_and_none_is_told_of_a_part_alone(folder: Path) -> None:
    runs = table(folder, "runs")
    assert len(runs) == 24 * (1 + 8) * 2 and not runs.duplicated(["world", "row", "replicate"]).any()
    assert not (folder / "runs" / "summary.parquet").exists() and (folder / "runs" / "ledger.sqlite").exists()


def test_waves_and_bands_come_from_the_candidates(folder: Path) -> None:
    candidates, waves, bands = (table(folder, name) for name in ("candidates", "waves", "bands"))
    plain, effects = bands[bands["policy"] == ""], bands[bands["policy"] != ""]
    inside = pd.DataFrame({
        row["indicator"]: candidates[f"band:{row['indicator']}"].between(row["low"], row["high"])
        for row in plain.to_dict("records")
    })  # fmt: skip
    assert (candidates["met"] == inside.all(axis=1)).all()
    for wave in waves.itertuples():
        own = candidates[candidates["wave"] == wave.wave]
        assert (wave.worlds, wave.met, wave.confirmed, wave.kept) == (
            len(own), own["met"].sum(), own["confirmed"].sum(), own["kept"].sum()
        )  # fmt: skip
        assert own["chance"].sum(min_count=1) == pytest.approx(wave.expected, nan_ok=True)
    last = inside[candidates["wave"] == waves["wave"].max()]
    for row in plain.to_dict("records"):
        assert row["last_out"] == pytest.approx(1 - last[row["indicator"]].mean())
        assert row["out"] == pytest.approx(1 - inside[row["indicator"]].mean()) and row["asked"] == len(candidates)
    assert len(effects) == 3
    values = {name: column for name, column in candidates.items() if name.startswith("band:") and "|" in name}
    asked = candidates["asked"]
    assert all(column[asked].notna().all() for column in values.values()) and asked.sum() >= 24
    assert not any(column[(candidates["wave"] > 1) & ~asked].notna().any() for column in values.values())
    fits = {name: column[asked] for name, column in values.items()}
    outs = pd.DataFrame({
        name: ~column.between(row["low"], row["high"])
        for (name, column), row in zip(fits.items(), effects.to_dict("records"), strict=True)
    })  # fmt: skip
    for name, row in zip(outs, effects.to_dict("records"), strict=True):
        assert (row["asked"], row["out"]) == (asked.sum(), pytest.approx(outs[name].mean()))
        assert row["alone"] == pytest.approx((outs[name] & (outs.sum(axis=1) == 1)).mean())
    assert (candidates.loc[asked, "kept"] == ~outs.any(axis=1)).all() and not candidates.loc[~asked, "kept"].any()


def test_bands_of_effects_hold_what_policies_do_in_every_kept_world(folder: Path) -> None:
    kept, asked = table(folder, "kept"), plan()
    profile = asked.profiles[0]

    def awareness(world: dict[str, float], boards: float | None, months: int) -> float:
        own = Scenario("own", Text("", ""), Text("", ""), {} if boards is None else {"publicity_boards": boards})
        params = {**SMALL, **{name: world[name] for name in MOVED}}
        each = [
            run_lockstep([own], profile=profile, params=params, seed=asked.seed, replicate=c, months=months)
            for c in range(2)
        ]
        return float(np.mean([run.trajectories[0, -months:, COLUMNS.index("awareness")].mean() for run in each]))

    for world in kept.head(3).to_dict("records"):
        more = awareness(world, 5000.0, 12) - awareness(world, None, 12)
        ratio = awareness(world, 6000.0, 8) / awareness(world, 5000.0, 8)
        assert world["band:difference|awareness|publicity_boards=5000||"] == pytest.approx(more, abs=1e-12)
        own = world["band:ratio|awareness|publicity_boards=6000|publicity_boards=5000|8"]
        assert own == pytest.approx(ratio, abs=1e-12) and ratio >= 1.0


def test_what_is_paid_as_a_grant_is_the_mean_over_the_worlds_and_marks_rows_that_are_mostly_grant(folder: Path) -> None:
    policies, runs = table(folder, "policies"), table(folder, "runs")
    own = policies[policies["outcome"] == "quality"].set_index("row")["grant"]
    np.testing.assert_allclose(own, runs.groupby("row")["grant"].mean()[own.index])
    money = own[own.index.str.startswith("money:")].drop("money:grant")
    for lang, word in (("en", "is grant)"), ("zh", "为补贴）")):
        f = WorldsFindings(folder, lang)
        marked = {key for key in money.index if word in f.row_label(key)}
        assert marked == set(money.index[money > 5_000])
    assert "is grant" not in WorldsFindings(folder, "en").row_label("money:grant")


def test_random_draws_that_one_community_cannot_tell_is_said_not_to_be_measured(folder: Path) -> None:
    f = WorldsFindings(folder, "en")
    for stand in f._stands.values():
        stand.values["luck"] = np.nan
    assert "was not measured" in f.stochastic_sentence("full")


def test_an_analysis_that_is_stopped_goes_on_and_gives_the_same(folder: Path, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "bands.csv").write_text(BANDS, encoding="utf-8")
    asked = {"bands": tmp_path / "bands.csv", "keep": 24, "execution": ALONE, "sizes": Sizes(60, 60, 4, 2)}

    def stopped(*given, **options):
        raise InterruptedWorlds(tmp_path)

    with monkeypatch.context() as patch:
        patch.setattr(study, "simulate_policies", stopped)
        with pytest.raises(InterruptedWorlds):
            worlds(plan(), tmp_path / "out", **asked)
    heard = []
    worlds(
        plan(),
        tmp_path / "out",
        **asked | {"execution": replace(ALONE, on_progress=lambda far: heard.append(far.here))},
    )
    for name in ("kept", "policies", "runs"):
        pd.testing.assert_frame_equal(table(tmp_path / "out", name), table(folder, name))


def test_another_kind_of_community_has_its_own_bands_and_keeps_what_makes_it(tmp_path: Path) -> None:
    (tmp_path / "bands.csv").write_text(
        "indicator,low,high,source,profile\nsatisfaction,0,1,x,\nawareness,0.98,1,x,old_compound\n", encoding="utf-8"
    )
    asked = {"bands": tmp_path / "bands.csv", "keep": 24, "execution": ALONE, "sizes": Sizes(30, 30, 2, 2)}
    with pytest.raises(InputError, match=r"no world meets the bands .* awareness in 0.98..1"):
        worlds(plan(), tmp_path / "old", profile="old_compound", **asked)
    assert not (tmp_path / "old" / "kept.parquet").exists()
    bare = study.in_setting(study.checked("experiments/plans/worlds.toml"), "old_compound", 24, {"forgetting": 0.03})
    names = study.moved(bare).names
    assert "canvassing" not in names and "forgetting" not in names and bare.months == 24
    assert "canvassing" in study.moved(study.checked("experiments/plans/worlds.toml")).names


def test_a_parameter_cannot_be_held_and_moved(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="hype is to be held, and the plan moves it"):
        worlds(plan(), tmp_path / "out", params={"hype": 1.0}, execution=ALONE)
