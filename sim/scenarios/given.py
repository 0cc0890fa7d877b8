"""Scenarios and profiles as Python code gives them: objects, or names and paths of what is loaded."""

from collections.abc import Sequence
from pathlib import Path

from sim.errors import InputError
from sim.scenarios.document import check_text, shown
from sim.scenarios.periods import Period, load_period
from sim.scenarios.scenario import Profile, Scenario, load_profile, load_scenario
from sim.text import Text


def as_scenario(given: str | Path | Scenario) -> Scenario:
    """Return a scenario that was given, its texts checked, or load the one that is named.

    Raises:
        InputError: there is none, its file has a mistake, or a text of it cannot be shown.
    """
    if not isinstance(given, Scenario):
        return load_scenario(given)
    for key, text in (("label", given.label), ("question", given.question)):
        _check_shown(text, f"scenario {given.name}, {key}", f"方案 {given.name} 的 {key}")
    return given


def as_scenarios(given: Sequence[str | Path | Scenario]) -> list[Scenario]:
    """Return scenarios as ``as_scenario`` does, in their order; what is named again is read once.

    Raises:
        InputError: one of them cannot be used.
    """
    named = {
        entry: load_scenario(entry) for entry in dict.fromkeys(item for item in given if not isinstance(item, Scenario))
    }
    return [as_scenario(item) if isinstance(item, Scenario) else named[item] for item in given]


def as_profile(given: str | Path | Profile, period: Period | None = None) -> Profile:
    """Return a profile that was given, its text checked, or load the one that is named; in a period, if one is given.

    Raises:
        InputError: there is none, its file has a mistake, its text cannot be shown, or it is in another period.
    """
    if not isinstance(given, Profile):
        found = load_profile(given)
    else:
        _check_shown(given.label, f"profile {given.name}, label", f"社区类型 {given.name} 的 label")
        found = given
    return found if period is None else found.dated(period)


def as_period(given: str | int | Period | None, scenarios: Sequence[Scenario] = ()) -> Period | None:
    """Return the period that was given, else the one that scenarios are meant for; None where nobody says.

    Raises:
        InputError: there is none, or scenarios are meant for several.
    """
    if isinstance(given, Period):
        return given
    if given is not None:
        return load_period(given)
    meant = {scenario.period: scenario.name for scenario in scenarios if scenario.period}
    if len(meant) > 1:
        (one, first), (other, second) = list(meant.items())[:2]
        raise InputError(
            f"{shown(first)} is meant for the period {shown(one)} and {shown(second)} for {shown(other)}; choose one "
            "with --period, or in a plan with the key period.",
            f"方案{shown(first, 'zh')}写给时期{shown(one, 'zh')}，{shown(second, 'zh')}写给{shown(other, 'zh')}；"
            "请用 --period 选定一个，计划文件则写上键 period。",
        )
    return load_period(next(iter(meant))) if meant else None


def meant_elsewhere(scenarios: Sequence[Scenario], period: Period) -> list[Text]:
    """Return a sentence for each scenario that is meant for another period than that in which it is run."""
    said = {
        scenario.name: Text(
            f"{scenario.name} is meant for the period '{scenario.period}'; it is run in '{period.name}', as chosen.",
            f"方案“{scenario.name}”写给时期“{scenario.period}”；现按所选在“{period.name}”中运行。",
        )
        for scenario in scenarios
        if scenario.period not in ("", period.name)
    }
    return list(said.values())


def _check_shown(text: Text, en: str, zh: str) -> None:
    """Refuse a text given in code that no screen shows as it is."""
    if not isinstance(text, Text):
        raise InputError(f"{shown(text)} is not a Text.", f"{shown(text, 'zh')}不是 Text。", Text(en, zh))
    for item in text:
        check_text(item, Text(en, zh))
