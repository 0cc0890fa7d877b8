"""The seal of a ledger at rest: a checksum of every table, so that nothing in it changes unnoticed.

Runs and their months have checksums of their own from the moment they are kept. What they are runs of (the design,
the plan, which run answers which question) is checked by the seal, set when the tables are published and broken by
whoever writes next.
"""

import json
import sqlite3
import zlib

SEAL = "seal"
_SMALL = {
    "codes": "SELECT id, code FROM codes ORDER BY id",
    "plans": "SELECT code, content, total, command, started FROM plans ORDER BY code",
    "points": "SELECT code, point, settings FROM points ORDER BY code, point",
    "failures": "SELECT code, key, error, error_zh, traceback, inputs, died, attempts FROM failures ORDER BY code, key",
    "meta": f"SELECT name, value FROM meta WHERE name <> '{SEAL}' ORDER BY name",
}
_LARGE = {
    "cells": "SELECT code, position, point, scenario, profile, seed, replicate, key FROM cells ORDER BY code, position",
    "runs": "SELECT id, code, key FROM runs ORDER BY id",
}


def seal(connection: sqlite3.Connection) -> None:
    """Write down the checksums of all tables."""
    found = {name: _sum(connection, question) for name, question in (_SMALL | _LARGE).items()}
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SEAL, json.dumps(found)))


def break_seal(connection: sqlite3.Connection) -> None:
    """Take the seal away: something is about to be written."""
    connection.execute("DELETE FROM meta WHERE name = ?", (SEAL,))


def broken(connection: sqlite3.Connection, *, quick: bool = False) -> bool:
    """Tell whether a sealed ledger is not what was sealed; ``quick`` leaves out the tables with a row a run."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (SEAL,)).fetchone()
    if row is None:
        return False
    try:
        known = json.loads(row[0])
        return any(
            known[name] != _sum(connection, item) for name, item in (_SMALL if quick else _SMALL | _LARGE).items()
        )
    except (ValueError, TypeError, KeyError):  # the seal itself
        return True


def _sum(connection: sqlite3.Connection, question: str) -> int:
    found = 0
    for row in connection.execute(question):
        found = zlib.crc32(repr(row).encode("utf-8", "surrogatepass"), found)
    return found
