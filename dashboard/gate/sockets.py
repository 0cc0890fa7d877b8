"""What comes through a page's socket: only messages that a page sends, no faster than a page can send them."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from starlette.types import Message, Receive

from dashboard.gate.http_request import PAGES
from dashboard.gate.pace import Pace
from sim.text import Text

LARGEST = 2 * 1024 * 1024
"""Bytes of a message: fifteen scenario files of 64 kB to compare, and what is written around them."""
EACH_SECOND, AT_ONCE = 60.0, 240.0
"""Messages that a page may send; one counts once more for every ``WEIGHT`` bytes."""
WEIGHT = 16 * 1024
PATIENCE = 10.0
"""Seconds of slowing down in a row after which a socket is closed; no page is slowed at all."""
UNSEATED = 12
"""How much more a message counts of a tab that has no seat: it needs five to get one."""
_CONTROL, _WIDGETS = "solara.control", "jupyter.widget.control"
_HEADER = ("msg_id", "msg_type", "session")
_NAME = re.compile(r"[0-9A-Za-z_.\-]{1,80}", re.ASCII)
_VERSION = re.compile(r"1\.\d{1,3}\.\d{1,3}", re.ASCII)
"""What the widgets' own channel speaks."""
_SET = ("dark_effective", "dark")
_LONGEST_LINK = 128 * 1024
"""Characters of an address; one may hold two scenario files of 6,000 Chinese characters and 500 changes of levers."""
_METHODS: Mapping[str, tuple[str, ...]] = {
    _CONTROL: ("run", "check", "app-status"),
    _WIDGETS: ("request_states",),
    "": ("run", "check", "app-status", "update", "custom", "request_state", "request_states"),
}
"""What a page asks of the two channels that it opens, and of those that it did not open on this socket; Solara's ways
to end a tab from outside are none of it."""
_MOST_OPENED = 64
"""Channels that a page opens on a socket: one a try to connect."""
Opened = dict[str, str]
"""What a page has opened on a socket: the name of a channel → what it is for."""


def is_of_page(text: object, opened: Opened | None = None) -> bool:
    """Tell whether this is a message as a page's script sends it; ``opened`` is kept up to date."""
    if not isinstance(text, str):
        return False
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(message, dict) or message.get("channel") != "shell" or message.get("buffers") not in (None, []):
        return False
    header, content = message.get("header"), message.get("content")
    if not isinstance(header, dict) or not isinstance(content, dict):
        return False
    if not all(_is_name(header.get(key)) for key in _HEADER):
        return False
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or not isinstance(message.get("parent_header"), dict):
        return False
    return _is_content(header["msg_type"], content, metadata.get("version"), {} if opened is None else opened)


def _is_name(given: object) -> bool:
    return isinstance(given, str) and _NAME.fullmatch(given) is not None


def _is_content(kind: str, content: dict[str, Any], version: object, opened: Opened) -> bool:
    if kind in ("kernel_info_request", "comm_info_request"):
        return isinstance(content.get("target_name", ""), str)
    name = content.get("comm_id")
    if not isinstance(name, str) or not _is_name(name) or not isinstance(content.get("data"), dict):
        return False
    if kind == "comm_open":
        target = content.get("target_name")
        if target == _WIDGETS and not (isinstance(version, str) and _VERSION.fullmatch(version)):
            return False
        if target not in (_CONTROL, _WIDGETS) or len(opened) >= _MOST_OPENED:
            return False
        opened[name] = str(target)
        return True
    data = content["data"]
    if kind == "comm_close":
        return True
    if kind != "comm_msg" or data.get("method") not in _METHODS[opened.get(name, "")]:
        return False
    if data["method"] == "run":
        return _is_run(data.get("args"))
    return data["method"] != "update" or _is_update(data)


def _is_update(data: dict[str, Any]) -> bool:
    """Tell whether a widget's state is set that a page sets: whether its colours are dark, or where Back led."""
    state = data.get("state")
    if not isinstance(state, dict) or data.get("buffer_paths") != []:
        return False
    return all(
        _is_place(value) if name == "location" else name in _SET and isinstance(value, bool)
        for name, value in state.items()
    )


def _is_place(value: object) -> bool:
    """Tell whether this is one of our pages, with what its link holds."""
    if not isinstance(value, str) or len(value) > _LONGEST_LINK or not value.startswith("/"):
        return False
    return value.partition("?")[0].rstrip("/") in {page.rstrip("/") for page in PAGES}


def _is_run(given: object) -> bool:
    """Tell whether the first message of a tab names a page and its colours."""
    return (
        isinstance(given, dict)
        and isinstance(given.get("path"), str)
        and isinstance(given.get("dark"), bool)
        and given.get("themes") == {"light": {}, "dark": {}}
        and given.get("appName") is None
    )


def watched(
    receive: Receive, log: Callable[[Text], None], client: str, pace: Pace, seated: Callable[[], bool] = lambda: True
) -> Receive:
    """Return ``receive`` for a socket: slowed to a page's pace; it ends at the first message that is none of a page.

    It ends too where a flood does not: what was sent would keep it busy long after its client has gone. A tab that is
    not ``seated`` has little to say.
    """
    ended, opened, slowed = False, Opened(), 0.0

    def end(en: str, zh: str) -> Message:
        nonlocal ended
        ended = True
        log(Text(f"{en}; its connection is closed.", f"{zh}，连接已断开。"))
        return _ENDED

    async def receiving() -> Message:
        nonlocal slowed
        if ended:
            return _ENDED
        message = await receive()
        if message["type"] != "websocket.receive":
            if message.get("code") == _TOO_LARGE:
                size = f"{LARGEST // 1024**2} MB"
                end(f"A message from {client} is larger than {size}", f"{client} 发来的消息超过 {size}")
            return message
        text = message.get("text")
        if not is_of_page(text, opened):
            return end(f"A message from {client} is none that the page sends", f"{client} 发来的消息不是本页面所发")
        cost = 1 + len(text or "") / WEIGHT
        delay = pace.wait(cost if seated() else cost * UNSEATED)
        slowed = slowed + delay if delay else 0.0
        if slowed > PATIENCE:
            return end(
                f"Messages from {client} came faster than a page sends them", f"{client} 发消息的速度超过页面所能"
            )
        if delay:
            await asyncio.sleep(delay)
        return message

    return receiving


_TOO_LARGE = 1009
"""The code with which uvicorn closes a socket for a message above ``LARGEST``."""
_ENDED: Message = {"type": "websocket.disconnect", "code": 1008}
