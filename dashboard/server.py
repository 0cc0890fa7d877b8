"""The server: where it listens, and what stands between it and Solara."""

import atexit
import errno
import logging
import os
import re
import secrets
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from dashboard.background.comparing import forget_comparisons
from dashboard.background.ensemble import POOL, forget_ensembles
from dashboard.connection.memory import give_back
from dashboard.connection.slots import SLOTS
from dashboard.connection.tabs import Tabs
from dashboard.gate.connections import LARGEST_HEADER, Door, Seldom, protocol
from dashboard.gate.password import Guesses
from dashboard.gate.sockets import LARGEST as LARGEST_MESSAGE
from sim.errors import InputError, reason_zh
from sim.text import Text

if TYPE_CHECKING:
    from starlette.types import ASGIApp

REASONS = {
    errno.EADDRINUSE: Text("another program listens there", "已有别的程序在那里监听"),
    errno.EACCES: Text("this needs more rights", "权限不足"),
    errno.EADDRNOTAVAIL: Text("the address is not of this machine", "这个地址不属于本机"),
}
"""Why a machine does not let the page listen."""
WAITING = 64
"""Connections that may come in one moment."""
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

HOME_FOLDERS = ("SOLARA_HOME", "IPYTHONDIR")
"""Where Solara and IPython keep settings and a history; by themselves in the home folder of whoever serves."""


def own_folder() -> Callable[[], None]:
    """Give what the page's libraries keep a temporary folder of its own; return what removes it before its time.

    To be called before any of them is loaded: their last notes are written as the program ends, and what is asked
    for first at the end is done last. Whoever has named a folder for one of them keeps that.

    Raises:
        InputError: the machine has no place for temporary folders.
    """
    try:
        folder = tempfile.mkdtemp(prefix="community-governance-")
    except OSError as error:
        raise InputError(
            f"No temporary folder can be made ({error.strerror}); the environment variable TMPDIR can name a place.",
            f"无法建立临时文件夹（{reason_zh(error)}）；可用环境变量 TMPDIR 指定位置。",
        ) from None
    for name in HOME_FOLDERS:
        os.environ.setdefault(name, folder)
    remove = partial(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(remove)
    return remove


def checked_root(path: str) -> str:
    """Return the path under which a proxy shows the page, empty for none.

    Raises:
        InputError: it is not a path.
    """
    root = path.rstrip("/")
    if root and not re.fullmatch(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,62}){1,8}", root):
        raise InputError(
            f"--root-path {path[:80]!r} is not a path; it begins with / and has letters, digits, _, - and . between /.",
            f"--root-path “{path[:80]}”不是路径；须以 / 开头，各级只用字母、数字、_、- 和 .。",
        )
    return root


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
            f"--host {host[:80]} is not an address of this machine; allowed are 127.0.0.1, 0.0.0.0 and its own "
            "addresses.",
            f"--host {host[:80]} 不是本机的地址；可用 127.0.0.1、0.0.0.0 或本机自己的地址。",
        ) from None
    except OSError as error:
        why = REASONS.get(error.errno or 0, Text(error.strerror or "", "系统不允许"))
        raise InputError(
            f"The page cannot listen at {host}, port {port}: {why.en}; try another --port or --host.",
            f"无法在 {host} 的端口 {port} 监听：{why.zh}；请换一个 --port 或 --host。",
        ) from None
    own.listen(WAITING)
    return own


def application(password: str, *, home: bool, tabs: Tabs, root: str, log: Callable[[Text], None]) -> "ASGIApp":
    """Return the whole application; ``home`` says that only this machine can reach it, ``root`` where it stands."""
    for name, value in SOLARA.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("SOLARA_SESSION_SECRET_KEY", secrets.token_hex(16))
    from solara.server import settings
    from solara.server.starlette import app

    from dashboard.gate.files import page_files
    from dashboard.gate.gate import Gate

    settings.main.root_path = root  # else the first visitor's headers would say so, for all
    settings.main.base_url = f"http://localhost{root}/"
    return Gate(app, Guesses(password, log), home=home, root=root, files=page_files(), tabs=tabs, log=log)


def served(inside: "ASGIApp", own: socket.socket, most: int, log: Callable[[Text], None]) -> None:
    """Serve an application until it is interrupted, with ``most`` connections at once."""
    import uvicorn

    config = uvicorn.Config(
        inside,
        http=protocol(Door(most, log)),
        backlog=WAITING,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # whoever may set them could say what he likes in the terminal
        timeout_graceful_shutdown=2,
        timeout_keep_alive=10,
        h11_max_incomplete_event_size=LARGEST_HEADER,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
    )
    handler = logging.StreamHandler()
    handler.addFilter(Seldom())
    handler.addFilter(_news)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(message)s")
    uvicorn.Server(config).run(sockets=[own])


_NO_NEWS = ("asyncio.exceptions.CancelledError", "Tried to close a kernel context that is already closed")
"""What uvicorn logs, as a traceback, where it is told a second time to end; what Solara says of a tab that its page
and the server end in the same moment."""


def _news(record: logging.LogRecord) -> bool:
    """Keep back what tells nobody anything."""
    return not any(phrase in record.getMessage() for phrase in _NO_NEWS)


def tabs_for(capacity: int) -> Tabs:
    """Return what keeps account of the tabs, with so many seats."""
    SLOTS.capacity, SLOTS.tidy = capacity, tidy
    return Tabs(SLOTS, let_go)


def let_go(tab: str) -> None:
    """End a tab in a thread of its own, for it may have to come to the end of a month first."""

    def end() -> None:
        from solara.server import kernel_context

        context = kernel_context.contexts.get(tab)
        if context is not None:
            context.close()

    threading.Thread(target=end, name="let go", daemon=True).start()


def tidy() -> None:
    """Give back what visitors who have left needed; the worker processes too, where nobody is left."""
    POOL.rest(needed=lambda: SLOTS.taken > 0)
    if not SLOTS.taken:
        forget_comparisons()
        forget_ensembles()
    give_back()
