"""Workbooks (.xlsx) as lines of cells, through openpyxl where it is installed."""

import contextlib
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from sim.errors import InputError

LARGEST_UNPACKED = 512 * 1024 * 1024
"""Bytes that the parts of a workbook may come to."""
_MOST_COLUMNS = 1000
Lines = Callable[[], Iterator[tuple[int, list[str]]]]


def sheets_of(file: Path, content: bytes) -> dict[str, Lines]:
    """Return the visible sheets of a workbook by name; each gives its lines that say something when it is called.

    Raises:
        InputError: openpyxl is not installed, or this is not a sound workbook.
    """
    _check_parts(file, content)
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise InputError(
            'to read a workbook openpyxl is needed; install it with: python -m pip install -e ".[tables]", '
            "or save the table as CSV.",
            '读取工作簿需要 openpyxl；请运行：python -m pip install -e ".[tables]"，或把表格另存为 CSV。',
            str(file),
        ) from None
    with _broken_reported(file), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a sheet holds beside its cells
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return {sheet.title: partial(_lines, file, sheet) for sheet in visible}


def _check_parts(file: Path, content: bytes) -> None:
    """Refuse what is packed but no workbook, and what unpacks to more than can be held."""
    with _broken_reported(file), zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        size = sum(part.file_size for part in parts)
    if not any(name.startswith("xl/") for name in names):
        raise InputError(
            "this is not a workbook of the kind .xlsx; save the table as .xlsx or as CSV.",
            "这不是 .xlsx 工作簿；请把表格另存为 .xlsx 或 CSV。",
            str(file),
        )
    if size > LARGEST_UNPACKED:
        raise InputError(
            f"the workbook unpacks to more than {LARGEST_UNPACKED // 1024**2} MB.",
            f"工作簿解压后超过 {LARGEST_UNPACKED // 1024**2} MB。",
            str(file),
        )


@contextlib.contextmanager
def _broken_reported(file: Path) -> Iterator[None]:
    """Turn what goes wrong in reading a damaged workbook into one sentence."""
    try:
        yield
    except InputError:
        raise
    except Exception:
        raise InputError(
            "the workbook is damaged; open it in a spreadsheet and save it again, or save it as CSV.",
            "工作簿已损坏；请用电子表格软件打开后重新保存，或另存为 CSV。",
            str(file),
        ) from None


def _lines(file: Path, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Give the lines of a sheet that say something."""
    with _broken_reported(file), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet.reset_dimensions()
        rows = iter(sheet.iter_rows())
    number = 0
    while True:
        number += 1
        with _broken_reported(file):
            row = next(rows, None)
            cells = [_text(cell) for cell in row[:_MOST_COLUMNS]] if row else []
        if row is None:
            return
        if any(cells):
            yield number, cells


def _text(cell: Any) -> str:
    """Return what a cell shows: numbers to 15 digits as spreadsheets do, shares in per cent where they are shown so."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{100 * value:.15g}%"
        return str(value) if isinstance(value, int) else f"{value:.15g}"
    if isinstance(value, datetime | date | time):
        return value.isoformat().removesuffix("T00:00:00")
    return str(value)
