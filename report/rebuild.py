"""The report of any result folder, made from its files: nothing is run."""

import importlib
from pathlib import Path

from experiments.output.command_line import command_line
from experiments.output.manifest import read_manifest


def report(folder: str | Path, lang: str) -> list[Path]:
    """Write the report of a result folder into it and return what was written, the page first.

    Raises:
        InputError: the folder holds no results, or one of its files is missing, cut short or of another run.
    """
    kind = read_manifest(folder)["kind"]
    module = importlib.import_module(f"report.{kind}")
    written: list[Path] = module.write(Path(folder), lang, line(folder, lang))
    return written


def line(folder: str | Path, lang: str) -> str:
    """Return the command that makes the report of ``folder`` again."""
    return command_line("report", str(folder), "--lang", lang)
