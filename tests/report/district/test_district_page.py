"""The page of a district, from its files alone, in both languages."""

import json
import re
from functools import partial
from pathlib import Path

import pytest

from cli import main
from experiments.district import district
from report import rebuild
from sim.errors import InputError
from sim.scenarios.scenario import load_scenario
from tests.small import ALONE

write = partial(rebuild.write_report, "district")

HEAD = "name,residents,share_old,renters,party_members,posts,grant\n"
ROWS = [
    f"Row {n},{300 + 40 * n},{0.15 + 0.03 * n:.2f},{60 + 10 * n},{24 + 3 * n},{5 + n},{8000 + 900 * n}\n"
    for n in range(6)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("district")
    (place / "six.csv").write_text(HEAD + "".join(ROWS), encoding="utf-8")
    district(place / "six.csv", place / "out", ["publicity", "fewer_orders"], months=6, execution=ALONE)
    return place / "out"


@pytest.mark.parametrize(("lang", "told"), [("en", "What does the district gain?"), ("zh", "全区得到什么？")])
def test_the_page_has_totals_map_and_communities_in_both_languages(folder: Path, lang: str, told: str) -> None:
    page, *pictures = write(folder, lang, "python run.py report out")
    text = page.read_text(encoding="utf-8")
    assert told in text and "six.csv (6)" in text
    assert all(f"Row {n}" in text for n in range(6))
    assert load_scenario("fewer_orders").label.get(lang) in text
    assert len(pictures) == 3 and all(picture.stat().st_size > 5000 for picture in pictures)


def test_the_report_command_makes_the_page_again(folder: Path) -> None:
    (folder / "report.html").unlink(missing_ok=True)
    assert main(["report", str(folder), "--lang", "en"]) == 0
    assert " in Row" in (folder / "report.html").read_text(encoding="utf-8")


def test_what_is_told_is_what_the_tables_hold(folder: Path) -> None:
    import pandas as pd

    page = write(folder, "en", "")[0].read_text(encoding="utf-8")
    totals = pd.read_csv(folder / "district.csv", encoding="utf-8-sig")
    communities = pd.read_csv(folder / "communities.csv", encoding="utf-8-sig")
    best = totals[(totals.outcome == "participation_12m") & (totals.scenario != "baseline")]
    best = best.sort_values("difference").iloc[-1]
    people = totals[(totals.outcome == "participants") & (totals.scenario == best.scenario)].iloc[0]
    matters = best.low > 0.01 or best.high < -0.01
    small = best.low >= -0.01 and best.high <= 0.01
    told = "matters" if matters else "too small to matter" if small else "cannot tell yet"
    sentence = f"{people.difference:+,.0f} ({people.low:+,.0f} to {people.high:+,.0f}: {told}) residents take part"
    assert sentence.replace("-0 ", "0 ").replace("+0 ", "0 ").replace("-", "−") in page
    for outcome in ("participation_12m", "quality"):
        own = communities[communities.scenario == best.scenario].sort_values(f"{outcome}_difference")
        (low, lowest), (high, highest) = (
            (
                f"{100 * row[f'{outcome}_difference']:+.1f}".replace("-", "−")
                .replace("+0.0", "0.0")
                .replace("−0.0", "0.0"),
                row["name"],
            )
            for row in (own.iloc[0], own.iloc[-1])
        )
        assert f": from {low} in {lowest} to {high} in {highest}." in page
    assert "Every community was simulated once" in page and "±0.0" in page and "most in" not in page


def test_a_district_without_policies_has_a_page_without_comparisons(folder: Path, tmp_path: Path) -> None:
    district(folder.parent / "six.csv", tmp_path / "out", ["baseline"], months=3, execution=ALONE)
    page, *pictures = write(tmp_path / "out", "en", "")
    assert not pictures and "Community by community" in page.read_text(encoding="utf-8")


def test_few_communities_are_told_to_be_too_few_for_correlations(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(HEAD + ROWS[0], encoding="utf-8")
    district(tmp_path / "one.csv", tmp_path / "out", ["publicity"], months=3, execution=ALONE)
    page = write(tmp_path / "out", "en", "")[0].read_text(encoding="utf-8")
    assert "as a sample of many it gives no interval" in page and "(no interval)" in page
    assert "over the 1 communities" not in page and " in Row 0 to " not in page
    assert "Fewer than 5 communities" in page and not re.search(r"\bnan\b", page.split("</style>")[1])


def test_communities_left_out_are_named_on_the_page(folder: Path, tmp_path: Path) -> None:
    for file in folder.glob("*.parquet"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["settings"]["left_out"] = ["Row 9"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "a run failed: Row 9." in write(tmp_path, "en", "")[0].read_text(encoding="utf-8")


def test_a_broken_table_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes((folder / "manifest.json").read_bytes())
    with pytest.raises(InputError, match=r"communities\.parquet: the file is missing"):
        write(tmp_path, "en", "")
