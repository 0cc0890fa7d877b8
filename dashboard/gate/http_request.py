"""What is asked of the server: its address, its headers, where it comes from; pure rules."""

import re
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

HOME = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this machine can reach."""
PATHS = ("/", "compare", "teach", "evidence")
"""The pages."""
PAGES = tuple(f"/{path.strip('/')}" for path in PATHS)
READ = ("GET", "HEAD")
PASSED_ON = frozenset(
    {
        b"host", b"cookie", b"accept", b"accept-encoding", b"accept-language", b"user-agent", b"origin", b"connection",
        b"upgrade", b"content-length", b"content-type", b"sec-websocket-key", b"sec-websocket-version",
        b"sec-websocket-protocol", b"sec-websocket-extensions",
    }
)  # fmt: skip
"""Headers that Solara gets to see: none of them says where the page stands or how it is reached."""
_BROWSER = ("solara-session-id", "solara-session-id-lax")
_IN_TURN = ("/_solara/", "/jupyter/", "/stage/", "/static/")
"""Where what pages ask for in turn stands."""
_ID = r"[0-9A-Za-z-]{8,64}"
_SOCKET = re.compile(rf"/jupyter/api/kernels/({_ID})/channels")
_LEAVE = re.compile(rf"/_solara/api/close/({_ID})")
_HOST = re.compile(r"[A-Za-z0-9._\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


class HttpRequest(HTTPConnection):
    """One request, or the beginning of a socket."""

    def __init__(self, scope: Scope, root: str) -> None:
        """Read what is asked, the path without ``root``, whether a proxy has taken that off already or not."""
        super().__init__(scope)
        self.is_socket = scope["type"] == "websocket"
        self.method: str = scope.get("method", "GET")
        self.path: str = scope["path"]
        if root and (self.path == root or self.path.startswith(f"{root}/")):
            self.path = self.path[len(root) :] or "/"

    @property
    def address(self) -> str:
        """Return where it comes from."""
        return self.client.host if self.client else "?"

    @property
    def tab(self) -> str | None:
        """Return the tab that a socket belongs to, None where it is none that a page opens."""
        found = _SOCKET.fullmatch(self.path) if self.is_socket else None
        return found[1] if found and self._names_page() else None

    @property
    def browser(self) -> str:
        """Return what a browser is called in the cookie that Solara gave it, empty where it has none."""
        return next((self.cookies[name] for name in _BROWSER if name in self.cookies), "")

    @property
    def leaving(self) -> bool:
        """Whether a page says that it is closed."""
        return self.method == "POST" and bool(_LEAVE.fullmatch(self.path)) and self._names_page()

    @property
    def page(self) -> bool:
        """Whether it is one of the pages."""
        return self.method in READ and (self.path.rstrip("/") or "/") in PAGES

    @property
    def lost(self) -> bool:
        """Whether somebody asks for a page that there is not; what pages ask for in turn is not a page."""
        wants = self.method == "GET" and "text/html" in self.headers.get("accept", "")
        return wants and not self.page and not self.path.startswith(_IN_TURN)

    def _names_page(self) -> bool:
        named = self.query_params.getlist("session_id")
        return len(named) == 1 and bool(re.fullmatch(_ID, named[0]))


def comes_from_here(request: HttpRequest, *, home: bool) -> bool:
    """Tell whether a page of this server asks, or a person who opens one; not another site in the same browser.

    ``home`` says that only this machine can reach the server: then no other name may point here.
    """
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if not _HOST.fullmatch(host):
        return False  # no address at all
    try:
        name = urlsplit(f"//{host}").hostname
        same = origin is not None and urlsplit(origin).netloc == host
    except ValueError:
        return False
    if home and name not in HOME:
        return False  # a name of elsewhere that was made to point here
    if request.is_socket:
        return same
    site = request.headers.get("sec-fetch-site", "same-origin")
    opened = (request.page or request.lost) and request.headers.get("sec-fetch-mode", "navigate") == "navigate"
    if site not in ("same-origin", "none") and not (opened and request.headers.get("sec-fetch-dest") == "document"):
        return False
    return opened or origin is None or same


def passed_on(scope: Scope, request: HttpRequest) -> Scope:
    """Return the scope that Solara gets: the path as it knows it, and only headers that it needs."""
    headers = [(name.lower(), value) for name, value in scope["headers"] if name.lower() in PASSED_ON]
    return {**scope, "path": request.path, "raw_path": request.path.encode(), "root_path": "", "headers": headers}
