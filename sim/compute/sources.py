"""The sources as this process loaded them: what is said of the rules is said of those that run.

Files may be edited while a session, a long sweep or the page goes on, but Python runs on with what it has loaded. So
the text of every source is kept when its module is loaded. Fingerprints are taken of that text and not of what lies on
the disk by then, and an edit since is told before anything new is computed.
"""

import ast
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sim.compute.canonical import canonical
from sim.errors import RuleError
from sim.text import Text

FOLDER = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Source:
    """A file as it was loaded, and the time and size by which it is seen to be the same."""

    data: bytes
    stamp: tuple[int, int]


_loaded: dict[Path, Source] = {}
_read: list[bool] = []
_trusted: list[bool] = []


def remember(*files: Path) -> None:
    """Keep the text of all files of this package whose module is not loaded yet, and of ``files`` beside it.

    It is called as the package and again as the compiled engine is loaded, each time before the modules are. What was
    said of a text, such as its fingerprint, holds: from then on none is taken anew.
    """
    own = [file for file in FOLDER.rglob("*.py") if not (_read and file in _loaded)]
    for file in (*(file for file in own if file not in _loaded or module_of(file) not in sys.modules), *files):
        if stamp := _stamp(file):
            _loaded[file] = Source(file.read_bytes(), stamp)


def loaded_files(folder: Path) -> list[Path]:
    """Return the Python files of a folder: of this package those that were there when it was loaded."""
    own = [file for file in _loaded if file.is_relative_to(FOLDER)]
    return sorted(own if folder.resolve() == FOLDER and own else folder.rglob("*.py"))


def text_of(file: Path) -> str:
    """Return the text of a source as it was loaded, of any other file as it is."""
    kept = _loaded.get(file)
    if kept and not _read:
        _read.append(True)
    text = (kept.data if kept else file.read_bytes()).decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def tree_of(file: Path) -> ast.Module:
    """Return the syntax tree of a source as it was loaded."""
    return ast.parse(text_of(file), str(file))


@cache
def loaded_hash() -> str:
    """Return the SHA-256 over what was loaded of this package and the version of the compiler, in hexadecimal."""
    digest = hashlib.sha256(version("numba").encode())
    for file in loaded_files(FOLDER):
        digest.update(file.relative_to(FOLDER).as_posix().encode())
        digest.update(text_of(file).encode())
    return digest.hexdigest()


@cache
def code_hash() -> str:
    """Return the SHA-256 over what was loaded of this package without what only speaks, in hexadecimal.

    Lines that import count: by another of them a name stands for another rule.
    """
    digest = hashlib.sha256()
    for file in loaded_files(FOLDER):
        tree = tree_of(file)
        imports = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        digest.update(f"{file.relative_to(FOLDER).as_posix()}\n{canonical(tree)}\n{imports}\n".encode())
    return digest.hexdigest()


def module_of(file: Path) -> str:
    """Return the dotted name of the module that a file of this package holds."""
    parts = file.relative_to(FOLDER.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def place_of(file: str | Path) -> str:
    """Return a file as it is named in messages: below the folder of the project, or by its name alone."""
    path = Path(file).resolve()
    return path.relative_to(FOLDER.parent).as_posix() if path.is_relative_to(FOLDER.parent) else path.name


def check_unchanged() -> None:
    """Refuse to go on where a source has been edited since it was loaded.

    Raises:
        RuleError: the rules that would run are not those that stand in the file.
    """
    if _trusted:
        return
    for file, kept in _loaded.items():
        stamp = _stamp(file)
        if stamp == kept.stamp:
            continue
        if stamp is None or file.read_bytes() != kept.data:
            raise RuleError(*_edited(place_of(file)))
        kept.stamp = stamp


def check_bytecode() -> None:
    """Refuse a module that Python took from an older compilation: it knows a source by its second and size alone.

    Raises:
        RuleError: what runs is not what stands in the file.
    """
    for file, kept in _loaded.items():
        module = sys.modules.get(module_of(file)) if file.is_relative_to(FOLDER) else None
        loader = getattr(module, "__loader__", None)
        if not hasattr(loader, "get_code") or not hasattr(loader, "source_to_code"):
            continue
        if loader.get_code(module_of(file)) != loader.source_to_code(kept.data, str(file)):  # type: ignore[union-attr]
            cached, place = Path(file.parent, "__pycache__"), place_of(file)
            raise RuleError(
                f"{place}: Python took an older compilation of this file; remove the folder {cached} and start anew.",
                f"{place}：Python 载入的是这个文件较早的编译结果；请删除文件夹 {cached}，然后重新启动。",
            )


def trust_what_is_loaded() -> None:
    """In a worker: what it loaded is what counts, and its parent holds it against its own."""
    _trusted.append(True)


@contextmanager
def work_under_way() -> Iterator[None]:
    """For as long as it lasts, go on with what is loaded even where a file is edited."""
    _trusted.append(True)
    try:
        yield
    finally:
        _trusted.pop()


def check_same(theirs: str) -> None:
    """In a worker: refuse to work for a program that has loaded other rules.

    Raises:
        RuleError: a file was edited between the start of the program and that of this worker.
    """
    if loaded_hash() != theirs:
        raise RuleError(
            "The rules were edited while the program was running, and a worker process has loaded others; start anew.",
            "程序运行期间规则文件有改动，工作进程载入的规则与主程序不同；请重新启动。",
        )


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _edited(place: str) -> Text:
    return Text(
        f"{place} was edited after this program had loaded it, so the rules that run are not those that stand there; "
        "start the program (in a notebook: the kernel) anew.",
        f"{place} 在程序载入之后有改动，正在运行的规则与文件里写的不同；请重新启动程序（在笔记本中：重启内核）。",
    )
