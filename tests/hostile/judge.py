"""What a command did with a mutant, held against what was expected of it."""

import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.inputs import KINDS, Kind
from tests.hostile.mutant import EITHER, EQUAL, OUT, REFUSED, Mutant
from tests.hostile.worker import FIRST, Ended, Worker

LONGEST_SENTENCE = 900  # characters that are still read
MOST_SENTENCES = 25


@dataclass(frozen=True)
class Fault:
    """A mutant that did not come to what was expected, and what it came to."""

    mutant: Mutant
    what: str
    ended: Ended

    def __str__(self) -> str:
        """Tell it in a few lines."""
        told = " | ".join(self.ended.err.strip().splitlines()[-3:])[:400]
        own = self.mutant
        return f"{own.kind.name} × {own.mutation}: {own.note!r}, expected {own.expected}: {self.what}\n    {told}"


class Judge:
    """Runs mutants one after another and tells the faults; ``with`` ends its worker."""

    def __init__(self, worker: Worker) -> None:
        """Know no result yet."""
        self._worker = worker
        self._good: dict[str, object] = {}

    def fault(self, mutant: Mutant, language: str = "en", planted: str = "") -> Fault | None:
        """Run one mutant in an empty folder and return its fault, None where there is none.

        ``planted`` names a fault of the program that is put back meanwhile.
        """
        good = self._result_of_the_unmutated(mutant.kind)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            try:
                path = _laid(mutant.kind, folder, mutant)
                before = _listing(folder)
                arguments = mutant.arguments(mutant.kind.command(path, OUT))
                ended = self._worker.run([*arguments, "--lang", language], folder, planted)
                late = ended.seconds > self._worker.longest()
                what = _judged(mutant, ended, before, folder, good, language, late=late)
            finally:
                _open(folder)
        return Fault(mutant, what, ended) if what else None

    def _result_of_the_unmutated(self, kind: Kind) -> object:
        if kind.name not in self._good:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                path = _laid(kind, folder, None)
                ended = self._worker.run([*kind.command(path, OUT), "--lang", "en"], folder, patience=FIRST)
                if ended.code != 0:
                    raise AssertionError(f"the unmutated {kind.name} is refused: {ended.err}")
                self._good[kind.name] = kind.result(folder / OUT)
        return self._good[kind.name]


def _laid(kind: Kind, folder: Path, mutant: Mutant | None) -> str:
    """Lay what a command needs into a folder and return the path of its input."""
    for other, content in kind.more.items():
        (folder / other).write_text(content, encoding="utf-8")
    if mutant:
        return mutant.place(folder)
    (folder / kind.file).write_text(kind.content, encoding="utf-8")
    return kind.file


def _judged(
    mutant: Mutant, ended: Ended, before: dict[str, object], folder: Path, good: object, language: str, *, late: bool
) -> str:
    """Return what is wrong, empty where all is as it should be."""
    if ended.code is None or late:
        return f"{ended.err or 'it took too long'} ({ended.seconds:.0f} s)"
    if "Traceback" in ended.err + ended.out:
        return "a traceback"
    if ended.code not in (0, 2):
        return f"exit code {ended.code}"
    if ended.code == 2:
        return _refusal(mutant, ended, before, folder, language)
    if mutant.expected == REFUSED:
        return "it was taken"
    left = [name for name in _listing(folder) if name.endswith((".part", ".tmp")) or name.startswith((".part", "tmp"))]
    if left:
        return f"left behind: {left}"
    assert mutant.expected in (EQUAL, EITHER)
    return "" if mutant.kind.result(folder / OUT) == good else "it was taken, and came to something else"


def _refusal(mutant: Mutant, ended: Ended, before: dict[str, object], folder: Path, language: str) -> str:
    if mutant.expected == EQUAL:
        return "it was refused"
    lines = [line for line in ended.err.splitlines() if line.strip()]
    if not lines:
        return "refused without a word"
    if len(lines) > MOST_SENTENCES or max(map(len, lines)) > LONGEST_SENTENCE:
        return f"{len(lines)} lines of up to {max(map(len, lines))} characters"
    if language == "zh" and mutant.kind.name != "band" and not _chinese(ended.err.replace("错误：", "")):
        return "no word of Chinese"
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in ended.err):
        return "a sign in it that steers the terminal"
    after = _listing(folder)
    return (
        f"written all the same: {sorted(set(after) - set(before)) or 'a file was changed'}" if after != before else ""
    )


def _chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def _listing(folder: Path) -> dict[str, object]:
    """Return what is in a folder: by its name the content of a file, or of what kind it is."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        try:
            regular = path.is_file() and not path.is_symlink() and path.stat().st_size < 2**20
            found[path.relative_to(folder).as_posix()] = path.read_bytes() if regular else path.lstat().st_mode
        except OSError:
            found[path.relative_to(folder).as_posix()] = "shut"
    return found


def _open(folder: Path) -> None:
    """Give back the rights that a mutant took, so that its folder can be removed."""
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)


__all__ = ["KINDS", "Fault", "Judge"]
