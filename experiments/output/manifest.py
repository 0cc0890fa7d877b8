"""``manifest.json``: what a result folder is, how it was made, and with what; every command leaves one."""

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.output.folder import check_plain, is_folder, plain_bytes, write_whole
from experiments.output.sources import CommandLine
from sim.errors import InputError, known_are, nearest, reason_zh

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyarrow import Table

MANIFEST = "manifest.json"
SCHEMA = 1
LARGEST = 64_000_000  # bytes; far more than any plan makes
LARGEST_TABLE = 256_000_000  # bytes of numbers; a table that unpacks to more is looked at twice
MOST_UNPACKED = 400  # times its size on the disk
KINDS = ("compare", "sweep", "sensitivity", "worlds", "district", "explain", "agents", "patterns")
PACKAGES = ("numpy", "numba", "mesa", "scipy")
"""What every result rests on; a command adds its own."""


def now() -> str:
    """Return the time in UTC, to the second, as manifests write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_manifest(
    folder: Path,
    kind: str,
    *,
    command: str,
    settings: Mapping[str, Any],
    counts: Mapping[str, int],
    files: Iterable[str],
    started: str,
    code: str,
    packages: Sequence[str] = (),
) -> Path:
    """Write the manifest into a folder that is there, whole or not at all, and return its path.

    Args:
        folder: where the results are.
        kind: one of ``KINDS``.
        command: the line that makes the folder again, a ``CommandLine`` with its files where it names some; empty
        where the
            folder was made from Python.
        settings: all that was asked, ready for JSON; of a sweep, the content of its plan.
        counts: runs ``asked``, ``done`` and ``failed``.
        files: names of the other files in the folder, in the order a reader is told them.
        started: when the work began, of ``now``.
        code: the fingerprint of what computed the results.
        packages: distributions used beyond ``PACKAGES``.

    Raises:
        InputError: the disk is full or the folder cannot be written.
    """
    import sim

    content = {
        "schema": SCHEMA,
        "kind": kind,
        "version": sim.__version__,
        "fingerprint": code,
        "command": command,
        "started": started,
        "finished": now(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in (*PACKAGES, *packages)},
        "plan" if kind == "sweep" else "settings": dict(settings),
        "counts": dict(counts),
        "files": list(files),
    }
    if isinstance(command, CommandLine) and command.sources:
        content["sources"] = [dict(source) for source in command.sources]
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    write_whole(folder / MANIFEST, text + "\n")
    return folder / MANIFEST


def read_manifest(folder: str | Path, wanted: str | None = None) -> dict[str, Any]:
    """Return what the manifest of a result folder says; ``wanted`` is the one kind that will do.

    Raises:
        InputError: there is no such folder, or its manifest is missing, broken, of a later version or another kind.
    """
    place = Path(folder)
    path = place / MANIFEST
    if not is_folder(place):
        raise InputError(f"{place} is not a folder with results.", f"{place} 不是存放结果的文件夹。")
    content = _read(path, place)
    schema, kind = content.get("schema"), content.get("kind")
    if isinstance(schema, int) and schema > SCHEMA:
        raise InputError(
            f"written by a later version (schema {schema}); this one reads up to {SCHEMA}.",
            f"由更新的版本写成（格式 {schema}）；本版本只读到 {SCHEMA}。",
            str(path),
        )
    if schema != SCHEMA or not isinstance(kind, str):
        raise InputError("this is not a manifest of results.", "这不是结果清单。", str(path))
    if kind not in KINDS:
        hint = nearest(kind, KINDS, known_are(KINDS))
        raise InputError(f"kind = '{kind}' is unknown.{hint.en}", f"kind = “{kind}” 不存在。{hint.zh}", str(path))
    for key, shape in _SHAPE.items():
        if not isinstance(content.get(key), shape):
            raise InputError(f"'{key}' is missing or of the wrong kind.", f"“{key}”缺少，或类型不对。", str(path))
    if wanted not in (None, kind):
        raise InputError(
            f"{place} holds results of {kind}, not of {wanted}.",
            f"{place} 中是 {kind} 的结果，不是 {wanted} 的。",
            MANIFEST,
        )
    return content


def settings_of(manifest: Mapping[str, Any], folder: Path) -> Mapping[str, Any]:
    """Return what was asked: the plan of a sweep, the settings of another command.

    Raises:
        InputError: the manifest does not say.
    """
    key = "plan" if manifest["kind"] == "sweep" else "settings"
    found = manifest.get(key)
    if not isinstance(found, dict):
        raise InputError(
            f"'{key}' is missing or of the wrong kind.", f"“{key}”缺少，或类型不对。", str(folder / MANIFEST)
        )
    return found


def read_numbers(
    folder: Path, kind: str, file: str, schema: int, same: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the numbers of a result folder, one JSON object, and its manifest.

    Args:
        folder: where the results are.
        kind: what they must be of.
        file: the name of the file with the numbers.
        schema: the edition that it must have.
        same: what numbers and manifest must say alike of what was asked.

    Raises:
        InputError: the folder holds something else, or its numbers are missing, cut short or of another run.
    """
    manifest = read_manifest(folder, kind)
    path = folder / file
    try:
        content = _object(path)
    except (OSError, ValueError, RecursionError) as error:
        raise unreadable(path, error) from None
    asked = settings_of(manifest, folder)
    if content.get("schema") != schema or any(content.get(name) != asked.get(name) for name in same):
        raise unreadable(path, ValueError())
    return content, manifest


def read_table(path: Path) -> "DataFrame":
    """Return a table of a result folder.

    Raises:
        InputError: it is missing, cut short or not one of these results.
    """
    import pandas as pd
    from pyarrow import ArrowException

    try:
        _check_unpacked(path, None)
        return pd.read_parquet(path, page_checksum_verification=True)
    except (OSError, ValueError, ArrowException) as error:
        raise unreadable(path, error) from None


def read_columns(path: Path, columns: Sequence[str], **options: Any) -> "Table":
    """Return some columns of a table; ``options`` as of pyarrow.

    Raises:
        InputError: the file is missing, cut short, or has other columns.
    """
    from pyarrow import ArrowException, parquet

    try:
        _check_unpacked(path, columns)
        table = parquet.read_table(path, columns=list(columns), page_checksum_verification=True, **options)
    except (OSError, ValueError, ArrowException) as error:
        raise unreadable(path, error) from None
    if table.column_names != list(columns):
        raise unreadable(path, ValueError())
    return table


def _check_unpacked(path: Path, columns: Sequence[str] | None) -> None:
    """Refuse a table that is not a plain file, or says that it unpacks to far more than results of its size do.

    Raises:
        OSError, ArrowException: it cannot be read.
        ValueError: it is not a plain file, or unpacks to too much.
    """
    from pyarrow import parquet

    check_plain(path)
    with parquet.ParquetFile(path) as file:
        shape = file.metadata
        width = shape.num_columns if columns is None else len(columns)
        packed = sum(shape.row_group(place).total_byte_size for place in range(shape.num_row_groups))
    most = max(LARGEST_TABLE, MOST_UNPACKED * path.stat().st_size)
    if max(8 * shape.num_rows * width, packed) > most:
        raise ValueError("too large")


def unreadable(path: Path, error: Exception) -> InputError:
    """Return the sentence for a result file that is missing, cut short or of somebody else."""
    if isinstance(error, FileNotFoundError):
        return InputError("the file is missing.", "缺少这个文件。", str(path))
    if isinstance(error, OSError) and error.errno is not None:
        return InputError(f"cannot be read: {error.strerror}.", f"无法读取：{reason_zh(error)}。", str(path))
    return InputError("the file is cut short or not one of these results.", "文件不完整，或不属于这些结果。", str(path))


def _read(path: Path, folder: Path) -> dict[str, Any]:
    """Read the file as a JSON object."""
    try:
        return _object(path)
    except FileNotFoundError:
        raise InputError(
            f"{folder} has no {MANIFEST}; name the folder that was given to --out.",
            f"{folder} 中没有 {MANIFEST}；请写运行时 --out 所给的文件夹。",
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise unreadable(path, error) from None


def _object(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        OSError, RecursionError: it cannot be read.
        ValueError: it is something else.
    """
    content = json.loads(plain_bytes(path, LARGEST).decode("utf-8"))
    if not isinstance(content, dict):
        raise ValueError("no object")
    return content


def _version(name: str) -> str | None:
    """Return the version of a distribution, None where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None


_SHAPE: Mapping[str, type] = {
    "version": str, "fingerprint": str, "command": str, "counts": dict, "files": list, "packages": dict,
}  # fmt: skip


def check_folder(out: Path, own: str = "compare", *, repairs: bool = False) -> None:
    """Refuse a folder that holds results of another command, some of whose files would be overwritten.

    Args:
        out: the folder, which need not be there.
        own: the kind of results that the command writes.
        repairs: a manifest that cannot be read is no reason to refuse; it is written anew.

    Raises:
        InputError: it does.
    """
    if is_folder(out) and (out / MANIFEST).is_file():
        try:
            kind = read_manifest(out)["kind"]
        except InputError:
            if repairs:
                return
            raise
        if kind != own:
            raise InputError(
                f"the folder holds results of '{kind}'; name another one.",
                f"文件夹中是 {kind} 的结果；请换一个文件夹。",
                f"--out {out}",
            )
