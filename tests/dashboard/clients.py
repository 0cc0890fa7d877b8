"""Clients of the page without a browser: one that does all that a page does, and raw connections."""

import base64
import http.client
import json
import socket
import struct
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

PATIENCE = 60.0  # s


def netloc(address: str) -> str:
    return urlsplit(address).netloc


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"any:{password}".encode()).decode()} if password else {}


def get(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask once over a connection of its own; return status, headers (several of a name in lines) and body."""
    connection = http.client.HTTPConnection(netloc(address), timeout=PATIENCE)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            found[name.lower()] = f"{found[name.lower()]}\n{value}" if name.lower() in found else value
        return answer.status, found, answer.read()
    finally:
        connection.close()


def raw(address: str) -> socket.socket:
    """Open a connection and say nothing."""
    host, _, port = netloc(address).rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def opened(address: str, password: str = "", tab: str = "", page: str = "", **more: str) -> ClientConnection:
    """Open a socket as a page does, for a tab of its own; to be used with ``with``."""
    tab, page = tab or str(uuid.uuid4()), page or str(uuid.uuid4())
    return connect(
        f"ws://{netloc(address)}/jupyter/api/kernels/{tab}/channels?session_id={page}",
        origin=address,  # type: ignore[arg-type]
        additional_headers={**basic(password), **more},
        max_size=2**26,
        proxy=None,
        close_timeout=1,
        compression=None,
        open_timeout=PATIENCE,
    )


def message(kind: str, content: dict[str, Any]) -> str:
    """Write a message as a page's script does."""
    header = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "session": "s", "username": "", "version": "5.2"}
    return json.dumps(
        {"buffers": [], "channel": "shell", "content": content, "header": header, "metadata": {}, "parent_header": {}}
    )


class Guest:
    """A page without a browser: it opens, asks, acknowledges every frame."""

    def __init__(self, address: str, password: str = "", path: str = "/?lang=en") -> None:
        status, headers, _ = get(address, path, Accept="text/html", **basic(password))
        assert status == 200, status
        cookies = [item.partition(";")[0] for item in headers["set-cookie"].splitlines()]
        self._address, self._tab, self._page = address, str(uuid.uuid4()), str(uuid.uuid4())
        self._known = {**basic(password), "Cookie": "; ".join(cookies)}
        self._open = ExitStack()
        socket = opened(address, password, self._tab, self._page, Cookie=self._known["Cookie"])
        self.socket = self._open.enter_context(socket)
        self.frames = 0
        self.now: dict[str, Any] = {}
        self._stage = ""
        control = str(uuid.uuid4())
        self._send("kernel_info_request", {})
        self._send("comm_open", {"comm_id": control, "target_name": "solara.control", "data": {}})
        args = {"path": path, "dark": False, "themes": {"light": {}, "dark": {}}, "appName": None}
        self._send("comm_msg", {"comm_id": control, "data": {"method": "run", "args": args}})
        self.until(lambda _: self._stage)
        self.ask(kind="hello")
        self.first = self.until(lambda last_found: "seq" in last_found or last_found.get("kind") == "full")

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        self.socket.send(message(kind, content))

    def ask(self, **wanted: Any) -> None:
        """Ask the room for something, as the page does."""
        self.say(wanted)

    def say(self, content: Any) -> None:
        """Send the room anything."""
        self._send("comm_msg", {"comm_id": self._stage, "data": {"method": "custom", "content": content}})

    def until(self, holds: Callable[[dict[str, Any]], Any], seconds: float = PATIENCE) -> dict[str, Any]:
        """Hear messages until one is what was waited for, and return it; every frame is acknowledged."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                last_found = self._hear(end - time.monotonic())
            except TimeoutError:
                break
            if last_found is not None and holds(last_found):
                return last_found
        raise AssertionError("what was waited for did not come")

    def _hear(self, seconds: float) -> dict[str, Any] | None:
        heard = json.loads(_text(self.socket.recv(timeout=max(seconds, 0.001))))
        content = heard.get("content", {})
        data = content.get("data", {}) if isinstance(content, dict) else {}
        if heard["header"]["msg_type"] == "comm_open" and "_esm" in data.get("state", {}):
            self._stage = content["comm_id"]
        last_found = data.get("content") if data.get("method") == "custom" else None
        if isinstance(last_found, dict) and "seq" in last_found:
            self.frames += 1
            self.now = last_found
            self.ask(kind="ack", seq=last_found["seq"])
        return last_found if isinstance(last_found, dict) else {}

    def close(self) -> None:
        """Leave for good, as a page does when it is closed."""
        path = f"/_solara/api/close/{self._tab}?session_id={self._page}"
        assert get(self._address, path, "POST", Origin=self._address, Content_Length="0", **self._known)[0] == 200
        self.sleep()

    def sleep(self) -> None:
        """Lose the connection, as a phone does that is put away."""
        self._open.close()


def _text(data: str | bytes) -> str:
    """Return the JSON of a message, which has buffers after it where it is binary."""
    if isinstance(data, str):
        return data
    number = struct.unpack_from("!I", data)[0]
    places = struct.unpack_from(f"!{number}I", data, 4)
    return data[places[0] : places[1] if number > 1 else len(data)].decode()
