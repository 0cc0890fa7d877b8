"""What a number is: its default, range, unit, name in both languages, and where it comes from.

One declaration feeds the checks, the command line, the tables of the documentation and the draws
of uncertain worlds. Nothing about a number lives elsewhere.
"""

import ast
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from inspect import stack
from typing import Annotated

from sim.errors import InputError, RuleError, nearest
from sim.text import Text

__all__ = [
    "ASSUMPTION",
    "Bounds",
    "Correlation",
    "Index",
    "Nonnegative",
    "Probability",
    "Quantity",
    "Text",
    "Truth",
]

ASSUMPTION = "assumption"


def plain(value: float) -> str:
    """A number as people write it: no exponent for large whole numbers."""
    return f"{value:,.0f}" if abs(value) >= 1e5 and value == round(value) else f"{value:g}"


def declared_at() -> Text:
    """Return file and line of the declaration that is being read."""
    frame = next((one.frame for one in stack(0) if one.function == "<module>"), None)
    if frame is None:
        return Text("", "")
    file = f"{frame.f_globals.get('__name__', '').replace('.', '/')}.py"
    return Text(f"{file}, line {frame.f_lineno}", f"{file} 第 {frame.f_lineno} 行")


def check_declared(
    name: object, numbers: Iterable[object], texts: Iterable[object], source: object, whole: object
) -> None:
    """Refuse a declaration in which something is not what belongs there.

    Raises:
        RuleError: by file and line.
    """
    numbers, texts = tuple(numbers), tuple(texts)
    if any(isinstance(part, Quantity) for part in (name, *numbers, *texts, source, whole)):
        raise RuleError(
            f"a declaration stands inside that of {name}; close the one before the next begins.",
            f"{name} 的声明里又嵌了一个声明；请先写完前一个，再写下一个。",
            declared_at(),
        )
    fine = isinstance(name, str) and name.isidentifier() and isinstance(source, str) and isinstance(whole, bool)
    fine = fine and all(isinstance(part, int | float) and not isinstance(part, bool) for part in numbers)
    if not fine or not all(isinstance(part, Text) and part.en.strip() and part.zh.strip() for part in texts):
        raise RuleError(
            f"the declaration of {name} is not complete; it holds a name, a default, a unit, a label in both "
            "languages, the two ends of the range, a source, and whether it is whole.",
            f"{name} 的声明不完整；应依次写明名称、默认值、单位、两种语言的名称、范围的两端、依据、是否为整数。",
            declared_at(),
        )


def check_texts(name: str, **texts: object) -> None:
    """Refuse a declaration whose words are missing in a language.

    Raises:
        RuleError: by file and line.
    """
    for part, text in texts.items():
        if not isinstance(text, Text) or not (text.en.strip() and text.zh.strip()):
            raise RuleError(
                f'{name}: {part} is not said in both languages; write Text("…", "…").',
                f'{name}：{part} 没有用两种语言写全；请写成 Text("…", "…")。',
                declared_at(),
            )


def check_known(name: str, part: str, given: object, known: Iterable[object]) -> None:
    """Refuse a declaration that names something that there is not.

    Raises:
        RuleError: by file and line, with the nearest of those that are known.
    """
    names = [str(one) for one in known]
    if str(given) not in names:
        some = Text(f" Allowed: {', '.join(names[:12])}.", f"可用：{'、'.join(names[:12])}。")
        hint = nearest(str(given), names, some)
        raise RuleError(
            f"{name}: there is no {part} '{given}'.{hint.en}",
            f"{name}：没有“{given}”这样的 {part}。{hint.zh}",
            declared_at(),
        )


def check_code(name: str, part: str, words: object) -> None:
    """Refuse words of a segment in a declaration that Python cannot read; the names in them are checked where they end.

    Raises:
        RuleError: by file and line.
    """
    if not isinstance(words, str):
        raise RuleError(
            f'{name}: the {part} is {words!r}; it stands in quotation marks, as in "{words}".',
            f'{name}：{part} 写成了 {words!r}；它要写在引号里，例如 "{words}"。',
            declared_at(),
        )
    try:
        ast.parse(words or "0.0", mode="eval")
    except SyntaxError as error:
        raise RuleError(
            f"{name}: Python cannot read the {part} '{words}' ({error.msg}).",
            f"{name}：Python 读不懂 {part} “{words}”（{error.msg}）。",
            declared_at(),
        ) from None


def check_once(names: Iterable[str]) -> None:
    """Refuse a name that is declared twice.

    Raises:
        RuleError: by file and line.
    """
    for name, times in Counter(names).items():
        if times > 1:
            raise RuleError(f"{name} is declared twice.", f"{name} 声明了两次。", declared_at())


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named number with its default and plausible range [low..high]."""

    name: str
    default: float
    low: float
    high: float
    unit: Text
    label: Text
    source: str = ASSUMPTION
    group: str = ""
    whole: bool = False

    def __post_init__(self) -> None:
        """Refuse a declaration that is none.

        Raises:
            RuleError: something in it is not what belongs there, or the default lies outside the range.
        """
        numbers = (self.default, self.low, self.high)
        if isinstance(self.name, str) and all(isinstance(text, str | Text) for text in (self.unit, self.label)):
            check_texts(self.name, unit=self.unit, label=self.label)
        check_declared(self.name, numbers, (self.unit, self.label), self.source, self.whole)
        if not all(map(math.isfinite, numbers)):
            raise RuleError(
                f"the default and the range of {self.name} must be finite numbers.",
                f"{self.name} 的默认值和范围必须是有限的数。",
                declared_at(),
            )
        if self.low > self.high:
            raise RuleError(
                f"the range of {self.name}, {self.low:g}..{self.high:g}, ends before it begins.",
                f"{self.name} 的范围 {self.low:g}..{self.high:g} 上下颠倒了。",
                declared_at(),
            )
        if not self.low <= self.default <= self.high:
            raise RuleError(
                f"the default of {self.name}, {self.default:g}, is outside its range, {self.low:g}..{self.high:g}.",
                f"{self.name} 的默认值 {self.default:g} 不在它的范围 {self.low:g}..{self.high:g} 之内。",
                declared_at(),
            )

    @property
    def grade(self) -> str:
        """``assumption``, ``judgement`` or ``published``: how well the default is known."""
        word = self.source.split(" ", 1)[0].rstrip(":;,")
        return word if word in (ASSUMPTION, "judgement") else "published"

    def check(self, value: object, where: Text | str) -> float:
        """Return ``value`` as a float.

        Raises:
            InputError: it is not a finite number, not whole where it must be, or outside the range.
        """
        given, allowed = f"{self.name} = {value!r}", self.range
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(
                f"{given} is not a number; allowed is {allowed.en}.", f"{given} 不是数；允许 {allowed.zh}。", where
            )
        if not -1e300 < value < 1e300:
            raise InputError(
                f"{given} is not a finite number; allowed is {allowed.en}.",
                f"{given} 不是有限的数；允许 {allowed.zh}。",
                where,
            )
        if not self.low <= value <= self.high:
            raise InputError(f"{given} is outside {allowed.en}.", f"{given} 超出 {allowed.zh}。", where)
        if self.whole and not math.isclose(value, round(value), abs_tol=0.0):
            raise InputError(
                f"{given} is not a whole number; allowed is {allowed.en}.",
                f"{given} 不是整数；允许 {allowed.zh}。",
                where,
            )
        return float(value)

    @property
    def range(self) -> Text:
        """The range and the unit as they stand in messages, such as ``0..0.6 (share of the wage)``."""
        kind = "whole numbers, " if self.whole else ""
        ends, kind_zh = f"{plain(self.low)}..{plain(self.high)}", "整数，" if self.whole else ""
        if self.whole and self.unit.en == "number":  # the unit of a mere count says no more
            return Text(f"{ends} (whole numbers)", f"{ends}（整数）")
        return Text(f"{ends} ({kind}{self.unit.en})", f"{ends}（{kind_zh}{self.unit.zh}）")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a rule may return: a value within [low..high]."""

    low: float
    high: float


# Return types of rules. They are plain floats; the bounds are held against every value when a rule is suspected.
Index = Annotated[float, Bounds(0.0, 1.0)]
Probability = Annotated[float, Bounds(0.0, 1.0)]
Truth = Annotated[float, Bounds(0.0, 1.0)]
Nonnegative = Annotated[float, Bounds(0.0, math.inf)]
Correlation = Annotated[float, Bounds(-1.0, 1.0)]
