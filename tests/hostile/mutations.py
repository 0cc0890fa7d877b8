"""All kinds of mutation, and the mutants of a seed.

A mutation gives its variants one after another; what differs within a variant (which number, by how much, how long)
is drawn from the seed. Expected is ``refused``, ``equal`` (taken, with the result of the unmutated input), or
``either``, where both are sound and only a third thing would be a fault.
"""

import random
from collections.abc import Iterator
from itertools import islice

from tests.hostile import places, texts
from tests.hostile.inputs import KINDS, Kind
from tests.hostile.mutant import Mutant

MUTATIONS = {
    item.__name__: item
    for item in (
        texts.types, texts.ranges, texts.nan, texts.unicode, texts.duplicates, texts.depth, texts.size, texts.control,
        places.directories, places.pipes, places.devices, places.permissions, places.links,
    )
}  # fmt: skip
LEAST = 10
"""Mutants of each kind of input and kind of mutation that make sense together."""

_OF_THESE = 40
"""So many variants of a pair are made, of which ``mutants`` draws: whatever a mutation gives late is tried as well."""


def mutants(seed: int, least: int = LEAST) -> Iterator[Mutant]:
    """Give ``least`` mutants of every pair, the same for the same seed."""
    for kind in KINDS.values():
        for name in MUTATIONS:
            yield from of_pair(kind, name, seed, least)


def of_pair(kind: Kind, name: str, seed: int, least: int = LEAST) -> list[Mutant]:
    """Return ``least`` mutants of a pair, none where it makes no sense."""
    found: list[Mutant] = []
    for again in range(_OF_THESE):  # a mutation of few variants is drawn from again
        rng = random.Random(f"{seed} {kind.name} {name} {again}")
        found += islice(MUTATIONS[name](kind, rng), _OF_THESE - len(found))
        if len(found) == _OF_THESE or not found:
            break
    return random.Random(f"{seed} {kind.name} {name}").sample(found, least) if found else []
