"""Which scenarios and profiles are built in: the files of two folders, in their order.

A file that is put there is one of them by being there.
"""

from functools import cache
from pathlib import Path

from sim.errors import InputError
from sim.scenarios.document import read_document

FOLDER = Path(__file__).parent
PROFILE_FOLDER = FOLDER / "profiles"
BASELINE = "baseline"
_LAST = 10**6  # in the order of names


def scenario_names() -> tuple[str, ...]:
    """Return the scenarios of the folder: the baseline, those that answer P1 to P10, and those of no one problem."""
    return names_in(FOLDER, "problem")


def profile_names() -> tuple[str, ...]:
    """Return the profiles of the folder in the ``order`` that their files give, then those that give none."""
    return names_in(PROFILE_FOLDER, "order")


def names_in(folder: Path, key: str) -> tuple[str, ...]:
    """Return the names of a folder's files by the number that a key of theirs gives, then by alphabet; baseline first.

    A file with a mistake gives no number here; what is wrong is told where it is loaded.
    """

    def place(path: Path) -> tuple[bool, int, str]:
        try:
            stamp = path.stat().st_mtime_ns
        except OSError:
            stamp = 0
        return path.stem != BASELINE, _number_given(path, stamp, key), path.stem

    return tuple(path.stem for path in sorted(folder.glob("*.toml"), key=place))


@cache
def _number_given(path: Path, stamp: int, key: str) -> int:
    """Return the number that a key of a file gives, such as 3 for ``problem = "P3"``; ``stamp`` is when it changed."""
    try:
        given = str(read_document(path, path.name).data.get(key, ""))
    except InputError:
        return _LAST
    number = given.removeprefix("P")
    return int(number) if number.isdecimal() else _LAST
