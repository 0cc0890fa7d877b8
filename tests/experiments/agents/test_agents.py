"""All variants of small communities, their numbers recomputed from the raw runs that are written beside them."""

import csv
import json
from statistics import fmean

import numpy as np
import pytest
from scipy import stats

from cli import main
from experiments.agents import agents
from experiments.agents.content import DRAWS
from experiments.agents.study import VariantWork, check_request
from experiments.agents.variants import VARIANTS, Variant, mean_field
from experiments.compare import compare
from experiments.runs import Execution
from sim.engine.replicate import run_lockstep
from sim.errors import InputError
from sim.indicators import COLUMNS, PRIMARY_OUTCOMES
from sim.scenarios.scenario import load_profile, load_scenario
from tests.small import ALONE

POLICIES = ["publicity", "fewer_orders", "self_governance", "package"]
RANKED = POLICIES[:3]
SMALL = {"months": 24, "params": {"n_residents": 200.0, "n_buildings": 6.0}}


@pytest.fixture(scope="module")
def found():
    return agents(POLICIES, replicates=4, execution=ALONE, **SMALL)


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    from report.agents.writing import write_results

    out = tmp_path_factory.mktemp("agents")
    write_results(found.content, out, language="en", started="2026-01-01T00:00:00Z")
    return out


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def raw_effects(folder, variant, outcome):
    """Return effects a community by policy, from ``runs.csv``."""
    rows = {
        (r["scenario"], r["replicate"]): float(r[outcome]) for r in read(folder / "runs.csv") if r["variant"] == variant
    }
    return {p: [rows[p, str(n)] - rows["baseline", str(n)] for n in range(1, 5)] for p in POLICIES}


def test_the_full_model_is_that_of_compare_to_the_last_bit(found):
    compared = compare(POLICIES, replicates=4, equal_budget=None, worlds=False, execution=ALONE, **SMALL)
    columns = [COLUMNS.index(column) for column in PRIMARY_OUTCOMES]
    assert np.array_equal(found.means[:, 0], compared.window_means[:, :, columns])


def test_every_number_of_the_tables_follows_from_the_raw_runs(folder):
    effects, ranks = read(folder / "effects.csv"), read(folder / "ranks.csv")
    assert len(effects) == len(VARIANTS) * 2 * 4 and len(ranks) == len(VARIANTS) * 2
    for row in effects:
        own, full = (raw_effects(folder, v, row["indicator"])[row["scenario"]] for v in (row["variant"], "full"))
        for name, values in (("effect", own), ("beyond_full", [a - b for a, b in zip(own, full, strict=True)])):
            ends = ("low", "high") if name == "effect" else ("beyond_full_low", "beyond_full_high")
            half = stats.t.ppf(0.975, 3) * np.std(values, ddof=1) / 2
            told = [float(row[name]), *(float(row[end]) for end in ends)]
            assert told == pytest.approx([fmean(values), fmean(values) - half, fmean(values) + half], abs=1e-12)
    for row in ranks:
        own, full = (raw_effects(folder, v, row["indicator"]) for v in (row["variant"], "full"))
        own, full = (np.array([effect[p] for p in RANKED]) for effect in (own, full))  # the package does not compete
        assert float(row["rank_correlation"]) == pytest.approx(stats.spearmanr(own.mean(axis=1), full.mean(axis=1))[0])
        drawn = np.random.default_rng(1).integers(0, 4, (DRAWS, 4))
        rho = [stats.spearmanr(own[:, d].mean(axis=1), full[:, d].mean(axis=1))[0] for d in drawn[:300]]
        assert float(row["low"]) <= max(rho) and float(row["high"]) >= min(rho)
        assert float(row["low"]) <= np.quantile(rho, 0.2) and float(row["high"]) >= np.quantile(rho, 0.8)


def test_a_variant_of_the_full_model_differs_by_nothing_and_ranks_alike(found):
    full = found.content["variants"][0]
    for outcome in full["outcomes"].values():
        assert outcome["rank_correlation"]["mean"] == 1
        assert {gap["mean"] for gap in outcome["beyond_full"].values()} == {0}


def test_a_run_of_a_variant_is_that_of_the_engine_on_the_changed_community():
    scenarios = tuple(load_scenario(name) for name in ("baseline", "publicity"))
    work = VariantWork(scenarios, load_profile("mixed"), SMALL["params"], 3, 12)
    own = work.run(VARIANTS[0], 2)
    whole = run_lockstep(
        scenarios, profile=load_profile("mixed"), params=SMALL["params"], seed=3, replicate=2, months=12
    )
    columns = [COLUMNS.index(column) for column in PRIMARY_OUTCOMES]
    assert own == pytest.approx(whole.trajectories[:, -12:, columns].mean(axis=1), abs=1e-14)


def test_processes_change_nothing(found):
    again = agents(POLICIES, replicates=4, execution=Execution(processes=2), **SMALL)
    assert np.array_equal(again.means, found.means) and again.content == found.content


@pytest.mark.slow
def test_a_fifth_of_the_community_is_close_to_the_mean_field_itself():
    """In two communities of 3,000: no effect differs by more than 0.1 points."""
    request = check_request(None, replicates=2)
    scenarios = tuple(arm.scenario for arm in request.arms)
    work = VariantWork(scenarios, request.profile, request.params, request.seed, request.months)
    label = VARIANTS[0].label
    for replicate in range(2):
        fifth, whole = (
            work.run(Variant("", label, label, lambda community, n=n: mean_field(community, n)), replicate)
            for n in (5, 1)
        )
        assert np.abs((fifth - fifth[0]) - (whole - whole[0])).max() < 0.001


@pytest.mark.parametrize("given", [["publicity"], ["baseline"]])
def test_fewer_than_two_policies_are_refused(given):
    with pytest.raises(InputError, match=r"2\.\.15 policies can be ranked here"):
        check_request(given)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_prints_writes_and_the_report_is_made_again(lang, tmp_path, capsys):
    words = ["--months", "6", "--replicates", "2", "--processes", "1", "--param", "n_residents=100"]
    assert main(["agents", "publicity", "training", *words, "--out", str(tmp_path), "--lang", lang]) == 0
    told = capsys.readouterr()
    assert {"en": "Community means", "zh": "只看社区平均"}[lang] in told.out and "agents.json" in told.err
    (tmp_path / "report.html").unlink()
    assert main(["report", str(tmp_path), "--lang", lang]) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert {"en": "Do they rank alike?", "zh": "排名还一样吗？"}[lang] in page and page.count("<svg") == 1
    assert json.loads((tmp_path / "agents.json").read_text(encoding="utf-8"))["replicates"] == 2


def test_one_community_has_no_intervals(capsys, tmp_path):
    words = ["--months", "6", "--replicates", "1", "--processes", "1", "--param", "n_residents=100", "--lang", "en"]
    assert main(["agents", "publicity", "training", *words, "--out", str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["variants"][1]["outcomes"]["quality"]["rank_correlation"]["low"] is None


def test_a_folder_whose_numbers_are_cut_short_is_refused(folder, tmp_path, capsys):
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "agents.json").write_text('{"schema": 1', encoding="utf-8")
    assert main(["report", str(tmp_path), "--lang", "en"]) == 2
    assert "agents.json" in capsys.readouterr().err
