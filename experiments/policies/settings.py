"""What a comparison of policies is asked, checked before anything is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.output.verdicts import check_smallest_each
from experiments.plan.checks import LARGEST_SEED, MOST_REPLICATES, checked_months, whole_number
from experiments.policies.arms import FULL, Arm, check_budget, chosen, merged, of_row, plan
from sim.errors import InputError
from sim.quantity import Text
from sim.scenarios.given import as_period, as_profile
from sim.scenarios.scenario import Profile, Scenario, check_begins, check_levers, check_params

FEWEST, MOST = 8, 200  # communities under --precision


@dataclass(frozen=True, slots=True)
class Settings:
    """What a comparison runs, checked before anything is computed."""

    arms: tuple[Arm, ...]
    profile: Profile
    replicates: int
    months: int
    seed: int
    levers: Mapping[str, float]
    params: Mapping[str, float]
    precision: float | None
    smallest: float
    budget: float | None
    worlds: bool
    smallest_each: Mapping[str, float] = field(default_factory=dict)
    network: tuple[int, int] | None = field(init=False)

    def __post_init__(self) -> None:
        """Choose whose network is kept: the package's, else the last policy's."""
        full = of_row(self.arms, FULL)
        named = [i for i, arm in enumerate(full) if arm.key == "package"]
        other = named[0] if named else len(full) - 1
        object.__setattr__(self, "network", (0, other) if other else None)


def checked(
    scenarios: str | Path | Scenario | Sequence[str | Path | Scenario] | None = None,
    *,
    profile: str | Path | Profile = "mixed",
    period: str | None = None,
    replicates: int = 20,
    months: int | None = None,
    seed: int = 1,
    levers: Mapping[str, float] = {},
    params: Mapping[str, float] = {},
    precision: float | None = None,
    smallest: float = 1.0,
    smallest_each: Mapping[str, float] = {},
    equal_budget: float | None = 10_000.0,
    worlds: bool = True,
) -> Settings:
    """Check everything that ``compare`` is given and plan its rows; nothing is computed.

    Raises:
        InputError: the first value that cannot be used.
    """
    scenarios = [scenarios] if isinstance(scenarios, str | Path | Scenario) else scenarios
    own_params = check_params(params, "params", allow_people=True)
    if months is not None and "months" in own_params:
        raise InputError(
            "months is given twice: as an option and as a parameter.", "months 给了两次：既作选项，又作参数。"
        )
    own_levers = check_levers(levers, "levers")
    own = chosen(scenarios, own_levers)
    kind = as_profile(profile, as_period(period, own))
    everything = merged(own_params, kind)
    length = checked_months(everything["months"] if months is None else months)
    budget = check_budget(equal_budget)
    _check_precision(precision, replicates)
    communities = whole_number("replicates", replicates, 1, MOST_REPLICATES)
    if own_levers and len(own) == 1:
        raise InputError(
            f"levers are set ({', '.join(own_levers)}), but only '{own[0].name}' is compared, which stays as it is; "
            "name a policy to set them in, or write them into a scenario file.",
            f"设定了手段（{'、'.join(own_levers)}），但只比较“{own[0].name}”，它保持原样；请另写一项政策，或写成方案文件。",
        )
    for scenario in own:
        check_begins(scenario, length)
    return Settings(
        arms=plan(own, everything, length, budget),
        profile=kind,
        replicates=communities if precision is None else max(FEWEST, communities),
        months=length,
        seed=whole_number("seed", seed, 0, LARGEST_SEED),
        levers=own_levers,
        params=own_params,
        precision=precision,
        smallest=_positive("smallest", smallest, or_zero=True),
        budget=budget,
        worlds=worlds,
        smallest_each=check_smallest_each(smallest_each),
    )


def _positive(name: str, value: Any, *, or_zero: bool = False) -> float:
    """Return ``value`` where it is a number of points above 0 (or from 0), at most 100."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value <= 100 or (value == 0 and not or_zero):
        low = Text("from 0", "从 0 起") if or_zero else Text("above 0", "大于 0")
        raise InputError(
            f"{name} = {value!r} is not a number of points {low.en} and up to 100.",
            f"{name} = {value!r} 不是{low.zh}、至多 100 的点数。",
        )
    return float(value)


def _check_precision(precision: Any, replicates: Any) -> None:
    """Refuse a precision that is not a number of points, or more communities than it may use."""
    if precision is None:
        return
    _positive("precision", precision)
    if isinstance(replicates, int) and replicates > MOST:
        raise InputError(
            f"replicates = {replicates} is more than precision may use; allowed is 1..{MOST}.",
            f"replicates = {replicates} 超出了设定 precision 时的上限；允许 1..{MOST}。",
        )
