"""``sensitivity``: which of the model's uncertain numbers its results hang on."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import options as o
from cli.interrupts import Interrupted
from cli.output import plain_records, print_json, say_changed, say_written
from cli.progress import note, shown, stores_runs
from cli.words import say
from experiments.output.command_line import changed, command_line
from experiments.output.sources import with_sources

if TYPE_CHECKING:
    from experiments.plan import Plan
    from experiments.runs import Execution
    from experiments.sensitivity import Sensitivity

GOOD, SOME_FAILED = 0, 1
SAMPLES, PARAMETERS = "512", "12"


def command(
    context: typer.Context,
    plan: o.PlanFile,
    out: o.Out = None,
    sobol_samples: Annotated[str, typer.Option("--sobol-samples", metavar="N")] = SAMPLES,
    parameters: Annotated[str, typer.Option("--parameters", metavar="N")] = PARAMETERS,
    engine: o.EngineName = "local",
    processes: o.Processes = None,
    as_json: o.Json = False,
) -> int:
    """Check everything, run both stages, write tables and page."""
    language = context.obj.language
    samples, leading = o.whole_number("--sobol-samples", sobol_samples), o.whole_number("--parameters", parameters)
    how, folder = o.execution(language, processes, engine), o.folder(out)
    stores_runs(folder, language)
    from experiments.output.folder import prepare_out
    from experiments.sensitivity.problem import need_salib
    from experiments.sensitivity.reading import checked

    need_salib()
    chosen = checked(plan)
    prepare_out(folder)
    given = {"--sobol-samples": (sobol_samples, SAMPLES), "--parameters": (parameters, PARAMETERS)}
    line = command_line("sensitivity", plan, "--out", str(folder), *changed(given), "--lang", language)
    execution = replace(how, command=with_sources(line, [plan]))
    say_changed(folder, language)
    found = _run(chosen, folder, language, samples, leading, execution)
    _write(folder, language, execution.command)
    if as_json:
        print_json(
            {"schema": 1, "screening": plain_records(found.screening), "sobol": plain_records(found.sobol)}, indent=None
        )
    return SOME_FAILED if any(stage.failed for stage in found.stages) else GOOD


def _run(
    plan: "Plan", folder: Path, language: str, samples: int, parameters: int, execution: "Execution"
) -> "Sensitivity":
    """Run both stages and show how far they are."""
    from experiments.sensitivity import InterruptedSensitivity, sensitivity

    try:
        with shown(execution, language) as watched_execution:
            return sensitivity(plan, folder, samples=samples, parameters=parameters, execution=watched_execution)
    except InterruptedSensitivity as interruption:
        swept = interruption.swept
        raise Interrupted(
            say("sweep_interrupted", language, done=swept.done, of=swept.asked, place=swept.folder)
        ) from None


def _write(folder: Path, language: str, line: str) -> None:
    """Draw the page and say where everything is."""
    from experiments.sensitivity.files import KIND
    from report.rebuild import write_report

    note("drawing", language)
    written = write_report(KIND, folder, language, line)
    say_written(folder, written, ("screening.parquet", "sobol.parquet", "manifest.json"), language)
