"""The command ``sensitivity``: what it writes, how it goes on after Ctrl-C, and what it refuses."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from cli import main
from experiments.sensitivity import study
from experiments.sweep.study import InterruptedSweep, sweep

PLAN = """
question = {en = "Which?", zh = "哪些？"}
scenarios = ["baseline", "publicity"]
replicates = 1
months = 12
params = {n_residents = 120, n_buildings = 4, burn_in_months = 12}
[design]
kind = "morris"
samples = 4
params = {forgetting = [0.015, 0.06], visit_cost = [7.5, 22.5]}
"""
OPTIONS = ["--sobol-samples", "8", "--parameters", "2", "--processes", "1"]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    return "plan.toml"


def test_tables_and_page_are_written_and_told(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sensitivity", plan, "--out", "made", *OPTIONS, "--json", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert {row["parameter"] for row in told["screening"]} == {"forgetting", "visit_cost"}
    assert {row["index"] for row in told["sobol"]} == {"first", "total"}
    assert "screening: 2 parameters, 12 worlds, 24 runs" in err
    page = (Path("made") / "report.html").read_text(encoding="utf-8")
    assert "python run.py sensitivity plan.toml --out made --sobol-samples 8 --parameters 2" in page
    assert {"screening.parquet", "sobol.parquet", "manifest.json"} <= {path.name for path in Path("made").iterdir()}


def test_what_was_interrupted_goes_on_with_the_same_command(
    plan: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(given: Any, out: Path, **options: Any) -> Any:
        if given.design.kind == "saltelli":
            raise InterruptedSweep(SimpleNamespace(done=3, asked=64, folder=out))
        return sweep(given, out, **options)

    monkeypatch.setattr(study, "sweep", stopped)
    arguments = ["sensitivity", plan, "--out", "made", *OPTIONS, "--lang", "en"]
    assert main(arguments) == 130
    assert "3 of 64 runs are done and kept in made/sobol; the same command goes on." in capsys.readouterr().err
    assert not (Path("made") / "manifest.json").exists()
    computed: list[int] = []

    def counted(given: Any, out: Path, **options: Any) -> Any:
        computed.append((swept := sweep(given, out, **options)).computed)
        return swept

    monkeypatch.setattr(study, "sweep", counted)
    assert main(arguments) == 0
    assert computed[0] == 0 < computed[1]
    assert len(pd.read_parquet("made/sobol.parquet")) == 6 * 2


@pytest.mark.parametrize("arguments,said", [
    (["--out", "made", "--sobol-samples", "100"], "not a power of two"),
    (["--out", "made", "--sobol-samples", "many"], "not a whole number"),
    (["--out", "made", "--parameters", "99"], "outside 1..64"),
    ([], "--out is missing"),
])  # fmt: skip
def test_bad_input_is_one_sentence_and_leaves_nothing(
    plan: str, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["sensitivity", plan, *arguments, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    assert not Path("made").exists()


def test_without_salib_nothing_is_begun(
    plan: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.sensitivity.problem.has_salib", lambda: False)
    assert main(["sensitivity", plan, "--out", "made", "--lang", "zh"]) == 2
    assert (
        '敏感性分析需要 SALib，目前没有安装；请运行：python -m pip install -e ".[analysis]"' in capsys.readouterr().err
    )
    assert not Path("made").exists()
