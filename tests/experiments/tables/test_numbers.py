"""Numbers as people write them: each form gives the number that a reader takes it for, and nothing else is one."""

import pytest

from experiments.tables import number


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("3000", 3000), ("3,000", 3000), ("3，000", 3000), ("3 000", 3000), ("3\u00a0000", 3000),
        ("1,234,567.5", 1234567.5),         ("1.2E+04", 12000), ("１２．５", 12.5), ("12。5", 12.5), ("−3", -3),
        ("－3", -3), ("+4", 4), (".5", 0.5), ("5.", 5),
        ("25%", 0.25), ("25％", 0.25), ("２５％", 0.25), ("28.5 %", 0.285), ("0.1%", 0.001), ("\u3000 7 \u3000", 7),
        ("\ufeff8", 8),
    ],
)  # fmt: skip
def test_what_people_write_is_read(cell: str, value: float) -> None:
    found = number(cell)
    assert found is not None and found.value == value and found.percent == ("%" in cell or "％" in cell)


@pytest.mark.parametrize(
    ("cell", "value"), [("0,35", 0.35), ("3,000", 3000), ("1.234,5", 1234.5), ("12,5%", 0.125), ("1 234,5", 1234.5)]
)
def test_among_semicolons_a_comma_is_a_decimal_one(cell: str, value: float) -> None:
    found = number(cell, decimal_comma=True)
    assert found is not None and found.value == value


@pytest.mark.parametrize(
    "cell",
    ["", "x", "nan", "inf", "1e999", "9_000", "0,35", "3,00", "1.2.3", "3人", "①", "3²", "٣", "--3", "%", "1" * 61],
)
def test_nothing_else_is_a_number(cell: str) -> None:
    assert number(cell) is None
