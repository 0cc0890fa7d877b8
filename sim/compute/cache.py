"""Where compiled code is kept, each function under what it is made of; whether these rules were tried before."""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sim.compute.canonical import canonical
from sim.compute.sources import FOLDER, code_hash, loaded_hash, tree_of
from sim.errors import InputError, reason_zh
from sim.text import Text

CACHE_HOME = "SIM_CACHE_DIR"
FILES_KEPT = 2000
"""Of so many files, some hundreds at first and some dozens for each edit, the rest is what was compiled long ago."""
MOST_CACHES = 2
NEEDED = 20_000_000
"""Free bytes; what is compiled takes about half of them."""

UNCOMPILED = "NUMBA_DISABLE_JIT"


COMPILER = ("apart.py", "compiled.py", "content.py", "numba_cache.py", "tiles.py")
"""What says how functions are compiled; all else shows in what they are made of."""


def cache_folder() -> Path:
    """Where is kept what was compiled in this way."""
    home = os.environ.get(CACHE_HOME)
    return (Path(home) if home else FOLDER.parent / ".numba_cache") / _way_of_compiling()[:20]


@cache
def _way_of_compiling() -> str:
    texts = [canonical(tree_of(FOLDER / "compute" / file)) for file in COMPILER]
    return hashlib.sha256("\n".join([version("numba"), *texts]).encode()).hexdigest()


def is_warm() -> bool:
    """Whether these rules were tried, and some compiled, before on this machine.

    An edit that only speaks, such as that of a comment, makes no others of them.
    """
    return were_tried() and has_compiled()


def has_compiled() -> bool:
    """Whether some rules, these or others, were compiled in this way before on this machine."""
    try:
        return any(cache_folder().rglob("*.nbc"))
    except OSError:
        return False


def note_tried() -> None:
    """Remember that these rules were tried."""
    with suppress(OSError):
        if cache_folder().is_dir():
            for mark in (loaded_hash(), code_hash()):
                _marker(mark).touch()


def were_tried() -> bool:
    """Whether these rules were tried before on this machine; a folder that may not be read counts as no."""
    with suppress(OSError):
        if not _marker(loaded_hash()).exists():
            if not _marker(code_hash()).exists():
                return False
            note_tried()
        return True
    return False


def _marker(mark: str) -> Path:
    return cache_folder() / f"tried-{mark[:20]}"


def usable_folder() -> Path | None:
    """Make the folder of these sources and return it; None where nothing can be kept, and all is compiled anew."""
    return None if why_not_cached() else cache_folder()


def why_not_cached() -> Text | None:
    """Return the sentence on a folder in which nothing can be kept, None where it can or already is."""
    if is_warm():
        return None
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
        _forget_old((path for path in folder.parent.iterdir() if path.is_dir()), MOST_CACHES)
        _forget_old(folder.rglob("*.nb?"), FILES_KEPT)
        if shutil.disk_usage(folder).free >= NEEDED:
            return None
    except OSError as error:
        return not_cached(Text(str(error.strerror), reason_zh(error)))
    return not_cached(Text("no space left", "磁盘空间不足"))


def not_cached(reason: Text) -> Text:
    """Return the sentence on compiled code that is lost with this process."""
    folder = cache_folder().parent
    return Text(
        f"The compiled rules cannot be kept in {folder} ({reason.en}), so every process compiles them anew, a minute "
        f"or two each; {CACHE_HOME} can name another folder.",
        f"编译好的规则无法保存到 {folder}（{reason.zh}），每个进程都要重新编译，各需一两分钟；可用环境变量 "
        f"{CACHE_HOME} 指定另一个文件夹。",
    )


def check_compiles() -> None:
    """Refuse to run where the compiler is switched off: what takes seconds would take hours.

    Raises:
        InputError: the environment switches it off.
    """
    config = sys.modules.get("numba.core.config")
    if getattr(config, "DISABLE_JIT", False) or (config is None and _is_set(os.environ.get(UNCOMPILED, ""))):
        raise InputError(
            f"{UNCOMPILED} switches the compiler off, and the rules would run some hundred times slower; unset it.",
            f"{UNCOMPILED} 关掉了编译器，规则会慢几百倍；请取消这个环境变量。",
        )


def _is_set(value: str) -> bool:
    """Tell whether the compiler reads a value as yes: any whole number but 0."""
    with suppress(ValueError):
        return int(value) != 0
    return False


def _forget_old(compiled: Iterable[Path], kept: int) -> None:
    """Keep the latest of what was compiled, all else goes; what cannot be removed is left."""
    for old in sorted(compiled, key=lambda path: path.stat().st_mtime)[:-kept]:
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink(missing_ok=True)
