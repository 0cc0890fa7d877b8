"""The sentences and headings of the terminal tables, in both languages."""

from typing import TYPE_CHECKING

from experiments.output.wording import counted
from sim.indicators import indicator_of, label_of
from sim.quantity import Text

if TYPE_CHECKING:
    from experiments.compare.comparison import Comparison

SHOWN: dict[str, tuple[str, ...]] = {
    "participation": ("participation_12m", "turnout"),
    "service": ("quality", "satisfaction", "backlog"),
    "organisation": ("trust", "quit_rate", "order_share"),
    "money": ("cost",),
}
"""The columns of the table at full strength, by what they are about."""

WORDS: dict[str, Text] = {
    "participation": Text("Taking part", "参与"),
    "service": Text("Service", "服务"),
    "organisation": Text("Organisation", "组织"),
    "money": Text("Money", "花费"),
    "policy": Text("Policy", "政策"),
    "title": Text(
        "Policies at full strength against no policy: {profile}, {period}, {communities} of {residents} "
        "residents, {months}, mean of {window}; money at {prices}",
        "全力实施的各项政策与维持现状之差：{profile}，{period}，{communities}，每个 {residents} 名居民，{months}，"
        "取{window}平均；金额{prices}",
    ),
    "luck_only": Text(
        "Intervals show random variation at the default numbers, most of which are assumptions.",
        "区间只反映默认数值下的随机波动，而这些数值大多是假设。",
    ),
    "beyond_luck": Text(
        "How far the assumptions reach stands in the table of plausible worlds.",
        "假设的影响有多大，见“合乎已知情况的世界”一表。",
    ),
    "legend": Text(
        "First row: levels without policy. Below: difference from it {spread} half of the 95 % interval "
        "of the paired difference. Verdicts go by the whole interval against the smallest difference that matters "
        "({smallest}). Coloured: matters, all of it is beyond; green better, magenta worse. ~ and dim: too small to "
        "matter, all of it is within. ?: cannot tell yet. * says only that it is not 0: p < .05 after Holm's "
        "correction over {policies}. {low} lower is better.",
        "首行为维持现状的水平；以下为与之相差，{spread} 为配对差异 95% 区间的半宽。"
        "判断看整个区间与有意义的最小差异（{smallest}）：整个超出的有意义，着色，绿色变好，紫色变差；"
        "~ 及暗色：整个在其内，小得没有实际意义；?：还分不清。"
        "* 只表示不是 0：按 {policies}作霍尔姆校正后 p < 0.05。{low} 越低越好。",
    ),
    "worlds_title": Text(
        "The same policies in {worlds}: how far the assumptions reach",
        "同样的政策在{worlds}里：假设的影响有多大",
    ),
    "world_helps": Text("helps\nin", "有益的\n世界"),
    "for_money": Text("{policy}, same money", "{policy}，同样的钱"),
    "worlds_legend": Text(
        "A world is one guess at all uncertain numbers, plausible where a community without policy looks as "
        "communities are known to. {about} 5% to 95%: difference from the same world without policy, in points. "
        "Helps: better by more than {smallest}. Shares of worlds are shares of guesses, not chances.",
        "一个世界是对全部不确定数字的一次猜测；其中维持现状的社区合乎已知情况的，才予采用。{about}"
        "5%–95%：与同一世界维持现状之差（点）。有益：变好且超过 {smallest}。世界的占比是猜测的占比，不是概率。",
    ),
    "worlds_missing": Text("No table of plausible worlds: {text}", "不列合乎已知情况的世界：{text}"),
    "comma": Text(", ", "、"),
    "unsettled": Text(
        "? {column}: at this mean and spread about so many communities would settle it: {list}.",
        "? {column}：若均值和差别大小不变，约需这么多社区才分得清：{list}。",
    ),
    "settles": Text("{policy} {n}", "{policy} {n} 个"),
    "mostly_grant": Text(
        "{mark} more than half of the sum is a plain grant: the row tells more of the grant than of the policy.",
        "{mark} 一半以上的钱作为补贴发放，这一行说的主要是补贴，不是政策。",
    ),
    "horizon": Text(
        "{mark} changes over time: its money, and the participants set against it, are means of the whole run, {whole}"
        "; those of policies that do not change are means of {usual}.",
        "{mark} 随时间变动：其花费及与之相比的参与者取整个运行期平均（{whole}）；不变的政策取{usual}平均。",
    ),
    "left_out": Text(
        "Narrow window: without {columns}; all indicators are in differences.csv.",
        "窗口较窄，略去{columns}；全部指标见 differences.csv。",
    ),
    "quit_window": Text("Quits: mean of {window}.", "离职率取{window}平均。"),
    "shadow": Text(
        "{dagger} {policy}: moves work elsewhere that is worth {cost} yuan a month (shadow cost, {prices}).",
        "{dagger} {policy}：另有转由别处承担的工作量，折合每月 {cost} 元（影子成本，{prices}）。",
    ),
    "one_community": Text(
        "One community: no intervals; ask for more with --replicates.",
        "只有一个社区，没有区间；可用 --replicates 增加。",
    ),
    "money_title": Text(
        "The same policies for the same money: {budget} yuan a month, {prices}",
        "花同样的钱：每月 {budget} 元，{prices}",
    ),
    "scale": Text("scaled to", "力度"),
    "beyond_grant": Text("beyond\nthe grant", "与补贴\n之差"),
    "paid_grant": Text("rest paid as grant", "余款\n作补贴"),
    "nominal": Text("nominal cost", "名义花费"),
    "realised": Text("realised cost", "实际花费"),
    "money_legend": Text(
        "Every lever of a policy is moved by one factor until its nominal cost is the budget; what cannot "
        "be spent is paid as a grant without purpose. 'Beyond the grant': paired difference from the row "
        "in which all is grant, with its verdict. Behaviour moves the realised cost. 'Shadow paid': "
        "the orders taken off are paid for from the same money.",
        "每项政策的各个手段按同一倍数调整，使名义花费等于预算；花不完的作为不限用途的补贴。"
        "“与补贴之差”为与全部作补贴一行的配对差异及其判断。实际花费随行为变动。"
        "“计影子成本”表示减下的行政任务也从这笔钱里支付。",
    ),
    "cost_title": Text("What an extra participant costs, {prices}", "每增加一名参与者要花多少，{prices}"),
    "extra_cost": Text("extra yuan a month", "每月多花（元）"),
    "extra_people": Text("extra participants", "新增参与者"),
    "people_per": Text("people per 10,000 yuan a month", "每月每万元\n增加的人"),
    "per_head": Text("yuan a year for one (95 % interval)", "每人每年（元）\n及 95% 区间"),
    "no_money": Text("no money", "不花钱"),
    "cost_legend": Text(
        "Participants: residents who took part within a year. {dash}: the lower end of the effect is not above "
        "{smallest} (over a whole run: not above 0), so a ratio would mean little.",
        "参与者：一年内参与过的居民。{dash}：效果的下限未超过 {smallest}（整个运行期：未超过 0），比值没有意义。",
    ),
}


def smallest_words(of: "Comparison", language: str) -> str:
    """Return the smallest difference that matters, in words, and those of indicators that were given their own."""
    points = counted("point", of.smallest, language)
    words = Text(f"{points}, or the indicator's own", f"{points}，或该指标自身的").get(language)
    each = [
        Text(f"{label_of(column).en} {value:g} {unit.en}", f"{label_of(column).zh} {value:g} {unit.zh}").get(language)
        for column, value in of.smallest_each.items()
        for unit in [indicator_of(column).difference_unit]
    ]
    return Text("; ", "；").get(language).join([words, *each])


def strength(factor: float, times: str = "×") -> str:
    """Return the factor on a policy's levers: a share where scaled down, times where scaled up."""
    return f"{factor:.0%}" if factor <= 1 else f"{times}{factor:.2f}".rstrip("0").rstrip(".")


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence with its values."""
    return WORDS[key].get(language).format(**values)
