"""What every page shows that does not depend on a visitor: words, levers, indicators, policies, in both languages."""

import json
from functools import cache
from typing import Any

from dashboard.content.words import WORDS
from dashboard.simulation.recording import YEAR
from dashboard.simulation.two_worlds import LOOKING_BACK
from dashboard.simulation.windows import WINDOW_STATES, YES_OR_NO
from sim.indicators import COLUMNS, INDICATORS, PERCENT, POINTS_OF_100, label_of
from sim.levers import LEVERS, PROBLEMS, Lever, cost_in
from sim.scenarios.periods import Period, load_period, period_names
from sim.scenarios.scenario import load_profile, load_scenario, profile_names, scenario_names
from sim.text import Text

LANGUAGES = ("en", "zh")
COMMUNITIES = 20
FIRST = (
    "training_hours", "wage_rise", "task_payment_share", "publicity_digital",
    "election_openness", "service_purchase", "admin_reduction", "deliberation_meetings",
)  # fmt: skip
"""The levers shown first; the others stand behind "more"."""
CHARTS = ("satisfaction", "participation_12m", "backlog", "burned_out")
"""The indicators drawn at first."""
AXES = {
    "satisfaction": (40, 90), "participation_12m": (0, 60), "quality": (30, 90), "trust": (40, 90),
    "backlog": (0, 200), "burned_out": (0, 60), "quit_rate": (0, 40), "participation_month": (0, 20),
    "volunteer_hours": (0, 200), "cost": (0, 20_000), "cost_with_shadow": (0, 20_000), "events": (0, 20),
    "free_money": (0, 20_000), "wait": (0, 2), "load": (0, 2), "item_stock": (0, 2), "requests": (0, 500),
}  # fmt: skip
"""Ends of the axis in shown units, fixed while playing; shares and indices else run 0..100, other numbers grow."""
SAW_TOOTHED = (
    "backlog", "wait", "timeliness", "quality", "load", "order_share", "hours_orders", "hours_requests",
    "participation_month", "volunteer_hours", "requests", "events", "burned_out", "burnout_severe", "overtime_hours",
    "retirements",
)  # fmt: skip
"""Indicators that follow the calendar of campaigns, or jump with single workers; they are drawn as the mean of twelve
months."""
MONTHS = (
    Text("January", "1 月"), Text("February", "2 月"), Text("March", "3 月"), Text("April", "4 月"),
    Text("May", "5 月"), Text("June", "6 月"), Text("July", "7 月"), Text("August", "8 月"),
    Text("September", "9 月"), Text("October", "10 月"), Text("November", "11 月"), Text("December", "12 月"),
)  # fmt: skip
POINTS = Text("points", "分")
PERCENTAGE_POINTS = Text("percentage points", "个百分点")


@cache
def page_content() -> bytes:
    """Return all of it as JSON in UTF-8."""
    from dashboard.content.evidence import evidence_content
    from dashboard.content.lessons import lessons_content

    content: dict[str, Any] = {language: _in_language(language) for language in LANGUAGES}
    content |= {
        "levers": [_lever(lever) for lever in LEVERS.values()],
        "first": list(FIRST),
        "indicators": {column: _indicator(column) for column in COLUMNS},
        "shown": list(INDICATORS),
        "charts": list(CHARTS),
        "yesOrNo": list(YES_OR_NO),
        "problems": list(PROBLEMS),
        "builtIn": list(scenario_names()),
        "communities": COMMUNITIES,
        "lessons": lessons_content(),
        "evidence": evidence_content(),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def _in_language(language: str) -> dict[str, Any]:
    scenarios = {name: load_scenario(name) for name in scenario_names()}
    return {
        "words": {key: text.get(language) for key, text in WORDS.items()},
        "levers": {
            name: {
                "label": lever.label.get(language),
                "what": lever.what.get(language),
                "cost": lever.cost.get(language),
            }
            for name, lever in LEVERS.items()
        },
        "units": {name: lever.unit.get(language) for name, lever in LEVERS.items()},
        "indicators": {column: indicator_words(column, language) for column in COLUMNS},
        "shortUnits": {name: _short(lever.unit).get(language) for name, lever in LEVERS.items()},
        "states": {name: window_state.get(language) for name, window_state in WINDOW_STATES.items()},
        "scenarios": {name: scenario.label.get(language) for name, scenario in scenarios.items()},
        "questions": {name: scenario.question.get(language) for name, scenario in scenarios.items()},
        "profiles": {name: load_profile(name).label.get(language) for name in profile_names()},
        "periods": {name: _period(load_period(name), language) for name in period_names()},
        "problems": {name: problem.get(language) for name, problem in PROBLEMS.items()},
        "months": [month.get(language) for month in MONTHS],
    }


def _period(period: Period, language: str) -> dict[str, Any]:
    """Return a dated setting: its name, the year of prices, and what levers cost where that is not as by default."""
    costs = {name: cost_in(lever, period.over({})) for name, lever in LEVERS.items()}
    return {
        "label": period.label.get(language),
        "prices": period.prices,
        "costs": {name: cost.get(language) for name, cost in costs.items() if cost != LEVERS[name].cost},
    }


def _short(unit: Text) -> Text:
    """Return a unit as it stands beside a slider: what is counted, without per whom and how often."""
    return Text(unit.en.partition(" ")[0], unit.zh.partition("/")[0])


def is_percent(lever: Lever) -> bool:
    """Tell whether a lever is a share of something and is shown in per cent."""
    return lever.high <= 1


def step(lever: Lever) -> float:
    """Return by how much an arrow key moves a lever."""
    if is_percent(lever):
        return 0.01
    if lever.whole or lever.high > 100:
        return 500 if lever.high >= 10_000 else 10 if lever.high > 100 else 1
    return 0.1 if lever.high <= 2 else 0.5


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "name": lever.name,
        "low": lever.low,
        "high": lever.high,
        "default": lever.default,
        "step": step(lever),
        "problem": lever.problem,
        "percent": is_percent(lever),
        "own": lever.own_indicator,
    }


def _indicator(column: str) -> dict[str, Any]:
    name = column.partition(".")[0]
    indicator = INDICATORS[name]
    percent = indicator.percent
    return {
        "percent": percent,
        "share": indicator.unit == PERCENT,
        "axis": list(AXES.get(name, (0, 100) if percent else (0, 10))),
        "smooth": YEAR if name in SAW_TOOTHED else 1,
        "better": indicator.better,
        "smallest": indicator.smallest,
        "window": 1 if name in LOOKING_BACK else indicator.window,
    }


def indicator_words(column: str, language: str) -> dict[str, str]:
    """Return what is said of an indicator: its label, the units of level and difference, what it is."""
    indicator = INDICATORS[column.partition(".")[0]]
    unit = indicator.unit
    shown = Text("%", "%") if unit == PERCENT else POINTS if unit == POINTS_OF_100 else unit
    gap = PERCENTAGE_POINTS if unit == PERCENT else shown
    return {
        "label": label_of(column).get(language),
        "unit": shown.get(language),
        "difference_unit": gap.get(language),
        "definition": indicator.definition.get(language),
    }
