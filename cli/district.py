"""``district``: every community of a CSV file under every policy, one by one and in total."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import options as o
from cli.interrupts import Interrupted
from cli.output import say_changed, say_written
from cli.progress import note, shown, stores_runs
from cli.words import say
from experiments.output.command_line import changed, command_line
from experiments.output.sources import with_sources

if TYPE_CHECKING:
    from experiments.district import District
    from experiments.district.district import DistrictRequest
    from experiments.runs import Execution

GOOD, SOME_FAILED = 0, 1


def command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="COMMUNITIES")],
    scenarios: o.Scenarios = None,
    out: o.Out = None,
    profile: o.Profile = "mixed",
    period: o.Period = None,
    replicates: o.Replicates = "1",
    months: o.Months = None,
    seed: o.Seed = "1",
    per_head: Annotated[bool, typer.Option("--per-head")] = False,
    census: Annotated[bool, typer.Option("--census")] = False,
    engine: o.EngineName = "local",
    processes: o.Processes = None,
) -> int:
    """Check everything, simulate, write tables and page."""
    language = context.obj.language
    folder = o.folder(out)
    stores_runs(folder, language)
    texts = {"replicates": replicates, "months": months, "seed": seed}
    numbers: dict[str, Any] = {name: o.whole_number_or_none(f"--{name}", text) for name, text in texts.items()}
    execution = o.execution(language, processes, engine)
    from experiments.district.study import check_request
    from experiments.output.folder import prepare_out

    request = check_request(
        file, scenarios or None, profile=profile, period=period, per_head=per_head, census=census,
        execution=execution, **numbers,
    )  # fmt: skip
    o.say_of(request.plan.scenarios, request.plan.period, language)
    prepare_out(folder)
    given = {
        "--profile": (profile, "mixed"), "--period": (period, None), "--replicates": (replicates, "1"),
        "--months": (months, None), "--seed": (seed, "1"),
    }  # fmt: skip
    chosen = [option for option, on in (("--per-head", per_head), ("--census", census)) if on]
    printed = command_line(
        "district", file, *(scenarios or []), "--out", str(folder), *changed(given), *chosen, "--lang", language
    )
    execution = replace(execution, command=with_sources(printed, [file, *(scenarios or []), profile]))
    say_changed(folder, language)
    found = _run(request, folder, language, execution)
    _tell(found, folder, language, execution.command)
    return SOME_FAILED if found.swept.failed else GOOD


def _run(request: "DistrictRequest", folder: Path, language: str, execution: "Execution") -> "District":
    """Simulate and show how far it is."""
    from experiments.district import InterruptedDistrict
    from experiments.district.study import simulate

    try:
        with shown(execution, language) as watched_execution:
            return simulate(request, folder, watched_execution)
    except InterruptedDistrict as interruption:
        swept = interruption.swept
        raise Interrupted(say("sweep_interrupted", language, done=swept.done, of=swept.asked, place=folder)) from None


def _tell(found: "District", folder: Path, language: str, line: str) -> None:
    """Print the district's totals, draw the page, and say where everything is."""
    from experiments.district.files import FILES, KIND
    from report.rebuild import write_report

    _print(found, language)
    note("drawing", language)
    say_written(folder, write_report(KIND, folder, language, line), (*FILES, "manifest.json"), language)


def _print(found: "District", language: str) -> None:
    """Print the district's totals."""
    from experiments.district.files import about_of
    from report.district.findings import notes_of, total_rows
    from report.terminal import open_table, table_console

    heads, rows = total_rows(
        found.totals,
        {scenario.name: scenario.label.get(language) for scenario in found.request.plan.scenarios},
        language,
    )
    table = open_table()
    for index, head in enumerate(heads):
        table.add_column(head, justify="right" if index else "left", vertical="bottom")
    for row in rows:
        table.add_row(*row)
    console = table_console(sys.stdout)
    console.print(table, markup=False)
    for line in notes_of(found.totals, about_of(found), language):
        console.print(line, markup=False, style="dim")
    sys.stdout.flush()
