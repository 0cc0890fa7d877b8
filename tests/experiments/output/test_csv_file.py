"""No cell of a CSV is computed by the spreadsheet that opens it."""

import ast
from pathlib import Path

import pandas as pd
import pytest

from experiments.output.csv_file import harmless

ROOT = Path(__file__).parents[3]


def shown(cell):
    """A cell as a spreadsheet gets it."""
    return harmless(pd.DataFrame({"x": [cell]})).loc[0, "x"]


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u3000=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
    ],
)
def test_what_a_spreadsheet_would_compute_gets_a_mark(cell):
    assert shown(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Fewer orders", "a=b", "1-2", "减负", "'=1", "x@y.example", "(-1)"])
def test_other_texts_stay(cell):
    assert shown(cell) == cell


def test_numbers_stay_numbers_and_headings_are_looked_at_too():
    table = pd.DataFrame(
        {
            "=x": ["=1", None, "a"],
            "n": [-1.5, float("nan"), 2.0],
            "k": [-1, 0, 1],
            "kind": pd.Categorical(["-a", "b", "b"]),
        }
    )
    found = harmless(table)
    assert list(found.columns) == ["'=x", "n", "k", "kind"]
    assert found["'=x"].tolist()[::2] == ["'=1", "a"]
    assert found["'=x"].isna().tolist() == [False, True, False]
    assert found["kind"].tolist() == ["'-a", "b", "b"]
    assert found[["n", "k"]].equals(table[["n", "k"]])
    assert "=x" in table.columns  # the table itself, which goes into Parquet, stays as it is


def calls(tree, name):
    """All calls of a method of that name."""
    return [
        item
        for item in ast.walk(tree)
        if isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute) and item.func.attr == name
    ]


def test_every_csv_of_the_product_is_written_so():
    found = 0
    for storey in ("sim", "experiments", "report", "dashboard", "cli"):
        for file in (ROOT / storey).rglob("*.py"):
            for call in calls(ast.parse(file.read_text(encoding="utf-8")), "to_csv"):
                made = call.func.value
                assert isinstance(made, ast.Call), f"{file}, line {call.lineno}: harmless(…).to_csv(…)"
                assert getattr(made.func, "id", "") == "harmless", f"{file}, line {call.lineno}"
                found += 1
    assert found >= 3
