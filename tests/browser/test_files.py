"""What a visitor takes home, and what a visitor hands in."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from PIL import Image

from sim.indicators import COLUMNS
from sim.scenarios.scenario import load_scenario
from tests.browser.visitor import Visitor

ROWS = """(({ rows, stride }) => Array.from(rows.slice(0, 4 * stride), own => +own.toFixed(4)).join())
  (community.views.lab.history)"""
GOOD = """problem = "P9"
label = { en = "<script>window.bad = 1</script>", zh = "自己的" }
question = { en = "?", zh = "？" }
levers.admin_reduction = 0.4
"""


@pytest.fixture
def simulated(visitor: Visitor) -> Visitor:
    visitor.open().set_lever("admin_reduction", 0.3)
    visitor.live(3)
    return visitor


def test_what_is_done_comes_home_as_a_scenario_file(simulated: Visitor, tmp_path: Path):
    file = simulated.download("What is done in B, as a scenario file", tmp_path)
    assert file.name == "baseline_b.toml"
    assert load_scenario(file).levers == {"admin_reduction": 0.3}


def test_all_months_come_home_as_tables(simulated: Visitor, tmp_path: Path):
    text = simulated.download("All months, for a spreadsheet (CSV)", tmp_path).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["world"], row["month"]) for row in rows] == [
        (world, f"{month}") for world in "AB" for month in range(4)
    ]
    assert all(0 < float(row["satisfaction (points)"]) < 100 for row in rows)
    table = pq.read_table(simulated.download("All months, for analysis (Parquet)", tmp_path))
    assert table.column_names == ["world", "month", *COLUMNS]
    shown = simulated.read("community.views.lab.history.value('satisfaction', 1, 3)")
    assert table["satisfaction"].to_pylist()[-1] == pytest.approx(shown, abs=1e-6)


def test_maps_and_charts_come_home_as_a_picture(simulated: Visitor, tmp_path: Path):
    with Image.open(simulated.download("The maps and charts, as a picture (PNG)", tmp_path)) as picture:
        assert picture.size == (2800, picture.height)
        assert picture.height > 1600  # maps, charts and both strips below each other
        assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 20


@pytest.mark.slow
def test_a_session_replays_from_its_file_alone(simulated: Visitor, visit: Callable[..., Visitor], tmp_path: Path):
    simulated.until("community.views.lab.findings.latest?.done >= 1")
    file = simulated.download("This session, to replay without a server (HTML)", tmp_path)
    rows = simulated.read(ROWS)
    windows = simulated.read("community.views.lab.maps.bytes.join()")
    reader = visit("file://")
    reader.page.goto(file.as_uri())
    reader.until("window.community?.now")
    reader.press(" ")
    reader.until("community.now.month === 3 && !community.now.playing")
    assert reader.read("community.views.lab.maps.bytes.join()") == windows
    assert reader.read(ROWS) == rows
    reader.press("l")
    assert reader.read("document.documentElement.lang") == "zh-CN"
    assert not [request for request in reader.requests if request.startswith("http")]
    assert reader.page.locator(".cost").count() == 1
    assert reader.page.locator(".findings a").count() == 0  # there is no other page to lead to


def hand_in(visitor: Visitor, name: str, content: bytes, world: int = 1) -> None:
    visitor.click("Download")
    file = {"name": name, "mimeType": "text/plain", "buffer": content}
    visitor.page.locator("dialog input[type=file]").nth(world).set_input_files(file)


def test_a_file_that_is_handed_in_is_done_and_its_texts_stay_texts(visitor: Visitor):
    visitor.open()
    hand_in(visitor, "mine.toml", GOOD.encode())
    visitor.until("community.now.scenarios[1] === 'mine'")
    assert "B now does what the file says" in visitor.refusal()
    assert "<script>window.bad = 1</script>" in visitor.page.locator(".map-head strong").nth(2).inner_text()
    assert visitor.read("window.bad") is None
    visitor.until("new URLSearchParams(location.search).has('fb')")
    visitor.page.reload()
    visitor.until("window.community?.now?.scenarios[1] === 'mine'")


def test_a_mistake_in_a_file_is_told_with_the_nearest_name_and_the_mended_file_works(visitor: Visitor):
    visitor.open()
    hand_in(visitor, "mine.toml", GOOD.replace("admin_reduction", "admin_reducton").encode())
    said = visitor.refusal()
    assert "mine.toml" in said
    assert "admin_reduction" in said
    assert "/tmp" not in said
    assert visitor.read("community.now.scenarios[1]") == "baseline"
    hand_in(visitor, "mine.toml", GOOD.encode())
    visitor.until("community.now.scenarios[1] === 'mine'")


@pytest.mark.slow
def test_a_large_file_and_one_that_is_no_text_are_refused_before_they_are_sent(visitor: Visitor):
    visitor.open()
    hand_in(visitor, "large.toml", b"#" * 10_000_000)
    assert "64 kB" in visitor.refusal()
    hand_in(visitor, "picture.toml", b"\xff\xfe\x00")
    visitor.until("document.querySelector('.refusal').innerText.includes('UTF-8')")
    assert visitor.read("community.now.scenarios[1]") == "baseline"
