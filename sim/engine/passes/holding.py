"""A lane may read one quantity of the calendar from another lane instead of its own."""

from sim.compute.compiled import compiled
from sim.compute.layout import LANES, N_SERVICES, POST, post, quantity

ALL = len(POST) * LANES


@compiled
def hold(s, column, source, held):
    """Let every lane read ``column`` from the lane that ``source`` names for the quantity ``held``."""
    values = s[column : column + LANES].copy()
    for lane in range(LANES):
        s[column + lane] = values[source[held + lane]]


@compiled
def hold_services(s, first, source, held):
    """Let every lane read a number that there is one of for each service type; ``first`` is the first one's column."""
    for k in range(N_SERVICES):
        hold(s, first + k * LANES, source, held)


@compiled
def hold_posts(posts, column, source, held):
    """Let every lane read a column of the posts, place by place.

    A place that is vacant in the lane that is read has what its last worker had.
    """
    for place in range(len(posts)):
        hold(posts[place], column, source, held)


@compiled
def hold_staff(posts, source):
    """Let every lane read who is in post: a place is filled or vacant as in the lane that is read.

    Whoever was recruited there this month comes here as well, with the skill that he has there.
    """
    for place in range(len(posts)):
        row, values = posts[place], posts[place].copy()
        for lane in range(LANES):
            other = source[quantity.posts + lane]
            recruited = values[post.filled + other] == 1.0 and values[post.tenure + other] == 0.0
            for column in range(0, ALL, LANES):
                kept = column == post.competence or column == post.burnout or column == post.effort
                if recruited or not kept:
                    row[column + lane] = values[column + other]
