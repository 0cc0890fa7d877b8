"""Services, party members, elections, the two committees, and people who move."""

from sim.params.declare import (
    A_MONTH,
    FACTOR,
    HOURS,
    INDEX,
    KILOYUAN,
    LOG_ODDS,
    MONTHS,
    NUMBER,
    SHARE,
    WEIGHT,
    YUAN_EACH,
    group,
)
from sim.params.people import SERVICE_TYPES
from sim.quantity import Quantity, Text

services, party, elections = group("services"), group("party"), group("elections")
committees, moves, time = group("committees"), group("moves"), group("time")
TEMPLATE = (0.30, 0.22, 0.20, 0.12, 0.06, 0.04, 0.04, 0.02)
PARTY_LIST = (0.12, 0.18, 0.03, 0.10, 0.15, 0.05, 0.35, 0.02)


def template() -> list[Quantity]:
    """Declare what the government's template supplies; the weights are scaled to sum to 1."""
    return [
        services(
            f"template_{key}", value, SHARE,
            f"government's template: {name.en}", f"政府模板：{name.zh}",
        )
        for (key, name), value in zip(SERVICE_TYPES.items(), TEMPLATE, strict=True)
    ]  # fmt: skip


def party_list() -> list[Quantity]:
    """Declare what the party committee has on its own list; the weights are scaled to sum to 1."""
    return [
        committees(
            f"party_agenda_{key}", value, SHARE,
            f"the party committee's own list: {name.en}", f"党组织自己的议程：{name.zh}",
        )
        for (key, name), value in zip(SERVICE_TYPES.items(), PARTY_LIST, strict=True)
    ]  # fmt: skip


CIVIC: list[Quantity] = [
    *template(),
    services("government_supply", 7.0, NUMBER, "units of government service", "政府服务供给"),
    services("supply_infrastructure_base", 0.5, WEIGHT, "supply without infrastructure", "无设施时的供给"),
    services("supply_scale", 1.5, NUMBER, "units that make a service varied", "供给饱和尺度"),
    services("wish_growth", 0.01, Text("share a year", "每年比例"), "yearly growth of what is wished for", "需求年增长", 0.0, 0.03),
    services("variety_speed", 0.10, A_MONTH, "speed at which variety follows supply", "多样性变化速度"),
    services("voice_bias", 0.5, SHARE, "louder voice of participants", "参与者的声音放大", 0.0, 1.0),
    services("voice_weight", 4.0, FACTOR, "weight of a participant at full bias", "完全放大时的权重"),
    services("provider_response", 3.0, KILOYUAN, "provider supply at full favours", "社会组织响应", 0.0, 8.0),
    services("provider_speed", 1 / 12, A_MONTH, "speed of providers", "社会组织进入速度"),
    services("provider_trust_base", 0.5, WEIGHT, "providers without trust", "无信任时的社会组织"),
    services("provider_awareness_base", 0.5, WEIGHT, "providers without awareness", "无知晓时的社会组织"),
    services("purchase_effect", 0.5, Text("units per thousand yuan", "单位／千元"), "service from a purchase",
             "购买服务的产出", 0.2, 1.0),
    services("volunteer_hours_per_unit", 200, HOURS, "volunteer hours that make a unit of service", "折合一单位服务的志愿时长"),
    services("event_saturation", 3.0, NUMBER, "events that nearly suffice", "活动饱和数"),
    services("attraction_relevance", 0.5, WEIGHT, "attraction: relevance against match", "吸引力：切题"),
    services("attraction_match_base", 0.5, WEIGHT, "attraction without any match", "无匹配时的吸引力"),
    party("organisation_retired", 0.45, INDEX, "organisation of retired members", "退休党员组织度"),
    party("organisation_retired_gain", 0.40, INDEX, "gain by member groups", "党员小组的提升"),
    party("organisation_in_service", 0.08, INDEX, "organisation of in-service members", "在职党员组织度"),
    party("organisation_in_service_gain", 0.50, INDEX, "gain by registration", "报到的提升", 0.25, 0.75,
          "judgement: 54 % answer a survey, 30 % a campaign call; Beijing 2020, Xinyang 2020"),
    party("organisation_floating", 0.04, INDEX, "organisation of floating members", "流动党员组织度"),
    party("organisation_floating_gain", 0.35, INDEX, "gain by service for floating members", "流动党员服务的提升"),
    party("mobilisation_attraction_base", 0.4, WEIGHT, "mobilisation by dull events", "活动乏味时的动员"),
    party("mobilisation_coordination_base", 0.5, WEIGHT, "mobilisation without coordination", "无协同时的动员"),
    party("mobilisation_speed", 0.12, A_MONTH, "speed of mobilisation", "动员速度"),
    party("ask_probability", 0.5, SHARE, "an active member asks a neighbour", "活跃党员邀请邻居", 0.1, 0.8),
    time("election_term", 36, MONTHS, "term of the residents' committee", "居委会任期", 36, 60,
         "published: three years; Organic Law of the Urban Residents' Committees 1989, five since December 2018", whole=True),
    time("merged_by_law", 0.0, SHARE, "party members who hold a seat of both committees whatever is done",
         "不论政策如何都交叉任职的党组织委员比例", 0.0, 1.0),
    time("kiloyuan", 1000, YUAN_EACH, "money that buys what 1,000 yuan of 2014 bought", "相当于 2014 年一千元的钱数",
         1000, 2000),
    elections("canvassing", 0.60, INDEX, "canvassing by connections", "拉票拉关系", 0.0, 1.0),
    elections("openness_effect", 0.8, SHARE, "canvassing that openness stops", "公开抑制拉票"),
    elections("favour_rate", 0.15, SHARE, "residents reached by a favour", "受惠居民比例"),
    elections("voting_base", 0.10, LOG_ODDS, "motive to vote without any pull", "投票的基础动机", 0.05, 0.15,
              "judgement: set so that 40 to 60 % vote; Shanghai Urban Neighborhood Survey 2017"),
    elections("voting_trust", 1.5, LOG_ODDS, "vote: trust", "投票：信任"),
    elections("voting_belonging", 1.2, LOG_ODDS, "vote: belonging", "投票：归属"),
    elections("voting_fairness", 1.0, LOG_ODDS, "vote: fairness", "投票：公平感"),
    elections("voting_habit", 1.2, LOG_ODDS, "vote: habit of taking part", "投票：参与习惯"),
    elections("voting_asked", 0.3, LOG_ODDS, "vote: being asked", "投票：被邀请", 0.1, 0.5,
              "judgement: canvassing adds 0.8 to 8.7 points; Gerber & Green 2000, APSR 94; Bhatti et al. 2019"),
    elections("voting_favour", 1.0, LOG_ODDS, "vote: a favour", "投票：受惠"),
    elections("voting_habit_vote", 0.6, LOG_ODDS, "vote: voted before", "投票：上次投过", 0.3, 0.9,
              "judgement: voting once adds about 10 points; Coppock & Green 2016, AJPS 60"),
    elections("voted_reference", 0.35, SHARE, "earlier vote of no effect", "上次投票参照"),
    elections("fairness_reference", 0.5, INDEX, "fairness of no effect", "公平感参照"),
    elections("voting_taste", 0.5, LOG_ODDS, "vote: taste for taking part", "投票：参与偏好"),
    elections("voting_young", -1.3, LOG_ODDS, "vote: young", "投票：青年",
              source="judgement: 14 % of the young against 78 % of the old voted; Shanghai 2017"),
    elections("voting_middle", -0.1, LOG_ODDS, "vote: middle-aged", "投票：中年",
              source="judgement: 56 % of those of 50 to 59 voted; Shanghai 2017"),
    elections("voting_old", 1.0, LOG_ODDS, "vote: old", "投票：老年",
              source="judgement: 14 % of the young against 78 % of the old voted; Shanghai 2017"),
    elections("voting_member", 0.4, LOG_ODDS, "vote: party members", "投票：党员",
              source="judgement: 65 % of members against 48 % of others voted; Shanghai 2017"),
    elections("openness_turnout", 0.4, LOG_ODDS, "vote: open elections", "投票：公开选举", 0.0, 0.8),
    elections("proxy_votes", 0.6, SHARE, "absent voters counted by household and proxy", "代投票比例", 0.3, 0.9,
              "judgement: the household is the voting unit; Xiong Yihan 2008, Society 28"),
    elections("openness_proxy", 0.8, SHARE, "proxy votes that openness stops", "公开抑制代投"),
    elections("fairness_of_favoured", 0.7, INDEX, "fairness seen by the favoured", "受惠者的公平感"),
    elections("canvassing_seen_base", 0.4, WEIGHT, "canvassing seen without awareness", "不知情者看到的拉票"),
    elections("fairness_memory", 0.7, SHARE, "fairness kept through an election", "公平感的延续"),
    elections("candidate_good", 3.0, NUMBER, "quality of candidates (first beta shape)", "候选人素质（贝塔一）"),
    elections("candidate_poor", 2.0, NUMBER, "quality of candidates (second beta shape)", "候选人素质（贝塔二）"),
    elections("candidates", 8, NUMBER, "candidates for the four seats of the residents' committee", "居委会候选人数", 5, 12,
              "judgement: 13 candidates for 5 seats; Jinqiaowan, Shanghai 1999", whole=True),
    elections("election_noise", 0.1, INDEX, "random variation in the choice of members", "选举的偶然性"),
    committees("street_loyalty", 0.75, INDEX, "loyalty to the street of those whom the party sends", "党组织委员对街道的倾向",
               0.5, 0.95),
    committees("street_loyalty_spread", 0.12, INDEX, "spread of that loyalty", "党组织委员倾向的离散"),
    committees("loyalty_open", 0.25, INDEX, "loyalty to the street of who is elected without connections",
               "不靠关系当选者对街道的倾向", 0.1, 0.4),
    committees("loyalty_connected", 0.5, WEIGHT, "loyalty to the street by connections", "关系带来的街道倾向", 0.2, 0.8),
    committees("elected_loyalty_spread", 0.1, INDEX, "spread of loyalty of those elected", "当选者倾向的离散"),
    committees("seated_trust", 0.45, INDEX, "trust between members who are new to each other", "新任委员的相互信任"),
    committees("agreement_gain", 0.02, A_MONTH, "trust that members win by an item decided", "议定一项带来的信任", 0.01, 0.04),
    committees("agreement_chair_base", 0.5, WEIGHT, "trust won under a chair of no quality", "主任素质为零时的信任增长"),
    committees("overruled_cost", 0.22, SHARE, "trust that a member loses who is overruled", "意见被否决者失去的信任", 0.1, 0.35),
    *party_list(),
    committees("order_share_reference", 0.7, SHARE, "order share of no effect", "任务占时参照"),
    committees("autonomy_speed", 0.06, A_MONTH, "speed of autonomy", "自治变化速度"),
    committees("autonomy_base", 0.30, INDEX, "autonomy without any measure", "自治基数"),
    committees("autonomy_meeting", 0.175, INDEX, "autonomy from a deliberation meeting", "议事会的自治"),
    committees("autonomy_budget", 0.20, INDEX, "autonomy from a residents' budget", "居民议定经费的自治"),
    committees("autonomy_budget_alone", 0.25, SHARE, "part of that without deliberation", "无议事时的比例"),
    committees("loyalty_pull", 0.4, WEIGHT, "autonomy lost to a median member who stands with the street", "居中成员倾向街道的自治损失",
               0.1, 0.8),
    committees("loyalty_reference", 0.69, INDEX, "median loyalty of no effect", "居中成员倾向参照"),
    committees("autonomy_orders", 0.50, WEIGHT, "autonomy lost to orders", "任务挤占的自治"),
    moves("move_rate_renter", 0.017, A_MONTH, "renters who move", "租户搬迁率", 0.005, 0.04,
          "judgement: wide enough for every kind of community"),
    moves("move_rate_owner", 0.003, A_MONTH, "owners who move", "业主搬迁率", 0.001, 0.008,
          "judgement: wide enough for every kind of community"),
    moves("newcomer_awareness", 0.05, INDEX, "awareness of a newcomer", "新住户知晓度"),
    moves("newcomer_belonging_gap", 0.1, INDEX, "belonging a newcomer lacks", "新住户归属感差距"),
    moves("newcomer_belonging_spread", 0.05, INDEX, "spread of newcomers' belonging", "新住户归属感离散"),
    moves("newcomer_trust", 0.5, INDEX, "trust of a newcomer", "新住户信任"),
    moves("newcomer_trust_spread", 0.1, INDEX, "spread of newcomers' trust", "新住户信任离散"),
    moves("newcomer_satisfaction", 0.55, INDEX, "satisfaction of a newcomer", "新住户满意度"),
    moves("newcomer_expectation", 0.5, INDEX, "expectation of a newcomer", "新住户期望"),
    moves("newcomer_fairness", 0.5, INDEX, "perceived fairness of a newcomer", "新住户公平感"),
]  # fmt: skip
