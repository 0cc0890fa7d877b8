"""Who may come in: the gate is asked directly, with another application inside."""

import asyncio
import base64
import gzip
import json
import socket

import pytest
from h11 import LocalProtocolError

from dashboard.connection.slots import Slots
from dashboard.connection.tabs import Tabs
from dashboard.content.content import page_content
from dashboard.content.style import STATIC, style_sheet
from dashboard.gate.files import page_files
from dashboard.gate.gate import Gate
from dashboard.gate.password import Guesses
from dashboard.server import checked_root, listening
from report.look.font import FONT_FILE
from sim.errors import InputError

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
PASSWORD = "密码 secret:1"
TAB = "/jupyter/api/kernels/5ae6a4ee-000a-45f3-866f-ef6fe45479f4/channels"
CLOSE = "/_solara/api/close/5ae6a4ee-000a-45f3-866f-ef6fe45479f4"
PAGE = "session_id=affc976b-072f-4075-a851-8d46ccf33020"


class Inside:
    """An application that lets everybody in and remembers whom."""

    def __init__(self):
        self.let_in = []

    async def __call__(self, scope, receive, send):
        self.let_in.append(scope)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
            await send({"type": "http.response.body", "body": b"inside"})
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})


async def at_once(seconds):
    """Do not wait."""


LET_IN = []
"""What the application inside was last asked."""


def answer(
    *,
    kind="http",
    path=None,
    method="GET",
    password="",
    home=True,
    query=None,
    root="",
    files=None,
    tabs=None,
    **headers,
):
    """What the gate sends, and whether the application inside was reached; a header may be None, to be missing."""
    given = {"host": HOST, "origin": ORIGIN if kind == "websocket" else None} | headers
    scope = {
        "type": kind,
        "path": path or (TAB if kind == "websocket" else "/"),
        "query_string": (query if query is not None else PAGE if kind == "websocket" else "").encode(),
        "method": method,
        "headers": [
            (name.replace("_", "-").encode(), value.encode("latin-1"))
            for name, value in given.items()
            if value is not None
        ],
    }
    inside, sent = Inside(), []

    async def receive():
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message):
        sent.append(message)

    gate = Gate(inside, Guesses(password, sleep=at_once), home=home, root=root, files=files, tabs=tabs or Tabs(Slots()))
    asyncio.run(gate(scope, receive, send))
    LET_IN[:] = inside.let_in
    return sent, bool(inside.let_in)


def headers_of(sent):
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def basic(password, user="anyone"):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def refused(sent, inside, status):
    return not inside and sent[0] == {**sent[0], "type": "http.response.start", "status": status}


def closed(sent, inside):
    return not inside and sent == [{"type": "websocket.close", "code": 1008}]


def test_without_a_password_everybody_here_comes_in():
    sent, inside = answer()
    assert inside
    assert sent[1]["body"] == b"inside"
    sent, inside = answer(kind="websocket")
    assert inside
    assert sent == [{"type": "websocket.accept"}]


def test_what_is_neither_page_nor_socket_goes_through():
    assert answer(kind="lifespan", password=PASSWORD)[1]


@pytest.mark.parametrize("user", ["", "anyone", "老师"])
def test_the_right_password_opens_page_and_socket(user):
    assert answer(password=PASSWORD, authorization=basic(PASSWORD, user))[1]
    assert answer(kind="websocket", password=PASSWORD, authorization=basic(PASSWORD, user))[1]


WRONG = [
    None, "", "Basic", "Basic ", basic("wrong"), basic(""), basic(PASSWORD + " "), basic(PASSWORD.upper()), "Basic ***",
    basic(PASSWORD).replace("Basic", "Bearer"), basic(PASSWORD).removeprefix("Basic "), "Basic é", "Basic /w==",
    "Basic " + base64.b64encode(PASSWORD.encode()).decode(),
]  # fmt: skip


@pytest.mark.parametrize("said", WRONG)
@pytest.mark.parametrize("path", ["/", "/stage/page.js", "/healthz", "/_solara/cdn/requirejs@2.3.6/require.js"])
def test_without_the_right_password_nothing_is_handed_out(said, path):
    sent, inside = answer(path=path, password=PASSWORD, authorization=said)
    assert refused(sent, inside, 401)
    assert headers_of(sent)["www-authenticate"].startswith("Basic ")
    assert b"function" not in sent[1]["body"]


@pytest.mark.parametrize("said", WRONG)
def test_without_the_right_password_a_socket_is_closed(said):
    assert closed(*answer(kind="websocket", password=PASSWORD, authorization=said))


ELSEWHERE = ["http://evil.example", "https://127.0.0.1.evil.example:8765", "http://127.0.0.1:9", "null", "", "http://["]


@pytest.mark.parametrize("origin", [*ELSEWHERE, None])
def test_a_socket_from_another_site_is_closed(origin):
    assert closed(*answer(kind="websocket", origin=origin))
    assert closed(*answer(kind="websocket", origin=origin, home=False, host="lab.example:8765"))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_posted_from_another_site(method):
    for origin in ELSEWHERE:
        assert refused(*answer(method=method, origin=origin), 403)
    assert answer(method=method, path=CLOSE, query=PAGE, origin=ORIGIN)[1] == (method == "POST")


def test_a_link_from_another_site_may_open_the_page():
    assert answer(origin="http://elsewhere.example")[1]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", None, "[", "0.0.0.0"]
)
def test_at_home_no_other_name_points_here(host):
    assert refused(*answer(host=host), 403)
    origin = f"http://{host}"
    assert closed(*answer(kind="websocket", host=host, origin=origin))


@pytest.mark.parametrize("host", [HOST, "localhost:8765", "[::1]:8765", "LOCALHOST"])
def test_at_home_it_has_these_names(host):
    assert answer(host=host)[1]
    assert answer(kind="websocket", host=host, origin=f"http://{host}")[1]


def test_away_from_home_any_name_may_point_here():
    assert answer(host="lab.example", home=False)[1]
    assert answer(kind="websocket", host="lab.example", origin="https://lab.example", home=False)[1]


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.js")), ids=lambda item: item.name)
def test_a_module_is_handed_out_as_it_is(file):
    sent, inside = answer(path=f"/stage/{file.name}")
    assert not inside
    assert (sent[0]["status"], sent[1]["body"]) == (200, file.read_bytes())
    headers = headers_of(sent)
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["content-length"] == str(file.stat().st_size)


def test_what_all_pages_share_is_handed_out():
    for name, kind, data in (
        ("content.json", "application/json", page_content()),
        ("page.css", "text/css", style_sheet()),
        (FONT_FILE.name, "font/otf", FONT_FILE.read_bytes()),
    ):
        sent, _ = answer(path=f"/stage/{name}")
        assert (sent[0]["status"], sent[1]["body"]) == (200, data)
        assert headers_of(sent)["content-type"].startswith(kind)
    sent, _ = answer(path="/stage/doubts.json")
    assert json.loads(sent[1]["body"])["policies"]


@pytest.mark.parametrize(
    "name",
    [
        "../server.py",
        "..%2fserver.py",
        "nothing.js",
        "types.d.ts",
        "",
        ".",
        "..",
        "/etc/passwd",
        "page.js/",
        "./page.js",
        "PAGE.JS",
        "\x00",
    ],
)
def test_nothing_else_is_handed_out(name):
    sent, inside = answer(path=f"/stage/{name}")
    assert refused(sent, inside, 404)
    assert sent[1]["body"] == b""


def test_what_a_browser_has_already_is_not_sent_again():
    sent, _ = answer(path="/stage/page.js")
    tag = headers_of(sent)["etag"]
    again, _ = answer(path="/stage/page.js", if_none_match=tag)
    assert (again[0]["status"], again[1]["body"], headers_of(again)["etag"]) == (304, b"", tag)
    assert answer(path="/stage/dom.js", if_none_match=tag)[0][0]["status"] == 200


@pytest.mark.parametrize(
    "asked", [{}, {"path": "/stage/page.js"}, {"path": "/stage/no"}, {"host": "x"}, {"password": "x"}]
)
def test_every_answer_forbids_what_comes_from_elsewhere(asked):
    headers = headers_of(answer(**asked)[0])
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http:" not in policy
    assert "*" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_headers_of_the_application_inside_stay():
    assert headers_of(answer()[0])["content-type"] == "text/html"


def test_how_many_sit_can_be_asked():
    sent, inside = answer(path="/healthz")
    assert not inside
    assert set(json.loads(sent[1]["body"])) == {"rooms", "taken"}


def test_a_port_that_is_taken_is_told():
    with listening("127.0.0.1", 0) as own:
        port = own.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port}.*--port") as caught:
            listening("127.0.0.1", port)
        assert f"{port}" in caught.value.get("zh")
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass


def test_an_address_that_is_none_is_told():
    with pytest.raises(InputError, match="cannot listen"):
        listening("203.0.113.7", 0)


@pytest.mark.parametrize("host", ["192.168..5", ".example", "x" * 300, "no.such.host.invalid"])
def test_a_host_that_is_none_is_refused_with_a_sentence(host):
    with pytest.raises(InputError, match="is not an address of this machine"):
        listening(host, 0)


def test_a_port_that_is_taken_is_refused_in_both_languages():
    with listening("127.0.0.1", 0) as taken, pytest.raises(InputError, match="another program listens there") as error:
        listening("127.0.0.1", taken.getsockname()[1])
    assert "已有别的程序" in error.value.get("zh")


@pytest.mark.parametrize("path", ["/xyz", "/lab", "/teach/3"])
def test_an_address_of_nothing_leads_to_the_lab(path):
    sent, inside = answer(path=path, accept="text/html,*/*")
    assert (sent[0]["status"], inside) == (307, False)
    assert (b"location", b"/") in sent[0]["headers"]


# What Solara would answer and nobody needs.
NOT_FOUND = [
    "/jupyter/api/kernels/x", "/_solara/api/evict/5ae6a4ee-000a-45f3-866f-ef6fe45479f4",
    "/_solara/cdn/", "/_solara/cdn/@widgetti", "/_solara/cdn/@widgetti/solara-vuetify-app@10.1.1/dist",
    "/_solara/cdn/@widgetti/solara-vuetify-app@10.1.1/dist/../dist/fonts.css", "/_solara/cdn/vega@5.21.0/package.json",
    "/_solara/cdn/left-pad@1.3.0/index.js", "/_solara/cdn/requirejs@2.3.6", "/_solara/cdn//etc/passwd",
    "/static/solara_bootstrap.py", "/static/public/x", "/static/assets/../server.py", "/static/",
    "/jupyter/nbextensions/anywidget", "/jupyter/nbextensions/jupyter-js-widgets/extension.js", CLOSE,
]  # fmt: skip


@pytest.mark.parametrize("path", NOT_FOUND)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_what_no_page_needs_is_not_there(path, accept):
    assert refused(*answer(path=path, accept=accept, files=page_files()), 404)


@pytest.mark.parametrize("path", ["/resourcez", "/readyz", "/resourcez/x"])
def test_nothing_is_told_about_the_machine(path):
    assert refused(*answer(path=path), 404)
    assert not answer(path=path, accept="text/html")[1]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
@pytest.mark.parametrize("path", ["/", "/stage/page.js", "/_solara/cdn/requirejs@2.3.6/require.js", "/xyz"])
def test_nothing_is_done_but_read(method, path):
    assert refused(*answer(path=path, method=method, files=page_files()), 404)


def test_files_of_packages_are_read_and_packed_for_the_way():
    files = page_files()
    assert len(files) > 20
    assert {file.suffix for file in files.values()} <= {".js", ".css", ".woff2", ".svg", ".png"}
    path = "/_solara/cdn/requirejs@2.3.6/require.js"
    plain, inside = answer(path=path, files=files)
    packed, _ = answer(path=path, files=files, accept_encoding="gzip, br")
    assert not inside
    assert gzip.decompress(packed[1]["body"]) == plain[1]["body"] == files[path].read_bytes()
    assert headers_of(packed)["content-encoding"] == "gzip"
    assert "immutable" in headers_of(plain)["cache-control"]


def test_a_file_that_has_gone_since_is_not_there(tmp_path):
    assert refused(*answer(path="/static/x.js", files={"/static/x.js": tmp_path / "x.js"}), 404)


ANOTHER_SITE = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/", "/stage/page.js", "/_solara/cdn/requirejs@2.3.6/require.js", "/healthz"])
def test_a_page_of_another_site_gets_nothing(site, path):
    assert refused(*answer(path=path, **(ANOTHER_SITE | {"sec_fetch_site": site})), 403)


def test_a_person_may_open_the_page_from_another_site_but_no_frame_may():
    opened = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    assert answer(path="/teach", sec_fetch_dest="document", **opened)[1]
    assert refused(*answer(path="/teach", sec_fetch_dest="iframe", **opened), 403)
    assert refused(*answer(path="/stage/page.js", sec_fetch_dest="document", **opened), 403)
    lost = answer(path="/nowhere", sec_fetch_dest="document", accept="text/html", **opened)
    assert refused(*lost, 307) and headers_of(lost[0])["location"] == "/"
    assert refused(*answer(path="/stage/x", sec_fetch_dest="document", accept="text/html", **opened), 403)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_the_page_itself_and_a_typed_address_are_answered(site):
    asked = {"sec_fetch_site": site, "sec_fetch_mode": "cors", "sec_fetch_dest": "script"}
    assert answer(path="/stage/page.js", **asked)[0][0]["status"] == 200


def test_no_header_says_where_the_page_stands():
    said = {
        "x_script_name": "/x", "script_name": "/y", "x_forwarded_host": "evil.example", "x_forwarded_prefix": "/z",
        "x_forwarded_proto": "gopher", "x_original_url": "/resourcez", "cookie": "a=b",
    }  # fmt: skip
    assert answer(**said)[1]
    [scope] = LET_IN
    assert (scope["root_path"], scope["path"]) == ("", "/")
    assert {name for name, _ in scope["headers"]} == {b"host", b"cookie"}


@pytest.mark.parametrize("host", ['evil"><script>', "a b", "lab.example/x", "lab.example:x", "x" * 300, "user@lab"])
def test_a_host_that_is_no_name_is_refused_everywhere(host):
    assert refused(*answer(host=host, home=False), 403)


@pytest.mark.parametrize("host", ["my_pc:8791", "my-pc.local", "lab.example:80"])
def test_names_that_people_give_their_computers_are_names(host):
    assert answer(host=host, home=False)[1]


@pytest.mark.parametrize("path", ["/class/", "/class", "/", "/class/teach", "/teach"])
def test_under_a_path_the_page_is_found_with_it_and_without(path):
    assert answer(path=path, root="/class")[1]
    assert LET_IN[0]["path"] == (path.removeprefix("/class") or "/")


def test_under_a_path_files_sockets_and_lost_ways_are_too():
    assert answer(path="/class/stage/page.js", root="/class")[0][0]["status"] == 200
    assert answer(kind="websocket", path=f"/class{TAB}", root="/class")[1]
    sent, _ = answer(path="/class/lost", root="/class", accept="text/html", query="lang=zh")
    assert (b"location", b"/class/?lang=zh") in sent[0]["headers"]
    assert not answer(path="/classes/teach", root="/class")[1]


@pytest.mark.parametrize("path", ["class", "//", "/a//b", "/a/../b", "/a b", '/"', "/ä", "http://x/y", "/.", "/a?b"])
def test_a_root_path_that_is_none_is_told(path):
    if path == "//":
        assert checked_root(path) == ""
        return
    with pytest.raises(InputError, match="--root-path") as caught:
        checked_root(path)
    assert "不是路径" in caught.value.get("zh")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/jupyter/api/kernels/../../x/channels", PAGE), ("/jupyter/api/kernels/5ae6a4ee/shell", PAGE), ("/", PAGE),
        (TAB, ""), (TAB, "session_id="), (TAB, f"{PAGE}&{PAGE}"), (TAB, "session_id=../../x"), ("/echo", PAGE),
    ],
)  # fmt: skip
def test_a_socket_that_no_page_opens_is_closed(path, query):
    assert closed(*answer(kind="websocket", path=path, query=query))


def test_a_page_tells_that_it_is_closed_by_its_names_alone():
    assert answer(path=CLOSE, method="POST", query=PAGE, origin=ORIGIN)[1]
    for path, query in ((CLOSE, ""), ("/_solara/api/close/x", PAGE), (f"{CLOSE}/y", PAGE)):
        assert refused(*answer(path=path, method="POST", query=query, origin=ORIGIN), 404)


def test_more_sockets_than_slot_and_some_are_closed():
    tabs = Tabs(Slots(0), spare=0)
    assert closed(*answer(kind="websocket", tabs=tabs))
    assert answer(kind="websocket", tabs=Tabs(Slots(0), spare=1))[1]


def test_a_browser_whose_tab_is_here_opens_it_anew_however_many_wait():
    mine = {"cookie": "a=b; solara-session-id=mine"}
    slots = Slots(0)
    tabs = Tabs(slots, spare=1)
    found = []

    async def inside(scope, receive, send):
        if scope["type"] == "websocket":
            for cookie in (mine["cookie"], "solara-session-id=other", "solara-session-id-lax=mine", ""):
                found.append(await page(cookie))
        await send({"type": "http.response.start", "status": 200, "headers": []})

    gate = Gate(inside, Guesses("", sleep=at_once), home=True, tabs=tabs)

    def scope(kind, path, cookie, query=""):
        headers = {"host": HOST, "cookie": cookie} | ({"origin": ORIGIN} if kind == "websocket" else {})
        return {
            "type": kind, "path": path, "query_string": query.encode(), "method": "GET",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip

    async def nothing():
        return {"type": "http.request"}

    async def page(cookie):
        sent = []

        async def send(message):
            sent.append(message)

        await gate(scope("http", "/", cookie), nothing, send)
        return sent[0]["status"]

    async def drop(message):
        pass

    async def come():
        await gate(scope("websocket", TAB, mine["cookie"], PAGE), nothing, drop)
        found.append(await page(""))

    asyncio.run(come())
    assert found == [200, 503, 200, 503, 200]


def test_a_request_that_was_no_http_is_answered_by_nobody_else():
    async def inside(scope, receive, send):
        raise LocalProtocolError("too late")

    async def nothing(*_):
        return {}

    scope = {"type": "http", "path": "/", "query_string": b"", "method": "GET", "headers": [(b"host", HOST.encode())]}
    asyncio.run(Gate(inside, Guesses(""), home=True)(scope, nothing, nothing))


def test_who_finds_no_place_among_those_who_wait_gets_a_page_that_tries_again():
    sent, inside = answer(tabs=Tabs(Slots(0), spare=0))
    assert refused(sent, inside, 503)
    page = sent[1]["body"].decode()
    assert "座位已满" in page and "No seat is free" in page and 'http-equiv="refresh" content="10"' in page
    assert answer(tabs=Tabs(Slots(0), spare=1))[1]
    assert answer(path=CLOSE, method="POST", query=PAGE, origin=ORIGIN, tabs=Tabs(Slots(0), spare=0))[1]
