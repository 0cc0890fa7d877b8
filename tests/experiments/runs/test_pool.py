"""Workers compute by the same rules as the program, and a worker that may start none works by itself."""

import multiprocessing

import pytest

from experiments.runs import Engine, LocalEngine, check_processes, usable_processes
from experiments.runs import pool as pools
from sim.compute import sources
from sim.errors import InputError, RuleError
from tests.experiments import units

OTHERS = "0" * 64


def test_a_worker_process_of_another_pool_works_by_itself_or_says_why_not() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(usable_processes) == 1
        assert pool.apply(check_processes, (None, 8)) == 1
        assert pool.apply(check_processes, (1, 8)) == 1
        assert pool.apply(units.mapped_by_default, (3,)) == [0, 1, 2]
        with pytest.raises(InputError, match=r"processes = 2: this process is itself a worker and may start no others"):
            pool.apply(check_processes, (2, 8))


def test_what_libraries_warn_of_in_a_worker_is_not_for_who_looks_on(capfd: pytest.CaptureFixture[str]) -> None:
    with Engine(2) as engine:
        assert engine.map(units.warning, range(3)) == [0, 1, 2]
    assert capfd.readouterr() == ("", "")


def test_a_worker_that_loaded_other_rules_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "loaded_hash", lambda: OTHERS)
    with Engine(2) as engine, pytest.raises(RuleError, match="a worker process has loaded others; start anew"):
        engine.map(units.itself, range(3))


@pytest.mark.parametrize("processes", [1, 2])
def test_rules_edited_in_the_session_are_told_before_any_work(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    file, kept = next(iter(sources._loaded.items()))
    monkeypatch.setitem(sources._loaded, file, sources.Source(kept.data + b"\n", (0, 0)))
    with Engine(processes) as engine, pytest.raises(RuleError, match="was edited after this program had loaded it"):
        engine.map(units.itself, range(3))
    with LocalEngine(processes) as local, pytest.raises(RuleError, match="was edited after this program"):
        next(local.run(iter(())))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_compiler_that_is_switched_off_is_told_before_any_work(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from numba.core import config

    monkeypatch.setattr(config, "DISABLE_JIT", 1)
    with Engine(processes) as engine, pytest.raises(InputError, match="NUMBA_DISABLE_JIT switches the compiler off"):
        engine.map(units.itself, range(3))
