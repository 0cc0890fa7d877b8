"""Every policy moves the indicators of its own problem the right way: rows for each of the ten problems."""

from experiments.patterns.measures import change
from experiments.patterns.pattern import (
    BEHAVIOUR,
    EVENTS,
    HOURS,
    POINTS,
    REQUESTS,
    Pattern,
    Unit,
    above,
    below,
)
from experiments.patterns.surer import SURER
from sim.indicators import label_of
from sim.scenarios.scenario import load_scenario, scenario_names
from sim.text import Text

UP, DOWN = 1, -1
MOVES: dict[str, dict[str, int]] = {
    "training": {"competence": UP, "care": UP},
    "higher_pay": {"quit_rate": DOWN, "burned_out": DOWN, "quit_intention": DOWN, "overtime_hours": DOWN},
    "funding_channels": {"revenue_concentration": DOWN, "events": UP, "infrastructure": UP},
    "party_mobilisation": {"active_retired": UP, "active_in_service": UP, "residents_asked": UP, "helped_12m": UP},
    "joint_committees": {"coordination": UP, "agenda_overlap": UP, "discord_hours_lost": DOWN},
    "publicity": {"awareness.young": UP, "hot_cold_gap": DOWN, "belonging": UP},
    "open_elections": {
        "legitimacy": UP, "official_excess": DOWN, "leader_quality": UP, "connections_seated": DOWN, "overruled": UP,
    },
    "diverse_services": {"match": UP, "non_government_share": UP, "service_paid_by_others": UP},
    "fewer_orders": {"order_share": DOWN, "backlog": DOWN, "paper_compliance": DOWN, "overtime_hours": DOWN},
    "self_governance": {"autonomy": UP, "autonomy_gap": DOWN, "deliberated_12m": UP, "efficacy": UP, "fairness": UP},
}  # fmt: skip
"""Policy → what it is expected to move. Members overruled are a side effect: who is elected openly dissents oftener."""

STRAIGHT = {
    ("training", "competence"), ("funding_channels", "events"), ("funding_channels", "infrastructure"),
    ("funding_channels", "revenue_concentration"), ("diverse_services", "non_government_share"),
    ("open_elections", "official_excess"), ("self_governance", "autonomy"), ("fewer_orders", "order_share"),
    ("joint_committees", "coordination"), ("party_mobilisation", "active_retired"),
    ("party_mobilisation", "active_in_service"), ("open_elections", "legitimacy"), ("self_governance", "fairness"),
}  # fmt: skip
"""Where the lever stands in the very rule that makes the indicator, so that the sign is put in by hand."""

SPREAD_WIDELY = {"burned_out", "leader_quality", "overruled", "connections_seated", "quit_rate"}
_OTHER_UNITS: dict[str, Unit] = {
    "overtime_hours": HOURS, "discord_hours_lost": HOURS, "backlog": REQUESTS, "events": EVENTS,
}  # fmt: skip
_MOVED_STRAIGHT = Text("yes: the lever stands in the rule that makes it", "是：该手段就写在决定它的规则里")
_BY_LINKS = Text("in part: the links are rules, the outcome is not", "部分：各环节是规则，结果不是")
_DESIGN = Text(
    "the problem as practitioners name it, and the policy that answers it; the sign alone",
    "实务工作者所说的问题与相应的政策；只看方向",
)


def own_problem_patterns() -> tuple[Pattern, ...]:
    """Return the rows, problem by problem."""
    return tuple(
        _pattern(policy, column, way) for policy in scenario_names() for column, way in MOVES.get(policy, {}).items()
    )


def _pattern(policy: str, column: str, way: int) -> Pattern:
    scenario, label = load_scenario(policy), label_of(column)
    moved = Text("up", "上升") if way > 0 else Text("down", "下降")
    return Pattern(
        f"{scenario.problem}_{column}",
        Text(
            f"{scenario.problem}, {scenario.label.en.lower()}: {label.en}, {moved.en}",
            f"{scenario.problem} {scenario.label.zh}：{label.zh}{moved.zh}",
        ),
        BEHAVIOUR,
        above(0.0) if way > 0 else below(0.0),
        _OTHER_UNITS.get(column, POINTS),
        _DESIGN,
        change(policy, column),
        scenario.problem,
        _MOVED_STRAIGHT if (policy, column) in STRAIGHT else _BY_LINKS,
        SURER if column in SPREAD_WIDELY else 1,
    )
