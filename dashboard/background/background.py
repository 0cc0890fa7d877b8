"""What runs beside one visitor's worlds: the ensemble of a standstill, and a comparison that was asked for."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from dashboard.background.comparing import LetGo, compared, comparison_content, report_page, settings_of
from dashboard.background.ensemble import Answer, Ensemble, Question
from dashboard.background.findings import bands, findings
from dashboard.content.content import SAW_TOOTHED
from dashboard.session.messages import PageRequest
from dashboard.session.session import Session
from dashboard.session.uploads import WrongFiles, scenarios_of
from dashboard.simulation.schedule import WORLDS
from experiments.compare.comparison import Comparison
from sim.errors import InputError, SimError
from sim.scenarios.scenario import Scenario

MOVING = ("move_to", "restore")
"""After these another community stands there, and a comparison of the old one is of no use."""
STILL = 0.6
"""Seconds of standing still after which the ensemble begins."""
REPORTED = 20
"""Communities of the report on A and B."""
COMPARING, REPORTING = "comparing", "reporting"
"""What may run in the background, one of each, and the kind of message that tells how far it is."""
ABOUT = {COMPARING: "compare", REPORTING: "report"}
"""The message that asked for it."""


def not_done() -> SimError:
    """Log the exception that is being handled, a bug of ours, and return the sentence for it."""
    logging.getLogger(__name__).exception("something could not be done for a visitor")
    return SimError("This could not be done; the log says why.", "未能完成；原因见日志。")


def refused(error: SimError, about: str | None = None) -> dict[str, Any]:
    """Return what a page is told of an error, and of which of its messages, where it was one."""
    files = {"files": list(error.names)} if isinstance(error, WrongFiles) else {}
    return {"kind": "refused", "about": about, "en": error.get("en"), "zh": error.get("zh"), **files}


class Background:
    """The background of one visitor."""

    def __init__(self, send: Callable[..., None]) -> None:
        """Run nothing yet; ``send`` brings a content and arrays to the page, from any thread."""
        self._send = send
        self._ensemble: Ensemble | None = None
        self._question: Question | None = None
        self._comparison: Comparison | None = None
        self._under_way = {kind: threading.Event() for kind in (COMPARING, REPORTING)}

    def stop(self) -> None:
        """Let go of all that runs."""
        for stopped in self._under_way.values():
            stopped.set()
        if self._ensemble:
            self._ensemble.stop()

    def look_at(self, session: Session, quiet: float) -> None:
        """Begin an ensemble where a visitor stands still at something new, let it go where not."""
        question = _question(session)
        if question == self._question and (self._ensemble or question is None):
            return
        if self._ensemble:
            self._ensemble.stop()
            self._ensemble = None
        if question is None:
            self._question = None
        elif quiet >= STILL:
            self._question = question
            self._ensemble = Ensemble(question, lambda answer: self._answered(question, answer), self._failed)

    def matches(self, question: Question, session: Session) -> bool:
        """Tell whether this is still what could be asked of the worlds as they stand."""
        return _question(session) == question

    def _answered(self, question: Question, answer: Answer) -> None:
        self._send({"kind": "findings", **findings(answer)}, (), question)
        if answer.done == answer.of:
            self._send(*bands(answer, SAW_TOOTHED), question)

    def _failed(self) -> None:
        self._send(refused(not_done()))

    def handles(self, request: PageRequest, session: Session) -> bool:
        """Take up what is to be done beside the worlds; False where it is not.

        Raises:
            InputError: it cannot be done.
        """
        if request.kind == "compare":
            own = scenarios_of(request.values["files"])
            self._compare(
                [*request.values["scenarios"], *own], request.values["replicates"], session, request.values["run"]
            )
        elif request.kind == "stop_comparing":
            self._under_way[COMPARING].set()
        elif request.kind == "report":
            self._report(request.values["lang"])
        elif request.kind == "keep" and request.values["what"] == "report":
            self._report_worlds(session, request.values["lang"])
        else:
            if request.kind in MOVING:
                self._under_way[COMPARING].set()
            return False
        return True

    def _compare(self, scenarios: list[str | Scenario], replicates: int, session: Session, run: int) -> None:
        settings = settings_of(scenarios, session.profile, session.seed, replicates, session.period)

        def work(stopped: threading.Event) -> None:
            comparison = compared(settings, self._progress(COMPARING, run=run), stopped)
            if not stopped.is_set():
                self._comparison = comparison
                self._send({**comparison_content(comparison), "run": run})

        self._in_thread(COMPARING, work)

    def _report(self, lang: str) -> None:
        comparison = self._comparison
        if comparison is None:
            raise InputError("Nothing has been compared yet.", "还没有比较过。")
        self._in_thread(
            REPORTING, lambda stopped: self._send(_report_message("shown"), [report_page(comparison, lang)])
        )

    def _report_worlds(self, session: Session, lang: str) -> None:
        schedule, months = session.worlds.schedule, session.worlds.months
        own = [schedule.scenario(world, months) for world in WORLDS]
        chosen = {scenario.name: scenario for scenario in own}
        settings = settings_of(list(chosen.values()), session.profile, session.seed, REPORTED, session.period)

        def work(stopped: threading.Event) -> None:
            comparison = compared(settings, self._progress(REPORTING), stopped)
            self._send(_report_message("file"), [report_page(comparison, lang)])

        self._in_thread(REPORTING, work)

    def _in_thread(self, kind: str, work: Callable[[threading.Event], None]) -> None:
        """Do one thing of a kind at a time; what was under way is let go."""
        self._under_way[kind].set()
        self._under_way[kind] = stopped = threading.Event()

        def run() -> None:
            try:
                work(stopped)
            except LetGo:
                return
            except SimError as error:
                self._send(refused(error, ABOUT[kind]))
            except Exception:  # a bug of ours: whoever waits hears of it
                self._send(refused(not_done(), ABOUT[kind]))

        threading.Thread(target=run, name=kind, daemon=True).start()

    def _progress(self, kind: str, **more: int) -> Callable[[int, int], None]:
        return lambda done, of: self._send({"kind": kind, "done": done, "of": of, **more})


def _question(session: Session) -> Question | None:
    """Return what could be asked of more communities; None while playing, at month 0, or where A and B are the same."""
    worlds = session.worlds
    if session.playing or worlds.month < 1 or not session.differ:
        return None
    a, b = (worlds.schedule.scenario(world, worlds.month) for world in WORLDS)
    return Question((a, b), worlds.profile, session.seed, worlds.month)


def _report_message(kind: str) -> dict[str, Any]:
    return {"kind": kind, "name": "report.html", "type": "text/html"}
