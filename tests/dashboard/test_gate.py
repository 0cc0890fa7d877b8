"""Who may come in: the gate is asked directly, with another application inside."""

import asyncio
import base64
import json
import socket

import pytest

from dashboard.content.content import page_content
from dashboard.content.style import STAGE, style_sheet
from dashboard.server import HOME, Gate, check_host, listening
from dashboard.visits.seats import MOST_ROOMS, Seats
from report.look.font import FONT_FILE
from sim.errors import InputError

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
PASSWORD = "密码 secret:1"


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


def answer(*, kind="http", path="/", method="GET", password=None, home=True, **headers):
    """What the gate sends, and whether the application inside was reached; a header may be None, to be missing."""
    given = {"host": HOST, "origin": ORIGIN if kind == "websocket" else None} | headers
    scope = {
        "type": kind,
        "path": path,
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

    asyncio.run(Gate(inside, password, home=home)(scope, receive, send))
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
@pytest.mark.parametrize("path", ["/", "/stage/page.js", "/healthz", "/_solara/api"])
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
    assert answer(method=method, origin=ORIGIN)[1]
    assert answer(method=method)[1]


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


@pytest.mark.parametrize("file", sorted(STAGE.glob("*.js")), ids=lambda own: own.name)
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


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "lab.example", ""])
def test_other_machines_come_in_with_a_password_only(host):
    for password in (None, ""):
        with pytest.raises(InputError, match="--password"):
            check_host(host, password)
    check_host(host, "secret")


@pytest.mark.parametrize("host", HOME)
def test_at_home_no_password_is_needed(host):
    check_host(host, None)


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


def test_seats_are_taken_and_left():
    seats = Seats(2)
    assert [seats.take(), seats.take(), seats.take()] == [True, True, False]
    assert (seats.full, seats.taken) == (True, 2)
    seats.leave()
    assert seats.take()
    assert MOST_ROOMS >= 12


@pytest.mark.parametrize("host", ["192.168..5", ".example", "x" * 300, "no.such.host.invalid"])
def test_a_host_that_is_none_is_refused_with_a_sentence(host):
    with pytest.raises(InputError, match="is no address of this machine"):
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
