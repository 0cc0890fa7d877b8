"""``check``: say of every file what it is, or its mistakes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli import options as o
from cli.mistakes import sentence
from cli.words import say
from sim.errors import InputError
from sim.scenarios.document import repaired_document
from sim.scenarios.scenario import Scenario, described, read_file
from sim.text import Text


def command(context: typer.Context, files: Annotated[list[str], typer.Argument(metavar="FILE")]) -> int:
    """Check all files; one bad file does not keep the others from being checked."""
    language, code = context.obj.language, 0
    for file in files:
        try:
            said, scenarios = _checked(file)
            sys.stdout.write(said.get(language) + "\n")
            o.say_meanings(scenarios, language)
        except InputError as error:
            sys.stdout.flush()
            sys.stderr.write(say("error", language, text=sentence(error, language)) + "\n")
            code = 2
    return code


def _checked(file: str) -> tuple[Text, Sequence[Scenario]]:
    """Check a scenario, profile, period or plan file; say what it is, and return the scenarios in it."""
    from experiments.plan import PLAN_SIZE_LIMIT, is_plan
    from experiments.sensitivity.reading import read_plan

    if not is_plan(repaired_document(Path(file), file, PLAN_SIZE_LIMIT)):
        own = read_file(file)
        return described(own, file), [own] if isinstance(own, Scenario) else []
    plan = read_plan(file)  # also takes what only a sensitivity analysis does: a design that names nothing
    points, scenarios, profiles = len(plan.design.points), len(plan.scenarios), len(plan.profiles)
    return Text(
        f"{file}: plan '{plan.name}', points: {points:,}, scenarios: {scenarios}, profiles: {profiles}, "
        f"replicates: {plan.replicates:,}, runs: {plan.n_runs:,}; no mistakes.",
        f"{file}：计划“{plan.name}”，设计点 {points:,} 个，方案 {scenarios} 个，社区类型 {profiles} 种，"
        f"各重复 {plan.replicates:,} 次，共运行 {plan.n_runs:,} 次；没有错误。",
    ), plan.scenarios
