"""Writes the reference tables of the documentation from the declarations in ``sim``.

``python -m tools.reference_tables`` writes parameters, levers, indicators, scenarios and bands to ``docs/reference/``,
and the practitioners' claims (``tools.claims``) to ``docs/explanation/``, in both languages; so does ``python -m
tools.renew``.
Nothing in these files is typed by hand.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from experiments.output.folder import write_whole
from experiments.plausible.band import Band, effects_among, without_policy
from experiments.plausible.bands import load_bands
from sim.indicators import GROUPED, INDICATOR_GROUPS, INDICATORS, Indicator
from sim.indicators import GROUPS as RESIDENT_GROUPS
from sim.levers import LEVERS, PROBLEMS, Lever
from sim.params import PARAMS, SHAPING_GROUPS
from sim.params.sources import GRADES, GROUPS, rests_on
from sim.quantity import Quantity, Text
from sim.scenarios.periods import load_period, period_names
from sim.scenarios.scenario import load_profile, load_scenario, profile_names, scenario_names
from tools.claims import claims
from tools.markdown import Lines, head, section, table
from tools.reference_words import BETTER, MADE

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
LANGUAGES = ("en", "zh")
EXPLANATION = ROOT / "docs" / "explanation"
COMMAND = "python -m tools.reference_tables"


def parameters(language: str) -> Lines:
    """Yield the page of parameters."""
    counts = Counter(parameter.grade for parameter in PARAMS.values())
    shaping = " ".join(f"`{group}`" for group in SHAPING_GROUPS)
    yield from head("parameters", language, n=len(PARAMS), shaping=shaping, **counts)
    heads = Text("Name|Meaning|Default|Range|Unit|Grade|Rests on", "名称|含义|默认|范围|单位|依据等级|依据")
    for group in dict.fromkeys(parameter.group for parameter in PARAMS.values()):
        members = [parameter for parameter in PARAMS.values() if parameter.group == group]
        yield from section(f"`{group}` {GROUPS[group].get(language)}")
        yield from table(heads, (_parameter(p, language) for p in members), language)


def _parameter(parameter: Quantity, language: str) -> list[str]:
    """Return the cells of one parameter."""
    grade = GRADES[parameter.grade].get(language)
    return [*_number(parameter, language), grade, rests_on(parameter, language)]


def levers(language: str) -> Lines:
    """Yield the page of levers."""
    yield from head("levers", language, n=len(LEVERS))
    heads = Text(
        "Name|Meaning|Default|Range|Unit|What it does|Cost|Indicator",
        "名称|含义|默认|范围|单位|作用|花费|检验指标",
    )
    for problem in dict.fromkeys(lever.problem for lever in LEVERS.values()):
        title = PROBLEMS[problem] if problem else Text("money without a purpose", "不指定用途的资金")
        yield from section(f"{problem} {title.get(language)}".strip())
        members = [lever for lever in LEVERS.values() if lever.problem == problem]
        yield from table(heads, (_lever(lever, language) for lever in members), language)


def _lever(lever: Lever, language: str) -> list[str]:
    """Return the cells of one lever."""
    return [
        *_number(lever, language),
        lever.what.get(language),
        lever.cost.get(language),
        f"`{lever.own_indicator}`",
    ]


def indicators(language: str) -> Lines:
    """Yield the page of indicators."""
    groups = ", ".join(f"`{name}` {label.get(language)}" for name, label in RESIDENT_GROUPS.items())
    yield from head("indicators", language, n=len(INDICATORS), groups=groups)
    heads = Text(
        "Name|Label|Unit|Better|Meaning|Months|Smallest difference",
        "名称|标签|单位|好的方向|含义|月数|最小差",
    )
    for group, title in INDICATOR_GROUPS.items():
        yield from section(title.get(language))
        members = [indicator for indicator in INDICATORS.values() if indicator.group == group]
        yield from table(heads, (_indicator(indicator, language) for indicator in members), language)


def _indicator(indicator: Indicator, language: str) -> list[str]:
    """Return the cells of one indicator."""
    return [
        f"`{indicator.name}`" + (" •" if indicator.name in GROUPED else ""),
        indicator.label.get(language),
        indicator.unit.get(language),
        BETTER[indicator.better].get(language),
        indicator.definition.get(language),
        str(indicator.window),
        short(indicator.smallest * (100 if indicator.percent else 1)),
    ]


def scenarios(language: str) -> Lines:
    """Yield the page of scenarios and profiles."""
    yield from head("scenarios", language)
    yield from section(Text("Scenarios", "方案").get(language))
    rows = (
        [
            f"`{s.name}`",
            s.problem,
            s.label.get(language),
            s.question.get(language),
            "<br>".join(f"`{name}` = {short(value)}" for name, value in s.levers.items()),
        ]
        for s in map(load_scenario, scenario_names())
    )
    yield from table(Text("Name|Problem|Label|Question|Sets", "名称|问题|标签|要回答的问题|设定"), rows, language)
    yield from section(Text("Profiles", "社区类型").get(language))
    yield from _profiles(language)
    yield from section(Text("Periods", "时期").get(language))
    yield from _periods(language)


def bands(language: str) -> Lines:
    """Yield the page of bands: what a plausible community shows, and what is known of effects."""
    known = load_bands()
    plain, effects = without_policy(known), effects_among(known)
    yield from head("bands", language, plain=len(plain), effects=len(effects))
    kind = Text("Kind of community", "社区类型")
    yield from section(Text("Without a policy", "维持现状时").get(language))
    heads = Text(f"Indicator|What it is|Band|{kind.en}|Rests on", f"指标|含义|范围|{kind.zh}|依据")
    yield from table(heads, ([f"`{b.indicator}`", b.label.get(language), *_band(b, language)] for b in plain), language)
    yield from section(Text("What policies do", "政策的效应").get(language))
    heads = Text(f"Indicator|Effect|Measure|Band|{kind.en}|Rests on", f"指标|效应|量度|范围|{kind.zh}|依据")
    rows = ([f"`{b.indicator}`", b.label.get(language), f"`{b.measure}`", *_band(b, language)] for b in effects)
    yield from table(heads, rows, language)


def _band(band: Band, language: str) -> list[str]:
    """Return the cells of a band that every one has."""
    profile = load_profile(band.profile).label.get(language) if band.profile else Text("any", "各类").get(language)
    return [f"{short(band.low)}–{short(band.high)}", profile, band.source.get(language)]


def _periods(language: str) -> Lines:
    """Yield the table of the numbers of the mixed community in each period, side by side, with the year of prices."""
    periods = [load_period(name) for name in period_names()]
    numbers = [period.over({}) for period in periods]
    names = [name for name in PARAMS if any(name in own for own in numbers)]
    heads = [
        Text("Parameter", "参数").get(language),
        Text("Meaning", "含义").get(language),
        Text("Unit", "单位").get(language),
        *(f"`{period.name}`<br>{period.money.get(language)}" for period in periods),
    ]
    rows = (
        [
            f"`{name}`",
            PARAMS[name].label.get(language),
            PARAMS[name].unit.get(language),
            *(short(own.get(name, PARAMS[name].default)) for own in numbers),
        ]
        for name in names
    )
    yield from table(Text("|".join(heads), "|".join(heads)), rows, language)


def _profiles(language: str) -> Lines:
    """Yield the table of what the kinds of community set, side by side."""
    profiles = [load_profile(name) for name in profile_names()]
    names = [name for name in PARAMS if any(name in profile.params for profile in profiles)]
    heads = [
        Text("Parameter", "参数").get(language),
        Text("Meaning", "含义").get(language),
        *(f"`{profile.name}`<br>{profile.label.get(language)}" for profile in profiles),
    ]
    rows = (
        [
            f"`{name}`",
            PARAMS[name].label.get(language),
            *(short(profile.params.get(name, PARAMS[name].default)) for profile in profiles),
        ]
        for name in names
    )
    yield from table(Text("|".join(heads), "|".join(heads)), rows, language)


PAGES: dict[str, Callable[[str], Lines]] = {
    "parameters": parameters,
    "levers": levers,
    "indicators": indicators,
    "scenarios": scenarios,
    "bands": bands,
    "claims": claims,
}


def page(name: str, language: str) -> str:
    """Return the text of one page."""
    return "\n".join([*PAGES[name](language), "", MADE.get(language).format(command=COMMAND), ""])


def file_of(name: str, language: str) -> Path:
    """Return where a page is kept."""
    return (EXPLANATION if name == "claims" else REFERENCE) / f"{name}.{language}.md"


def write_tables() -> list[Path]:
    """Write every page in both languages; each appears whole or not at all."""
    pages = {file_of(name, language): page(name, language) for name in PAGES for language in LANGUAGES}
    for file, text in pages.items():
        write_whole(file, text)
    return list(pages)


def short(value: float) -> str:
    """Return a number as it is typed: whole without a point, others with up to six digits."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.6g}"


def _number(quantity: Quantity, language: str) -> list[str]:
    """Return name, meaning, default, range and unit."""
    span = f"{short(quantity.low)} … {short(quantity.high)}"
    kind = Text("whole ", "整数 ").get(language) if quantity.whole else ""
    return [
        f"`{quantity.name}`",
        quantity.label.get(language),
        short(quantity.default),
        kind + span,
        quantity.unit.get(language),
    ]


if __name__ == "__main__":
    for written in write_tables():
        sys.stdout.write(f"{written.relative_to(ROOT).as_posix()}\n")
