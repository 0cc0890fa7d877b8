"""What a policy can set, month by month: levers in natural units.

The default of every lever is the problem itself, that is, no policy. ``own_indicator`` names where a test looks for
its effect. What a lever costs is one rule, its ``price``: the engine, its twin, budgets and the check of prices all
ask it. Prices are yuan of 2014, the year of the default period; an amount in yuan that is set is of the chosen one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from sim.indicators import INDICATORS
from sim.params import PARAMS
from sim.quantity import Quantity, Text, check_code, check_known, check_once, check_texts

HEADINGS = (
    "training",
    "wages",
    "tasks",
    "party",
    "match",
    "publicity",
    "activities",
    "purchase",
    "grant",
    "fund",
    "facilities",
)
"""What the money of policies is spent on; the cost of a policy is their sum, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever(Quantity):
    """A quantity that a policy sets: which problem it answers, what it costs, what it moves.

    Attributes:
        problem: P1..P10, empty for the plain grant.
        what: what it does.
        own_indicator: what it moves first.
        price: what it costs this month [yuan], in the words of a segment (``sim.compute.segments``); empty where it
            costs no money of its own: scaled to a budget it never exceeds the policy's own. Levers whose price is one
            rule name the same.
        heading: what the money is spent on, one of ``HEADINGS``.
        cost: the price as a sentence.
    """

    problem: str
    what: Text
    own_indicator: str
    price: str
    heading: str = "activities"
    cost: Text

    def __post_init__(self) -> None:
        """Refuse a declaration that is none.

        Raises:
            RuleError: something in it is not what belongs there.
        """
        super(Lever, self).__post_init__()
        check_texts(self.name, what=self.what, cost=self.cost)
        check_known(self.name, "problem", self.problem, ("", *PROBLEMS))
        check_known(self.name, "own_indicator", self.own_indicator, INDICATORS)
        check_known(self.name, "heading", self.heading, HEADINGS)
        check_code(self.name, "price", self.price)

    @property
    def costless(self) -> bool:
        """Whether it costs no money of its own."""
        return not self.price


PROBLEMS: dict[str, Text] = {
    "P1": Text("workers' competence is weak", "人员能力偏弱"),
    "P2": Text("pay is low, load is heavy", "待遇低、负担重"),
    "P3": Text("funding has one channel", "经费渠道单一"),
    "P4": Text("party members play no visible role", "党员作用不显"),
    "P5": Text("the two committees do not pull together", "两委配合不力"),
    "P6": Text("too little publicity: hot above, cold below", "宣传不足，上热下冷"),
    "P7": Text("elections are not open", "选举不公开"),
    "P8": Text("services are monotonous", "服务单一"),
    "P9": Text("administrative orders crowd out the community's own work", "行政任务挤占社区自身工作"),
    "P10": Text("self-governance is unclear", "自治不清"),
}


def _said(en: str, zh: str) -> Text:
    """Return a sentence on costs with the defaults of the parameters that it names in braces."""
    names = {name for _, name, _, _ in Formatter().parse(en + zh) if name}
    for name in names:
        check_known("a sentence on costs", "parameter", name, PARAMS)
    said = _filled(Text(en, zh), {name: PARAMS[name].default for name in names})
    _SENTENCES[said] = Text(en, zh)
    return said


def _filled(words: Text, numbers: Mapping[str, float]) -> Text:
    return Text(
        words.en.format_map({name: f"{number:,.10g}" for name, number in numbers.items()}),
        words.zh.format_map({name: f"{number:.10g}" for name, number in numbers.items()}),
    )


_SENTENCES: dict[Text, Text] = {}
"""What was said of costs, with the names of parameters in place of their defaults."""


_COVERAGE = Text("coverage, 1 = all of them", "覆盖面，1 为全部")
_FULL = Text("1 = in full", "1 为全面推行")
_YUAN = Text("yuan a month", "元/月")
_MEETINGS = Text("meetings a month", "次/月")
_ITSELF = Text("The sum itself.", "即所拨金额。")
_NONE = Text("No money.", "不花钱。")
_FAVOURS = _said(
    "{incentive_cost} yuan a month times what is promised and what of it is paid, less what that comes to by default "
    "(below it, a saving); and {hours_providers} hours of work where all is promised and paid.",
    "全面承诺并全部兑现每月 {incentive_cost} 元，减去现状的花费，低于现状则为节省；"
    "全部兑现时占 {hours_providers} 个工时。",
)
_ORGANISER = _said(
    "{member_group_cost} yuan and {hours_per_group} hours of work a month at 1.",
    "取 1 时每月 {member_group_cost} 元，并占 {hours_per_group} 个工时。",
)

_ALL = (
    Lever(
        name="training_hours", default=0, low=0, high=12, problem="P1", own_indicator="competence",
        unit=Text("hours a worker a month", "小时/人月"), label=Text("training", "业务培训"),
        what=Text("paid hours of learning instead of serving", "每位社工每月带薪培训的时间"),
        price="finance.training_cost()", heading="training",
        cost=_said("{training_hour_cost} yuan an hour for each filled post.",
                   "每个在岗社工每小时 {training_hour_cost} 元。"),
    ),
    Lever(
        name="wage_rise", default=0, low=0, high=0.6, problem="P2", own_indicator="quit_rate",
        unit=Text("share of the wage", "占工资的比例"), label=Text("wage rise", "提薪幅度"),
        what=Text("raises the workers' pay once", "一次性提高社工工资"),
        price="finance.raise_cost()", heading="wages",
        cost=_said("The rise on {worker_wage} yuan times {wage_on_cost} (with contributions), for each filled "
                   "post.",
                   "每个在岗社工按 {worker_wage} 元工资乘以 {wage_on_cost}（含社保）计算增资部分。"),
    ),
    Lever(
        name="wage_indexation", default=0, low=0, high=1, problem="P2", own_indicator="effort",
        unit=Text("share of the yearly loss made good", "补足年度贬值的比例"),
        label=Text("wage indexation", "工资随行就市"),
        what=Text("keeps pay from falling further behind local wages; gives nothing back",
                  "工资随当地水平调整，不再落后，但不补以往的差距"),
        price="finance.raise_cost()", heading="wages",
        cost=_said("The pay that would have been lost, times {wage_on_cost} (with contributions), for each filled "
                   "post.",
                   "每个在岗社工本会损失的工资，乘以 {wage_on_cost}（含社保）。"),
    ),
    Lever(
        name="extra_posts", default=0, low=0, high=6, whole=True, problem="P2", own_indicator="filled_posts",
        unit=Text("posts", "个"), label=Text("extra posts", "增设岗位"),
        what=Text("adds worker posts; one that ends stays until its worker leaves",
                  "增加社工岗位；撤岗时待人员离职后才撤"),
        price="finance.extra_posts_cost()", heading="wages",
        cost=_said("{worker_wage} yuan a month times {wage_on_cost} (with contributions) for each filled one, until "
                   "its worker leaves.",
                   "每个到岗的岗位每月 {worker_wage} 元乘以 {wage_on_cost}（含社保），直到人员离职。"),
    ),
    Lever(
        name="career_ladder", default=0, low=0, high=1, problem="P2", own_indicator="quit_intention",
        unit=_FULL, label=Text("career ladder", "职级晋升"),
        what=Text("grades by years in post, each with more pay", "按任职年限定级晋升，每升一级加一次工资"),
        price="finance.ladder_cost()", heading="wages",
        cost=_said("At 1 a share of {grade_step} of {worker_wage} yuan, more where wages rise, times {wage_on_cost} "
                   "(with contributions) for each grade of each filled post.",
                   "取 1 时，每个在岗社工每升一级，"
                   "按 {worker_wage} 元工资（提薪则相应增加）乘以 {wage_on_cost}（含社保）的 {grade_step} 计。"),
    ),
    Lever(
        name="task_payment_share", default=0.1, low=0, high=1, problem="P3", own_indicator="revenue_tasks",
        unit=Text("share of the cost of orders that is paid", "下派事务获得付费的比例"),
        label=Text("paid tasks", "费随事转"),
        what=Text("money follows the tasks handed down", "下派事务按量付费"),
        price="finance.task_payment_cost()", heading="tasks",
        cost=Text("What is paid above a share of 0.10.", "超出一成的付费部分。"),
    ),
    Lever(
        name="party_activity_fund", default=0, low=0, high=20_000, problem="P3", own_indicator="events",
        unit=_YUAN, label=Text("party activity fund", "党建活动经费"),
        what=Text("money for activities that the party committee plans", "由党组织安排活动的专项经费"),
        price="lever.party_activity_fund", heading="party",
        cost=_ITSELF,
    ),
    Lever(
        name="donation_outreach", default=0, low=0, high=1, problem="P3", own_indicator="revenue_units",
        unit=_FULL, label=Text("donation outreach", "捐助动员"),
        what=Text("asks units in the area to give", "走访驻区单位，动员捐助"),
        price="param.outreach_cost * lever.donation_outreach",
        cost=_said("{outreach_cost} yuan and {hours_outreach} hours of work a month at 1.",
                   "取 1 时每月 {outreach_cost} 元，并占 {hours_outreach} 个工时。"),
    ),
    Lever(
        name="donation_match_rate", default=0, low=0, high=2, problem="P3", own_indicator="revenue_match",
        unit=Text("yuan added to each yuan given", "元/每捐 1 元"),
        label=Text("donation match", "捐助配套"),
        what=Text("adds public money to what units and residents give", "对单位和居民的捐助按比例配套"),
        price="number.revenue_match", heading="match",
        cost=Text("The match that is paid.", "实际付出的配套资金。"),
    ),
    Lever(
        name="facility_investment", default=0, low=0, high=20_000, problem="P3", own_indicator="infrastructure",
        unit=_YUAN, label=Text("investment in facilities", "设施投入"),
        what=Text("builds and repairs the community's rooms and facilities", "新建和维修社区场地、设施"),
        price="lever.facility_investment", heading="facilities",
        cost=_ITSELF,
    ),
    Lever(
        name="retired_member_groups", default=0, low=0, high=1, problem="P4", own_indicator="active_retired",
        unit=_COVERAGE, label=Text("groups of retired party members", "退休党员小组"),
        what=Text("organises retired party members in groups", "把退休党员编入小组"),
        price="finance.member_groups_cost()",
        cost=_ORGANISER,
    ),
    Lever(
        name="in_service_registration", default=0, low=0, high=1, problem="P4",
        own_indicator="active_in_service",
        unit=_COVERAGE, label=Text("registration of in-service party members", "在职党员“双报到”"),
        what=Text("party members in work register and serve where they live", "在职党员到居住社区报到服务"),
        price="finance.member_groups_cost()",
        cost=_ORGANISER,
    ),
    Lever(
        name="floating_member_service", default=0, low=0, high=1, problem="P4",
        own_indicator="active_floating",
        unit=_COVERAGE, label=Text("service for floating party members", "流动党员服务"),
        what=Text("finds and organises floating and new-sector party members",
                  "联系并组织流动和新兴领域党员"),
        price="finance.member_groups_cost()",
        cost=_ORGANISER,
    ),
    Lever(
        name="joint_meetings", default=0, low=0, high=4, problem="P5", own_indicator="coordination",
        unit=_MEETINGS, label=Text("joint meetings", "两委联席会议"),
        what=Text("the two committees plan the month together", "居委会与党组织共同议定当月工作"),
        price="param.joint_meeting_cost * lever.joint_meetings",
        cost=_said("{joint_meeting_cost} yuan a meeting, and {joint_meeting_hours} hours of each worker.",
                   "每次 {joint_meeting_cost} 元，并占每位社工 {joint_meeting_hours} 小时。"),
    ),
    Lever(
        name="cross_appointment", default=0, low=0, high=1, problem="P5",
        own_indicator="coordination",
        unit=Text("share of three seats", "占三个席位的比例"), label=Text("cross-appointment", "交叉任职"),
        what=Text("one, two or all three party members (the nearest third) sit in the residents' committee too, "
                  "first as chair",
                  "三名党组织委员中一名、两名或全部（取最近的三分之几）兼任居委会成员，先兼主任（一名即书记、主任“一肩挑”）"),
        price="",
        cost=Text("No money, but fewer of the elected decide.",
                  "不花钱，但参与决定的当选成员变少。"),
    ),
    Lever(
        name="publicity_boards", default=1000, low=0, high=20_000, problem="P6", own_indicator="awareness",
        unit=_YUAN, label=Text("boards and leaflets", "宣传栏与传单"),
        what=Text("printed publicity, read most by the old", "线下宣传，老年人看得最多"),
        price="finance.boards_cost()", heading="publicity",
        cost=_said("What is above 1,000 yuan; below it, a saving. {hours_publicity} hours of work a thousand yuan.",
                   "超出 1000 元的部分；低于则为节省。每千元占 {hours_publicity} 个工时。"),
    ),
    Lever(
        name="publicity_digital", default=0, low=0, high=20_000, problem="P6", own_indicator="awareness",
        unit=_YUAN, label=Text("online publicity", "线上宣传"),
        what=Text("chat groups and online, read by the young",
                  "微信群等线上宣传，青年看得最多"),
        price="lever.publicity_digital", heading="publicity",
        cost=_said("The sum itself, and {hours_publicity} hours of work a thousand yuan.",
                   "即所拨金额，每千元另占 {hours_publicity} 个工时。"),
    ),
    Lever(
        name="publicity_visits", default=0, low=0, high=600, problem="P6", own_indicator="awareness",
        unit=Text("households a month", "户/月"), label=Text("home visits", "入户走访"),
        what=Text("workers call on households", "社工上门走访"),
        price="param.visit_cost * lever.publicity_visits", heading="publicity",
        cost=_said("{visit_cost} yuan a household, and an hour of work.", "每户 {visit_cost} 元，并占 1 个工时。"),
    ),
    Lever(
        name="personal_messages", default=0, low=0, high=3000, problem="P6", own_indicator="residents_asked",
        unit=Text("residents a month", "人/月"), label=Text("personal messages", "点对点消息"),
        what=Text("workers write to residents one by one and ask them along", "社工在微信上逐个给居民发消息，邀请参加"),
        price="param.message_cost * lever.personal_messages", heading="publicity",
        cost=_said("{message_cost} yuan and a minute of work each.", "每条 {message_cost} 元，并占一分钟工时。"),
    ),
    Lever(
        name="election_openness", default=0, low=0, high=1, problem="P7", own_indicator="legitimacy",
        unit=_FULL, label=Text("open elections", "选举公开"),
        what=Text("open candidacy, secret ballot, no proxies", "公开竞选、秘密投票、不代投"),
        price="param.openness_cost * lever.election_openness",
        cost=_said("{openness_cost} yuan a month at 1, and {hours_open_election} hours of work when there is an "
                   "election.",
                   "取 1 时每月 {openness_cost} 元，选举当月另占 {hours_open_election} 个工时。"),
    ),
    Lever(
        name="open_recruitment", default=0, low=0, high=1, problem="P7", own_indicator="competence",
        unit=_FULL, label=Text("open recruitment", "公开招聘"),
        what=Text("posts are advertised and filled by examination; it takes longer",
                  "社工岗位公开招考、择优录用，补岗要慢一些"),
        price="param.open_recruitment_cost * lever.open_recruitment",
        cost=_said("{open_recruitment_cost} yuan a month at 1.", "取 1 时每月 {open_recruitment_cost} 元。"),
    ),
    Lever(
        name="service_purchase", default=0, low=0, high=40_000, problem="P8", own_indicator="match",
        unit=_YUAN, label=Text("purchased services", "购买服务"),
        what=Text("pays social organisations to meet needs", "按居民需求向社会组织购买服务"),
        price="lever.service_purchase", heading="purchase",
        cost=_said("The sum itself, and {hours_per_purchase} hours of work a thousand yuan.",
                   "即所拨金额，每千元另占 {hours_per_purchase} 个工时。"),
    ),
    Lever(
        name="provider_incentive", default=0.5, low=0, high=1, problem="P8",
        own_indicator="non_government_share",
        unit=_FULL, label=Text("favours promised to providers", "社会组织优惠承诺"),
        what=Text("rooms, help at the start and lower rates that other providers are promised",
                  "承诺给社会力量的场地、启动支持和减免"),
        price="finance.favours_cost()", heading="purchase",
        cost=_FAVOURS,
    ),
    Lever(
        name="favours_paid", default=0.3, low=0, high=1, problem="P8",
        own_indicator="service_paid_by_others",
        unit=Text("share of what is promised", "占所承诺优惠的比例"), label=Text("favours paid", "优惠兑现"),
        what=Text("pays what providers have been promised; a promise alone draws nobody",
                  "把承诺给社会力量的优惠落到实处；只承诺不兑现，引不来人"),
        price="finance.favours_cost()", heading="purchase",
        cost=_FAVOURS,
    ),
    Lever(
        name="admin_reduction", default=0, low=-0.5, high=0.8, problem="P9",
        own_indicator="order_share",
        unit=Text("share of the ordered hours taken off", "减去的行政工时比例"),
        label=Text("fewer orders", "基层减负"),
        what=Text("takes orders off; below 0 adds some",
                  "减去下派的行政任务；负值为增加"),
        price="",
        cost=_said("No money; what others must do instead is a shadow cost of {shadow_hour_cost} yuan an hour, apart.",
                   "不花钱；由别处承担的工时按每小时 {shadow_hour_cost} 元计影子成本，单独列出。"),
    ),
    Lever(
        name="admission_rule", default=0, low=0, high=1, problem="P9",
        own_indicator="order_share",
        unit=_FULL, label=Text("admission rule", "工作事项准入"),
        what=Text("a lasting rule on what may be handed down; without it the hours come back",
                  "规定哪些事务可以下派；没有它，减去的工时会慢慢回来"),
        price="",
        cost=_NONE,
    ),
    Lever(
        name="items_cut", default=0, low=0, high=0.9, problem="P9",
        own_indicator="order_share",
        unit=Text("share of the items", "占事项的比例"),
        label=Text("items struck off", "清理事项"),
        what=Text("strikes items off the list; as the small ones go first, fewer hours than items",
                  "从事项清单中清理一部分；先清理的多为小事，减下的工时不及事项的比例"),
        price="",
        cost=_said("No money; the hours freed are a shadow cost of {shadow_hour_cost} yuan an hour, apart.",
                   "不花钱；减下的工时按每小时 {shadow_hour_cost} 元计影子成本，单独列出。"),
    ),
    Lever(
        name="complaint_weight", default=0, low=0, high=1, problem="P9",
        own_indicator="answered_share",
        unit=_FULL, label=Text("complaints count", "接诉即办考核"),
        what=Text("residents' complaints count for the street's score, so that orders lose part of their priority",
                  "12345 和居民反映的诉求计入街道考核，行政任务让出一部分优先"),
        price="",
        cost=_said("No money, but {hours_report} hour of work to report on each complaint at 1.",
                   "不花钱，但取 1 时每件反映的诉求要占 {hours_report} 个工时报送。"),
    ),
    Lever(
        name="deliberation_meetings", default=0, low=0, high=4, problem="P10", own_indicator="autonomy",
        unit=_MEETINGS, label=Text("deliberation meetings", "居民议事会"),
        what=Text("residents discuss and decide", "居民共同商议决定"),
        price="param.deliberation_cost * lever.deliberation_meetings",
        cost=_said("{deliberation_cost} yuan a meeting, and {deliberation_hours} hours of each worker.",
                   "每次 {deliberation_cost} 元，并占每位社工 {deliberation_hours} 小时。"),
    ),
    Lever(
        name="resident_budget_share", default=0, low=0, high=1, problem="P10",
        own_indicator="resident_decided_money",
        unit=Text("share of the service money", "占服务经费的比例"),
        label=Text("residents' budget", "居民议定经费"),
        what=Text("service money that residents allot; worth little without deliberation",
                  "由居民决定用途的服务经费；没有议事会则作用很小"),
        price="",
        cost=_said("No money, but {budget_share_hours} hours of work a month at 1.",
                   "不花钱，但取 1 时每月占 {budget_share_hours} 个工时。"),
    ),
    Lever(
        name="community_fund", default=0, low=0, high=120, problem="P10", own_indicator="revenue_fund",
        unit=Text("yuan a head a year", "元/人年"), label=Text("community fund", "社区保障资金"),
        what=Text("money a head of which residents decide, in a meeting of its own: services, events, facilities",
                  "按人头拨付、由居民开会议定的经费：服务、活动和设施"),
        price="number.revenue_fund", heading="fund",
        cost=_said("The fund itself; at {fund_full} yuan a head and above, {budget_share_hours} hours of work a month, "
                   "below it in proportion; not on top of those of a residents' budget.",
                   "即所拨资金；每人 {fund_full} 元及以上时每月占 {budget_share_hours} 个工时，"
                   "不足则按比例；与居民议定经费的工时不叠加。"),
    ),
    Lever(
        name="online_channel", default=0, low=0, high=1, problem="P10", own_indicator="complained_12m",
        unit=_FULL, label=Text("online office", "线上议事办事"),
        what=Text("an easier way to complain and to deliberate, most of all for those who are online anyhow",
                  "在微信群和小程序里就能反映问题、参与议事，常上网的人最方便"),
        price="param.online_channel_cost * lever.online_channel",
        cost=_said("{online_channel_cost} yuan and {hours_online} hours of work a month at 1.",
                   "取 1 时每月 {online_channel_cost} 元，并占 {hours_online} 个工时。"),
    ),
    Lever(
        name="open_accounts", default=0, low=0, high=1, problem="P10", own_indicator="fairness",
        unit=_FULL, label=Text("open accounts", "民主监督"),
        what=Text("the committee's accounts and decisions are laid open; felt by who hears of it",
                  "居务、财务公开，接受居民监督；知情的居民才感受得到"),
        price="param.accounts_cost * lever.open_accounts",
        cost=_said("{accounts_cost} yuan and {hours_accounts} hours of work a month at 1.",
                   "取 1 时每月 {accounts_cost} 元，并占 {hours_accounts} 个工时。"),
    ),
    Lever(
        name="grant", default=0, low=0, high=40_000, problem="", own_indicator="free_money",
        unit=_YUAN, label=Text("plain grant", "一般补贴"),
        what=Text("money without a purpose attached", "不指定用途的资金"),
        price="lever.grant", heading="grant",
        cost=_ITSELF,
    ),
)  # fmt: skip

check_once(lever.name for lever in _ALL)
LEVERS: dict[str, Lever] = {lever.name: lever for lever in _ALL}


def defaults() -> dict[str, float]:
    """Return every lever at its default: no policy."""
    return {name: float(lever.default) for name, lever in LEVERS.items()}


def cost_in(lever: Lever, params: Mapping[str, float]) -> Text:
    """Return the sentence on a lever's cost with parameters other than the defaults."""
    words = _SENTENCES.get(lever.cost)
    return lever.cost if words is None else _filled(words, {name: q.default for name, q in PARAMS.items()} | {**params})


def bill() -> Iterator[str]:
    """Yield the lines of a segment that leave the cost of all levers in ``number.cost``: headings, then their sum."""
    for heading in HEADINGS:
        prices = dict.fromkeys(lever.price for lever in LEVERS.values() if lever.heading == heading and lever.price)
        for index, price in enumerate(prices):
            yield f"{heading} {'+=' if index else '='} {price}"
    yield f"number.cost = {' + '.join(HEADINGS)}"
