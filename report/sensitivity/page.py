"""The page of a sensitivity analysis: which assumptions matter most, for what, and how surely that is known."""

from functools import partial
from pathlib import Path

from experiments.sensitivity.indices import FIRST, MU_STAR, SIGMA, TOTAL
from experiments.sensitivity.outcomes import Outcome
from report.drawing import plain
from report.frame import Page, Section, Table
from report.period import period_row
from report.pictures import Pictures
from report.provenance import provenance, settings
from report.sensitivity.findings import (
    Estimate,
    SensitivityFindings,
    headline,
    lost_sentence,
    negative_sentence,
    resolution_sentence,
    stochastic_lines,
    sum_sentence,
)
from report.sensitivity.pictures import LEADING, bars, plane, shares
from report.words import give_or_take

OPEN = "°"
"""Stands at a number that is not resolved."""


def page_of(folder: Path, lang: str, command: str) -> Page:
    """Return the page of a folder with a finished analysis; ``command`` is the line that makes it again.

    Raises:
        InputError: the folder holds none.
    """
    f = SensitivityFindings(folder, lang)
    pictures = Pictures(f.scenarios.values(), lang)
    sections = [_assumptions(f), *_variance(f, pictures), *_effects(f, pictures), _stochastic(f), _meaning(f, command)]
    title = f.either(
        f"Sensitivity to the model's numbers · {f.profile}, {f.period.label.en} · {f.size}",
        f"对模型数字的敏感性 · {f.profile}，{f.period.label.zh} · {f.size}",
    )
    return Page(lang, title, headline(f), [*sections, _provenance(f)], _box(f))


def _box(f: SensitivityFindings) -> str:
    return f.either(
        "Before you read the numbers. All this is about the model: how its results hang on numbers that nobody knows "
        "exactly. It depends on the ranges, and where no range was found it is half to one and a half times the "
        "default. A parameter that matters here is worth measuring; one that does not can stay an assumption.",
        "读数字之前。这里说的是模型：它的结果在多大程度上取决于没有人确切知道的数字。结论依赖各参数的范围，"
        "找不到依据的范围取默认值的一半到一倍半。在这里重要的参数值得去测量；不重要的，保持假设也无妨。",
    )


def _assumptions(f: SensitivityFindings) -> Section:
    """The table of the leading parameters: what they are, how well they are known, how much they move."""
    outcomes = [outcome for view in f.views[:2] for outcome in f.of_view(view)]
    found = {outcome: f.estimates(outcome, MU_STAR) for outcome in outcomes}
    largest = {outcome: max((row.mean for row in rows.values()), default=0.0) for outcome, rows in found.items()}
    places: dict[str, float] = {}
    for outcome, rows in found.items():
        for name in list(rows)[:LEADING]:
            if largest[outcome] > 0:
                places[name] = max(places.get(name, 0.0), rows[name].mean / largest[outcome])
    names = sorted(places, key=lambda name: -places[name])
    rows = [
        [
            f.label(name), f.grade(name), *(_effect(found[outcome][name]) for outcome in outcomes),
            f.default(name), f.range(name), name, f.group(name),
        ]
        for name in names
    ]  # fmt: skip
    heads = (
        f.either("Parameter", "参数"), f.either("Rests on", "依据"), *(f.outcome_name(outcome) for outcome in outcomes),
        f.either("Default", "默认值"), f.either("Range", "范围"), f.either("Name", "名称"), f.either("Group", "类别"),
    )  # fmt: skip
    lead = f.either(
        f"The {LEADING} largest effects on each outcome: what the outcome changes by, on average, when the parameter "
        "goes through its whole range, in points, ± half of the 95% interval. "
        f"{OPEN} not resolved. Sorted by the largest part of any outcome's largest effect.",
        f"对每项结果作用最大的 {LEADING} 个参数：参数走完整个范围时，结果平均改变多少点，± 为 95% 区间的半宽。"
        f"{OPEN} 未分辨清楚。按其在任一结果中相对最大作用的比例排序。",
    )
    return Section(
        f.either("Which assumptions matter most?", "哪些假设最要紧？"), (lead,), name="assumptions",
        table=Table(heads, rows),
    )  # fmt: skip


def _effects(f: SensitivityFindings, pictures: Pictures) -> list[Section]:
    """The plane for the first view and the bars of all."""
    k, n = len(f.stage("screening")["ranges"]), f.stage("screening")["samples"]
    view = f.views[0]
    lead = f.either(
        f"{k} parameters were moved one at a time along {n} random paths through all their ranges (Morris). "
        "Right: it matters. High: how it matters depends on the rest.",
        f"{k} 个参数沿 {n} 条随机路径逐个变动，路径遍及它们的全部范围（莫里斯法）。"
        "越靠右越要紧；越靠上，作用越取决于其他参数。",
    )
    title = f.either(f"Which parameters decide {f.view_name(view)}?", f"哪些参数决定{f.view_name(view)}？")
    found = [
        pictures.section(
            "plane", title, (lead, lost_sentence(f)), lambda: plane(f, view), _effects_table(f, view, LEADING)
        )
    ]
    for number_, item in enumerate(f.views, 1):
        title = f.either(f"Effects: {f.view_name(item)}", f"作用大小：{f.view_name(item)}")
        text = (resolution_sentence(f, f.of_view(item), (MU_STAR,)),)
        table = _effects_table(f, item, None)
        found.append(pictures.section(f"effects-{number_}", title, text, partial(bars, f, item), table))
    return found


def _variance(f: SensitivityFindings, pictures: Pictures) -> list[Section]:
    """The shares of the variance for every view."""
    stage = f.stage("sobol")
    found = []
    for number_, view in enumerate(f.views, 1):
        outcomes = f.of_view(view)
        varied = [outcome for outcome in outcomes if not f.constant("sobol", outcome)]
        lead = f.either(
            f"The {len(stage['ranges'])} parameters that lead the screening, all others at their defaults, in "
            f"{stage['samples']:,} Saltelli groups.",
            f"筛选中领先的 {len(stage['ranges'])} 个参数，其余保持默认值；{stage['samples']:,} 组样本。",
        )
        text = (
            lead, *(sum_sentence(f, outcome) for outcome in outcomes),
            resolution_sentence(f, varied, (FIRST, TOTAL)) if varied else "", negative_sentence(f, varied),
        )  # fmt: skip
        title = f.either(f"Variance: {f.view_name(view)}", f"方差来源：{f.view_name(view)}")
        found.append(
            pictures.section(f"variance-{number_}", title, text, partial(shares, f, view), _shares_table(f, view))
        )
    return found


def _effects_table(f: SensitivityFindings, view: tuple[str, str], most: int | None) -> Table:
    """Every parameter's effects on the indicators of a view, with what would resolve them."""
    outcomes = f.of_view(view)
    size, spread = ([f.estimates(outcome, index) for outcome in outcomes] for index in (MU_STAR, SIGMA))
    way = [f.direction(outcome) for outcome in outcomes]
    heads = [f.either("Parameter", "参数")]
    for outcome in outcomes:
        name = f.indicator(outcome)
        heads += [
            f.either(f"{name}: mean absolute effect", f"{name}：平均绝对作用"), f.either("spread", "离散"),
            f.either("runs to resolve", "分辨所需运行"),
        ]  # fmt: skip
    rows = []
    for name in list(size[0])[:most]:
        cells = [_labelled(f, name)]
        for effect, scatter, sign in zip(size, spread, way, strict=True):
            own = effect[name]
            cells += [
                f"{_effect(own)} ({sign[name]})", plain(scatter[name].mean, 2),
                f"{own.runs_needed:,}" if own.runs_needed else "",
            ]  # fmt: skip
        rows.append(cells)
    return Table(tuple(heads), rows)


def _shares_table(f: SensitivityFindings, view: tuple[str, str]) -> Table:
    """First and total order of the indicators of a view, with what would resolve them."""
    outcomes = f.of_view(view)
    heads = [f.either("Parameter", "参数")]
    for outcome in outcomes:
        name = f.indicator(outcome)
        heads += [
            f.either(f"{name}: first order", f"{name}：一阶"), f.either("total", "总阶"),
            f.either("runs to resolve", "分辨所需运行"),
        ]  # fmt: skip
    rows = []
    for name in f.estimates(outcomes[0], TOTAL):
        cells = [_labelled(f, name)]
        for outcome in outcomes:
            both = [f.estimates(outcome, index)[name] for index in (FIRST, TOTAL)]
            needed = max(item.runs_needed for item in both)
            cells += [*(_share(f, outcome, item) for item in both), f"{needed:,}" if needed else ""]
        rows.append(cells)
    return Table(tuple(heads), rows)


def _share(f: SensitivityFindings, outcome: Outcome, own: Estimate) -> str:
    if f.constant("sobol", outcome):
        return "–"
    return _marked(own, 2)


def _labelled(f: SensitivityFindings, name: str) -> str:
    return f.either(f"{f.label(name)} ({name})", f"{f.label(name)}（{name}）")


def _effect(own: Estimate) -> str:
    """A mean absolute effect with its half-width and mark."""
    return _marked(own, 1 if own.mean >= 10 else 2)


def _marked(own: Estimate, digits: int) -> str:
    return f"{plain(own.mean, digits)}{give_or_take(own, digits)}{'' if own.resolved else OPEN}"


def _stochastic(f: SensitivityFindings) -> Section:
    """How much of the variance is due to random draws."""
    lead = f.either(
        "All worlds meet the same communities with the same random draws, so what they change alike everywhere does "
        "not enter the indices; they speak of the mean over the communities. What random draws still give is the "
        "residual of worlds and communities, over the number of communities.",
        "所有世界面对同样的社区和公共随机数，处处相同的波动不进入指数；指数说的是各社区的平均。"
        "仍由随机波动带来的，是世界与社区二者的残差除以社区个数。",
    )
    return Section(
        f.either("How much is due to random draws?", "随机波动占多少？"), (lead, *stochastic_lines(f)), name="luck"
    )


def _meaning(f: SensitivityFindings, command: str) -> Section:
    """What the indices mean."""
    texts = (
        f.either(
            "Mean absolute effect (μ*): the size of the change, whatever its direction, when one parameter goes "
            "through its whole range and the others stay; (+) where the outcome rises with the parameter, (−) where it "
            "falls, (±) where that depends on the rest. Spread (σ): how much that change differs from place to place "
            "in the space of the others. A large spread means interaction, or a curve.",
            "平均绝对作用（μ*）：一个参数走完整个范围、其他参数不动时，结果改变的大小，不论方向；(+) 表示"
            "结果随参数上升，(−) 下降，(±) 取决于其他参数。离散（σ）：在其他参数取不同值时，"
            "这一改变相差多少。离散大，说明有交互作用，或关系不是直线。",
        ),
        f.either(
            "First order: the part of the variance that would go if this parameter alone were known. Total: the part "
            "that would stay if all the others were known. Where the two agree, the parameter acts on its own.",
            "一阶：假如单独弄清这个参数，方差会消去的部分。总阶：假如其他参数都弄清，方差仍会留下的部分。"
            "两者相等，说明该参数独自起作用。",
        ),
        f.either(
            "Not resolved: the 95% interval (bootstrap over paths or groups) is wider than 0.10, for mean effects "
            "wider than a tenth of the outcome's largest. An interval shrinks with the root of the runs, which gives "
            "the runs that would resolve it.",
            "未分辨清楚：95% 区间（对路径或样本组自助重抽）宽于 0.10，对平均作用则宽于该结果最大作用的十分之一。"
            "区间随运行次数的平方根缩小，由此得出分辨所需的运行次数。",
        ),
    )
    return Section(f.either("What the indices mean", "这些指数是什么意思"), texts, command=command, name="meaning")


def _provenance(f: SensitivityFindings) -> Section:
    held = {**f.settings["levers"], **f.settings["params"]}
    none = f.either("none, all at their defaults", "无，全部为默认值")
    comma = f.either(", ", "，")
    return provenance(
        f.manifest, f.lang,
        (f.either("Question", "问题"), f.settings["question"][f.lang]),
        (f.either("Scenarios", "方案"), comma.join(f"{label} ({name})" for name, label in f.scenarios.items())),
        period_row(f.period, f.lang),
        (f.either("Held", "固定的量"), settings(held, f.lang) or none),
        (f.either("Seed", "种子"), str(f.settings["seed"])),
    )  # fmt: skip
