"""A mutant: an input that was changed, and what must come of it; and the few ways in which inputs are changed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.inputs import Kind, Number

REFUSED, EQUAL, EITHER = "refused", "equal", "either"
OUT = "out"
Place = Callable[[Path], str]


@dataclass(frozen=True)
class Mutant:
    """An input that was mutated: ``place`` lays it into an empty folder and returns the path that is handed over.

    ``arguments`` changes the arguments that follow from the path.
    """

    kind: Kind
    mutation: str
    note: str
    expected: str
    place: Place
    arguments: Callable[[list[str]], list[str]] = list


def file_of(kind: Kind, content: bytes, name: str = "") -> Place:
    def place(folder: Path) -> str:
        (folder / (name or kind.file)).write_bytes(content)
        return name or kind.file

    return place


def bytes_of(kind: Kind) -> bytes:
    return kind.content.encode()


def text_of(kind: Kind, mutation: str, note: str, expected: str, content: str | bytes) -> Mutant:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return Mutant(kind, mutation, note, expected, file_of(kind, raw))


def number_of(kind: Kind, mutation: str, number: Number, text: str, expected: str) -> Mutant:
    """Write a number of the input otherwise."""
    old, new = number.before + number.text, number.before + text
    note = f"{number.before}{text[:40]}"
    if kind.name != "option":
        assert old in kind.content, f"{kind.name} has no {old!r}"
        return text_of(kind, mutation, note, expected, kind.content.replace(old, new, 1))
    return Mutant(
        kind, mutation, note, expected, file_of(kind, bytes_of(kind)),
        lambda arguments: [new if argument == old else argument for argument in arguments],
    )  # fmt: skip


def argument_of(kind: Kind, mutation: str, note: str, expected: str, old: str, new: list[str]) -> Mutant:
    """Put other arguments in place of one that begins so."""
    return Mutant(
        kind, mutation, note, expected, file_of(kind, bytes_of(kind)),
        lambda arguments: [part for word in arguments for part in (new if word.startswith(old) else [word])],
    )  # fmt: skip


def special_of(kind: Kind, mutation: str, note: str, expected: str, place: Place) -> Mutant:
    return Mutant(kind, mutation, note, expected, place)
