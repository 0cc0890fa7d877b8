"""The texts inside pictures, and whether their axes say where the marks are.

Rows of labels are compared with rows written anew, from top to bottom; ticks by a line through their places, on which
the marks of known values must lie.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np

from tests.audit.marks import axes_of
from tests.audit.page import Axes, Drawing, Text
from tests.audit.pictures import FAMILIES, OWN, better, who_edge, world
from tests.audit.raw import GRANT, PARTICIPATION, QUALITY
from tests.audit.rules import Finding, names
from tests.audit.say import Claim, Say, plain, signed
from tests.audit.tables import name_of, short_unit, strength, words
from tests.audit.tokens import tokens

BASE, NEAR = "baseline", 0.35  # points of a drawing
PROBLEMS = {
    "P1": ("Workers' competence is weak", "人员能力偏弱"), "P2": ("Pay is low, load is heavy", "待遇低、负担重"),
    "P3": ("Funding has one channel", "经费渠道单一"), "P4": ("Party members play no visible role", "党员作用不显"),
    "P5": ("The two committees do not pull together", "两委配合不力"), "P6": ("Too little publicity: hot above, cold below", "宣传不足，上热下冷"),
    "P7": ("Elections are not open", "选举不公开"), "P8": ("Services are monotonous", "服务单一"),
    "P9": ("Administrative orders crowd out the community's own work", "行政任务挤占社区自身工作"), "P10": ("Self-governance is unclear", "自治不清"),
}  # fmt: skip
"""What each policy is for; sentences of the drawing, told by the number in its scenario file."""


def blocks(drawing: Drawing, language: str) -> tuple[list[str], list[Text]]:
    """Return the running texts of a drawing, lines joined, and the labels that are left."""
    margin = min(text.x for text in drawing.texts)
    runs: list[list[Text]] = []
    left = []
    for text in sorted(drawing.texts, key=lambda t: (t.x, t.y)):
        beside = drawing.section == "map" and abs(text.size - 8.7) < 0.01
        if abs(text.x - margin) > 0.5 and not beside:
            left.append(text)
        elif runs and runs[-1][-1].x == text.x and runs[-1][-1].size == text.size and text.y - runs[-1][-1].y < 19:
            runs[-1].append(text)
        else:
            runs.append([text])
    return [("" if language == "zh" else " ").join(text.text for text in run) for run in runs], left


def lines(left: Iterable[Text]) -> list[list[Text]]:
    """Return labels as rows from top to bottom, each from left to right."""
    rows: list[list[Text]] = []
    for text in sorted(left, key=lambda t: t.y):
        if rows and abs(rows[-1][0].y - text.y) < 1.5:
            rows[-1].append(text)
        else:
            rows.append([text])
    return [sorted(row, key=lambda t: t.x) for row in rows]


# the rows that must stand in each picture


def world_rows(say: Say) -> Iterator[list[Claim]]:
    """A policy, and in how many worlds it helps."""
    for key in say.raw.policies:
        counts = [(column, *world(say, key, column)) for column in (PARTICIPATION, QUALITY)]
        yield [words(say.label(key))] + [
            Claim(
                say.of(f"{k} of {len(found)}", f"{k}/{len(found)}"),
                "experiments/plausible/kept.parquet",
                "every world",
                f"{key}|{c}",
            )
            for c, found, k in counts
        ]


def money_rows(say: Say) -> Iterator[list[Claim]]:
    """The grant on top; a policy, its strength and its two effects; above it what leaves the scale."""
    raw = say.raw
    grant = [
        say.claim(f"{say.label(GRANT)} {signed(raw.effect(GRANT, c).mean)}", GRANT, c, raw.effect(GRANT, c).mean)
        for c in (PARTICIPATION, QUALITY)
    ]
    yield grant
    edges = {c: _edge(say, c) for c in (PARTICIPATION, QUALITY)}
    for key in raw.money:
        full = key.removeprefix("money:").removesuffix("+shadow")
        far = [c for c in edges if key != GRANT and raw.effect(full, c).mean > edges[c]]
        if far:
            yield [say.claim(signed(raw.effect(full, c).mean), full, c, raw.effect(full, c).mean) for c in far]
        factor = raw.rows[key]["factor"]
        factors = [] if factor is None or abs(factor - 1) < 0.005 else [
            Claim(strength(factor), "manifest.json", f"settings.lanes {key}", "factor", str(factor))]  # fmt: skip
        effects = [
            say.claim(signed(raw.effect(key, c).mean), key, c, raw.effect(key, c).mean)
            for c in (PARTICIPATION, QUALITY)
        ]
        yield [words(say.marked(key)), *factors, *effects]


def _edge(say: Say, column: str) -> float:
    """Return the right end of an axis of the same money: all rows and the policies of one scale within."""
    raw = say.raw
    keys = [
        *raw.money,
        *(k for k in (m.removeprefix("money:").removesuffix("+shadow") for m in raw.money) if k in raw.singles),
    ]
    ends = [0.0] + [end for key in keys for end in (raw.effect(key, column).low, raw.effect(key, column).high)]
    return max(ends) + 0.06 * (max(ends) - min(ends))


def own_rows(say: Say) -> Iterator[list[Claim]]:
    """Two indicators a problem before and after; below them who does better on one."""
    raw = say.raw
    for key in sorted((k for k in raw.full if raw.problem(k)), key=lambda k: int(raw.problem(k)[1:])):
        row, rivals = [], []
        for column in OWN[raw.problem(key)]:
            title = name_of(say, column)
            before, after = raw.level(BASE, column), raw.level(key, column)
            digits = 0 if max(abs(before), abs(after)) >= 20 else 1
            digits += plain(before, digits) == plain(after, digits)
            row += [
                words(title[:1].upper() + title[1:] + (" ↓" if better(column) < 0 else "")),
                say.claim(
                    f"{plain(before, digits)} → {plain(after, digits)}{short_unit(say, column)}", key, column, after
                ),
            ]
            others = [k for k in raw.singles if k != key and raw.problem(k) != raw.problem(key)]
            best = max(others, key=lambda k: better(column) * raw.level(k, column), default=None)
            if best and raw.judged(best, column, key) == ("up" if better(column) > 0 else "down"):
                rivals.append(say.claim(say.label(best), best, f"{column} − that of {key}", raw.level(best, column)))
        yield row
        if rivals:
            yield rivals


def path_rows(say: Say) -> Iterator[list[Claim]]:
    """Every panel of both blocks: its policy and its difference."""
    for column in (PARTICIPATION, QUALITY):
        yield [
            c
            for k in say.raw.policies
            for c in (words(say.label(k)), say.claim(signed(say.raw.effect(k, column).mean), k, column, ""))
        ]


def who_rows(say: Say) -> Iterator[list[Claim]]:
    """Levels of groups; single far values; and a row of numbers for what is off the scale."""
    raw = say.raw
    pairs = [(column, group) for column in (PARTICIPATION, "satisfaction") for family in FAMILIES for group in family]
    yield [
        say.claim(f"[{plain(raw.level(BASE, f'{c}.{g}'), 0)}]", BASE, f"{c}.{g}", raw.level(BASE, f"{c}.{g}"))
        for c, g in pairs
    ]
    keys = raw.singles or raw.policies
    means = {(k, c, g): raw.effect(k, f"{c}.{g}").mean for k in keys for c, g in pairs}
    edges = {
        c: who_edge(say, [mean for (_, item, _), mean in means.items() if item == c], c)
        for c in (PARTICIPATION, "satisfaction")
    }
    for key in keys:
        far = [(c, g) for c, g in pairs if means[key, c, g] > edges[c]]
        if far:
            yield [say.claim(signed(means[key, c, g]), key, f"{c}.{g}", means[key, c, g]) for c, g in far]
        yield [words(say.label(key))]
    for key in raw.wide if raw.singles else []:
        effects = [(c, g, raw.effect(key, f"{c}.{g}").mean) for c, g in pairs]
        yield [words(say.label(key)), *(say.claim(signed(mean, 0), key, f"{c}.{g}", mean) for c, g, mean in effects)]


def map_rows(say: Say) -> Iterator[list[Claim]]:
    """On the wider scale: the sum of the parts and what all do at once."""
    raw = say.raw
    if not (raw.wide and raw.singles):
        return
    parts = [key for key in raw.singles if raw.problem(key)]
    sums = [sum(raw.effect(key, c).mean for key in parts) for c in (PARTICIPATION, QUALITY)]
    if raw.wide == ["package"] and len(parts) == 10:
        yield [say.claim(", ".join(map(signed, sums)), "sum of ten", "participation_12m, quality", str(sums))]
    for key in raw.wide:
        means = [raw.effect(key, c).mean for c in (PARTICIPATION, QUALITY)]
        yield [say.claim(", ".join(map(signed, means)), key, "participation_12m, quality", str(means))]


def cost_rows(say: Say) -> Iterator[list[Claim]]:
    """What is off the scale, in words, once a panel."""
    raw = say.raw
    for column in (PARTICIPATION, QUALITY):
        for key in raw.wide if raw.singles else []:
            thousand, effect = f"{raw.cost(key) / 1000:.0f}", signed(raw.effect(key, column).mean)
            text = say.of(
                f"{say.label(key)}, {thousand} thousand: {effect} ↗", f"{say.label(key)}，{thousand} 千元：{effect} ↗"
            )
            yield [say.claim(text, key, f"cost, {column}", raw.cost(key))]


ROWS = {
    "map": map_rows, "worlds": world_rows, "money": money_rows, "own": own_rows, "paths": path_rows, "who": who_rows, "cost": cost_rows,
}  # fmt: skip
NAMED = {"worlds": "label", "money": "marked", "who": "label", "paths": "label", "own": "label"}
"""Pictures whose rows carry the name of a policy."""


def audit_labels(place: str, drawing: Drawing, left: Sequence[Text], say: Say) -> list[Finding]:
    """Account for every label: the rows of a picture are those that the raw rows give, in that order."""
    wanted = [row for row in ROWS[drawing.section](say) if row]
    kept = [row for line in lines(left) if (row := [t.text for t in line if _kept(drawing.section, t, say)])]
    if drawing.section == "paths":
        kept = _panels(left, say, len(say.raw.policies))
    findings = []
    for number in range(max(len(wanted), len(kept))):
        row = wanted[number] if number < len(wanted) else []
        said = kept[number] if number < len(kept) else []
        findings += _label_row(place, row, said, say)
    return findings


def _kept(section: str, text: Text, say: Say) -> bool:
    """Tell whether a label must be accounted for: it holds a number or a word of direction, or names a policy."""
    if section in NAMED and text.text in {getattr(say, NAMED[section])(key) for key in [*say.raw.full, *say.raw.money]}:
        return section != "own" or abs(text.size - 8.4) < 0.05
    titles = section == "own" and text.size < 9 and text.text[-1:] != "：" and _is_title(text.text, say)
    return titles or bool(tokens(text.text, say.language, names(say)))


def _is_title(text: str, say: Say) -> bool:
    titles = {name_of(say, column) for pair in OWN.values() for column in pair}
    return text.removesuffix(" ↓") in {title[:1].upper() + title[1:] for title in titles}


def _panels(left: Sequence[Text], say: Say, each: int) -> list[list[str]]:
    """Return name and number of every panel, block by block, by the place of the name."""
    labels = {say.label(key) for key in say.raw.policies}
    named = sorted((t for t in left if t.text in labels), key=lambda t: (round(t.y), t.x))
    numbers = [t for t in left if t.text not in labels and tokens(t.text, say.language, names(say))]
    pairs = []
    for name in named:
        below = [t for t in numbers if abs(t.x - name.x) < 1 and 0 < t.y - name.y < 14]
        beside = [t for t in numbers if t.x > name.x and abs(t.y - name.y) < 1.5]
        near = sorted(below, key=lambda t: t.y) + sorted(beside, key=lambda t: t.x)
        pairs += [name.text, near[0].text if near else ""]
    spare = [t.text for t in numbers if t.text not in pairs]
    return [pairs[: 2 * each], pairs[2 * each :] + spare]


def _label_row(place: str, row: Sequence[Claim], said: Sequence[str], say: Say) -> list[Finding]:
    findings = []
    sentence = " | ".join(said)
    for k in range(max(len(row), len(said))):
        claim = row[k] if k < len(row) else words("")
        text = said[k] if k < len(said) else ""
        ok = "".join(text.split()) == "".join(claim.text.split())
        value = (claim.value or claim.text) if ok else f"should be: {claim.text}"
        told = [t.text for t in tokens(text, say.language, names(say))] or ([] if ok else [text or claim.text])
        findings += [Finding(place, word, sentence, claim.file, claim.row, claim.column, value, ok) for word in told]
    return findings


# axes


def scale_of(ticks: Sequence[Text], across: bool) -> tuple[float, float, float] | None:
    """Return slope, offset and worst miss [pt] of the line from the numbers of ticks to their places."""
    numbers = [float(t.text.replace("−", "-").replace("+", "").replace(",", "")) for t in ticks]
    places = [t.x if across else t.y for t in ticks]
    if len(set(numbers)) < 2:
        return None
    slope, offset = np.polyfit(numbers, places, 1)
    return float(slope), float(offset), float(np.abs(slope * np.array(numbers) + offset - places).max())


def audit_axes(drawing: Drawing, left: Sequence[Text], say: Say) -> list[Finding]:
    """Account for every tick: on a line with its neighbours, and the marks of known values where the axis puts them."""
    findings = []
    for number, (axes, known, what) in enumerate(axes_of(drawing, left, say)):
        scales = {True: scale_of(axes.across, True), False: _upright(axes, known)}
        missed = _missed(axes, known, scales)
        for across, ticks in ((True, axes.across), (False, axes.up)):
            scale = scales[across]
            ok = bool(known) and not missed and scale is not None and scale[2] < NEAR and (scale[0] > 0) == across
            value = f"{len(known)} marks in their places" if ok else f"marks not where the axis says: {missed[:3]}"
            said = f"axis {number + 1} of {drawing.section}: {' '.join(t.text for t in ticks)}"
            findings += [Finding(drawing.section, t.text, said, "summary.parquet", what, "", value, ok) for t in ticks]
    return findings


def _upright(axes: Axes, known: Sequence[tuple[float | None, float | None]]) -> tuple[float, float, float] | None:
    """Return the scale of the upright ticks; a single tick is held against the two lines that end last."""
    if len(axes.up) != 1:
        return scale_of(axes.up, False)
    last = max(x for x, _ in axes.ends)
    values = sorted(y for _, y in known if y is not None)
    places = sorted((y for x, y in axes.ends if abs(x - last) < NEAR), reverse=True)
    lines = [pair for pair in combinations(places, 2) if len(values) == 2 and pair[0] - pair[1] > NEAR]
    tick = Text(axes.up[0].text, 0.0, axes.up[0].y - LETTERS, 0.0, "")
    ends = [[Text(f"{v:.6f}", 0.0, y, 0.0, "") for v, y in zip(values, pair, strict=True)] for pair in lines]
    found = [scale_of([tick, *pair], False) for pair in ends]
    best = min((scale for scale in found if scale), key=lambda scale: scale[2], default=None)
    return best and (best[0], best[1] + LETTERS, best[2])


def _missed(
    axes: Axes,
    known: Sequence[tuple[float | None, float | None]],
    scales: dict[bool, tuple[float, float, float] | None],
) -> list[str]:
    """Return which known values have no mark where the axes put them; the height of letters is allowed for."""
    points = axes.marks + axes.ends
    missed = []
    for value in known:
        wanted = [
            None if v is None or (s := scales[k]) is None else s[0] * v + s[1]
            for k, v in ((True, value[0]), (False, value[1]))
        ]
        x, y = wanted
        near = [
            p for p in points if (x is None or abs(p[0] - x) < NEAR) and (y is None or abs(p[1] + LETTERS - y) < NEAR)
        ]
        if not near:
            missed.append(f"{value[0]}, {value[1]}")
    return missed


LETTERS = 3.87  # points: the base line of a tick's number stands so much below its line
