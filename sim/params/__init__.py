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
