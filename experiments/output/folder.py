"""Result folders: checked before anything is computed, and written whole or not at all."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sim.errors import InputError, reason_zh

LEAST_SPACE = 50_000_000  # bytes


def prepare_out(path: str | Path, *, file: bool = False, needed: int = LEAST_SPACE) -> Path:
    """Check that a result folder (or, with ``file``, a result file) can be written; nothing is left behind.

    Raises:
        InputError: a folder is needed and there is a file (or the reverse), or it cannot be written, or there
            is no space for ``needed`` bytes.
    """
    out = Path(path)
    try:
        if file and out.is_dir():
            raise InputError(
                f"--out {out} is a folder; name a file that ends with .csv or .parquet.",
                f"--out {out} 是文件夹；请写一个以 .csv 或 .parquet 结尾的文件。",
            )
        if not file and out.exists() and not out.is_dir():
            raise InputError(
                f"--out {out} is a file; name a folder, new or old.",
                f"--out {out} 是文件；请写一个文件夹，新的或已有的都可以。",
            )
        home = _nearest_folder(out.parent if file else out)
        with tempfile.TemporaryDirectory(prefix=".try-", dir=home):
            free = shutil.disk_usage(home).free
    except (OSError, ValueError) as error:
        raise _unwritable(out, error) from None
    if free < needed:
        raise InputError(
            f"no space; {free / 1e6:.0f} MB are free and about {needed / 1e6:.0f} MB are needed.",
            f"空间不足；剩余 {free / 1e6:.0f} MB，约需 {needed / 1e6:.0f} MB。",
            f"--out {out}",
        )
    return out


@contextlib.contextmanager
def whole(out: Path) -> Iterator[Path]:
    """Give a temporary folder; when all has gone well its files move into ``out``, each at once.

    Raises:
        InputError: the disk is full or ``out`` cannot be written; ``out`` is as it was.
    """
    new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=out) as part:
            yield Path(part)
            for made in sorted(Path(part).iterdir()):
                made.replace(out / made.name)
    except OSError as error:
        if new:
            with contextlib.suppress(OSError):
                out.rmdir()
        raise _unwritable(out, error) from None


@contextlib.contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Give a temporary path beside ``out`` that takes its place when all has gone well.

    Raises:
        InputError: the disk is full or ``out`` cannot be written; ``out`` is as it was.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=out.parent) as part:
            made = Path(part) / out.name
            yield made
            made.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from None


def _nearest_folder(path: Path) -> Path:
    """Return the folder itself, or the nearest one above it that is there; its new parts must be possible."""
    if "\0" in str(path):
        raise ValueError("a name cannot hold a null character")
    for place in (path, *path.parents):
        if place.is_dir():
            return place
        if os.path.lexists(place):
            raise NotADirectoryError(errno.ENOTDIR, f"{place} is not a folder")
        if len(os.fsencode(place.name)) > 255:
            raise OSError(errno.ENAMETOOLONG, "the name is too long")
    raise FileNotFoundError(errno.ENOENT, f"there is no {path.anchor or path}")


def _unwritable(out: Path, error: Exception) -> InputError:
    """Say that ``out`` cannot be written, and why."""
    return InputError(
        f"--out {out} cannot be written: {_reason(error)}.", f"--out {out} 无法写入：{reason_zh(error)}。"
    )


def _reason(error: Exception) -> str:
    """Return why, in small words and without a path that is said already."""
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:]
