"""The standard streams as commands use them: output to people may fail, and never stops the work."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO

_STANDARD = 3  # input, output, errors


class Guarded:
    """A stream whose failures are remembered in ``failed`` instead of raised; what comes after one goes nowhere."""

    def __init__(self, stream: TextIO) -> None:
        """Stand before a stream."""
        self._stream = stream
        self.failed: OSError | None = None

    def write(self, text: str) -> int:
        """Write, where that is still possible."""
        if self.failed is None:
            try:
                self._stream.write(text)
            except OSError as error:
                self._lose(error)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written, where that is still possible."""
        if self.failed is None:
            try:
                self._stream.flush()
            except OSError as error:
                self._lose(error)

    def __getattr__(self, name: str) -> Any:
        """Be the stream in everything else."""
        return getattr(self._stream, name)

    def _lose(self, error: OSError) -> None:
        """Remember what went wrong; what is still in the buffer must not fail again as Python ends."""
        self.failed = error
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


@contextlib.contextmanager
def guarded() -> Iterator[Guarded]:
    """Guard output and errors while the body runs; give the guarded output."""
    before = sys.stdout, sys.stderr
    _fill_closed()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    output, errors = Guarded(sys.stdout), Guarded(sys.stderr)
    sys.stdout, sys.stderr = output, errors
    try:
        yield output
    finally:
        output.flush()
        errors.flush()
        sys.stdout, sys.stderr = before[0] or sys.__stdout__, before[1] or sys.__stderr__


def _fill_closed() -> None:
    """Put nowhere in the place of streams that were closed at start.

    Otherwise the next file that is opened takes their number, and whoever prints writes into it.
    """
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        while (number := os.open(os.devnull, os.O_RDWR)) < _STANDARD:
            os.set_inheritable(number, True)
        os.close(number)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 (as long as we run)
