"""What all reports say alike: one of two languages, a difference with its interval, a verdict, names in a row."""

from collections.abc import Mapping, Sequence

from experiments.output.statistics import Interval
from experiments.output.verdicts import MATTERS, OPEN, SMALL
from report.drawing import plain, signed
from sim.text import Text

VERDICTS = {
    MATTERS: Text("matters", "有实际意义"),
    SMALL: Text("too small to matter", "小得没有实际意义"),
    OPEN: Text("cannot tell yet", "还分不清"),
}


class Spoken:
    """What is read in one language, ``en`` or ``zh``."""

    lang: str

    def either(self, en: str, zh: str) -> str:
        """Return the text of the language."""
        return zh if self.lang == "zh" else en

    def say(self, text: Text | Mapping[str, str]) -> str:
        """Return a text of this program, or one of a file, in the language."""
        return self.either(*text) if isinstance(text, Text) else text["zh" if self.lang == "zh" else "en"]

    def bracket(self, text: str) -> str:
        """Return a text in the brackets of the language."""
        return self.either(f" ({text})", f"（{text}）")

    def both_ends(self, found: Interval, digits: int = 1) -> str:
        """Return both ends of an interval with their signs."""
        return f"{signed(found.low, digits)}{self.either(' to ', ' 至 ')}{signed(found.high, digits)}"

    def spread(self, found: Interval, digits: int = 1) -> str:
        """Return the interval in brackets, without signs where it lies on one side of zero; nothing without one."""
        if not found.known:
            return ""
        if not found.decided:
            return self.bracket(self.both_ends(found, digits))
        low, high = sorted((abs(found.low), abs(found.high)))
        return self.bracket(f"{plain(low, digits)}–{plain(high, digits)}")

    def signed_spread(self, found: Interval, digits: int = 1) -> str:
        """Return a difference and its interval for a table or a list: mean and both ends keep their signs."""
        if found.mean != found.mean:
            return "–"
        return signed(found.mean, digits) + (self.bracket(self.both_ends(found, digits)) if found.known else "")

    def row(self, names: Sequence[str]) -> str:
        """Return names in a row, the last one after "and"."""
        if self.lang == "zh" or len(names) < 2:
            return "、".join(names)
        return f"{', '.join(names[:-1])} and {names[-1]}"


def give_or_take(found: Interval, digits: int = 1, before: str = " ") -> str:
    """Return half the width of an interval behind its mean; nothing where there is none."""
    return f"{before}±{plain(found.half, digits)}" if found.known else ""
