"""Read a scenario, profile or plan file: small TOML, checked key by key, every complaint with its place.

This module knows TOML and the shape of the files; what a scenario is stands in ``sim.scenarios.scenario``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sim.errors import Gathering, InputError, known_are, nearest, reason_zh
from sim.scenarios.toml_mistakes import parsed
from sim.text import Text, unseen

FORMAT = 1
SIZE_LIMIT = 64 * 1024
_INTEGER_LIMIT = 2**63
_TEXT_LIMIT = 1000
NAME_LIMIT = 60
"""Characters of a scenario's name."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def check_name(name: str, where: Text | str = "") -> str:
    """Return ``name`` if it can be a file name everywhere: letters of any language, digits, ``_``, ``-``.

    Spaces and brackets stand inside the names that browsers and file managers make: ``mine (1)``, ``mine - Copy``.

    Raises:
        InputError: it is empty, too long, reserved, has another character or ends with a space.
    """
    bad = re.search(r"[^\w()\[\]（）【】 -]| $", name)
    if bad:
        raise InputError(
            f"{shown(name)} cannot be a name because of {shown(bad.group())}; allowed are letters, digits, _ and -, "
            "and inside it spaces and brackets.",
            f"{shown(name, 'zh')}不能用作名称，因为含有{shown(bad.group(), 'zh')}；"
            "只能用文字、数字、_ 和 -，中间可有空格和括号。",
            where,
        )
    if not 0 < len(name) <= NAME_LIMIT or not name[0].isalnum():
        raise InputError(
            f"{shown(name)} cannot be a name; it must begin with a letter or digit and have 1..{NAME_LIMIT}.",
            f"{shown(name, 'zh')}不能用作名称；须以文字或数字开头，长 1..{NAME_LIMIT} 个字符。",
            where,
        )
    if name.lower() in _RESERVED:
        raise InputError(
            f"{shown(name)} cannot be a name; some systems keep it for themselves.",
            f"{shown(name, 'zh')}不能用作名称；有的操作系统把它留作自用。",
            where,
        )
    return name


def shown(value: object, language: str = "en") -> str:
    """Return ``value`` as it may stand in a message: TOML's spelling where there is one, never long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "一个表" if language == "zh" else "a table"
    if isinstance(value, list):
        return "一个列表" if language == "zh" else "a list"
    text = repr(value) if isinstance(value, str | int | float) else str(value)
    short = text if len(text) <= 60 else f"{text[:56]}…{text[-1]}"
    return f"“{short[1:-1]}”" if language == "zh" and isinstance(value, str) else short


def check_text(text: str, where: Text | str) -> None:
    """Refuse a text that no screen shows as it is, or that is longer than any message.

    Raises:
        InputError: it holds control or format characters, or has more than 1,000 characters.
    """
    if len(text) > _TEXT_LIMIT:
        raise InputError(
            f"a text has {len(text)} characters; allowed are {_TEXT_LIMIT}.",
            f"有一段文本长 {len(text)} 个字符；最多 {_TEXT_LIMIT} 个。",
            where,
        )
    if sign := unseen(text):
        raise InputError(
            f"a text holds the control character {sign!a}, which no screen shows; leave it out.",
            f"有一段文本含有控制字符 {sign!a}，屏幕上显示不出来；请删去。",
            where,
        )


@dataclass(frozen=True)
class Document:
    """A parsed file: its name as messages give it, its data, and its text for finding lines.

    ``mistakes`` in writing were mended, so that the others can be looked for: whoever reads on tells them too.
    """

    path: Path
    name: str
    data: Mapping[str, Any]
    text: str
    mistakes: tuple[InputError, ...] = ()

    def gathering(self) -> Gathering:
        """Begin to gather what is wrong with the file."""
        gathered = Gathering()
        gathered.found.extend(self.mistakes)
        return gathered

    def where(self, *keys: str, change: int = 0) -> Text:
        """Return ``FILE, line N``: the line that sets the last of ``keys``, or the table they are in."""
        line = self._line(keys, change)
        en, zh = (f"{self.name}, change {change}", f"{self.name} 第 {change} 处变动") if change else (self.name,) * 2
        return Text(f"{en}, line {line}", f"{zh}{'，' if change else ' '}第 {line} 行") if line else Text(en, zh)

    def _line(self, keys: tuple[str, ...], change: int) -> int:
        """Find the first line that sets the last key inside the table named by the first, or 0."""
        table, full, seen, found = "", "", 0, 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = re.match(r"\s*\[\[?\s*([\w.\"-]+)\s*\]", line)
            if header:
                full = header.group(1).replace('"', "")
                table = full.split(".")[0]
                seen += line.lstrip().startswith("[[") and table == "change"
            inside = seen == change and table == "change" if change else table in ("", keys[0])
            if not inside:
                continue
            if header:
                found = number if change or full == keys[-1] or (table == keys[-1] and not found) else found
            elif _sets(line, keys[-1]):
                return number
        return found

    def table(self, key: str) -> Mapping[str, Any]:
        """Return the table ``key``, empty where there is none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise InputError(
                f"{key} must be a table, [{key}], not {shown(value)}.",
                f"{key} 须是表 [{key}]；现在写的是：{shown(value, 'zh')}。",
                self.where(key),
            )
        return value

    def words(self, key: str) -> Text:
        """Return the text ``key.en`` and ``key.zh``; both are needed."""
        table, gathered = self.table(key), Gathering()
        gathered.of(lambda: self.known(table, ("en", "zh"), key), None)
        for language in ("en", "zh"):
            value = table.get(language, "")
            if not isinstance(value, str):
                gathered.add(_no_text(f"{key}.{language}", value, self.where(key, language)))
            elif not value.strip():
                gathered.add(InputError(
                    f"{key}.{language} is missing; both {key}.en and {key}.zh are needed.",
                    f"缺少 {key}.{language}；{key}.en 和 {key}.zh 都要有。",
                    self.where(key),
                ))  # fmt: skip
            else:
                gathered.of(partial(check_text, value, self.where(key, language)), None)
        gathered.tell()
        return Text(en=table["en"].strip(), zh=table["zh"].strip())

    def word(self, key: str) -> str:
        """Return the plain text ``key``, empty where there is none."""
        value = self.data.get(key, "")
        if not isinstance(value, str):
            raise _no_text(key, value, self.where(key))
        return value

    def known(self, table: Mapping[str, Any], allowed: Iterable[str], key: str = "", change: int = 0) -> None:
        """Refuse keys that nobody reads: a misspelt key would be silently ignored."""
        allowed, gathered = tuple(allowed), Gathering()
        for name in table:
            if name in allowed:
                continue
            place = self.where(*([key] if key else []), name, change=change)
            hint = nearest(name, allowed, known_are(allowed))
            gathered.add(InputError(
                f"there is no key {shown(name)} here.{hint.en}", f"这里没有键{shown(name, 'zh')}。{hint.zh}", place
            ))  # fmt: skip
            if gathered.full:
                break
        gathered.tell()


def _no_text(key: str, value: object, where: Text) -> InputError:
    """Say that a value should be a text."""
    return InputError(f"{key} = {shown(value)} is not a text.", f"{key} = {shown(value, 'zh')} 不是文本。", where)


def read_document(path: Path, name: str, limit: int = SIZE_LIMIT) -> Document:
    """Read and parse a file of at most ``limit`` bytes; ``name`` is how messages call it.

    Raises:
        InputError: it is missing, no file, unreadable, too large, too deep, not UTF-8, no TOML, or of a newer format.
    """
    document = repaired_document(path, name, limit)
    document.gathering().tell()
    return document


def repaired_document(path: Path, name: str, limit: int = SIZE_LIMIT) -> Document:
    """Read and parse a file, past mistakes in writing that can be mended: the document carries them.

    Raises:
        InputError: as in ``read_document``, but for mistakes in writing that were mended.
    """
    text = _decode(_read_bytes(path, name, limit), name)
    try:
        found = parsed(text, name, limit)
    except RecursionError:
        raise InputError("its lists or tables are nested too deep.", "列表或表嵌套过深。", name) from None
    document = Document(path, name, found.data or {}, found.text, found.mistakes)
    if found.data is None:
        document.gathering().tell()
    try:
        _refuse_oversized(document.data, name)
    except RecursionError:
        raise InputError("tables lie too deep in each other.", "表的嵌套太深。", name) from None
    _check_format(document)
    return document


def _read_bytes(path: Path, name: str, limit: int) -> bytes:
    """Return the bytes of a plain file of at most ``limit``."""
    try:
        if path.is_dir():
            raise InputError(f"{name} is a folder, not a file.", f"{name} 是文件夹，不是文件。")
        if not path.exists():
            known = [p.name for p in path.parent.glob("*.toml")] if path.parent.is_dir() else []
            hint = nearest(path.name, known, cutoff=0.75)
            raise InputError(f"There is no file {name}.{hint.en}", f"没有文件 {name}。{hint.zh}")
        if not path.is_file():
            raise InputError(f"{name} is not a plain file.", f"{name} 不是普通文件。")
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not allowed"
        raise InputError(
            f"{shown(name)} cannot be read: {reason}.", f"{shown(name, 'zh')}读不了：{reason_zh(error)}。"
        ) from None
    if len(content) > limit:
        raise InputError(
            f"{name} is larger than {limit // 1024} kB, the most that is read.",
            f"{name} 超过 {limit // 1024} kB，这是可读的上限。",
        )
    return content


def _decode(content: bytes, name: str) -> str:
    """Return the text of a UTF-8 file, with or without a byte-order mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(
            "this is not UTF-8 text; save the file as UTF-8.",
            "这不是 UTF-8 文本；请把文件存为 UTF-8。",
            Text(f"{name}, line {line}", f"{name} 第 {line} 行"),
        ) from None


def _refuse_oversized(value: object, name: str) -> None:
    """Refuse numbers and texts that no message could show."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_oversized(key, name)
            _refuse_oversized(inner, name)
    elif isinstance(value, list):
        for inner in value:
            _refuse_oversized(inner, name)
    elif isinstance(value, str):
        check_text(value, name)
    elif isinstance(value, int) and abs(value) >= _INTEGER_LIMIT:
        raise InputError(
            "a whole number is too large; allowed are numbers of up to 18 digits.",
            "有一个整数太大；最多 18 位数字。",
            name,
        )


def _check_format(document: Document) -> None:
    """Accept this format and older ones; a file without the key is of format 1."""
    number = document.data.get("format", FORMAT)
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise InputError(
            f"format = {shown(number)} is not a whole number from 1.",
            f"format = {shown(number, 'zh')} 不是从 1 起的整数。",
            document.where("format"),
        )
    if number > FORMAT:
        raise InputError(
            f"format = {number} is newer than this version reads; it reads up to {FORMAT}, so install a newer version.",
            f"format = {number} 比本版本能读的新；本版本只读到 {FORMAT}，请安装更新的版本。",
            document.where("format"),
        )


def _sets(line: str, key: str) -> bool:
    """Tell whether a line assigns ``key``, plainly, dotted or inside ``{ … }``; comments do not count."""
    code = re.sub(r"(?:^|\s)#.*$", "", line)
    return re.search(rf"(?:^|[\s{{,.\"']){re.escape(key)}[\"']?\s*(?:=|\.)", code) is not None
