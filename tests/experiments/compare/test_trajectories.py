import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.compare.result_folder import write_results
from experiments.compare.study import compare
from experiments.compare.trajectories import InterruptedRun, check_ending, trajectories, write_csv, write_table
from experiments.runs import Execution
from sim.errors import InputError
from sim.indicators import COLUMNS
from sim.scenarios.scenario import load_profile, load_scenario
from tests.experiments.conftest import BURN_IN
from tests.small import ALONE


def run(names=("baseline", "publicity"), **options):
    scenarios = [load_scenario(name) for name in names]
    settings = {"profile": load_profile("mixed"), "replicates": 3, "months": 5, "execution": ALONE, **options}
    return trajectories(scenarios, **settings)


def test_table_is_tidy(engine):
    table = run()
    assert list(table.columns) == ["scenario", "replicate", "month", *COLUMNS]
    assert len(table) == 2 * 3 * (BURN_IN + 5)
    assert not table.duplicated(["scenario", "replicate", "month"]).any()
    assert (table.month.min(), table.month.max()) == (1 - BURN_IN, 5)
    assert sorted(table.replicate.unique()) == [1, 2, 3]


def test_every_row_is_the_right_one(engine):
    table = run().set_index(["scenario", "replicate", "month"]).sort_index()
    gain = table.loc[("publicity", 2), "participation_12m"] - table.loc[("baseline", 2), "participation_12m"]
    assert (gain.loc[:0] == 0).all() and gain.loc[1:].between(0.03, 0.05).all()
    assert table.loc[("publicity", 3, 4), "quit_rate"] == 0.004


def test_cost_per_participant_needs_the_baseline(engine):
    assert run().query("scenario == 'publicity' and month > 0").cost_per_participant.notna().all()
    assert run(["publicity"]).cost_per_participant.isna().all()


def test_ctrl_c_keeps_what_is_finished(engine):
    def impatient(far):
        if far.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(InterruptedRun) as stopped:
        run(execution=Execution(processes=1, on_progress=impatient))
    assert sorted(stopped.value.table.replicate.unique()) == [1, 2]


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "T.CSV"])
def test_a_written_table_reads_back(engine, tmp_path, name):
    table = run()
    write_table(table, tmp_path / name)
    read = pd.read_csv if name.lower().endswith("csv") else pd.read_parquet
    back = read(tmp_path / name)
    np.testing.assert_allclose(back.participation_12m, table.participation_12m)
    assert list(back.scenario) == list(table.scenario)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_csv_goes_to_a_stream_too(engine):
    stream = io.StringIO()
    write_csv(run(["baseline"], replicates=1), stream)
    assert stream.getvalue().startswith("scenario,replicate,month,participation_12m,")
    assert stream.getvalue().count("\n") == 1 + BURN_IN + 5


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"\.csv or \.parquet"):
        check_ending(tmp_path / "t.xlsx")


def test_files_of_a_comparison_agree_with_it(engine, tmp_path):
    found = replace(compare(["publicity"], execution=ALONE, replicates=4, months=30), network=None)
    paths = write_results(found, tmp_path / "out")
    assert sorted(path.name for path in paths) == [
        "differences.csv", "equal_budget.csv", "levels.csv", "manifest.json", "summary.json", "summary.parquet",
        "trajectories.parquet",
    ]  # fmt: skip
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(path.name for path in paths)
    differences = pd.read_csv(tmp_path / "out" / "differences.csv").set_index(["scenario", "indicator"])
    assert list(differences.columns) == [
        "row", "level", "difference", "low", "high", "p", "p_adjusted", "n", "smallest", "verdict",
        "communities_to_settle", "first_month", "last_month", "spread", "in_spreads", "in_spreads_low",
        "in_spreads_high", "people", "people_low", "people_high", "people_of",
    ]  # fmt: skip
    row = differences.loc[("publicity", "participation_12m")]
    assert row.difference == pytest.approx(found.differences("publicity", "participation_12m").mean)
    money = pd.read_csv(tmp_path / "out" / "equal_budget.csv")
    assert money.query("row == 'money' and scenario == 'publicity'").factor.unique() == pytest.approx(1.25)
    wide = pd.read_parquet(tmp_path / "out" / "trajectories.parquet")
    one = wide.query("scenario == 'publicity' and row == 'money' and replicate == 3 and month == 7")
    arm, column = found.arm("money:publicity"), COLUMNS.index("participation_12m")
    stored = found.trajectories[2, arm, BURN_IN + 6, column]
    assert one.participation_12m.item() == pytest.approx(stored, rel=1e-6)
