"""What parameters rest on, and the groups they stand in, in both languages."""

from sim.quantity import Quantity
from sim.text import Text

GROUPS: dict[str, Text] = {
    "time": Text("calendar, law and prices of the period", "时期：日程、法律与物价"),
    "people": Text("people and how they start", "人口与起始状态"),
    "orders": Text("administrative orders", "行政任务"),
    "work": Text("hours and output", "工时与产出"),
    "staff": Text("motives, burnout, turnover", "动机、倦怠与离职"),
    "competence": Text("competence", "业务能力"),
    "finance": Text("revenue and budget", "收入与预算"),
    "costs": Text("what policies cost", "政策花费"),
    "requests": Text("requests", "诉求"),
    "awareness": Text("awareness", "知晓"),
    "expectation": Text("quality, expectation, satisfaction", "质量、期望与满意"),
    "trust": Text("fairness, trust, belonging", "公平、信任与归属"),
    "participation": Text("taking part", "参与"),
    "services": Text("services", "服务"),
    "party": Text("party members", "党员"),
    "elections": Text("elections", "选举"),
    "committees": Text("the two committees", "两委"),
    "moves": Text("moving house", "搬迁"),
}

GRADES: dict[str, Text] = {
    "published": Text("published", "已发表"),
    "judgement": Text("judgement", "判断"),
    "assumption": Text("assumption", "假设"),
}

SOURCES_ZH: dict[str, str] = {
    "": "",
    "only to state effects in standard deviations between residents, as surveys do":
        "只用于按居民间标准差表述效应，与问卷调查的做法一致",
    "about 3,000 residents a committee; Wenhui Daily, 20 April 2017; Xu Xuetong 2018":
        "每个居委会约 3000 名居民；《文汇报》2017 年 4 月 20 日；徐学通 2018",
    "about 10 % of residents in Beijing; Beijing Academy of Social Sciences 2020":
        "北京约占居民一成；北京市社会科学院课题组 2020",
    "talk with about 3 to 6 neighbours; Hampton & Wellman 2003, City & Community 2":
        "与约 3 至 6 户邻居来往；Hampton & Wellman 2003，City & Community 2",
    "small-world range; Watts & Strogatz 1998, Nature 393":
        "小世界网络的范围；Watts & Strogatz 1998，Nature 393",
    "70 % of workers' time goes to administrative work; Nanjing Civil Affairs Bureau 2015":
        "行政工作占社工时间的七成；南京市民政局 2015",
    "half of all effort on ledgers near the year's end; Banyuetan 2017":
        "年底一半以上精力用于台账；《半月谈》2017",
    "legal working time": "法定工时",
    "three years; Organic Law of the Urban Residents' Committees 1989, five since December 2018":
        "三年；《城市居民委员会组织法》1989 年，2018 年 12 月修改为五年",
    "no published effect was found; prior of 0 to 30 %": "未找到已发表的效应；先验范围 0 至 30 %",
    "burnout to performance about -0.2; Taris 2006, Work & Stress 20":
        "倦怠与绩效的相关约 -0.2；Taris 2006，Work & Stress 20",
    "set so that burnout meets Wang, Wang & Li 2019 (41.9 %)":
        "设定到倦怠检出率接近王作宝、王学工、李坚 2019（41.9 %）",
    "exhaustion fades within months; Shoman et al. 2022, IJERPH 19":
        "耗竭数月内消退；Shoman 等 2022，IJERPH 19",
    "set so that 6 to 20 % quit in a year; Tian Wenzhi 2024 (17 % in three and a half years)":
        "设定到年离职率为 6 至 20 %；田闻之 2024（三年半 17 %）",
    "burnout and intention correlate by 0.29; Li Qing et al. 2023; 0.44, Lee & Ashforth 1996":
        "倦怠与离职意向的相关为 0.29，李青等 2023；0.44，Lee & Ashforth 1996",
    "1.7 years in post on average (Shenzhen 2011); pay counts less with experience, Hendricks 2014":
        "平均在岗 1.7 年（深圳 2011）；资历越深越不看重薪酬，Hendricks 2014",
    "-1.4, largest for new staff; Hendricks 2014, J. Public Economics 110":
        "-1.4，新人最大；Hendricks 2014，J. Public Economics 110",
    "81 to 122 days to fill a post, Portland city and US federal reports":
        "补一个空岗需 81 至 122 天；美国波特兰市和联邦政府报告",
    "training raises results by 0.6 SD; Arthur et al. 2003, J. Applied Psychology 88":
        "培训使结果提高 0.6 个标准差；Arthur 等 2003，J. Applied Psychology 88",
    "half lost in 12 to 36 months; decay d -0.1 to -1.4, Arthur et al. 1998, Human Performance 11":
        "12 至 36 个月丢失一半；衰减 d 为 -0.1 至 -1.4，Arthur 等 1998，Human Performance 11",
    "funds of 100,000 to 400,000 yuan a year for a community, as reported in notices":
        "据各地通知，每个社区每年 10 万至 40 万元",
    "+19 to 22 % at 1:1, none beyond; Karlan & List 2007, AER 97":
        "1:1 配捐使捐助增加 19 至 22 %，更高比例无更多作用；Karlan & List 2007，AER 97",
    "0.5 to 0.75 of US charities' gifts; Andreoni & Payne 2011, J. Public Economics 95":
        "美国慈善捐助的 0.5 至 0.75；Andreoni & Payne 2011，J. Public Economics 95",
    "wide enough for every kind of community": "范围足以容纳各类社区",
    "leaves room for services": "为服务经费留出余地",
    "about 2,400 yuan take-home; Banyuetan 2020": "到手约 2400 元；《半月谈》2020",
    "external rate 0.0025 to 0.02 a month; Sultan, Farley & Lehmann 1990, widened upward":
        "外部扩散率每月 0.0025 至 0.02；Sultan, Farley & Lehmann 1990，上限放宽",
    "imitation 0.38 a year; Sultan, Farley & Lehmann 1990, J. Marketing Research 27":
        "模仿系数每年 0.38；Sultan, Farley & Lehmann 1990，J. Marketing Research 27",
    "disconfirmation correlates 0.46; Szymanski & Henard 2001, J. Acad. Marketing Sci. 29":
        "期望不符与满意度的相关为 0.46；Szymanski & Henard 2001，J. Acad. Marketing Sci. 29",
    "bad news weighs more than good, evidence mixed; Olsen 2015":
        "坏消息比好消息分量重，证据不一；Olsen 2015",
    "transparency moves trust by 0.13 SD; Wang & Guan 2023, JPART 33":
        "公开透明使信任变动 0.13 个标准差；Wang & Guan 2023，JPART 33",
    "loss 1 to 2.5 times gain, after negativity experiments; Olsen 2015, PAR 75":
        "据负面偏向实验，失去为获得的 1 至 2.5 倍；Olsen 2015，PAR 75",
    "set so that 12 to 28 % take part in a year; about 30 % volunteer at all, Chinese Social Survey 2021":
        "设定到一年内参与者为 12 至 28 %；参加各类志愿服务者约 30 %，中国社会状况综合调查 2021",
    "canvassing adds 0.8 to 8.7 points; Gerber & Green 2000, APSR 94; Bhatti et al. 2019":
        "上门动员提高 0.8 至 8.7 个百分点；Gerber & Green 2000，APSR 94；Bhatti 等 2019",
    "a text adds 0.8 to 3 points of turnout; Dale & Strauss 2009, AJPS 53; Malhotra et al. 2011":
        "一条短信使投票率提高 0.8 至 3 个百分点；Dale & Strauss 2009，AJPS 53；Malhotra 等 2011",
    "one vote raises the next by 10 points; Coppock & Green 2016, AJPS 60":
        "投过一次票使下次提高 10 个百分点；Coppock & Green 2016，AJPS 60",
    "7 hours a month of active volunteers; Chinese Social Survey 2021":
        "活跃志愿者每月约 7 小时；中国社会状况综合调查 2021",
    "self-efficacy is the strongest driver of co-production; Parrado et al. 2013, IPMJ 16":
        "自我效能感是居民共同生产的最强动因；Parrado 等 2013，IPMJ 16",
    "54 % answer a survey, 30 % a campaign call; Beijing 2020, Xinyang 2020":
        "54 % 回应问卷，30 % 响应一次号召；北京 2020，信阳 2020",
    "set so that 40 to 60 % vote; Shanghai Urban Neighborhood Survey 2017":
        "设定到 40 至 60 % 投票；上海都市社区调查 2017",
    "voting once adds about 10 points; Coppock & Green 2016, AJPS 60":
        "投过一次票约提高 10 个百分点；Coppock & Green 2016，AJPS 60",
    "14 % of the young against 78 % of the old voted; Shanghai 2017": "青年 14 %、老年 78 % 投票；上海 2017",
    "56 % of those of 50 to 59 voted; Shanghai 2017": "50 至 59 岁 56 % 投票；上海 2017",
    "65 % of members against 48 % of others voted; Shanghai 2017": "党员 65 %、群众 48 % 投票；上海 2017",
    "13 candidates for 5 seats; Jinqiaowan, Shanghai 1999": "5 个席位 13 名候选人；上海金桥湾 1999",
    "the household is the voting unit; Xiong Yihan 2008, Society 28":
        "以户为投票单位；熊易寒 2008，《社会》28",
}  # fmt: skip
"""What stands after the grade in a declared source, in Chinese; a new source needs its line here."""


def rests_on(parameter: Quantity, language: str) -> str:
    """Return what a parameter rests on, without its grade; empty where it is an assumption."""
    detail = parameter.source.removeprefix(parameter.grade).lstrip(":; ")
    return SOURCES_ZH[detail] if language == "zh" else detail
