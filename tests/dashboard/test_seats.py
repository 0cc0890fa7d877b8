"""A seat that is left is free again, and what visitors needed is tidied up once they are gone."""

import threading
import time

from dashboard.visits.seats import Seats
from tests.dashboard.waiting import until


def test_no_more_sit_than_there_are_seats():
    seats = Seats(2)
    assert [seats.take() for _ in range(3)] == [True, True, False]
    assert seats.full
    seats.leave()
    assert seats.taken == 1
    assert seats.take()


def test_it_is_tidied_up_once_after_the_last_of_several_who_leave():
    tidied = threading.Semaphore(0)
    seats = Seats(3, tidied.release, quiet=0.2)
    for _ in range(3):
        seats.take()
    for _ in range(3):
        seats.leave()
        time.sleep(0.05)
    assert until(tidied.acquire, blocking=False)
    time.sleep(0.4)
    assert not tidied.acquire(blocking=False)
