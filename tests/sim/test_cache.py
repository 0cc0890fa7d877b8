"""Compiled code is kept under what it is made of, and a folder that cannot keep it ends no run."""

import errno
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from numba.core import caching

from sim.compute import cache, numba_cache, turns
from sim.compute.compiled import compiled
from sim.errors import InputError

Usage = namedtuple("Usage", "total used free")


def double(x: float) -> float:
    return 2.0 * x


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.CACHE_HOME, str(tmp_path / "home"))
    return tmp_path / "home"


def ours() -> Any:
    """Return a function, compiled and kept like a rule of ours."""
    double.__module__ = "sim.double"
    return compiled(double)


def hits(function: Any) -> int:
    return sum(function.stats.cache_hits.values())


def test_what_is_compiled_is_kept_and_found_again(home: Path) -> None:
    assert ours()(2.0) == 4.0
    assert [file.parent for file in home.rglob("*.nbc")] == [cache.cache_folder() / "sim.double"]
    again = ours()
    assert (again(3.0), hits(again)) == (6.0, 1)
    assert not cache.is_warm()
    cache.note_tried()
    assert cache.is_warm() and cache.why_not_cached() is None


def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_kept_elsewhere(home: Path) -> None:
    home.write_text("a file", encoding="utf-8")
    said = cache.why_not_cached()
    assert said and said.en.startswith(f"The compiled rules cannot be kept in {home} (Not a directory)")
    assert "路径中有一级不是文件夹" in said.zh and "SIM_CACHE_DIR" in said.zh
    assert cache.usable_folder() is None and not cache.is_warm()
    assert ours()(2.0) == 4.0
    assert not list(Path(__file__).parent.rglob("*.nbc"))


def test_a_full_disk_is_told_before(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9, 4096))
    said = cache.why_not_cached()
    assert said and "(no space left)" in said.en and "磁盘空间不足" in said.zh


def test_a_disk_that_fills_up_ends_no_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(numba_cache, "_said", [])
    monkeypatch.setattr(caching.IndexDataCacheFile, "save", full)
    with pytest.warns(RuntimeWarning, match=r"cannot be kept in .* \(No space left on device\)"):
        assert ours()(2.0) == 4.0


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: b"x" * 99])
def test_a_damaged_file_is_compiled_anew(home: Path, damage: Callable[[bytes], bytes]) -> None:
    ours()(2.0)
    for file in home.rglob("*.nb?"):
        file.write_bytes(damage(file.read_bytes()))
    again = ours()
    assert (again(3.0), hits(again)) == (6.0, 0)


def test_functions_of_others_are_kept_by_numba_alone() -> None:
    assert type(numba_cache._cache_of(pytest.importorskip)) is caching.FunctionCache


@pytest.mark.parametrize("value,off", [("1", True), ("2", True), ("0", False), ("", False), ("no", False)])
def test_a_compiler_that_is_switched_off_is_told(value: str, off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.UNCOMPILED, value)
    monkeypatch.setitem(cache.sys.modules, "numba.core.config", None)
    if not off:
        cache.check_compiles()
        return
    with pytest.raises(InputError, match="NUMBA_DISABLE_JIT switches the compiler off"):
        cache.check_compiles()


def test_a_compiler_switched_off_in_the_session_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core import config

    from sim.engine.trial import try_rules

    monkeypatch.setattr(config, "DISABLE_JIT", 1)
    with pytest.raises(InputError, match="NUMBA_DISABLE_JIT"):
        try_rules()


def test_a_folder_that_somebody_else_filled_and_nobody_may_write_is_used_as_it_is(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours()(2.0)
    cache.note_tried()
    real = Path.open

    def read_only(path: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if "w" in mode:
            raise OSError(errno.EROFS, "Read-only file system")
        return real(path, mode, *arguments, **named)

    monkeypatch.setattr(Path, "open", read_only)
    for wait in (True, False):
        with turns.turn("a pass", wait=wait) as mine:
            assert mine and ours()(2.0) == 4.0


def test_a_segment_in_a_script_is_kept_by_what_it_reaches() -> None:
    assert type(numba_cache._cache_of(test_a_segment_in_a_script_is_kept_by_what_it_reaches)) is numba_cache._Cache
