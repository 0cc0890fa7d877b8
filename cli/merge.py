"""``merge``: joins stores that were made on several machines."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cli import options as o
from cli.progress import note
from experiments.output.command_line import command_line


def command(
    context: typer.Context,
    folders: Annotated[list[str], typer.Argument(metavar="FOLDER")],
    out: o.Out = None,
) -> int:
    """Join them and say what came of it."""
    from experiments.store import merge

    language = context.obj.language
    place = o.folder(out)
    line = command_line("merge", *folders, "--out", str(place), "--lang", language)
    found = merge([Path(name) for name in folders], place, replace(o.execution(language, None), command=line))
    note("merged", language, n=len(folders), done=found.done, failed=found.failed, place=place)
    return 0
