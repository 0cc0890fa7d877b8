"""``python -m tests.hostile``: every mutant of a seed is tried; exit 1 where one came to what it should not.

With ``--planted`` faults are put back on purpose instead; exit 1 where one of them was not found.
"""

import argparse
import sys
import time
from collections import Counter

from tests.hostile.inputs import KINDS
from tests.hostile.mutant import Mutant
from tests.hostile.mutations import LEAST, MUTATIONS, mutants
from tests.hostile.planted import FAULTS
from tests.hostile.running import planted_found, tried


def main(arguments: list[str] | None = None) -> int:
    """Try what was asked for, tell the faults and the counts, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=int, default=LEAST, help="mutants of each pair")
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--mutation", choices=MUTATIONS, action="append")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--planted", action="store_true", help="put faults back and look whether they are found")
    asked = parser.parse_args(arguments)
    begun = time.monotonic()
    if asked.planted:
        code = _planted(asked.seed, asked.processes)
    else:
        chosen = [
            mutant for mutant in mutants(asked.seed, asked.least)
            if mutant.kind.name in (asked.kind or KINDS) and mutant.mutation in (asked.mutation or MUTATIONS)
        ]  # fmt: skip
        code = _tried(chosen, asked.seed, asked.processes)
    print(f"{time.monotonic() - begun:.0f} s")
    return code


def _tried(chosen: list[Mutant], seed: int, processes: int) -> int:
    faults = tried(chosen, processes, lambda fault: print(fault, flush=True))
    counts = Counter((item.kind.name, item.mutation) for item in chosen)
    print(f"{'':12}" + "".join(f"{kind:>10}" for kind in KINDS))
    for mutation in MUTATIONS:
        print(f"{mutation:12}" + "".join(f"{counts[kind, mutation] or '–':>10}" for kind in KINDS))
    expected = Counter(item.expected for item in chosen)
    print(", ".join(f"{n} {what}" for what, n in sorted(expected.items())))
    print(f"seed {seed}: {len(chosen) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


def _planted(seed: int, processes: int) -> int:
    found = planted_found(FAULTS, seed, processes)
    for fault, told in zip(FAULTS, found, strict=True):
        pair = f"{fault.kind} × {fault.mutation}"
        if told is None:
            print(f"NOT FOUND  {fault.name} ({pair})")
        else:
            print(f"found      {fault.name} ({pair}, {told.mutant.note[:40]!r}: {told.what[:60]})")
    n = sum(told is not None for told in found)
    print(f"found {n} of {len(FAULTS)}")
    return 0 if n == len(FAULTS) else 1


if __name__ == "__main__":
    sys.exit(main())
