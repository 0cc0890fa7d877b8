"""The gate: every request and every socket passes it; what is not meant for Solara never reaches it."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from h11 import LocalProtocolError

from dashboard.gate.asked import READ, App, Asked, Receive, Scope, Send, asked_of, comes_from_here, passed_on
from dashboard.gate.connections import seldom
from dashboard.gate.files import Handed, handed
from dashboard.gate.pace import Pace
from dashboard.gate.password import PAUSE, Guesses
from dashboard.gate.sockets import AT_ONCE, EACH_SECOND, watched
from dashboard.visits.seats import SEATS
from dashboard.visits.tabs import Tabs
from report.markup import render
from sim.text import Text

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing from elsewhere; Solara's templates need inline and evaluated scripts."""
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
FOR_EVER = b"private, max-age=31536000, immutable"
"""For files whose address holds their version."""
WORDS = {
    401: "Password, please. 请输入密码。",
    403: "Not from here. 来源不符，拒绝访问。",
    429: "Too many wrong passwords at the moment; please try again. 此刻输错密码的太多，请稍后再试。",
}
ARRIVE_EACH_SECOND, ARRIVE_AT_ONCE = 3.0, 40.0
"""Tabs that may connect: a class at once, then as many as open the page in turn."""
ASK = (b"www-authenticate", b'Basic realm="Community governance", charset="UTF-8"')
LATER = (b"retry-after", b"2")
CROWDED = render("crowded.html")
"""The page of who finds no place even among those who wait for a seat."""


class Gate:
    """Lets in who has the password and comes from the page itself, to what the page needs."""

    def __init__(
        self,
        inside: App,
        guesses: Guesses,
        *,
        home: bool,
        root: str = "",
        files: Mapping[str, Path] | None = None,
        tabs: Tabs | None = None,
        tell: Callable[[Text], None] = lambda text: None,
    ) -> None:
        """Guard an application that stands under ``root``; ``files`` are handed out beside the stage's."""
        self._inside = inside
        self._guesses = guesses
        self._home = home
        self._root = root
        self._files = files or {}
        self._tabs = tabs or Tabs(SEATS)
        self._tell = tell
        self._tell_seldom = seldom(tell)
        self._sleep = guesses.sleep or asyncio.sleep
        self._browsers: Counter[str] = Counter()  # of the tabs that are connected
        self._arrivals = Pace(ARRIVE_EACH_SECOND, ARRIVE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one socket from its beginning to its end."""
        with contextlib.suppress(LocalProtocolError):  # what came was no HTTP: that is answered, and nothing else is
            await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._inside(scope, receive, send)
            return
        asked = asked_of(scope, self._root)
        status = 403 if not comes_from_here(asked, home=self._home) else 200
        if status == 200:
            status = await self._guesses.status(asked.headers, asked.client)
        if asked.socket:
            await self._connect(asked, status, scope, receive, send)
        elif status != 200:
            if status == 403:
                await self._sleep(PAUSE)
            extra = {401: (ASK,), 429: (LATER,)}.get(status, ())
            await _answer(send, status, WORDS[status].encode(), "text/plain; charset=utf-8", extra)
        else:
            await self._reply(asked, scope, receive, send)

    async def _reply(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of somebody who may come in."""
        if asked.page and self._tabs.crowded and not self._browsers[asked.browser]:  # else a tab is opened anew
            kind = "text/html; charset=utf-8"
            await _answer(send, 503, CROWDED.encode(), kind, (LATER,), empty=asked.method == "HEAD")
        elif asked.page or asked.leaving:
            cookie = self._guesses.cookie() if self._guesses.password and asked.page else None
            await self._inside(passed_on(scope, asked), receive, _with_headers(send, cookie))
        elif asked.method in READ and asked.path == "/healthz":
            await _answer(send, 200, f'{{"rooms": {SEATS.rooms}, "taken": {SEATS.taken}}}'.encode(), "application/json")
        elif asked.method in READ and (file := handed(asked.path, self._files)):
            await _hand_out(asked, send, file)
        elif asked.lost:
            query = f"?{asked.query}" if asked.query else ""
            await _answer(send, 307, b"", "text/plain", ((b"location", f"{self._root}/{query}".encode("latin-1")),))
        else:
            await _answer(send, 404, b"", "text/plain")

    async def _connect(self, asked: Asked, status: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry a tab's socket from its beginning to its end."""
        tab = asked.tab
        if status != 200 or tab is None or not self._tabs.come(tab):
            await receive()
            await self._sleep(PAUSE)  # who tries again at once costs nothing
            await send({"type": "websocket.close", "code": 1008})
            return
        self._browsers[asked.browser] += bool(asked.browser)
        try:
            if delay := self._arrivals.wait(1):
                await self._sleep(delay)
            pace = Pace(EACH_SECOND, AT_ONCE)
            inner = watched(receive, self._tell_seldom, asked.client, pace, lambda: self._tabs.seats.has(tab))
            await self._inside(passed_on(scope, asked), inner, send)
        finally:
            self._browsers -= Counter([asked.browser])  # leaves nothing behind that is not above 0
            self._tabs.go(tab)


async def _hand_out(asked: Asked, send: Send, file: Handed) -> None:
    for_ever = asked.path.startswith("/_solara/cdn/")
    caching = (
        (b"etag", file.tag.encode()),
        (b"cache-control", FOR_EVER if for_ever else b"no-cache"),
        (b"vary", b"accept-encoding"),
    )
    if asked.headers.get("if-none-match") == file.tag:
        await _answer(send, 304, b"", file.kind, caching)
        return
    kind = file.kind if file.kind.startswith(("image", "font")) else f"{file.kind}; charset=utf-8"
    packed = file.packed if "gzip" in asked.headers.get("accept-encoding", "") else None
    extra = (*caching, (b"content-encoding", b"gzip")) if packed else caching
    await _answer(send, 200, packed or file.data, kind, extra, empty=asked.method == "HEAD")


async def _answer(
    send: Send,
    status: int,
    body: bytes,
    kind: str,
    extra: tuple[tuple[bytes, bytes], ...] = (),
    *,
    empty: bool = False,
) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()), *HEADERS, *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if empty else body})


def _with_headers(send: Send, cookie: bytes | None) -> Send:
    more = [*HEADERS, *([(b"set-cookie", cookie)] if cookie else [])]

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await send(message)

    return sending
