"""Single rows of a ledger: runs, plans, counts and values, as the ledger and a merge both need them."""

import json
import sqlite3
import zlib
from dataclasses import dataclass
from typing import Any

from experiments.store.schema import checksum, intact
from sim.errors import InputError
from sim.text import Text


@dataclass(frozen=True, slots=True)
class Counts:
    """Runs of a plan: asked for, done, and failed without a result."""

    asked: int
    done: int
    failed: int


def put_run(
    connection: sqlite3.Connection, code: int, key: bytes, summary: bytes, trajectories: bytes | None, seconds: float
) -> None:
    """Keep one run; one that is there already must be the same, but may get the months it lacks.

    Raises:
        InputError: the two differ.
    """
    question = "SELECT id, summary, crc FROM runs WHERE code = ? AND key = ?"
    known = connection.execute(question, (code, key)).fetchone()
    if known is None:
        row = connection.execute(
            "INSERT INTO runs (code, key, summary, seconds, crc) VALUES (?, ?, ?, ?, ?)",
            (code, key, summary, seconds, checksum(key, summary)),
        ).lastrowid
    else:
        row = known[0]
        if intact(key, *known[1:]) != summary:
            raise _differ(connection, code, key)
    if trajectories is None:
        return
    months = connection.execute("SELECT packed, crc FROM trajectories WHERE run = ?", (row,)).fetchone()
    if months is None:
        connection.execute(
            "INSERT INTO trajectories VALUES (?, ?, ?)", (row, trajectories, checksum(key, trajectories))
        )
    elif intact(key, *months) != trajectories and zlib.decompress(months[0]) != zlib.decompress(trajectories):
        raise _differ(connection, code, key)


def code_number(connection: sqlite3.Connection, code: str) -> int:
    """Return the number of a fingerprint in this ledger."""
    connection.execute("INSERT OR IGNORE INTO codes (code) VALUES (?)", (code,))
    return int(connection.execute("SELECT id FROM codes WHERE code = ?", (code,)).fetchone()[0])


def codes_in(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the runs of every fingerprint that has any."""
    return dict(
        connection.execute("SELECT c.code, count(*) FROM runs AS r JOIN codes AS c ON r.code = c.id GROUP BY r.code")
    )


def counted(connection: sqlite3.Connection, code: int) -> Counts:
    """Return how far the plan of a fingerprint is."""
    total = connection.execute("SELECT total FROM plans WHERE code = ?", (code,)).fetchone()
    done = connection.execute(
        "SELECT count(*) FROM cells AS c JOIN runs AS r ON r.code = c.code AND r.key = c.key WHERE c.code = ?", (code,)
    ).fetchone()
    failed = connection.execute(
        "SELECT count(*) FROM cells AS c JOIN failures AS f ON f.code = c.code AND f.key = c.key WHERE c.code = ?"
        " AND NOT EXISTS (SELECT 1 FROM runs AS r WHERE r.code = c.code AND r.key = c.key)",
        (code,),
    ).fetchone()
    return Counts(total[0] if total else 0, done[0], failed[0])


def forget_plan(connection: sqlite3.Connection, code: int) -> None:
    """Drop what was asked under a fingerprint; the runs stay."""
    for table in ("plans", "points", "cells"):
        connection.execute(f"DELETE FROM {table} WHERE code = ?", (code,))


def put_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Set a value of the ledger as a whole."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def get_meta(connection: sqlite3.Connection, name: str) -> str:
    """Return a value of the ledger as a whole; empty where it was never set."""
    found = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else ""


def _differ(connection: sqlite3.Connection, code: int, key: bytes) -> InputError:
    name = _named(connection, code, key)
    return InputError(
        f"Two computations of one run differ ({name.en}); the model or the machine is not deterministic.",
        f"同一次运行的两次计算结果不同（{name.zh}）；模型或机器不是确定性的。",
    )


def _named(connection: sqlite3.Connection, code: int, key: bytes) -> Text:
    """Name a run as the tables do, with the beginning of its key."""
    cell = connection.execute(
        "SELECT c.point, c.scenario, c.profile, c.replicate, p.content FROM cells AS c JOIN plans AS p"
        " ON p.code = c.code WHERE c.code = ? AND c.key = ? LIMIT 1",
        (code, key),
    ).fetchone()
    short = key.hex()[:16]
    if cell is None:
        return Text(f"key {short}", f"键 {short}")
    point, scenario, profile, replicate, content = cell
    plan: dict[str, Any] = json.loads(content)
    names = (plan["scenarios"][scenario]["name"], plan["profiles"][profile]["name"])
    return Text(
        f"point {point}, scenario {names[0]}, profile {names[1]}, replicate {replicate + 1}, key {short}",
        f"设计点 {point}，方案 {names[0]}，社区类型 {names[1]}，第 {replicate + 1} 次重复，键 {short}",
    )
