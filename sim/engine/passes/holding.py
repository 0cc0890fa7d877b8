"""A lane may read one quantity of the calendar from another lane instead of its own."""

from sim.compute.compiled import compiled
from sim.compute.layout import LANES


@compiled
def hold(s, column, source, held):  # type: ignore[no-untyped-def]
    """Let every lane read ``column`` from the lane that ``source`` names for the quantity ``held``."""
    values = s[column : column + LANES].copy()
    for lane in range(LANES):
        s[column + lane] = values[source[held + lane]]
