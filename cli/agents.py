"""``agents``: what ties and differences between residents do to what policies do."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cli import options as o
from cli.output import at_work_in, check_out, print_json, say_changed, say_written
from cli.progress import note, shown
from experiments.output.command_line import assigned, changed, command_line
from experiments.output.manifest import now
from experiments.output.sources import with_sources

if TYPE_CHECKING:
    from experiments.policies.settings import Settings
    from experiments.runs import Execution

DEFAULTS: dict[str, str | None] = {
    "--profile": "mixed", "--period": None, "--replicates": "20", "--months": None, "--seed": "1",
}  # fmt: skip


def command(
    context: typer.Context,
    scenarios: o.Scenarios = None,
    out: o.Out = None,
    profile: o.Profile = "mixed",
    period: o.Period = None,
    replicates: o.Replicates = "20",
    months: o.Months = None,
    seed: o.Seed = "1",
    processes: o.Processes = None,
    parameters: o.Param = None,
    as_json: o.Json = False,
) -> int:
    """Check everything, run, print, write."""
    language, params = context.obj.language, o.params_set(parameters)
    texts = {"replicates": replicates, "months": months, "seed": seed}
    numbers: dict[str, Any] = {name: o.whole_number_or_none(f"--{name}", text) for name, text in texts.items()}
    folder, base_execution = o.folder(out), o.execution(language, processes)
    base_execution.load_ahead()
    from experiments.agents.files import KIND
    from experiments.agents.study import check_request

    chosen = check_request(scenarios or None, profile=profile, period=period, params=params, **numbers)
    o.say_of([arm.scenario for arm in chosen.arms], chosen.profile.period, language)
    check_out(folder, KIND)
    started = now()
    given = {
        "--profile": profile, "--period": period, "--replicates": replicates, "--months": months, "--seed": seed,
    }  # fmt: skip
    line = command_line(
        "agents", *(scenarios or []), "--out", str(folder),
        *changed({option: (value, DEFAULTS[option]) for option, value in given.items()}),
        *assigned("--param", params), "--lang", language,
    )  # fmt: skip
    execution = replace(base_execution, command=with_sources(line, [*(scenarios or []), profile]))
    with at_work_in(folder):
        say_changed(folder, language)
        content = _run(chosen, language, execution)
        _write(content, folder, language, started)
        _show(content, language, as_json=as_json)
    return 0


def _run(chosen: "Settings", language: str, execution: "Execution") -> dict[str, Any]:
    """Run all communities and show how far they are."""
    from experiments.agents.study import run

    with shown(execution, language, of=chosen.replicates) as watched_execution:
        return run(chosen, watched_execution).content


def _show(content: dict[str, Any], language: str, *, as_json: bool) -> None:
    """Print the table, or the numbers as JSON."""
    if as_json:
        print_json(content)
    else:
        from report.agents.terminal import print_agents
        from report.terminal import table_console

        print_agents(content, table_console(sys.stdout), language)
    sys.stdout.flush()


def _write(content: dict[str, Any], out: Path, language: str, started: str) -> None:
    """Write the files and the page, and say where."""
    from report.agents.writing import write_results

    note("drawing", language)
    written = write_results(content, out, language=language, started=started)
    say_written(out, written, (), language)
