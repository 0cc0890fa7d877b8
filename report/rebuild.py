"""The report of any result folder, made from its files: nothing is run."""

import importlib
import traceback
from pathlib import Path

from experiments.output.command_line import command_line
from experiments.output.manifest import read_manifest
from report import frame
from report.frame import Page
from sim.errors import InputError, SimError

_OF_CONTENT = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, AssertionError, RecursionError)
"""What code comes upon where a file says what it should not."""


def report(folder: str | Path, lang: str) -> list[Path]:
    """Write the report of a result folder into it and return what was written, the page first.

    Raises:
        InputError: the folder holds no results, or one of its files is missing, cut short or of another run.
    """
    try:
        return write_report(read_manifest(folder)["kind"], Path(folder), lang, line(folder, lang))
    except SimError:
        raise
    except _OF_CONTENT as error:
        raise _foreign(folder, error) from error


def write_report(kind: str, folder: Path, lang: str, command: str) -> list[Path]:
    """Write the page of a finished folder of this kind, with its pictures, into it and return them, the page first.

    ``command`` is the line that makes them again.

    Raises:
        InputError: the folder holds no finished results of the kind, or cannot be written.
    """
    page: Page = importlib.import_module(f"report.{kind}").page_of(folder, lang, command)
    return frame.write_page(page, folder)


def _foreign(folder: str | Path, error: Exception) -> InputError:
    """Say that the files of a folder can be read and are still not what this program writes; where that was seen."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    seen = f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
    return InputError(
        f"its files are whole, and yet they are not what this program writes ({seen}).",
        f"其中的文件完整，但不是本程序写成的内容（{seen}）。",
        str(folder),
    )


def line(folder: str | Path, lang: str) -> str:
    """Return the command that makes the report of ``folder`` again."""
    return command_line("report", str(folder), "--lang", lang)
