"""``merge``: joins stores that were made on several machines."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import options as o
from experiments.cli.progress import note, noted
from experiments.cli.words import both
from sim.errors import InputError


def command(
    context: typer.Context,
    folders: Annotated[list[str], typer.Argument(metavar="FOLDER")],
    out: Annotated[str | None, typer.Option("--out", metavar="FOLDER")] = None,
) -> int:
    """Join them and say what came of it."""
    if out is None:
        raise InputError(*both("missing", name="--out"))
    from experiments.store import merge

    language = context.obj.language
    place = o.place("--out", out)
    line = shlex.join(["python", "run.py", "merge", *folders, "--out", out])
    found = merge([Path(name) for name in folders], place, command=line, note=lambda text: noted(text, language))
    note("merged", language, n=len(folders), done=found.done, failed=found.failed, place=place)
    return 0
