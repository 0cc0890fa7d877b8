"""The thread that lives one visitor's worlds: takes what the page asks, lives months in time, sends what is new.

While the visitor stands still, an ensemble and a comparison may run beside it; what they find comes through the
same queue, so that one thread alone speaks to the page.

A page acknowledges every delta. With ``WINDOW`` of them under way nothing more is sent, so that a slow page is
never flooded; what it misses comes with the next. A page that has not answered for a while is paused.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.background.background import Background, not_done, refused
from dashboard.background.ensemble import Question
from dashboard.export.answer import answer
from dashboard.session.messages import MESSAGES, PageRequest, checked_request
from dashboard.session.session import Session
from sim.errors import SimError

Sink = Callable[[dict[str, Any], list[bytes]], None]
WINDOW = 2
SILENT = 10.0  # s without an answer, after which a playing session is paused
IDLE = 0.5  # s between looks at the clock while nothing happens
FRAME = 1 / 30  # s, the least between two deltas while playing
RECORDED_KINDS = ("findings", "bands")
"""What the background finds that belongs into a recording."""
_WAKE = object()
"""What makes the thread look up, and is nothing else."""
MOST_WAITING = 200
"""Messages of a page that may wait; more are refused, for a page sends ten a second."""


@dataclass(frozen=True, slots=True)
class BackgroundResult:
    """What something in the background tells the page, and the question that it answers, if one."""

    content: dict[str, Any]
    buffers: list[bytes]
    question: Question | None = None


class Runner:
    """One visitor's thread; ``stop`` ends it."""

    def __init__(self, make: Callable[[], Session], sink: Sink) -> None:
        """Start nothing yet; the thread makes the session, ``sink`` brings a message to the page."""
        self._make = make
        self._sink = sink
        self._inbox: queue.Queue[object] = queue.Queue(MOST_WAITING)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)
        self._seq = self._acknowledged = 0
        self._heard = time.monotonic()
        self._greeted = False
        self._due = self._sent_at = self._moved = 0.0
        self._news = False
        self._background = Background(self._hear_background)

    def start(self) -> None:
        """Begin to live."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; it comes to the end of its month."""
        self._stopped.set()
        self._background.stop()
        self._put(_WAKE)

    def alive(self) -> bool:
        """Tell whether the thread runs."""
        return self._thread.is_alive()

    def ask(self, message: object) -> None:
        """Hear a message of the page, from any thread."""
        self._put(message)

    def _hear_background(
        self, content: dict[str, Any], buffers: Sequence[bytes] = (), question: Question | None = None
    ) -> None:
        """Hear from the background, waiting for session in the queue as long as the thread lives."""
        while not self._stopped.is_set():
            with contextlib.suppress(queue.Full):
                self._inbox.put(BackgroundResult(content, list(buffers), question), timeout=IDLE)
                return

    def _put(self, message: object) -> None:
        try:
            self._inbox.put_nowait(message)
        except queue.Full:
            return

    def _run(self) -> None:
        self.session = self._make()
        while not self._stopped.is_set():
            self._listen()
            if self._stopped.is_set():
                return
            try:
                self._simulate()
            except SimError as error:  # a rule that fails: say so and stand still
                self.session.pause()
                self._refuse(error)
            except Exception:  # a bug of ours: the visitor keeps the session
                self.session.pause()
                self._refuse(not_done())
            self._send()
            if self._greeted and not self._stopped.is_set():
                self._background.look_at(self.session, quiet=time.monotonic() - self._moved)

    def _listen(self) -> None:
        """Take up what was asked, waiting until the next month is due."""
        wait = self._wait()
        try:
            message = self._inbox.get(timeout=wait) if wait > 0 else self._inbox.get_nowait()
        except queue.Empty:
            return
        while True:
            if message is not _WAKE:
                self._answer(message)
            try:
                message = self._inbox.get_nowait()
            except queue.Empty:
                return

    def _wait(self) -> float:
        if self._news and self._may_send():
            return max(0.0, self._sent_at + FRAME - time.monotonic()) if self.session.playing else 0.0
        return min(IDLE, max(0.0, self._due - time.monotonic())) if self.session.playing else IDLE

    def _answer(self, message: object) -> None:
        if isinstance(message, BackgroundResult):
            if message.question and not self._background.matches(message.question, self.session):
                return  # the worlds have become others since
            if message.content["kind"] in RECORDED_KINDS:
                self.session.last_found[message.content["kind"]] = message.content, message.buffers
            self._sink(message.content, message.buffers)
            return
        self._heard = time.monotonic()
        about = message.get("kind") if isinstance(message, dict) else None
        try:
            wanted = checked_request(message)
            if wanted.kind == "ack":
                self._acknowledged = max(self._acknowledged, min(wanted.values["seq"], self._seq))
                return
            self._do(wanted)
        except SimError as error:
            self._refuse(error, about)
        except Exception:  # a bug of ours costs the visitor one answer, not the session
            self._refuse(not_done(), about)

    def _do(self, wanted: PageRequest) -> None:
        self._moved = time.monotonic()
        self._news = True
        if self._background.handles(wanted, self.session):
            return
        was_playing = self.session.playing
        for content, buffers in answer(self.session, wanted):
            self._sink(content, buffers)
            if content["kind"] == "begin":  # the page forgets what came before, and acknowledges none of it
                self._greeted, self._acknowledged = True, self._seq
        if self.session.playing and not was_playing:
            self._due = time.monotonic()

    def _refuse(self, error: SimError, about: object = None) -> None:
        """Say what was wrong, and with which message of the page where it was one."""
        known = about if isinstance(about, str) and about in MESSAGES else None
        self._sink(refused(error, known), [])
        self._news = True

    def _simulate(self) -> None:
        """Live the month that is due; behind by much, the clock is set anew rather than caught up with."""
        now = time.monotonic()
        if not self.session.playing or now < self._due:
            return
        if now - self._heard > SILENT:
            self.session.pause()
            return
        if self._seq - self._acknowledged >= WINDOW and self.session.speed == 0:
            self._due = now + FRAME
            return
        self.session.simulate_month()
        pause = 1 / self.session.speed if self.session.speed else 0.0
        self._due = self._due + pause if now - self._due < 1.0 else now + pause
        self._news = True

    def _may_send(self) -> bool:
        return self._greeted and self._seq - self._acknowledged < WINDOW

    def _send(self) -> None:
        now = time.monotonic()
        if not self._news or not self._may_send() or (self.session.playing and now < self._sent_at + FRAME):
            return
        self._seq += 1
        content, buffers = self.session.delta()
        self._sink({**content, "seq": self._seq}, buffers)
        self._sent_at, self._news = now, False
