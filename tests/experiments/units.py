"""Work that worker processes can import; run by ``test_engines``."""

import os
import time

from sim.errors import InputError


def square(unit):
    time.sleep(0.02 * (unit % 3))  # so that units finish out of order
    return unit * unit


def refuse_third(unit):
    if unit == 3:
        raise InputError("The third is refused.", "第三个不接受。")
    return unit


def die_at_second(unit):
    if unit == 2:
        os._exit(7)
    return unit


def process_number(unit):
    time.sleep(0.05)
    return os.getpid()


def first_two_then_busy(unit):
    for _ in range(500 if unit > 1 else 0):
        sum(range(10**7))
    return unit
