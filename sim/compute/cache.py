"""Where compiled code is kept: a folder for exactly these sources, so that an edited rule is compiled anew, always."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from sim.compute.sources import FOLDER, loaded_hash
from sim.errors import InputError, reason_zh
from sim.text import Text

CACHE_HOME = "SIM_CACHE_DIR"
CACHES_KEPT = 8
NEEDED = 8_000_000
"""Free bytes; what is compiled takes about half of them."""

UNCOMPILED = "NUMBA_DISABLE_JIT"


def cache_folder() -> Path:
    """Where compiled code is kept for exactly these sources."""
    home = os.environ.get(CACHE_HOME)
    return (Path(home) if home else FOLDER.parent / ".numba_cache") / loaded_hash()[:20]


def is_warm() -> bool:
    """Whether these sources were compiled before on this machine."""
    try:
        return any(cache_folder().rglob("*.nbc"))
    except OSError:
        return False


def usable_folder() -> Path | None:
    """Make the folder of these sources and return it; None where nothing can be kept, and all is compiled anew."""
    return None if why_not_kept() else cache_folder()


def why_not_kept() -> Text | None:
    """Return the sentence on a folder in which nothing can be kept, None where it can or already is."""
    if is_warm():
        return None
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
        _forget_old(folder.parent)
        if shutil.disk_usage(folder).free >= NEEDED:
            return None
    except OSError as error:
        return not_kept(Text(str(error.strerror), reason_zh(error)))
    return not_kept(Text("no space left", "磁盘空间不足"))


def not_kept(reason: Text) -> Text:
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


def _forget_old(home: Path) -> None:
    """Keep the folders of the sources compiled last; what cannot be removed is left."""
    folders = sorted((path for path in home.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in folders[:-CACHES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
