"""Small words of both languages that titles, notes and tables are built from."""

from collections.abc import Sequence

from experiments.output.wording import counted, months
from report.compare.findings import PARTICIPATION, QUALITY, CompareFindings
from sim.indicators import indicator_of
from sim.quantity import Text

TOPIC = {
    PARTICIPATION: Text("participation", "参与"),
    QUALITY: Text("quality", "质量"),
    "satisfaction": Text("satisfaction", "满意度"),
}
TOOK_PART = Text("Residents who took part within a year", "一年内参与过的居民")
SERVICE_QUALITY = Text("Service quality", "服务质量")
NO_POLICY = Text("No policy", "维持现状")
_DIGITS = "零一两三四五六七八九十"


def listed(f: CompareFindings, names: Sequence[str], most: int = 4) -> str:
    """Names in a row; beyond ``most`` the rest are counted."""
    if len(names) > most:
        shown, rest = names[: most - 1], len(names) - most + 1
        return f.either(f"{', '.join(shown)} and {rest} others", f"{'、'.join(shown)}等 {len(names)} 项")
    return f.row(names)


def policies(f: CompareFindings, keys: Sequence[str], most: int = 4) -> str:
    """Names of policies in a row."""
    return listed(f, [f.label(key) if f.arm(key).row == "full" else f.marked(key) for key in keys], most)


def count(f: CompareFindings, number: int) -> str:
    """A small whole number as a word in Chinese, as digits else, with the space that digits need there."""
    if f.lang == "zh":
        return _DIGITS[number] if 0 <= number <= 10 else f" {number} "
    return str(number)


def without_policy(f: CompareFindings) -> str | None:
    """Why there is nothing to draw where no policy was compared."""
    return None if f.full else f.either("Left out: no policy was compared.", "未画：没有可比的政策。")


def points(f: CompareFindings, column: str = PARTICIPATION) -> str:
    """The smallest difference that matters in a share or index, with its unit."""
    size = f.smallest(column)
    return f.either(counted("point", size, "en"), f"{size:g} 个百分点")


def unit(f: CompareFindings, column: str) -> str:
    """The unit of a difference: percentage points of a share, points of an index."""
    word = f.say(indicator_of(column).difference_unit)
    return f"个{word}" if word == "百分点" else word


def window(f: CompareFindings) -> str:
    """The months that the numbers are means of, as years where they are whole years."""
    first, last = f.comparison.window
    if (first - 1) % 12 or last % 12:
        return months(first, last, f.lang)
    years = [(first - 1) // 12 + 1, last // 12]
    shown = "–".join(str(year) for year in dict.fromkeys(years))
    return f.either(f"year{'s' if '–' in shown else ''} {shown}", f"第 {shown} 年")


def money(f: CompareFindings, value: float) -> str:
    """A sum in a sentence, Chinese in 万 from 10,000 up."""
    if f.lang == "zh" and value >= 10_000:
        ten_thousands = f"{value / 10_000:.1f}".removesuffix(".0")
        return "一万元" if ten_thousands == "1" else f"{ten_thousands} 万元"
    return f.either(f"{value:,.0f} yuan", f"{value:,.0f} 元")


def communities(f: CompareFindings) -> str:
    """How many communities."""
    return counted("community", f.comparison.replicates, f.lang)


def interval_note(f: CompareFindings) -> str:
    """What an interval holds and what it does not: stands under every picture with intervals."""
    return f.either(
        f"Bars: 95% interval, random draws only ({communities(f)}, one set of parameters); most parameters are "
        "assumptions.",
        f"线段为 95% 区间，只反映随机波动（{communities(f)}，同一组参数）；多数参数是假设。",
    )


def two_digits(value: float) -> float:
    """Rounded to two significant digits."""
    return float(f"{value:.2g}")
