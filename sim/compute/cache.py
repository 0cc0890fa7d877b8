"""Where compiled code is kept: a folder for exactly these sources, so that an edited rule is compiled anew, always."""

import hashlib
import os
import shutil
from functools import cache
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
CACHE_HOME = "SIM_CACHE_DIR"
CACHES_KEPT = 8


@cache
def source_hash() -> str:
    """SHA-256 over the source of every Python file of this package that may hold a rule, in hexadecimal."""
    digest = hashlib.sha256(version("numba").encode())
    for file in sorted(FOLDER.rglob("*.py")):
        digest.update(file.relative_to(FOLDER).as_posix().encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def cache_folder() -> Path:
    """Where compiled code is kept for exactly these sources."""
    home = os.environ.get(CACHE_HOME)
    return (Path(home) if home else FOLDER.parent / ".numba_cache") / source_hash()[:20]


def is_warm() -> bool:
    """Whether these sources were compiled before on this machine."""
    return any(cache_folder().rglob("*.nbc"))


def usable_folder() -> Path | None:
    """Make the folder of these sources and return it; None where nothing can be written, and all is compiled anew."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
        _forget_old(folder.parent)
    except OSError:
        return None
    return folder


def _forget_old(home: Path) -> None:
    """Keep the folders of the sources compiled last; what cannot be removed is left."""
    folders = sorted((path for path in home.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in folders[:-CACHES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
