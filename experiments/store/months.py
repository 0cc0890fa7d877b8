"""All months of a run as a ledger keeps them, unpacked only where they are as large as months can be."""

import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.runs.run import unpacked
from experiments.store.sound import foreign
from sim.indicators import COLUMNS
from sim.params import PARAMS

LARGEST = round(4 * len(COLUMNS) * (PARAMS["months"].high + PARAMS["burn_in_months"].high))
"""Bytes of the longest run that can be asked for."""


def months_of(packed: bytes, ledger: Path) -> NDArray[np.float32]:
    """Return the months of a run (months, COLUMNS).

    Raises:
        InputError: they are none, or unpack to more than any run has.
    """
    check_months(packed, ledger)
    return unpacked(packed)


def check_months(packed: bytes, ledger: Path) -> None:
    """Refuse what does not unpack to whole months, without unpacking more of it than a run can have.

    Raises:
        InputError: the ledger is named.
    """
    inflating = zlib.decompressobj()
    try:
        size = len(inflating.decompress(packed, LARGEST + 1))
    except zlib.error:
        size = 0
    if not inflating.eof or not 0 < size <= LARGEST or size % (4 * len(COLUMNS)):
        raise foreign(ledger, "trajectories")
