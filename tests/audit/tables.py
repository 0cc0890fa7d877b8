"""The tables of the page, every cell written anew from raw rows."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from tests.audit.page import Table
from tests.audit.pictures import FAMILIES, OWN, price, world
from tests.audit.raw import GRANT, PARTICIPATION, QUALITY, meanings, needed, t_interval
from tests.audit.rules import Finding, names
from tests.audit.say import GROUPS, Claim, Say, plain, signed, two_digits, yuan
from tests.audit.sizes import person_rows, spread_rows, way_rows
from tests.audit.tokens import tokens

BASE = "baseline"
EFFECTS = (PARTICIPATION, "turnout", QUALITY, "satisfaction", "backlog", "trust", "quit_rate", "order_share", "cost")
LABELS = {
    "awareness.young": ("awareness, young", "知晓度（青年）"),
}
Row = list[Claim]


def name_of(say: Say, column: str) -> str:
    """Return the name of an indicator."""
    return say.of(*LABELS[column]) if column in LABELS else meanings()[column].label[say.language]


def short_unit(say: Say, column: str) -> str:
    """Return a unit as it stands behind a number."""
    unit = meanings()[column.partition(".")[0]].unit[say.language]
    return unit if unit == "%" else " " + unit.split("（")[0].removesuffix(" of 100")


def words(text: str) -> Claim:
    """Return a cell that is not a measured number."""
    return Claim(text, "", "", "")


def effect(say: Say, key: str, column: str, against: str = BASE) -> Claim:
    """A difference with both ends."""
    found = say.raw.effect(key, column, against)
    return say.claim(say.both(found), key, f"{column} − that of {against}", found.mean)


def map_rows(say: Say) -> Iterator[Row]:
    """Effects on both outcomes."""
    yield [
        words(say.of(*w))
        for w in (("Policy", "政策"), ("Participation, points", "参与，百分点"), ("Quality, points", "质量，分"))
    ]
    for key in say.raw.policies:
        yield [words(say.label(key)), effect(say, key, PARTICIPATION), effect(say, key, QUALITY)]


def world_rows(say: Say) -> Iterator[Row]:
    """Quantiles over worlds, and in how many a policy helps."""
    head = [words(say.of("Policy", "政策"))]
    for title in (("Residents who took part within a year", "一年内参与过的居民"), ("Service quality", "服务质量")):
        head += [
            words(say.of(*title) + ": 5%"),
            words(say.of("middle", "中位")),
            words("95%"),
            words(say.of("helps in", "有益的世界")),
        ]
    yield head
    for key in say.raw.policies:
        row = [words(say.label(key))]
        for column in (PARTICIPATION, QUALITY):
            found, helps = world(say, key, column)
            ends = np.quantile(found, (0.05, 0.5, 0.95))
            said = [*(signed(float(end)) for end in ends), say.of(f"{helps} of {len(found)}", f"{helps}/{len(found)}")]
            row += [
                Claim(text, "experiments/plausible/kept.parquet", "every world", f"{key}|{column}") for text in said
            ]
        yield row


def strength(factor: float | None) -> str:
    """Return the factor on the levers: a share where down, times where up."""
    if factor is None:
        return "–"
    return f"{100 * factor:.0f}%" if factor <= 1 else f"×{factor:.2f}".rstrip("0").rstrip(".")


def money_rows(say: Say) -> Iterator[Row]:
    """The rows for the same money."""
    priced = _with_year(say)
    yield [words(say.of(*w)) for w in (
        ("Policy", "政策"), ("Strength", "力度"), priced("Grant, yuan", "其中补贴，元"), priced("Spent, yuan a month", "实际花费，元/月"),
        ("Participation, points", "参与，百分点"), ("Quality, points", "质量，分"),
        ("Participation beyond the grant", "参与，与补贴之差"), ("Quality beyond the grant", "质量，与补贴之差"),
    )]  # fmt: skip
    for key in say.raw.money:
        own, column = say.raw.rows[key], "cost_with_shadow" if say.raw.rows[key]["shadow"] else "cost"
        spent = say.raw.level(key, column)
        beyond = [words("–")] * 2 if key == GRANT else [effect(say, key, c, GRANT) for c in (PARTICIPATION, QUALITY)]
        yield [
            words(say.marked(key)),
            Claim(strength(own["factor"]), "manifest.json", f"settings.lanes {key}", "factor", str(own["factor"])),
            Claim(yuan(own["grant"]), "manifest.json", f"settings.lanes {key}", "grant", str(own["grant"])),
            say.claim(yuan(spent), key, column, spent),
            effect(say, key, PARTICIPATION), effect(say, key, QUALITY), *beyond,
        ]  # fmt: skip


def _with_year(say: Say) -> Callable[[str, str], tuple[str, str]]:
    """Return what adds the year of prices to a heading in both languages."""
    year = say.period["prices"]
    return lambda en, zh: (f"{en}, prices of {year}", f"{zh}，按 {year} 年价格")


def own_rows(say: Say) -> Iterator[Row]:
    """What each policy does to the two indicators of its problem."""
    heads = (
        ("Policy", "政策"),
        ("Indicator", "指标"),
        ("No policy", "维持现状"),
        ("With the policy", "实施政策"),
        ("Half-width", "区间半宽"),
    )
    yield [words(say.of(*head)) for head in heads]
    keys = sorted((key for key in say.raw.full if say.raw.problem(key)), key=lambda key: int(say.raw.problem(key)[1:]))
    for key in keys:
        for column in OWN[say.raw.problem(key)]:
            before, after, half = (
                say.raw.level(BASE, column),
                say.raw.level(key, column),
                say.raw.effect(key, column).half,
            )
            yield [
                words(say.label(key)), words(name_of(say, column)), say.claim(plain(before), BASE, column, before),
                say.claim(plain(after) + short_unit(say, column), key, column, after),
                say.claim(f"±{plain(half)}", key, f"{column} − that of baseline", half),
            ]  # fmt: skip


def path_rows(say: Say) -> Iterator[Row]:
    """How soon half of a change is reached, and what is lost of a gain."""
    yield [words(say.of(*w)) for w in (
        ("Policy", "政策"), ("Half of the gain in participation, months", "参与的提高过半，月"),
        ("Lost since the best year, points", "比最好的一年退回，百分点"), ("Quality: half of the change, months", "质量的变化过半，月"),
    )]  # fmt: skip
    for key in say.raw.policies:
        first, second = (say.raw.half_time(key, column) for column in (PARTICIPATION, QUALITY))
        lost = say.raw.faded(key)
        said = (
            "–" if first is None else str(first),
            "–" if lost is None else plain(lost),
            "–" if second is None else str(second),
        )
        columns = (PARTICIPATION, PARTICIPATION, QUALITY)
        cells = [
            say.claim(text, key, c, "monthly gap", "trajectories.parquet")
            for text, c in zip(said, columns, strict=True)
        ]
        yield [words(say.label(key)), *cells]


def who_rows(say: Say) -> Iterator[Row]:
    """Effects by group."""
    groups = [group for family in FAMILIES for group in family]
    yield [words(say.of(*w)) for w in (("Policy", "政策"), ("Indicator", "指标"), *(GROUPS[g] for g in groups))]
    for key in say.raw.policies:
        for column in (PARTICIPATION, "satisfaction"):
            found = {group: say.raw.effect(key, f"{column}.{group}") for group in groups}
            cells = [
                say.claim(f"{signed(e.mean)} ±{plain(e.half)}", key, f"{column}.{g}", e.mean) for g, e in found.items()
            ]
            yield [words(say.label(key)), words(name_of(say, column)), *cells]


def cost_rows(say: Say) -> Iterator[Row]:
    """Money and participants."""
    priced = _with_year(say)
    yield [words(say.of(*w)) for w in (
        ("Policy", "政策"), priced("Cost, yuan a month", "花费，元/月"), priced("Shadow cost", "影子成本"),
        priced("People for 10,000 yuan a month", "每月一万元增加人数"),
        priced("Yuan a year for one more participant", "每多一名参与者，元/年"),
    )]  # fmt: skip
    raw = say.raw
    for key in raw.policies:
        people = "–" if raw.cost(key) < 50 else say.both(t_interval(raw.people(key)), 0)
        yield [
            words(say.marked(key)), say.claim(yuan(raw.cost(key)), key, "cost", raw.cost(key)),
            say.claim(yuan(raw.shadow(key)) if raw.shifts(key) else "–", key, "cost_with_shadow − cost", raw.shadow(key)),
            say.claim(people, key, "participation_12m · residents / cost", "paired"),
            say.claim(price(say, key), key, "12 · cost / extra participants", str(raw.price(key))),
        ]  # fmt: skip


def network_rows(say: Say) -> Iterator[Row]:
    """Residents counted one by one."""
    yield [words(""), *(words(say.of(*w)) for w in (("All", "全体"), ("Party members", "党员"), ("Others", "群众")))]
    kept = pd.read_parquet(say.raw.folder / "network_residents.parquet")
    base, under, member = kept["took_part_baseline"], kept["took_part_policy"], kept["member"]
    for title, took in (
        (("Take part without the policy", "没有政策时参与"), base), (("Take part with it", "有政策时参与"), under),
        (("Because of it", "因政策而参与"), under & ~base), (("No longer", "不再参与"), base & ~under),
    ):  # fmt: skip
        counts = [int((took & who).sum()) for who in (pd.Series(True, index=kept.index), member, ~member)]
        yield [
            words(say.of(*title)),
            *(Claim(f"{n:,}", "network_residents.parquet", "all", took.name or "both columns") for n in counts),
        ]


def effect_rows(keys: Callable[[Say], list[str]]) -> Callable[[Say], Iterator[Row]]:
    """Return the rows of a table of effects: difference, half-width, star and verdict, and communities needed."""

    def rows(say: Say) -> Iterator[Row]:
        groups = (("Taking part", "参与"), ("Service", "服务"), ("Organisation", "组织"), ("Money", "花费"))
        yield [words(""), *(words(say.of(*group)) for group in groups)]
        yield [words(say.of("Policy", "政策")), *(_head(say, column) for column in EFFECTS)]
        levels = [say.claim(plain(say.raw.level(BASE, c)), BASE, c, say.raw.level(BASE, c)) for c in EFFECTS[:-1]]
        yield [words(say.of("No policy level", "维持现状 水平")), *levels, words("–")]
        for key in keys(say):
            yield [words(say.marked(key)), *(_effect_cell(say, key, column) for column in EFFECTS)]

    return rows


def _head(say: Say, column: str) -> Claim:
    own = meanings()[column]
    unit, label = own.unit[say.language].split("（")[0].removesuffix(" of 100"), own.label[say.language]
    low = say.of("lower is better", "越低越好") if own.better < 0 and column != "cost" else ""
    return Claim(
        label[:1].upper() + label[1:] + unit + (say.prices if unit.startswith(("yuan", "元")) else "") + low,
        "docs/reference/indicators.en.md",
        column,
        "Unit, Better",
        str(own.better),
    )


def _effect_cell(say: Say, key: str, column: str) -> Claim:
    if column == "cost":
        return say.claim(yuan(say.raw.cost(key)), key, "cost", say.raw.cost(key))
    own = say.raw.effect(key, column)
    mark = {"small": "~", "open": "?"}.get(say.raw.judged(key, column), "")
    star = "*" if say.raw.starred(key, column) else ""
    return say.claim(
        f"{signed(own.mean)} ±{plain(own.half)}{star}{mark}", key, f"{column} − that of baseline", own.mean
    )


def note(say: Say, key: str, column: str) -> str:
    """Return what is told at a cell that is open: how many communities would settle it."""
    if column == "cost" or say.raw.judged(key, column) != "open":
        return ""
    n = needed(say.raw.effect(key, column), say.raw.smallest(column))
    many = two_digits(n) if math.isfinite(n) else say.of("over a million", "一百万以上")
    return say.of(f"cannot tell yet; about {many} communities would settle it", f"还分不清；约需 {many} 个社区")


ROWS: dict[str, list[Callable[[Say], Iterator[Row]]]] = {
    "map": [map_rows], "worlds": [world_rows], "money": [money_rows], "own": [own_rows], "paths": [path_rows],
    "who": [who_rows], "cost": [cost_rows], "network": [network_rows],
    "sizes": [spread_rows, person_rows, way_rows],
    "tables": [effect_rows(lambda say: say.raw.policies), effect_rows(lambda say: say.raw.money)],
}  # fmt: skip
SETTINGS = "a name, a unit or a quantile of the method"


def audit_table(place: str, table: Table, rows: Callable[[Say], Iterator[Row]], say: Say) -> list[Finding]:
    """Account for every cell of a table: each is what its row and column give, and no row is missing or more."""
    wanted, found = list(rows(say)), [*table.head, *table.rows]
    notes = [[""] * len(row) for row in table.head] + table.notes
    findings = (
        []
        if len(wanted) == len(found)
        else [Finding(place, f"{len(found)} rows", "", "", "", "", f"should be {len(wanted)}", False)]
    )
    for row, cells, told in zip(wanted, found, notes, strict=False):
        title = " · ".join(cells[:2])
        if len(row) != len(cells):
            findings.append(
                Finding(place, title, " | ".join(cells), "", "", "", f"should have {len(row)} cells", False)
            )
        for claim, cell, hint in zip(row, cells, told, strict=False):
            findings += _cell(place, title, claim, cell, say)
            if hint or (claim.text.rstrip("*").endswith("?") and claim.file):
                findings += _hint(place, title, claim, hint, say)
    return findings


def _cell(place: str, title: str, claim: Claim, cell: str, say: Say) -> list[Finding]:
    ok = _plain(cell) == _plain(claim.text)
    value = (claim.value or claim.text) if ok else f"should be: {claim.text}"
    file = claim.file or SETTINGS
    said = [token.text for token in tokens(cell, say.language, names(say))] or ([] if ok else [cell])
    return [Finding(place, word, f"{title} | {cell}", file, claim.row, claim.column, value, ok) for word in said]


def _hint(place: str, title: str, claim: Claim, hint: str, say: Say) -> list[Finding]:
    key, column = claim.row.removeprefix("key=").partition(",")[0], claim.column.partition(" ")[0]
    wanted = note(say, key, column)
    ok = hint == wanted
    said = [token.text for token in tokens(hint, say.language)] or [hint or "nothing told"]
    value = "least n that settles" if ok else f"should be: {wanted}"
    return [Finding(place, word, f"{title} | {hint}", claim.file, claim.row, column, value, ok) for word in said]


def _plain(text: str) -> str:
    """Return a cell without spaces, which breaks and small print make."""
    return "".join(text.split())
