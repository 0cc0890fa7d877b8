"""``sweep``: a plan's runs into a folder that can be stopped and resumed; ``--status`` looks on."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import options as o
from cli.interrupts import Interrupted
from cli.output import print_json
from cli.progress import note, say_if_cold, shown, spell, stores_runs
from cli.words import bilingual, say
from experiments.output.command_line import changed, command_line
from sim.errors import InputError

if TYPE_CHECKING:
    from experiments.plan import Plan
    from experiments.runs import Execution
    from experiments.sweep.study import Swept

GOOD, SOME_FAILED = 0, 1
KEY_SHOWN = 16  # hexadecimal digits of a key that are enough to name it


def command(
    context: typer.Context,
    plan: Annotated[str | None, typer.Argument(metavar="PLAN")] = None,
    out: o.Out = None,
    engine: o.EngineName = "local",
    processes: o.Processes = None,
    replicates: Annotated[str | None, typer.Option("--replicates", metavar="N")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast")] = False,
    yes: Annotated[bool, typer.Option("--yes")] = False,
    publish: Annotated[bool, typer.Option("--publish")] = False,
    run: Annotated[str | None, typer.Option("--run", metavar="KEY")] = None,
    status: Annotated[str | None, typer.Option("--status", metavar="FOLDER")] = None,
    as_json: o.Json = False,
) -> int:
    """Look on, count, publish, run one again, or sweep."""
    language = context.obj.language
    if status is not None:
        return _status(o.out_path("--status", status), language, as_json=as_json)
    if plan is None:
        raise InputError(*bilingual("missing", name="PLAN"))
    if out is not None:
        stores_runs(o.folder(out), language)
    from experiments.sweep.study import checked_plan

    chosen = checked_plan(plan, o.whole_number_or_none("--replicates", replicates), yes=yes or dry_run)
    execution = o.execution(language, processes, engine)
    if dry_run:
        return _dry_run(chosen, execution, language, as_json=as_json)
    folder = o.folder(out)
    if publish:
        return _publish(chosen, folder, language)
    if run is not None:
        return _one(chosen, folder, run, language, execution)
    line = command_line(
        "sweep", plan, "--out", str(folder), *changed({"--replicates": (replicates, None)}), "--lang", language
    )
    execution = replace(execution, command=line)
    swept = _sweep(chosen, folder, language, execution, fail_fast=fail_fast, yes=yes)
    _tell(swept, line, language)
    if as_json:
        print_json({"asked": swept.asked, "done": swept.done, "failed": swept.failed, "computed": swept.computed})
    return SOME_FAILED if swept.failed else GOOD


def _sweep(plan: "Plan", folder: Path, language: str, execution: "Execution", *, fail_fast: bool, yes: bool) -> "Swept":
    """Compute what is missing and show how far it is."""
    from experiments.sweep.study import InterruptedSweep, sweep

    try:
        with shown(execution, language) as watched_execution:
            return sweep(plan, folder, fail_fast=fail_fast, yes=yes, execution=watched_execution)
    except InterruptedSweep as interruption:
        swept = interruption.swept
        raise Interrupted(say("sweep_interrupted", language, done=swept.done, of=swept.asked, place=folder)) from None


def _tell(swept: "Swept", line: str, language: str) -> None:
    """Say what it came to, and how to run a failed run alone."""
    note("sweep_done", language, done=swept.done, of=swept.asked, computed=swept.computed, place=swept.folder)
    if swept.failed:
        first = swept.failures().iloc[0]
        again = f"{line} --run {first['key'][:KEY_SHOWN]}"
        text = first["error_zh" if language == "zh" else "error"]
        note("sweep_failed", language, failed=swept.failed, text=text, line=again)
    else:
        note("sweep_report", language, line=command_line("report", str(swept.folder)))


def _dry_run(plan: "Plan", execution: "Execution", language: str, *, as_json: bool) -> int:
    """Count the runs and guess time and size; nothing is written."""
    from experiments.sweep.estimate import expected

    say_if_cold(language)
    found = expected(plan, execution)
    if as_json:
        print_json({"runs": found.runs, "seconds": found.seconds, "bytes": found.size})
    else:
        sys.stdout.write(say("dry_run", language, runs=found.runs, time=spell(found.seconds, language),
                             megabytes=found.size / 1e6, processes=found.processes) + "\n")  # fmt: skip
    return GOOD


def _publish(plan: "Plan", folder: Path, language: str) -> int:
    """Write the tables of what is done so far."""
    from experiments.sweep.study import publish_now

    swept = publish_now(plan, folder)
    note("sweep_published", language, done=swept.done, of=swept.asked, place=folder)
    return GOOD


def _one(plan: "Plan", folder: Path, key: str, language: str, execution: "Execution") -> int:
    """Run one run again in this process; where it fails once more its traceback is shown."""
    from experiments.sweep.study import run_one

    say_if_cold(language)
    failure = run_one(plan, folder, key, execution)
    if failure is None:
        note("run_good", language, run=key, place=folder)
        return GOOD
    sys.stderr.write(failure.traceback)
    note("run_failed", language, run=key, text=failure.error_zh if language == "zh" else failure.error)
    return SOME_FAILED


def _status(folder: Path, language: str, *, as_json: bool) -> int:
    """Say how far a sweep is that runs in another shell, or how far it came."""
    from experiments.store import status

    found = status(folder)
    if as_json:
        print_json(found.as_json())
    else:
        sys.stdout.write(found.text().get(language) + "\n")
    return GOOD
