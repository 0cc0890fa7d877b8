"""``worlds``: which policies hold up in every believable world."""

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
    from experiments.worlds import Worlds

GOOD, SOME_FAILED = 0, 1
KEEP, BUDGET = "200", "10000"


def command(
    context: typer.Context,
    plan: Annotated[str, typer.Argument(metavar="PLAN")],
    out: Annotated[str | None, typer.Option("--out", metavar="FOLDER")] = None,
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
    wanted, budget = o.whole("--keep", keep), o.number("--equal-budget", equal_budget) or None
    workers = None if processes is None else o.whole("--processes", processes)
    if out is None:
        raise InputError(*both("missing", name="--out"))
    folder = o.place("--out", out)
    from experiments.folder import prepare_out

    prepare_out(folder)
    line = _line(plan, out, {"--bands": bands, "--keep": keep, "--equal-budget": equal_budget}, store=store)
    found = _run(plan, folder, language, bands, wanted, budget, engine, workers, line)
    if store:
        from experiments.worlds.kept import store as store_kept

        note("written_file", language, place=store_kept(found, line), rows=len(found.kept))
    _write(folder, language, line)
    if as_json:
        _print_json(found)
    return SOME_FAILED if found.lived.failed else GOOD


def _run(
    plan: str, folder: Path, language: str, bands: str | None, keep: int, budget: float | None, engine: str,
    processes: int | None, line: str,
) -> "Worlds":  # fmt: skip
    """Match and judge, and show how far it is."""
    from experiments.worlds import InterruptedWorlds, worlds

    say_if_cold(language)
    try:
        with sweeping(language) as watch:
            return worlds(
                plan, folder, bands=bands, keep=keep, equal_budget=budget, engine=engine, processes=processes,
                command=line, watch=watch, note=lambda text: noted(text, language),
            )  # fmt: skip
    except InterruptedWorlds as interruption:
        raise Interrupted(say("worlds_interrupted", language, place=interruption.folder)) from None


def _write(folder: Path, language: str, line: str) -> None:
    """Draw the page and say where everything is."""
    from experiments.report.worlds import write
    from experiments.worlds.files import TABLES

    note("drawing", language)
    page, *pictures = write(folder, language, line)
    tables = [f"{name}.parquet" for name in TABLES]
    listed = [page.name, say("pictures", language, n=len(pictures)), *tables, "manifest.json"]
    note("written", language, place=folder, names=say("comma", language).join(listed))


def _line(plan: str, out: str, given: dict[str, str | None], *, store: bool) -> str:
    """Return the command that goes on with this folder."""
    words = ["python", "run.py", "worlds", plan, "--out", out]
    for option, value in given.items():
        if value is not None and value not in (KEEP if option == "--keep" else BUDGET,):
            words += [option, value]
    return shlex.join([*words, *(["--store"] if store else [])])


def _print_json(found: "Worlds") -> None:
    """Put the tables on the standard output as JSON."""
    rows = {
        name: table.astype(object).where(table.notna(), None).to_dict("records")
        for name, table in found.tables.items()
        if name not in ("kept", "effects")
    }
    json.dump({"schema": 1, **rows}, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
