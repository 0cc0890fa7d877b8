"""``explain``: through which link a policy reaches its end."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import options as o
from cli.output import at_work_in, check_out, print_json, say_changed, say_written
from cli.progress import note, shown
from experiments.output.command_line import assigned, changed, command_line
from experiments.output.manifest import now
from experiments.output.sources import with_sources

if TYPE_CHECKING:
    from experiments.explain.request import ExplainRequest
    from experiments.runs import Execution

DEFAULTS: dict[str, str | None] = {
    "--profile": "mixed", "--period": None, "--replicates": "20", "--months": None, "--seed": "1",
}  # fmt: skip


def command(
    context: typer.Context,
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO")],
    out: o.Out = None,
    profile: o.Profile = "mixed",
    period: o.Period = None,
    replicates: o.Replicates = "20",
    months: o.Months = None,
    seed: o.Seed = "1",
    processes: o.Processes = None,
    settings: o.Set = None,
    parameters: o.Param = None,
    indicators: Annotated[list[str] | None, typer.Option("--indicator", metavar="NAME")] = None,
    doubts: Annotated[list[str] | None, typer.Option("--doubt", metavar="PARAMETER")] = None,
    as_json: o.Json = False,
) -> int:
    """Check everything, run, print, write."""
    language = context.obj.language
    levers, params = o.levers_set(settings), o.params_set(parameters)
    texts = {"replicates": replicates, "months": months, "seed": seed}
    numbers: dict[str, Any] = {name: o.whole_number_or_none(f"--{name}", text) for name, text in texts.items()}
    folder = o.folder(out)
    base_execution = o.execution(language, processes)
    base_execution.load_ahead()
    from experiments.explain.files import KIND
    from experiments.explain.request import check_request

    request = check_request(
        scenario, profile=profile, period=period, levers=levers, params=params, indicators=indicators or (),
        doubts=doubts or (), **numbers,
    )  # fmt: skip
    o.say_of([request.policy], request.work.profile.period, language)
    check_out(folder, KIND)
    started = now()
    given = {
        "--profile": profile, "--period": period, "--replicates": replicates, "--months": months, "--seed": seed,
    }  # fmt: skip
    line = command_line(
        "explain", scenario, "--out", str(folder),
        *changed({option: (value, DEFAULTS[option]) for option, value in given.items()}),
        *assigned("--set", levers), *assigned("--param", params),
        *_repeated("--indicator", indicators), *_repeated("--doubt", doubts), "--lang", language,
    )  # fmt: skip
    execution = replace(base_execution, command=with_sources(line, [scenario, profile]))
    with at_work_in(folder):
        say_changed(folder, language)
        content = _run(request, language, execution)
        _write(content, folder, language, started)
        _show(content, language, as_json=as_json)
    return 0


def _repeated(option: str, values: list[str] | None) -> list[str]:
    return [word for value in values or () for word in (option, value)]


def _run(request: "ExplainRequest", language: str, execution: "Execution") -> dict[str, Any]:
    """Run all communities and show how far they are."""
    from experiments.explain.study import run

    with shown(execution, language, of=request.replicates) as watched_execution:
        return run(request, watched_execution).content


def _show(content: dict[str, Any], language: str, *, as_json: bool) -> None:
    """Print the tables, or the numbers as JSON."""
    if as_json:
        print_json(content)
    else:
        from report.explain.terminal import print_explained
        from report.terminal import table_console

        print_explained(content, table_console(sys.stdout), language)
    sys.stdout.flush()


def _write(content: dict[str, Any], out: Path, language: str, started: str) -> None:
    """Write the files and the page, and say where."""
    from report.explain.writing import write_results

    note("drawing", language)
    written = write_results(content, out, language=language, started=started)
    say_written(out, written, (), language)
