"""``report``: the page of a result folder again, in either language; nothing is run."""

from typing import Annotated

import typer

from cli import options as o
from cli.output import say_changed, say_written
from cli.progress import note


def command(context: typer.Context, folder: Annotated[str, typer.Argument(metavar="FOLDER")]) -> int:
    """Write the report into the folder and say where."""
    from experiments.output.code import code
    from experiments.output.manifest import read_manifest

    language, place = context.obj.language, o.out_path("FOLDER", folder)
    made_by = read_manifest(place)["fingerprint"]
    if made_by != code():
        note("other_rules", language, place=place, fingerprint=made_by[:8])
    say_changed(place, language)
    note("drawing", language)
    from report.rebuild import report

    say_written(place, report(place, language), (), language)
    return 0
