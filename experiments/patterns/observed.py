"""Patterns that were observed elsewhere: only these test the model against the world."""

from experiments.patterns.measures import gap, grown, taken, times_as_much
from experiments.patterns.pattern import (
    OBSERVED,
    POINTS,
    SURVEY_SD,
    TIMES,
    Array,
    Measure,
    Pattern,
    above,
    below,
    between,
)
from experiments.patterns.runs import Runs
from sim.scenarios.scenario import BASELINE
from sim.text import Text

HALF = 0.5
_SHANGHAI = Text(
    "Shanghai Urban Neighborhood Survey, 2017: turnout 14 % at 18–29, 78 % at 70–79; the sign alone",
    "上海都市社区调查 2017：18–29 岁投票率 14%，70–79 岁 78%；只看方向",
)
_DOOR = Text(
    "Green, McGrath & Aronow 2013: at the door a few points, by leaflet or mail about half a point; that it is less "
    "than half is judgement",
    "Green、McGrath 和 Aronow 2013：上门为几个百分点，传单或信件约半个百分点；“不到一半”是判断",
)
_GIFTS = Text(
    "Karlan & List 2007: 19 % more given under a match of one to one; up to 25 % is judgement",
    "Karlan 和 List 2007：一比一配套时捐款多 19%；上限 25% 是判断",
)
_AGE_VOTE = Text("yes: age stands in the rule of voting", "是：年龄写在投票规则里")
_AGE_TIME = Text("in part: the old have more free time by rule", "部分：规则设定老年人空闲时间更多")
_MEMBER_VOTE = Text("in part: membership stands in the rule of voting", "部分：党员身份写在投票规则里")
_MEMBER_PART = Text(
    "in part: members are organised by rule, the size is not set", "部分：规则设定党员有组织，大小未设定"
)
_ASKING = Text("yes: being asked stands in the rule of taking part", "是：被邀请写在参与规则里")
_MATCHED = Text(
    "yes: the size of the rule, match_appeal, is that of the same study", "是：规则的大小（match_appeal）取自同一项研究"
)
_OPEN = Text(
    "yes: fairness follows openness and trust follows fairness by rule, with sizes after the same study",
    "是：规则设定公开提高公平感、公平感影响信任，大小参照同一项研究",
)


def _trust_gap(runs: Runs) -> Array:
    gap_of_levels = runs.level(BASELINE, "trust.party") - runs.level(BASELINE, "trust.other")
    return gap_of_levels / runs.level(BASELINE, "trust_sd")


def _boards_beside_contact(column: str, share: float) -> Measure:
    """What boards bring less a share of what contact at the door brings."""
    return taken(
        lambda runs: runs.change("boards", column) - share * runs.change("contact", column), "boards", "contact"
    )


OBSERVED_PATTERNS = (
    Pattern(
        "old_vote_more", Text("the old vote more than the young", "老年人投票多于青年"), OBSERVED, above(0.0), POINTS,
        _SHANGHAI, gap("turnout", "old", "young"), "age", _AGE_VOTE,
    ),
    Pattern(
        "old_take_part_more", Text("the old take part more than the young", "老年人参与多于青年"), OBSERVED, above(0.0),
        POINTS, _SHANGHAI, gap("participation_12m", "old", "young"), "age", _AGE_TIME,
    ),
    Pattern(
        "members_vote_more", Text("party members' turnout against others'", "党员投票率与其他居民之比"), OBSERVED,
        between(1.15, 1.55), TIMES,
        Text(
            "Shanghai Urban Neighborhood Survey, 2017: 65 against 48 %, 1.35 times; ±.20 is judgement",
            "上海都市社区调查 2017：65% 对 48%，即 1.35 倍；上下 0.20 是判断",
        ),
        times_as_much("turnout", "party", "other"), "members", _MEMBER_VOTE,
    ),
    Pattern(
        "members_take_part_more", Text("party members' participation against others'", "党员参与率与其他居民之比"),
        OBSERVED, between(1.2, 2.0), TIMES,
        Text("Dickson 2014: members take part more; 1.2 to 2 times is judgement",
        "Dickson 2014：党员参与更多；1.2–2 倍是判断"),
        times_as_much("participation_12m", "party", "other"), "members", _MEMBER_PART,
    ),
    Pattern(
        "members_trust_no_more", Text("party members trust no more than others", "党员的信任与其他居民无差别"),
        OBSERVED,
        between(-0.1, 0.1), SURVEY_SD,
        Text(
            "Dickson 2014, Read 2012: no more support for the local tier; ±.1 SD is judgement",
            "Dickson 2014、Read 2012：党员并不更支持基层；上下 0.1 个标准差是判断",
        ),
        taken(_trust_gap), "members",
    ),
    Pattern(
        "openness_raises_trust", Text("openness alone raises trust, a little", "单是公开就略微提高信任"), OBSERVED,
        between(0.0, 0.25), SURVEY_SD,
        Text("Wang & Guan 2023, 49 studies: .13; 0 to .25 is judgement",
        "Wang 和 Guan 2023，49 项研究：0.13；0–0.25 是判断"),
        taken(lambda runs: runs.change("openness", "trust") / runs.level(BASELINE, "trust_sd"), "openness"),
        "openness", _OPEN,
    ),
    Pattern(
        "boards_less_than_half", Text("boards bring less than half the participation of visits for the same money "
                                      "(visits take workers' hours too)",
                                      "同样的钱，宣传栏带来的参与不到走访的一半（走访还要占社工工时）"),
        OBSERVED, below(0.0), POINTS, _DOOR, _boards_beside_contact("participation_12m", HALF), "contact", _ASKING,
    ),
    Pattern(
        "boards_less_turnout", Text("boards bring less turnout than visits", "宣传栏带来的投票少于走访"), OBSERVED,
        below(0.0), POINTS, _DOOR, _boards_beside_contact("turnout", 1.0), "contact", _ASKING,
    ),
    Pattern(
        "match_raises_gifts", Text("residents give at most a quarter more under a match of one to one",
                                   "一比一配套时，居民捐助至多增加四分之一"),
        OBSERVED, between(1.0, 1.25), TIMES, _GIFTS, grown("match", "revenue_residents"), "match", _MATCHED,
    ),
)  # fmt: skip
