"""The residents at hand, tile by tile: what is taken from the arrays for their rules, and what is put back.

own, flags   (tiles, columns, 16): the slots of a tile side by side
near         (residents, 4, lanes): what neighbours read, all of one resident together
fixed, draws  (columns, places): what residents have for good, and the draws of the month
"""

from collections.abc import Iterable
from typing import Any

from sim.compute.compiled import part
from sim.compute.layout import (
    FLAGS,
    HERE,
    N_DWELLING,
    N_OWN,
    N_SERVICES,
    N_SHARED,
    SCRATCH,
    SLOTS,
    here,
    person,
    summed,
)
from sim.compute.segments import Form, made_of
from sim.compute.tiles import see, show, spread, sum_neighbours

OWN, FLAG = N_OWN * SLOTS, len(FLAGS) * SLOTS
"""What a tile takes of ``own`` and of ``flags``."""
SHARED, AROUND = N_OWN * SLOTS, (N_OWN + N_SHARED) * SLOTS
N_HERE, N_SCRATCH = len(HERE) * SLOTS, len(SCRATCH) * SLOTS
FIRST_SUM, ALL_SUMS = summed.requests, N_SCRATCH
FIRST_WISH = here.demand_0 // SLOTS
DWELLING_ROWS, WISH_ROWS, ONE_ROW = (0,) * N_DWELLING, (0,) * N_SERVICES, (0,)


def taking(names: Iterable[str], around: dict[str, Any]) -> Any:
    """Return a part that takes states of the residents at hand from their rows: ``take(p, row, flagged)``."""
    return _copying("take", names, around, "p[{here} + lane] = {array}[{there} + lane]")


def keeping(names: Iterable[str], around: dict[str, Any]) -> Any:
    """Return a part that puts states of the residents at hand back into their rows: ``keep(p, row, flagged)``."""
    return _copying("keep", names, around, "{array}[{there} + lane] = p[{here} + lane]")


def _copying(name: str, names: Iterable[str], around: dict[str, Any], line: str) -> Any:
    lines = []
    for state in names:
        column = getattr(person, state)
        if state in FLAGS:
            lines.append(line.format(here=column, array="flagged", there=FLAGS.index(state) * SLOTS))
        elif column < SHARED:
            lines.append(line.format(here=column, array="row", there=column))
    form = Form(("p", "row", "flagged"), {}, f"range({SLOTS})")
    return made_of(name, "Copy states of the residents at hand.", form, around, lines or ["pass"])


@part
def bring_dwelling(here_, fixed, first, places, lanes):
    """What the residents of a tile have for good."""
    spread(here_, 0, fixed, first, places, DWELLING_ROWS, lanes)


@part
def bring_wishes(here_, fixed, first, places, lanes):
    """What the residents of a tile wish for."""
    spread(here_, here.demand_0, fixed, FIRST_WISH * places + first, places, WISH_ROWS, lanes)


@part
def draw_here(here_, column, draws, first, lanes):
    """One draw of each resident of a tile; ``first`` is his place in ``draws``."""
    spread(here_, column, draws, first, 0, ONE_ROW, lanes)


@part
def meet_neighbours(p, near, ties, first_tie, first, lanes):
    """The sums of what the neighbours of each resident of a tile show."""
    for k in range(SLOTS // len(lanes)):
        last = first_tie[first + k + 1]
        sum_neighbours(p, AROUND + k * len(lanes), near, ties, first_tie[first + k], last, lanes)


@part
def see_shown(p, near, first, lanes):
    """What the residents of a tile show to their neighbours."""
    see(p, SHARED, near, first * N_SHARED * len(lanes), lanes)


@part
def show_anew(p, near, first, lanes):
    """Put back what the residents of a tile show."""
    show(p, SHARED, near, first * N_SHARED * len(lanes), lanes)


@part
def begin_sums(p):
    """Nothing is summed yet, and everything is sound."""
    for place in range(FIRST_SUM, ALL_SUMS):
        p[place] = 0.0
    for slot in range(SLOTS):
        p[person.sound + slot] = 1.0


@part
def add_up(p, column, s, total, width):
    """Add the sums of all slots of a lane; ``total`` is where they stand on the board."""
    for lane in range(width):
        added = 0.0
        for k in range(SLOTS // width):
            added += p[column + k * width + lane]
        s[total + lane] = added


@part
def keep_sums(p, kept):
    """Remember the sums before a tile in which some places are nobody's."""
    for place in range(FIRST_SUM, ALL_SUMS):
        kept[place] = p[place]


@part
def forget_nobody(p, kept, slots):
    """Take out of the sums what places have added in which nobody lives: those from ``slots`` on."""
    for column in range(FIRST_SUM, ALL_SUMS, SLOTS):
        for slot in range(slots, SLOTS):
            p[column + slot] = kept[column + slot]
