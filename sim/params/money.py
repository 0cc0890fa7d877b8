"""Revenue, budget, and what levers cost those who adopt them."""

from sim.params.declare import FACTOR, NUMBER, SHARE, WEIGHT, YUAN, YUAN_EACH, group
from sim.quantity import Quantity, Text

finance, costs = group("finance"), group("costs")
AN_HOUR = Text("yuan an hour", "元／小时")

MONEY: list[Quantity] = [
    finance("fiscal_grant", 15000, YUAN, "money from government", "财政拨款", 5000, 40000,
            "judgement: funds of 100,000 to 400,000 yuan a year for a community, as reported in notices"),
    finance("fiscal_variation", 0.10, SHARE, "spread of the fiscal shock", "财政波动", 0.0, 0.3),
    finance("fiscal_persistence", 0.8, FACTOR, "persistence of the fiscal shock", "财政波动的持续性", 0.0, 0.95),
    finance("fiscal_floor", 0.3, SHARE, "least part of the grant that comes", "拨款下限"),
    finance("operating_cost", 4000, YUAN, "running costs", "日常运行开支"),
    finance("task_cost_per_hour", 5, AN_HOUR, "money cost of an hour of orders", "每小时任务开支", 2, 10),
    finance("member_units", 12, NUMBER, "units in the area that may give", "辖区单位数", 0, 40, whole=True),
    finance("unit_giving_rate", 0.12, SHARE, "units that give in a month", "单位月捐助率"),
    finance("unit_gift", 800, YUAN_EACH, "mean gift of a unit", "单位平均捐助"),
    finance("unit_gift_spread", 0.5, FACTOR, "spread of gifts (log scale)", "捐助离散"),
    finance("unit_trust_base", 0.5, WEIGHT, "giving of units without trust", "无信任时单位捐助"),
    finance("unit_coordination_base", 0.5, WEIGHT, "giving of units without coordination", "无协同时单位捐助"),
    finance("unit_awareness_base", 0.6, WEIGHT, "giving of units without awareness", "无知晓时单位捐助"),
    finance("unit_awareness_weight", 0.8, WEIGHT, "giving of units with awareness", "知晓对单位捐助的作用"),
    finance("resident_giving_rate", 0.05, SHARE, "participants who give in a month", "参与者月捐助率"),
    finance("resident_gift", 20, YUAN_EACH, "mean gift of a resident", "居民平均捐助"),
    finance("resident_trust_base", 0.5, WEIGHT, "giving of residents without trust", "无信任时居民捐助"),
    finance("match_appeal", 0.20, SHARE, "more giving when it is matched", "配捐吸引力", 0.0, 0.25,
            "published: +19 to 22 % at 1:1, none beyond; Karlan & List 2007, AER 97"),
    finance("crowding_out", 0.10, SHARE, "gifts crowded out by public money", "挤出效应", 0.0, 0.75,
            "judgement: 0.5 to 0.75 of US charities' gifts; Andreoni & Payne 2011, J. Public Economics 95"),
    finance("market_income", 300, YUAN, "rents and fees", "经营收入", 100, 1000,
            "judgement: wide enough for every kind of community"),
    finance("market_share", 0.08, SHARE, "part of purchased service that returns as fees", "购买服务的返还", 0.0, 0.15),
    finance("event_cost", 1500, YUAN_EACH, "cost of an event", "每场活动开支"),
    finance("event_budget_share", 0.5, SHARE, "free money for events", "自由资金用于活动", 0.25, 0.55,
            "judgement: leaves room for services"),
    finance("service_budget_share", 0.3, SHARE, "free money for services", "自由资金用于服务"),
    finance("infrastructure_decay", 0.010, Text("per month", "每月"), "decay of infrastructure", "设施老化"),
    finance("infrastructure_gain", 0.01 / 800, Text("per yuan", "每元"), "infrastructure from a yuan", "每元设施增益"),
    costs("training_hour_cost", 33, AN_HOUR, "an hour of training", "每小时培训费用"),
    costs("worker_wage", 2800, YUAN, "wage of a worker (2014 prices)", "社工工资（2014 年价）", 1400, 4200,
          "judgement: about 2,400 yuan take-home; Banyuetan 2020"),
    costs("wage_on_cost", 1.3, FACTOR, "wage with contributions", "工资加社保倍数", 1.0, 1.95),
    costs("outreach_cost", 1500, YUAN, "full outreach to donors", "全面捐助动员费用"),
    costs("member_group_cost", 1300, YUAN, "full service for one kind of members", "每类党员组织费用"),
    costs("joint_meeting_cost", 750, YUAN_EACH, "a joint meeting", "每次联席会议费用"),
    costs("visit_cost", 15, YUAN_EACH, "a household visit", "每次入户费用"),
    costs("message_cost", 0.5, YUAN_EACH, "a personal message", "每条点对点消息费用"),
    costs("openness_cost", 1700, YUAN, "fully open elections", "完全公开选举费用"),
    costs("incentive_cost", 4000, YUAN, "full incentive for providers", "全面激励社会组织费用"),
    costs("deliberation_cost", 1750, YUAN_EACH, "a deliberation meeting", "每次议事会费用"),
    costs("shadow_hour_cost", 25, AN_HOUR, "what an hour of relieved orders costs elsewhere", "减下任务的影子成本"),
]  # fmt: skip
