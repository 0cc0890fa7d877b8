"""``list``: what scenarios, profiles, periods, levers, parameters, indicators and patterns there are."""

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import options as o
from cli.mistakes import unknown
from cli.output import print_json
from sim.errors import InputError
from sim.indicators import GROUPED, INDICATORS
from sim.levers import LEVERS, PROBLEMS
from sim.params import PARAMS
from sim.quantity import Quantity, Text
from sim.scenarios.periods import load_period, period_names
from sim.scenarios.scenario import load_profile, load_scenario, profile_names, scenario_names

if TYPE_CHECKING:
    from rich.console import Console

Row = dict[str, Any]


def command(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    as_json: o.Json = False,
) -> int:
    """Print one list."""
    language = context.obj.language
    if kind not in KINDS:
        raise InputError(*unknown("kind", kind, tuple(KINDS)))
    rows = list(KINDS[kind]())
    if as_json:
        print_json({"schema": 1, kind: [_plain(row) for row in rows]})
    else:
        _print(kind, rows, language)
    return 0


def scenarios() -> Iterable[Row]:
    """Every scenario: its name, the problem it answers, its label and its question."""
    for name in scenario_names():
        scenario = load_scenario(name)
        yield {
            "name": name, "problem": scenario.problem, "label": scenario.label, "question": scenario.question,
            "levers": dict(scenario.levers),
        }  # fmt: skip


def profiles() -> Iterable[Row]:
    """Every profile: its name, its label and what it sets."""
    for name in profile_names():
        profile = load_profile(name)
        yield {"name": name, "label": profile.label, "params": dict(profile.params)}


def periods() -> Iterable[Row]:
    """Every period: its name, its label, its year of prices and what it sets in the mixed community."""
    for name in period_names():
        period = load_period(name)
        yield {
            "name": name, "label": period.label, "prices": period.prices, "params": period.over({}),
            "factors": dict(period.factors),
        }  # fmt: skip


def levers() -> Iterable[Row]:
    """Every lever with its default, range, unit and cost."""
    for lever in LEVERS.values():
        yield {
            **_quantity(lever), "problem": lever.problem, "what": lever.what, "cost": lever.cost,
            "indicator": lever.own_indicator,
        }  # fmt: skip


def parameters() -> Iterable[Row]:
    """Every parameter with its default, range, unit and source."""
    for parameter in PARAMS.values():
        yield {**_quantity(parameter), "group": parameter.group, "source": parameter.source}


def indicators() -> Iterable[Row]:
    """Every indicator with its unit, which way is better, and its meaning."""
    for indicator in INDICATORS.values():
        yield {
            "name": indicator.name, "label": indicator.label, "unit": indicator.unit, "group": indicator.group,
            "better": indicator.better, "by_group": indicator.name in GROUPED, "meaning": indicator.definition,
        }  # fmt: skip


def patterns() -> Iterable[Row]:
    """Every pattern that the model is held against: its name, its kind, what it says, and what is expected."""
    from experiments.patterns.catalogue import catalogue  # slow to import
    from experiments.patterns.content import expected_words
    from experiments.patterns.pattern import KINDS as KINDS_OF_PATTERNS

    for pattern in catalogue():
        yield {
            "name": pattern.name, "kind": KINDS_OF_PATTERNS[pattern.kind], "label": pattern.label,
            "expected": expected_words(pattern.expected, pattern.unit), "built_in": pattern.built_in,
            "follows": pattern.follows,
        }  # fmt: skip


KINDS: dict[str, Callable[[], Iterable[Row]]] = {
    "scenarios": scenarios,
    "profiles": profiles,
    "periods": periods,
    "levers": levers,
    "parameters": parameters,
    "indicators": indicators,
    "patterns": patterns,
}
SHOWN = {
    "scenarios": ("name", "problem", "label", "question"),
    "profiles": ("name", "label"),
    "periods": ("name", "label", "prices"),
    "levers": ("name", "problem", "default", "range", "unit", "what"),
    "parameters": ("name", "default", "range", "unit", "label"),
    "indicators": ("name", "better", "unit", "meaning"),
    "patterns": ("name", "kind", "label", "expected", "built_in"),
}
HEADS = {
    "name": Text("Name", "名称"),
    "problem": Text("Problem", "问题"),
    "label": Text("Label", "说明"),
    "question": Text("Question", "要回答的问题"),
    "default": Text("Default", "默认"),
    "range": Text("Range", "范围"),
    "unit": Text("Unit", "单位"),
    "what": Text("What it does", "作用"),
    "better": Text("Better", "好的方向"),
    "prices": Text("Prices of", "价格年份"),
    "meaning": Text("Meaning", "含义"),
    "kind": Text("Kind", "性质"),
    "expected": Text("Expected", "预期"),
    "built_in": Text("Built in", "是否设定"),
}
NARROW = 80
"""Columns of a window below which a table would hide some of its own."""
BETTER = {1: Text("higher", "高"), -1: Text("lower", "低"), 0: Text("–", "–")}


def _quantity(quantity: Quantity) -> Row:
    return {
        "name": quantity.name, "label": quantity.label, "unit": quantity.unit, "default": quantity.default,
        "low": quantity.low, "high": quantity.high, "whole": quantity.whole,
    }  # fmt: skip


def _plain(row: Row) -> Row:
    """Return a row for JSON, texts in both languages."""
    return {key: v.content() if isinstance(v, Text) else v for key, v in row.items()}


def _print(kind: str, rows: list[Row], language: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 140, highlight=False, markup=False)
    if console.width < NARROW:
        _print_below_each_other(console, kind, rows, language)
    else:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for key in SHOWN[kind]:
            table.add_column(HEADS[key].get(language), no_wrap=key in ("name", "range"), overflow="fold")
        for row in rows:
            table.add_row(*(_cell(row, key, language) for key in SHOWN[kind]))
        console.print(table)
    if kind == "levers":
        for problem, text in PROBLEMS.items():
            console.print(f"{problem} {text.get(language)}")


def _print_below_each_other(console: "Console", kind: str, rows: list[Row], language: str) -> None:
    """Print every name with what belongs to it below: a narrow window would hide columns."""
    from rich.padding import Padding

    name, *others = SHOWN[kind]
    colon = Text(": ", "：").get(language)
    for row in rows:
        console.print(_cell(row, name, language), soft_wrap=True)
        for key in others:
            if cell := _cell(row, key, language):
                console.print(Padding(f"{HEADS[key].get(language)}{colon}{cell}", (0, 0, 0, 2)))


def _cell(row: Row, key: str, language: str) -> str:
    if key == "range":
        return f"{row['low']:g}..{row['high']:g}"
    if key == "better":
        return BETTER[row["better"]].get(language)
    value = row[key]
    return value.get(language) if isinstance(value, Text) else f"{value:g}" if isinstance(value, float) else str(value)
