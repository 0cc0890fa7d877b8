"""The benchmark measures what it says: the same months of the same rules, in ratios of one run."""

import json

import pytest

from cli import main
from experiments.benchmark import engine as benchmark
from experiments.benchmark.engine import Timed


@pytest.fixture(scope="module")
def numbers():
    """A short benchmark, without compiling everything anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(benchmark, "REPEATS", 2)
        patch.setattr(benchmark, "GROWTH", (1_000, 3_000))
        patch.setattr(benchmark, "start_times", lambda: {"first_compile_s": 20.0, "warm_s": 1.0})
        steps: list[str] = []
        return benchmark.measure(steps.append) | {"steps": steps}


def test_a_time_is_spread_over_residents_months_and_lanes() -> None:
    timed = Timed(residents=1000, lanes=16, months=5, work=lambda: None, seconds=[0.8, 0.4, 0.6])
    assert timed.nanoseconds(min) == pytest.approx(5000.0)


def test_what_is_prepared_before_is_not_on_the_clock() -> None:
    order: list[str] = []
    timed = Timed(1, 1, 1, work=lambda: order.append("work"), before=lambda: order.append("before"))
    timed.measure()
    assert order == ["before", "work"]
    assert len(timed.seconds) == 1


@pytest.mark.slow
def test_lanes_and_communities_are_those_asked_for(numbers) -> None:
    assert [variant["lanes"] for variant in numbers["engine"].values()] == [1, 1, 16, 32]
    assert [size["residents"] for size in numbers["growth"]] == [1_000, 3_000]
    assert numbers["steps"] == ["engine", "growth", "start"]


@pytest.mark.slow
def test_ratios_are_those_of_the_times(numbers) -> None:
    twin = numbers["engine"]["twin"]
    for variant in numbers["engine"].values():
        assert variant["times_faster"] == pytest.approx(twin["ns"] / variant["ns"], rel=0.01, abs=0.06)


@pytest.mark.slow
def test_the_compiled_engine_is_far_faster_than_plain_mesa(numbers) -> None:
    assert numbers["engine"]["single"]["times_faster"] > 5
    assert numbers["engine"]["lanes_16"]["times_faster"] > 50


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_prints_tables_or_json(language, numbers, monkeypatch, capsys) -> None:
    found = {key: value for key, value in numbers.items() if key != "steps"}
    monkeypatch.setattr(benchmark, "measure", lambda tell: found)
    assert main(["benchmark", "--lang", language]) == 0
    assert "Mesa" in capsys.readouterr().out
    assert main(["benchmark", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == found
