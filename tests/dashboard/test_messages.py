"""Whatever a page may send: what is not sound is refused with a sentence, and the room stays as it was."""

import re
import time

import pytest

from dashboard.connection.runner import MOST_WAITING, Runner
from dashboard.session.messages import LONGEST, MESSAGES, MOST_TOUCHES, SPEEDS, PageRequest, checked_request
from dashboard.session.session import Session
from dashboard.session.uploads import LARGEST
from dashboard.simulation.schedule import Touch
from sim.compute.rng import LARGEST_SEED
from sim.errors import InputError
from sim.scenarios.scenario import load_scenario
from tests.dashboard.sessions import TOML, standing
from tests.dashboard.test_session import RESTORED

HUGE = "x" * 10_000_000
SCRIPT = "<script>alert(1)</script>"
LEVER = {"kind": "set_lever", "world": 0, "lever": "grant", "value": 100.0}
COMPARE = {"kind": "compare", "scenarios": ["training"], "files": [], "replicates": 2, "run": 1}
LINK = {"kind": "restore", **RESTORED}
OPEN = {"kind": "open_file", "world": 0, "name": "mine.toml", "text": TOML}
SOUND = {
    **{kind: {"kind": kind} for kind, checks in MESSAGES.items() if not checks},
    "ack": {"kind": "ack", "seq": 0},
    "set_speed": {"kind": "set_speed", "value": 5},
    "look_at": {"kind": "look_at", "month": 0},
    "set_colour": {"kind": "set_colour", "state": "trust"},
    "set_lever": LEVER,
    "copy": {"kind": "copy", "source": 0},
    "set_scenario": {"kind": "set_scenario", "world": 1, "name": "training"},
    "begin_lesson": {"kind": "begin_lesson", "scenario": "training", "touches": [[1, 1, "training_hours", 3]]},
    "move_to": {"kind": "move_to", "profile": "mixed", "period": "2014", "seed": 1},
    "tell_story": {"kind": "tell_story", "resident": 0},
    "open_file": OPEN,
    "restore": LINK,
    "compare": COMPARE,
    "report": {"kind": "report", "lang": "en"},
    "keep": {"kind": "keep", "what": "csv", "world": 0, "lang": "en"},
}
STRANGE = [
    None, True, False, -1, 2, 0.0, 1e308, float("nan"), float("inf"), -float("inf"), 10**400, "0", "", "grant ", SCRIPT,
    HUGE, [], [[]], {}, {"a": 1}, b"grant", object(), [0], (0,),
]  # fmt: skip
NOT_MESSAGES = [
    None, 0, "play", ["play"], b"play", HUGE, {}, {"kind": None}, {"kind": 1}, {"kind": ["play"]}, {"kind": {}},
    {"kind": "no_such"}, {"kind": "PLAY"}, {"kind": "__init__"}, {"kind": "answer"}, {"kind": "live"},
    {"kind": "delta"}, {"kind": "_enter"}, {"kind": "worlds"}, {"kind": SCRIPT}, {"kind": HUGE}, {1: 2},
]  # fmt: skip
HOSTILE = [
    *NOT_MESSAGES,
    *({**SOUND[kind], "more": 1} for kind in MESSAGES),
    *({**SOUND[kind], "session": "another-visitor"} for kind in MESSAGES),
    *({k: v for k, v in SOUND[kind].items() if k != part} for kind, checks in MESSAGES.items() for part in checks),
    *({**SOUND[kind], part: object()} for kind, checks in MESSAGES.items() for part in checks),
    *({**SOUND[kind], part: {"a": [1]}} for kind, checks in MESSAGES.items() for part in checks),
    *({**LEVER, "value": value} for value in STRANGE if value not in (2, 0.0, -1, 1e308) or isinstance(value, bool)),
    *({**LEVER, "lever": value} for value in STRANGE),
    *({**LEVER, "world": value} for value in STRANGE),
    {**LEVER, "lever": "grants"},
    *({"kind": "look_at", "month": value} for value in STRANGE if value != 2 or isinstance(value, bool)),
    {"kind": "look_at", "month": 1201},
    {"kind": "look_at", "month": 3.0},
    *({"kind": "tell_story", "resident": value} for value in STRANGE if value != 2 or isinstance(value, bool)),
    *({"kind": "ack", "seq": value} for value in STRANGE if value != 2 or isinstance(value, bool)),
    *({"kind": "set_speed", "value": value} for value in STRANGE if value != 2),
    {"kind": "set_speed", "value": 3},
    *({"kind": "set_colour", "state": value} for value in (*STRANGE, "wealth")),
    *({"kind": "set_scenario", "world": 0, "name": value} for value in (*STRANGE, "../baseline", "/etc/passwd")),
    *({"kind": "begin_lesson", "scenario": value, "touches": []} for value in (*STRANGE, "lesson")),
    *({"kind": "move_to", "profile": value, "period": "2014", "seed": 1} for value in (*STRANGE, "mixed.toml")),
    *({"kind": "move_to", "profile": "mixed", "period": value, "seed": 1} for value in (*STRANGE, "present.toml")),
    *(
        {"kind": "move_to", "profile": "mixed", "period": "2014", "seed": value}
        for value in STRANGE
        if value != 2 or value is True
    ),
    {"kind": "move_to", "profile": "mixed", "period": "2014", "seed": LARGEST_SEED + 1},
    *({"kind": "keep", "what": value, "world": 0, "lang": "en"} for value in (*STRANGE, "html")),
    *({"kind": "keep", "what": "csv", "world": 0, "lang": value} for value in (*STRANGE, "fr")),
    *({"kind": "report", "lang": value} for value in STRANGE),
    *({**OPEN, "name": value} for value in STRANGE if not isinstance(value, str)),
    {**OPEN, "name": "x" * (LONGEST + 1)},
    *({**OPEN, "text": value} for value in STRANGE if not isinstance(value, str)),
    {**OPEN, "text": HUGE},
    {**OPEN, "text": "x" * (LARGEST + 1)},
    *({**COMPARE, "replicates": value} for value in (*STRANGE, 1, 51, 2.0) if value != 2 or isinstance(value, float)),
    *({**COMPARE, "scenarios": value} for value in ([], ["training"] * 16, [["training"]], [None], "training", [HUGE])),
    *({**COMPARE, "files": value} for value in ([["a.toml"]], [["a.toml", "b", "c"]], [[1, 2]], ["a.toml"], [None])),
    *({**LINK, "scenarios": value} for value in ([], ["baseline"], ["baseline"] * 3, [1, 2], "ab", [["baseline"]] * 2)),
    *({**LINK, "files": value} for value in ([], [None], [None] * 3, [1, 2], [HUGE, None], [["x"], None])),
    *({**LINK, "touches": [value]} for value in ([], [1, 0, "grant"], [0, 0, "grant", 1], [1, 2, "grant", 1],
      [1, 0, "grants", 1], [1, 0, "grant", True], [1, 0, "grant", -1], [1, 0, "grant", 1e308], [1, True, "grant", 1],
      [1, 0, "grant", float("nan")], [1.0, 0, "grant", 1], [[1], 0, "grant", 1], [1, 0, "grant", 1, 1], "abcd", None)),
    {**LINK, "touches": [[1, 0, "grant", 1]] * (MOST_TOUCHES + 1)},
]  # fmt: skip
UNSOUND_FOR_A_ROOM = [
    {**LEVER, "value": -1},
    {**LEVER, "value": 1e308},
    {"kind": "look_at", "month": 900},
    {"kind": "tell_story", "resident": 10**6},
    {"kind": "replay"},
    {"kind": "report", "lang": "en"},
    {**OPEN, "name": SCRIPT},
    {**OPEN, "name": "../mine.toml"},
    {**OPEN, "name": "training.toml"},
    {**OPEN, "text": "[["},
    {**LINK, "scenarios": [SCRIPT, "baseline"]},
    {**LINK, "scenarios": ["../../etc/passwd", "baseline"]},
    {**LINK, "scenarios": ["/x.toml", "baseline"]},
    {**LINK, "files": ["\ud800", None]},
    {**COMPARE, "scenarios": [SCRIPT]},
    {**COMPARE, "scenarios": ["/etc/passwd"]},
    {**COMPARE, "files": [["../a.toml", TOML]]},
]


@pytest.fixture
def file_of_ours(tmp_path, monkeypatch) -> str:
    """A scenario file of this machine that nobody handed in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.toml").write_text(TOML, encoding="utf-8")
    assert load_scenario("./ours.toml").name == "ours"
    return "./ours.toml"


def test_no_message_makes_this_machine_read_its_own_files(file_of_ours):
    session = Session()
    before = standing(session)
    with pytest.raises(InputError, match="not one that can be chosen"):
        session.answer(checked_request({**LINK, "scenarios": [file_of_ours, "baseline"]}))
    with pytest.raises(InputError, match="not one that can be chosen"):
        checked_request({**COMPARE, "scenarios": [file_of_ours]})
    assert standing(session) == before


def called(message: object) -> str:
    """Name a case the same in every process: without addresses."""
    return re.sub(r" object at 0x\w+", "", repr(message))[:70].replace("[", "(").replace("]", ")")


def test_every_kind_of_message_has_a_sound_one():
    assert set(SOUND) == set(MESSAGES)
    for kind, message in SOUND.items():
        found = checked_request(message)
        assert isinstance(found, PageRequest)
        assert found.kind == kind


def test_values_are_handed_on_as_they_are_meant():
    found = checked_request(LINK).values
    assert found["touches"] == [Touch(2, 1, "grant", 3000.0)]
    assert found["files"] == [None, None]
    assert checked_request(LEVER | {"value": 3}).values["value"] == 3.0
    assert [checked_request({"kind": "set_speed", "value": value}).values["value"] for value in SPEEDS] == list(SPEEDS)


@pytest.mark.parametrize("message", HOSTILE, ids=called)
def test_what_no_page_sends_is_refused_with_a_sentence(message):
    with pytest.raises(InputError) as caught:
        checked_request(message)
    en, zh = caught.value.get("en"), caught.value.get("zh")
    assert 10 < len(en) < 400
    assert en.endswith((".", "?"))
    assert 5 < len(zh) < 400
    assert zh.endswith(("。", "？"))
    assert any("\u4e00" <= character <= "\u9fff" for character in zh)
    assert not any("\u4e00" <= character <= "\u9fff" for character in en)


class Heard(list):
    """A sink that keeps all it is told."""

    def __call__(self, content, buffers):
        self.append(content)

    def count_of(self, kind):
        return sum(item["kind"] == kind for item in self)

    def wait_for(self, kind, number=1, seconds=20.0):
        end = time.monotonic() + seconds
        while self.count_of(kind) < number:
            assert time.monotonic() < end, f"no {kind} came"
            time.sleep(0.002)


@pytest.fixture
def visit():
    heard = Heard()
    runner = Runner(Session, heard)
    runner.start()
    runner.ask({"kind": "hello"})
    heard.wait_for("delta")
    yield runner, heard
    runner.stop()
    runner._thread.join(10)
    assert not runner.alive()


def refuse_all(runner, heard, messages):
    """Feed messages no faster than the room takes them; each must be refused."""
    before = heard.count_of("refused")
    for first in range(0, len(messages), 50):
        part = messages[first : first + 50]
        for message in part:
            runner.ask(message)
        heard.wait_for("refused", before + first + len(part))
    assert heard.count_of("refused") == before + len(messages)


def test_a_session_outlives_every_hostile_message_as_it_was(visit, caplog):
    runner, heard = visit
    before = standing(runner.session)
    refuse_all(runner, heard, [*HOSTILE[1:], *UNSOUND_FOR_A_ROOM])
    assert standing(runner.session) == before
    assert runner.alive()
    assert not caplog.records
    assert all(item["en"] and item["zh"] for item in heard if item["kind"] == "refused")
    runner.ask({"kind": "step"})
    deltas = heard.count_of("delta")
    for seq in range(1, deltas + 3):
        runner.ask({"kind": "ack", "seq": seq})
    end = time.monotonic() + 10
    while runner.session.month != 1 and time.monotonic() < end:
        time.sleep(0.01)
    assert runner.session.month == 1


def test_a_flood_blocks_nobody(visit):
    runner, _ = visit
    began = time.monotonic()
    for _ in range(1000):
        runner.ask({"kind": "look_at", "month": 900})
    assert time.monotonic() - began < 1.0
    assert runner._inbox.qsize() <= MOST_WAITING
    runner.ask({"kind": "no_such"})
    assert runner.alive()


def test_an_answer_that_fails_by_a_bug_costs_one_answer_only(visit, monkeypatch, caplog):
    runner, heard = visit
    monkeypatch.setattr(Session, "set_colour", lambda self, state: 1 / 0)
    runner.ask({"kind": "set_colour", "state": "trust"})
    heard.wait_for("refused")
    assert any("could not be done" in item.get("en", "") for item in heard)
    assert runner.alive()
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_no_more_than_two_deltas_wait_for_an_answer(visit):
    runner, heard = visit
    runner.ask({"kind": "step"})
    heard.wait_for("delta", 2)
    for _ in range(30):
        runner.ask({"kind": "step"})
    end = time.monotonic() + 20
    while runner.session.worlds.month < 31 and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.1)
    assert [item["seq"] for item in heard if item["kind"] == "delta"] == [1, 2]
    runner.ask({"kind": "ack", "seq": 2})
    heard.wait_for("delta", 3)
    last = [item for item in heard if item["kind"] == "delta"][-1]
    assert last["simulated"] == runner.session.worlds.month == 31


def test_an_acknowledgement_of_what_was_never_sent_counts_for_no_more_than_was():
    runner = Runner(Session, lambda *_: None)
    runner._seq = 5
    runner._answer({"kind": "ack", "seq": 2**53})
    assert runner._acknowledged == 5


def test_a_page_that_fell_silent_is_paused(monkeypatch):
    runner = Runner(Session, lambda *_: None)
    runner.session = Session()
    runner.session.play()
    runner._heard = time.monotonic() - 60
    runner._simulate()
    assert (runner.session.playing, runner.session.month) == (False, 0)
