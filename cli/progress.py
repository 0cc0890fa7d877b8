"""How far the work is, on the error stream: a bar in a terminal, plain lines elsewhere."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.interrupts import then_say
from cli.words import say
from sim.text import Text

if TYPE_CHECKING:
    from experiments.runs import Execution, PartDone
    from experiments.sweep.progress import Progress

LINES = 5  # plain lines for the whole work
QUIET = 15.0  # s; a plain line at least so often where the work is long


def note(key: str, language: str, **values: object) -> None:
    """Say something beside the results."""
    sys.stderr.write(say(key, language, **values) + "\n")
    sys.stderr.flush()


def noted(text: Text, language: str) -> None:
    """Say something that comes in both languages beside the results."""
    sys.stderr.write(text.get(language) + "\n")
    sys.stderr.flush()


def say_if_cold(language: str) -> None:
    """Say that the rules are being compiled where they are, and where that is lost."""
    from sim.compute.cache import check_compiles, has_compiled, is_warm, why_not_cached

    check_compiles()
    if not is_warm():
        note("compiling_changed" if has_compiled() else "compiling", language)
        if lost := why_not_cached():
            noted(lost, language)


@contextlib.contextmanager
def shown(execution: "Execution", language: str, *, of: int | None = None) -> "Iterator[Execution]":
    """Give an execution that shows how far it is.

    With ``of`` so many communities come first, else the runs of a sweep; worlds are announced as they begin.
    """
    from experiments.runs import COMMUNITIES, RUNS  # slow to import

    say_if_cold(language)
    with contextlib.ExitStack() as begun:
        begin = {RUNS: sweeping} if of is None else {COMMUNITIES: communities}
        bars: dict[str, Callable[[Any], None]] = {
            what: begun.enter_context(bar(language, what, of)) for what, bar in begin.items()
        }

        def show(part: Any) -> None:
            if part.what not in bars:
                begun.close()  # a bar ends before the next begins
                note(f"{part.what}_begun", language)
                bars[part.what] = begun.enter_context(communities(language, part.what, part.of))
            bars[part.what](part)

        yield replace(execution, on_progress=show)


@contextlib.contextmanager
def communities(language: str, what: str, of: int | None) -> "Iterator[Callable[[PartDone], None]]":
    """Give a function that shows the communities (or other ``what``) done and the time left."""
    if not sys.stderr.isatty():
        yield _Lines(language, what).show
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn(say("left", language)), TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(say(what, language), total=of)
        yield lambda part: bar.update(task, completed=part.done, total=part.of)


class _Lines:
    """A few plain lines; where the rules are compiled, the pace is that since the first community.

    Then nothing is said of the time before half is done: the first communities, one a process, come all at once.
    """

    def __init__(self, language: str, what: str) -> None:
        from sim.compute.cache import is_warm

        self.language, self.what = language, what
        self.cold = not is_warm()
        self.first: tuple[int, float] | None = None if self.cold else (0, time.monotonic())
        self.next = 1 / LINES

    def show(self, part: "PartDone") -> None:
        """Write a line after every fifth of the work."""
        _, done, of = part
        now = time.monotonic()
        if self.first is None:
            self.first = (done, now)
        if done < self.next * of and done < of:
            return
        self.next = done / of + 1 / LINES
        before, since = self.first
        if done == before or (self.cold and 2 * done < of):
            note(f"{self.what}_done", self.language, done=done, of=of)
        else:
            seconds = (now - since) / (done - before) * (of - done)
            note(f"{self.what}_left", self.language, done=done, of=of, seconds=f"{seconds:.0f}")


@contextlib.contextmanager
def sweeping(language: str, what: str, of: int | None) -> "Iterator[Callable[[Progress], None]]":
    """Give a function that shows runs done, rate, time left, failures and the interim result so far."""
    if not sys.stderr.isatty():
        yield _SweepLines(language).show
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(say(what, language)), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=of)

        def show(progress: "Progress") -> None:
            completed = progress.done + progress.failed
            bar.update(task, completed=completed, total=progress.asked, description=_about(progress, language))

        yield show


def stores_runs(folder: Path, language: str) -> None:
    """From here on an interruption says how many runs ``folder`` keeps, also before anything was computed now."""

    def saved_line() -> str:
        from experiments.store import stored_runs

        saved = stored_runs(folder)
        return (
            say("interrupted_runs", language, n=saved, place=folder) if saved else say("interrupted_nothing", language)
        )

    then_say(saved_line)


def _about(progress: "Progress", language: str) -> str:
    """Return rate, time left, failures and the difference in the primary outcome with its interval."""
    comma = say("comma", language)
    parts = []
    if progress.here and progress.left > 0:
        parts += [
            say("rate", language, rate=progress.rate),
            say("time_left", language, time=spell(progress.left, language)),
        ]
    if progress.failed:
        parts.append(say("failed_so_far", language, n=progress.failed))
    interim = progress.interim.text().get(language)
    return comma.join([*parts, interim] if interim else parts)


def spell(seconds: float, language: str) -> str:
    """Return a stretch of time in words: seconds, minutes or hours."""
    for unit, length in (("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * length:
            return say(unit, language, n=f"{seconds / length:.0f}")
    return say("seconds", language, n=f"{max(seconds, 1.0):.0f}")


class _SweepLines:
    """Plain lines: one after every fifth of the runs, and one every quarter of a minute."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.next, self.last = 0.0, time.monotonic()

    def show(self, progress: "Progress") -> None:
        """Write a line where it is time for one."""
        completed, now = progress.done + progress.failed, time.monotonic()
        if completed < self.next * progress.asked and now - self.last < QUIET and completed < progress.asked:
            return
        self.next, self.last = completed / progress.asked + 1 / LINES, now
        about = _about(progress, self.language)
        about = about and say("colon", self.language) + about
        note("sweep_line", self.language, done=completed, of=progress.asked, about=about)
