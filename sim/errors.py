"""What can go wrong, as one sentence a student can act on, in both languages.

SimError
├── InputError   a file, option or value that cannot be used
│   └── Mistakes     several in one file, a line each
└── RuleError    a rule that does not compile, raises, or leaves its range
    └── OutOfBounds   a month of a compiled run left its bounds

Whatever is not a ``SimError`` is a bug of ours and keeps its traceback.
"""

import errno
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from sim.text import Text

_NOTHING = Text("", "")
MOST_REPORTED = 20
"""So many mistakes of a file are told one by one; of the others only how many there are."""
Made = TypeVar("Made")
_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOTDIR: "路径中有一级不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "磁盘是只读的",
    errno.EBUSY: "正被占用",
    errno.EINVAL: "名称不合法",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件过多",
    errno.ENAMETOOLONG: "名称过长",
}


class SimError(Exception):
    """One sentence: what was wrong, where, what is allowed. ``str`` gives the English one."""

    def __init__(self, en: str, zh: str, where: Text | str = "") -> None:
        """Take the sentence in both languages; ``where``, such as file and line, is put before it."""
        place = where if isinstance(where, Text) else Text(where, where)
        self.text = Text(f"{place.en}: {en}" if place.en else en, f"{place.zh}：{zh}" if place.zh else zh)
        super().__init__(*self.text)  # what travels between processes

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.text.en

    def get(self, language: str) -> str:
        """Return the sentence in ``language``, ``en`` or ``zh``."""
        return self.text.get(language)


class InputError(SimError):
    """A file, an option or a value that cannot be used."""

    open_end = False
    """More mistakes may be there than were looked for."""

    @property
    def each(self) -> "tuple[InputError, ...]":
        """The mistakes it is made of, one as it is."""
        return (self,)

    def placed(self, where: Text) -> "InputError":
        """Return the same with the place before every mistake."""
        each = [InputError(*placed(error.text, where)) for error in self.each]
        return each[0] if len(each) == 1 else Mistakes(each, open_end=self.open_end)


class Mistakes(InputError):  # noqa: N818
    """Several mistakes of one file: how many there are, then a line each up to ``MOST_REPORTED``."""

    def __init__(self, found: Iterable[InputError], *, open_end: bool = False) -> None:
        """Take two or more; those that are made of several count one by one, the same one once.

        Args:
            found: the mistakes.
            open_end: not all were looked for, so that only the first are told.
        """
        all_found = tuple(found)
        self._each = tuple({one.text: one for error in all_found for one in error.each}.values())
        self.open_end = open_end or any(error.open_end for error in all_found)
        n, more = len(self._each), len(self._each) - MOST_REPORTED
        en = [f"there are {n:,} mistakes:"] if not self.open_end else [f"there are {n:,} mistakes or more:"]
        zh = [f"共有 {n:,} 处错误："] if not self.open_end else [f"至少有 {n:,} 处错误："]
        en += [f"- {_one_line(one.text.en)}" for one in self._each[:MOST_REPORTED]]
        zh += [f"- {_one_line(one.text.zh)}" for one in self._each[:MOST_REPORTED]]
        if more > 0:
            en.append(f"- and {more:,} more.")
            zh.append(f"- 另有 {more:,} 处。")
        super().__init__("\n".join(en), "\n".join(zh))

    @property
    def each(self) -> tuple[InputError, ...]:
        """The mistakes it is made of, one by one."""
        return self._each

    def __reduce__(self) -> tuple[Callable[..., "Mistakes"], tuple[tuple[InputError, ...], bool]]:
        """Travel between processes."""
        return _mistakes, (self._each, self.open_end)


def _mistakes(found: tuple[InputError, ...], open_end: bool) -> Mistakes:
    return Mistakes(found, open_end=open_end)


def _one_line(text: str) -> str:
    return " ".join(text.split())


class Gathering:
    """Goes on past a mistake so that all of a file are told at once.

    ``of`` calls what may find one, ``add`` takes one that was made by hand, ``tell`` raises what was found.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self.found: list[InputError] = []
        self.stopped = False

    @property
    def full(self) -> bool:
        """Tell that enough was found; who stops looking then says that there may be more."""
        self.stopped = self.stopped or len(self.found) > MOST_REPORTED
        return self.stopped

    def add(self, error: InputError) -> None:
        """Remember a mistake, or several."""
        self.found.append(error)

    def of(self, check: Callable[[], Made], otherwise: Made) -> Made:
        """Return what a check gives; where it finds mistakes they are remembered and ``otherwise`` is returned."""
        try:
            return check()
        except InputError as error:
            self.add(error)
            return otherwise

    def tell(self) -> None:
        """Raise what was found: one mistake as it is, several together.

        Raises:
            InputError: there was any.
        """
        each = {one.text: one for error in self.found for one in error.each}
        if each:
            raise next(iter(each.values())) if len(each) == 1 else Mistakes(self.found, open_end=self.stopped)


class RuleError(SimError):
    """A rule that does not compile, raises, or returns a value outside its range."""


def in_month(month: int) -> Text:
    """Return the words for a month; those before month 1 are the burn-in, whose months nobody counts."""
    return Text(f"month {month}", f"月份 {month}") if month > 0 else Text("in the burn-in", "预热期内")


class OutOfBounds(RuleError):  # noqa: N818
    """A month of a compiled run in which a value left its bounds; ``month`` tells which."""

    def __init__(self, month: int) -> None:
        """Remember the month."""
        super().__init__(
            "a value is not a number or has left its bounds.",
            "有一个值不是数，或超出了范围。",
            in_month(month),
        )
        self.month = month

    def __reduce__(self) -> tuple[type["OutOfBounds"], tuple[int]]:
        """Travel between processes."""
        return OutOfBounds, (self.month,)


def placed(text: Text, where: Text) -> Text:
    """Return what is said with the place before it."""
    return Text(f"{where.en}: {text.en}", f"{where.zh}：{text.zh}")


def nearest(name: str, known: Iterable[str], otherwise: Text = _NOTHING, *, cutoff: float = 0.5) -> Text:
    """Return `` Did you mean 'x'?`` for the known name closest to ``name``, else ``otherwise``."""
    close = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return Text(f" Did you mean '{close[0]}'?", f"您是不是想写“{close[0]}”？") if close else otherwise


def nearest_labelled(name: str, labels: Mapping[str, Text], listed: str) -> Text:
    """Return the name that was meant: the one with such a label, in either language, or a close one.

    Else where all are shown: ``listed`` is what ``list`` calls them.
    """
    given = name.strip().casefold()
    meant = next((known for known, label in labels.items() if given in (label.zh, label.en.casefold())), None)
    if meant:
        return Text(f" Did you mean '{meant}'?", f"您是不是想写“{meant}”？")
    return nearest(
        name, labels, Text(f" python run.py list {listed} shows all.", f"python run.py list {listed} 列出全部。")
    )


def known_are(known: Iterable[str]) -> Text:
    """Return `` Known are x, y.``."""
    names = list(known)
    return Text(f" Known are {', '.join(names)}.", f"可用的有：{'、'.join(names)}。")


def reason_zh(error: Exception) -> str:
    """Return in Chinese why a file cannot be used; systems say it in their own language only."""
    number = getattr(error, "errno", None)
    return "名称不合法" if number is None else _REASONS.get(number, f"系统错误 {number}")
