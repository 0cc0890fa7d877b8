"""A lane may read one quantity of the calendar from another lane instead of its own.

``source`` tells it slot by slot (quantities · 16,): from which slot of the tile a slot reads.
"""

from sim.compute.compiled import compiled, part
from sim.compute.layout import N_SERVICES, POST, SLOTS, post, quantity
from sim.compute.tiles import scratch

ALL = len(POST) * SLOTS


@part
def hold_here(p, column, source, held):
    """Let every slot of the tile at hand read ``column`` from the slot that ``source`` names for ``held``."""
    values = scratch(SLOTS)
    for slot in range(SLOTS):
        values[slot] = p[column + slot]
    for slot in range(SLOTS):
        p[column + slot] = values[source[held + slot]]


@compiled
def hold(s, column, source, held):
    """Let every lane read ``column`` of the board, or of another flat array, from another lane."""
    hold_here(s, column, source, held)


@compiled
def hold_services(s, first, source, held):
    """Let every lane read a number that there is one of for each service type; ``first`` is the first one's column."""
    for k in range(N_SERVICES):
        hold_here(s, first + k * SLOTS, source, held)


@compiled
def hold_posts(posts, column, source, held):
    """Let every lane read a column of the posts, place by place.

    A place that is vacant in the lane that is read has what its last worker had.
    """
    for place in range(len(posts)):
        hold_here(posts[place], column, source, held)


@compiled
def hold_staff(posts, source):
    """Let every lane read who is in post: a place is filled or vacant as in the lane that is read.

    Whoever was recruited there this month comes here as well, with the skill that he has there.
    """
    for place in range(len(posts)):
        row, values = posts[place], posts[place].copy()
        for lane in range(SLOTS):
            other = source[quantity.posts + lane]
            recruited = values[post.filled + other] == 1.0 and values[post.tenure + other] == 0.0
            for column in range(0, ALL, SLOTS):
                kept = column == post.competence or column == post.burnout or column == post.effort
                kept = kept or column == post.pay
                if recruited or not kept:
                    row[column + lane] = values[column + other]
