"""The rules of what stands on and above pictures: questions, leads, subtitles, notes, keys."""

import json
from pathlib import Path

from tests.audit.drawn import PROBLEMS
from tests.audit.pictures import (
    TITLES,
    biggest,
    halves,
    n_said,
    point_said,
    real,
    relief,
    set_said,
    short,
    span_said,
    stochastic_share,
    sums,
)  # fmt: skip
from tests.audit.raw import GRANT, worlds
from tests.audit.rules import Rule
from tests.audit.say import Claim, Say, yuan
from tests.audit.sentences import ALL, asked, prices

ROOT = Path(__file__).resolve().parents[2]


def budget(say: Say) -> Claim:
    """The sum of the rows for the same money."""
    return asked(say.money(say.raw.settings["budget"]), "budget")


def off_scale(say: Say) -> Claim:
    """The policy off the scale."""
    return say.claim(
        say.label(say.raw.wide[0]), ALL, "participation_12m, quality", "more than 1.5 times the largest single one"
    )


def all_scenarios(say: Say) -> Claim:
    """How many scenarios at full strength, no policy among them."""
    n = len(say.raw.full) + 1
    return Claim(say.of(f"all {n} scenarios", f"全部 {n} 个方案"), "summary.parquet", "row=full", "key", str(n))


def n_worlds(say: Say) -> Claim:
    """How many plausible worlds."""
    n = len(worlds()[0])
    return Claim(
        say.of(f"{n} plausible worlds", f"{n} 个合乎已知情况的世界"),
        "experiments/plausible/kept.parquet",
        "all",
        "rows",
        str(n),
    )


def granted(say: Say) -> float:
    """The largest plain grant that was run [yuan a month]."""
    return max(
        (row["grant"] for key, row in say.raw.rows.items() if key == GRANT or key.startswith("curve:")), default=0
    )


def most_granted(say: Say) -> Claim:
    """The largest plain grant that was run."""
    return Claim(yuan(granted(say)), "manifest.json", "settings.lanes", "grant", str(granted(say)))


def dearer(say: Say) -> bool:
    """Tell whether a policy costs more than the largest plain grant."""
    return 0 < granted(say) < max(map(say.raw.cost, say.raw.singles or say.raw.policies))


def stale_worlds(say: Say) -> bool:
    """The stored worlds bear another fingerprint than the rules that ran."""
    stored = json.loads((ROOT / "experiments/plausible/kept.json").read_text(encoding="utf-8"))
    return bool(stored["fingerprint"] != say.raw.asked["fingerprint"])


def wide(say: Say) -> bool:
    """A policy is off the scale of the others."""
    return bool(say.raw.wide) and bool(say.raw.singles)


# fmt: off
QUESTIONS = [
    ("What does each policy bring?", "每项政策带来什么？"),
    ("Does it hold in other plausible worlds?", "换到别的合乎已知情况的世界里还成立吗？"),
    ("And for the same money?", "花同样的钱呢？"), ("Does it cure its own problem?", "对症吗？"),
    ("How soon, and does it last?", "多久见效，会不会退回去？"), ("Who gains, who loses?", "谁得益，谁受损？"),
    ("Is it worth it?", "值不值？"), ("What is it like in one community?", "落到一个社区里是什么样？"),
    ("How large is that?", "这有多大？"), ("How large", "有多大"),
    ("Tables", "数字表"), ("What the intervals say", "区间说明什么"), ("Provenance", "出处与重现"),
]

TITLED = "svg@aria-label img@alt img@aria-label picture"

CAPTIONS = [
    *[Rule("*", en, zh, "question") for en, zh in QUESTIONS],
    *[Rule(section, "{title}", "{title}", slots={"title": slot}, element=TITLED) for section, slot in TITLES.items()],
    # map
    Rule("map", "Right: more residents take part. Up: better service. Far from the corner of the two grey lines: a large effect.",
         "横向看参与，纵向看质量。离两条灰线的交点越远，作用越大；右上方是两样都好。", "right"),
    Rule("map", "Difference from no policy, mean of {window} (points; quality 0–100). Small dots: {n}, one each; large dots: their mean",
         "与维持现状之差，{window}平均（百分点；质量为 0–100 分）。小点：{n}各自之差；大点：平均", "scale", {"window": span_said, "n": n_said}),
    Rule("map money cost", "Bars: 95% interval, random draws only ({n}, one set of parameters);",
         "线段为 95% 区间，只反映随机波动（{n}，同一组参数）；", "interval", {"n": n_said}),
    Rule("map money cost", "most parameters are assumptions.", "多数参数是假设。", "assumptions"),
    Rule("map", "Grey bands: under {point}, too small to matter.", "灰带：小于 {point}，小得没有实际意义。", "verdict", {"point": point_said}),
    Rule("map", "At once: {sums}.", "一齐实施：{sums}。", slots={"sums": sums}, when=wide),
    Rule("map", "The box is the range of the left plot.", "方框是左图的范围。", "drawn"),
    Rule("map", "Difference in residents who took part within a year →", "一年内参与过的居民占比之差 →", "drawn"),
    Rule("map", "On a wider scale", "换一把尺子", "drawn"),
    # worlds
    Rule("worlds", "A world is one guess at all uncertain numbers under which no policy looks as communities are known to be.",
         "一个世界是对全部不确定数字的一次猜测，其中维持现状时的样子合乎已知情况。", "worlds"),
    Rule("worlds", "Difference from the same world without policy, in {n} (points)", "与同一世界维持现状之差，在{n}里（点）",
         slots={"n": n_worlds}),
    Rule("worlds", "All {w} stored worlds were found for this setting, on {c} communities each.",
         "存好的 {w} 个世界都是为这一设定找到的，各看了 {c} 个社区。", "worlds",
         {"w": set_said("{}", "{}", "worlds"), "c": set_said("{}", "{}", "communities")}),
    Rule("worlds", "Random draws account for {share} of a row's variance over the worlds.", "在各行随世界的变动（方差）中，随机波动占 {share}。",
         "worlds", slots={"share": stochastic_share}),
    Rule("worlds", "Bar: 5 to 95% of the worlds; tick: the middle one. Circle: at the numbers of this run, its line the 95% interval of random draws.",
         "条：5%–95% 的世界；短竖线：中位。圆：本次运行的数值，横线为 95% 区间，仅含随机波动。", "interval"),
    Rule("worlds", "Helps: better by more than {point}.", "有益：变好且超过 {point}。", "right", {"point": point_said}),
    Rule("worlds", "Green where at least 95% of the worlds gain, however little, purple where at least 95% lose. Shares of worlds are shares of guesses, not chances in reality.",
         "至少 95% 的世界变好（不论多少）为绿，至少 95% 变差为紫。世界的占比是猜测的占比，不是现实中的概率。", "worlds"),
    Rule("worlds", "This comparison was run without them; compare shows them where --no-worlds is left out.",
         "这次比较没有计算其他世界；运行 compare 时不加 --no-worlds 即可看到。", "told", when=lambda say: not say.raw.settings["worlds"]),
    Rule("worlds", "Not shown: the stored worlds were made under other rules and are not used; make them anew with: "
         "python run.py worlds experiments/plans/worlds.toml --out results/worlds --store.",
         "此处从略：存好的世界是按另一套规则得出的，不予使用；请重新生成："
         "python run.py worlds experiments/plans/worlds.toml --out results/worlds --store。", "told", when=stale_worlds),
    # the same money
    Rule("money", "At full strength the policies cost very different sums. Here each spends the same, and the yardstick is to do nothing but give the community that sum.",
         "全力实施时各项政策花费悬殊。这里每项都花同样的钱，并与什么政策也不做、只把这笔钱交给社区相比。", "grant"),
    Rule("money", "Difference from no policy (points). Hollow: full strength, costs differ; solid: planned at {sum} a month each ({year}). Green beats the grant by what matters, purple does less, pale: too little to matter or cannot tell",
         "与维持现状之差（百分点）。空心：全力实施，花费各异；实心：每月都按{sum}安排（{year}）。绿：明显胜过只给补贴；紫：明显不如；浅灰：差别没有实际意义或分不清",
         "verdict", {"sum": budget, "year": prices}),
    Rule("money", "† The street office takes over work worth up to {cost} yuan a month (shadow cost), not counted in the sum; in the rows with shadow cost it is.",
         "† 街道要另外承担每月最多约 {cost} 元的工作量（影子成本），未计入这笔钱；写明影子成本的一行已计入。", "grant", {"cost": relief}),
    Rule("money", "Scaled on list prices; what was really spent: {real} yuan a month, shadow cost included where a row pays it. What cannot be spent is given as a grant.",
         "按价目折算；实际花费每月 {real} 元（写明计影子成本的，含影子成本）。花不完的钱作为补贴交给社区。", "grant", {"real": real}),
    Rule("money", "‡ More than half of the sum is paid as a grant.", "‡ 一半以上的钱作为补贴发放。", "mostly"),
    Rule("money", "Really spent under 90% of the sum, so no fair match for the grant: {short}.", "实际花费不到这笔钱的 90%，与补贴不完全可比：{short}。",
         "grant", {"short": short}),
    # its own problem
    Rule("own", "Every policy is meant to cure one problem first.", "每项政策先要治好它针对的那个问题。", "problems"),
    Rule("own", "A row a problem, two indicators each, mean of {window}; right is better (↓: low is good, axis reversed)",
         "每行一个问题、两项指标，{window}平均；越往右越好（↓ 表示数值越低越好，轴已反向）", "problems", {"window": span_said}),
    Rule("own", "Each line runs from the worst to the best of {all}; units differ, so compare along one line only. Where another policy beats the one that is meant to help, its name is written. Quits: mean of five years.",
         "每条横线的两端是{all}中的最差与最好；单位不同，只在一条线之内比较。另有政策比对症的政策更有效时，写出它的名字。离职率为五年平均。", "quits", {"all": all_scenarios}),
    *[Rule("own", en, zh, "problems") for en, zh in PROBLEMS.values()],
    # how soon
    Rule("paths", "A panel a policy; the grey line is what the same communities would have been without it.", "每格一项政策，灰线是同一批社区维持现状的样子。", "luck"),
    Rule("paths", "Solid grey: no policy; dashed: the policy from year 0 on.", "灰实线：维持现状；虚线：政策从第 0 年起全力实施。", "luck"),
    Rule("paths", "Bands: the middle 80% of {n} (how communities differ, not an error)", "色带：{n}的中间 80%（社区之间的差别，不是误差）", "drawn", {"n": n_said}),
    Rule("paths", "With each name: difference in {window} (points).", "名称旁：{window}之差（百分点）。", "drawn", slots={"window": span_said}),
    Rule("paths", "Quality: mean of the last 12 months, which takes out the campaigns of March, October and December.",
         "质量为最近 12 个月平均，以去掉三月、十月、十二月的突击任务。", "campaigns"),
    Rule("paths", "Horizontal axis: years. Before year 0 both lines are one: the same residents, the same random draws.",
         "横轴：年。第 0 年以前两条线完全重合：同样的居民、同样的随机数。", "luck"),
    Rule("paths", "Residents who took part within a year (%)", "一年内参与过的居民（%）"),
    Rule("paths", "Service quality (0–100)", "服务质量（0–100 分）", "scale"),
    # who
    Rule("who", "A mean hides differences: the same policy does not do the same for young and old, for renters and owners, for party members and others.",
         "平均数会掩盖差别：同一项政策，对青年和老年、租户和业主、党员和群众，作用未必一样。", "told"),
    Rule("who", "Each group's difference from no policy, mean of {window} (points). A row a policy; the longer the line, the more unequal; upright tick: all residents",
         "每类居民与维持现状之差，{window}平均（百分点）。一行一项政策，横线越长，各类人之间的差别越大；竖刻痕：全体居民", "drawn", {"window": span_said}),
    Rule("who", "In brackets: the level without policy.", "方括号内是维持现状时的水平。"),
    Rule("who", "Half-width of the 95% intervals: {halves}; not drawn, random draws only.", "95% 区间的半宽：{halves}，不画；只反映随机波动。", "interval", {"halves": halves}),
    Rule("who", "{name} is off the scale: numbers in the order of the key.", "{name}超出刻度，写成数字，次序同图例。", "drawn", {"name": off_scale}, wide),
    # cost
    Rule("cost", "The plain grant was not run.", "这次没有计算只给补贴。"),
    Rule("cost", "Green rises by what matters, purple falls, pale: too little to matter or cannot tell", "绿：明显提高；紫：明显下降；浅灰：没有实际意义或分不清", "verdict"),
    Rule("cost", "Effect and cost side by side.", "把作用和花费放在一起看。"),
    Rule("cost", "Across: what the policy costs, thousand yuan a month, {year}; up: difference from no policy (points).", "横轴：政策每月多花的钱（千元，{year}）；纵轴：与维持现状之差（百分点）。", "drawn", {"year": prices}),
    Rule("cost", "Dash-dotted: the same money as a plain grant; green beats it by what matters, purple does less, pale: too little to matter or cannot tell",
         "点划线：同样的钱只给补贴；绿：明显胜过它；紫：明显不如；浅灰：差别没有实际意义或分不清", "verdict"),
    Rule("cost", "{notes}", "{notes}", slots={"notes": biggest}, when=lambda say: any(map(say.raw.shifts, say.raw.singles))),
    Rule("cost", "thousand yuan a month, prices of 2014", "千元/月，按 2014 年价格", "drawn"),
    Rule("cost", "Beyond {most} yuan no grant was run: there the colour is against no policy.", "超过 {most} 元没有计算补贴：那里的颜色表示与维持现状相比。",
         "grant", {"most": most_granted}, dearer),
    # one community
    Rule("network", "Every resident of community no. 1: who takes part without the policy, and who because of it.",
         "第 1 号社区的每一位居民：没有政策时谁参与，有了政策又是谁。", "first"),
]
# fmt: on
