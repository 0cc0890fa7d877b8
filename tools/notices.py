"""The notice of licences for a folder of wheels, read from the wheels themselves."""

import json
import re
import zipfile
from collections.abc import Iterable
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError

UNKNOWN = "licence not named; see its files"
LONGEST = 60
"""Characters of a free-text licence that is a name; longer ones are its words."""
_PART = re.compile(r"/cdn/((?:@[^/]+/)?[^/@]+)@([^/]+)/package\.json$")
_NO_NAME = re.compile(r"unknown|copyright|agreement|^\W*$", re.IGNORECASE)
HEAD = """\
This folder carries packages of others. Each has its own licence, whose full words lie in the package itself.
此文件夹带有他人的软件包。它们各有许可证，全文在各自的软件包里。
"""
PARTS = "Scripts that packages carry / 软件包所带的脚本"


class Component(NamedTuple):
    """Something that others made: name, version and the name of its licence."""

    name: str
    version: str
    licence: str


def notice(wheels: Path) -> str:
    """Return the notice for every wheel of a folder and for the scripts that wheels carry.

    Raises:
        InputError: a file is not a wheel.
    """
    files = sorted(wheels.glob("*.whl"), key=lambda file: file.name.lower())
    packages = [_package(file) for file in files]
    carried = sorted({part for file in files for part in _carried(file)})
    parts = f"\n{PARTS}\n\n{_rows(carried)}" if carried else ""
    return f"{HEAD}\n{_rows(packages)}{parts}"


def licence_of(metadata: Message) -> str:
    """Return the name of the licence that a package gives itself, in whichever of three places it does so."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    text = (metadata.get("License") or "").strip()
    if text and "\n" not in text and len(text) <= LONGEST and not _NO_NAME.search(text):
        return text
    named = [str(line).rpartition(" :: ")[2] for line in metadata.get_all("Classifier", []) if "License ::" in line]
    return ", ".join(named) or UNKNOWN


def _package(file: Path) -> Component:
    with _opened(file) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
        if not names:
            raise _no_wheel(file)
        metadata = Parser().parsestr(archive.read(names[0]).decode(errors="replace"))
    return Component(str(metadata["Name"]), str(metadata["Version"]), licence_of(metadata))


def _carried(file: Path) -> Iterable[Component]:
    """Give the scripts in a wheel that come from a registry of scripts."""
    with _opened(file) as archive:
        for name in archive.namelist():
            if found := _PART.search(name):
                named = json.loads(archive.read(name)).get("license")
                yield Component(found[1], found[2], named if isinstance(named, str) and named else UNKNOWN)


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise _no_wheel(file) from None


def _no_wheel(file: Path) -> InputError:
    return InputError(f"{file.name} is not a wheel.", f"{file.name} 不是 wheel 包。")


def _rows(parts: Iterable[Component]) -> str:
    return "".join(f"{part.name} {part.version}: {part.licence}\n" for part in parts)
