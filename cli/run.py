"""``run``: the monthly trajectories of scenarios, as csv, parquet or JSON."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import options as o
from cli.interrupts import Interrupted
from cli.output import print_json
from cli.progress import note, shown
from cli.words import say

if TYPE_CHECKING:
    from pandas import DataFrame

SCHEMA = 1


def command(
    context: typer.Context,
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO")],
    profile: o.Profile = "mixed",
    period: o.Period = None,
    replicates: o.Replicates = "20",
    months: o.Months = None,
    seed: o.Seed = "1",
    processes: o.Processes = None,
    settings: o.Set = None,
    parameters: o.Param = None,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE")] = None,
    as_json: o.Json = False,
) -> int:
    """Check everything, run, print or write."""
    language = context.obj.language
    file = None if out is None else o.out_path("--out", out)
    levers, params = o.levers_set(settings), o.params_set(parameters)
    texts = {"replicates": replicates, "months": months, "seed": seed}
    numbers: dict[str, Any] = {name: o.whole_number_or_none(f"--{name}", text) for name, text in texts.items()}
    from experiments.compare.trajectories import InterruptedRun, trajectories
    from experiments.policies.settings import checked
    from sim.scenarios.scenario import BASELINE

    chosen = checked(
        scenarios, profile=profile, period=period, levers=levers, params=params, equal_budget=None, **numbers
    )
    o.say_of([arm.scenario for arm in chosen.arms if arm.row == "full"], chosen.profile.period, language)
    execution = o.execution(language, processes)
    _check_out(file)
    stems = {Path(scenario).stem for scenario in scenarios}
    wanted = [arm.scenario for arm in chosen.arms if arm.policy != BASELINE or BASELINE in stems]
    try:
        with shown(execution, language, of=chosen.replicates) as watched_execution:
            table = trajectories(
                wanted, profile=chosen.profile, replicates=chosen.replicates, months=chosen.months,
                seed=chosen.seed, params=params, execution=watched_execution,
            )  # fmt: skip
    except InterruptedRun as interruption:
        raise Interrupted(
            _save_partial(interruption.table, chosen.replicates, file, language, as_json=as_json)
        ) from None
    _give(table, file, as_json=as_json)
    if file is not None:
        note("written_file", language, place=file, rows=len(table))
    return 0


def _check_out(out: Path | None) -> None:
    """Refuse a file that cannot be written, before any work."""
    if out is None:
        return
    from experiments.compare.trajectories import check_ending
    from experiments.output.folder import prepare_out

    check_ending(out)
    prepare_out(out, file=True)


def _give(table: "DataFrame", out: Path | None, *, as_json: bool) -> None:
    from experiments.compare.trajectories import write_csv, write_table

    if out is not None:
        write_table(table, out)
    if as_json:
        rows = table.astype(object).where(table.notna(), None).to_dict(orient="list")
        print_json({"schema": SCHEMA, "columns": rows}, indent=None)
    elif out is None:
        write_csv(table, sys.stdout)
    sys.stdout.flush()


def _save_partial(table: "DataFrame | None", of: int, out: Path | None, language: str, *, as_json: bool) -> str:
    """Keep the finished communities and say so."""
    if table is None:
        return say("interrupted_none_done", language)
    done = table["replicate"].nunique()
    place = None if out is None else out.with_name(f"{out.stem}.interrupted{out.suffix}")
    _give(table, place, as_json=as_json)
    if place is None:
        return say("interrupted_printed", language, done=done, of=of)
    return say("interrupted_kept", language, done=done, of=of, place=place)
