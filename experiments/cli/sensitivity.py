"""``sensitivity``: which of the model's uncertain numbers its results hang on."""

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import options as o
from experiments.cli.interrupts import Interrupted
from experiments.cli.progress import note, noted, say_if_cold, sweeping
from experiments.cli.words import both, say
from sim.errors import InputError

if TYPE_CHECKING:
    from experiments.plan import Plan
    from experiments.sensitivity import Sensitivity

GOOD, SOME_FAILED = 0, 1
SAMPLES, PARAMETERS = "512", "12"


def command(
    context: typer.Context,
    plan: Annotated[str, typer.Argument(metavar="PLAN")],
    out: Annotated[str | None, typer.Option("--out", metavar="FOLDER")] = None,
    sobol_samples: Annotated[str, typer.Option("--sobol-samples", metavar="N")] = SAMPLES,
    parameters: Annotated[str, typer.Option("--parameters", metavar="N")] = PARAMETERS,
    engine: o.EngineName = "local",
    processes: o.Processes = None,
    as_json: o.Json = False,
) -> int:
    """Check everything, run both stages, write tables and page."""
    language = context.obj.language
    samples, leading = o.whole("--sobol-samples", sobol_samples), o.whole("--parameters", parameters)
    workers = None if processes is None else o.whole("--processes", processes)
    if out is None:
        raise InputError(*both("missing", name="--out"))
    folder = o.place("--out", out)
    from experiments.folder import prepare_out
    from experiments.sensitivity.problem import need_salib
    from experiments.sensitivity.reading import checked

    need_salib()
    chosen = checked(plan)
    prepare_out(folder)
    line = _line(plan, out, sobol_samples, parameters)
    found = _run(chosen, folder, language, samples, leading, engine=engine, processes=workers, line=line)
    _write(folder, language, line)
    if as_json:
        _print_json(found)
    return SOME_FAILED if any(stage.failed for stage in found.stages) else GOOD


def _run(
    plan: "Plan", folder: Path, language: str, samples: int, parameters: int, *, engine: str, processes: int | None,
    line: str,
) -> "Sensitivity":  # fmt: skip
    """Run both stages and show how far they are."""
    from experiments.sensitivity import InterruptedSensitivity, sensitivity

    say_if_cold(language)
    try:
        with sweeping(language) as watch:
            return sensitivity(
                plan, folder, samples=samples, parameters=parameters, engine=engine, processes=processes, command=line,
                watch=watch, note=lambda text: noted(text, language),
            )  # fmt: skip
    except InterruptedSensitivity as interruption:
        swept = interruption.swept
        raise Interrupted(
            say("sweep_interrupted", language, done=swept.done, of=swept.asked, place=swept.folder)
        ) from None


def _write(folder: Path, language: str, line: str) -> None:
    """Draw the page and say where everything is."""
    from experiments.report.sensitivity import write

    note("drawing", language)
    page, *pictures = write(folder, language, line)
    tables = ("screening.parquet", "sobol.parquet", "manifest.json")
    listed = [page.name, say("pictures", language, n=len(pictures)), *tables]
    note("written", language, place=folder, names=say("comma", language).join(listed))


def _line(plan: str, out: str, samples: str, parameters: str) -> str:
    """Return the command that goes on with this folder."""
    words = ["python", "run.py", "sensitivity", plan, "--out", out]
    for option, value, default in (
        ("--sobol-samples", samples, SAMPLES), ("--parameters", parameters, PARAMETERS),
    ):  # fmt: skip
        words += [option, value] if value != default else []
    return shlex.join(words)


def _print_json(found: "Sensitivity") -> None:
    """Put both tables on the standard output as JSON."""
    tables = {"screening": found.screening, "sobol": found.sobol}
    rows = {name: table.astype(object).where(table.notna(), None).to_dict("records") for name, table in tables.items()}
    json.dump({"schema": 1, **rows}, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
