"""A rule that fails is named by file, line and month, whether plain Python or only a compiled run finds it."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.agents import resident
from sim.compute import cache
from sim.engine import trial
from sim.errors import OutOfBounds, RuleError
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.quantity import Index


@pytest.fixture(autouse=True)
def untried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(trial, "_tried", [])
    monkeypatch.setenv(cache.CACHE_HOME, str(tmp_path))
    cache.cache_folder().mkdir()


def replace_gate(monkeypatch: pytest.MonkeyPatch, rule: Callable[[float, float, float], float]) -> None:
    rule.__name__, rule.__module__ = "gate", resident.__name__
    monkeypatch.setattr(resident, "gate", rule)


def test_the_rules_as_they_stand_pass_the_trial(tmp_path: Path) -> None:
    trial.try_rules()
    assert cache.were_tried()


def test_a_rule_out_of_its_range_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(awareness: float, asked: float, information_floor: float) -> Index:
        return 2.0

    replace_gate(monkeypatch, too_much)
    with pytest.raises(RuleError, match=r"line \d+: the rule gate returns 2\.0; allowed is 0..1 \(in the burn-in\)"):
        trial.try_rules()


def test_a_rule_that_returns_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_number(awareness: float, asked: float, information_floor: float) -> Index:
        return math.nan

    replace_gate(monkeypatch, no_number)
    with pytest.raises(RuleError, match=r"the rule gate returns nan"):
        trial.try_rules()


def test_a_rule_without_a_return_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgets(awareness: float, asked: float, information_floor: float) -> Index:
        max(awareness, asked)

    replace_gate(monkeypatch, forgets)
    with pytest.raises(RuleError, match=r"the rule gate returns nothing; a return is missing"):
        trial.try_rules()


def test_a_rule_that_raises_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def divides(awareness: float, asked: float, information_floor: float) -> Index:
        nothing = 0.0
        return awareness / nothing

    replace_gate(monkeypatch, divides)
    line = divides.__code__.co_firstlineno + 2
    with pytest.raises(RuleError, match=rf"line {line}: the rule gate raises ZeroDivisionError"):
        trial.try_rules()


def test_a_helper_of_another_file_is_blamed_by_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.compute.elementary import clip
    from sim.engine.blame import checked

    def clips(awareness: float, asked: float, information_floor: float) -> Index:
        return clip(awareness, "low")  # type: ignore[arg-type]

    line = clip.__code__.co_firstlineno + 2
    with pytest.raises(RuleError, match=rf"sim/compute/elementary.py, line {line}: the rule clips raises TypeError"):
        checked(clips)(0.5, 0.0, 0.0)


def test_a_rule_may_be_called_with_names() -> None:
    from sim.engine.blame import checked

    def half(whole: float, part: float = 0.5) -> Index:
        return whole * part

    assert checked(half)(0.5, part=1.0) == 0.5


def test_a_rule_that_is_handed_too_little_is_told_by_the_line_that_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def needs_more(awareness: float, asked: float, information_floor: float, more: float) -> Index:
        return awareness

    replace_gate(monkeypatch, needs_more)
    with pytest.raises(RuleError, match=r"sim/engine/passes/residents\.py, line \d+: the rule gate raises TypeError"):
        trial.try_rules()


def test_random_draws_is_found_before_a_rule_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    import random

    def lucky(awareness: float, asked: float, information_floor: float) -> Index:
        return random.random()

    replace_gate(monkeypatch, lucky)
    with pytest.raises(RuleError, match=r"the rule gate uses random\.random, and the same seed would no longer"):
        trial.try_rules()


def test_rules_and_passes_are_restored_after_a_trial() -> None:
    before = resident.gate
    trial.try_rules()
    assert resident.gate is before


def test_every_rule_states_what_it_returns() -> None:
    from importlib import import_module

    from sim.compute.compiled import plain_rules

    for name in trial.RULE_MODULES:
        for rule in plain_rules(import_module(name)):
            assert "return" in rule.__annotations__, rule.__name__
            assert rule.__doc__, rule.__name__


def test_a_compiled_month_out_of_bounds_is_told_by_its_month() -> None:
    import numpy as np

    from sim.engine.calendar import simulate_month
    from sim.engine.lanes import settle

    block = settle(1, [{name: q.default for name, q in PARAMS.items()} | trial.SMALL | {"habit_speed": 40.0}])
    levers = np.repeat([[q.default] for q in LEVERS.values()], 16, axis=1)
    with pytest.raises(OutOfBounds, match="in the burn-in: a value is not a number or has left its bounds"):
        simulate_month(block, levers)


def test_the_rule_behind_it_is_found_by_living_the_month_again() -> None:
    from sim.engine.replicate import run_lockstep
    from sim.scenarios.scenario import load_profile, load_scenario

    with pytest.raises(RuleError, match=r"sim/agents/resident\.py, line \d+: the rule habit_after returns"):
        run_lockstep(
            [load_scenario("baseline")],
            profile=load_profile("mixed"),
            params={"n_residents": 60.0, "n_buildings": 2.0, "burn_in_months": 2.0, "habit_speed": 40.0},
            months=3,
        )
