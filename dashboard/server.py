"""Who may come in, and what is handed out beside Solara's own pages."""

import base64
import errno
import hmac
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dashboard.background.comparing import forget_comparisons
from dashboard.background.ensemble import POOL, forget_ensembles
from dashboard.content.content import page_content
from dashboard.content.style import STAGE, style_sheet
from dashboard.visits.memory import give_back
from dashboard.visits.seats import SEATS
from experiments.sensitivity.one_at_a_time import FILE as DOUBTS
from report.look.font import FONT_FILE
from sim.errors import InputError
from sim.text import Text

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

KINDS = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".otf": "font/otf"}
HOME = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this machine can reach."""
REASONS = {
    errno.EADDRINUSE: Text("another program listens there", "已有别的程序在那里监听"),
    errno.EACCES: Text("this needs more rights", "权限不足"),
    errno.EADDRNOTAVAIL: Text("the address is not of this machine", "这个地址不属于本机"),
}
"""Why a machine does not let the page listen."""
OF_SOLARA = ("_solara", "jupyter", "readyz", "resourcez", "static")
"""First parts of the addresses that Solara answers beside its pages."""
PATHS = ("/", "compare", "teach", "evidence")
"""The pages."""
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
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
SOLARA = {
    "SOLARA_APP": "dashboard.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
    "SOLARA_SESSION_HTTP_ONLY": "True",
}
"""Settings of Solara: no telemetry, no fetching from elsewhere, a tab that vanished is let go after ten minutes."""


def check_host(host: str, password: str | None) -> None:
    """Refuse to open the page to other machines without a password.

    Raises:
        InputError: the address can be reached from elsewhere and there is no password.
    """
    if host not in HOME and not password:
        raise InputError(
            f"--host {host} can be reached from other machines; give a --password, or leave --host out.",
            f"--host {host} 可从其他机器访问；请设置 --password，或不写 --host。",
        )


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        InputError: the address or port cannot be used.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        own = socket.socket(family, socket.SOCK_STREAM)
        try:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            own.bind((host, port))
        except OSError:
            own.close()
            raise
    except (socket.gaierror, UnicodeError):
        raise InputError(
            f"--host {host[:80]} is no address of this machine; allowed are 127.0.0.1, 0.0.0.0 and its own addresses.",
            f"--host {host[:80]} 不是本机的地址；可用 127.0.0.1、0.0.0.0 或本机自己的地址。",
        ) from None
    except OSError as error:
        why = REASONS.get(error.errno or 0, Text(error.strerror or "", "系统不允许"))
        raise InputError(
            f"The page cannot listen at {host}, port {port}: {why.en}; try another --port or --host.",
            f"无法在 {host} 的端口 {port} 监听：{why.zh}；请换一个 --port 或 --host。",
        ) from None
    own.listen()
    return own


def application(password: str | None, *, home: bool, rooms: int) -> App:
    """Return the whole application; ``home`` says that only this machine can reach it."""
    for name, value in SOLARA.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("SOLARA_SESSION_SECRET_KEY", secrets.token_hex(16))
    SEATS.rooms, SEATS.tidy = rooms, tidy
    from solara.server.starlette import app

    return Gate(app, password, home=home)


def tidy() -> None:
    """Give back what visitors who have left needed; the worker processes too, where nobody is left."""
    POOL.rest(needed=lambda: SEATS.taken > 0)
    if not SEATS.taken:
        forget_comparisons()
        forget_ensembles()
    give_back()


class Gate:
    """Lets in who has the password and comes from the page itself."""

    def __init__(self, inside: App, password: str | None, *, home: bool) -> None:
        """Guard an application."""
        self._inside = inside
        self._password = password
        self._home = home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one socket from its beginning to its end."""
        if scope["type"] not in ("http", "websocket"):
            await self._inside(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._from_here(scope, headers):
            await _refuse(scope, receive, send, 403)
        elif not self._knows_password(headers):
            await _refuse(scope, receive, send, 401)
        elif scope["type"] == "http" and scope["path"].startswith("/stage/"):
            await _hand_out(scope, send, scope["path"].removeprefix("/stage/"), headers)
        elif scope["type"] == "http" and scope["path"] == "/healthz":
            await _answer(send, 200, f'{{"rooms": {SEATS.rooms}, "taken": {SEATS.taken}}}'.encode(), "application/json")
        elif scope["type"] == "http" and _is_lost(scope, headers):
            query = scope.get("query_string", b"")
            await _answer(send, 307, b"", "text/plain", ((b"location", b"/?" + query if query else b"/"),))
        else:
            await self._inside(scope, receive, _with_headers(send))

    def _from_here(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Tell whether the request comes from a page of this server, not from another site in the same browser."""
        host = headers.get("host", "")
        origin = headers.get("origin")
        try:
            name = urlsplit(f"//{host}").hostname
            same = origin is not None and urlsplit(origin).netloc == host
        except ValueError:
            return False  # no address at all
        if self._home and name not in HOME:
            return False  # a name of elsewhere that was made to point here
        if scope["type"] == "websocket":
            return same
        return scope["method"] in SAFE_METHODS or origin is None or same

    def _knows_password(self, headers: Mapping[str, str]) -> bool:
        if not self._password:
            return True
        kind, _, given = headers.get("authorization", "").partition(" ")
        try:
            said = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except ValueError:
            return False  # neither base64 nor text
        return kind.lower() == "basic" and hmac.compare_digest(said.encode(), self._password.encode())


def _is_lost(scope: Scope, headers: Mapping[str, str]) -> bool:
    """Tell whether somebody asks for a page that there is not; what pages ask for in turn is no page."""
    first = scope["path"].strip("/").partition("/")[0]
    known = scope["path"].strip("/") in {path.strip("/") for path in PATHS} or first in OF_SOLARA
    return scope["method"] == "GET" and "text/html" in headers.get("accept", "") and not known


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    extra = ((b"www-authenticate", b'Basic realm="Community governance", charset="UTF-8"'),) if status == 401 else ()
    text = "Password, please. 请输入密码。" if status == 401 else "Not from here. 来源不符，拒绝访问。"
    await _answer(send, status, text.encode(), "text/plain; charset=utf-8", extra)


async def _hand_out(scope: Scope, send: Send, name: str, headers: Mapping[str, str]) -> None:
    """Hand out one file of the stage, or what all pages share."""
    if name == "content.json":
        data = page_content()
    elif name == FONT_FILE.name:
        data = FONT_FILE.read_bytes()
    elif name == DOUBTS.name:
        data = DOUBTS.read_bytes()
    elif name == "page.css":
        data = style_sheet()
    elif name in {file.name for file in STAGE.iterdir()}:
        data = (STAGE / name).read_bytes()
    else:
        await _answer(send, 404, b"", "text/plain")
        return
    tag = f'"{sha256(data).hexdigest()[:16]}"'
    caching = ((b"etag", tag.encode()), (b"cache-control", b"no-cache"))
    if headers.get("if-none-match") == tag:
        await _answer(send, 304, b"", KINDS[Path(name).suffix], caching)
        return
    await _answer(send, 200, data, f"{KINDS[Path(name).suffix]}; charset=utf-8", caching)


async def _answer(send: Send, status: int, body: bytes, kind: str, extra: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()), *HEADERS, *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
        await send(message)

    return sending
