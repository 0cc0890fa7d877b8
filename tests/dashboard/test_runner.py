"""The thread of one visitor answers, lives months in time, and never floods a page."""

import gc
import threading
import time
import weakref
from collections import Counter
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from pebble import ProcessExpired

from dashboard.background import background as beside
from dashboard.background import ensemble
from dashboard.connection import page_connection
from dashboard.connection import runner as own
from dashboard.connection.page_connection import PageConnection
from dashboard.connection.runner import MOST_WAITING, WINDOW, Runner
from dashboard.connection.slots import Slots
from dashboard.session.session import Session
from sim.indicators import COLUMNS
from sim.scenarios.scenario import load_profile, load_scenario
from tests.dashboard.waiting import until


class Page:
    """What a page hears, and how it asks; it acknowledges while it is ``awake``, every second delta as ours does."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.awake = True
        self.every = 2
        self.ask: Any = None

    def hear(self, content: dict[str, Any], _: list[bytes]) -> None:
        self.heard.append(content)
        if self.awake and content["kind"] == "delta" and content["seq"] % self.every == 0:
            self.ask({"kind": "ack", "seq": content["seq"]})

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [content for content in self.heard if content["kind"] == kind]

    @property
    def simulated(self) -> int:
        return self.of("delta")[-1]["simulated"]


@pytest.fixture
def page():
    return Page()


@pytest.fixture
def session(page):
    """A visitor's thread that has greeted the page."""
    found = Runner(Session, page.hear)
    page.ask = found.ask
    found.start()
    found.ask({"kind": "hello"})
    assert until(lambda: page.of("delta"))
    yield found
    found.stop()
    assert until(lambda: not found.alive())


def test_a_page_is_greeted_with_the_community_and_what_stands(page, session):
    assert [content["kind"] for content in page.heard[:2]] == ["begin", "delta"]
    assert page.simulated == 0


def test_months_are_simulated_at_the_speed_that_was_asked_for(page, session):
    session.ask({"kind": "set_speed", "value": 10})
    session.ask({"kind": "play"})
    begun = time.monotonic()
    assert until(lambda: page.simulated >= 12)
    assert time.monotonic() - begun > 1.0
    session.ask({"kind": "pause"})
    assert until(lambda: not page.of("delta")[-1]["playing"])


@pytest.mark.parametrize("every", [1, WINDOW])
def test_a_page_that_acknowledges_enough_gets_all_months(page, session, every):
    page.every = every
    session.ask({"kind": "set_speed", "value": 0})
    session.ask({"kind": "play"})
    assert until(lambda: page.simulated == 120)
    session.ask({"kind": "reset"})
    assert until(lambda: page.simulated == 0)


def test_a_page_that_does_not_acknowledge_gets_no_more_than_the_window(page, session):
    page.awake = False
    session.ask({"kind": "set_speed", "value": 0})
    session.ask({"kind": "play"})
    assert until(lambda: page.of("delta")[-1]["seq"] == WINDOW)
    time.sleep(0.4)
    assert page.of("delta")[-1]["seq"] == WINDOW
    page.awake = True
    session.ask({"kind": "ack", "seq": page.of("delta")[-1]["seq"]})
    assert until(lambda: page.of("delta")[-1]["seq"] > 3 * WINDOW)
    firsts = [content["first"] for content in page.of("delta") if content["count"]]
    counts = [content["count"] for content in page.of("delta") if content["count"]]
    assert firsts[1:] == [first + count for first, count in zip(firsts, counts, strict=True)][:-1]


def test_a_page_that_is_gone_is_paused(page, session, monkeypatch):
    monkeypatch.setattr(own, "SILENT", 0.3)
    page.awake = False
    session.ask({"kind": "play"})
    assert until(lambda: session.session.playing)
    assert until(lambda: not session.session.playing)


BROKEN = [[], 7, {}, {"kind": "no_such"}, {"kind": "set_lever", "world": 9}, {"kind": 1e308}]


@pytest.mark.parametrize("message", BROKEN)
def test_a_broken_message_is_answered_with_a_sentence_and_the_session_goes_on(page, session, message):
    session.ask(message)
    assert until(lambda: page.of("refused"))
    session.ask({"kind": "step"})
    assert until(lambda: page.simulated == 1)


def test_another_community_comes_though_the_page_owes_an_answer(page, session):
    page.awake = False
    session.ask({"kind": "step"})
    assert until(lambda: page.of("delta")[-1]["seq"] == WINDOW)
    session.ask({"kind": "move_to", "profile": "mixed", "period": "2014", "seed": 2})
    assert until(lambda: page.of("delta")[-1]["epoch"] == 1)


def test_what_answers_a_question_that_nobody_asks_any_more_is_not_told(page, session):
    session.ask({"kind": "set_scenario", "world": 1, "name": "training"})
    session.ask({"kind": "step"})
    assert until(lambda: page.simulated == 1)
    asked_now = beside._question(session.session)
    asked_before = replace(asked_now, seed=9)
    for question in (asked_before, asked_now):
        session._hear_background({"kind": "findings", "seed": question.seed}, (), question)
    assert until(lambda: page.of("findings"))
    assert page.of("findings")[0]["seed"] == 1


def test_what_fails_in_the_background_is_said(page, session, monkeypatch):
    monkeypatch.setattr(ensemble.POOL, "run", lambda *_: 1 / 0)
    monkeypatch.setattr(beside, "compared", lambda *_: 1 / 0)
    session.ask({"kind": "set_scenario", "world": 1, "name": "training"})
    session.ask({"kind": "step"})
    assert until(lambda: len(page.of("refused")) == 1)
    session.ask({"kind": "compare", "scenarios": ["baseline", "training"], "files": [], "replicates": 2, "run": 1})
    assert until(lambda: len(page.of("refused")) == 2)


def test_who_asks_the_same_again_gets_the_answer_that_was_kept(monkeypatch):
    policies = (load_scenario("baseline"), load_scenario("training"))
    question = ensemble.Question(policies, load_profile("mixed"), 5, 1)
    last_found: list[ensemble.Answer] = []
    failed = threading.Event()

    def ask(seed=question.seed):
        ensemble.Ensemble(replace(question, seed=seed), last_found.append, failed.set, communities=2)

    ask()
    assert until(lambda: last_found and last_found[-1].done == 2)
    assert until(lambda: question.key(2) in ensemble._cache)
    monkeypatch.setattr(ensemble.POOL, "run", lambda *_: 1 / 0)
    whole, number = last_found[-1], len(last_found)
    ask()
    assert until(lambda: len(last_found) > number)
    assert last_found[-1] is whole
    ask(seed=6)
    assert until(failed.is_set)
    failed.clear()
    ensemble.forget_ensembles()
    ask()
    assert until(failed.is_set)


def test_stopping_a_comparison_is_answered(page, session):
    known = len(page.of("delta"))
    session.ask({"kind": "stop_comparing"})
    assert until(lambda: len(page.of("delta")) > known)


@pytest.mark.parametrize(("method", "kind"), [("simulate_month", "play"), ("step", "step")])
def test_a_bug_while_months_pass_or_in_an_answer_costs_no_session(page, session, monkeypatch, method, kind):
    monkeypatch.setattr(Session, method, lambda self: 1 / 0)
    session.ask({"kind": kind})
    assert until(lambda: page.of("refused"))
    monkeypatch.undo()
    session.ask({"kind": "step"})
    assert until(lambda: page.simulated == 1)


def test_a_flood_of_messages_is_cut_off(page, session):
    for _ in range(20 * MOST_WAITING):
        session.ask({"kind": "no_such"})
    session.ask({"kind": "step"})
    assert until(lambda: len(page.of("refused")) >= 1)
    until(lambda: session._inbox.empty())
    session.ask({"kind": "step"})
    assert until(lambda: page.simulated >= 1)
    assert len(page.of("refused")) < 20 * MOST_WAITING


def test_what_the_background_tells_does_not_wait_for_a_thread_that_has_ended(page, session):
    session.stop()
    assert until(lambda: not session.alive())
    teller = threading.Thread(
        target=lambda: [session._hear_background({"kind": "findings"}) for _ in range(2 * MOST_WAITING)]
    )
    teller.start()
    teller.join(10)
    assert not teller.is_alive()


def test_a_visit_takes_a_slot_and_leaves_nothing_behind(page, monkeypatch):
    slots = Slots(1)
    monkeypatch.setattr(page_connection, "SLOTS", slots)
    first = PageConnection(page.hear)
    page.ask = first.hear
    first.hear({"kind": "hello"})
    assert until(lambda: page.of("delta"))
    second = Page()
    late = PageConnection(second.hear)
    late.hear({"kind": "hello"})
    assert second.heard == [{"kind": "full"}]
    held = weakref.ref(first._runner.session)
    first.close()
    first.close()
    late.close()
    assert slots.taken == 0
    assert until(lambda: gc.collect() >= 0 and held() is None)


def answered(replicate=None, error=None):
    """What a worker has answered."""
    future = Future()
    future.set_exception(error) if error else future.set_result(replicate)
    return future


@pytest.fixture
def workers(monkeypatch):
    """Workers that run nothing and end as often as ``dying`` says of a community; the asked stand in ``asked``."""
    replicate = SimpleNamespace(trajectories=np.zeros((2, 14, len(COLUMNS))), months=np.arange(-12, 2), leavers=None)
    found = SimpleNamespace(asked=[], dying=Counter(), death=ProcessExpired("it has ended"))

    def run(work, number):
        found.asked.append(number)
        dies = found.asked.count(number) <= found.dying[number]
        return answered(error=found.death) if dies else answered(replicate)

    monkeypatch.setattr(ensemble.POOL, "run", run)
    monkeypatch.setattr(ensemble.POOL, "watch", lambda: None)
    monkeypatch.setattr(ensemble, "complete", lambda *_, **__: None)
    ensemble.forget_ensembles()
    yield found
    ensemble.forget_ensembles()


def ensemble_of(number):
    """What is told of so many communities, and whether the end was that it failed."""
    last_found, failed = [], threading.Event()
    question = ensemble.Question((load_scenario("baseline"), load_scenario("training")), load_profile("mixed"), 77, 1)
    own = ensemble.Ensemble(question, last_found.append, failed.set, communities=number)
    own._thread.join(20)
    assert not own._thread.is_alive()
    return last_found, failed.is_set(), question.key(number) in ensemble._cache


@pytest.mark.parametrize("death", [ProcessExpired("it has ended"), BrokenProcessPool("all have ended")])
def test_a_community_whose_worker_or_pool_has_died_is_asked_once_more(workers, death):
    workers.dying[3], workers.death = 1, death
    last_found, failed, kept = ensemble_of(6)
    assert (last_found[-1].done, last_found[-1].of, failed, kept) == (6, 6, False, True)
    assert Counter(workers.asked) == {**dict.fromkeys(range(6), 1), 3: 2}


def test_a_pool_that_has_just_broken_is_begun_anew_for_the_next_community(monkeypatch):
    class Breaking:
        sent, stopped = 0, 0

        def schedule(self, *_):
            self.sent += 1
            if self.sent == 1:
                raise BrokenProcessPool
            return 1, "its future"

        def stop(self, **_):
            self.stopped += 1

    pool = ensemble.Pool()
    monkeypatch.setattr(pool, "_workers", Breaking())
    assert pool.run(None, 0) == "its future"
    assert (pool._workers.sent, pool._workers.stopped) == (2, 1)


@pytest.mark.parametrize("number", [0, 3, 5])
def test_a_community_whose_worker_dies_twice_is_said_to_be_missing(workers, number):
    workers.dying[number] = 2
    last_found, failed, kept = ensemble_of(6)
    assert (last_found[-1].done, last_found[-1].of, failed, kept) == (5, 5, False, False)


def test_where_every_worker_dies_it_is_said(workers):
    workers.dying.update({number: 2 for number in range(6)})
    last_found, failed, _ = ensemble_of(6)
    assert (last_found, failed) == ([], True)


def test_a_message_of_nothing_is_refused_like_others(page, session):
    session.ask(None)
    assert until(lambda: page.of("refused"))
    assert "not understood" in page.of("refused")[-1]["en"]
