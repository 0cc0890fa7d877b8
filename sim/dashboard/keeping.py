"""What a visitor takes home: what was done as a scenario file, what was recorded as a table."""

import io
from typing import TYPE_CHECKING

from sim.dashboard.course import NAMES, World
from sim.dashboard.two_worlds import TwoWorlds
from sim.indicators import COLUMNS
from sim.scenario_template import scenario_text

if TYPE_CHECKING:
    from pandas import DataFrame

BOM = "\ufeff"


def toml(worlds: TwoWorlds, world: World) -> bytes:
    """Return what is done in a world as a scenario file, with every other lever as a comment."""
    course = worlds.course
    own = course.scenario(world, worlds.months)
    handed_in = course.files[world]
    if handed_in is not None and own is course.scenarios[world]:
        return handed_in.encode()  # as it came, comments and all
    return scenario_text(own.name, own.problem, own.content(), own.label, own.question).encode()


def file_stem(worlds: TwoWorlds, world: World) -> str:
    """Return the name of a world's scenario file without its ending."""
    return worlds.course.scenario(world, worlds.months).name


def table(worlds: TwoWorlds) -> "DataFrame":
    """Return all recorded months of both worlds: world, month, one column an indicator."""
    import pandas as pd

    rows = worlds.recording.rows()
    parts = [pd.DataFrame(rows[:, world], columns=list(COLUMNS)) for world in range(len(NAMES))]
    for name, part in zip(NAMES, parts, strict=True):
        part.insert(0, "month", range(len(part)))
        part.insert(0, "world", name)
    return pd.concat(parts, ignore_index=True)


def csv(worlds: TwoWorlds) -> bytes:
    """Return the table as CSV; it begins with the mark by which Excel knows UTF-8."""
    return (BOM + table(worlds).to_csv(index=False, lineterminator="\r\n")).encode()


def parquet(worlds: TwoWorlds) -> bytes:
    """Return the table as Parquet."""
    stream = io.BytesIO()
    table(worlds).to_parquet(stream, index=False)
    return stream.getvalue()
