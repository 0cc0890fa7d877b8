"""The reference numbers move on purpose only, and the changelog says why."""

import math

from tests.reference import numbers, reasons, stored


def test_the_numbers_are_those_of_the_reference_table() -> None:
    _, table = stored()
    now = numbers()
    missing = sorted({scenario for scenario, _ in now.keys() ^ table.keys()})
    assert not missing, f'{", ".join(missing)}: write the table anew: python -m tests.reference "why"'
    moved = [
        f"{key}: {table[key]!r} → {now[key]!r}"
        for key in table
        if not (math.isclose(table[key], now[key], rel_tol=1e-9, abs_tol=1e-12) or math.isnan(table[key]))
        or math.isnan(table[key]) != math.isnan(now[key])
    ]
    assert not moved, f"{len(moved)} numbers moved, such as {moved[:3]}; see python -m tests.reference"


def test_the_changelog_says_why_the_table_was_written() -> None:
    reason, _ = stored()
    assert reasons()[0] == reason
