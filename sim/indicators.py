"""What a scenario is judged by: every indicator with its name, unit, better direction and meaning.

The value of an indicator comes from a ``Record``, the month's state of all lanes. Shares and indices are stored
in [0, 1] and shown times a hundred, as percent or as points.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim import measures
from sim.errors import InputError, nearest
from sim.measures import CommunityNumber, Record, ResidentMean
from sim.quantity import Text, check_code, check_known, check_once, check_texts

TWO_YEARS = 24  # months
FIVE_YEARS = 60  # months

PERCENT = Text("%", "%")
POINTS = Text("points", "个百分点")
POINTS_OF_100 = Text("points of 100", "分（满分 100）")
EVENTS = Text("events a month", "场/月")
REQUESTS = Text("requests", "件")
UNITS = Text("units a month", "家/月")
HOURS = Text("hours a month", "小时/月")
HOURS_EACH = Text("hours a worker a month", "小时/人月")
YEARS = Text("years", "年")
YUAN = Text("yuan a month", "元/月")
YUAN_A_YEAR = Text("yuan a year", "元/年")
MONTHS = Text("months of work", "个月的工作量")
TIMES_START = Text("times the first stock", "倍（与起始相比）")
CORRELATION = Text("correlation", "相关系数")
TIMES = Text("hours asked for an hour offered", "所需工时与可用工时之比")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One yardstick: ``better`` is +1, -1 or 0 (neither), ``smallest`` the least difference that matters.

    ``smallest`` is in the stored unit; ``window`` is the number of last months it is averaged over; ``grouped`` tells
    that it is shown for groups of residents too. ``sums`` is what each resident adds every month, in the words of a
    segment (``sim.compute.segments``), where it is a mean over residents.
    """

    name: str
    label: Text
    unit: Text
    group: str
    better: int
    smallest: float
    definition: Text
    of: Callable[[Record], Any]
    window: int = TWO_YEARS
    grouped: bool = False
    sums: str = ""

    def __post_init__(self) -> None:
        """Refuse a declaration that is none.

        Raises:
            RuleError: something in it is not what belongs there.
        """
        check_texts(self.name, label=self.label, unit=self.unit, meaning=self.definition)
        check_known(self.name, "group", self.group, INDICATOR_GROUPS)
        check_known(self.name, "better", self.better, (-1, 0, 1))
        check_code(self.name, "sum", self.sums)

    @property
    def percent(self) -> bool:
        """Whether it is stored in [0, 1] and shown times a hundred."""
        return self.unit in (PERCENT, POINTS, POINTS_OF_100)

    @property
    def difference_unit(self) -> Text:
        """The unit of a difference: percentage points for a share, points for an index."""
        if self.unit in (PERCENT, POINTS):
            return Text("points", "百分点")
        return Text("points", "分") if self.unit == POINTS_OF_100 else self.unit


INDICATOR_GROUPS: dict[str, Text] = {
    "participation": Text("participation", "参与"),
    "service": Text("service", "服务"),
    "attitudes": Text("what residents think", "居民看法"),
    "workers": Text("workers", "社工"),
    "organisation": Text("organisation", "组织"),
    "money": Text("money", "经费"),
}
GROUPS: dict[str, Text] = {
    "young": Text("young", "青年"),
    "middle": Text("middle-aged", "中年"),
    "old": Text("old", "老年"),
    "owner": Text("owners", "业主"),
    "renter": Text("renters", "租户"),
    "party": Text("party members", "党员"),
    "other": Text("others", "群众"),
}


def _row(
    name: str,
    labels: tuple[str, str],
    unit: Text,
    group: str,
    better: int,
    meaning: tuple[str, str],
    *,
    of: Callable[[Record], Any] | None = None,
    smallest: float = 0.01,
    window: int = TWO_YEARS,
    grouped: bool = False,
    sums: str = "",
) -> Indicator:
    """Declare one indicator; unless told otherwise it is a number of the community by the same name."""
    source = CommunityNumber(name) if of is None else of
    return Indicator(
        name, Text(*labels), unit, group, better, smallest, Text(*meaning), source, window, grouped, sums
    )  # fmt: skip


def _mean(
    name: str,
    labels: tuple[str, str],
    unit: Text,
    group: str,
    better: int,
    meaning: tuple[str, str],
    *,
    sums: str = "",
    grouped: bool = False,
) -> Indicator:
    """Declare a mean over residents, of the state by the same name unless ``sums`` says otherwise."""
    return _row(
        name, labels, unit, group, better, meaning,
        of=ResidentMean(name), grouped=grouped, sums=sums or f"person.{name}",
    )  # fmt: skip


def _spread(level: str, labels: tuple[str, str], noise: str = "response_noise") -> Indicator:
    """Declare the standard deviation between residents of a state, as a survey finds it where there is ``noise``."""
    noisy = Text(", with the noise of answers in a survey", "，含问卷作答的随机成分") if noise else Text("", "")
    return _row(
        f"{level}_sd", (f"spread of {labels[0]}", f"{labels[1]}的离散程度"), POINTS_OF_100, "attitudes", 0,
        (f"standard deviation between residents of {labels[0]}{noisy.en}", f"居民之间{labels[1]}的标准差{noisy.zh}"),
        of=measures.Spread(f"{level}_sd", level, noise), sums=f"person.{level} * person.{level}",
    )  # fmt: skip


def _revenue(channel: str, en: str, zh: str) -> Indicator:
    """Declare the income of one channel; where money comes from is neither better nor worse."""
    return _row(
        f"revenue_{channel}", (f"income: {en}", f"收入：{zh}"), YUAN, "money", 0,
        (f"money received this month, {en}", f"当月收入：{zh}"), smallest=100,
    )  # fmt: skip


def _hours(use: str, better: int, en: str, zh: str) -> Indicator:
    """Declare the workers' hours that go to one use."""
    return _row(
        f"hours_{use}", (f"hours: {en}", f"工时：{zh}"), HOURS, "workers", better,
        (f"hours of all workers this month, overtime included, spent on {en}",
         f"当月全体社工用于{zh}的工时，含加班"), smallest=10,
    )  # fmt: skip


_TABLE = (
    _mean("participation_12m", ("took part within a year", "一年内参与过的居民"),
          PERCENT, "participation", 1,
          ("residents who went, helped or deliberated at least once in the last 12 months",
           "近 12 个月至少参加过一次活动、志愿或议事的居民占比"),
          sums="resident.took_part_within_year(month)", grouped=True),
    _mean("participation_month", ("took part this month", "当月参与的居民"), PERCENT, "participation", 1,
          ("residents who went, helped or deliberated this month", "当月参加活动、志愿或议事的居民占比"),
          sums="person.took_part", grouped=True),
    _mean("attended_12m", ("went to an activity within a year", "一年内参加过活动的居民"), PERCENT, "participation", 1,
          ("residents who went to an activity at least once in the last 12 months",
           "近 12 个月至少参加过一次社区活动的居民占比"), sums="resident.within_year(month, person.last_went)"),
    _mean("helped_12m", ("helped within a year", "一年内参与过志愿的居民"), PERCENT, "participation", 1,
          ("residents who helped as volunteers at least once in the last 12 months",
           "近 12 个月至少参与过一次志愿服务的居民占比"), sums="resident.within_year(month, person.last_helped)"),
    _mean("deliberated_12m", ("deliberated within a year", "一年内参与过议事的居民"), PERCENT, "participation", 1,
          ("residents who sat in a deliberation at least once in the last 12 months",
           "近 12 个月至少参与过一次议事的居民占比"), sums="resident.within_year(month, person.last_sat)"),
    _mean("complained_12m", ("complained within a year", "一年内反映过诉求的居民"), PERCENT, "participation", 0,
          ("residents who complained of the service at least once in the last 12 months",
           "近 12 个月至少对服务反映过一次诉求的居民占比"), sums="resident.within_year(month, person.last_complained)"),
    _row("turnout", ("real turnout", "真实投票率"), PERCENT, "participation", 1,
         ("residents who voted themselves in the last election", "上次选举中亲自投票的居民占比"),
         of=ResidentMean("turnout"), grouped=True),
    _row("official_turnout", ("official turnout", "上报投票率"), PERCENT, "participation", 0,
         ("turnout as reported, household and proxy votes included", "上报的投票率，含一户代投和委托投票")),
    _row("official_excess", ("official turnout above the real one", "上报投票率虚高"), POINTS, "participation", -1,
         ("turnout as reported less real turnout, in percentage points", "上报投票率减去真实投票率的差，以百分点计"),
         of=measures.official_excess),
    _row("volunteer_hours", ("volunteer hours", "志愿服务时长"), HOURS, "participation", 1,
         ("hours that residents and units gave last month and that help the community this month",
          "居民和驻区单位上月提供、当月起作用的志愿服务时长"), smallest=5),
    _row("habit_gini", ("inequality of taking part", "参与的不均程度"), POINTS_OF_100, "participation", -1,
         ("Gini index of the habit of taking part: 0 all alike, 100 one does it all",
          "参与习惯的基尼系数：0 为人人相同，100 为全由一人承担")),
    _row("hot_cold_gap", ("hot-cold gap", "上热下冷差距"), POINTS_OF_100, "participation", -1,
         ("party members and workers less others: mean of the gaps in awareness and in taking part",
          "党员和社工减去其他居民：知晓度之差与一年内参与率之差的平均"), of=measures.hot_cold_gap),
    _row("active_party_members", ("active party members", "活跃党员"), PERCENT, "participation", 1,
         ("party members active in the community this month", "当月在社区活动的党员占党员的比例"),
         of=measures.active_members),
    _mean("quality", ("service quality", "服务质量"), POINTS_OF_100, "service", 1,
          ("match to needs, timeliness and care of the services, as a resident meets them",
           "居民所得的服务是否对路、及时、用心"), grouped=True),
    _mean("satisfaction", ("satisfaction", "满意度"), POINTS_OF_100, "attitudes", 1,
          ("how satisfied residents are with the community's services", "居民对社区服务的满意程度"), grouped=True),
    _row("timeliness", ("timeliness", "办理及时性"), POINTS_OF_100, "service", 1,
         ("100 when no request waits, 50 when a month's work waits",
          "无积压为 100，积压满一个月的工作量为 50")),
    _row("backlog", ("requests waiting", "积压诉求"), REQUESTS, "service", -1,
         ("requests waiting at the end of the month", "月末仍在等候的诉求"), smallest=5),
    _row("answered_share", ("complaints answered in the month", "诉求当月办结率"), PERCENT, "service", 1,
         ("complaints of the service answered within the month; 100 where there was none",
          "当月对服务反映的诉求中当月得到答复的占比；没有人反映则为 100")),
    _mean("match", ("services match needs", "服务与需求匹配"), POINTS_OF_100, "service", 1,
          ("how far the services offered are those a resident needs", "所供服务与居民所需相符的程度"), grouped=True),
    _row("variety", ("variety of services", "服务丰富程度"), POINTS_OF_100, "service", 1,
         ("how fully the eight types of service are supplied, on average", "八类服务供给充足程度的平均"),
         of=measures.variety),
    _row("care", ("care in service", "服务用心"), POINTS_OF_100, "service", 1,
         ("workers' competence and effort together", "社工能力与投入的综合")),
    _row("non_government_share", ("services not from government", "非政府提供的服务"), PERCENT, "service", 1,
         ("purchased, provider and volunteer service among all service",
          "购买服务、社会力量和志愿服务占全部服务的比例")),
    _row("service_paid_by_others",
         ("services that government does not pay for", "非政府出资的服务占比"), PERCENT, "service", 1,
         ("service of volunteers, of providers beyond the worth of their favours, and from gifts and rents, among all "
          "service",
          "志愿服务、社会力量超出所得优惠的服务，以及用捐助和经营收入办的服务，占全部服务的比例")),
    _row("promised_unpaid", ("favours promised and not paid", "未兑现的优惠"), POINTS_OF_100, "service", -1,
         ("favours to providers that are promised and not paid; 100 is a full promise of which nothing is paid",
          "承诺给社会力量而没有兑现的优惠；100 为全面承诺、分毫未付")),
    _row("units_giving", ("units that lend a hand", "本月出力的驻区单位"), UNITS, "service", 1,
         ("units in the area that give money, send volunteers and lend a room this month",
          "当月捐款、派志愿者并开放场地的驻区单位数"), smallest=0.1),
    _mean("awareness", ("awareness", "知晓度"), POINTS_OF_100, "attitudes", 1,
          ("how much residents know of what goes on in the community", "居民对社区事务的了解程度"), grouped=True),
    _mean("belonging", ("belonging", "归属感"), POINTS_OF_100, "attitudes", 1,
          ("how much residents feel at home in the community", "居民对社区的归属感"), grouped=True),
    _mean("trust", ("trust", "信任"), POINTS_OF_100, "attitudes", 1,
          ("how much residents trust the residents' committee", "居民对居委会的信任程度"), grouped=True),
    _mean("fairness", ("perceived fairness", "公平感"), POINTS_OF_100, "attitudes", 1,
          ("how fairly residents think that things are decided", "居民认为办事公平的程度")),
    _row("legitimacy", ("legitimacy of the election", "选举公信力"), POINTS_OF_100, "attitudes", 1,
         ("perceived fairness right after the last election", "上次选举刚结束时居民的公平感")),
    _spread("trust", ("trust", "信任")),
    _spread("satisfaction", ("satisfaction", "满意度")),
    _spread("belonging", ("belonging", "归属感")),
    _spread("fairness", ("perceived fairness", "公平感")),
    _spread("quality", ("service quality", "服务质量"), noise=""),
    _row("trust_satisfaction_r", ("correlation of trust and satisfaction", "信任与满意度的相关"), CORRELATION,
         "attitudes", 0,
         ("Pearson's correlation over residents of trust and satisfaction, without the noise of answers",
          "居民信任与满意度的皮尔逊相关系数，不含作答的随机成分"),
         of=measures.trust_satisfaction_r, smallest=0.05, sums="person.trust * person.satisfaction"),
    _mean("efficacy", ("efficacy", "参与效能感"), POINTS_OF_100, "attitudes", 1,
          ("how far residents think that their word counts here", "居民觉得自己在社区说话管用的程度")),
    _mean("autonomy_gap", ("autonomy gap", "自治落差"), POINTS_OF_100, "attitudes", -1,
          ("the say that residents wish for beyond the say they feel they have",
           "居民想要的发言权超出自己感到的发言权的部分")),
    _row("quit_rate", ("workers who quit in a year", "社工年离职率"), PERCENT, "workers", -1,
         ("quits in a year for each post, mean of five years", "每年离职人次与岗位数之比，取五年平均"),
         of=measures.quit_rate,
         window=FIVE_YEARS),
    _row("quit_intention", ("intention to quit", "离职意向"), POINTS_OF_100, "workers", -1,
         ("mean intention of the workers in post to quit", "在岗社工离职意向的平均程度")),
    _row("burnout_intention_r",
         ("correlation of burnout and the intention to quit", "倦怠与离职意向的相关"), CORRELATION, "workers", 0,
         ("Pearson's correlation over the workers in post of burnout and the intention to quit; 0 where one is alike",
          "在岗社工倦怠程度与离职意向的皮尔逊相关系数；无差异时为 0"), smallest=0.05),
    _row("retirements", ("workers who retire in a year", "社工年退休率"), PERCENT, "workers", 0,
         ("workers whose career in the post ends in a year, for each post, mean of five years; not counted as quits",
          "每年职业期满退出的人次与岗位数之比，取五年平均，不计入离职"), of=measures.retirements, window=FIVE_YEARS),
    _row("tenure_years", ("years in post", "平均任职年限"), YEARS, "workers", 0,
         ("mean years in post of the workers there", "在岗社工的平均任职年限"), smallest=0.25),
    _row("filled_posts", ("posts filled", "在岗率"), PERCENT, "workers", 1,
         ("filled posts, extra ones included, against the regular number of posts",
          "在岗社工（含增设岗位）与原定岗位数之比"), of=measures.filled_posts),
    _row("burnout", ("burnout", "职业倦怠程度"), POINTS_OF_100, "workers", -1,
         ("mean burnout of the workers in post", "在岗社工的平均倦怠程度")),
    _row("competence", ("workers' competence", "业务能力"), POINTS_OF_100, "workers", 1,
         ("mean competence of the workers in post", "在岗社工的平均业务能力")),
    _row("effort", ("workers' effort", "工作投入"), POINTS_OF_100, "workers", 1,
         ("mean effort of the workers in post", "在岗社工的平均投入程度")),
    _row("order_share", ("work time taken by orders", "行政任务占工时"), PERCENT, "workers", -1,
         ("administrative orders among the hours worked", "行政任务占实际工时的比例")),
    _row("load", ("workload", "工作负荷"), TIMES, "workers", -1,
         ("hours that orders and requests ask for, against contract hours; 1 is full, 2 the most counted",
          "行政任务和诉求所需工时与合同工时之比；1 为满负荷，最多计到 2")),
    _row("coordination", ("coordination of the two committees", "两委协同"), POINTS_OF_100, "organisation", 1,
         ("how well the residents' committee and the party committee pull together",
          "居委会与党组织配合的程度")),
    _row("autonomy", ("autonomy", "自治程度"), POINTS_OF_100, "organisation", 1,
         ("how far the community decides for itself", "社区自主决定事务的程度")),
    _row("leader_quality", ("quality of the chair", "居委会主任素质"), POINTS_OF_100, "organisation", 1,
         ("quality of the chair of the residents' committee: the elected one, or the party's where posts are merged",
          "居委会主任的素质：当选的主任，或兼任主任的党组织委员")),
    _row("split_votes", ("items on which members differ", "有分歧的议题"), PERCENT, "organisation", 0,
         ("months in which members of the two committees did not all stand on one side",
          "两委成员意见不一致的月份占比")),
    _row("overruled", ("members overruled", "意见被否决的成员"), PERCENT, "organisation", 0,
         ("members of the two committees who were overruled on the item of the month",
          "当月议题上意见被否决的两委成员占比")),
    _row("street_loyalty_median", ("the median member's loyalty to the street", "居中成员对街道的倾向"),
         POINTS_OF_100, "organisation", 0,
         ("how far the member in the middle stands with the street office against residents' wish",
          "居中的两委成员在街道与居民意愿相左时站在街道一边的程度")),
    _row("connections_seated", ("seats won by connections", "靠关系进入的程度"), POINTS_OF_100, "organisation", -1,
         ("mean connections of the four elected members of the residents' committee",
          "四名当选居委会成员的关系程度的平均")),
    _row("revenue_concentration", ("concentration of income", "收入集中度"), POINTS_OF_100, "money", -1,
         ("sum of the squared shares of eight channels: 100 all from one",
          "八个渠道收入占比的平方和：100 为全部来自一个渠道")),
    _row("other_money_share", ("money not from government", "非政府经费占比"), PERCENT, "money", 1,
         ("gifts of units and residents and market income among all money",
          "单位捐助、居民捐助和经营收入占总收入的比例"), of=measures.other_money_share),
    _row("free_money", ("money free to use", "可自主支配经费"), YUAN, "money", 1,
         ("what is left after earmarked money, running costs and orders",
          "扣除专项、运行和行政任务开支后所余经费"),
         smallest=100),
    _row("events", ("activities held", "每月活动"), EVENTS, "participation", 1,
         ("activities that the community and the party committee pay for this month",
          "当月社区和党组织举办的活动"),
         smallest=0.1),
    _row("requests", ("requests made", "居民诉求"), REQUESTS, "service", 0,
         ("requests that residents bring to the community this month, complaints among them",
          "当月居民向社区提出的诉求，含对服务反映的"), smallest=5),
    _mean("residents_asked", ("residents asked along", "被邀请的居民"), PERCENT, "participation", 1,
          ("residents whom an active party member or a visit asked to come this month; a message counts in part",
           "当月有活跃党员邻居或上门社工邀请参加活动的居民占比；收到消息的只算一部分"), sums="person.asked"),
    _row("wait", ("waiting time", "等候时间"), MONTHS, "service", -1,
         ("requests waiting against requests served this month",
          "积压诉求与当月办结诉求之比"), smallest=0.05),
    _row("burned_out", ("workers burned out", "职业倦怠者"), PERCENT, "workers", -1,
         ("workers in post with burnout of 40 or more", "倦怠程度达到 40 的在岗社工占比")),
    _row("burnout_severe", ("severely burned out", "重度倦怠者"), PERCENT, "workers", -1,
         ("workers in post with burnout of 60 or more", "倦怠程度达到 60 的在岗社工占比")),
    _row("overtime_hours", ("overtime", "加班小时"), HOURS_EACH, "workers", -1,
         ("unpaid hours beyond those of contract, for each worker and month", "每位社工每月超出合同工时的无偿加班"),
         of=measures.overtime_hours, smallest=1),
    _row("top_tenth_share",
         ("done by the most active tenth", "最活跃一成居民的份额"), PERCENT, "participation", -1,
         ("share of all taking part, by habit, that the most active tenth of residents does",
          "最活跃的一成居民占全部参与（按习惯计）的比例")),
    _row("infrastructure", ("infrastructure", "基础设施"), POINTS_OF_100, "service", 1,
         ("state of the community's rooms and facilities", "社区场地和设施的状况")),
    _row("agenda_overlap", ("overlap of the two agendas", "议程重合"), PERCENT, "organisation", 1,
         ("how far the two committees plan the same services", "两委工作安排相同的部分")),
    _row("discord_hours_lost", ("hours lost to discord", "内耗工时"), HOURS, "organisation", -1,
         ("work lost this month because the two committees do not pull together",
          "当月因两委配合不力而损失的工时"),
         smallest=10),
    _row("resident_decided_money", ("money decided by residents", "居民决定的经费"), YUAN, "money", 1,
         ("service money whose use follows the residents' voice",
          "用途由居民意愿决定的服务经费"), smallest=100),
    _row("active_retired", ("active retired members", "退休党员活跃"), PERCENT, "participation", 1,
         ("retired party members active this month", "当月活跃的退休党员占比"), of=measures.active_retired),
    _row("active_in_service", ("active in-service members", "在职党员活跃"), PERCENT, "participation", 1,
         ("in-service party members active this month", "当月活跃的在职党员占比"), of=measures.active_in_service),
    _row("active_floating", ("active floating members", "流动党员活跃"), PERCENT, "participation", 1,
         ("floating and new-sector party members active this month", "当月活跃的流动和新兴领域党员占比"),
         of=measures.active_floating),
    _row("new_leaver_share",
         ("leavers with under three years in post", "离职者中任职不满三年的"), PERCENT, "workers", 0,
         ("leavers with under 36 months in post among all leavers of five years, all communities together",
          "五年内各社区全部离职者中任职不满 36 个月的占比"), of=measures.new_leaver_share, window=FIVE_YEARS),
    _row("item_stock", ("items handed down", "事项存量"), TIMES_START, "organisation", -1,
         ("things that the community has to do for the street, before relief and growth, against the start",
          "社区要替街道办的事项，未计减负和逐年增长，与起始相比"), smallest=0.02),
    _row("street_pressure", ("pressure on the street", "街道压力"), POINTS_OF_100, "organisation", -1,
         ("how far the street is driven by what is undone, done on paper or unanswered",
          "未完成、只留台账或未答复的事给街道带来的压力")),
    _row("paper_compliance", ("orders done on paper", "台账留痕占比"), PERCENT, "organisation", -1,
         ("administrative orders of this month that are met on paper only", "当月行政任务中只做台账留痕的占比")),
    _row("orders_asked", ("hours that orders ask for", "行政任务所需工时"), HOURS, "organisation", -1,
         ("hours that this month's administrative orders, inspections and reports ask for",
          "当月行政任务、迎检和情况说明所需的工时"), of=CommunityNumber("orders"), smallest=10),
    _row("orders_undone", ("orders left undone", "未完成任务"), PERCENT, "organisation", -1,
         ("share of the hours of this month's orders that output does not cover; what is done on paper apart",
          "当月行政任务所需工时中产出不够完成的占比；只留台账的另计")),
    _row("hours_inspections", ("hours: inspections", "工时：迎检"), HOURS, "organisation", -1,
         ("hours of this month's orders that inspections ask for", "当月行政任务中迎接检查所需的工时"), smallest=10),
    _revenue("fiscal", "government grant", "财政拨款"),
    _revenue("tasks", "payment for tasks", "事务付费"),
    _revenue("party", "party activity fund", "党建经费"),
    _revenue("units", "gifts of units", "单位捐助"),
    _revenue("residents", "gifts of residents", "居民捐助"),
    _revenue("match", "match of gifts", "捐助配套"),
    _revenue("market", "rents and fees", "经营收入"),
    _revenue("fund", "community fund", "社区保障资金"),
    _hours("orders", -1, "administrative orders", "行政任务"),
    _hours("requests", 1, "residents' requests", "居民诉求"),
    _hours("meetings", 0, "meetings", "会议"),
    _hours("training", 0, "training", "培训"),
    _hours("organising", 0, "organising and outreach", "组织与走访"),
    _row("cost", ("cost of the policy", "政策花费"), YUAN, "money", -1,
         ("money that street or district pays for the policy this month",
          "街道或区当月为政策支付的金额"), smallest=100),
    _row("cost_with_shadow", ("cost with shadow cost", "含影子成本的花费"), YUAN, "money", -1,
         ("cost, and the orders that others must do instead, by the hour",
          "政策花费，加上改由别处承担的行政工时折价"), of=measures.cost_with_shadow,
         smallest=100),
    _row("cost_per_participant", ("yuan a year for each extra participant", "每增加一名参与者的年花费"),
         YUAN_A_YEAR, "money", -1,
         ("yearly extra cost over extra residents who took part within a year; empty where there are none",
          "每年新增花费与一年内参与者新增人数之比；没有新增则为空"), of=measures.no_single_value, smallest=100),
)  # fmt: skip

check_once(indicator.name for indicator in _TABLE)
INDICATORS: dict[str, Indicator] = {indicator.name: indicator for indicator in _TABLE}
GROUPED = tuple(name for name, indicator in INDICATORS.items() if indicator.grouped)
COLUMNS: tuple[str, ...] = (
    *INDICATORS,
    *(f"{name}.{group}" for name in GROUPED for group in GROUPS),
)


FORMER = {
    "hours_outreach": Text(
        " It is hours_organising now: all that is organised takes hours.",
        "现在是 hours_organising：组织各项事务都要占工时。",
    ),
}
"""Indicators of earlier editions, and what to write now."""


def indicator_of(column: str) -> Indicator:
    """Return the indicator of a column, with or without a group.

    Raises:
        InputError: there is no such column.
    """
    name, dot, group = column.partition(".")
    if name not in INDICATORS:
        hint = FORMER.get(name) or nearest(name, INDICATORS)
        raise InputError(f"There is no indicator '{column}'.{hint.en}", f"没有指标“{column}”。{hint.zh}")
    if dot and (name not in GROUPED or group not in GROUPS):
        hint = nearest(column, [c for c in COLUMNS if "." in c])
        raise InputError(f"There is no indicator '{column}' by group.{hint.en}", f"没有分组的指标“{column}”。{hint.zh}")
    return INDICATORS[name]


def label_of(column: str) -> Text:
    """Return the label of a column, such as "trust, renters" for ``trust.renter``."""
    label, group = indicator_of(column).label, GROUPS.get(column.partition(".")[2])
    return Text(f"{label.en}, {group.en}", f"{label.zh}（{group.zh}）") if group else label


def read(record: Record, column: str) -> Any:
    """Return a column of the month: an indicator, or a mean over one group of residents."""
    indicator, group = indicator_of(column), column.partition(".")[2]
    return record.mean(indicator.name, group) if group else indicator.of(record)


PRIMARY_OUTCOMES = ("participation_12m", "quality")
"""What every policy is judged by first."""

OWN: dict[str, tuple[str, str]] = {
    "P1": ("competence", "care"),
    "P2": ("quit_rate", "burned_out"),
    "P3": ("revenue_concentration", "events"),
    "P4": ("active_retired", "active_in_service"),
    "P5": ("coordination", "agenda_overlap"),
    "P6": ("awareness.young", "hot_cold_gap"),
    "P7": ("legitimacy", "official_excess"),
    "P8": ("match", "non_government_share"),
    "P9": ("order_share", "backlog"),
    "P10": ("autonomy", "autonomy_gap"),
}
"""The two indicators that answer each problem."""


def smallest_of(column: str, points: float) -> float:
    """Return the smallest difference that matters in a column's stored unit: ``points`` of shares, else its own."""
    indicator = indicator_of(column)
    return points / 100 if indicator.percent else indicator.smallest
