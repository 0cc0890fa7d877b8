"""Mutants tried in several processes at once, on the program as it is and with faults put back."""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from tests.hostile.inputs import KINDS
from tests.hostile.judge import Fault, Judge
from tests.hostile.mutant import REFUSED, Mutant
from tests.hostile.mutations import of_pair
from tests.hostile.planted import PATIENCE, Planted
from tests.hostile.worker import LONGEST, Worker

LANGUAGES = ("en", "zh")
_MANY = 20
"""Mutants of a pair that may find a planted fault."""
Case, Answer = TypeVar("Case"), TypeVar("Answer")


def tried(chosen: Sequence[Mutant], processes: int, tell: Callable[[Fault], None] = print) -> list[Fault]:
    """Try mutants and return the faults, in the order of the mutants; ``tell`` hears of each at once."""
    done = 0

    def one(judge: Judge, place: int) -> Fault | None:
        nonlocal done
        fault = judge.fault(chosen[place], LANGUAGES[place % 2])
        if fault:
            tell(fault)
        done += 1
        if done % 50 == 0:
            print(f"{done} of {len(chosen)}", file=sys.stderr)
        return fault

    return [fault for fault in _each(one, range(len(chosen)), processes, LONGEST) if fault]


def planted_found(faults: Sequence[Planted], seed: int, processes: int) -> list[Fault | None]:
    """Return for each planted fault what the mutants of its pair find first, None where they find nothing."""

    def one(judge: Judge, fault: Planted) -> Fault | None:
        for mutant in sorted(
            of_pair(KINDS[fault.kind], fault.mutation, seed, _MANY), key=lambda item: item.expected != REFUSED
        ):
            for language in LANGUAGES:
                told = judge.fault(mutant, language, planted=fault.name)
                if told and not judge.fault(mutant, language):  # it is the planted one that was found
                    return told
        return None

    return _each(one, faults, processes, PATIENCE)


def _each(one: Callable[[Judge, Case], Answer], cases: Sequence[Case], processes: int, patience: float) -> list[Answer]:
    """Return what comes of every case, each given to whichever judge is free."""
    workers = [Worker(patience) for _ in range(processes)]
    judges: SimpleQueue[Judge] = SimpleQueue()
    for worker in workers:
        judges.put(Judge(worker))

    def given(case: Case) -> Answer:
        judge = judges.get()
        try:
            return one(judge, case)
        finally:
            judges.put(judge)

    try:
        with ThreadPoolExecutor(processes) as pool:
            return list(pool.map(given, cases))
    finally:
        for worker in workers:
            worker.__exit__()
