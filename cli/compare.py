"""``compare``: policies against no policy; tables at once, then files and report."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import options as o
from cli.interrupts import Interrupted, then_say
from cli.output import at_work_in, print_json, say_changed, say_written
from cli.progress import note, shown
from cli.words import say
from experiments.output.command_line import reproduce
from experiments.output.manifest import now
from experiments.output.sources import with_sources

if TYPE_CHECKING:
    from experiments.compare.study import Comparison, InterruptedComparison
    from experiments.policies.settings import Settings
    from experiments.runs import Execution

RESULTS = "results"
PARTIAL = "interrupted"
WHOLE_NUMBERS = ("replicates", "months", "seed")


def command(
    context: typer.Context,
    scenarios: o.Scenarios = None,
    profile: o.Profile = "mixed",
    period: o.Period = None,
    replicates: o.Replicates = "20",
    months: o.Months = None,
    seed: o.Seed = "1",
    processes: o.Processes = None,
    settings: o.Set = None,
    parameters: o.Param = None,
    precision: o.Precision = None,
    smallest: o.Smallest = None,
    equal_budget: o.EqualBudget = "10000",
    out: Annotated[str, typer.Option("--out", metavar="FOLDER")] = RESULTS,
    no_worlds: Annotated[bool, typer.Option("--no-worlds")] = False,
    as_json: o.Json = False,
) -> int:
    """Check everything, run, print, write."""
    language = context.obj.language
    levers, params = o.levers_set(settings), o.params_set(parameters)
    points, each = o.smallest_given(smallest)
    base_execution = o.execution(language, processes)
    base_execution.load_ahead()
    chosen = _checked(
        scenarios or None, levers, params, each, worlds=not no_worlds, profile=profile, period=period,
        replicates=replicates, months=months, seed=seed, precision=precision, smallest=points,
        equal_budget=equal_budget,
    )  # fmt: skip
    o.say_of([arm.scenario for arm in chosen.arms if arm.row == "full"], chosen.profile.period, language)
    folder = o.out_path("--out", out)
    _check_out(folder, chosen)
    started = now()
    given = {
        "--profile": profile, "--period": period, "--replicates": replicates, "--months": months, "--seed": seed,
        "--precision": precision, "--smallest": points, "--equal-budget": equal_budget,
    }  # fmt: skip
    set_to = {"--set": levers, "--param": params, "--smallest": each}
    printed = reproduce(scenarios or [], given, set_to, language, worlds=not no_worlds)
    execution = replace(base_execution, command=with_sources(printed, [*(scenarios or []), profile]))
    with at_work_in(folder):
        say_changed(folder, language)
        comparison = _run(chosen, folder, language, execution)
        names = _save(comparison, folder, execution.command, started)
        _show(comparison, language, as_json=as_json)
        _draw(comparison, folder, language, execution.command, names)
    return 0


def _checked(
    scenarios: list[str] | None,
    levers: dict[str, float],
    params: dict[str, float],
    smallest_each: dict[str, float],
    *,
    worlds: bool,
    profile: str,
    period: str | None,
    **texts: str | None,
) -> "Settings":
    """Read the numbers and check everything."""
    numbers: dict[str, Any] = {}
    for name, text in texts.items():
        read = o.whole_number if name in WHOLE_NUMBERS else o.number
        numbers[name] = None if text is None else read(f"--{name.replace('_', '-')}", text)
    numbers["equal_budget"] = numbers["equal_budget"] or None
    from experiments.policies.settings import checked

    return checked(
        scenarios, profile=profile, period=period, levers=levers, params=params, smallest_each=smallest_each,
        worlds=worlds, **numbers,
    )  # fmt: skip


def _check_out(out: Path, chosen: "Settings") -> None:
    """Refuse a folder that cannot take the files, before any work."""
    from experiments.compare.result_folder import bytes_needed
    from experiments.output.folder import prepare_out
    from experiments.output.manifest import check_folder
    from experiments.policies.arms import merged
    from sim.indicators import COLUMNS

    months = int(merged(chosen.params, chosen.profile)["burn_in_months"]) + chosen.months
    check_folder(out)
    prepare_out(out, needed=bytes_needed(chosen.replicates, len(chosen.arms), months, len(COLUMNS)))


def _run(chosen: "Settings", out: Path, language: str, execution: "Execution") -> "Comparison":
    from experiments.compare.study import InterruptedComparison, run, with_worlds

    try:
        with shown(execution, language, of=chosen.replicates) as watched_execution:
            return with_worlds(run(chosen, watched_execution), chosen, watched_execution)
    except InterruptedComparison as interruption:
        raise Interrupted(_save_partial(interruption, chosen.replicates, out, language, execution.command)) from None


def _save_partial(interruption: "InterruptedComparison", of: int, out: Path, language: str, line: str) -> str:
    """Write what is finished beside the results of earlier runs and say so."""
    from experiments.compare.result_folder import write_results

    comparison = interruption.comparison
    if comparison is None:
        return say("interrupted_none_done", language)
    write_results(comparison, out / PARTIAL, command=line, asked=of)
    return say(
        "interrupted_kept", language, done=comparison.replicates, of=max(of, comparison.replicates), place=out / PARTIAL
    )


def _show(comparison: "Comparison", language: str, *, as_json: bool) -> None:
    """Print the tables, or the summary as JSON."""
    if as_json:
        print_json(comparison.to_json())
    else:
        from report.compare.terminal import print_comparison
        from report.terminal import table_console

        print_comparison(comparison, table_console(sys.stdout), language)
    sys.stdout.flush()


def _save(comparison: "Comparison", out: Path, line: str, started: str) -> list[str]:
    """Write the files, all or none, whoever interrupts, and return their names."""
    from experiments.compare.result_folder import write_results
    from experiments.runs.pool import ctrl_c_held_back

    with ctrl_c_held_back():
        return [path.name for path in write_results(comparison, out, command=line, started=started)]


def _draw(comparison: "Comparison", out: Path, language: str, line: str, names: list[str]) -> None:
    """Draw the report beside the files and say where everything is."""
    from report.compare.findings import CompareFindings
    from report.compare.page import page
    from report.frame import write_page

    then_say(lambda: say("interrupted_drawing", language, place=out))
    note("drawing", language)
    written = write_page(page(CompareFindings(comparison, language), line, names), out)
    say_written(out, written, names, language)
