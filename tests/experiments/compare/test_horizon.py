"""Money of policies that change over time: from the raw months of the stand-in, by numpy and scipy alone."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.compare import compare
from experiments.compare.result_folder import read_results, write_results
from sim.indicators import COLUMNS
from sim.scenarios.scenario import Change, Scenario
from sim.text import Text
from tests.experiments.conftest import BURN_IN, N_RESIDENTS
from tests.small import ALONE

MONTHS = 60
COST, PART = COLUMNS.index("cost"), COLUMNS.index("participation_12m")


def timed(name, *changes):
    return Scenario(name, Text(name, name), Text("?", "？"), {}, tuple(changes))


PILOT = timed("pilot", Change(1, 24, {"publicity_digital": 6000.0}))
DRIVE = timed("drive", Change(37, None, {"publicity_digital": 8000.0}))
IDLE = timed("idle", Change(1, 24, {"training_hours": 4.0}))


@pytest.fixture
def found(engine):
    made = compare([PILOT, DRIVE, IDLE, "publicity"], replicates=6, months=MONTHS, execution=ALONE)
    return replace(made, network=None, network_arm="")


def monthly(found, key, column):
    """Every policy month of an arm (communities, months)."""
    return found.trajectories[:, [arm.key for arm in found.arms].index(key), BURN_IN:, column]


def extra(found, key, column, months=slice(None)):
    return (monthly(found, key, column) - monthly(found, "baseline", column))[:, months]


@pytest.mark.parametrize(("key", "spent"), [("pilot", 6000 * 24 / 60), ("drive", 8000 * 24 / 60)])
def test_cost_is_the_mean_a_month_over_the_run_nominal_and_realised(found, key, spent):
    assert found.arms[found.arm(key)].nominal_cost == pytest.approx(spent)
    assert monthly(found, key, COST).mean() == pytest.approx(spent)
    assert found.realised_cost(key) == pytest.approx(spent)
    assert found.differences(key, "cost").mean == pytest.approx(spent)
    assert found.to_json()["scenarios"][key]["cost"] == pytest.approx(spent)
    assert found.to_json()["scenarios"][key]["money_months"] == [1, MONTHS]


@pytest.mark.parametrize("key", ["pilot", "drive"])
def test_cost_per_participant_is_extra_money_over_extra_participant_years_of_the_whole_run(found, key):
    money = extra(found, key, COST).sum()
    years = N_RESIDENTS * extra(found, key, PART).sum() / 12
    head = found.cost_per_participant(key)
    assert head.mean == pytest.approx(money / years)
    x, y = 12 * extra(found, key, COST).mean(axis=1), N_RESIDENTS * extra(found, key, PART).mean(axis=1)
    t = stats.t.ppf(0.975, len(x) - 1)
    for end in (head.low, head.high):  # Fieller: x - end y is just not to be told from 0
        rest = x - end * y
        assert abs(rest.mean()) / (rest.std(ddof=1) / math.sqrt(len(x))) == pytest.approx(t, rel=1e-6)


def test_no_extra_participant_is_an_empty_price(found):
    assert extra(found, "idle", COST).mean() > 0
    assert math.isnan(found.cost_per_participant("idle").mean)
    assert found.to_json()["scenarios"]["idle"]["cost"] > 0


def test_a_constant_policy_is_told_over_its_window_as_ever(found):
    window = slice(MONTHS - 24, None)
    assert found.money_months("publicity") == (MONTHS - 23, MONTHS)
    money, people = (extra(found, "publicity", column, window) for column in (COST, PART))
    assert found.differences("publicity", "cost").mean == money.mean(axis=1).mean()
    assert found.cost_per_participant("publicity").mean == pytest.approx(
        12 * money.mean() / (N_RESIDENTS * people.mean())
    )


@pytest.mark.parametrize("key", ["pilot", "drive"])
def test_a_timed_policy_for_the_same_money_spends_it_over_the_whole_run(found, key):
    row = f"money:{key}"
    assert found.arms[found.arm(row)].nominal_cost == pytest.approx(10_000)
    assert monthly(found, row, COST).mean() == pytest.approx(10_000)
    assert found.realised_cost(row) == pytest.approx(10_000) and not found.underspends(row)


def test_files_say_the_same_and_give_it_back_exactly(found, tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.compare.files._read_network", lambda folder, arm: None)
    write_results(found, tmp_path)
    again = read_results(tmp_path)
    for key in ("pilot", "money:pilot", "publicity"):
        assert again.differences(key, "cost") == found.differences(key, "cost")
        assert again.cost_per_participant(key).mean == pytest.approx(found.cost_per_participant(key).mean, nan_ok=True)
    told = pd.read_csv(tmp_path / "differences.csv").set_index(["scenario", "indicator"])
    assert told.loc[("pilot", "cost"), "difference"] == pytest.approx(2400)
    assert told.loc[("pilot", "cost"), ["first_month", "last_month"]].tolist() == [1, MONTHS]
    assert told.loc[("pilot", "quality"), ["first_month", "last_month"]].tolist() == [MONTHS - 23, MONTHS]


def test_what_a_row_brings_beyond_the_grant_is_in_the_table_for_the_same_money(found, tmp_path):
    write_results(found, tmp_path)
    told = pd.read_csv(tmp_path / "equal_budget.csv").set_index(["scenario", "row", "indicator"])
    own = (
        found.window_means[:, found.arm("money:publicity"), PART]
        - found.window_means[:, found.arm("money:grant"), PART]
    )
    half = stats.t.ppf(0.975, 5) * own.std(ddof=1) / math.sqrt(6)
    row = told.loc[("publicity", "money", "participation_12m")]
    assert row[["beyond_grant", "beyond_grant_low", "beyond_grant_high"]].tolist() == pytest.approx(
        [own.mean(), own.mean() - half, own.mean() + half]
    )
    assert row.beyond_grant_verdict == "matters"
    assert np.isnan(told.loc[("grant", "money", "participation_12m"), "beyond_grant"])
