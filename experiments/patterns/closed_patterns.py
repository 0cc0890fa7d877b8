"""The closed forms as patterns: the code held against algebra, no test of the model against the world."""

from collections.abc import Callable

from experiments.patterns import closed_offices as offices
from experiments.patterns import closed_residents as residents
from experiments.patterns import closed_workers as workers
from experiments.patterns.pattern import (
    BEHAVIOUR,
    CLOSED_FORM,
    DISTANCE,
    ERRORS,
    TURNS,
    Expected,
    Pattern,
    Sample,
    Unit,
    at_most,
    between,
)
from sim.text import Text

ROUNDING, FIXED_POINT, NEAR_A_FOLD, SIGMAS = 1e-9, 1e-5, 1e-4, 4.5
_ALGEBRA = Text("algebra", "代数")
_ROUNDING = Text("rounding of double precision", "双精度的舍入误差")
_DECAY = Text("what the last level is short of after so many months", "若干个月后离最终水平还差的部分")
_DRAWS = Text(
    "4.5 standard errors of the draws: passed by chance in 7 of a million points",
    "随机数的 4.5 个标准误：一百万个点中约有 7 个会偶然超出",
)
_SHAPE = Text("Bass 1969: a curve that bends once, or not at all", "Bass 1969：曲线拐一次弯，或不拐")
_WORD = Text("yes: word of mouth is a rule", "是：口口相传是一条规则")


def _form(
    name: str, en: str, zh: str, measure: Callable[[int], Sample], expected: Expected, unit: Unit, follows: Text
) -> Pattern:
    return Pattern(name, Text(en, zh), CLOSED_FORM, expected, unit, follows, measure, name, _ALGEBRA)


def _exact(name: str, en: str, zh: str, measure: Callable[[int], Sample], largest: float = ROUNDING) -> Pattern:
    follows = _ROUNDING if largest == ROUNDING else _DECAY
    return _form(name, en, zh, measure, at_most(largest), DISTANCE, follows)


def _drawn(name: str, en: str, zh: str, measure: Callable[[int], Sample]) -> Pattern:
    return _form(name, en, zh, measure, at_most(SIGMAS), ERRORS, _DRAWS)


def _shape(name: str, en: str, zh: str, measure: Callable[[int], Sample], number: float) -> Pattern:
    return Pattern(name, Text(en, zh), BEHAVIOUR, between(number, number), TURNS, _SHAPE, measure, name, _WORD)


CLOSED_PATTERNS = (
    _shape("s_shape", "awareness spreads in an S with strong word of mouth", "口口相传很强时，知晓度呈 S 形上升",
           residents.s_shaped, 1.0),
    _shape("concave", "without word of mouth its rise only slows", "没有口口相传时，知晓度的上升只会放慢",
           residents.concave, 0.0),
    _exact("bass", "awareness follows the recursion of Bass", "知晓度按 Bass 递推上升", residents.bass),
    _exact("known_in_the_end", "awareness ends at hazard / (hazard + forgetting)",
         "知晓度止于：得知率 ÷（得知率 + 遗忘率）",
           residents.known_in_the_end),
    _exact("trust_relaxes", "trust goes to its target geometrically", "信任按等比趋向目标", residents.trust_relaxes),
    _exact("consensus", "trust among neighbours ends at the mean weighted by ties (DeGroot)",
           "邻里间的信任止于按联系加权的平均（DeGroot）", residents.consensus),
    _drawn("taking_part", "without motives, participation is the logistic of its constant",
           "没有动机时，参与率是常数项的逻辑函数", residents.taking_part),
    _drawn("taking_part_in_a_year", "within a year 1 − (1 − p)^12 take part", "一年内参与的占 1 −（1 − p）^12",
           residents.taking_part_in_a_year),
    _drawn("one_of_three_kinds", "going, helping and deliberating come by their odds",
         "活动、志愿、议事按各自的机会比发生",
           residents.one_of_three_kinds),
    _exact("habit", "the habit of who always comes is 1 − (1 − speed)^n", "每次都来的人，习惯为 1 −（1 − 速度）^n",
           residents.habit),
    _exact("efficacy", "who always deliberates ends between what is heard and what he inclines to",
           "每次都议事的人，效能感止于所闻与本性之间", residents.efficacy, FIXED_POINT),
    _exact("folds", "participation folds where the building's example weighs more than 4",
           "同楼示范的权重大于 4 时，参与率出现折叠", residents.folds, NEAR_A_FOLD),
    _exact("burnout", "burnout ends at strain / (strain + recovery)", "倦怠止于：紧张 ÷（紧张 + 恢复）",
         workers.burnout),
    _exact("competence", "competence ends where learning and decay balance", "能力止于学习与遗忘相抵之处",
           workers.competence),
    _exact("intention", "the intention to quit relaxes geometrically", "离职意向按等比趋向其目标", workers.intention),
    _exact("years_in_post", "mean years in post with retirement alone", "只有退休时的平均任职年限",
         workers.years_in_post),
    _drawn("vacancies", "vacant posts are quits / (quits + hires)", "空缺岗位占比：离职 ÷（离职 + 补员）",
           workers.vacancies),
    _exact("queue", "the queue is what is asked beyond what is served, until people give up",
           "积压等于求大于供的部分，直到有人放弃", workers.queue),
    _drawn("readiness", "members of unlike readiness are active by the mobilisation on average",
           "意愿不一的党员，平均活跃程度等于动员程度", offices.readiness),
    _drawn("active_in_a_year", "of them 1 − E(1 − p)^12 are active within a year", "一年内活跃过的占 1 − E（1 − p）^12",
           offices.active_in_a_year),
    _exact("agreeing_members", "members who agree come to trust each other geometrically",
         "意见一致的成员，互信按等比上升",
           offices.agreeing_members),
    _drawn("split_votes", "members split as often as their loyalties lie apart", "成员意见分歧的频率等于倾向的最大差距",
           offices.split_votes),
    _exact("items_lapse", "items return to their first stock as (1 − lapse)^n", "事项按（1 − 回落率）^n 回到原有水平",
           offices.items_lapse),
    _exact("pressure", "pressure on the street ends at undone and done on paper", "街道压力止于未完成与台账留痕之和",
           offices.pressure, FIXED_POINT),
    _exact("relief_multiplies", "striking items off and relief multiply", "清单削减与减负按乘法合并", offices.relief),
    _form("neutral_levers", "levers at their defaults change not a bit", "手段取默认值时，结果一位都不变",
          offices.neutral_levers, at_most(0.0), DISTANCE, Text("bit by bit", "逐位相同")),
    _form("bounds", "levels stay between 0 and 1 whatever the parameters and levers",
          "无论参数和手段如何，各水平都在 0 与 1 之间", offices.bounds, at_most(1e-12), DISTANCE, _ROUNDING),
)  # fmt: skip
