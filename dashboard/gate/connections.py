"""Connections: no more than the system has descriptors for, none that never says what it wants."""

import asyncio
import logging
import math
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any

import h11
from cachetools import TTLCache
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.gate.pace import Pace
from experiments.runs.open_files import allowed_files
from sim.errors import InputError
from sim.text import Text

REQUEST_WITHIN = 10.0
"""Seconds in which a request must have come whole."""
ANSWERED_WITHIN = 120.0
"""Seconds in which a browser must have taken an answer."""
LARGEST_HEADER = 64 * 1024
"""Bytes of a request's first line and headers: a link may hold a scenario file."""
MOST = 600
"""Connections at once, where there are descriptors enough."""
FEWEST = 32
WANTED_FILES = 8192
OWN_FILES = 160
"""Descriptors of the program itself, its worker processes, and what comes in one moment."""
FILES_OF_TAB = 6
"""Descriptors of a connected tab: its socket, its thread's loop."""
NEW_EACH_SECOND, NEW_AT_ONCE, LONGEST_WAIT = 100.0, 600.0, 5.0
"""New connections of one address that are read at once: a class behind one proxy; further ones wait for so many
seconds at most."""
LOG_EVERY = 10.0
"""Seconds between two lines in the terminal about connections."""


def connections_for(tabs: int) -> int:
    """Return how many connections there may be beside so many tabs; raises the system's limit where it may.

    Raises:
        InputError: the system allows too few open files for so many tabs.
    """
    allowed = allowed_files(WANTED_FILES)
    left = allowed - OWN_FILES - FILES_OF_TAB * tabs
    if left < FEWEST:
        needed = OWN_FILES + FILES_OF_TAB * tabs + FEWEST
        raise InputError(
            f"The system allows {allowed} open files; so many visitors need {needed}: "
            f"type ulimit -n {needed} before, or take fewer --rooms.",
            f"系统只允许打开 {allowed} 个文件；这么多访问者需要 {needed} 个："
            f"请先运行 ulimit -n {needed}，或减少 --rooms。",
        )
    return min(MOST, left) + tabs


class Said:
    """What was said in the last ``every`` seconds, so that nobody makes us say it again and again."""

    def __init__(self, every: float = LOG_EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing said."""
        self._said: TTLCache[Hashable, bool] = TTLCache(math.inf, every, clock)
        self._lock = threading.Lock()

    def anew(self, what: Hashable) -> bool:
        """Note that this is to be said, and tell whether it may be."""
        with self._lock:
            new = what not in self._said
            self._said.setdefault(what, True)
        return new


def seldom(
    log: Callable[[Text], None], every: float = LOG_EVERY, clock: Callable[[], float] = time.monotonic
) -> Callable[[Text], None]:
    """Return ``log`` that says the same no more than once in ``every`` seconds."""
    said = Said(every, clock)

    def logging(text: Text) -> None:
        if said.anew(text):
            log(text)

    return logging


class Seldom(logging.Filter):
    """Lets the same line of the log through once in a while, however often clients make it come."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__()
        self._said = Said()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line may be written."""
        return self._said.anew((record.name, str(record.msg)[:200], _spot(record)))


def _spot(record: logging.LogRecord) -> tuple[str, int]:
    """Return where an exception was raised, which tells it from others that are told alike."""
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ("", 0)


class Door:
    """All connections of a server: those that have not yet asked for anything give way to others."""

    def __init__(self, most: int, log: Callable[[Text], None], clock: Callable[[], float] = time.monotonic) -> None:
        """Let in ``most``; ``log`` hears now and then that more want to come."""
        self.most = most
        self._clock = clock
        self._log = seldom(log, clock=clock)
        self._paces: dict[str, Pace] = {}
        self._waiting: dict[Any, None] = {}  # in the order in which they came

    def come(self, own: Any, number: int) -> Any | None:
        """Note one that has come as the ``number``-th, and return which one has to go, None where all may stay."""
        self._waiting[own] = None
        if number <= self.most:
            return None
        self._log(
            Text(
                f"More than {self.most} connections at once; those that ask for nothing are closed.",
                f"同时连接超过 {self.most} 个；没有提出请求的已断开。",
            )
        )
        gone = next(iter(self._waiting))
        del self._waiting[gone]
        return gone

    def wait(self, address: str) -> float:
        """Return the seconds until a new connection of an address is read."""
        if len(self._paces) > self.most:
            self._paces = {known: pace for known, pace in self._paces.items() if not pace.fresh}
        pace = self._paces.setdefault(address, Pace(NEW_EACH_SECOND, NEW_AT_ONCE, self._clock, LONGEST_WAIT))
        return pace.wait(1)

    def requested(self, own: Any) -> None:
        """Note that one has asked for something, or has gone."""
        self._waiting.pop(own, None)


def protocol(door: Door) -> type[H11Protocol]:
    """Return the kind of connection that a door lets in, for uvicorn."""

    class Connection(H11Protocol):
        """An HTTP connection with a time for everything."""

        _deadline: asyncio.TimerHandle | None = None
        _waits: asyncio.TimerHandle | None = None
        _handed_on = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            gone = door.come(self, len(self.connections))
            if gone is not None:
                gone.transport.abort()
            delay = door.wait(self.client[0] if self.client else "")
            self._set(REQUEST_WITHIN + delay)
            if delay:
                self.flow.pause_reading()
                self._waits = self.loop.call_later(delay, self.flow.resume_reading)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._handed_on:
                return
            waiting = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
            if waiting and self._deadline is None:
                self._set(REQUEST_WITHIN)
            elif not waiting:
                door.requested(self)

        def handle_events(self) -> None:
            before = self.cycle
            super().handle_events()
            if self.cycle is not before:
                self._set(ANSWERED_WITHIN)
                door.requested(self)

        def handle_websocket_upgrade(self, event: h11.Request) -> None:
            self._set(None)
            self._handed_on = True
            door.requested(self)
            super().handle_websocket_upgrade(event)

        def on_response_complete(self) -> None:
            self._set(None)
            super().on_response_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._set(None)
            if self._waits is not None:  # it would keep what is gone
                self._waits.cancel()
            door.requested(self)
            super().connection_lost(exc)

        def _set(self, seconds: float | None) -> None:
            """Close the connection after so many seconds, unless something else is set before."""
            if self._deadline is not None:
                self._deadline.cancel()
            self._deadline = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)

    return Connection
