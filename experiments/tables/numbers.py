"""A number in a cell as people and spreadsheets write it: 3,000, 3 000, 0,35 among semicolons, 25 %, full-width."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

WIDE = {0xFF01 + place: 0x21 + place for place in range(94)}
"""The full-width signs and digits of a Chinese keyboard, and what they stand for."""
_SPACES = dict.fromkeys([0x00A0, 0x2007, 0x2009, 0x202F, 0x3000], 0x20)
_NOTHING = dict.fromkeys([0xFEFF, 0x200B, 0x200E, 0x200F])
_SIGNS = {0x2212: 0x2D, 0xFE6A: 0x25}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_COMMAS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)
_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+", re.ASCII)
_BLANKS = re.compile(r"[+-]?[1-9]\d{0,2}( \d{3})+([.,]\d*)?", re.ASCII)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell says: ``value`` is 0.25 for 25 %, and ``percent`` tells that the sign stood there."""

    value: float
    percent: bool


def plain(cell: str) -> str:
    """Return a cell without spaces around it and with plain signs for full-width ones."""
    return cell.translate(_NOTHING).translate(_SPACES).translate(WIDE).translate(_SIGNS).strip()


def number(cell: str, *, decimal_comma: bool = False) -> Number | None:
    """Return the number in a cell, None where there is none.

    Args:
        cell: its text.
        decimal_comma: a single comma is a decimal one, as where semicolons or tabs separate.
    """
    text = re.sub(r"(?<=\d)。(?=\d)", ".", plain(cell))
    if len(text) > _LONGEST:
        return None
    percent = text.endswith("%")
    text = text.removesuffix("%").rstrip()
    if _COMMAS.fullmatch(text):
        text = text.replace(",", "")
    elif _POINTS.fullmatch(text) and decimal_comma:
        text = text.replace(".", "").replace(",", ".")
    elif _BLANKS.fullmatch(text):
        text = text.replace(" ", "").replace(",", "." if decimal_comma else ",")
    elif decimal_comma:
        text = text.replace(",", ".", 1)
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        return None
    return Number(float(Decimal(text) / 100) if percent else float(text), percent)
