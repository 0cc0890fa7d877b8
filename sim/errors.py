"""What can go wrong, as one sentence a student can act on, in both languages.

SimError
├── InputError   a file, option or value that cannot be used
└── RuleError    a rule that does not compile, raises, or leaves its range
    └── OutOfBounds   a month of a compiled run left its bounds

Whatever is not a ``SimError`` is a bug of ours and keeps its traceback.
"""

import errno
from collections.abc import Iterable
from difflib import get_close_matches

from sim.text import Text

_NOTHING = Text("", "")
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


class RuleError(SimError):
    """A rule that does not compile, raises, or returns a value outside its range."""


class OutOfBounds(RuleError):  # noqa: N818
    """A month of a compiled run in which a value left its bounds; ``month`` tells which."""

    def __init__(self, month: int) -> None:
        """Remember the month."""
        super().__init__(
            "a value is no number or has left its bounds.",
            "有一个值不是数，或超出了范围。",
            Text(f"month {month}", f"月份 {month}"),
        )
        self.month = month

    def __reduce__(self) -> tuple[type["OutOfBounds"], tuple[int]]:
        """Travel between processes."""
        return OutOfBounds, (self.month,)


def nearest(name: str, known: Iterable[str], otherwise: Text = _NOTHING, *, cutoff: float = 0.5) -> Text:
    """Return `` Did you mean 'x'?`` for the known name closest to ``name``, else ``otherwise``."""
    close = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return Text(f" Did you mean '{close[0]}'?", f"您是不是想写“{close[0]}”？") if close else otherwise


def known_are(known: Iterable[str]) -> Text:
    """Return `` Known are x, y.``."""
    names = list(known)
    return Text(f" Known are {', '.join(names)}.", f"可用的有：{'、'.join(names)}。")


def reason_zh(error: Exception) -> str:
    """Return in Chinese why a file cannot be used; systems say it in their own language only."""
    number = getattr(error, "errno", None)
    return "名称不合法" if number is None else _REASONS.get(number, f"系统错误 {number}")
