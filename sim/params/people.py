"""Who lives in the community, how they are tied, and how everybody stands at the start."""

from sim.params.declare import (
    FACTOR,
    HOURS,
    INDEX,
    MONTHS,
    NUMBER,
    SHARE,
    WEIGHT,
    group,
)
from sim.quantity import Quantity, Text

people, time = group("people"), group("time")

SERVICE_TYPES: dict[str, Text] = {
    "relief": Text("relief", "救助"),
    "security": Text("security", "治安"),
    "registry": Text("registry and health", "登记与卫生"),
    "environment": Text("environment", "环境"),
    "elder_care": Text("elder care", "养老"),
    "child_care": Text("child care", "托幼"),
    "culture": Text("culture", "文体"),
    "convenience": Text("convenience", "便民"),
}
AGES: dict[str, Text] = {
    "young": Text("young (18-35)", "青年（18–35 岁）"),
    "middle": Text("middle-aged (36-59)", "中年（36–59 岁）"),
    "old": Text("old (60 and over)", "老年（60 岁以上）"),
}
DEMAND = {
    "young": (0.03, 0.10, 0.09, 0.15, 0.05, 0.22, 0.16, 0.20),
    "middle": (0.06, 0.12, 0.12, 0.16, 0.12, 0.14, 0.14, 0.14),
    "old": (0.09, 0.11, 0.20, 0.10, 0.25, 0.02, 0.15, 0.08),
}


def by_age(key: str, values: tuple[float, float, float], unit: Text, en: str, zh: str) -> list[Quantity]:
    """Declare one number for each age group."""
    return [
        people(f"{key}_{age}", value, unit, f"{en}, {label.en}", f"{zh}，{label.zh}")
        for (age, label), value in zip(AGES.items(), values, strict=True)
    ]


def demand() -> list[Quantity]:
    """Declare the weight of each service type for each age group, and a factor a profile may set."""
    weights = [
        people(
            f"demand_{age}_{service}", value, WEIGHT,
            f"wish for {name.en}, {AGES[age].en}", f"对{name.zh}的需求，{AGES[age].zh}",
        )
        for age, row in DEMAND.items()
        for (service, name), value in zip(SERVICE_TYPES.items(), row, strict=True)
    ]  # fmt: skip
    factors = [
        people(
            f"demand_factor_{service}", 1.0, FACTOR,
            f"factor on everybody's wish for {name.en}", f"对{name.zh}需求的倍数", 0.5, 2.0,
        )
        for service, name in SERVICE_TYPES.items()
    ]  # fmt: skip
    return weights + factors


SIZE = "published: about 3,000 residents a committee; Wenhui Daily, 20 April 2017; Xu Xuetong 2018"
PEOPLE: list[Quantity] = [
    time("months", 120, MONTHS, "policy months", "政策期月数", 1, 1200, whole=True),
    time("burn_in_months", 60, MONTHS, "months before the policies begin", "预热月数", 1, 600, whole=True),
    people("n_residents", 3000, Text("residents", "人"), "adult residents", "成年居民人数", 50, 1_000_000, SIZE, whole=True),
    people("n_buildings", 60, Text("buildings", "栋"), "buildings", "楼栋数", 1, 20_000, whole=True),
    people("age_young_share", 0.30, SHARE, "young among residents", "青年占比", 0.15, 0.55),
    people("age_middle_share", 0.38, SHARE, "middle-aged among residents", "中年占比", 0.19, 0.45),
    people("household_one_share", 0.25, SHARE, "households of one adult", "单人户占比", 0.125, 0.30),
    people("household_two_share", 0.45, SHARE, "households of two adults", "两人户占比", 0.225, 0.5),
    people("household_three_share", 0.20, SHARE, "households of three adults", "三人户占比", 0.1, 0.20),
    people("renting_share", 0.35, SHARE, "households that rent", "租房户占比", 0.0, 0.9),
    people("renter_young_share", 0.5, SHARE, "renters turned young", "租户中改为青年的比例", 0.0, 1.0),
    *by_age("education", (0.62, 0.45, 0.33), INDEX, "mean education", "平均受教育程度"),
    people("education_spread", 0.15, INDEX, "spread of education", "受教育程度离散"),
    people("education_shift", 0.0, INDEX, "shift of education here", "本社区受教育程度平移", -0.2, 0.2),
    *by_age("free_time", (0.25, 0.32, 0.70), INDEX, "mean free time", "平均闲暇"),
    people("free_time_spread", 0.12, INDEX, "spread of free time", "闲暇离散"),
    people("party_member_share", 0.08, SHARE, "party members among residents", "党员占居民比例", 0.02, 0.2,
           "judgement: about 10 % of residents in Beijing; Beijing Academy of Social Sciences 2020"),
    *by_age("member_factor", (0.7, 0.9, 1.45), FACTOR, "party membership against the mean", "党员比例相对平均"),
    people("in_service_share", 0.7, SHARE, "in-service among members not old", "非老年党员中的在职比例", 0.2, 0.95),
    *by_age("board_reach", (0.8, 0.9, 1.2), FACTOR, "reach of boards", "宣传栏触达"),
    *by_age("digital_reach", (1.2, 1.0, 0.5), FACTOR, "reach of digital channels", "线上渠道触达"),
    people("reach_spread", 0.2, FACTOR, "spread of reach", "触达离散"),
    people("reach_floor", 0.2, FACTOR, "least reach", "最低触达"),
    people("reach_ceiling", 1.8, FACTOR, "greatest reach", "最高触达"),
    *demand(),
    people("demand_shape", 4.0, NUMBER, "evenness of personal wishes (gamma shape)", "个人需求的均匀度"),
    people("building_ties", 4, NUMBER, "ties inside the building", "楼内联系数", 2, 10,
           "judgement: talk with about 3 to 6 neighbours; Hampton & Wellman 2003, City & Community 2", whole=True),
    people("rewired_share", 0.1, SHARE, "ties inside the building moved at random", "楼内随机联系比例", 0.0, 0.5,
           "judgement: small-world range; Watts & Strogatz 1998, Nature 393"),
    people("long_ties", 2.0, NUMBER, "ties beyond the building", "楼外联系数", 0.0, 6.0),
    people("renter_tie_share", 0.6, SHARE, "long ties a renter keeps", "租户保留的楼外联系", 0.3, 0.9),
    people("homophily", 0.6, SHARE, "preference for one's like", "同类偏好", 0.0, 1.0),
    people("homophily_age", 0.5, WEIGHT, "likeness by age against tenure", "同类：年龄相对产权"),
    people("belonging_owner", 0.42, INDEX, "belonging an owner returns to", "业主归属感基准"),
    people("belonging_renter", 0.22, INDEX, "belonging a renter returns to", "租户归属感基准"),
    people("belonging_old_bonus", 0.08, INDEX, "more belonging of the old", "老年人归属感加成"),
    people("trust_spread", 0.13, INDEX, "spread of the trust that residents incline to", "信任倾向的个人差异", 0.08, 0.18),
    people("fairness_spread", 0.13, INDEX, "spread of the fairness that residents incline to see", "公平感倾向的个人差异", 0.08, 0.18),
    people("belonging_spread", 0.18, INDEX, "spread of the belonging that residents return to", "归属感基准的个人差异", 0.10, 0.25),
    people("education_reference", 0.45, INDEX, "education of no effect", "教育参照"),
    people("efficacy_start", 0.40, INDEX, "efficacy of average education", "中等教育者的效能感", 0.3, 0.5),
    people("efficacy_education", 0.3, WEIGHT, "efficacy: education", "效能感：教育", 0.1, 0.5),
    people("efficacy_spread", 0.12, INDEX, "spread of the efficacy that residents incline to", "效能感倾向的个人差异", 0.06, 0.18),
    people("start_awareness", 0.30, INDEX, "awareness at the start", "起始知晓度"),
    people("start_awareness_member", 0.25, INDEX, "more awareness of members at the start", "党员起始知晓度加成"),
    people("start_awareness_spread", 0.2, INDEX, "spread of awareness at the start", "起始知晓度离散"),
    people("start_belonging_spread", 0.1, INDEX, "spread of belonging at the start", "起始归属感离散"),
    people("start_trust", 0.52, INDEX, "trust at the start", "起始信任"),
    people("start_trust_spread", 0.05, INDEX, "spread of trust at the start", "起始信任离散"),
    people("start_satisfaction", 0.58, INDEX, "satisfaction at the start", "起始满意度"),
    people("start_satisfaction_leniency", 0.13, INDEX, "satisfaction at the start with leniency", "宽容度对起始满意度的作用"),
    people("start_satisfaction_spread", 0.02, INDEX, "spread of satisfaction at the start", "起始满意度离散"),
    people("start_expectation", 0.52, INDEX, "expectation at the start", "起始期望"),
    people("start_expectation_spread", 0.08, INDEX, "spread of expectation at the start", "起始期望离散"),
    people("start_fairness", 0.55, INDEX, "perceived fairness at the start", "起始公平感"),
    people("start_habit", 0.06, INDEX, "habit at the start", "起始参与习惯"),
    people("start_habit_shape", 0.5, NUMBER, "evenness of habit at the start (gamma shape)", "起始习惯的均匀度"),
    people("start_recent_share", 0.2, SHARE, "took part in the year before the start", "起始前一年参与过的比例"),
    people("start_voted_share", 0.35, SHARE, "voted before the start", "起始前投过票的比例"),
    people("start_mobilisation_retired", 0.2, INDEX, "mobilisation of retired members at the start", "退休党员起始动员"),
    people("start_mobilisation_other", 0.04, INDEX, "mobilisation of other members at the start", "其他党员起始动员"),
    people("street_start_load", 1.2, FACTOR, "load that the street is used to at the start", "街道起初习惯的社区负荷", 0.8, 1.6),
    people("start_street_pressure", 0.2, INDEX, "pressure on the street at the start", "街道起始压力"),
    people("start_competence", 0.42, INDEX, "competence of workers at the start", "社工起始能力"),
    people("start_competence_spread", 0.08, INDEX, "spread of competence", "能力离散"),
    people("start_burnout", 0.38, INDEX, "burnout of workers at the start", "社工起始倦怠"),
    people("start_burnout_spread", 0.1, INDEX, "spread of burnout at the start", "起始倦怠离散"),
    people("start_intention", 0.2, INDEX, "intention of workers to quit at the start", "社工起始离职意向"),
    people("start_talent", -0.065, INDEX, "talent of workers at the start", "社工起始才干", -0.15, 0.05),
    people("start_tenure", 120, MONTHS, "longest tenure at the start", "起始最长在岗时间", 12, 240),
    people("start_autonomy", 0.30, INDEX, "autonomy at the start", "起始自治度"),
    people("start_backlog", 120, NUMBER, "requests waiting at the start", "起始积压诉求"),
    people("start_timeliness", 0.65, INDEX, "timeliness at the start", "起始及时性"),
    people("start_infrastructure", 0.5, INDEX, "infrastructure at the start", "起始基础设施", 0.1, 0.9),
    people("start_quality", 0.5, INDEX, "service quality met before the start", "起始服务质量"),
    people("start_volunteer_hours", 60, HOURS, "volunteer hours at the start", "起始志愿时长"),
    people("start_turnout", 0.36, SHARE, "real turnout before the start", "起始前真实投票率"),
    people("start_official_turnout", 0.74, SHARE, "official turnout before the start", "起始前上报投票率"),
]  # fmt: skip
