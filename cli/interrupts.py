"""Ctrl-C within two seconds, also while compiled code or the compiler does not listen to Python.

Python answers Ctrl-C only between two of its own steps. A helper thread hears of the signal at once; if
the program has not answered it by ``PATIENCE``, the thread says so and ends the process.
"""

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

from cli.words import say

PATIENCE = 1.5  # s


class Interrupted(KeyboardInterrupt):
    """Ctrl-C; the sentence says what is finished and kept."""


@contextlib.contextmanager
def watched(language: str) -> Iterator[None]:
    """Watch over Ctrl-C while the body runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    answered = threading.Event()

    def answer(number: int, frame: Any) -> None:
        answered.set()
        signal.default_int_handler(number, frame)

    ours, systems = socket.socketpair()
    systems.setblocking(False)
    wakeup = signal.set_wakeup_fd(systems.fileno(), warn_on_full_buffer=False)
    handler = signal.signal(signal.SIGINT, answer)
    threading.Thread(target=_end_if_unheard, args=(ours, answered, language), daemon=True).start()
    try:
        yield
    except KeyboardInterrupt:
        answered.set()  # also where somebody else heard of it
        raise
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.set_wakeup_fd(wakeup)
        systems.close()


def _end_if_unheard(ours: socket.socket, answered: threading.Event, language: str) -> None:
    with ours:
        while heard := ours.recv(1):
            if heard[0] == signal.SIGINT and not answered.wait(PATIENCE):
                sys.stderr.write(say("interrupted_nothing", language) + "\n")
                sys.stderr.flush()
                os._exit(130)
