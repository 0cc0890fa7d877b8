"""The stored table of reference numbers: what every built-in scenario does to a small community.

It moves on purpose only: ``python -m tools.renew --because "why the numbers moved"`` writes it anew and adds the line
to the changelog. Where an indicator or a scenario came or went, no number moved, and ``python -m tools.renew
reference-rows`` writes their rows.
"""

import csv
import math
from pathlib import Path

from experiments.output.folder import atomic_file, write_whole
from sim.engine.replicate import run_lockstep
from sim.indicators import COLUMNS
from sim.scenarios.scenario import load_profile, load_scenario, scenario_names

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "tests" / "reference.csv"
CHANGELOG = ROOT / "CHANGELOG.md"
MARK = "- **numbers moved**: "
SMALL = {"n_residents": 300.0, "n_buildings": 6.0, "burn_in_months": 24.0}
MONTHS = 24
Numbers = dict[tuple[str, str], float]


def numbers() -> Numbers:
    """Return the last month of every scenario and indicator, groups included."""
    names = scenario_names()
    run = run_lockstep(
        [load_scenario(name) for name in names], profile=load_profile("mixed"), params=SMALL, months=MONTHS
    )
    last = run.trajectories[:, -1]
    return {
        (name, column): float(last[lane, index])
        for lane, name in enumerate(names)
        for index, column in enumerate(COLUMNS)
    }


def moved(now: Numbers) -> list[str]:
    """Return the numbers that are not as they are stored."""
    table = _table()
    return [
        f"{' '.join(key)}: {table[key]!r} → {now[key]!r}"
        for key in table
        if key in now and not _equal(table[key], now[key])
    ]


def came_or_went() -> list[str]:
    """Return the rows of indicators or scenarios that came or went."""
    table, now = _table(), dict.fromkeys((name, column) for name in scenario_names() for column in COLUMNS)
    return [" ".join(key) for key in dict.fromkeys([*table, *now]) if (key in table) != (key in now)]


def _table() -> Numbers:
    return stored()[1] if TABLE.is_file() else {}


def _equal(one: float, other: float) -> bool:
    """Tell whether numbers are the same but for the order in which a machine adds."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(one) and math.isnan(other))


def reasons() -> list[str]:
    """Return the changelog's lines that tell why numbers moved, newest first."""
    lines = CHANGELOG.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(MARK) for line in lines if line.startswith(MARK)]


def stored() -> tuple[str, Numbers]:
    """Return the reason for which the table was written last, and the table."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        reason = stream.readline().strip().removeprefix("# ")
        rows = list(csv.reader(stream))[1:]
    return reason, {(scenario, column): float(value) for scenario, column, value in rows}


def write_reference(reason: str, now: Numbers) -> None:
    """Write the table, and the reason at the top of the changelog's open heading."""
    _write(reason, now)
    text = CHANGELOG.read_text(encoding="utf-8")
    heading = "## Unreleased\n"
    write_whole(CHANGELOG, text.replace(heading, f"{heading}\n{MARK}{reason}", 1))


def complete() -> None:
    """Write the rows that came or went; numbers that moved stay as they are stored."""
    now, table = numbers(), _table()
    _write(stored()[0], {key: table.get(key, value) for key, value in now.items()})


def _write(reason: str, now: Numbers) -> None:
    with atomic_file(TABLE) as part, part.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"# {reason}\n")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["scenario", "indicator", "value"])
        writer.writerows([*key, repr(value)] for key, value in now.items())
