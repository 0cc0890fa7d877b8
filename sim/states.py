"""What agents carry from month to month: every state of a role, declared once.

Where a state begins, what a newcomer has, its bounds, whether neighbours read it: the arrays, the start, moves, the
check of bounds, the Mesa agents and the twin follow from it.
"""

import math
from dataclasses import dataclass

from sim.errors import RuleError
from sim.quantity import check_code, check_once, check_texts, declared_at
from sim.text import Text

NEVER = -1.0e6
"""The month of what never happened."""


@dataclass(frozen=True, slots=True)
class State:
    """A number [low..high] that an agent carries.

    Attributes:
        name: what it is called in rules, passes and on the agent.
        what: in words, for the documentation of the agent.
        start: a number, the name of a parameter, or of a draw of ``sim.community.START``; None where another state
            makes it.
        newcomer: what somebody who moves in has, in the words of a segment (``sim.compute.segments``); empty where the
            month makes it anew before it is read. ``belonging_draw`` and ``trust_draw`` are standard normal draws.
        shared: neighbours read it, as it was at the end of the month before.
        checked: a value outside the bounds stops the run.
        anew: the month makes it anew before it reads it, so that setting it has no effect.
    """

    name: str
    what: Text
    start: float | str | None = 0.0
    newcomer: str = ""
    low: float = 0.0
    high: float = 1.0
    shared: bool = False
    checked: bool = True
    anew: bool = False

    def __post_init__(self) -> None:
        """Refuse a declaration that is none.

        Raises:
            RuleError: something in it is not what belongs there.
        """
        name = self.name
        if not isinstance(name, str) or not name.isidentifier():
            raise RuleError(
                f"the name of a state, {name!r}, is no name: letters, digits and underscores alone.",
                f"状态的名称 {name!r} 不能用：只能由字母、数字和下划线组成。",
                declared_at(),
            )
        check_texts(name, what=self.what)
        check_code(name, "newcomer", self.newcomer)
        if not self.low <= self.high:
            raise RuleError(
                f"the bounds of {name}, {self.low:g}..{self.high:g}, are none.",
                f"{name} 的范围 {self.low:g}..{self.high:g} 不成立。",
                declared_at(),
            )
        if isinstance(self.start, int | float) and not self.low <= self.start <= self.high:
            raise RuleError(
                f"the start of {name}, {self.start:g}, is outside its bounds, {self.low:g}..{self.high:g}.",
                f"{name} 的起始值 {self.start:g} 不在它的范围 {self.low:g}..{self.high:g} 之内。",
                declared_at(),
            )

    @property
    def made(self) -> bool:
        """Whether another state makes it, so that it can only be read."""
        return self.start is None


RESIDENT = (
    State("awareness", Text("awareness of the community's work", "对社区事务的知晓度"),
          "awareness", "param.newcomer_awareness"),
    State("satisfaction", Text("satisfaction with service", "对服务的满意度"),
          "satisfaction", "param.newcomer_satisfaction"),
    State("expectation", Text("expected quality of service", "对服务质量的期望"),
          "expectation", "param.newcomer_expectation"),
    State("fairness", Text("perceived fairness", "公平感"),
          "fairness", "param.newcomer_fairness"),
    State("habit", Text("habit of taking part", "参与习惯"), "habit", "0.0"),
    State("last_participation", Text("month of the last participation", "上次参与的月份"),
          "last_participation", "resident.NEVER", low=-math.inf, high=math.inf, checked=False),
    State("last_went", Text("month in which the resident last went to an activity", "上次参加活动的月份"),
          "last_participation", "resident.NEVER", low=-math.inf, high=math.inf, checked=False),
    State("last_helped", Text("month in which the resident last helped", "上次参与志愿的月份"),
          NEVER, "resident.NEVER", low=-math.inf, high=math.inf, checked=False),
    State("last_sat", Text("month in which the resident last sat in a deliberation", "上次参与议事的月份"),
          NEVER, "resident.NEVER", low=-math.inf, high=math.inf, checked=False),
    State("last_complained", Text("month of the last complaint", "上次反映诉求的月份"),
          NEVER, "resident.NEVER", low=-math.inf, high=math.inf, checked=False),
    State("voted", Text("1 if the last election saw this resident vote", "上次选举投了票为 1"),
          "voted", "0.0", checked=False),
    State("asked_service", Text("1 if the resident asked for a service this month", "本月提出诉求为 1"),
          newcomer="0.0", checked=False, anew=True),
    State("complained", Text("1 if the resident complained this month", "本月反映过问题为 1"),
          newcomer="0.0", checked=False, anew=True),
    State("took_part", Text("1 if the resident took part this month", "本月参与了为 1"),
          "took_part", "0.0", checked=False),
    State("autonomy_gap", Text("the say wanted beyond the say there is", "自治落差"), anew=True),
    # what this dwelling was served stays known to whoever moves in
    State("quality", Text("quality of service as it suits this resident", "居民所得的服务质量"),
          "start_quality", "person.quality"),
    # a sum of eight rounded parts may pass 1 by a rounding
    State("match", Text("how far the offer meets this resident's wishes", "服务与需求匹配"), checked=False, anew=True),
    State("talk", Text("what neighbours hear from this resident", "邻居从这位居民听到的"),
          None, "resident.talk()", shared=True, checked=False),
    State("trust", Text("trust in the committee", "对居委会的信任"), "trust", "newcomer.newcomer_trust(trust_draw)",
          shared=True),
    State("belonging", Text("belonging", "归属感"), "belonging",
          "newcomer.newcomer_belonging(trait.belonging_base, belonging_draw)", shared=True),
    State("efficacy", Text("efficacy: that one's word counts here", "参与效能感：觉得自己说话管用"),
          "efficacy", "trait.efficacy_setpoint", shared=True),
)  # fmt: skip
"""The states of a resident, those that neighbours read last."""

MEMBER = (State("mobilisation", Text("how far the member is mobilised: the mean chance to be active", "动员程度"),
                newcomer="0.0"),)  # fmt: skip
"""What a party member has besides; where it begins depends on his kind."""

WORKER = (
    State("filled", Text("1 if somebody is in post", "有人在岗为 1"), None),
    State("competence", Text("skill", "业务能力")),
    State("burnout", Text("burnout", "职业倦怠")),
    State("susceptibility", Text("how hard strain hits; mean 1", "压力易感性，均值为 1"), high=math.inf),
    State("tenure", Text("months in post", "任职月数"), high=math.inf),
    State("intention", Text("intention to quit", "离职意向")),
    State("restlessness", Text("inclination to quit, apart from the post", "天生的去意"), low=-math.inf, high=math.inf),
    State(
        "talent",
        Text("competence beyond that of others in post as long", "才干，高于同等资历者的能力"),
        low=-math.inf,
        high=math.inf,
    ),
    State("career", Text("months in post after which the worker retires", "到退休为止的任职月数"), high=math.inf),
    State("pay", Text("pay for an hour worked, by grade", "按职级的每小时收入"), high=math.inf, anew=True),
    State("effort", Text("effort of the month", "当月投入"), anew=True),
)
"""The states of a post and of whoever fills it; where they begin is drawn (``sim.community``)."""

UNIT = (
    State("openness", Text("how open the unit is to the community; mean 1", "开放程度，均值为 1"), high=math.inf),
    State("willingness", Text("chance that it lends a hand in a month", "出力意愿：一个月里出力的概率")),
    State("gives", Text("1 if it lends a hand this month", "本月出力为 1"), anew=True),
)
"""The states of a unit in the area; its openness is drawn for good (``sim.community``)."""

SEAT = (
    State("trust", Text("trust in the other members", "对其他委员的信任")),
    State("ability", Text("ability", "素质")),
    State("loyalty", Text("loyalty to the street office", "对街道的倾向")),
    State("connections", Text("connections of who was elected; 0 for who was sent", "当选者的关系；党组织委派的为 0")),
)
"""The states of a seat of the two committees and of whoever holds it; where they begin is drawn at elections."""

for _role in (RESIDENT, MEMBER, WORKER, UNIT, SEAT):
    check_once(state.name for state in _role)
