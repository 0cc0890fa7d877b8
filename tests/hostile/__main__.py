"""``python -m tests.hostile``: every mutant of a seed is tried; exit 1 where one came to what it should not."""

import argparse
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from tests.hostile.inputs import KINDS
from tests.hostile.judge import Fault, Judge
from tests.hostile.mutations import LEAST, MUTATIONS, Mutant, mutants
from tests.hostile.worker import Worker

LANGUAGES = ("en", "zh")


def main(arguments: list[str] | None = None) -> int:
    """Try what was asked for, tell the faults and the counts, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=int, default=LEAST, help="mutants of each pair")
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--mutation", choices=MUTATIONS, action="append")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(arguments)
    chosen = [
        own for own in mutants(asked.seed, asked.least)
        if own.kind.name in (asked.kind or KINDS) and own.mutation in (asked.mutation or MUTATIONS)
    ]  # fmt: skip
    return _tried(chosen, asked.seed, asked.processes)


def _tried(chosen: list[Mutant], seed: int, processes: int) -> int:
    faults = tried(chosen, processes)
    counts = Counter((own.kind.name, own.mutation) for own in chosen)
    print(f"{'':12}" + "".join(f"{kind:>10}" for kind in KINDS))
    for mutation in MUTATIONS:
        print(f"{mutation:12}" + "".join(f"{counts[kind, mutation] or '–':>10}" for kind in KINDS))
    print(f"seed {seed}: {len(chosen) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


def tried(chosen: list[Mutant], processes: int) -> list[Fault]:
    """Try mutants in a few processes and return the faults, in the order of the mutants."""
    judges: SimpleQueue[Judge] = SimpleQueue()
    workers = [Worker() for _ in range(processes)]
    for worker in workers:
        judges.put(Judge(worker))
    done = 0

    def one(place: int) -> Fault | None:
        nonlocal done
        judge = judges.get()
        try:
            fault = judge.fault(chosen[place], LANGUAGES[place % 2])
            if fault:
                print(fault, flush=True)
            return fault
        finally:
            judges.put(judge)
            done += 1
            if done % 50 == 0:
                print(f"{done} of {len(chosen)}", file=sys.stderr)

    try:
        with ThreadPoolExecutor(processes) as pool:
            found = list(pool.map(one, range(len(chosen))))
    finally:
        for worker in workers:
            worker.__exit__()
    return [fault for fault in found if fault]


if __name__ == "__main__":
    sys.exit(main())
