"""Ctrl-C, ``kill`` and a closed terminal: heard at any moment, answered within two seconds by one line.

Python answers a signal only between two of its own steps. A helper thread hears of it at once; if the program
has not answered by ``PATIENCE``, because compiled code or the compiler does not listen, the thread says so and
ends the process. While a module is being imported the answer waits until that is over: imports cut in half
turn into other errors.
"""

import _thread
import contextlib
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

PATIENCE = 1.5  # s
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C; what ``kill``, ``timeout``, systemd and job schedulers send; what a closed terminal sends."""

_LOOK = 0.05  # s
_IMPORTING = "<frozen importlib._bootstrap>"
Tell = Callable[[], str]


class Interrupted(KeyboardInterrupt):
    """The work was stopped; the sentence says what is finished and kept."""


@dataclass
class Watch:
    """What was heard: ``number`` is the signal, 0 before any; ``arguments`` are the command's."""

    arguments: Sequence[str] = ()
    number: int = 0
    waiting: bool = False
    answered: threading.Event = field(default_factory=threading.Event)

    @property
    def language(self) -> str:
        """Return the language of the command, that of the locale where it names none that is known."""
        from cli.language import chosen_language, language_of_locale
        from sim.errors import InputError

        try:
            return chosen_language(self.arguments)[0]
        except InputError:
            return language_of_locale()

    @property
    def code(self) -> int:
        """Return the exit code, as shells count it."""
        return 128 + (self.number or signal.SIGINT)

    def answer(self, number: int, frame: FrameType | None) -> None:
        """Stop the program here, or, while it imports something, a moment later."""
        if _importing(frame):
            self.waiting = True
            return
        self.number = number
        self.answered.set()
        raise KeyboardInterrupt


_tell: list[Tell] = []
_leave: list[Callable[[], None]] = []


def then_leave(leave: Callable[[], None]) -> None:
    """From here on ``leave`` puts things right where the process is ended in the middle of its work."""
    _leave[:] = [leave]


def then_say(tell: Tell) -> None:
    """From here on ``tell`` says what is kept when the command is interrupted."""
    _tell[:] = [tell]


def say_saved(watch: Watch, interruption: KeyboardInterrupt | None = None) -> int:
    """Say in one line what is kept, and return the exit code."""
    own = isinstance(interruption, Interrupted)
    text = str(interruption) if own else saved(watch.language)
    sys.stdout.flush()
    sys.stderr.write(text + "\n")
    return watch.code


def saved(language: str) -> str:
    """Return the sentence on what is kept, as the command has told it last."""
    from cli.words import say

    if not _tell:
        return say("interrupted_nothing", language)
    try:
        return _tell[0]()
    except Exception:  # what is kept cannot be looked up: the sentence must not claim anything
        return say("interrupted", language)


@contextlib.contextmanager
def watched(arguments: Sequence[str] = ()) -> Iterator[Watch]:
    """Watch over the signals that end a program while the body runs."""
    watch = Watch(arguments)
    _tell.clear()
    _leave.clear()
    if threading.current_thread() is not threading.main_thread():
        yield watch
        return
    ours, systems = socket.socketpair()
    systems.setblocking(False)
    wakeup = signal.set_wakeup_fd(systems.fileno(), warn_on_full_buffer=False)
    # Whoever starts us with a signal ignored (``nohup``) wants us to go on; a shell does so for Ctrl-C of any ``&``.
    heard = [stop for stop in STOPS if stop == signal.SIGINT or signal.getsignal(stop) != signal.SIG_IGN]
    before = [(stop, signal.signal(stop, watch.answer)) for stop in heard]
    threading.Thread(target=_end_if_unheard, args=(ours, watch), daemon=True).start()
    try:
        yield watch
    except KeyboardInterrupt:
        watch.answered.set()  # also where somebody else heard of it
        raise
    finally:
        for stop, handler in before:
            signal.signal(stop, signal.SIG_DFL if handler is None else handler)
        signal.set_wakeup_fd(wakeup)
        systems.close()
        _tell.clear()
        _leave.clear()


def _importing(frame: FrameType | None) -> bool:
    """Tell whether a module is being loaded in the thread of this frame."""
    while frame is not None:
        if frame.f_code.co_filename == _IMPORTING:
            return True
        frame = frame.f_back
    return False


def _end_if_unheard(ours: socket.socket, watch: Watch) -> None:
    with ours:
        while heard := ours.recv(1):
            if heard[0] in STOPS:
                _see_it_answered(heard[0], watch)


def _see_it_answered(number: int, watch: Watch) -> None:
    """Wait for the answer, ask once more where it had to wait, and end the process where none comes."""
    until = time.monotonic() + PATIENCE
    while not watch.answered.wait(_LOOK):
        ours = signal.getsignal(number) == watch.answer
        if ours and time.monotonic() > until:
            watch.number = number
            end_at_once(watch.code, saved(watch.language))
        if watch.waiting:
            watch.waiting = False
            _thread.interrupt_main(signal.Signals(number))
        if not ours:  # somebody else answers for a while, such as the page's server
            return


def end_at_once(code: int, text: str) -> None:
    """End the process with one line; no lock and no folder of our workers' sockets stays behind."""
    for leave in _leave:
        with contextlib.suppress(Exception):
            leave()
    with contextlib.suppress(Exception):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    multiprocessing: Any = sys.modules.get("multiprocessing.process")
    folder = multiprocessing and multiprocessing.current_process()._config.get("tempdir")
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(code)
