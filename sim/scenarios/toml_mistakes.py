"""What is wrong with a file that is no TOML: every mistake at once, the commonest ones named with what to write.

Python's parser stops at the first mistake. Here the line is told, mended as it was meant, and parsed again.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.errors import MOST_REPORTED, InputError, placed
from sim.scenarios.limits import check_shape
from sim.scenarios.toml_zh import cause_zh
from sim.text import Text

_MOST_READ = 64 * 1024
"""Characters of a text that is parsed again and again; of a longer one the first mistake is told."""
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_CURLY = "“”„‟＂「」『』"
_WIDE = str.maketrans("＝［］｛｝，＃：．０１２３４５６７８９", "=[]{},#:.0123456789")
_STRAIGHT = str.maketrans(dict.fromkeys(_CURLY, '"'))
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*$')
_KEY = r"[\w.\"'-]+"
_HEADS = re.compile(r"(?:^|[{,])\s*([\w-]+)\s*=")
_VALUE_ENDS = r"(?=\s*(?:[,}\]#]|$))"
Repaired = tuple[Text, str]


@dataclass(frozen=True)
class Parsed:
    """What a text holds, None where it could not be mended; the mended text; and every mistake in writing."""

    data: dict[str, Any] | None
    text: str
    mistakes: tuple[InputError, ...] = ()


def parsed(text: str, name: str, limit: int) -> Parsed:
    """Parse a text of at most ``limit`` bytes; ``name`` is how messages call its file.

    Raises:
        InputError: it is too deep, or has too many keys, to be parsed.
        RecursionError: it is nested too deep.
    """
    lines, mistakes, intact, tries = text.split("\n"), list[InputError](), True, dict[int, int]()
    while True:
        now = "\n".join(lines)
        check_shape(now, name, limit)  # each time: what is mended may bring to light what stood in a text before
        try:
            data = tomllib.loads(now)
            return Parsed(data if intact else None, now, tuple(mistakes))
        except ValueError as error:
            number, column, cause = _place(str(error), lines)
            repaired = _repaired(lines, number, cause)
            tries[number] = tries.get(number, 0) + 1
            if repaired is None or tries[number] > 4:
                if tries[number] == 1:
                    mistakes.append(InputError(*_plain_complaint(name, str(error))))
                intact, lines[number - 1] = False, ""
                if tries[number] > 1 or not _stands_alone(text.split("\n")[number - 1], column):
                    return Parsed(None, text, tuple(mistakes))
            else:
                said, lines[number - 1] = repaired
                mistakes.append(InputError(*placed(said, Text(f"{name}, line {number}", f"{name} 第 {number} 行"))))
                intact = intact and not lines[number - 1].startswith("[again-")
            if len(text) > _MOST_READ or len(mistakes) > MOST_REPORTED:
                return Parsed(None, text, tuple(mistakes))


def _place(message: str, lines: list[str]) -> tuple[int, int, str]:
    """Return line, column and cause of what the parser says; the end of a file is its last line that says something."""
    found = _PLACE.search(message)
    cause = message[: found.start()] if found else message
    if found and found[1]:
        return min(int(found[1]), len(lines)), int(found[2]), cause
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    return last, len(lines[last - 1]) + 1, cause


def _stands_alone(line: str, column: int) -> bool:
    """Tell a line whose own value is wrong from one that a bracket left open above made wrong."""
    return re.match(rf"\s*{_KEY}\s*=", line) is not None and column > line.index("=")


def _plain_complaint(name: str, message: str) -> Text:
    """Turn the parser's ``Expected '=' … (at line 3, column 5)`` into one sentence with the place first."""
    place = _PLACE.search(message)
    cause = message[: place.start()] if place else message
    where = Text(name, name)
    if place and place.group(1):
        line, column = place.groups()
        where = Text(f"{name}, line {line}, column {column}", f"{name} 第 {line} 行第 {column} 列")
    at_end = place and not place.group(1)
    end = Text(" at the end of the file", "文件末尾") if at_end else Text("", "")
    return Text(
        f"{where.en}: this is not TOML{end.en}: {cause[:200].rstrip('.')}.",
        f"{where.zh}：{end.zh}不合 TOML 格式：{cause_zh(cause)}。",
    )


def _repaired(lines: list[str], number: int, cause: str) -> Repaired | None:
    """Say what is wrong with a line and how it was meant; None where that is not known."""
    line = lines[number - 1]
    if cause.startswith("Cannot overwrite a value"):
        return _twice(lines, number)
    if cause.startswith("Cannot declare"):
        return _table_twice(lines, number)
    if len(line) > 2000:
        return None
    return next((found for look in _LOOKS if (found := look(line, cause)) and found[1] != line), None)


def _outside(line: str, change: Callable[[str], str]) -> str:
    """Change what stands outside straight quotes and comments."""
    parts, end = list[str](), 0
    for kept in _STRINGS.finditer(line):
        parts += [change(line[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*parts, change(line[end:])])


def _thousands(line: str, _cause: str) -> Repaired | None:
    found = re.search(rf"=\s*([+-]?\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?){_VALUE_ENDS}", line)
    return _number(line, found, lambda given: re.sub("[,，]", "", given))


def _decimal_comma(line: str, _cause: str) -> Repaired | None:
    found = re.search(rf"=\s*([+-]?\d+[,，]\d+){_VALUE_ENDS}", line)
    return _number(line, found, lambda given: re.sub("[,，]", ".", given))


def _percent(line: str, _cause: str) -> Repaired | None:
    found = re.search(rf"=\s*([+-]?\d+(?:\.\d+)?\s*[%％]){_VALUE_ENDS}", line)
    return _number(line, found, lambda given: f"{float(given.rstrip('%％ ')) / 100:.10g}")


def _zeros(line: str, _cause: str) -> Repaired | None:
    found = re.search(rf"=\s*([+-]?(?:\.\d+|\d+\.|0+\d+(?:\.\d+)?)){_VALUE_ENDS}", line)
    return _number(line, found, lambda given: f"{float(given):.10g}")


def _number(line: str, found: "re.Match[str] | None", meant: Callable[[str], str]) -> Repaired | None:
    """Say how a number is written."""
    if not found:
        return None
    given, right = found[1], meant(found[1])
    said = Text(f"{given} is not a number here; write {right}.", f"{given} 不是这里数字的写法；请写 {right}。")
    return said, line[: found.start(1)] + right + line[found.end(1) :]


def _quotes(line: str, cause: str) -> Repaired | None:
    """Chinese or typographic quotation marks around a text."""
    new = _outside(line, lambda part: part.translate(_STRAIGHT))
    if new == line and cause.startswith("Illegal character '\\n'"):  # opened by a straight one, closed by the other
        place = max(line.rfind(mark) for mark in _CURLY)
        new = f'{line[:place]}"{line[place + 1 :]}' if place >= 0 else line
    found = next((sign for sign, other in zip(line, new, strict=True) if sign != other), "")
    return (
        Text(
            f'{found} is a typographic quotation mark; texts stand in straight ones, " and ".',
            f'{found} 是中文引号；文本须放在英文直引号 " 与 " 之间。',
        ),
        new,
    )


def _wide(line: str, _cause: str) -> Repaired | None:
    """Signs of a Chinese keyboard."""
    new = _outside(line, lambda part: part.translate(_WIDE))
    found = next(((sign, other) for sign, other in zip(line, new, strict=True) if sign != other), ("", ""))
    return (
        Text(f"{found[0]} is a full-width sign; write {found[1]}.", f"{found[0]} 是全角符号；请写半角的 {found[1]}。"),
        new,
    )


def _no_equals(line: str, cause: str) -> Repaired | None:
    """``key: value`` and ``key value``."""
    found = re.match(r"(\s*[A-Za-z_][\w.-]*)(\s*:\s*|\s+)(?=[^\s=])", line)
    if not found or not cause.startswith("Expected '=' after a key"):
        return None
    key = found[1].strip()
    return (
        Text(f"there is no = after {key}; write {key} = and the value.", f"{key} 之后没有 =；请写“{key} = 值”。"),
        f"{found[1]} = {line[found.end() :]}",
    )


def _foreign(line: str, _cause: str) -> Repaired | None:
    """A name that is not written in English letters, such as the Chinese label of a lever, at the head or in braces."""
    found = next((one for one in _HEADS.finditer(_blank(line)) if not one[1].isascii()), None)
    if not found:
        return None
    return (
        Text(
            f"{found[1]}: names in a file are written in English letters.",
            f"{found[1]}：文件里的名称要用英文字母书写。",
        ),
        f'{line[: found.start(1)]}"{found[1]}"{line[found.end(1) :]}',
    )


def _blank(line: str) -> str:
    """Return a line as long, without what stands in quotes and comments."""
    return _STRINGS.sub(lambda kept: "_" * len(kept[0]), line)


def _truth(line: str, _cause: str) -> Repaired | None:
    found = re.search(rf"=\s*(true|false){_VALUE_ENDS}", line, re.IGNORECASE)
    if not found:
        return None
    given, right = found[1], found[1].lower()
    return Text(f"{given} must be written {right}.", f"{given} 须写成 {right}。"), (
        line[: found.start(1)] + right + line[found.end(1) :]
    )


def _unclosed(line: str, cause: str) -> Repaired | None:
    """A text whose closing mark is missing."""
    if not cause.startswith("Illegal character '\\n'") and not cause.startswith("Unterminated string"):
        return None
    if '"""' in line or "'''" in line:
        return None
    opened = re.search(r"[\"']", re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', lambda kept: "_" * len(kept[0]), line))
    if not opened or not line[opened.end() :].strip():
        return None
    mark = opened.group()
    return (
        Text(f"the closing {mark} of a text is missing.", f"文本缺少结尾的引号 {mark}。"),
        line.rstrip("\r") + mark,
    )


def _bare(line: str, cause: str) -> Repaired | None:
    """A text, or texts of a list, without quotes."""
    found = re.match(rf"(\s*{_KEY}\s*=\s*)(?=[^\"'#]*[^\W\d_])(\w[^\"'#]*?)(\s*(?:#.*)?)$", line)
    if found:
        new = f'{found[1]}"{found[2]}"{found[3]}'
        return _unquoted(found[2], f'"{found[2]}"'), new
    listed = re.match(rf"(\s*{_KEY}\s*=\s*\[)([^\[\]\"'#]+)(\].*)$", line)
    if not listed or not cause.startswith(("Invalid value", "Unclosed array")):
        return None
    items = [item.strip() for item in listed[2].split(",") if item.strip()]
    quoted = ", ".join(f'"{item}"' for item in items)
    return _unquoted(listed[2].strip(), quoted), f"{listed[1]}{quoted}{listed[3]}"


def _unquoted(given: str, right: str) -> Text:
    if len(given) > 60:
        return Text('the text has no quotation marks; write it between " and ".', '文本没有引号；请写在 " 与 " 之间。')
    return Text(f"the text {given} has no quotation marks; write {right}.", f"文本 {given} 没有引号；请写 {right}。")


_LOOKS = (
    _thousands, _decimal_comma, _percent, _zeros, _truth, _quotes, _wide, _foreign, _no_equals, _unclosed, _bare,
)  # fmt: skip


def _twice(lines: list[str], number: int) -> Repaired | None:
    """A key that is set twice in a table."""
    found = re.match(rf"\s*({_KEY})\s*=", lines[number - 1])
    if not found:
        return None
    key = found[1]
    for earlier in range(number - 1, 0, -1):
        line = lines[earlier - 1]
        if re.match(rf"\s*{re.escape(key)}\s*=", line):
            return (
                Text(
                    f"the key '{key}' is set twice, first in line {earlier}; keep one of them.",
                    f"键“{key}”设定了两次，第一次在第 {earlier} 行；请只留一处。",
                ),
                "",
            )
        if re.match(r"\s*\[", line):
            return None
    return None


def _table_twice(lines: list[str], number: int) -> Repaired | None:
    """A table that is begun twice; what follows is read under another name, so that its own mistakes are found."""
    found = re.match(rf"\s*\[\s*({_KEY})\s*\]", lines[number - 1])
    if not found:
        return None
    head = found[1]
    for earlier in range(1, number):
        if re.match(rf"\s*\[\s*{re.escape(head)}\s*\]", lines[earlier - 1]):
            return (
                Text(
                    f"the table [{head}] is begun twice, first in line {earlier}; put its lines under one heading.",
                    f"表 [{head}] 写了两次，第一次在第 {earlier} 行；请把内容合在一个表头之下。",
                ),
                f"[again-{number}]",
            )
    return None
