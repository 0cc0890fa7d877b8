"""Counts and spans of months in words, in both languages."""

import math

NOUNS: dict[str, tuple[str, str, str]] = {
    "community": ("community", "communities", "个社区"),
    "month": ("month", "months", "个月"),
    "year": ("year", "years", "年"),
    "policy": ("policy", "policies", "项政策"),
    "row": ("row", "rows", "行"),
    "point": ("point", "points", "个点"),
}
"""What is counted: one, several, and the Chinese measure word with the noun."""


def counted(noun: str, number: float, language: str) -> str:
    """Return a number of something, such as "1 month" or "12 months"."""
    one, several, chinese = NOUNS[noun]
    return f"{number:,g} {chinese if language == 'zh' else one if number == 1 else several}"


def months(first: int, last: int, language: str, dash: str = "–") -> str:
    """Return a stretch of months, such as "months 97–120"; one alone is not a stretch."""
    shown = f"{first}" if first == last else f"{first}{dash}{last}"
    if language == "zh":
        return f"第 {shown} 个月"
    return f"month{'' if first == last else 's'} {shown}"


def capital(text: str) -> str:
    """First letter in upper case."""
    return text[:1].upper() + text[1:]


def settling(communities: float, language: str) -> str:
    """Return about how many communities settle a verdict, to two digits."""
    if not math.isfinite(communities):
        return "一百万以上" if language == "zh" else "over a million"
    return f"{float(f'{communities:.2g}'):,.0f}"
