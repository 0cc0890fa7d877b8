"""What comes through a socket: a page's messages at a page's pace, nothing else."""

import asyncio
import json

import pytest

from dashboard.gate.connections import seldom
from dashboard.gate.pace import Pace
from dashboard.gate.sockets import AT_ONCE, EACH_SECOND, PATIENCE, UNSEATED, WEIGHT, is_of_page, watched
from sim.text import Text
from tests.dashboard.clients import message

RUN = {"method": "run", "args": {"path": "/", "dark": False, "themes": {"light": {}, "dark": {}}, "appName": None}}
OF_PAGE = [
    ("kernel_info_request", {}),
    ("comm_info_request", {"target_name": "jupyter.widget"}),
    ("comm_open", {"comm_id": "c", "target_name": "solara.control", "data": {}}),
    ("comm_close", {"comm_id": "c", "data": {}}),
    ("comm_msg", {"comm_id": "c", "data": RUN}),
    ("comm_msg", {"comm_id": "c", "data": {"method": "custom", "content": {"kind": "hello"}}}),
    ("comm_msg", {"comm_id": "c", "data": {"method": "custom", "content": None}}),
    ("comm_msg", {"comm_id": "c", "data": {"method": "update", "state": {"dark_effective": True}, "buffer_paths": []}}),
    *(
        ("comm_msg", {"comm_id": "c", "data": {"method": "update", "state": {"location": item}, "buffer_paths": []}})
        for item in (
            "/",
            "/?lang=en&month=3",
            "/teach?lang=zh&lesson=1.2",
            "/evidence",
            "/compare/?lang=en",
            "/?" + "x" * 60_000,
        )
    ),
]


@pytest.mark.parametrize(("kind", "content"), OF_PAGE)
def test_what_a_page_sends_is_understood(kind, content):
    assert is_of_page(message(kind, content))


NOT_OF_PAGE = [
    "null", "", "[]", "{}", "1", '"x"', "{", "NaN", "[" * 100_000, '{"a":' * 50_000, b"\0\0\0\1", None,
    message("shutdown_request", {}), message("execute_request", {"code": "1"}), message("comm_open", {}),
    message("comm_open", {"comm_id": "c", "target_name": "jupyter.widget", "data": {}}),
    message("comm_msg", {"comm_id": "c", "data": {"method": "evict"}}),
    message("comm_msg", {"comm_id": "c", "data": {"method": "reload"}}),
    message("comm_msg", {"comm_id": "c", "data": None}), message("comm_msg", {"comm_id": 1, "data": RUN}),
    message("comm_msg", {"comm_id": "c", "data": {"method": "run", "args": {"path": 7}}}),
    message("comm_msg", {"comm_id": "c", "data": {"method": "run"}}),
    message("comm_msg", {"comm_id": "c", "data": {"method": "update", "state": [], "buffer_paths": []}}),
    message("comm_msg", {"comm_id": "c", "data": {"method": "update", "state": {}, "buffer_paths": [["x"]]}}),
    message("comm_msg", {"comm_id": "c", "data": {"method": "update", "state": {"_esm": "x"}, "buffer_paths": []}}),
    message("comm_msg", {"comm_id": "c", "data": {"method": "update", "state": {"dark": 5}, "buffer_paths": []}}),
    *(
        message("comm_msg", {"comm_id": "c", "data": {"method": "update", "state": item, "buffer_paths": []}})
        for item in [
            {"location": place}
            for place in (7, None, "", "//other/x", "https://other/", "/no", "/?" + "x" * 140_000, "/_solara/cdn/x")
        ]
    ),
    message("x" * 100, {}),
    *(json.dumps(json.loads(message("kernel_info_request", {})) | wrong) for wrong in (
        {"channel": "control"}, {"channel": None}, {"header": None}, {"header": {}}, {"header": []}, {"content": None},
        {"metadata": None}, {"parent_header": 1}, {"buffers": ["x"]},
    )),
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_OF_PAGE, ids=range(len(NOT_OF_PAGE)))
def test_nothing_else_is(text):
    assert not is_of_page(text)


OPENING = {"target_name": "jupyter.widget.control", "data": {}}


def versed(version):
    own = json.loads(message("comm_open", {"comm_id": "w", **OPENING}))
    return json.dumps(own | {"metadata": {"version": version}})


@pytest.mark.parametrize("name", ["", "\ud800", "a b", "x" * 81, "é", "\x9b2J"])
def test_a_channel_has_a_plain_name(name):
    assert not is_of_page(message("comm_open", {"comm_id": name, "target_name": "solara.control", "data": {}}))
    assert not is_of_page(message("comm_msg", {"comm_id": name, "data": RUN}))


def test_the_channel_of_the_widgets_is_opened_in_a_version_that_there_is():
    assert is_of_page(versed("1.0.0"))
    for version in (None, "", "2.0.0", "1", [1], 1.0, "1.0.0\n"):
        assert not is_of_page(versed(version))
    assert not is_of_page(message("comm_open", {"comm_id": "w", **OPENING}))


def test_a_channel_that_was_opened_is_asked_only_what_it_is_for():
    opened = {}
    assert is_of_page(versed("1.0.0"), opened)
    assert is_of_page(message("comm_open", {"comm_id": "c", "target_name": "solara.control", "data": {}}), opened)
    requested = {
        (name, method): is_of_page(message("comm_msg", {"comm_id": name, "data": {**RUN, "method": method}}), opened)
        for name in "wcx"
        for method in ("run", "check", "app-status", "custom", "request_state", "request_states")
    }
    assert {key for key, item in requested.items() if item} == {
        ("w", "request_states"), *(("c", item) for item in ("run", "check", "app-status")),
        *(("x", item) for item in ("run", "check", "app-status", "custom", "request_state", "request_states")),
    }  # fmt: skip


def test_no_more_channels_are_opened_than_a_page_opens():
    opened = {}
    each = [
        is_of_page(message("comm_open", {"comm_id": f"c{n}", "target_name": "solara.control", "data": {}}), opened)
        for n in range(100)
    ]
    assert each == [True] * 64 + [False] * 36


def test_a_message_that_is_too_large_is_told():
    last_found = []

    async def receive():
        return {"type": "websocket.disconnect", "code": 1009}

    asyncio.run(watched(receive, last_found.append, "10.0.0.7", Pace(EACH_SECOND, AT_ONCE))())
    assert [item.en for item in last_found] == [
        "A message from 10.0.0.7 is larger than 2 MB; its connection is closed."
    ]


def heard(texts, pace, times):
    """What comes through when such texts are sent, and what is told of them."""
    last_found = []
    waiting = [{"type": "websocket.connect"}, *({"type": "websocket.receive", "text": text} for text in texts)]

    async def receive():
        return waiting.pop(0)

    async def hear():
        receiving = watched(receive, last_found.append, "10.0.0.7", pace)
        return [await receiving() for _ in range(times)]

    return asyncio.run(hear()), last_found


def test_the_first_wrong_message_ends_the_socket_with_a_sentence():
    hello = message(*OF_PAGE[5])
    found, last_found = heard([hello, "null", hello], Pace(EACH_SECOND, AT_ONCE), 5)
    assert [item["type"] for item in found] == [
        "websocket.connect", "websocket.receive", *["websocket.disconnect"] * 3
    ]  # fmt: skip
    assert [item.en for item in last_found] == [
        "A message from 10.0.0.7 is none that the page sends; its connection is closed."
    ]


def test_a_page_is_never_slowed_and_a_flood_comes_at_its_pace():
    now = 0.0
    pace = Pace(EACH_SECOND, AT_ONCE, lambda: now)
    for _ in range(int(EACH_SECOND) * 60):  # an honest page sends half as many
        now += 2 / EACH_SECOND
        assert pace.wait(1) == 0
    flood = [pace.wait(1) for _ in range(int(AT_ONCE + EACH_SECOND))]
    assert flood[int(AT_ONCE) - 2] == 0
    assert flood[-1] == pytest.approx((EACH_SECOND + 1) / EACH_SECOND)


def test_a_tab_without_a_slot_may_send_few():
    hello, pace = message(*OF_PAGE[5]), Pace(EACH_SECOND, AT_ONCE, lambda: 0.0)
    requested = int(AT_ONCE / UNSEATED)

    async def receive():
        return {"type": "websocket.receive", "text": hello}

    async def hear(number):
        receiving = watched(receive, lambda text: None, "10.0.0.7", pace, lambda: False)
        for _ in range(number):
            await asyncio.wait_for(receiving(), 0.1)

    asyncio.run(hear(requested - 1))
    with pytest.raises(TimeoutError):
        asyncio.run(hear(3))


def test_a_flood_that_does_not_end_is_ended(monkeypatch):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    monkeypatch.setattr("dashboard.gate.sockets.asyncio.sleep", sleep)
    hello = message(*OF_PAGE[5])
    now = 0.0

    def clock():
        return now + sum(slept)

    found, last_found = heard([hello] * 5000, Pace(EACH_SECOND, AT_ONCE, clock), 2000)
    assert [item["type"] for item in found[-3:]] == ["websocket.disconnect"] * 3
    assert sum(slept) == pytest.approx(PATIENCE, abs=1) and len(slept) < 700
    assert [item.en for item in last_found] == [
        "Messages from 10.0.0.7 came faster than a page sends them; its connection is closed."
    ]


def test_a_large_message_counts_more():
    small, large = Pace(EACH_SECOND, AT_ONCE, lambda: 0.0), Pace(EACH_SECOND, AT_ONCE, lambda: 0.0)
    for _ in range(int(AT_ONCE)):
        small.wait(1)
        large.wait(1 + 2**20 / WEIGHT)
    assert small.wait(1) < 0.1 < 60 < large.wait(1)


def test_the_same_is_told_once_in_a_while():
    now, last_found = 0.0, []
    tell = seldom(last_found.append, 10.0, lambda: now)
    for now, what in ((0, "a"), (1, "a"), (2, "b"), (9.9, "a"), (10, "a"), (11, "b"), (11.9, "b")):  # noqa: B007
        tell(Text(what, what))
    assert [item.en for item in last_found] == ["a", "b", "a"]
