"""How far the work is, on the error stream: a bar in a terminal, plain lines elsewhere."""

import contextlib
import sys
import time
from collections.abc import Iterator

from experiments.cli.words import say
from experiments.engines import Progress

LINES = 5  # plain lines for the whole work


def note(key: str, language: str, **values: object) -> None:
    """Say something beside the results."""
    sys.stderr.write(say(key, language, **values) + "\n")
    sys.stderr.flush()


def say_if_cold(language: str) -> None:
    """Say that the rules are being compiled where they are."""
    from sim.compiled import is_warm

    if not is_warm():
        note("compiling", language)


@contextlib.contextmanager
def communities(total: int, language: str) -> Iterator[Progress]:
    """Give a function that shows the communities done and the time left."""
    if not sys.stderr.isatty():
        yield _Lines(language).show
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn(say("left", language)), TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(say("communities", language), total=total)
        yield lambda done, of: bar.update(task, completed=done, total=of)


class _Lines:
    """A few plain lines; the pace is that since the first community, which may have compiled the rules."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.first: tuple[int, float] | None = None
        self.next = 1 / LINES

    def show(self, done: int, of: int) -> None:
        """Write a line after every fifth of the work."""
        now = time.monotonic()
        if self.first is None:
            self.first = (done, now)
        if done < self.next * of and done < of:
            return
        self.next = done / of + 1 / LINES
        before, since = self.first
        if done == before:
            note("communities_done", self.language, done=done, of=of)
        else:
            seconds = (now - since) / (done - before) * (of - done)
            note("communities_left", self.language, done=done, of=of, seconds=f"{seconds:.0f}")
