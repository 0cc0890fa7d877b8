"""``check``: say of every file what it is, or its mistakes."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli.mistakes import sentence
from cli.progress import say_meanings
from cli.words import say
from sim.errors import InputError
from sim.scenarios.document import repaired_document
from sim.scenarios.scenario import Scenario, check_file, is_scenario, load_scenario
from sim.text import Text


def command(context: typer.Context, files: Annotated[list[str], typer.Argument(metavar="FILE")]) -> int:
    """Check all files; one bad file does not keep the others from being checked."""
    language, code = context.obj.language, 0
    for file in files:
        try:
            sys.stdout.write(_checked(file).get(language) + "\n")
            say_meanings(_scenarios_of(file), language)
        except InputError as error:
            sys.stdout.flush()
            sys.stderr.write(say("error", language, text=sentence(error, language)) + "\n")
            code = 2
    return code


def _scenarios_of(file: str) -> Iterator[Scenario]:
    """Return the scenario that a file is, or those of its plan; none where it is a profile."""
    from experiments.plan import PLAN_SIZE_LIMIT, is_plan
    from experiments.sensitivity.reading import read_plan

    document = repaired_document(Path(file), file, PLAN_SIZE_LIMIT)
    if is_plan(document):
        yield from read_plan(file).scenarios
    elif is_scenario(document):
        yield load_scenario(Path(file))


def _checked(file: str) -> Text:
    """Check a scenario, profile or plan file and say what it is."""
    from experiments.plan import PLAN_SIZE_LIMIT, is_plan
    from experiments.sensitivity.reading import read_plan

    if not is_plan(repaired_document(Path(file), file, PLAN_SIZE_LIMIT)):
        return check_file(file)
    plan = read_plan(file)  # also takes what only a sensitivity analysis does: a design that names nothing
    points, scenarios, profiles = len(plan.design.points), len(plan.scenarios), len(plan.profiles)
    return Text(
        f"{file}: plan '{plan.name}', points: {points:,}, scenarios: {scenarios}, profiles: {profiles}, "
        f"replicates: {plan.replicates:,}, runs: {plan.n_runs:,}; no mistakes.",
        f"{file}：计划“{plan.name}”，设计点 {points:,} 个，方案 {scenarios} 个，社区类型 {profiles} 种，"
        f"各重复 {plan.replicates:,} 次，共运行 {plan.n_runs:,} 次；没有错误。",
    )
