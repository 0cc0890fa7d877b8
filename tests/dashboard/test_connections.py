"""Connections give way before descriptors run out, and the log stays short."""

import asyncio
import logging
import subprocess
import sys

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from dashboard.gate.connections import (
    FEWEST,
    FILES_OF_TAB,
    LONGEST_WAIT,
    MOST,
    NEW_AT_ONCE,
    NEW_EACH_SECOND,
    OWN_FILES,
    Door,
    Seldom,
    connections_for,
    protocol,
)
from sim.errors import InputError

PROGRAM = """
import resource, sys
from dashboard.gate.connections import connections_for
soft, hard, tabs = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
try:
    print(connections_for(tabs), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
except Exception as error:
    print(error)
"""


def with_limit(soft, hard, tabs):
    line = [sys.executable, "-c", PROGRAM, str(soft), str(hard), str(tabs)]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_systems_limit_is_raised_where_it_may_be_and_kept_to_where_not():
    connections, files = map(int, with_limit(256, 4096, 20).split())
    assert (connections, files) == (MOST + 20, 4096)
    connections, files = map(int, with_limit(512, 512, 20).split())
    assert files == 512
    assert connections >= FEWEST + 20
    assert OWN_FILES + FILES_OF_TAB * 20 + (connections - 20) <= 512


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_too_few_files_for_so_many_visitors_is_told_before_anybody_comes():
    said = with_limit(256, 256, 208)
    assert said.startswith("The system allows 256 open files; so many visitors need 1440: type ulimit -n 1440")


def test_the_sentence_is_chinese_too(monkeypatch):
    monkeypatch.setattr("dashboard.gate.connections.allowed_files", lambda wanted: 100)
    with pytest.raises(InputError) as caught:
        connections_for(12)
    assert "系统只允许打开 100 个文件" in caught.value.get("zh")


def test_who_says_nothing_gives_way_to_who_comes():
    last_found, now = [], 0.0
    door = Door(3, last_found.append, lambda: now)
    assert [door.come(name, number) for number, name in enumerate("abc", start=1)] == [None] * 3
    door.requested("a")
    assert [door.come("d", 4), door.come("e", 4)] == ["b", "c"]
    assert [item.en for item in last_found] == [
        "More than 3 connections at once; those that ask for nothing are closed."
    ]
    door.requested("d")
    door.requested("e")
    assert door.come("f", 4) == "f"  # all others are being answered


def test_clients_do_not_make_the_log_grow(caplog):
    logger = logging.getLogger("tests.seldom")
    seldom = Seldom()
    logger.addFilter(seldom)
    try:
        for _ in range(1000):
            logger.warning("Invalid HTTP request received.")
        for _ in range(1000):
            try:
                raise ValueError("of a client")
            except ValueError:
                logger.exception("it failed")
        logger.warning("another")
    finally:
        logger.removeFilter(seldom)
    assert [record.getMessage() for record in caplog.records] == [
        "Invalid HTTP request received.",
        "it failed",
        "another",
    ]


def test_new_connections_of_one_address_wait_where_they_are_too_many_and_others_do_not():
    now = 0.0
    door = Door(3, lambda text: None, lambda: now)
    assert not any(door.wait("a") for _ in range(int(NEW_AT_ONCE)))
    assert door.wait("a") == pytest.approx(1 / NEW_EACH_SECOND)
    for _ in range(2 * int(LONGEST_WAIT * NEW_EACH_SECOND)):
        longest = door.wait("a")
    assert longest == pytest.approx(LONGEST_WAIT)
    assert door.wait("b") == 0
    now = LONGEST_WAIT + NEW_AT_ONCE / NEW_EACH_SECOND
    assert door.wait("a") == 0
    for name in "bcdefgh":
        now += 1
        door.wait(name)
    assert len(door._paces) <= 5


class Came:
    """Stands for a transport: whether it is read."""

    def __init__(self) -> None:
        self.read, self.closing = True, False

    def get_extra_info(self, name):
        return ("10.0.0.7", 1234) if name == "peername" else None

    def is_closing(self):
        return self.closing

    def pause_reading(self):
        self.read = False

    def resume_reading(self):
        self.read = True

    def abort(self):
        self.closing = True

    close = abort


@pytest.mark.parametrize("leaves", [False, True])
def test_what_waits_is_read_when_its_time_has_come(leaves):
    class Late(Door):
        def wait(self, address):
            assert address == "10.0.0.7"
            return 0.05

    async def inside(scope, receive, send):
        pass

    async def come():
        kind = protocol(Late(9, lambda text: None))
        config = Config(inside, http=kind)
        config.load()
        transport = Came()
        connection = kind(config, ServerState(), {})
        connection.connection_made(transport)
        assert not transport.read
        if leaves:
            connection.connection_lost(None)
        await asyncio.sleep(0.2)
        return transport.read

    assert asyncio.run(come()) is not leaves
