"""What the page on uncertainty says of agents, recomputed from the raw runs of the command that it names."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

ROOT = Path(__file__).resolve().parents[3]
PART, QUALITY = "participation_12m", "quality"
VARIANTS, SHOWN = ("household", "no_ties", "alike", "mean_field"), ("party_mobilisation", "community_fund", "package")
SHARES = {
    "no_ties": ("party_mobilisation", "package"),
    "alike": ("funding_channels", "self_governance", "community_fund"),
}
TITLES = {"en": "## What agents are for", "zh": "## 为什么要用个体模拟"}


@pytest.fixture(scope="module")
def effects(tmp_path_factory):
    """Effects in points by variant and outcome (communities, policies), levels, and the names of the policies."""
    out = tmp_path_factory.mktemp("documented") / "agents"
    line = [sys.executable, str(ROOT / "run.py"), "agents", "--out", str(out)]
    subprocess.run(line, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    with (out / "runs.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(dict.fromkeys(row["scenario"] for row in rows))
    found = {(r["variant"], r["scenario"], int(r["replicate"])): r for r in rows}

    def values(variant, outcome, name):
        return np.array([100 * float(found[variant, name, n][outcome]) for n in range(1, 21)])

    table = {
        (v, o): np.stack([values(v, o, n) - values(v, o, "baseline") for n in names[1:]], axis=1)
        for v in ("full", *VARIANTS) for o in (PART, QUALITY)
    }  # fmt: skip
    return table, {v: values(v, PART, "baseline").mean() for v in ("full", *VARIANTS)}, names[1:]


def numbers(text):
    return [float(word.replace("−", "-")) for word in re.findall(r"[+−]?\d*\.?\d+", text)]


def ranks(effects, variant, outcome):
    table, _, names = effects
    kept = [k for k, name in enumerate(names) if name != "package"]
    own, full = table[variant, outcome][:, kept], table["full", outcome][:, kept]
    drawn = np.random.default_rng(1).integers(0, 20, (2000, 20))
    rho = [stats.spearmanr(own[d].mean(axis=0), full[d].mean(axis=0))[0] for d in drawn]
    return [stats.spearmanr(own.mean(axis=0), full.mean(axis=0))[0], *np.quantile(rho, (0.025, 0.975))]


def gap(effects, variant, policy):
    table, _, names = effects
    values = (table[variant, PART] - table["full", PART])[:, names.index(policy)]
    return [values.mean(), *stats.t.interval(0.95, 19, values.mean(), stats.sem(values))]


@pytest.mark.slow
@pytest.mark.parametrize("lang", TITLES)
def test_the_page_says_what_the_command_gives(effects, lang):
    table, levels, names = effects
    page = (ROOT / f"docs/explanation/uncertainty.{lang}.md").read_text(encoding="utf-8")
    part = page.split(TITLES[lang])[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
    for variant, row in zip(VARIANTS, rows, strict=True):
        cells = [numbers(cell) for cell in row.strip("|").split("|")[1:]]
        wanted = [ranks(effects, variant, PART), ranks(effects, variant, QUALITY), [levels[variant]]]
        for cell, own, digits in zip(cells, wanted, (2, 2, 1), strict=False):
            assert cell == pytest.approx(own, abs=0.5001 * 10**-digits)
        for cell, policy in zip(cells[3:], SHOWN, strict=True):
            assert cell == pytest.approx(gap(effects, variant, policy), abs=0.05001)
    full = {name: table["full", PART][:, k].mean() for k, name in enumerate(names)}
    told = part.split("| ")[0]
    assert all(f"{value:.1f}" in told for value in (levels["full"], *(full[name] for name in SHOWN)))
    after = part.split(rows[-1])[1]
    for variant, policies in SHARES.items():
        for policy in policies:
            assert f"{-100 * gap(effects, variant, policy)[0] / full[policy]:.0f}" in after
    largest = max(np.abs((table["mean_field", o] - table["full", o]).mean(axis=0)).max() for o in (PART, QUALITY))
    assert f"{largest:.1f}" == "0.1" and "0.1" in after
