"""Scenarios and profiles as Python code gives them: objects, or names and paths of what is loaded."""

from collections.abc import Sequence
from pathlib import Path

from sim.errors import InputError
from sim.scenarios.document import check_text, shown
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


def as_profile(given: str | Path | Profile) -> Profile:
    """Return a profile that was given, its text checked, or load the one that is named.

    Raises:
        InputError: there is none, its file has a mistake, or its text cannot be shown.
    """
    if not isinstance(given, Profile):
        return load_profile(given)
    _check_shown(given.label, f"profile {given.name}, label", f"社区类型 {given.name} 的 label")
    return given


def _check_shown(text: Text, en: str, zh: str) -> None:
    """Refuse a text given in code that no screen shows as it is."""
    if not isinstance(text, Text):
        raise InputError(f"{shown(text)} is not a Text.", f"{shown(text, 'zh')}不是 Text。", Text(en, zh))
    for item in text:
        check_text(item, Text(en, zh))
