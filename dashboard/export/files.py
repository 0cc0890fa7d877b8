"""What a visitor takes home: what was done as a scenario file, what was recorded as a table."""

import io
from typing import TYPE_CHECKING

from dashboard.content.content import indicator_words
from dashboard.simulation.schedule import NAMES, WORLDS, World, named_for
from dashboard.simulation.two_worlds import TwoWorlds
from experiments.output.csv_file import harmless
from sim.indicators import COLUMNS, indicator_of
from sim.scenarios.scenario import scenario_names
from sim.scenarios.template import scenario_text
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

BOM = "\ufeff"
HEADINGS = {"world": Text("world", "世界"), "policy": Text("policy", "政策"), "month": Text("month", "月份")}
"""What stands over the first columns of the spreadsheet."""


def toml(worlds: TwoWorlds, world: World) -> bytes:
    """Return what is done in a world as a scenario file, with every other lever as a comment."""
    schedule = worlds.schedule
    own = schedule.scenario(world, worlds.months)
    handed_in = schedule.files[world]
    if handed_in is not None and own is schedule.scenarios[world]:
        return handed_in.encode()  # as it came, comments and all
    return scenario_text(file_stem(worlds, world), own.problem, own.content(), own.label, own.question).encode()


def file_stem(worlds: TwoWorlds, world: World) -> str:
    """Return the name of a world's scenario file without its ending; those of built-in scenarios are taken."""
    name = worlds.schedule.scenario(world, worlds.months).name
    return named_for(name, world) if name in scenario_names() else name


def table(worlds: TwoWorlds) -> "DataFrame":
    """Return all recorded months of both worlds: world, month, one column an indicator."""
    import pandas as pd

    rows = worlds.recording.rows()
    parts = [pd.DataFrame(rows[:, world], columns=list(COLUMNS)) for world in range(len(NAMES))]
    for name, part in zip(NAMES, parts, strict=True):
        part.insert(0, "month", range(len(part)))
        part.insert(0, "world", name)
    return pd.concat(parts, ignore_index=True)


def csv(worlds: TwoWorlds, lang: str) -> bytes:
    """Return the table as CSV for a spreadsheet: names and units of a language, shares in per cent.

    It begins with the mark by which Excel knows UTF-8. Beside the world stands what is done in it.
    """
    shown = table(worlds)
    labels = [worlds.schedule.scenario(world, worlds.months).label.get(lang) for world in WORLDS]
    shown.insert(1, "policy", shown["world"].map(dict(zip(NAMES, labels, strict=True))))
    for column in COLUMNS:
        if indicator_of(column).percent:
            shown[column] *= 100
    headings = {name: text.get(lang) for name, text in HEADINGS.items()}
    headings |= {column: heading(column, lang) for column in COLUMNS}
    text = harmless(shown.rename(columns=headings)).to_csv(index=False, lineterminator="\r\n", float_format="%.6g")
    return (BOM + text).encode()


def heading(column: str, lang: str) -> str:
    """Return what stands over a column of the spreadsheet: label and unit."""
    words = indicator_words(column, lang)
    return Text(f"{words['label']} ({words['unit']})", f"{words['label']}（{words['unit']}）").get(lang)


def parquet(worlds: TwoWorlds) -> bytes:
    """Return the table as Parquet."""
    stream = io.BytesIO()
    table(worlds).to_parquet(stream, index=False)
    return stream.getvalue()
