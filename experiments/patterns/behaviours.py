"""What this model does as a whole, kept so that a change of it is noticed: no test against the world."""

from experiments.patterns.measures import change, over_the_years, taken
from experiments.patterns.pattern import (
    BEHAVIOUR,
    FINE_POINTS,
    POINTS,
    SHARE,
    Array,
    Expected,
    Measure,
    Pattern,
    Unit,
    above,
    below,
)
from experiments.patterns.runs import YEAR, Runs
from experiments.patterns.scenarios import FOR_A_TIME, PARTS, PEERS
from experiments.patterns.surer import SURER
from sim.params import PARAMS
from sim.scenarios.scenario import BASELINE
from sim.text import Text

RELIEF = 0.30
POST_HOURS = 3 * PARAMS["hours_per_month"].default
"""What three more posts offer [hours a month]."""
THIRD, HALF, FIFTH = 1 / 3, 1 / 2, 1 / 5
YEAR_LOOKED_AT = 5
A_POINT = 0.01
TRUST_MONTHS = 37, 60
LAST_HALF_YEAR = 91, 96
"""Five years after the package has ended."""
_SIGN = Text("what the rules together make of it; the sign alone", "各条规则合起来的结果；只看方向")
_THIRD = Text("a third is judgement: less would hardly be told in practice", "三分之一是判断：再小实务中看不出")
_STREET = Text(
    "judgement on reviews of relief campaigns: hours come back; how many is not known",
    "对历次减负评估的判断：工时会回来；多少并不清楚",
)
_HYPE = Text("in part: boards raise what is expected by rule", "部分：规则设定宣传会抬高期望")
_FILLED = Text(
    "yes: the street fills free time by rule; its speed is an assumption", "是：规则设定街道会填满空闲；快慢是假设"
)
_SPEEDS = Text("yes: two speeds set after Olsen 2015", "是：两个速度按 Olsen 2015 设定")
_GROWTH = Text("yes: orders and wishes grow by parameter", "是：行政任务和需求逐年增长是参数")
_PART = Text("in part: the links are rules, the outcome is not", "部分：各环节是规则，结果不是")
_OPENNESS = Text("yes: openness stands in the rules of voting and reporting", "是：公开程度写在投票和上报规则里")


def _on_top(column: str) -> Measure:
    """What a third less than the loss by publicity alone leaves of the loss on top of more capacity; a gain is good."""

    def measured(runs: Runs) -> Array:
        on_top = runs.change("capacity_and_publicity", column, "capacity")
        return on_top - (1 - THIRD) * runs.change("publicity", column)

    return taken(measured, "publicity", "capacity", "capacity_and_publicity")


def _lighter(runs: Runs) -> Array:
    """What pay does for quality at the usual load, beyond what it does where orders are light."""
    return runs.change("pay", "quality") - runs.change("pay_light_orders", "quality", "light_orders")


def _beyond_the_sum(column: str) -> Measure:
    return taken(
        lambda runs: runs.change("package", column) - sum(runs.change(part, column) for part in PARTS),
        "package",
        *PARTS,
    )


def _left(peers: int) -> Measure:
    """The share of a package's gain in participation that is left five years after it has ended."""
    package, without = f"package_for_a_time_{peers}", f"peers_{peers}"

    def gain(runs: Runs, first: int, last: int) -> Array:
        during = (runs.during(name, "participation_month", first, last) for name in (package, without))
        return next(during) - next(during)

    last_year = FOR_A_TIME - YEAR + 1, FOR_A_TIME
    return taken(lambda runs: gain(runs, *LAST_HALF_YEAR) / gain(runs, *last_year), package, without)


def _come_back(scenario: str) -> Measure:
    """The share of the relieved hours that is asked for again in the fifth year."""

    def measured(runs: Runs) -> Array:
        asked, usual = (runs.year(name, "orders_asked", YEAR_LOOKED_AT) for name in (scenario, BASELINE))
        return (asked - (1 - RELIEF) * usual) / (RELIEF * usual)

    return taken(measured, scenario)


def _absorbed(scenario: str) -> Measure:
    """The share of three posts' hours that is asked for by new orders in the fifth year."""

    def measured(runs: Runs) -> Array:
        asked, usual = (runs.year(name, "orders_asked", YEAR_LOOKED_AT) for name in (scenario, BASELINE))
        return (asked - usual) / POST_HOURS

    return taken(measured, scenario)


def _trust(runs: Runs, scenario: str) -> Array:
    return runs.during(scenario, "trust", *TRUST_MONTHS) - runs.during(BASELINE, "trust", *TRUST_MONTHS)


def _lost_beyond_won(runs: Runs) -> Array:
    """The trust lost under a third more orders, beyond that won under a third fewer."""
    return -_trust(runs, "more_orders") - _trust(runs, "relief_without_rule")


def _row(
    name: str, en: str, zh: str, expected: Expected, measure: Measure, family: str, built_in: Text,
    follows: Text = _SIGN, unit: Unit = POINTS, times: int = 1,
) -> Pattern:  # fmt: skip
    return Pattern(name, Text(en, zh), BEHAVIOUR, expected, unit, follows, measure, family, built_in, times)


BEHAVIOUR_PATTERNS = (
    _row("publicity_awareness", "publicity alone: awareness rises", "只做宣传：知晓度上升", above(0.0),
         change("publicity", "awareness"), "publicity", _PART),
    _row("publicity_participation", "publicity alone: participation rises", "只做宣传：参与上升", above(0.0),
         change("publicity", "participation_12m"), "publicity", _PART),
    _row("publicity_satisfaction", "publicity alone: satisfaction falls", "只做宣传：满意度下降", below(0.0),
         change("publicity", "satisfaction"), "publicity", _HYPE),
    _row("publicity_trust", "publicity alone: trust falls", "只做宣传：信任下降", below(0.0),
         change("publicity", "trust"), "publicity", _HYPE),
    _row("capacity_satisfaction", "on top of services and relief, the loss of satisfaction is at least a third smaller",
         "先有服务和减负，宣传造成的满意度损失至少小三分之一", above(0.0), _on_top("satisfaction"), "capacity", _PART,
         _THIRD, FINE_POINTS, SURER),
    _row("capacity_trust", "on top of services and relief, the loss of trust is at least a third smaller",
         "先有服务和减负，宣传造成的信任损失至少小三分之一", above(0.0), _on_top("trust"), "capacity", _PART, _THIRD,
         FINE_POINTS, SURER),
    _row("pay_and_load", "pay raises quality less where orders are light than at the usual load",
         "任务很轻时，加薪对质量的提高小于平常负荷时", above(0.0),
         taken(_lighter, "pay", "pay_light_orders", "light_orders"), "pay", _PART, times=SURER),
    _row("openness_turnout", "openness alone: real turnout rises", "单是公开：真实投票率上升", above(0.0),
         change("openness", "turnout"), "openness", _OPENNESS),
    _row("openness_official", "openness alone: official turnout falls", "单是公开：上报投票率下降", below(0.0),
         change("openness", "official_turnout"), "openness", _OPENNESS),
    _row("package_participation", "all ten together bring more participation than the sum of the ten",
         "十项齐上带来的参与多于各项之和", above(0.0), _beyond_the_sum("participation_12m"), "package", _PART),
    _row("package_quality", "all ten together bring less quality than the sum of the ten",
         "十项齐上带来的质量少于各项之和", below(0.0), _beyond_the_sum("quality"), "package", _PART),
    *(_row(f"nothing_lasts_{peers}",
           f"five years after the package nothing lasts (building's example weighs {peers})",
           f"十项停止五年后，增加的参与不再（同楼示范的权重为 {peers}）", below(FIFTH), _left(peers), "lasting", _PART,
           Text("less than a fifth of the gain is judgement; 0 to 6 is what is thought possible",
                "少于增量的五分之一是判断；权重 0–6 是认为可能的范围"), SHARE) for peers in PEERS),
    _row("asymmetry", "trust lost under more orders is more than that won under as many fewer",
         "任务加重所失的信任多于同等减负所得", above(0.0), taken(_lost_beyond_won, "more_orders",
         "relief_without_rule"),
         "asymmetry", _SPEEDS),
    _row("relief_comes_back", "without the admission rule more than half of the relief is lost within five years",
         "没有准入制度，五年内减下的工时失去一半以上", above(HALF), _come_back("relief_without_rule"), "relief",
         _FILLED,
         _STREET, SHARE, SURER),
    _row("rule_holds", "with the admission rule less than a third is lost within five years",
         "有准入制度，五年内失去的不到三分之一", below(THIRD), _come_back("fewer_orders"), "relief", _FILLED, _STREET,
         SHARE),
    _row("posts_absorbed", "without the rule more than half of three new posts is absorbed within five years",
         "没有准入制度，五年内三个新岗位的工时被吸收一半以上", above(HALF), _absorbed("posts"), "posts", _FILLED,
         _STREET,
         SHARE),
    _row("posts_kept", "with the rule less than a third of them is absorbed", "有准入制度，被吸收的不到三分之一",
         below(THIRD), _absorbed("posts_with_rule"), "posts", _FILLED, _STREET, SHARE),
    _row("standing_still_quality", "doing nothing for ten years: quality falls", "十年什么都不做：服务质量下降",
         below(0.0),
         over_the_years("quality"), "still", _GROWTH),
    _row("standing_still_satisfaction", "doing nothing for ten years: satisfaction falls", "十年什么都不做：满意度下降",
         below(0.0), over_the_years("satisfaction"), "still", _GROWTH),
    _row("standing_still_orders", "doing nothing for ten years: orders take more of the time",
         "十年什么都不做：行政任务占用的时间增加", above(0.0), over_the_years("order_share"), "still", _GROWTH),
    _row("money_of_others", "funding channels: the share of money not from government rises by a point or more",
         "拓宽经费：非政府经费占比至少上升一点", above(A_POINT), change("funding_channels", "other_money_share"),
         "money", _PART,
         Text("a point is the smallest difference that matters", "一点是有实际意义的最小差异")),
)  # fmt: skip
