"""The compound as it is drawn: sixty buildings in rows, a window for every resident.

Everything is in windows' pitches, whole numbers, so that a page can draw it sharp at any size. A resident keeps
the window for ever; when somebody moves in, the window has a new tenant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.community import Community

TOWER_ROW, SLAB_ROW = 13, 7
TOWER_WIDTH, SLAB_STOREYS = 5, 5
WIDTH = 82
"""Of the whole compound [pitches]: thirteen towers with a lane between each two."""
GARDEN = (3, 3)
"""Row and place of the garden with the community centre; no building stands there."""
PATTERN = "TSSSSST"
LANE = 2
"""Free ground under a row of buildings [pitches]."""


@dataclass(frozen=True, slots=True)
class Building:
    """One building: its left edge, the ground line under it, its size in windows, and who lives in it."""

    number: int
    left: int
    ground: int
    width: int
    storeys: int
    residents: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Compound:
    """All buildings and, for each resident, the window: ``x`` and ``y`` (n,), from the top left."""

    width: int
    height: int
    buildings: tuple[Building, ...]
    garden: tuple[int, int, int, int]
    x: NDArray[np.int16]
    y: NDArray[np.int16]

    def content(self) -> dict[str, Any]:
        """Return all but the windows, ready for JSON."""
        return {
            "width": self.width,
            "height": self.height,
            "garden": list(self.garden),
            "buildings": [[b.number, b.left, b.ground, b.width, b.storeys, len(b.residents)] for b in self.buildings],
        }


def compound(people: Community) -> Compound:
    """Lay out the compound of a community."""
    crowds = _crowds(people)
    kinds = _rows(len(crowds))
    n_towers = sum(TOWER_ROW for kind in kinds if kind == "T")
    fullest = sorted(crowds, key=lambda number: (-len(crowds[number]), number))
    towers = iter(sorted(fullest[:n_towers]))
    slabs = iter(sorted(fullest[n_towers:]))
    x, y = np.zeros(people.n_residents, np.int16), np.zeros(people.n_residents, np.int16)
    buildings: list[Building] = []
    ground, garden = 1, (0, 0, 0, 0)
    for row, kind in enumerate(kinds):
        places = TOWER_ROW if kind == "T" else SLAB_ROW
        taken = towers if kind == "T" else slabs
        free = GARDEN[1] if (kind, row) == ("S", GARDEN[0]) else None
        numbers = {place: n for place in range(places) if place != free and (n := next(taken, None)) is not None}
        sizes = {place: _size(len(crowds[n]), kind) for place, n in numbers.items()}
        ground += LANE + max((storeys for _, storeys in sizes.values()), default=SLAB_STOREYS)
        for place, number in numbers.items():
            width, storeys = sizes[place]
            left = (2 * place + 1) * WIDTH // (2 * places) - width // 2
            own = Building(number, left, ground, width, storeys, crowds[number])
            buildings.append(own)
            for resident, column, storey in _windows(own):
                x[resident], y[resident] = left + column, ground - 1 - storey
        if free is not None:
            middle = (2 * free + 1) * WIDTH // (2 * places)
            garden = (middle - 6, ground - SLAB_STOREYS, 12, SLAB_STOREYS)
    return Compound(WIDTH, ground + LANE, tuple(buildings), garden, x, y)


def _crowds(people: Community) -> dict[int, NDArray[np.int64]]:
    """Return who lives in each building, the old first, for they live low."""
    rows = np.lexsort((np.arange(people.n_residents), people.household, -people.age, people.building))
    numbers, starts = np.unique(people.building[rows], return_index=True)
    return dict(zip(numbers.tolist(), np.split(rows, starts[1:]), strict=True))


def _rows(n_buildings: int) -> str:
    """Return the kinds of rows, towers or slabs, that hold so many buildings; sixty fill the pattern."""
    rows = ""
    room = -1  # the garden takes one place
    while room < n_buildings:
        kind = PATTERN[len(rows)] if len(rows) < len(PATTERN) else "S"
        rows += kind
        room += TOWER_ROW if kind == "T" else SLAB_ROW
    return rows


def _size(n_residents: int, kind: str) -> tuple[int, int]:
    """Return how many windows wide and how many storeys high a building is."""
    if kind == "T":
        return TOWER_WIDTH, -(-n_residents // TOWER_WIDTH)
    widest = WIDTH // SLAB_ROW - 1
    storeys = max(SLAB_STOREYS, -(-n_residents // widest))
    return -(-n_residents // storeys), storeys


def _windows(building: Building) -> Iterator[tuple[int, int, int]]:
    """Give each resident with the column and storey of the window; storeys fill from the ground."""
    for index, resident in enumerate(building.residents.tolist()):
        yield resident, index % building.width, index // building.width
