"""How large is that? Effects in spreads between residents and in persons; the order under three ways to quality."""

from collections.abc import Callable, Sequence

from experiments.compare.sizes import Size, size_of
from experiments.compare.ways import RECORDED, WAYS, Ways, ways_of
from experiments.output.statistics import Interval
from experiments.output.wording import capital
from report.compare.findings import PARTICIPATION, QUALITY, CompareFindings
from report.compare.phrases import policies, without_policy
from report.drawing import plain, signed
from report.frame import Heading, Paragraph, Part, Section, Table
from report.words import give_or_take
from sim.indicators import label_of
from sim.quantity import Text

NAME = "sizes"
QUESTION = Text("How large is that?", "这有多大？")
LINK = Text("How large", "有多大")
SATISFACTION = "satisfaction"
IN_SPREADS = (PARTICIPATION, "turnout", QUALITY, SATISFACTION, "trust", "belonging", "fairness")
IN_PEOPLE = (PARTICIPATION, "turnout", "quit_rate")
PEOPLE_HEADS = {
    PARTICIPATION: Text("Residents who took part within a year", "一年内参与过的居民（人）"),
    "turnout": Text("Residents who voted", "亲自投票的居民（人）"),
    "quit_rate": Text("Workers who quit in a year", "一年内离职的社工（人）"),
}
SPREAD_DIGITS, LEADERS, TURNED = 2, 3, 4
To = Callable[[Size, Interval], Interval]


def section(f: CompareFindings) -> Section:
    """The tables of sizes and of the ways to quality, or why there are none."""
    if why := without_policy(f):
        return Section(f.say(QUESTION), (why,), name=NAME, link="")
    persons = Heading(f.either("In persons", "折合人数"))
    more = [persons, _people(f), *_ways(f)]
    return Section(f.say(QUESTION), (_lead(f),), table=_spreads(f), name=NAME, more=more, link=f.say(LINK))


def _lead(f: CompareFindings) -> str:
    n = f"{f.n_residents:,}"
    return f.either(
        "The same differences at full strength in units that people know. Spread: the standard deviation between "
        "residents without policy; of what they think as a survey finds it, noise of answers included; of quality as "
        "they are served; of what one did or did not do the root of p(1 − p). "
        f"Persons: of a community of {n} residents, or of its workers. "
        "± half-width of the 95% interval; the spread is taken as known. Where residents hardly differ, a spread is "
        "small and an effect in spreads is large: see the first row. All indicators: differences.csv.",
        "同样是全力实施时的差别，换成人们熟悉的单位。离散：维持现状时居民之间的标准差；看法类与问卷所得一样含作答的随机成分，"
        f"质量按实际所得，做过与没做过之分取 p(1 − p) 的平方根。人数：以有 {n} 名居民的社区计，或以其社工计。"
        "± 为 95% 区间的半宽，离散程度视为已知。居民之间差别很小的指标，离散小，倍数就大：见首行。"
        "全部指标见 differences.csv。",
    )


def _spreads(f: CompareFindings) -> Table:
    heads = [f.either("Policy", "政策"), *(capital(f.say(label_of(column))) for column in IN_SPREADS)]
    sizes = [plain(100 * size_of(f.comparison, column).spread) for column in IN_SPREADS]
    rows = [
        [f.label(key), *(_cell(_sized(f, key, c, Size.in_spreads), SPREAD_DIGITS) for c in IN_SPREADS)]
        for key in f.policies
    ]
    return Table(heads, [[f.either("One spread, points", "一个离散，点"), *sizes], *rows])


def _people(f: CompareFindings) -> Table:
    heads = [f.either("Policy", "政策"), *(f.say(PEOPLE_HEADS[column]) for column in IN_PEOPLE)]
    rows = [
        [f.label(key), *(_cell(_sized(f, key, c, Size.in_people), _digits(c)) for c in IN_PEOPLE)] for key in f.policies
    ]
    return Table(heads, rows)


def _digits(column: str) -> int:
    """Workers are few: a tenth of one counts."""
    return 1 if column == "quit_rate" else 0


def _sized(f: CompareFindings, key: str, column: str, to: To) -> Interval:
    return to(size_of(f.comparison, column), f.comparison.differences(key, column))


def _cell(found: Interval, digits: int) -> str:
    return "–" if found.mean != found.mean else signed(found.mean, digits) + give_or_take(found, digits)


def _ways(f: CompareFindings) -> list[Part]:
    """The order of the policies under three ways to put quality together."""
    found = ways_of(f.comparison)
    if len(found.policies) < 2:
        return []
    title = f.either("Quality put together in another way", "质量的另外几种合成办法")
    how = f.either(
        "Quality is match, timeliness and care. The model multiplies them resident by resident (as recorded). Beside "
        "it stand the community means of the three, put together as a product and as a mean with the weights of the "
        "model, and as the weakest of the three: difference from no policy (points), and the place by it. A policy "
        "that holds all the others does not compete.",
        "质量由匹配、及时、用心三项合成，模型按居民逐人相乘（模型记录）。旁边三列用三项的社区平均数合成：按模型的权重相乘、"
        "按同样的权重平均、取最弱一项；写的是与维持现状之差（分）和由此得的名次。包含其他各项的一揽子政策不参加排名。",
    )
    heads = [f.either("Policy", "政策"), *(capital(f.say(name)) for name in WAYS.values())]
    order = sorted(found.policies, key=lambda key: found.place(RECORDED, key))
    rows = [[f.label(key), *(_placed(found, way, key) for way in WAYS)] for key in order]
    agree = [f.either("Rank correlation with the recorded", "与模型记录的等级相关")]
    agree += ["–" if way == RECORDED else plain(found.agreement(way), SPREAD_DIGITS) for way in WAYS]
    return [Heading(title), Paragraph(how, "lead"), Table(heads, [*rows, agree]), Paragraph(_changes(f, found))]


def _placed(found: Ways, way: str, key: str) -> str:
    effect = found.effect(way, key).times(100)
    return f"{signed(effect.mean)}{give_or_take(effect)} · {found.place(way, key)}"


def _changes(f: CompareFindings, found: Ways) -> str:
    """Which places change, and which orders are told the other way round."""
    return f.either(" ", "").join(_change(f, found, way) for way in WAYS if way != RECORDED)


def _change(f: CompareFindings, found: Ways, way: str) -> str:
    moved = [key for key in found.policies if found.place(way, key) != found.place(RECORDED, key)]
    turned, name = found.turned(way), f.say(WAYS[way])
    n, of = len(moved), len(found.policies)
    said = _pairs(f, turned)
    return f.either(
        f"{capital(name)}: {n} of {of} places change; pairs told the other way round: {len(turned)} of {found.pairs}"
        f"{said}.",
        f"{name}：{of} 个名次中有 {n} 个变动；{found.pairs} 对政策中有 {len(turned)} 对的先后明确颠倒{said}。",
    )


def _pairs(f: CompareFindings, turned: Sequence[tuple[str, str]]) -> str:
    """Name pairs, unless there are too many."""
    if not 0 < len(turned) <= TURNED:
        return ""
    named = [f.either(f"{f.label(a)} before {f.label(b)}", f"{f.label(a)}本在{f.label(b)}之前") for a, b in turned]
    return f.bracket(f.either("; ", "；").join(named))


def size_line(f: CompareFindings) -> str:
    """Say how large the leading effects are: in persons who take part, and for quality in spreads of satisfaction."""
    keys = f.singles or f.policies
    said = [part for part in (_people_clause(f, keys), _satisfied_clause(f, keys)) if part]
    return capital(f.either("; ", "；").join(said)) + f.either(".", "。") if said else ""


def _people_clause(f: CompareFindings, keys: Sequence[str]) -> str:
    best = f.leaders(PARTICIPATION, keys)
    people = _several(f, best, PARTICIPATION, Size.in_people, 0)
    if not people:
        return ""
    n, spreads = f"{f.n_residents:,}", _several(f, best, PARTICIPATION, Size.in_spreads, SPREAD_DIGITS)
    return f.either(
        f"with {policies(f, best)} some {people} more of {n} residents take part within a year, {spreads} standard "
        "deviations between residents",
        f"{policies(f, best)}：{n} 名居民中一年内参与过的约多 {people} 人，为居民之间标准差的 {spreads} 倍",
    )


def _satisfied_clause(f: CompareFindings, keys: Sequence[str]) -> str:
    """What those that lead on quality do to satisfaction, where it rises: residents differ in this, not in quality."""
    best = f.leaders(QUALITY, keys)
    spreads = _several(f, best, SATISFACTION, Size.in_spreads, SPREAD_DIGITS)
    if not spreads or not all(f.is_higher(key, SATISFACTION) for key in best):
        return ""
    return f.either(
        f"with {policies(f, best)} satisfaction rises by {spreads} standard deviations between residents",
        f"{policies(f, best)}使满意度提高居民之间标准差的 {spreads} 倍",
    )


def _several(f: CompareFindings, keys: Sequence[str], column: str, to: To, digits: int) -> str:
    """The sizes of a few effects, with the interval where it is one; nothing where there are none, or many."""
    found = [_sized(f, key, column, to) for key in keys]
    if not 0 < len(found) <= LEADERS or any(item.mean != item.mean for item in found):
        return ""
    if len(found) == 1:
        return plain(found[0].mean, digits) + f.spread(found[0], digits)
    return f.either(" or ", "或 ").join(plain(item.mean, digits) for item in found)
