"""``worlds``: which policies hold up in every plausible world."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import options as o
from cli.interrupts import Interrupted
from cli.output import plain_records, print_json, say_changed, say_written
from cli.progress import note, shown, stores_runs
from cli.words import say
from experiments.output.command_line import assigned, changed, command_line
from experiments.output.sources import with_sources

if TYPE_CHECKING:
    from experiments.runs import Execution
    from experiments.worlds import Worlds

GOOD, SOME_FAILED = 0, 1
KEEP, BUDGET = "100", "10000"
LONG = ("candidates", "kept", "runs", "effects")


def command(
    context: typer.Context,
    plan: o.PlanFile,
    out: o.Out = None,
    profile: Annotated[str | None, typer.Option("--profile", metavar="NAME")] = None,
    period: o.Period = None,
    months: o.Months = None,
    param: o.Param = None,
    bands: Annotated[str | None, typer.Option("--bands", metavar="FILE")] = None,
    keep: Annotated[str, typer.Option("--keep", metavar="N")] = KEEP,
    equal_budget: o.EqualBudget = BUDGET,
    engine: o.EngineName = "local",
    processes: o.Processes = None,
    store: Annotated[bool, typer.Option("--store")] = False,
    as_json: o.Json = False,
) -> int:
    """Check everything, match, run the policies, write tables and page."""
    language = context.obj.language
    wanted, budget = o.whole_number("--keep", keep), o.number("--equal-budget", equal_budget) or None
    how, folder = o.execution(language, processes, engine), o.folder(out)
    stores_runs(folder, language)
    from experiments.output.folder import prepare_out

    prepare_out(folder)
    held = o.params_set(param)
    given = {
        "--profile": (profile, None),
        "--period": (period, None),
        "--months": (months, None),
        "--bands": (bands, None),
        "--keep": (keep, KEEP),
        "--equal-budget": (equal_budget, BUDGET),
    }
    ending = [*changed(given), *assigned("--param", held), *(["--store"] if store else []), "--lang", language]
    line = command_line("worlds", plan, "--out", str(folder), *ending)
    settings = {
        "profile": profile, "period": period, "months": o.whole_number_or_none("--months", months), "params": held,
        "bands": bands, "keep": wanted, "equal_budget": budget,
    }  # fmt: skip
    execution = replace(how, command=with_sources(line, [plan, bands]))
    say_changed(folder, language)
    if store:
        _check_storable(plan, settings)
    found = _run(plan, folder, language, settings, execution)
    if store:
        from experiments.worlds.store_set import store as store_worlds

        note("written_file", language, place=store_worlds(found, execution.command), rows=len(found.kept))
    _write(folder, language, execution.command)
    if as_json:
        _print(found)
    return SOME_FAILED if found.simulated.failed else GOOD


def _check_storable(plan: str, settings: Mapping[str, Any]) -> None:
    """Refuse what could not be stored in the end before anything is run."""
    from experiments.worlds.store_set import check_storable
    from experiments.worlds.study import checked, in_setting

    check_storable(
        in_setting(checked(plan), settings["profile"], settings["months"], settings["params"], settings["period"])
    )


def _run(plan: str, folder: Path, language: str, settings: Mapping[str, Any], execution: "Execution") -> "Worlds":
    """Match and judge, and show how far it is."""
    from experiments.worlds import InterruptedWorlds, worlds

    try:
        with shown(execution, language) as watched_execution:
            return worlds(plan, folder, execution=watched_execution, **settings)
    except InterruptedWorlds as interruption:
        raise Interrupted(say("worlds_interrupted", language, place=interruption.folder)) from None


def _write(folder: Path, language: str, line: str) -> None:
    """Draw the page and say where everything is."""
    from experiments.worlds.files import KIND, TABLES
    from report.rebuild import write_report

    note("drawing", language)
    written = write_report(KIND, folder, language, line)
    say_written(folder, written, (*(f"{name}.parquet" for name in TABLES), "manifest.json"), language)


def _print(found: "Worlds") -> None:
    """Put the tables on the standard output as JSON, but for the long ones."""
    shown = {name: table for name, table in found.tables.items() if name not in LONG}
    print_json({"schema": 1, **{name: plain_records(table) for name, table in shown.items()}}, indent=None)
