"""What can go wrong, as one sentence a student can act on.

SimError
├── InputError   a file, option or value that cannot be used
└── RuleError    a rule that does not compile, raises, or leaves its range
    └── OutOfBounds   a month of a compiled run left its bounds

Whatever is not a ``SimError`` is a bug of ours and keeps its traceback.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class SimError(Exception):
    """One sentence: what was wrong, where, what is allowed."""


class InputError(SimError):
    """A file, an option or a value that cannot be used."""


class RuleError(SimError):
    """A rule that does not compile, raises, or returns a value outside its range."""


class OutOfBounds(RuleError):  # noqa: N818
    """A month of a compiled run in which a value left its bounds; ``month`` tells which."""

    def __init__(self, month: int) -> None:
        """Remember the month."""
        super().__init__(f"month {month}: a value is no number or has left its bounds.")
        self.month = month

    def __reduce__(self) -> tuple[type["OutOfBounds"], tuple[int]]:
        """Travel between processes."""
        return OutOfBounds, (self.month,)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the known name closest to ``name``, or nothing."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""
