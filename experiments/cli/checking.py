"""``check``: say of every file what it is, or its first mistake."""

import sys
from typing import Annotated

import typer

from experiments.cli.mistakes import sentence
from experiments.cli.words import say
from sim.errors import InputError
from sim.scenario import check_file


def command(context: typer.Context, files: Annotated[list[str], typer.Argument(metavar="FILE")]) -> int:
    """Check all files; one bad file does not keep the others from being checked."""
    language, code = context.obj.language, 0
    for file in files:
        try:
            sys.stdout.write(check_file(file).get(language) + "\n")
        except InputError as error:
            sys.stdout.flush()
            sys.stderr.write(say("error", language, text=sentence(error, language)) + "\n")
            code = 2
    return code
