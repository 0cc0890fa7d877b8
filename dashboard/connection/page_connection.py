"""One visitor: a seat, a session and its thread, and what runs for the visitor in the background."""

from typing import Any

from dashboard.connection.runner import Runner, Sink
from dashboard.connection.slots import SLOTS
from dashboard.session.session import Session


class PageConnection:
    """From a tab's first word to its end."""

    def __init__(self, sink: Sink, tab: str = "") -> None:
        """Take a seat where one is free."""
        self._sink = sink
        self._tab = tab
        self._runner = Runner(Session, sink) if SLOTS.take(tab) else None
        if self._runner:
            self._runner.start()

    def hear(self, message: Any) -> None:
        """Hear a message of the page."""
        if self._runner is None:
            self._sink({"kind": "full"}, [])
        else:
            self._runner.ask(message)

    def close(self) -> None:
        """End the thread and give the seat back."""
        if self._runner is not None:
            self._runner.stop()
            self._runner = None
            SLOTS.leave(self._tab)
