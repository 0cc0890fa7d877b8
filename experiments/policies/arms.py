"""The rows of a comparison: policies at full strength, for the same money, and the money as a plain grant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.policies.budget import Scaled, for_budget, has_relief, nominal_cost
from sim import params as parameters
from sim.errors import InputError
from sim.indicators import PRIMARY_OUTCOMES
from sim.levers import LEVERS
from sim.quantity import Text
from sim.scenarios.given import as_scenarios
from sim.scenarios.scenario import BASELINE, Profile, Scenario, load_scenario, scenario_names

GRANT = "grant"
FULL, MONEY, CURVE = "full", "money", "curve"
GRANT_KEY = f"{MONEY}:{GRANT}"
ALL_IN_ONE = "package"
"""Holds all the others, so that it does not compete with them at full strength."""
MOSTLY = 0.5
"""Of the budget: a row of which more is paid as a grant is mostly grant."""
CURVE_AMOUNTS = (2500, 5000, 7500, 10_000, 15_000, 20_000)
COST = "cost"
COSTS = (COST, "cost_with_shadow")
GRANT_LABEL = Text("Grant only", "只给补贴")
_GRANT_QUESTION = Text("What does the same money bring without a purpose?", "同样的钱不限用途，会带来什么？")


@dataclass(frozen=True, slots=True)
class Arm:
    """One row: a scenario as it is run, and how it was scaled.

    ``key`` is the scenario's name at full strength, else ``money:NAME``, ``money:NAME+shadow`` or
    ``curve:YUAN``. ``shadow`` marks a row in which the shadow cost counts as money; its ``nominal_cost``
    contains it [yuan a month].
    """

    key: str
    row: str
    scenario: Scenario
    factor: float | None
    grant: float
    nominal_cost: float
    shadow: bool = False

    @property
    def policy(self) -> str:
        """The name of the policy, the same at full strength and for the same money."""
        return self.scenario.name

    @property
    def name(self) -> str:
        """The name of the row within its table."""
        return self.key.partition(":")[2] or self.key

    @property
    def label(self) -> Text:
        """The label of the row."""
        label = self.scenario.label
        if not self.shadow:
            return label
        return Text(f"{label.en}, shadow paid", f"{label.zh}（计影子成本）")


def chosen(scenarios: Sequence[str | Path | Scenario] | None, levers: Mapping[str, float]) -> tuple[Scenario, ...]:
    """Return the scenarios of a comparison: baseline first, the others with ``levers`` set on top.

    Raises:
        InputError: an unknown scenario, two of one name, or a name that the tables use themselves.
    """
    wanted = scenario_names() if scenarios is None else scenarios
    loaded = as_scenarios(wanted)
    policies: dict[str, Scenario] = {}
    for scenario in loaded:
        if scenario.name == GRANT:
            raise InputError(
                f"Scenario '{GRANT}': the name is kept for the row of the plain grant.",
                f"方案“{GRANT}”：这个名称留给只发补助的那一行。",
            )
        if policies.setdefault(scenario.name, scenario).content() != scenario.content():
            raise InputError(
                f"Two different scenarios are named '{scenario.name}'; rename one of the files.",
                f"有两个不同的方案都叫“{scenario.name}”；请给其中一个文件改名。",
            )
    baseline = policies.pop(BASELINE, None) or load_scenario(BASELINE)
    return (baseline, *(s.replace(levers={**s.levers, **levers}) if levers else s for s in policies.values()))


def plan(
    scenarios: tuple[Scenario, ...], params: Mapping[str, float], months: int, budget: float | None
) -> tuple[Arm, ...]:
    """Return all rows, baseline first; without a ``budget`` those at full strength alone."""
    full = [_full(scenario, params, months) for scenario in scenarios]
    if budget is None:
        return tuple(full)
    money = [arm for scenario in scenarios[1:] for arm in _money(scenario, params, months, budget)]
    baseline = scenarios[0]
    curve = (_plain(baseline, f"{CURVE}:{yuan}", CURVE, yuan) for yuan in CURVE_AMOUNTS if yuan != budget)
    return (*full, *money, _plain(baseline, f"{MONEY}:{GRANT}", MONEY, budget), *curve)


def merged(params: Mapping[str, float], profile: Profile, scenario: Scenario | None = None) -> dict[str, float]:
    """Return every parameter as it holds from month 1; a later of profile, ``params``, scenario wins."""
    return {**parameters.defaults(), **profile.params, **params, **(scenario.params if scenario else {})}


def of_row(arms: Iterable[Arm], row: str) -> list[Arm]:
    """Return the arms of one table."""
    return [arm for arm in arms if arm.row == row]


def over_time(scenario: Scenario, baseline: Scenario) -> bool:
    """Tell whether a policy, or what it is compared with, changes over time: its last months are not what it costs."""
    return bool(scenario.changes or baseline.changes)


def mostly_grant(arm: Arm, budget: float | None) -> bool:
    """Tell whether a policy's row for the same money pays most of it as a plain grant, for it cannot spend more."""
    return budget is not None and arm.row == MONEY and arm.key != GRANT_KEY and arm.grant > MOSTLY * budget


def _full(scenario: Scenario, params: Mapping[str, float], months: int) -> Arm:
    cost = nominal_cost(scenario, {**params, **scenario.params}, months)
    return Arm(scenario.name, FULL, scenario, None, 0.0, cost)


def _money(scenario: Scenario, params: Mapping[str, float], months: int, budget: float) -> list[Arm]:
    """Return a policy for the same money, and once more with its shadow cost paid if it relieves orders."""
    own = {**params, **scenario.params}
    key = f"{MONEY}:{scenario.name}"
    arms = [_scaled(key, for_budget(scenario, own, budget, months), shadow=False)]
    if has_relief(scenario):
        paid = for_budget(scenario, own, budget, months, shadow=True)
        arms.append(_scaled(f"{key}+shadow", paid, shadow=True))
    return arms


def _scaled(key: str, policy: Scaled, *, shadow: bool) -> Arm:
    return Arm(key, MONEY, policy.scenario, policy.factor, policy.grant, policy.nominal_cost, shadow)


def _plain(baseline: Scenario, key: str, row: str, yuan: float) -> Arm:
    """Return the row in which a sum is paid and nothing else is done."""
    grant = Scenario(GRANT, GRANT_LABEL, _GRANT_QUESTION, {GRANT: float(yuan)}, params=baseline.params)
    return Arm(key, row, grant, None, float(yuan), float(yuan))


def reported_columns(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Return the columns told of policies: the outcomes, the cost, and the indicators their levers are for."""
    own = [LEVERS[name].own_indicator for scenario in scenarios for name in LEVERS if name in scenario.levers]
    return tuple(dict.fromkeys([*PRIMARY_OUTCOMES, COST, *(column for column in own if column)]))


def check_budget(budget: float | None) -> float | None:
    """Return the sum, or None where there is no table for the same money.

    Raises:
        InputError: it is not a number in 1..40000.
    """
    if budget is None:
        return None
    highest = LEVERS[GRANT].high
    if isinstance(budget, bool) or not isinstance(budget, int | float) or not 1 <= budget <= highest:
        raise InputError(
            f"equal_budget = {budget!r} is not a number in 1..{highest:g} (yuan a month), "
            "nor 0, which leaves the table out.",
            f"equal_budget = {budget!r} 不是 1..{highest:g} 之间的数（元/月），也不是省去该表的 0。",
        )
    return float(budget)
