"""``report``: the page of a result folder again, in either language; nothing is run."""

from typing import Annotated

import typer

from experiments.cli import options as o
from experiments.cli.progress import note
from experiments.cli.words import say


def command(context: typer.Context, folder: Annotated[str, typer.Argument(metavar="FOLDER")]) -> int:
    """Write the report into the folder and say where."""
    from experiments.manifest import read_manifest

    language, place = context.obj.language, o.place("FOLDER", folder)
    read_manifest(place)
    note("drawing", language)
    from experiments.report.rebuilding import report

    page, *others = report(place, language)
    pictures = say("picture" if len(others) == 1 else "pictures", language, n=len(others))
    listed = [page.name, *([pictures] if others else [])]
    note("written", language, place=place, names=say("comma", language).join(listed))
    return 0
