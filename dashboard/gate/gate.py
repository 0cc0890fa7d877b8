"""The gate: every request and every socket passes it; what is not meant for Solara never reaches it."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from h11 import LocalProtocolError
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.connection.slots import SLOTS
from dashboard.connection.tabs import Tabs
from dashboard.gate.connections import seldom
from dashboard.gate.files import handed
from dashboard.gate.http_request import READ, HttpRequest, comes_from_here, passed_on
from dashboard.gate.pace import Pace
from dashboard.gate.password import PAUSE, Guesses
from dashboard.gate.sockets import AT_ONCE, EACH_SECOND, watched
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
WORDS = {
    401: "Password, please. 请输入密码。",
    403: "Not from here. 来源不符，拒绝访问。",
    429: "Too many wrong passwords at the moment; please try again. 此刻输错密码的太多，请稍后再试。",
}
ARRIVE_EACH_SECOND, ARRIVE_AT_ONCE = 3.0, 40.0
"""Tabs that may connect: a class at once, then as many as open the page in turn."""
LATER = {"retry-after": "2"}
ALSO = {401: {"www-authenticate": 'Basic realm="Community governance", charset="UTF-8"'}, 429: LATER}
"""Headers of those who may not come in."""
CROWDED = render("crowded.html")
"""The page of who finds no place even among those who wait for a seat."""


class Gate:
    """Lets in who has the password and comes from the page itself, to what the page needs."""

    def __init__(
        self,
        inside: ASGIApp,
        guesses: Guesses,
        *,
        home: bool,
        root: str = "",
        files: Mapping[str, Path] | None = None,
        tabs: Tabs | None = None,
        log: Callable[[Text], None] = lambda text: None,
    ) -> None:
        """Guard an application that stands under ``root``; ``files`` are handed out beside the stage's."""
        self._inside = inside
        self._guesses = guesses
        self._home = home
        self._root = root
        self._files = files or {}
        self._tabs = tabs or Tabs(SLOTS)
        self._log = log
        self._log_seldom = seldom(log)
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
        request = HttpRequest(scope, self._root)
        status = 403 if not comes_from_here(request, home=self._home) else 200
        if status == 200:
            status = await self._guesses.status(request.headers, request.address)
        if request.is_socket:
            await self._connect(request, status, scope, receive, send)
        elif status == 200 and (request.page or request.leaving) and not self._has_no_place(request):
            cookie = self._guesses.cookie() if self._guesses.password and request.page else None
            await self._inside(passed_on(scope, request), receive, _with_headers(request, send, cookie))
        else:
            if status == 403:
                await self._sleep(PAUSE)
            reply = (
                self._reply(request) if status == 200 else PlainTextResponse(WORDS[status], status, ALSO.get(status))
            )
            await reply(scope, receive, _with_headers(request, send))

    def _has_no_place(self, request: HttpRequest) -> bool:
        """Tell whether a page is too much; a browser that has a tab may open it anew."""
        return request.page and self._tabs.crowded and not self._browsers[request.browser]

    def _reply(self, request: HttpRequest) -> Response:
        """Return the answer to somebody who may come in, to what Solara does not see."""
        if request.page:
            return HTMLResponse(CROWDED, 503, LATER)
        if request.method in READ and request.path == "/healthz":
            return JSONResponse({"rooms": SLOTS.capacity, "taken": SLOTS.taken})
        packed = "gzip" in request.headers.get("accept-encoding", "")
        if request.method in READ and (file := handed(request.path, self._files, packed=packed)):
            known = request.headers.get("if-none-match") == file.headers["etag"]
            return NotModifiedResponse(file.headers) if known else file
        if request.lost:
            query = request.scope.get("query_string", b"").decode("latin-1")
            return RedirectResponse(f"{self._root}/{query and '?'}{query}")
        return Response(status_code=404)

    async def _connect(self, request: HttpRequest, status: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry a tab's socket from its beginning to its end."""
        tab = request.tab
        if status != 200 or tab is None or not self._tabs.come(tab):
            await receive()
            await self._sleep(PAUSE)  # who tries again at once costs nothing
            await send({"type": "websocket.close", "code": 1008})
            return
        self._browsers[request.browser] += bool(request.browser)
        try:
            if delay := self._arrivals.wait(1):
                await self._sleep(delay)
            pace = Pace(EACH_SECOND, AT_ONCE)
            inner = watched(receive, self._log_seldom, request.address, pace, lambda: self._tabs.slots.has(tab))
            await self._inside(passed_on(scope, request), inner, send)
        finally:
            self._browsers -= Counter([request.browser])  # leaves nothing behind that is not above 0
            self._tabs.go(tab)


def _with_headers(request: HttpRequest, send: Send, cookie: bytes | None = None) -> Send:
    """Return ``send`` with the headers of every answer; to whom asks for them alone nothing else is sent."""
    more = [*HEADERS, *([(b"set-cookie", cookie)] if cookie else [])]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *more]}
        elif request.method == "HEAD":
            message = {**message, "body": b""}
        await send(message)

    return sending
