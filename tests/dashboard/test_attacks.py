"""Attacks on a page that is really served, over this machine's own network alone: all of them bounded and quick."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from dashboard.gate.connections import MOST, REQUEST_WITHIN
from dashboard.gate.files import page_files
from tests.dashboard.clients import Guest, basic, get, message, netloc, opened, raw
from tests.served import served

PASSWORD = "open sesame"
KNOWN = basic(PASSWORD)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log.txt"


@pytest.fixture(scope="module")
def proxy() -> Iterator[socket.socket]:
    """A proxy that the environment of the server names; whoever asks it is heard."""
    with socket.create_server(("127.0.0.1", 0)) as own, pytest.MonkeyPatch.context() as patch:
        own.settimeout(0.2)
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.setenv(name, f"http://127.0.0.1:{own.getsockname()[1]}")
        yield own


@pytest.fixture(scope="module")
def address(log: Path, proxy: socket.socket) -> Iterator[str]:
    before = {str(file): file.stat() for file in page_files().values()}
    with served(log, "--password", PASSWORD, "--rooms", "4") as found:
        yield found
    after = {str(file): file.stat() for file in page_files().values()}
    assert {name: item.st_size for name, item in before.items()} == {name: item.st_size for name, item in after.items()}
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def guest(address: str) -> Iterator[Guest]:
    """Somebody honest, whom no attack may disturb: what he asks after it is answered."""
    own = Guest(address, PASSWORD)
    assert own.first["kind"] == "delta"
    yield own
    simulated = own.now["simulated"]
    own.ask(kind="step")
    own.until(lambda last_found: last_found.get("simulated", 0) > simulated, 20)
    own.close()


def test_asking_for_a_folder_of_a_package_leaves_the_package_alone(address: str, guest: Guest):
    file = next(page_file for page_file in page_files() if page_file.endswith("fonts.css"))
    for path in (file.rpartition("/")[0], "/_solara/cdn/@widgetti", "/_solara/cdn", "/_solara/cdn/requirejs@2.3.6"):
        for also in (path, path + "/", path + "/.", path.replace("@", "%40"), path + "/../" + path.rpartition("/")[2]):
            assert get(address, also, **KNOWN)[0] == 404
    assert get(address, file, **KNOWN)[0] == 200


def test_no_visitor_says_for_others_where_the_page_stands(address: str):
    host = "evil.example"
    assert get(address, "/", Accept="text/html", X_Forwarded_Host=host, Host=host, **KNOWN)[0] == 403
    said = {"X-Script-Name": '/"><script>alert(1)</script>', "Script-Name": "/x", "X-Forwarded-Prefix": "/x"}
    for _ in range(2):
        status, _, body = get(address, "/", Accept="text/html", **said, **KNOWN)
        assert status == 200
        assert b"alert(1)" not in body
        assert b'solara.rootPath = ""' in body


def test_forty_files_that_are_not_there_hold_nobody(address: str, guest: Guest):
    begun = time.monotonic()
    for number in range(40):
        assert get(address, f"/_solara/cdn/none{number}@1.0.0/index.js", **KNOWN)[0] == 404
    assert get(address, "/stage/page.js", **KNOWN)[0] == 200
    assert time.monotonic() - begun < 5


def test_a_proxy_of_the_environment_is_never_asked(address: str, proxy: socket.socket):
    for path in ("/_solara/cdn/vue@3.0.0/x.js", "/_solara/cdn/requirejs@2.3.6/require.js", "/"):
        get(address, path, **KNOWN)
    with pytest.raises(TimeoutError):
        proxy.accept()


@pytest.mark.parametrize(
    "text",
    ["null", "[]", "{", "[" * 100_000, message("shutdown_request", {}), message("comm_msg", {"comm_id": 1, "data": 1})],
    ids=range(6),
)
def test_a_message_that_no_page_sends_ends_its_own_socket(address: str, guest: Guest, text: str):
    with opened(address, PASSWORD) as tab:
        tab.send(text)
        with pytest.raises(ConnectionClosed):
            while True:
                tab.recv(timeout=10)


def test_a_message_that_no_session_understands_gets_a_sentence(guest: Guest):
    for content in (
        None,
        [],
        5,
        "x",
        {},
        {"kind": None},
        {"kind": "hello", "more": 1},
        {"kind": "step", "x" * 5000: 1},
    ):
        guest.say(content)
        last_found = guest.until(lambda last_found: last_found.get("kind") == "refused", 20)
        assert last_found["en"].startswith("The ")
        assert len(last_found["en"]) < 200


def test_a_scenario_that_no_parser_should_see_is_refused_at_once(guest: Guest):
    for text in ("a." * 30_000 + "a = 1", "x = " + "[" * 60_000, "a=1\n" * 15_000, "\x00" * 60_000, "'" * 65_000):
        begun = time.monotonic()
        guest.ask(kind="open_file", world=1, name="mine.toml", text=text)
        last_found = guest.until(lambda last_found: last_found.get("kind") == "refused", 20)
        assert last_found["about"] == "open_file"
        assert time.monotonic() - begun < 5


def test_a_message_of_too_many_bytes_ends_its_socket_with_a_line(address: str, guest: Guest, log: Path):
    with opened(address, PASSWORD) as tab, pytest.raises(ConnectionClosed):
        tab.send("x" * (3 * 2**20))
        tab.recv(timeout=10)
    end = time.monotonic() + 10
    while "is larger than 2 MB" not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_what_is_no_http_leaves_no_traceback(address: str, guest: Guest, log: Path):
    for path in ("/", "/nosuch"):
        for method in ("POST", "GET"):
            with raw(address) as stranger:
                head = f"{method} {path} HTTP/1.1\r\nHost: {netloc(address)}\r\nTransfer-Encoding: chunked\r\n\r\n"
                stranger.sendall(head.encode() + b"zz\r\n")
                assert stranger.recv(100)
    time.sleep(0.5)
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_nobody_says_in_the_terminal_who_he_is(address: str, log: Path):
    said = {"X-Forwarded-For": "all is lost", "X-Real-IP": "all is lost", "Forwarded": "for=all-is-lost"}
    assert get(address, "/", **basic("open barley"), **said)[0] == 401
    with opened(address, PASSWORD, **said) as tab, pytest.raises(ConnectionClosed):
        tab.send("null")
        tab.recv(timeout=10)
    last_found = log.read_text(encoding="utf-8")
    assert "lost" not in last_found and "is none that the page sends" in last_found


def test_a_password_that_is_no_text_is_one_that_is_wrong(address: str):
    for said in ("Basic /w==", "Basic é", "Basic", "Basic " + "A" * 8000, "Bearer x"):
        assert get(address, "/", Authorization=said.encode().decode("latin-1"))[0] == 401
    with pytest.raises(InvalidStatus) as caught:
        opened(address, "open barley")
    assert caught.value.response.status_code == 403


def test_guesses_are_told_in_the_terminal(address: str, log: Path):
    begun = time.monotonic()
    assert get(address, "/", **basic("open barley"))[0] == 401
    assert time.monotonic() - begun >= 1
    assert "from 127.0.0.1." in log.read_text(encoding="utf-8")


def test_headers_without_end_are_cut_off(address: str, guest: Guest):
    with raw(address) as stranger:
        stranger.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"y" * 200_000)
        assert b"400" in stranger.recv(100)


@pytest.mark.slow
def test_half_a_request_does_not_stay(address: str, guest: Guest):
    begun = time.monotonic()
    with raw(address) as silent, raw(address) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        for stranger in (silent, slow):
            stranger.settimeout(REQUEST_WITHIN + 10)
            assert stranger.recv(100) == b""
    assert REQUEST_WITHIN - 1 <= time.monotonic() - begun < REQUEST_WITHIN + 8


@pytest.mark.slow
def test_more_connections_than_there_may_be_neither_hang_the_page_nor_fill_the_log(
    address: str, guest: Guest, log: Path
):
    before = len(log.read_text(encoding="utf-8"))
    with ExitStack() as strangers:
        for _ in range(MOST + 100):
            strangers.enter_context(raw(address))
        assert get(address, "/healthz", **KNOWN)[0] == 200
        guest.ask(kind="step")
        guest.until(lambda last_found: last_found.get("simulated", 0) >= 1, 20)
    said = log.read_text(encoding="utf-8")[before:]
    assert said.count("those that ask for nothing are closed") in (1, 2)
    assert len(said) < 1000


@pytest.mark.slow
def test_more_tabs_than_slot_leave_nothing_behind(address: str):
    others = [Guest(address, PASSWORD) for _ in range(4)]
    late = Guest(address, PASSWORD)
    assert late.first["kind"] == "full"
    late.sleep()
    with ExitStack() as sockets, pytest.raises(InvalidStatus):
        for _ in range(20):
            sockets.enter_context(opened(address, PASSWORD))
    for other in others:
        other.close()
    again = Guest(address, PASSWORD)
    assert again.first["kind"] == "delta"
    again.close()
