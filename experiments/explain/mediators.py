"""The links that a policy may act through: quantities of the calendar, in the order in which a month makes them."""

from dataclasses import dataclass

from sim.text import Text


@dataclass(frozen=True, slots=True)
class Link:
    """A quantity that can be held, and the indicator that shows its level, where there is one.

    ``same`` names the indicators that are the quantity itself, so that a held link leaves nothing of them by
    definition.
    """

    name: str
    label: Text
    indicator: str | None = None
    same: tuple[str, ...] = ()

    def is_end(self, end: str) -> bool:
        """Tell whether an end is this quantity itself, in all residents or in a group of them."""
        return end.partition(".")[0] in self.same


def _link(name: str, en: str, zh: str, *same: str, shown: str | None = None) -> Link:
    """Declare a link; its level is that of the first indicator that is the quantity itself, or of ``shown``."""
    return Link(name, Text(en, zh), shown or (same[0] if same else None), same)


_ALL = (
    _link("requests", "requests for service", "居民诉求", "requests"),
    _link("orders", "administrative orders", "行政任务", shown="hours_orders"),
    _link("partners", "units that lend a hand", "驻区单位出力", "units_giving"),
    _link("money", "income", "社区收入", shown="free_money"),
    _link("events", "activities held", "活动场次", "events"),
    _link("service_money", "money for services", "服务经费"),
    _link("infrastructure", "rooms and facilities", "场地设施", "infrastructure"),
    _link("hours", "hours left by training, meetings and organising", "扣除培训、会议和组织工作后的工时"),
    _link("load", "workload", "工作负荷", "load"),
    _link("pay", "pay for an hour worked", "每小时收入"),
    _link("effort", "workers' effort", "工作投入", "effort"),
    _link("output", "work done", "完成的工作量"),
    _link("care", "care in service", "服务用心", "care"),
    _link("order_share", "share of work that orders take", "行政任务所占比重", "order_share"),
    _link("service_hours", "work done for residents", "为居民办事的工作量", shown="hours_requests"),
    _link("waiting", "waiting", "排队等候", "wait", "backlog", "timeliness"),
    _link("providers", "services of other organisations", "社会组织提供的服务"),
    _link("supply", "amount of services", "服务供给量"),
    _link("agenda", "what services are chosen", "服务项目的安排", "agenda_overlap"),
    _link("match", "match of services to needs", "服务对路", "match", "variety"),
    _link("attraction", "appeal of activities", "活动吸引力"),
    _link("publicity", "publicity and visits met", "接触到的宣传走访"),
    _link("visible_work", "work that residents see", "居民看得见的工作"),
    _link("seats", "meetings to deliberate in", "议事机会", shown="deliberated_12m"),
    _link(
        "mobilisation", "mobilisation of party members", "党员动员",
        "active_party_members", "active_retired", "active_in_service", "active_floating",
    ),
    _link("asked", "being asked along", "受邀参加", "residents_asked"),
    _link("peers", "people of the building who take part", "同楼带动"),
    _link("awareness", "awareness", "知晓度", "awareness"),
    _link("quality", "service quality", "服务质量", "quality"),
    _link("expectation", "expectations of service", "对服务的期望"),
    _link("satisfaction", "satisfaction", "满意度", "satisfaction"),
    _link("fairness", "perceived fairness", "公平感", "fairness", "legitimacy"),
    _link("trust", "trust", "信任", "trust"),
    _link("belonging", "belonging", "归属感", "belonging"),
    Link("habit", Text("habit of taking part", "参与习惯"), None, ("habit_gini", "top_tenth_share")),
    _link("efficacy", "the sense that one's word counts", "参与效能感", "efficacy"),
    _link("volunteers", "volunteer hours", "志愿服务时长", "volunteer_hours"),
    _link("canvassing", "canvassing by connections", "拉票风气"),
    _link("voted", "habit of voting", "投票习惯", shown="turnout"),
    _link("chair", "who sits in the committees", "两委班子人选", "leader_quality", "connections_seated"),
    _link("competence", "workers' competence", "业务能力", "competence"),
    _link("burnout", "burnout", "职业倦怠", "burnout", "burned_out", "burnout_severe"),
    _link(
        "posts", "who is in post", "人员去留",
        "filled_posts", "quit_rate", "new_leaver_share", "quit_intention", "tenure_years", "retirements",
    ),
    _link("coordination", "coordination", "两委协同", "coordination"),
    _link("autonomy", "autonomy", "自治程度", "autonomy"),
)  # fmt: skip

LINKS: dict[str, Link] = {link.name: link for link in _ALL}
