"""Result folders: checked before anything is computed, and written whole or not at all."""

import contextlib
import errno
import os
import re
import shutil
import socket
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from sim.errors import InputError, reason_zh
from sim.text import Text

LEAST_SPACE = 50_000_000  # bytes
_PART = re.compile(r"\.part-(\d+)-(?:([0-9a-f]{8})-)?.*")
_HERE = f"{zlib.crc32(socket.gethostname().encode()):08x}"
"""This machine, in the name of a temporary folder: what runs on another one cannot be told."""
_OURS = {".csv", ".parquet", ".json", ".html", ".png", ".part"}


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
        for place in [out] if file else _with_our_endings(out):
            _refuse_taken(place)
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
def writable(out: Path, option: str = "--out") -> Iterator[None]:
    """Tell in one sentence that ``out`` cannot be written, where the body finds that."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise _unwritable(out, error, option) from None


def tidy(out: Path, *, locked: bool = True) -> None:
    """Remove the temporary folders of processes that were killed in ``out``.

    With ``locked`` nobody else writes there; without it those of other machines stay, for they may be at work.
    """
    for part in out.glob(".part-*"):
        name = _PART.fullmatch(part.name)
        at_work = bool(name and _alive(int(name[1]))) or not (locked or (name and name[2] == _HERE))
        if not part.is_symlink() and part.is_dir() and not at_work and _is_ours(part):
            shutil.rmtree(part, ignore_errors=True)
    for tried in out.glob(".try-*/"):
        with contextlib.suppress(OSError):
            tried.rmdir()


def _is_ours(part: Path) -> bool:
    return all(file.is_file() and file.suffix in _OURS for file in part.iterdir())


def _alive(pid: int) -> bool:
    """Tell whether there is such a process; where the system cannot say, there is."""
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _part(folder: Path) -> "tempfile.TemporaryDirectory[str]":
    """Return a temporary folder in ``folder`` whose name tells whose it is."""
    return tempfile.TemporaryDirectory(prefix=f".part-{os.getpid()}-{_HERE}-", dir=folder)


@contextlib.contextmanager
def written_at_once(out: Path, option: str = "--out") -> Iterator[Path]:
    """Give a temporary folder; when all has gone well its files move into ``out``, each at once.

    ``option`` is what named ``out`` on the command line, empty where it was the command's own argument.

    Raises:
        InputError: the disk is full or ``out`` cannot be written; ``out`` is as it was.
    """
    new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        tidy(out, locked=False)
        with _part(out) as part:
            yield Path(part)
            finished = sorted(Path(part).iterdir())
            for made in finished:
                _refuse_taken(out / made.name)
            for made in finished:
                made.replace(out / made.name)
    except BaseException as error:
        if new:
            with contextlib.suppress(OSError):
                out.rmdir()
        if isinstance(error, OSError):
            raise _unwritable(out, error, option) from None
        raise


@contextlib.contextmanager
def atomic_file(out: Path) -> Iterator[Path]:
    """Give a temporary path beside ``out`` that takes its place when all has gone well.

    Raises:
        InputError: the disk is full or ``out`` cannot be written; ``out`` is as it was.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        tidy(out.parent, locked=False)
        with replacing(out) as made:
            yield made
            _refuse_taken(out)
    except OSError as error:
        raise _unwritable(out, error) from None


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a temporary path in the folder of ``out`` that takes its place when all has gone well; none is left behind.

    Every file that a user can see comes into its place here or in ``written_at_once``.
    """
    with _part(out.parent) as part:
        made = Path(part) / out.name
        yield made
        made.replace(out)


def write_whole(out: Path, text: str) -> None:
    """Write a text as a file, whole or not at all.

    Raises:
        InputError: the disk is full or ``out`` cannot be written; ``out`` is as it was.
    """
    with atomic_file(out) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def _with_our_endings(out: Path) -> list[Path]:
    """Return what is in a folder under names that results may have."""
    return [place for place in out.iterdir() if place.suffix in _OURS] if out.is_dir() else []


def _refuse_taken(place: Path) -> None:
    """Refuse to put a file where a folder, pipe, socket or device is, also at the end of a link.

    Raises:
        InputError: there is one.
        OSError: it cannot be told.
    """
    if place.exists() and not place.is_file():
        raise InputError(
            f"{place} is not a plain file but a folder, pipe or device; results are not written there.",
            f"{place} 不是普通文件，而是文件夹、管道或设备；结果不写到那里。",
        )


def check_plain(path: Path) -> None:
    """Refuse a pipe or device, which may never end or never begin, before it is opened.

    Raises:
        ValueError: it is there and no plain file.
    """
    if path.exists() and not path.is_file():
        raise ValueError("no plain file")


def plain_bytes(path: Path, largest: int) -> bytes:
    """Return the content of a plain file; nothing else is opened.

    Raises:
        OSError: there is none, or it cannot be read.
        ValueError: it is not a plain file, or has more than ``largest`` bytes.
    """
    check_plain(path)
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise ValueError("too large")
    return content


def is_folder(path: Path) -> bool:
    """Tell whether there is such a folder.

    Raises:
        InputError: no file can have that name.
    """
    try:
        return path.resolve().is_dir()
    except (OSError, ValueError, RuntimeError) as error:  # too long, a null character, a loop of links
        reason = Text("its links go in a circle", "链接成环") if isinstance(error, RuntimeError) else why(error)
        raise InputError(f"{path} cannot be used: {reason.en}.", f"{path} 无法使用：{reason.zh}。") from None


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


def _unwritable(out: Path, error: Exception, option: str = "--out") -> InputError:
    """Say that ``out`` cannot be written, and why."""
    place = f"{option} {out}".strip()
    return InputError(f"{place} cannot be written: {why(error).en}.", f"{place} 无法写入：{why(error).zh}。")


def why(error: Exception) -> Text:
    """Return why a file cannot be used, in small words and without a path that is said already."""
    text = getattr(error, "strerror", None) or str(error)
    return Text(text[:1].lower() + text[1:], reason_zh(error))
