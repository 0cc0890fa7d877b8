"""``new``: a commented scenario file to edit."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.words import say
from experiments.output.command_line import command_line
from sim.scenarios.scenario import write_new


def command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    source: Annotated[str, typer.Option("--from", metavar="SCENARIO")] = "baseline",
) -> int:
    """Write the file and say what to do with it."""
    path = write_new(name.removesuffix(".toml"), source, Path())
    sys.stdout.write(say("new_file", context.obj.language, path=path, line=command_line("compare", str(path))) + "\n")
    return 0
