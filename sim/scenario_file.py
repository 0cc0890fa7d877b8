"""Read a scenario or profile file: small TOML, checked key by key, every complaint with its place.

This module knows TOML and the shape of the files; what a scenario is stands in ``sim.scenario``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import InputError, nearest
from sim.quantity import Text

FORMAT = 1
SIZE_LIMIT = 64 * 1024
_INTEGER_LIMIT = 2**63
_TEXT_LIMIT = 1000
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def check_name(name: str, where: str = "") -> str:
    """Return ``name`` if it can be a file name everywhere: letters of any language, digits, ``_`` and ``-``.

    Raises:
        InputError: it is empty, too long, reserved, or has another character.
    """
    place = f"{where}: " if where else ""
    bad = re.search(r"[^\w-]", name)
    if bad:
        raise InputError(
            f"{place}{shown(name)} cannot be a name because of {shown(bad.group())}; "
            "allowed are letters, digits, _ and -."
        )
    if not 0 < len(name) <= 60 or not name[0].isalnum():
        raise InputError(f"{place}{shown(name)} cannot be a name; it must begin with a letter or digit and have 1..60.")
    if name.lower() in _RESERVED:
        raise InputError(f"{place}{shown(name)} cannot be a name; some systems keep it for themselves.")
    return name


def shown(value: object) -> str:
    """Return ``value`` as it may stand in a message: TOML's spelling where there is one, never long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = repr(value) if isinstance(value, str | int | float) else str(value)
    return text if len(text) <= 60 else f"{text[:56]}…{text[-1]}"


@dataclass(frozen=True)
class Document:
    """A parsed file: its name as messages give it, its data, and its text for finding lines."""

    path: Path
    name: str
    data: Mapping[str, Any]
    text: str

    def where(self, *keys: str, change: int = 0) -> str:
        """Return ``FILE, line N``: the line that sets the last of ``keys``, or the table they are in."""
        line = self._line(keys, change)
        place = f", change {change}" if change else ""
        return f"{self.name}{place}, line {line}" if line else f"{self.name}{place}"

    def _line(self, keys: tuple[str, ...], change: int) -> int:
        """Find the first line that sets the last key inside the table named by the first, or 0."""
        table, seen, found = "", 0, 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = re.match(r"\s*\[\[?\s*([\w.\"-]+)\s*\]", line)
            if header:
                table = header.group(1).replace('"', "").split(".")[0]
                seen += line.lstrip().startswith("[[") and table == "change"
            inside = seen == change and table == "change" if change else table in ("", keys[0])
            if not inside:
                continue
            if header:
                found = number if change or table == keys[-1] else found
            elif _sets(line, keys[-1]):
                return number
        return found

    def table(self, key: str) -> Mapping[str, Any]:
        """Return the table ``key``, empty where there is none."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise InputError(f"{self.where(key)}: {key} must be a table, [{key}], not {shown(value)}.")
        return value

    def words(self, key: str) -> Text:
        """Return the text ``key.en`` and ``key.zh``; both are needed."""
        table = self.table(key)
        self.known(table, ("en", "zh"), key)
        for language in ("en", "zh"):
            value = table.get(language, "")
            if not isinstance(value, str):
                raise InputError(f"{self.where(key, language)}: {key}.{language} = {shown(value)} is not a text.")
            if not value.strip():
                raise InputError(
                    f"{self.where(key)}: {key}.{language} is missing; both {key}.en and {key}.zh are needed."
                )
        return Text(en=table["en"].strip(), zh=table["zh"].strip())

    def word(self, key: str) -> str:
        """Return the plain text ``key``, empty where there is none."""
        value = self.data.get(key, "")
        if not isinstance(value, str):
            raise InputError(f"{self.where(key)}: {key} = {shown(value)} is not a text.")
        return value

    def known(self, table: Mapping[str, Any], allowed: Iterable[str], key: str = "", change: int = 0) -> None:
        """Refuse keys that nobody reads: a misspelt key would be silently ignored."""
        allowed = tuple(allowed)
        for name in table:
            if name not in allowed:
                place = self.where(*([key] if key else []), name, change=change)
                hint = nearest(name, allowed) or f" Known are {', '.join(allowed)}."
                raise InputError(f"{place}: there is no key {shown(name)} here.{hint}")


def read_document(path: Path, name: str) -> Document:
    """Read and parse a file; ``name`` is how messages call it.

    Raises:
        InputError: it is missing, no file, unreadable, too large, not UTF-8, no TOML, or of a newer format.
    """
    text = _decode(_read_bytes(path, name), name)
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise InputError(f"{name}: this is not a scenario: its lists or tables are nested too deep.") from None
    except ValueError as error:
        raise InputError(_toml_complaint(name, str(error))) from None
    document = Document(path, name, data, text)
    _refuse_oversized(data, name)
    _check_format(document)
    return document


def _read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a plain file of at most ``SIZE_LIMIT``."""
    try:
        if path.is_dir():
            raise InputError(f"{name} is a folder, not a file.")
        if not path.exists():
            known = [p.name for p in path.parent.glob("*.toml")] if path.parent.is_dir() else []
            raise InputError(f"There is no file {name}.{nearest(path.name, known)}")
        if not path.is_file():
            raise InputError(f"{name} is not a plain file.")
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not allowed"
        raise InputError(f"{shown(name)} cannot be read: {reason}.") from None
    if len(content) > SIZE_LIMIT:
        raise InputError(f"{name} is larger than {SIZE_LIMIT // 1024} kB, too large for a scenario or profile.")
    return content


def _decode(content: bytes, name: str) -> str:
    """Return the text of a UTF-8 file, with or without a byte-order mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(f"{name}, line {line}: this is not UTF-8 text; save the file as UTF-8.") from None


def _toml_complaint(name: str, message: str) -> str:
    """Turn the parser's ``Expected '=' … (at line 3, column 5)`` into one sentence with the place first."""
    place = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)", message)
    cause = message[: place.start()] if place else message
    where = f"{name}, line {place.group(1)}, column {place.group(2)}" if place and place.group(1) else name
    end = " at the end of the file" if place and not place.group(1) else ""
    return f"{where}: this is not TOML{end}: {cause[:200].rstrip('.')}."


def _refuse_oversized(value: object, name: str) -> None:
    """Refuse numbers and texts that no message could show."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_oversized(key, name)
            _refuse_oversized(inner, name)
    elif isinstance(value, list):
        for inner in value:
            _refuse_oversized(inner, name)
    elif isinstance(value, str) and len(value) > _TEXT_LIMIT:
        raise InputError(f"{name}: a text has {len(value)} characters; allowed are {_TEXT_LIMIT}.")
    elif isinstance(value, int) and abs(value) >= _INTEGER_LIMIT:
        raise InputError(f"{name}: a whole number is too large; allowed are numbers of up to 18 digits.")


def _check_format(document: Document) -> None:
    """Accept this format and older ones; a file without the key is of format 1."""
    number = document.data.get("format", FORMAT)
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise InputError(f"{document.where('format')}: format = {shown(number)} is not a whole number from 1.")
    if number > FORMAT:
        raise InputError(
            f"{document.where('format')}: format = {number} is newer than this version reads; "
            f"it reads up to {FORMAT}, so install a newer version."
        )


def _sets(line: str, key: str) -> bool:
    """Tell whether a line assigns ``key``, plainly, dotted or inside ``{ … }``; comments do not count."""
    code = re.sub(r"(?:^|\s)#.*$", "", line)
    return re.search(rf"(?:^|[\s{{,.\"']){re.escape(key)}[\"']?\s*(?:=|\.)", code) is not None
