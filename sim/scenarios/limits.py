"""What a file may hold before it is parsed: how deep, how many keys. A parser asked first takes minutes and memory."""

import re

from sim.errors import InputError
from sim.text import Text

DEEPEST = 16
"""Parts of a dotted key, and lists and tables in each other."""
LONGEST_NUMBER = 400
"""Digits of a number; Python itself reads no whole number of more than 4,300."""
BYTES_A_KEY = 32
"""A file has so many bytes a key at least, of those that it may have at most: 64 kB for 2,048 keys."""
_TOKEN = re.compile(r'"""|\'\'\'|"|\'|#|\n|[\[\]{}=.]|[^"\'#\n\[\]{}=.]+')
_NUMBER = re.compile(rf"\d[\d_]{{{LONGEST_NUMBER}}}")
_REST = {
    '"""': re.compile(r'[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"{3,5}', re.DOTALL),
    "'''": re.compile(r".*?'{3,5}", re.DOTALL),
    '"': re.compile(r'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'),
    "'": re.compile(r"[^'\n]*'"),
    "#": re.compile(r"[^\n]*"),
}
"""What comes after the beginning of a text or a comment, up to its end."""


def check_shape(text: str, name: str, limit: int) -> None:
    """Refuse a TOML text that is deeper, or has more keys or longer numbers, than any file of ours of ``limit`` bytes.

    It looks at brackets, dots and equals signs outside of texts, once; whether it is TOML says the parser.

    Raises:
        InputError: it is too deep, has too many keys, or a number of too many digits.
    """
    place = line = keys = depth = dots = 0
    begins = True
    while token := _TOKEN.match(text, place):
        own, place = token.group(), token.end()
        if own in _REST:
            rest = _REST[own].match(text, place)
            if rest is None:
                return  # it does not end: the parser says so at once
            place = rest.end()
            line += rest.group().count("\n")
            begins = False
            continue
        if own == "\n":
            line, dots, begins = line + 1, 0, True
            continue
        if own == ".":
            dots += 1
        elif own in "[]{}=":
            keys += own == "=" or (own == "[" and begins)
            depth, dots = max(0, depth + (own in "[{") - (own in "]}")), 0
        elif "," in own:
            dots = 0
        if _NUMBER.search(own):
            raise InputError(
                f"a number has more than {LONGEST_NUMBER} digits, the most that are read.",
                f"有一个数超过 {LONGEST_NUMBER} 位数字，这是可读的上限。",
                Text(f"{name}, line {line + 1}", f"{name} 第 {line + 1} 行"),
            )
        begins = begins and own.isspace()
        if keys > limit // BYTES_A_KEY:
            raise InputError(
                f"it has more than {limit // BYTES_A_KEY:,} keys, the most that are read.",
                f"键超过 {limit // BYTES_A_KEY:,} 个，这是可读的上限。",
                name,
            )
        if max(depth, dots + 1) > DEEPEST:
            raise InputError(
                f"a key, list or table is nested too deep; at most {DEEPEST} levels are read.",
                f"键、列表或表嵌套过深；最多读 {DEEPEST} 层。",
                Text(f"{name}, line {line + 1}", f"{name} 第 {line + 1} 行"),
            )
