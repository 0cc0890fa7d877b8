"""Facts about the community that no policy can set: every number of the model, declared once.

A number without a published source says ``assumption`` (or ``judgement`` where a range rests on a reading
of several sources). Where no range is known it is half to one and a half times the default. Groups
``people`` and ``time`` shape the community itself and hold for a whole comparison; all others may differ
between scenarios and worlds.

    people      who lives here, their ties, and how they stand at the start
    work        posts, hours, orders, motives, burnout, turnover, competence
    money       revenue, budget, what levers cost
    residents   requests, awareness, expectation, trust, belonging, participation
    civic       services, party members, elections, coordination, autonomy, moves
"""

from collections.abc import Mapping
from types import MappingProxyType

from sim.errors import InputError
from sim.params.civic import CIVIC
from sim.params.money import MONEY
from sim.params.people import PEOPLE
from sim.params.residents import RESIDENTS
from sim.params.work import WORK
from sim.quantity import Quantity
from sim.text import Text

PARAMS: Mapping[str, Quantity] = MappingProxyType(
    {quantity.name: quantity for quantity in (*PEOPLE, *WORK, *MONEY, *RESIDENTS, *CIVIC)}
)
FORMER: Mapping[str, Text] = MappingProxyType({
    "asked_gate": Text(
        " It was given up: being asked counts in full now; set information_floor, the share that hears of it anyhow.",
        "该参数已取消：现在被邀请就完全算数；请改设 information_floor，即不知情者获知的比例。",
    ),
    "participation_autonomy": Text(
        " It was given up: a say moves residents through their own efficacy; set efficacy_pull.",
        "该参数已取消：现在自治通过居民自己的效能感起作用；请改设 efficacy_pull。",
    ),
    "voting_autonomy": Text(
        " It was given up: a say moves residents through their own efficacy; set efficacy_pull.",
        "该参数已取消：现在自治通过居民自己的效能感起作用；请改设 efficacy_pull。",
    ),
    "autonomy_reference": Text(
        " It was given up: efficacy is weighed against efficacy_reference now.",
        "该参数已取消：现在效能感以 efficacy_reference 为参照。",
    ),
    **{
        name: Text(
            " It was given up: helping is one of the kinds of taking part; set help_weight.",
            "该参数已取消：帮忙现在是参与的一种方式；请改设 help_weight。",
        )
        for name in ("volunteer_base", "volunteer_belonging", "volunteer_active", "volunteer_autonomy")
    },
    "quit_rate": Text(
        " Workers quit by an intention now; set quit_scale, the monthly quits of those who fully intend to.",
        "现在社工按离职意向离职；请改设 quit_scale，即去意已决者的月离职率。",
    ),
    "new_staff_quit_factor": Text(
        " New staff quits sooner by attachment now, the intention to quit that is lost with years in post.",
        "新人更易离职，现在由 attachment 决定，即随任职年限减弱的离职意向。",
    ),
    "new_staff_months": Text(
        " It is attachment_months now, the months in post until attachment is full.",
        "现在由 attachment_months 决定，即归属岗位所需的月数。",
    ),
    "settled_pay_response": Text(
        " It was given up: all heed pay alike; set quit_pay_elasticity.",
        "该参数已取消：现在新老员工对薪酬一样看重；请改设 quit_pay_elasticity。",
    ),
    "quit_burnout_response": Text(
        " It is intention_burnout now, the intention to quit with burnout.",
        "现在由 intention_burnout 决定，即倦怠对离职意向的作用。",
    ),
    "recruit_competence_spread": Text(
        " It is talent_spread now: recruits differ in talent, which lasts.",
        "现在由 talent_spread 决定：新人的才干有高有低，并长期保持。",
    ),
    "vote_notice_base": Text(
        " It is information_floor now, for votes and for taking part alike.",
        "现在由 information_floor 决定，投票和参与共用。",
    ),
    "cross_canvassing": Text(
        " It was given up: merged posts add no canvassing; set canvassing itself.",
        "该参数已取消：交叉任职不再增加拉票；请直接改设 canvassing。",
    ),
    **dict.fromkeys(("coordination_base", "start_coordination"), Text(
        " It is the members' trust in each other now that makes coordination; set seated_trust, with which they begin.",
        "现在协同度就是委员之间的信任；请改设 seated_trust，即起始的信任。",
    )),
    **dict.fromkeys(("coordination_meeting", "coordination_leader", "coordination_speed"), Text(
        " It is the members' trust in each other now that makes coordination; set agreement_gain, what an item adds to it.",
        "现在协同度就是委员之间的信任；请改设 agreement_gain，即议定一项带来的信任。",
    )),
    "coordination_orders": Text(
        " It is the members' trust in each other now that makes coordination; set overruled_cost, what a lost vote takes of it.",
        "现在协同度就是委员之间的信任；请改设 overruled_cost，即意见被否决者失去的信任。",
    ),
    **dict.fromkeys(("coordination_cross", "autonomy_cross"), Text(
        " It was given up: merged posts are seats held by one person now; leave it out, and set the lever cross_appointment.",
        "该参数已取消：交叉任职现在是一人占两个席位；请删去这一项，用措施 cross_appointment 设定。",
    )),
    **dict.fromkeys(("autonomy_leader", "leader_reference"), Text(
        " It is not the chair but the median member who decides how much say there is; set loyalty_pull, loyalty_reference.",
        "现在决定自治的不是主任，而是居中的委员；请改设 loyalty_pull 和 loyalty_reference。",
    )),
    "start_leader_quality": Text(
        " It was given up: the first chair is elected like every other; set candidate_good and candidate_poor.",
        "首任主任也由选举产生；请改设 candidate_good 和 candidate_poor，即候选人的素质。",
    ),
    "rebound": Text(
        " It was given up: relieved hours come back as the street fills the time that it sees free; set item_entry.",
        "该参数已取消：街道见社区有空余就派新事项，减下的工时才会回来；请改设 item_entry。",
    ),
    "creep_limit": Text(
        " It was given up: the street fills time until the load is what it was used to; set street_tolerance.",
        "该参数已取消：街道一直派到负荷回到习惯的水平为止；请改设 street_tolerance。",
    ),
    "order_creep": Text(
        " It was given up: new posts lower the load, and the street fills the time that it sees free; set item_entry.",
        "该参数已取消：新增岗位使负荷下降，街道见有空余就派新事项；请改设 item_entry。",
    ),
})  # fmt: skip
"""Parameters of earlier editions, and what to write now."""
SHAPING_GROUPS = ("people", "time")
WHOLES = (
    ("age_young_share", "age_middle_share"),
    ("household_one_share", "household_two_share", "household_three_share"),
    ("event_budget_share", "service_budget_share"),
    ("fund_service_share", "fund_event_share"),
)
ROUNDING = 1e-9


def defaults() -> dict[str, float]:
    """Return the default of every parameter."""
    return {name: quantity.default for name, quantity in PARAMS.items()}


def check_wholes(chosen: Mapping[str, float]) -> None:
    """Refuse shares of one whole that add up to more than 1 (``InputError``)."""
    for parts in WHOLES:
        total = sum(chosen[name] for name in parts)
        if total > 1.0 + ROUNDING:
            given = f"{' + '.join(parts)} = {total:g}"
            raise InputError(
                f"{given} is above 1; together they divide a whole.",
                f"{given} 大于 1；它们合起来分的是一个整体。",
                "params",
            )
