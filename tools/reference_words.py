"""Words of the reference tables that no declaration has: introductions, titles, and sources in Chinese."""

from sim.quantity import Text

INTROS: dict[str, tuple[Text, Text]] = {
    "parameters": (
        Text("Parameters", "参数"),
        Text(
            "Facts that no policy can set. There are {n}: {published} rest on a published figure, "
            "{judgement} on a judgement of published figures or of what is plausible, {assumption} are "
            "assumptions. Where no range was found it is half to one and a half times the default. Money is in "
            "yuan of 2014, the default [period](../how-to/choose-a-period.en.md). "
            "`--param NAME=VALUE` changes one for a whole comparison; a scenario's `[params]` may change "
            "any but those of the groups {shaping}, from month 1 on. Which works were read and which are "
            "recalled only: [evidence](../explanation/evidence.en.md).",
            "任何政策都改变不了的事实，共 {n} 个：{published} 个依据已发表的数字，{judgement} 个是对已发表"
            "数字或合理程度的判断，{assumption} 个是假设。找不到范围的，取默认值的一半到一倍半。金额"
            "按 2014 年价格，即默认的[时期](../how-to/choose-a-period.zh.md)。"
            "`--param 名称=值` 改变整次比较；方案的 `[params]` 可改变除 {shaping} 两组以外的任何参数，从第 "
            "1 个月起生效。哪些文献读过、哪些仅凭记忆，见[证据](../explanation/evidence.zh.md)。",
        ),
    ),
    "levers": (
        Text("Levers", "政策手段"),
        Text(
            "What a policy can set, month by month: {n} levers, in a scenario file or with `--set "
            "LEVER=VALUE`. The default is no policy. Costs are in yuan of 2014, the default period, and "
            "borne by the street or district that adopts the policy; they do not reduce the community's own "
            "budget. The indicator is the one in which a test looks for the lever's effect.",
            "政策可以逐月设定的量，共 {n} 项，写在方案文件里，或用 `--set 手段=值`。默认值即没有政策。花费"
            "按 2014 年（默认时期）价格计，由采用政策的街道或区承担，不占社区自己的经费。“检验指标”是测试用来查看该手段"
            "是否起作用的指标。",
        ),
    ),
    "indicators": (
        Text("Indicators", "指标"),
        Text(
            "What a scenario is judged by: {n} indicators, the columns of every table. Shares and indices "
            "are stored from 0 to 1 and shown times a hundred. A value is the mean of the last months of a "
            "run, as many as the table says; turnout is that of the last election. Money is at the prices of "
            "the chosen period. Differences below the "
            "smallest one count as too small to matter. An indicator with • also exists for groups of "
            "residents, such as `trust.renter`: {groups}.",
            "评判方案的依据，共 {n} 个，也是各表的列。比例和指数按 0 至 1 存储，显示时乘以一百。取值为运行"
            "最后若干个月的平均，月数见表；投票率取最近一次选举。金额按所选时期的价格。"
            "小于“最小差”的差异视为无关紧要。带 • 的另有居民分组的数值，如 `trust.renter`：{groups}。",
        ),
    ),
    "bands": (
        Text("Bands", "范围"),
        Text(
            "What is known of communities, and what experiments and surveys found that measures do: {plain} bands "
            "without a policy, {effects} of effects. `python run.py worlds` keeps the worlds that meet them "
            "([how to ask with bands of your own](../how-to/ask-how-sure.en.md#with-your-own-bands)). Shares and "
            "indices run from 0 to 1; a band of a kind of community takes the place of the one of any kind. What is "
            "marked as a judgement was measured by nobody.",
            "已知的社区状况，以及实验和调查得出的各项措施的效应：维持现状的范围 {plain} 个，效应的范围 {effects} 个。"
            "`python run.py worlds` 保留符合这些范围的世界（[怎样用自己的范围](../how-to/ask-how-sure.zh.md)）。"
            "比例和指数从 0 到 1；某一类社区的范围取代不分类型的范围。标明“判断”的没有人测量过。",
        ),
    ),
    "scenarios": (
        Text("Scenarios, profiles and periods", "方案、社区类型与时期"),
        Text(
            "The built-in scenarios, kinds of community and dated settings: one file each in `sim/scenarios/`. "
            "Levers and parameters that a file does not name stay at their defaults. Of periods the numbers of "
            "the mixed community are shown.",
            "内置的方案、社区类型和时期，各是 `sim/scenarios/` 里的一个文件。文件没有写到的手段和参数取默认值。"
            "时期一表列的是混合型社区的数字。",
        ),
    ),
    "claims": (
        Text("What practitioners say, claim by claim", "实际工作者的说法，一条一条对"),
        Text(
            "Practitioners name ten problems that hold a community back, and each of them is several claims. "
            "Here are {n}: by which rules of the model it happens, which levers act on it, which indicators show "
            "it, which built-in policy sets these levers, which lesson of the [live page](live-page.en.md) moves "
            "them, and what is left out. Levers that no policy for a single problem sets are marked *by hand*: "
            "`--set LEVER=VALUE`. A claim stands as people in communities make it; that it stands here does not "
            "make it true. Whether a lever helps, and by how much, is not told by this page: it is what a run is "
            "asked. The words stand in `docs/explanation/claims/`, a file for each problem. How the rules fit "
            "together: [the model](model.en.md); what their numbers rest on: [evidence](evidence.en.md).",
            "实际工作者说的十个问题，每个又有几种说法，这里共 {n} 条。每条写明：在模型里按哪些规则发生，哪些手段"
            "对得上，看哪些指标，哪个内置方案用到这些手段，[实时页面](live-page.zh.md)哪一课讲到，还有什么没有写"
            "进去。针对单个问题的方案都没有设定的手段，标“另行设定”：`--set 手段=值`。说法照社区里的人怎么说就"
            "怎么写，写在这里不等于就对。手段管不管用、管多大用，本页不说，要运行了才知道。文字在 `docs/explanati"
            "on/claims/`，一个问题一个文件。规则怎样合在一起，见[模型说明](model.zh.md)；数字依据什么，见[证据](e"
            "vidence.zh.md)。",
        ),
    ),
}
MADE = Text("Written from the code by `{command}`; do not edit.", "由 `{command}` 从代码生成，请勿手改。")

BETTER: dict[int, Text] = {
    1: Text("higher", "越高越好"),
    -1: Text("lower", "越低越好"),
    0: Text("neither", "无所谓好坏"),
}
