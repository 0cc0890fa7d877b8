"""CSV files for people: what a spreadsheet opens shows Chinese as it is and runs nothing."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

ENCODING = "utf-8-sig"
"""UTF-8 behind the mark by which spreadsheets know it; every CSV file is written so."""
_FORMULA = re.compile(r"[ \u00a0\u3000\ufeff]*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet computes; the wide signs where its language is Chinese or Japanese."""


def save_csv(table: "DataFrame", path: Path) -> None:
    """Write a table as CSV; cells without a value are empty."""
    harmless(table).to_csv(path, index=False, encoding=ENCODING, lineterminator="\n")


def harmless(table: "DataFrame") -> "DataFrame":
    """Return a table for a spreadsheet: an apostrophe stands before a text that would be taken for a formula."""
    changed = {name: table[name].map(_text) for name in table if not _numeric(table[name])}
    return table.assign(**{str(name): column for name, column in changed.items()}).rename(columns=_text)


def _numeric(column: Any) -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return bool(is_numeric_dtype(column) or is_bool_dtype(column))


def _text(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
