"""A seat that is left is free again, and what visitors needed is tidied up once they are gone."""

import threading
import time

from dashboard.connection.slots import Slots
from dashboard.connection.tabs import ASLEEP, Tabs
from tests.dashboard.waiting import until


def test_no_more_sit_than_there_are_slot():
    slots = Slots(2)
    assert [slots.take() for _ in range(3)] == [True, True, False]
    assert slots.full
    slots.leave()
    assert slots.taken == 1
    assert slots.take()


def test_it_is_tidied_up_once_after_the_last_of_several_who_leave():
    tidied = threading.Semaphore(0)
    slots = Slots(3, tidied.release, quiet=0.2)
    for _ in range(3):
        slots.take()
    for _ in range(3):
        slots.leave()
        time.sleep(0.05)
    assert until(tidied.acquire, blocking=False)
    time.sleep(0.4)
    assert not tidied.acquire(blocking=False)


class Waiting:
    """Seats and tabs with a clock of their own; ``gone`` are those that were let go."""

    def __init__(self, capacity, spare=8):
        self.now, self.gone = 0.0, []
        self.slots = Slots(capacity)
        self.tabs = Tabs(self.slots, self._let_go, lambda: self.now, spare)

    def _let_go(self, tab):
        self.gone.append(tab)
        if self.slots.has(tab):
            self.slots.leave(tab)

    def sit(self, tab):
        return self.tabs.come(tab) and self.slots.take(tab)


def test_the_longest_asleep_gives_the_slot_to_who_waits():
    waiting = Waiting(2)
    assert waiting.sit("first")
    assert waiting.sit("second")
    waiting.tabs.go("second")
    waiting.now = 1
    waiting.tabs.go("first")
    waiting.now = ASLEEP - 1
    assert not waiting.sit("third")
    waiting.now = ASLEEP
    assert waiting.sit("fourth")
    assert waiting.gone == ["second"]
    waiting.now = ASLEEP + 1
    assert waiting.sit("fifth")
    assert waiting.gone == ["second", "first"]


def test_nobody_loses_a_slot_while_nobody_waits_or_while_here():
    waiting = Waiting(2)
    waiting.sit("asleep")
    waiting.tabs.go("asleep")
    waiting.now = 10 * ASLEEP
    assert waiting.sit("here")
    waiting.now = 20 * ASLEEP
    waiting.tabs.come("asleep")  # it wakes up
    assert not waiting.sit("late")
    assert waiting.gone == []


def test_who_has_no_slot_leaves_nothing_behind():
    waiting = Waiting(1)
    waiting.sit("first")
    assert not waiting.sit("second")
    waiting.tabs.go("second")
    assert waiting.gone == ["second"]
    assert waiting.tabs.here == 1


def test_a_tab_that_connects_twice_is_away_when_both_have_ended():
    waiting = Waiting(1)
    waiting.sit("tab")
    waiting.tabs.come("tab")
    waiting.tabs.go("tab")
    waiting.now = 2 * ASLEEP
    assert not waiting.sit("other")
    waiting.tabs.go("tab")
    waiting.now = 4 * ASLEEP
    assert waiting.sit("third")


def test_so_many_connect_and_no_more():
    waiting = Waiting(1, spare=2)
    assert [waiting.tabs.come(name) for name in "abcd"] == [True, True, True, False]
    waiting.tabs.go("b")
    assert waiting.tabs.come("d")


def test_who_has_a_slot_comes_back_however_many_wait():
    waiting = Waiting(1, spare=2)
    assert waiting.sit("seated")
    waiting.tabs.go("seated")
    assert [waiting.tabs.come(name) for name in "abcd"] == [True, True, True, False]
    assert waiting.tabs.come("seated")
    assert waiting.tabs.come("seated")  # again, before the first connection is known to be gone
    assert not waiting.tabs.come("seated")
