"""The page of a sensitivity analysis says what was found, what is not resolved, and what was left out."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.plan import make_plan
from experiments.sensitivity import sensitivity, study
from experiments.sensitivity.outcomes import Outcome
from report import rebuild
from report.sensitivity.findings import SensitivityFindings, sum_sentence
from report.sensitivity.page import OPEN
from sim.errors import InputError
from sim.params import PARAMS
from tests.experiments.standin import Function, constant, ishigami, sweeping

write = partial(rebuild.write_report, "sensitivity")

THREE = {"forgetting": (0.015, 0.06), "quit_scale": (0.02, 0.07), "pay_sensitivity": (0.5, 1.5)}
CHANGED = Outcome("participation_12m", "difference", "publicity")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def folder(
    monkeypatch: pytest.MonkeyPatch, out: Path, policy: Function, quality: Function = constant, **options: Any
) -> Path:
    fails = options.pop("fails", lambda point: False)
    monkeypatch.setattr(study, "sweep", sweeping(policy, quality, fails))
    design = {"kind": "morris", "samples": 8, "params": THREE}
    scenarios = options.pop("scenarios", ["baseline", "publicity"])
    plan = make_plan(scenarios, design=design, replicates=options.pop("replicates", 2), months=12)
    sensitivity(plan, out, **{"samples": 64, "parameters": 3} | options)
    return out


def text_of(page: Path) -> str:
    """The page without style, pictures and tags."""
    html = re.sub(r"<(style|svg).*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", html)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_names_the_parameters_and_how_well_they_are_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str
) -> None:
    page, *pictures = write(folder(monkeypatch, tmp_path, ishigami), lang, "python run.py sensitivity a.toml --out b")
    text = text_of(page)
    for name in THREE:
        assert PARAMS[name].label.get(lang) in text and name in text
    assert {"en": "assumption", "zh": "假设"}[lang] in text and "0.015..0.06" in text
    assert "python run.py sensitivity a.toml --out b" in text
    assert bool(CHINESE.search(text)) == (lang == "zh")
    assert sorted(path.name for path in pictures) == sorted(path.name for path in tmp_path.glob("report-*.png"))
    assert len(pictures) == 1 + 3 + 3  # the plane; effects and shares of one difference and two levels


def test_the_heading_follows_the_largest_share(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page, *_ = write(folder(monkeypatch, tmp_path, lambda unit: unit[:, 1] + 0.1 * unit[:, 0]), "en", "")
    heading = re.search(r"<h1>(.*?)</h1>", page.read_text(encoding="utf-8"))
    assert heading and heading[1].startswith("What Publicity does to participation depends most on &#34;")
    assert heading[1].index(PARAMS["quit_scale"].label.en) < heading[1].index(PARAMS["forgetting"].label.en)


def test_what_is_not_resolved_is_marked_and_negative_estimates_are_explained(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = folder(monkeypatch, tmp_path, ishigami, samples=32)
    found = SensitivityFindings(place, "en").sobol
    assert (found["estimate"] < 0).any() and (found["resolved"] == False).any()  # noqa: E712
    text = text_of(write(place, "en", "")[0])
    assert "; which of them leads is open" in text and not re.search(r"−[\d.]+ ±[\d.]+ \([+−±]\)", text)
    assert OPEN in text and "indices are not resolved (pale)" in text and "would resolve them all" in text
    assert "estimate below 0 is the estimate of a small index with noise, not a negative influence" in text


@pytest.mark.slow
def test_resolved_indices_are_said_to_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = text_of(write(folder(monkeypatch, tmp_path, lambda unit: 0.3 * unit[:, 0], samples=4096), "en", "")[0])
    assert "All 2 indices are resolved: no 95% interval is wider than 0.10." in text
    assert "not a negative influence" not in text and "is open" not in text


@pytest.mark.parametrize("lang,said", [("en", "does not vary"), ("zh", "完全不变")])
def test_an_outcome_that_does_not_vary_is_said_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str, said: str
) -> None:
    page, *_ = write(folder(monkeypatch, tmp_path, ishigami), lang, "")
    assert said in text_of(page) and not re.search(r"\bnan\b", text_of(page))


@pytest.mark.slow
def test_sums_say_what_is_left_for_interactions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone = SensitivityFindings(
        folder(monkeypatch, tmp_path / "alone", lambda unit: unit[:, :3].sum(axis=1), samples=4096), "en"
    )
    assert "left for interactions is within the noise" in sum_sentence(alone, CHANGED)
    joint = folder(monkeypatch, tmp_path / "joint", lambda unit: np.prod(unit[:, :2] - 0.5, axis=1), samples=4096)
    assert "comes from parameters acting together" in sum_sentence(SensitivityFindings(joint, "en"), CHANGED)
    few = SensitivityFindings(folder(monkeypatch, tmp_path / "few", ishigami, samples=8), "en")
    assert "too uncertain to tell" in sum_sentence(few, CHANGED)


def test_blocks_left_out_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = text_of(write(folder(monkeypatch, tmp_path, ishigami, fails=lambda point: point == 1), "en", "")[0])
    assert "1 of 8 trajectories were left out, because 4 of 128 runs failed." in text
    assert "1 of 64 Saltelli groups were left out, because 4 of 1,280 runs failed." in text


@pytest.mark.slow
def test_random_draws_needs_two_communities(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    two = text_of(write(folder(monkeypatch, tmp_path / "two", ishigami), "en", "")[0])
    assert "random draws account for 0.0% of the variance" in two
    one = text_of(write(folder(monkeypatch, tmp_path / "one", ishigami, replicates=1), "en", "")[0])
    assert "random variation was not measured: no interval on this page holds it" in one


def test_one_scenario_alone_has_levels_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = folder(monkeypatch, tmp_path, constant, lambda unit: 0.1 * unit[:, 0], scenarios=["baseline"])
    page, *pictures = write(place, "en", "")
    assert len(pictures) == 3
    assert "Took part within a year, level under No policy: no parameter moves it" in text_of(page)


def test_a_second_page_leaves_nothing_of_the_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = folder(monkeypatch, tmp_path, ishigami)
    (place / "report.html").write_text('<img src="report-old.png">', encoding="utf-8")
    (place / "report-old.png").write_bytes(b"")
    write(place, "en", "")
    assert not (place / "report-old.png").exists()


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"manifest\.json"):
        write(tmp_path, "en", "")


def test_a_damaged_table_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = folder(monkeypatch, tmp_path, ishigami)
    table = place / "sobol.parquet"
    table.write_bytes(table.read_bytes()[:100])
    with pytest.raises(InputError, match=re.escape(str(table))):
        write(place, "en", "")
