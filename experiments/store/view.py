"""What a ledger's rows are about: the plan that was asked under one fingerprint, as it was stored."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sim.indicators import COLUMNS


@dataclass(frozen=True)
class View:
    """A plan as the ledger remembers it: ``code`` is the fingerprint's number in this ledger, ``months`` policy months.

    ``content`` is empty where nothing was asked under the fingerprint.
    """

    code: int
    content: dict[str, Any]
    command: str
    started: str

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios, by their number."""
        return tuple(scenario["name"] for scenario in self.content["scenarios"])

    @property
    def profiles(self) -> tuple[str, ...]:
        """Names of the profiles, by their number."""
        return tuple(profile["name"] for profile in self.content["profiles"])

    @property
    def design(self) -> tuple[str, ...]:
        """Names of the designed levers and parameters as columns; one that an indicator has too gets a prefix."""
        design = self.content["design"]
        return tuple(f"param.{name}" if name in COLUMNS else name for name in (*design["levers"], *design["params"]))

    @property
    def months(self) -> int:
        """How many months a run lives under its scenario."""
        return int(self.content["months"])

    @property
    def trajectories(self) -> bool:
        """Whether all months are kept."""
        return bool(self.content["trajectories"])


def view_of(connection: sqlite3.Connection, code: str) -> View:
    """Return what was asked under a fingerprint."""
    number = connection.execute("SELECT id FROM codes WHERE code = ?", (code,)).fetchone()
    found = connection.execute("SELECT content, command, started FROM plans WHERE code = ?", number or (0,)).fetchone()
    content, command, started = found or ("{}", "", "")
    return View(number[0] if number else 0, json.loads(content), command, started)
