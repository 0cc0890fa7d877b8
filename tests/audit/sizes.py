"""The section on sizes: effects in spreads between residents and in persons, and the order under three ways to quality."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd

from tests.audit.raw import PARTICIPATION, QUALITY, ROOT, Array, Effect, Raw, meanings, t_interval
from tests.audit.rules import Rule
from tests.audit.say import Claim, Say, plain, signed

BASE, SATISFACTION = "baseline", "satisfaction"
DID = (PARTICIPATION, "turnout")
SHOWN = (PARTICIPATION, "turnout", QUALITY, SATISFACTION, "trust", "belonging", "fairness")
PERSONS = {
    PARTICIPATION: ("Residents who took part within a year", "一年内参与过的居民（人）"),
    "turnout": ("Residents who voted", "亲自投票的居民（人）"),
    "quit_rate": ("Workers who quit in a year", "一年内离职的社工（人）"),
}
WAYS = {
    "recorded": ("as recorded", "模型记录"), "product": ("product", "三项相乘"), "mean": ("mean", "三项平均"),
    "weakest": ("weakest", "最弱一项"),
}  # fmt: skip
PARTS = ("match", "timeliness", "care")
Row = list[Claim]


@cache
def default(name: str) -> float:
    """Return the default of a parameter as its reference page has it."""
    page = (ROOT / "docs/reference/parameters.en.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
    return float(row.split(" | ")[2].replace(",", ""))


def parameter(raw: Raw, name: str) -> float:
    """Return a parameter as the job had it."""
    asked = {**raw.settings["profile"]["params"], **raw.settings["params"]}
    return float(asked.get(name, default(name)))


def spread(raw: Raw, column: str) -> float:
    """Return the standard deviation between residents without policy, from 0 to 1."""
    if column in DID:
        p = raw.level(BASE, column) / 100
        return float(np.sqrt(p * (1 - p)))
    return float(raw.table.loc[BASE, f"{column}_sd"].mean())


def persons(raw: Raw, column: str) -> float:
    """Return of how many persons an indicator is a share."""
    return float(raw.residents) if column in DID else parameter(raw, "n_posts")


def sized(raw: Raw, key: str, column: str, by: float) -> Effect:
    """Return a difference, from 0 to 1, times a number."""
    return t_interval(raw.gap(key, column) / 100 * by)


def in_spreads(raw: Raw, key: str, column: str) -> Effect:
    """Return a difference in spreads."""
    return sized(raw, key, column, 1 / spread(raw, column))


def in_persons(raw: Raw, key: str, column: str) -> Effect:
    """Return a difference in persons."""
    return sized(raw, key, column, persons(raw, column))


def words(text: str) -> Claim:
    """Return a cell that is not a measured number."""
    return Claim(text, "", "", "")


def spread_rows(say: Say) -> Iterator[Row]:
    """The table of effects in spreads."""
    labels = [meanings()[column].label[say.language] for column in SHOWN]
    yield [words(say.of("Policy", "政策")), *(words(label[:1].upper() + label[1:]) for label in labels)]
    one = [say.claim(plain(100 * spread(say.raw, c)), BASE, f"{c}_sd", spread(say.raw, c)) for c in SHOWN]
    yield [words(say.of("One spread, points", "一个离散，点")), *one]
    for key in say.raw.policies:
        yield [words(say.label(key)), *(_cell(say, key, c, in_spreads(say.raw, key, c), 2) for c in SHOWN)]


def person_rows(say: Say) -> Iterator[Row]:
    """The table of effects in persons."""
    yield [words(say.of("Policy", "政策")), *(words(say.of(*head)) for head in PERSONS.values())]
    for key in say.raw.policies:
        cells = [_cell(say, key, c, in_persons(say.raw, key, c), 1 if c == "quit_rate" else 0) for c in PERSONS]
        yield [words(say.label(key)), *cells]


def _cell(say: Say, key: str, column: str, found: Effect, digits: int) -> Claim:
    text = f"{signed(found.mean, digits)} ±{plain(found.half, digits)}"
    return say.claim(text, key, f"{column} − that of baseline, rescaled", found.mean)


# ways to quality


def rivals(raw: Raw) -> list[str]:
    """Return the policies that compete: all but the one that holds all the others."""
    return [key for key in raw.full if key != "package"]


def together(raw: Raw, key: str, way: str) -> Array:
    """Return quality put together from the community means, a number a community, in points."""
    if way == "recorded":
        return raw.values(key, QUALITY)
    parts = [raw.values(key, part) / 100 for part in PARTS]
    weights = [parameter(raw, f"quality_{part}") for part in PARTS]
    if way == "weakest":
        return 100 * np.array([min(three) for three in zip(*parts, strict=True)])
    if way == "mean":
        return 100 * sum(w * part for w, part in zip(weights, parts, strict=True)) / sum(weights)
    return 100 * np.exp(sum(w * np.log(part) for w, part in zip(weights, parts, strict=True)))


def gained(raw: Raw, key: str, way: str) -> Array:
    """Return the paired differences under a way."""
    return together(raw, key, way) - together(raw, BASE, way)


def order(raw: Raw, way: str) -> list[str]:
    """Return the policies by their mean difference under a way, the largest first."""
    return sorted(rivals(raw), key=lambda key: -gained(raw, key, way).mean())


def agreement(raw: Raw, way: str) -> float:
    """Return 1 − 6 Σ d² / (n (n² − 1)), Spearman's rank correlation where no two are the same."""
    one, other, n = order(raw, "recorded"), order(raw, way), len(rivals(raw))
    return 1 - 6 * sum((one.index(key) - other.index(key)) ** 2 for key in one) / (n * (n * n - 1))


def turned(raw: Raw, way: str) -> list[tuple[str, str]]:
    """Return the pairs whose order the intervals tell the other way round."""
    found = []
    for one, other in combinations(rivals(raw), 2):
        own, its = (t_interval(gained(raw, one, w) - gained(raw, other, w)) for w in ("recorded", way))
        if own.low > 0 > its.high:
            found.append((one, other))
        elif its.low > 0 > own.high:
            found.append((other, one))
    return found


def way_rows(say: Say) -> Iterator[Row]:
    """The table of the ways."""
    raw = say.raw
    names = [say.of(*name) for name in WAYS.values()]
    yield [words(say.of("Policy", "政策")), *(words(name[:1].upper() + name[1:]) for name in names)]
    for key in order(raw, "recorded"):
        cells = []
        for way in WAYS:
            found = t_interval(gained(raw, key, way))
            text = f"{signed(found.mean)} ±{plain(found.half)} · {order(raw, way).index(key) + 1}"
            cells.append(say.claim(text, key, f"{way} of {', '.join(PARTS)}", found.mean))
        yield [words(say.label(key)), *cells]
    last = [words("–") if way == "recorded" else _rho(say, way) for way in WAYS]
    yield [words(say.of("Rank correlation with the recorded", "与模型记录的等级相关")), *last]


def _rho(say: Say, way: str) -> Claim:
    return say.claim(plain(agreement(say.raw, way), 2), "every policy but package", way, agreement(say.raw, way))


def changes(say: Say) -> list[Claim]:
    """Which places change, way by way."""
    return [_change(say, way) for way in WAYS if way != "recorded"]


def _change(say: Say, way: str) -> Claim:
    raw, name = say.raw, say.of(*WAYS[way])
    keys, pairs = rivals(raw), turned(raw, way)
    moved = sum(order(raw, way).index(key) != order(raw, "recorded").index(key) for key in keys)
    total = len(keys) * (len(keys) - 1) // 2
    named = [say.of(f"{say.label(a)} before {say.label(b)}", f"{say.label(a)}本在{say.label(b)}之前") for a, b in pairs]
    listed = say.of("; ", "；").join(named)
    said = say.of(f" ({listed})", f"（{listed}）") if 0 < len(pairs) <= 4 else ""
    text = say.of(
        f"{name[:1].upper()}{name[1:]}: {moved} of {len(keys)} places change; pairs told the other way round: "
        f"{len(pairs)} of {total}{said}. ",
        f"{name}：{len(keys)} 个名次中有 {moved} 个变动；{total} 对政策中有 {len(pairs)} 对的先后明确颠倒{said}。",
    )
    return say.claim(text if way != "weakest" else text.rstrip(), "every policy but package", way, f"{moved}")


# the line at the top


def size_line(say: Say) -> Claim:
    """How large the leading effects are, in persons and in spreads."""
    return say.claim(say.joined(_clauses(say)), "every policy", "participation_12m, satisfaction", "rescaled")


def _clauses(say: Say) -> list[str]:
    raw = say.raw
    first, second = (raw.leaders(column, raw.singles or raw.policies) for column in (PARTICIPATION, QUALITY))
    clauses = []
    if 0 < len(first) <= 3:
        people, spreads = _several(say, first, PARTICIPATION, in_persons, 0), _several(say, first, PARTICIPATION)
        n = f"{raw.residents:,}"
        clauses.append(say.of(
            f"with {say.names(first)} some {people} more of {n} residents take part within a year, {spreads} standard "
            "deviations between residents",
            f"{say.names(first)}：{n} 名居民中一年内参与过的约多 {people} 人，为居民之间标准差的 {spreads} 倍",
        ))  # fmt: skip
    if 0 < len(second) <= 3 and all(raw.judged(key, SATISFACTION) == "up" for key in second):
        spreads = _several(say, second, SATISFACTION)
        clauses.append(say.of(
            f"with {say.names(second)} satisfaction rises by {spreads} standard deviations between residents",
            f"{say.names(second)}使满意度提高居民之间标准差的 {spreads} 倍",
        ))  # fmt: skip
    return clauses


def _several(say: Say, keys: list[str], column: str, size=in_spreads, digits: int = 2) -> str:
    found = [size(say.raw, key, column) for key in keys]
    if len(found) == 1:
        return plain(found[0].mean, digits) + say.span(found[0], digits)
    return say.of(" or ", "或 ").join(plain(effect.mean, digits) for effect in found)


# what the definitions test


def sizes_hold(raw: Raw) -> bool:
    """Tell whether the sizes written beside the page are the raw differences, rescaled."""
    table = pd.read_csv(raw.folder / "differences.csv").set_index(["scenario", "indicator"])
    for key in raw.full:
        for column in SHOWN:
            own, row = in_spreads(raw, key, column), table.loc[(key, column)]
            told = row[["spread", "in_spreads", "in_spreads_low", "in_spreads_high"]].to_numpy(float)
            if not np.allclose(told, [spread(raw, column), own.mean, own.low, own.high], rtol=1e-4, atol=1e-6):
                return False
        for column in PERSONS:
            own, row = in_persons(raw, key, column), table.loc[(key, column)]
            told = row[["people", "people_low", "people_high"]].to_numpy(float)
            if not np.allclose(told, own[:3], rtol=1e-4, atol=1e-6):
                return False
    return True


def ways_hold(raw: Raw) -> bool:
    """Tell whether the table of ways written beside the page is that of the raw rows."""
    table = pd.read_csv(raw.folder / "quality_ways.csv").set_index(["scenario", "way"])
    for key in rivals(raw):
        for way in WAYS:
            own, row = t_interval(gained(raw, key, way) / 100), table.loc[(key, way)]
            told = row[["difference", "low", "high", "place", "rank_correlation"]].to_numpy(float)
            wanted = [*own[:3], order(raw, way).index(key) + 1, agreement(raw, way)]
            if not np.allclose(told, wanted, rtol=1e-4, atol=1e-6):
                return False
    return True


def _many(say: Say) -> bool:
    return len(rivals(say.raw)) > 1


# fmt: off
SIZES = [
    Rule("top", "{size}.", "{size}。", slots={"size": size_line}, when=lambda say: bool(_clauses(say))),
    Rule("sizes", "The same differences at full strength in units that people know. Spread: the standard deviation between residents "
         "without policy; of what they think as a survey finds it, noise of answers included; of quality as they are served; of what one "
         "did or did not do the root of p(1 − p). Persons: of a community of {n} residents, or of its workers.",
         "同样是全力实施时的差别，换成人们熟悉的单位。离散：维持现状时居民之间的标准差；看法类与问卷所得一样含作答的随机成分，质量按实际所得，做过与没做过之分取 p(1 − p) "
         "的平方根。人数：以有 {n} 名居民的社区计，或以其社工计。", "sizes",
         {"n": lambda say: Claim(f"{say.raw.residents:,}", "network_residents.parquet", "all", "rows", str(say.raw.residents))}),
    Rule("sizes", "± half-width of the 95% interval; the spread is taken as known. Where residents hardly differ, a spread is small and an "
         "effect in spreads is large: see the first row. All indicators: differences.csv.",
         "± 为 95% 区间的半宽，离散程度视为已知。居民之间差别很小的指标，离散小，倍数就大：见首行。全部指标见 differences.csv。", "sizes"),
    Rule("sizes", "In persons", "折合人数"),
    Rule("sizes", "Quality put together in another way", "质量的另外几种合成办法"),
    Rule("sizes", "Quality is match, timeliness and care. The model multiplies them resident by resident (as recorded). Beside it stand "
         "the community means of the three, put together as a product and as a mean with the weights of the model, and as the weakest of "
         "the three: difference from no policy (points), and the place by it. A policy that holds all the others does not compete.",
         "质量由匹配、及时、用心三项合成，模型按居民逐人相乘（模型记录）。旁边三列用三项的社区平均数合成：按模型的权重相乘、按同样的权重平均、"
         "取最弱一项；写的是与维持现状之差（分）和由此得的名次。包含其他各项的一揽子政策不参加排名。", "ways", when=_many),
    Rule("sizes", "{changes}", "{changes}", slots={"changes": changes}, when=_many),
]
# fmt: on
