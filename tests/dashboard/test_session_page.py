"""The page that replays a session without a server: it holds all it needs, and what was recorded, bit for bit."""

import base64
import json
import re
import zlib

import numpy as np
import pytest

from dashboard.content.content import page_content
from dashboard.content.style import STATIC
from dashboard.export.session_page import ENTRY, session_page
from dashboard.session.session import Session
from dashboard.simulation.windows import WINDOW_STATES
from sim.indicators import COLUMNS
from tests.dashboard.sessions import TOML, against, ask, simulated

MONTHS = 6
SCRIPT = "</script><script>alert(1)</script>"
IMPORTS = re.compile(r"""from\s+["']\./([\w./-]+\.js)["']|import\(["']\./([\w./-]+\.js)["']\)""")


@pytest.fixture(scope="module")
def session() -> Session:
    session = simulated(Session(schedule=against("package")), MONTHS)
    ask(session, "open_file", world=0, name="mine.toml", text=TOML.replace("My policy", SCRIPT).replace("我", SCRIPT))
    ask(session, "set_lever", world=1, lever="grant", value=4000)
    session.last_found["findings"] = {"kind": "findings", "sentences": [{"en": SCRIPT, "zh": SCRIPT}]}, []
    session.last_found["bands"] = {"kind": "bands", "columns": ["trust"]}, [b"ends", b"runs"]
    return session


@pytest.fixture(scope="module")
def page(session) -> str:
    [(_, [data])] = ask(session, "keep", what="session", world=0, lang="zh")
    return data.decode("utf-8")


def part(page: str, name: str):
    [found] = re.findall(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text, validate=True))


def needed() -> set[str]:
    """Every module that the entry needs, by following what is imported."""
    found, left = set(), [ENTRY]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [one or two for one, two in IMPORTS.findall((STATIC / name).read_text(encoding="utf-8"))]
    return found


def test_every_module_it_needs_stands_in_it_once(page):
    modules = part(page, "modules")
    names = [name for name, _ in modules]
    assert len(names) == len(set(names))
    assert set(names) == needed()
    assert all(text == (STATIC / name).read_text(encoding="utf-8") for name, text in modules)


def test_whatever_is_imported_stands_before(page):
    seen = set()
    for name, text in part(page, "modules"):
        assert {one or two for one, two in IMPORTS.findall(text)} <= seen
        seen.add(name)
    assert name == ENTRY


def test_modules_are_imported_as_the_page_replaces_it(page):
    linked = re.compile(r'from "\./([a-z]+\.js)"')
    for name in needed():
        text = (STATIC / name).read_text(encoding="utf-8")
        assert (
            len(linked.findall(text)) == len(IMPORTS.findall(text)) == len(re.findall(r"^import ", text, re.MULTILINE))
        )
        assert "import.meta" not in text


def test_no_text_can_end_the_element_it_stands_in(page):
    assert len(re.findall("</script", page, re.IGNORECASE)) == 4
    assert len(re.findall("<script", page, re.IGNORECASE)) == 4
    assert SCRIPT not in page
    recorded = part(page, "recorded")
    assert recorded["delta"]["labels"][0]["en"] == f"{SCRIPT}"
    assert SCRIPT in recorded["delta"]["files"][0]
    assert recorded["told"][0][0]["sentences"][0]["en"] == SCRIPT


def test_what_was_found_of_other_communities_is_kept_with_its_arrays(page):
    findings, bands = part(page, "recorded")["told"]
    assert (findings[0]["kind"], findings[1]) == ("findings", [])
    assert bands[0] == {"kind": "bands", "columns": ["trust"]}
    assert [unpacked(band) for band in bands[1]] == [b"ends", b"runs"]


def test_nothing_is_fetched_from_elsewhere(page):
    head = page[: page.index('id="modules"')]
    assert "http" not in head
    assert "url(" not in head
    assert 'src="' not in head


def test_the_words_are_those_of_the_page(page):
    assert part(page, "content") == json.loads(page_content())
    assert part(page, "recorded")["lang"] == "zh"


def test_the_rows_are_what_was_recorded(session, page):
    recorded = part(page, "recorded")
    rows = np.frombuffer(unpacked(recorded["rows"]), np.float32).reshape(MONTHS + 1, 2, len(COLUMNS))
    assert rows.tobytes() == session.worlds.recording.rows().tobytes()
    assert (recorded["delta"]["first"], recorded["delta"]["count"], recorded["delta"]["simulated"]) == (
        0,
        MONTHS + 1,
        MONTHS,
    )
    assert recorded["begin"]["columns"] == list(COLUMNS)


def test_the_windows_are_what_was_recorded(session, page):
    recorded = part(page, "recorded")
    assert recorded["states"] == list(WINDOW_STATES)
    shape = (MONTHS + 1, len(WINDOW_STATES), 2, recorded["begin"]["n"])
    steps = np.frombuffer(unpacked(recorded["windows"]), np.uint8).reshape(shape)
    windows = np.cumsum(steps, axis=0, dtype=np.int64) % 256
    for month in range(MONTHS + 1):
        for k, state in enumerate(WINDOW_STATES):
            assert np.array_equal(windows[month, k], session.worlds.recording.windows(month, state))
    assert steps[1:].max() > 200  # a window that falls wraps around


def test_the_compound_is_that_of_the_community(session, page):
    recorded = part(page, "recorded")
    begin, arrays = ask(session, "hello")[0]
    assert recorded["begin"] == json.loads(json.dumps(begin))
    assert [unpacked(array) for array in recorded["arrays"]] == arrays


def test_a_page_kept_while_playing_stands_still(session):
    session.playing = True
    assert part(session_page(session, "en", STATIC).decode(), "recorded")["delta"]["playing"] is False
    session.playing = False


def test_a_page_can_be_kept_at_month_0():
    page = session_page(Session(), "en", STATIC).decode()
    recorded = part(page, "recorded")
    assert recorded["told"] == []
    assert len(unpacked(recorded["windows"])) == len(WINDOW_STATES) * 2 * recorded["begin"]["n"]


def test_keeping_a_page_takes_nothing_from_the_one_that_is_open():
    session = simulated(Session(), 3)
    session.delta()
    simulated(session, 2)
    ask(session, "keep", what="session", world=0, lang="en")
    content, (rows, _) = session.delta()
    assert content["first"] + content["count"] == 6
    assert len(rows) == content["count"] * 2 * len(COLUMNS) * 4
    assert content["first"] <= 4
