"""The kinds of mutation: what is done to an input, and what must come of it.

A mutation gives its variants one after another; what differs within a variant (which number, by how much, how long)
is drawn from the seed. Expected is ``refused``, ``equal`` (taken, with the result of the unmutated input), or
``either``, where both are sound and only a third thing would be a fault.
"""

import os
import random
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.inputs import KINDS, Kind, Number

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


def _file(kind: Kind, content: bytes, name: str = "") -> Place:
    def place(folder: Path) -> str:
        (folder / (name or kind.file)).write_bytes(content)
        return name or kind.file

    return place


def _bytes(kind: Kind) -> bytes:
    return kind.content.encode()


def _text(kind: Kind, mutation: str, note: str, expected: str, content: str | bytes) -> Mutant:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return Mutant(kind, mutation, note, expected, _file(kind, raw))


def _number(kind: Kind, mutation: str, number: Number, text: str, expected: str) -> Mutant:
    """Write a number of the input otherwise."""
    old, new = number.before + number.text, number.before + text
    note = f"{number.before}{text[:40]}"
    if kind.name != "option":
        assert old in kind.content, f"{kind.name} has no {old!r}"
        return _text(kind, mutation, note, expected, kind.content.replace(old, new, 1))
    return Mutant(
        kind, mutation, note, expected, _file(kind, _bytes(kind)),
        lambda arguments: [new if argument == old else argument for argument in arguments],
    )  # fmt: skip


def _argument(kind: Kind, mutation: str, note: str, expected: str, old: str, new: list[str]) -> Mutant:
    """Put other arguments in place of one that begins so."""
    return Mutant(
        kind, mutation, note, expected, _file(kind, _bytes(kind)),
        lambda arguments: [part for own in arguments for part in (new if own.startswith(old) else [own])],
    )  # fmt: skip


def types(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """A number is another kind of value, or the same number written otherwise."""
    number = rng.choice(kind.numbers)
    toml = ('"4"', "true", "[4]", "{ a = 1 }", "2020-01-01", '""', "''", "4 4", "", "12:30:00")
    csv = ("four", "四", "true", "--", "4 4", "#REF!", "4kg", "0x", "1/2", "?")
    option = ("four", "四", "true", "", "[4]", "4x", "4 4", "None", "4,5,6", "-")
    for text in option if kind.name == "option" else csv if kind.table else toml:
        yield _number(kind, "types", number, text, REFUSED)
    same = {"toml": [f"+{number.text}"], "csv": [f"+{number.text}", f'"{number.text}"', f"  {number.text} "]}
    if kind.name != "option":
        for text in same["csv" if kind.table else "toml"]:
            yield _number(kind, "types", number, text, EQUAL)


def ranges(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """A number lies outside what is allowed, a little or by far."""
    while True:
        number = rng.choice(kind.numbers)
        below, above = number.low - rng.uniform(0.001, 5), number.high + rng.uniform(0.001, 5)
        if number.whole:
            below, above = int(number.low) - rng.randint(1, 99), int(number.high) * 2 + rng.randint(1, 99)
            yield _number(kind, "ranges", number, f"{number.text}.5", REFUSED)
        for value in (below, above):
            yield _number(kind, "ranges", number, repr(value), REFUSED)
        yield _number(kind, "ranges", number, rng.choice(("-1e300", "1e300", "-9e99", "9e99")), REFUSED)
        yield _number(kind, "ranges", number, f"{rng.choice(('', '-'))}{'9' * rng.randint(19, 60)}", REFUSED)


def nan(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """A number is none, or without end."""
    while True:
        for text in ("nan", "inf", "-inf", "NaN", "+nan", "Infinity", "-nan", "+inf", "1e999", "-Infinity"):
            yield _number(kind, "nan", rng.choice(kind.numbers), text, REFUSED)


LOOKALIKES = {"a": "а", "e": "е", "o": "о", "i": "і", "p": "р", "s": "ѕ", "n": "ո", "d": "ԁ"}


def unicode(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Letters that look like others, other encodings, other line ends."""

    def key(note: str, change: Callable[[str], str]) -> Mutant:
        own = rng.choice(kind.keys)
        if kind.name == "option":
            return _argument(kind, "unicode", note, REFUSED, own, [f"{change(own)}=1"])
        return _text(kind, "unicode", note, REFUSED, kind.content.replace(own, change(own), 1))

    def lookalike(own: str) -> str:
        place = rng.choice([i for i, letter in enumerate(own) if letter in LOOKALIKES])
        return own[:place] + LOOKALIKES[own[place]] + own[place + 1 :]

    yield key("a letter of another alphabet", lookalike)
    yield key("a mark that is not seen", lambda own: own[:3] + rng.choice("\u200b\u200d\u2060\u00ad") + own[3:])
    yield key("wide letters", lambda own: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in own))
    yield _number(kind, "unicode", rng.choice(kind.numbers), "−" + "1", REFUSED)
    yield _number(kind, "unicode", rng.choice(kind.numbers), rng.choice("½Ⅷ四"), REFUSED)
    if kind.name == "option":
        for own in ("mine​.toml", "mіne.toml", "ｍｉｎｅ.toml", "mine.tоml", "“mine.toml”", "\ud800.toml"):
            yield _argument(kind, "unicode", repr(own), REFUSED, kind.file, [own])
        return
    marks = ("😀", "مرحبا", "e\u0301", "Ａ", "\u4e00" * 9, "ñ")
    yield _text(kind, "unicode", "other letters in a text", EQUAL, kind.content.replace(
        kind.text, kind.text.replace(kind.text.strip('"')[-4:], rng.choice(marks)) if kind.table
        else kind.text[:-1] + rng.choice(marks) + '"', 1))  # fmt: skip
    yield _text(kind, "unicode", "lines end as Windows ends them", EQUAL, kind.content.replace("\n", "\r\n"))
    yield _text(kind, "unicode", "a mark at the start", EQUAL if kind.table else EITHER, b"\xef\xbb\xbf" + _bytes(kind))
    yield _text(kind, "unicode", "half a letter", EITHER if kind.table else REFUSED, _bytes(kind) + b"# \xff\xfe\x80\n")
    yield _text(kind, "unicode", "UTF-16", EITHER if kind.table else REFUSED, kind.content.encode("utf-16"))
    quoted = kind.content.replace('"', "“", 1).replace('"', "”", 1)
    if not kind.table:
        yield _text(kind, "unicode", "quotes of a word processor", REFUSED, quoted)


def duplicates(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Something is there twice."""
    if kind.name == "option":
        while True:
            own = rng.choice(("--months=4", "--replicates=1", "--seed=1", "--processes=1", "--out="))
            yield _argument(kind, "duplicates", f"{own} twice", REFUSED, own, [own + OUT * (own == "--out=")] * 2)
    lines = kind.content.splitlines(keepends=True)
    while True:
        if kind.table:
            place = rng.choice(range(len(lines[0].split(","))))
            heads = lines[0].rstrip("\n").split(",")
            twice = [*heads, heads[place]]
            rows = [f"{line.rstrip()},{line.rstrip().split(',')[place]}\n" for line in lines[1:]]
            yield _text(
                kind, "duplicates", f"column {heads[place]} twice", REFUSED, ",".join(twice) + "\n" + "".join(rows)
            )
            yield _text(kind, "duplicates", "a row twice", REFUSED if kind.name == "table" else EITHER,
                        kind.content + rng.choice(lines[1:]))  # fmt: skip
        else:
            at = rng.choice([i for i, line in enumerate(lines) if not line.startswith("[[")])
            yield _text(kind, "duplicates", f"{lines[at].strip()} twice", REFUSED,
                        "".join([*lines[: at + 1], lines[at], *lines[at + 1 :]]))  # fmt: skip


def depth(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Tables in tables in tables."""
    if kind.table or kind.name == "option":
        return
    while True:
        deep = rng.randint(40, 25_000)
        yield _text(kind, "depth", f"{deep} dots", REFUSED, f"{'a.' * deep}b = 1\n{kind.content}")
        yield _text(kind, "depth", f"{deep} brackets", REFUSED, f"a = {'[' * deep}{']' * deep}\n{kind.content}")
        yield _text(kind, "depth", f"{deep} open brackets", REFUSED, f"a = {'[' * deep}\n{kind.content}")
        few = rng.randint(20, 90)
        yield _text(
            kind, "depth", f"{few} braces", REFUSED, f"{kind.content}\n[z]\na = {'{ a = ' * few}1{' }' * few}\n"
        )
        yield _text(
            kind, "depth", f"{few} dots in a table", REFUSED, f"{kind.content}\n[{'.'.join('a' * few)}]\nb = 1\n"
        )


def size(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Very long, or very many."""
    if kind.name == "option":
        while True:
            long = rng.randint(300, 5000)
            yield _argument(
                kind, "size", f"--out of {long} letters", REFUSED, "--out=", [f"--out={'x' * long}.parquet"]
            )
            yield _argument(kind, "size", f"a name of {long} letters", REFUSED, kind.file, ["n" * long])
            yield _argument(kind, "size", f"an option of {long} letters", REFUSED, "--seed", [f"--{'s' * long}=1"])
            yield _number(kind, "size", rng.choice(kind.numbers), "1" * long, REFUSED)
    while True:
        long = rng.randint(1200, 30_000)
        if kind.table:
            heads, *rows = kind.content.splitlines()
            empty = rng.randint(1, 200)
            yield _text(kind, "size", f"{empty} empty rows", EQUAL, kind.content + "\n" * empty)
            yield _text(
                kind, "size", f"a cell of {long} letters", REFUSED, kind.content.replace(kind.text, "x" * long, 1)
            )
            yield _text(
                kind, "size", "a cell of 200,000 letters", REFUSED, kind.content.replace(kind.text, "y" * 200_000, 1)
            )
            yield _text(kind, "size", f"a heading of {long} letters", REFUSED,
                        f"{heads},{'h' * long}\n" + "".join(f"{row},1\n" for row in rows)
                        if kind.name == "band" else kind.content.replace(kind.keys[0], "h" * long, 1))  # fmt: skip
        else:
            yield _text(kind, "size", f"comments of {long} letters", EQUAL, f"{kind.content}# {'c' * long}\n")
            yield _text(
                kind,
                "size",
                "more than can be read",
                REFUSED,
                kind.content + "# c\n" * rng.randint(2_000_000, 3_000_000),
            )
            yield _text(
                kind,
                "size",
                f"a text of {long} letters",
                REFUSED,
                kind.content.replace(kind.text, f'{kind.text[:-1]}{"x" * long}"', 1),
            )
            yield _text(kind, "size", f"a key of {long} letters", REFUSED, f"{'k' * long} = 1\n{kind.content}")


def control(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Characters that steer a terminal, or end a text."""
    while True:
        sign = rng.choice("\x00\x01\x07\x08\x0b\x1b\x7f\x85\x9b")
        escape = f"\\u{ord(sign):04x}"
        if kind.name == "option":
            own = rng.choice("\x01\x07\x08\x1b\x7f")
            yield _argument(kind, "control", repr(own), REFUSED, kind.file, [f"mi{own}ne"])
            yield _argument(kind, "control", repr(own), REFUSED, "--seed", [f"--seed=1{own}"])
            yield _argument(kind, "control", f"--out with {own!r}", REFUSED, "--out", [f"--out=o{own}.parquet"])
            continue
        yield _text(kind, "control", f"{sign!r} in a text", REFUSED, kind.content.replace(
            kind.text, kind.text[:-1] + sign + kind.text[-1], 1))  # fmt: skip
        yield _text(
            kind, "control", f"{sign!r} in a key", REFUSED, kind.content.replace(kind.keys[0], kind.keys[0] + sign, 1)
        )
        if not kind.table:
            yield _text(
                kind,
                "control",
                f"{escape} in a text",
                REFUSED,
                kind.content.replace(kind.text, kind.text[:-1] + escape + '"', 1),
            )


def _special(kind: Kind, mutation: str, note: str, expected: str, place: Place) -> Mutant:
    return Mutant(kind, mutation, note, expected, place)


def directories(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """A folder where a file is wanted, a file where a folder is, or nothing at all."""

    def folder_there(folder: Path) -> str:
        (folder / kind.file).mkdir()
        return kind.file

    def below_a_file(folder: Path) -> str:
        (folder / kind.file).write_text(kind.content, encoding="utf-8")
        return f"{kind.file}/{kind.file}"

    def nowhere(path: str) -> Place:
        return lambda folder: path

    def out_is_taken(folder: Path) -> str:
        (folder / kind.file).write_text(kind.content, encoding="utf-8")
        if kind.command("", OUT)[-1].endswith(".parquet"):
            (folder / f"{OUT}.parquet").mkdir()
        else:
            (folder / OUT).write_text("mine", encoding="utf-8")
        return kind.file

    end = kind.file.rpartition(".")[2]
    while True:
        yield _special(kind, "directories", "a folder", REFUSED, folder_there)
        yield _special(kind, "directories", "below a file", REFUSED, below_a_file)
        if kind.name != "band":
            yield _special(kind, "directories", "results where something else is", REFUSED, out_is_taken)
        for path in (
            f"no/{kind.file}",
            f"../no.{end}",
            "./",
            "..",
            "/",
            f"no.{end}",
            f"./{'no/' * rng.randint(2, 60)}a.{end}",
        ):
            yield _special(kind, "directories", path[:40], REFUSED, nowhere(path))


def pipes(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """What never ends or never begins: named pipes and sockets."""

    def pipe(folder: Path) -> str:
        os.mkfifo(folder / kind.file)
        return kind.file

    def door(folder: Path) -> str:
        with socket.socket(socket.AF_UNIX) as own:
            here = Path.cwd()
            os.chdir(folder)
            own.bind(kind.file)
            os.chdir(here)
        return kind.file

    def linked(folder: Path) -> str:
        os.mkfifo(folder / "pipe")
        (folder / kind.file).symlink_to("pipe")
        return kind.file

    def out(folder: Path) -> str:
        (folder / kind.file).write_text(kind.content, encoding="utf-8")
        os.mkfifo(folder / (f"{OUT}.parquet" if kind.command("", OUT)[-1].endswith(".parquet") else OUT))
        return kind.file

    while True:
        yield _special(kind, "pipes", "a pipe", REFUSED, pipe)
        yield _special(kind, "pipes", "a socket", REFUSED, door)
        yield _special(kind, "pipes", "a link to a pipe", REFUSED, linked)
        if kind.name != "band":
            yield _special(kind, "pipes", "results into a pipe", REFUSED, out)


def devices(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Files that are none: endless, empty, full."""

    def linked(device: str) -> Place:
        def place(folder: Path) -> str:
            (folder / kind.file).symlink_to(device)
            return kind.file

        return place

    while True:
        for device in (
            "/dev/zero",
            "/dev/null",
            "/dev/full",
            "/dev/urandom",
            "/dev/random",
            "/proc/self/mem",
            "/dev/fd/999",
        ):
            yield _special(kind, "devices", device, REFUSED, lambda folder, own=device: own)
            yield _special(kind, "devices", f"a link to {device}", REFUSED, linked(device))


def permissions(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """What may not be read, entered or written."""

    def closed(folder: Path) -> str:
        file = folder / kind.file
        file.write_text(kind.content, encoding="utf-8")
        file.chmod(rng.choice((0, 0o200, 0o111)))
        return kind.file

    def in_a_closed_folder(folder: Path) -> str:
        (folder / "shut").mkdir()
        (folder / "shut" / kind.file).write_text(kind.content, encoding="utf-8")
        (folder / "shut").chmod(rng.choice((0, 0o600)))
        return f"shut/{kind.file}"

    def only_to_read(folder: Path) -> str:
        file = folder / kind.file
        file.write_text(kind.content, encoding="utf-8")
        file.chmod(0o400)
        return kind.file

    def nowhere_to_write(folder: Path) -> str:
        (folder / kind.file).write_text(kind.content, encoding="utf-8")
        (folder / "shut").mkdir()
        (folder / "shut").chmod(0o500)
        return kind.file

    def into_it(arguments: list[str]) -> list[str]:
        *rest, last = arguments
        head, sep, tail = last.rpartition("=")
        return [*rest, f"{head}{sep}shut/{tail}"]

    while True:
        yield _special(kind, "permissions", "a file that may not be read", REFUSED, closed)
        yield _special(kind, "permissions", "a folder that may not be entered", REFUSED, in_a_closed_folder)
        yield _special(kind, "permissions", "a file that may only be read", EQUAL, only_to_read)
        if kind.name != "band":
            yield Mutant(
                kind, "permissions", "results where nothing may be written", REFUSED, nowhere_to_write, into_it
            )


def links(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Links that lead somewhere, nowhere, or to themselves."""

    def chain(length: int) -> Place:
        def place(folder: Path) -> str:
            (folder / "real").write_text(kind.content, encoding="utf-8")
            for k in range(length):
                (folder / f"link{k}").symlink_to(f"link{k - 1}" if k else "real")
            (folder / kind.file).symlink_to(f"link{length - 1}")
            return kind.file

        return place

    def hard(folder: Path) -> str:
        (folder / "real").write_text(kind.content, encoding="utf-8")
        os.link(folder / "real", folder / kind.file)
        return kind.file

    def dangling(folder: Path) -> str:
        (folder / kind.file).symlink_to("nothing")
        return kind.file

    def loop(folder: Path) -> str:
        (folder / "other").symlink_to(kind.file)
        (folder / kind.file).symlink_to("other")
        return kind.file

    def itself(folder: Path) -> str:
        (folder / kind.file).symlink_to(kind.file)
        return kind.file

    def to_a_folder(folder: Path) -> str:
        (folder / kind.file).symlink_to(".")
        return kind.file

    while True:
        yield _special(kind, "links", "a chain of links", EQUAL, chain(rng.randint(1, 9)))
        yield _special(kind, "links", "a second name", EQUAL, hard)
        yield _special(kind, "links", "a link to nothing", REFUSED, dangling)
        yield _special(kind, "links", "two links in a circle", REFUSED, loop)
        yield _special(kind, "links", "a link to itself", REFUSED, itself)
        yield _special(kind, "links", "a link to its own folder", REFUSED, to_a_folder)


MUTATIONS = {
    own.__name__: own
    for own in (
        types, ranges, nan, unicode, duplicates, depth, size, control, directories, pipes, devices, permissions, links,
    )
}  # fmt: skip
LEAST = 10
"""Mutants of each kind of input and kind of mutation that make sense together."""


def mutants(seed: int, least: int = LEAST) -> Iterator[Mutant]:
    """Give ``least`` mutants of every pair, the same for the same seed."""
    for kind in KINDS.values():
        for name, mutation in MUTATIONS.items():
            found: list[Mutant] = []
            for again in range(least):  # a mutation of few variants is drawn from again
                for mutant in mutation(kind, random.Random(f"{seed} {kind.name} {name} {again}")):
                    found.append(mutant)
                    if len(found) == least:
                        break
                if len(found) == least or not found:
                    break
            yield from found
