"""A ledger holds what this program writes, and not only what its checksums say: whoever makes a file makes those too.

Everything is asked of SQLite, so that nothing is unpacked before it is known how large it may be.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from experiments.output.manifest import LARGEST
from experiments.plan.checks import LARGEST_SEED
from experiments.plan.stored import check_stored
from sim.errors import InputError

_KEY, _LONG = 32, 16_000_000
"""Bytes of a key; characters of a text such as a traceback, and bytes of the months of a run."""
_WIDEST = 8 * 1000
"""Bytes of a summary; this version and all before it have far fewer numbers."""


def _text(column: str, longest: int = _LONG) -> str:
    return f"typeof({column}) = 'text' AND length({column}) <= {longest}"


def _whole_number(column: str, low: int, high: int) -> str:
    return f"typeof({column}) = 'integer' AND {column} BETWEEN {low} AND {high}"


def _blob(column: str, length: str) -> str:
    return f"typeof({column}) = 'blob' AND length({column}) {length}"


_SMALL = {
    "codes": f"{_text('code', 128)} AND code <> '' AND code NOT GLOB '*[^0-9A-Za-z_-]*'",
    "plans": f"{_text('content', LARGEST)} AND {_whole_number('total', 0, 10**12)} AND {_text('command')}"
    f" AND {_text('started', 40)} AND code IN (SELECT id FROM codes)",
    "points": f"{_whole_number('point', 0, 10**8)} AND {_blob('settings', f'<= {_WIDEST}')}",
    "failures": f"{_blob('key', f'= {_KEY}')} AND {_text('error')} AND {_text('error_zh')} AND {_text('traceback')}"
    f" AND {_text('inputs')} AND died IN (0, 1) AND {_whole_number('attempts', 0, 2**31 - 1)}",
    "pace": _whole_number("runs", 0, 10**12),
    "meta": f"{_text('name', 100)} AND {_text('value')}",
}
_LARGE = {
    "runs": f"{_blob('key', f'= {_KEY}')} AND {_blob('summary', f'BETWEEN 8 AND {_WIDEST}')}"
    f" AND length(summary) % 8 = 0 AND seconds BETWEEN 0 AND 1e12 AND {_whole_number('crc', 0, 2**32 - 1)}"
    " AND code IN (SELECT id FROM codes)",
    "trajectories": f"{_blob('packed', f'<= {_LONG}')} AND {_whole_number('crc', 0, 2**32 - 1)}",
    "cells": f"{_blob('key', f'= {_KEY}')} AND {_whole_number('position', 0, 10**15)} AND "
    f"{_whole_number('seed', 0, LARGEST_SEED)}"
    f" AND {_whole_number('point', 0, 10**8)} AND {_whole_number('scenario', 0, 10**6)} AND "
    f"{_whole_number('profile', 0, 10**6)} AND {_whole_number('replicate', 0, 10**8)}",
}
"""What holds in every row of a table; the large ones have a row a run."""


def check_sound(connection: sqlite3.Connection, path: Path, tables: Sequence[str], *, quick: bool = False) -> None:
    """Refuse a ledger in which something stands that this program does not write.

    Args:
        connection: to the ledger, whose tables are there and whose checksums hold.
        path: of its file.
        tables: how its tables are made, and nothing else.
        quick: leave out the tables with a row a run.

    Raises:
        InputError: the table is named.
        sqlite3.DatabaseError: the file is damaged.
    """
    made = {row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    if made != set(tables):
        raise foreign(path, "sqlite_master")
    for table, holds in (_SMALL if quick else _SMALL | _LARGE).items():
        if connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE ({holds}) IS NOT TRUE)").fetchone()[0]:
            raise foreign(path, table)
    for (code,) in connection.execute("SELECT code FROM plans").fetchall():
        _check_plan(connection, path, code, quick=quick)
    _check_interim(connection, path)


def foreign(path: Path, table: str) -> InputError:
    """Return the sentence for a ledger that holds what this program does not write."""
    return InputError(
        f"its checksums hold, but the table '{table}' holds what this program does not write; name another folder.",
        f"校验和相符，但表“{table}”里的内容不是本程序写的；请换一个文件夹。",
        str(path),
    )


def _check_plan(connection: sqlite3.Connection, path: Path, code: int, *, quick: bool) -> None:
    """Refuse a plan that is none, and points and cells that are not of it."""
    text = connection.execute("SELECT content FROM plans WHERE code = ?", (code,)).fetchone()[0]
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise foreign(path, "plans") from None
    n, first, last = connection.execute(
        "SELECT count(*), min(point), max(point) FROM points WHERE code = ?", (code,)
    ).fetchone()
    plan = check_stored(content, str(path), n)
    if (first, last) != (0, n - 1):
        raise foreign(path, "points")
    width = 8 * (len(plan["design"]["levers"]) + len(plan["design"]["params"]))
    for (settings,) in connection.execute("SELECT settings FROM points WHERE code = ?", (code,)):
        if len(settings) != width or np.isinf(np.frombuffer(settings, dtype="<f8")).any():
            raise foreign(path, "points")
    question = (
        "SELECT EXISTS (SELECT 1 FROM cells WHERE code = ?"
        " AND NOT (point < ? AND scenario < ? AND profile < ? AND replicate < ?))"
    )
    ends = (n, len(plan["scenarios"]), len(plan["profiles"]), plan["replicates"])
    if not quick and connection.execute(question, (code, *ends)).fetchone()[0]:
        raise foreign(path, "cells")


def _check_interim(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse an interim result that is not a sentence in both languages."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'headline'").fetchone()
    try:
        said = json.loads(found[0]) if found and found[0] else ["", ""]
    except (ValueError, RecursionError):
        said = None
    if not (isinstance(said, list) and len(said) == 2 and all(isinstance(item, str) for item in said)):
        raise foreign(path, "meta")
