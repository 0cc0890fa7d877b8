"""The two stages of a sensitivity analysis: each a sweep in a folder of its own, so that both can be resumed.

``sensitivity("plan.toml", "results/mine").sobol`` is the short way in.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.output.code import code
from experiments.output.manifest import check_folder, now
from experiments.plan import Design, Plan, make_plan
from experiments.plan.checks import whole_number
from experiments.plan.uncertain import Problem
from experiments.runs import HERE, Execution
from experiments.sensitivity.files import KIND, write_results
from experiments.sensitivity.indices import leading, table
from experiments.sensitivity.problem import SCREENING, SOBOL, Array, need_salib, rounded
from experiments.sensitivity.reading import checked
from experiments.sensitivity.stage import KINDS, Stage, staged
from experiments.sweep.study import InterruptedSweep, Swept, sweep
from sim.errors import InputError
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

SAMPLES, PARAMETERS = 512, 12
FEWEST_SAMPLES, MOST_SAMPLES, MOST_PARAMETERS = 8, 1 << 16, 64


@dataclass(frozen=True)
class Sensitivity:
    """What an analysis came to: a plan, its two stages, and their tables.

    The tables have a row an outcome, parameter and index: ``outcome`` (an indicator), ``measure`` (its ``level`` in
    a ``scenario``, or the ``difference`` the scenario makes to the first), ``parameter``, ``index``, ``estimate``,
    ``low`` and ``high`` of the 95 % interval, ``resolved``, and the ``runs_needed`` where it is not. Effects (``mu``,
    ``mu_star``, ``sigma``) are in the outcome's stored unit, ``first`` and ``total`` are shares of its variance.
    """

    folder: Path
    plan: Plan
    stages: tuple[Stage, Stage]

    @property
    def screening(self) -> "DataFrame":
        """Return ``mu``, ``mu_star`` and ``sigma`` of every parameter."""
        return table(self.stages[0].rows)

    @property
    def sobol(self) -> "DataFrame":
        """Return ``first`` and ``total`` order of the parameters that lead the screening."""
        return table(self.stages[1].rows)


class InterruptedSensitivity(KeyboardInterrupt):
    """Ctrl-C; ``stage`` tells where, ``swept`` what is kept of it."""

    def __init__(self, stage: str, swept: Swept) -> None:
        """Carry what is kept."""
        super().__init__("interrupted")
        self.stage, self.swept = stage, swept


def sensitivity(
    plan: Plan | str | Path,
    out: str | Path,
    *,
    samples: int = SAMPLES,
    parameters: int = PARAMETERS,
    execution: Execution = HERE,
) -> Sensitivity:
    """Screen the uncertain parameters, divide the variance among those that lead, and write the tables.

    Args:
        plan: a plan with a ``morris`` design, or the path of a plan file. Without ranges of its own it moves every
            uncertain rule parameter over its range.
        out: the folder; resumed if it holds runs.
        samples: Saltelli groups of the second stage, a power of two.
        parameters: how many parameters go into the second stage.
        execution: where and by how many processes it is run, and who hears of it.

    Raises:
        InputError: something given cannot be used, SALib is missing, or too many runs fail.
        InterruptedSensitivity: Ctrl-C; all runs that are done are kept.
    """
    need_salib()
    chosen = checked(plan)
    samples, parameters = _power_of_two(samples), whole_number("--parameters", parameters, 1, MOST_PARAMETERS)
    folder = Path(out)
    check_folder(folder, KIND, repairs=True)

    def run(name: str, problem: Problem, blocks: int, points: Array) -> Swept:
        designed = with_points(chosen, KINDS[name], problem, blocks, points)
        execution.on_note(_begins(name, designed))
        try:
            return sweep(designed, folder / name, execution=execution)
        except InterruptedSweep as interruption:
            raise InterruptedSensitivity(name, interruption.swept) from None

    started = now()
    first = staged(SCREENING, Problem(chosen.design.ranges), int(chosen.design.samples or 0), chosen, run)
    names = leading(first.rows, parameters)
    if not names:
        raise InputError(
            "no parameter moves any outcome in these scenarios; there is nothing to divide.",
            "在这些方案中没有任何参数影响所看的结果，无从分解。",
        )
    second = staged(SOBOL, first.problem.only(names), samples, chosen, run)
    write_results(folder, chosen, (first, second), command=execution.command, started=started, code=code())
    return Sensitivity(folder, chosen, (first, second))


def with_points(plan: Plan, kind: str, problem: Problem, samples: int, points: Array) -> Plan:
    """Return the plan with the design of a stage."""
    settled = rounded(points, problem.names)
    return make_plan(
        plan.scenarios,
        design=Design(kind, (), problem.names, settled, samples, dict(problem.ranges)),
        profiles=plan.profiles,
        replicates=plan.replicates,
        months=plan.months,
        seed=plan.seed,
        levers=plan.levers,
        params=plan.params,
        name=plan.name,
        question=plan.question,
    )


def _power_of_two(samples: int) -> int:
    """Return the Saltelli groups asked for."""
    wanted = whole_number("--sobol-samples", samples, FEWEST_SAMPLES, MOST_SAMPLES)
    if wanted & (wanted - 1):
        raise InputError(
            f"--sobol-samples = {wanted} is not a power of two; the nearest below is {1 << (wanted.bit_length() - 1)}.",
            f"--sobol-samples = {wanted} 不是 2 的幂；向下最近的是 {1 << (wanted.bit_length() - 1)}。",
        )
    return wanted


def _begins(stage: str, plan: Plan) -> Text:
    """Say what a stage is about to do."""
    k, points = len(plan.design.params), len(plan.design.points)
    if stage == SCREENING:
        return Text(
            f"screening: {k} parameters, {points:,} worlds, {plan.n_runs:,} runs",
            f"第一阶段筛选：{k} 个参数，{points:,} 个世界，{plan.n_runs:,} 次运行",
        )
    return Text(
        f"variance: the {k} leading parameters, {points:,} worlds, {plan.n_runs:,} runs",
        f"第二阶段分解方差：领先的 {k} 个参数，{points:,} 个世界，{plan.n_runs:,} 次运行",
    )
