"""Mutations of what an input says: its numbers, letters, keys, depth and length."""

import random
from collections.abc import Callable, Iterator

from tests.hostile.inputs import Kind
from tests.hostile.mutant import EITHER, EQUAL, OUT, REFUSED, Mutant, argument_of, bytes_of, number_of, text_of


def types(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """A number is another kind of value, or the same number written otherwise."""
    toml = ('"4"', "true", "[4]", "{ a = 1 }", "2020-01-01", '""', "''", "4 4", "", "12:30:00")
    csv = ("four", "四", "true", "--", "4 4", "#REF!", "4kg", "0x", "1/2", "?")
    option = ("four", "四", "true", "", "[4]", "4x", "4 4", "None", "4,5,6", "-")
    for text in option if kind.name == "option" else csv if kind.table else toml:
        yield number_of(kind, "types", rng.choice(kind.numbers), text, REFUSED)
    same = ("+{}", '"{}"', "  {} ") if kind.table else () if kind.name == "option" else ("+{}",)
    for text in same:
        number = rng.choice(kind.numbers)
        yield number_of(kind, "types", number, text.format(number.text), EQUAL)


def ranges(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """A number lies outside what is allowed, a little or by far."""
    while True:
        number = rng.choice(kind.numbers)
        below, above = number.low - rng.uniform(0.001, 5), number.high + rng.uniform(0.001, 5)
        if number.whole:
            below, above = int(number.low) - rng.randint(1, 99), int(number.high) * 2 + rng.randint(1, 99)
            yield number_of(kind, "ranges", number, f"{number.text}.5", REFUSED)
        for value in (below, above):
            yield number_of(kind, "ranges", number, repr(value), REFUSED)
        yield number_of(kind, "ranges", number, rng.choice(("-1e300", "1e300", "-9e99", "9e99")), REFUSED)
        yield number_of(kind, "ranges", number, f"{rng.choice(('', '-'))}{'9' * rng.randint(19, 60)}", REFUSED)


def nan(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """A number is none, or without end."""
    while True:
        for text in ("nan", "inf", "-inf", "NaN", "+nan", "Infinity", "-nan", "+inf", "1e999", "-Infinity"):
            yield number_of(kind, "nan", rng.choice(kind.numbers), text, REFUSED)


LOOKALIKES = {"a": "а", "e": "е", "o": "о", "i": "і", "p": "р", "s": "ѕ", "n": "ո", "d": "ԁ"}


def unicode(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Letters that look like others, other encodings, other line ends."""

    def key(note: str, change: Callable[[str], str], expected: str = REFUSED, *, quoted: bool = False) -> Mutant:
        own = rng.choice(kind.keys)
        if kind.name == "option":
            return argument_of(kind, "unicode", note, REFUSED, own, [f"{change(own)}=1"])
        if quoted and not kind.table:  # where a key may be of any letters
            return text_of(kind, "unicode", f"{note}, in quotes", expected, kind.content.replace(
                own, f'"{change(own)}"', 1))  # fmt: skip
        return text_of(kind, "unicode", note, expected, kind.content.replace(own, change(own), 1))

    def lookalike(own: str) -> str:
        place = rng.choice([i for i, letter in enumerate(own) if letter in LOOKALIKES])
        return own[:place] + LOOKALIKES[own[place]] + own[place + 1 :]

    yield key("a letter of another alphabet", lookalike)
    yield key("a letter of another alphabet", lookalike, quoted=True)
    mark = rng.choice("\u200b\u2060\u00ad\u202e")
    yield key("a mark that is not seen", lambda item: item[:3] + mark + item[3:], EQUAL if kind.table else REFUSED)
    yield key("a mark that is not seen", lambda item: item[:3] + mark + item[3:], EQUAL if kind.table else REFUSED,
              quoted=True)  # fmt: skip
    yield key("a joiner", lambda item: item[:3] + "\u200d" + item[3:])
    yield key("wide letters", lambda item: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in item),
              EITHER if kind.table else REFUSED)  # fmt: skip
    yield number_of(kind, "unicode", rng.choice(kind.numbers), "−" + "1", REFUSED)
    yield number_of(kind, "unicode", rng.choice(kind.numbers), rng.choice("½Ⅷ四"), REFUSED)
    if kind.name == "option":
        for own in ("mine​.toml", "mіne.toml", "ｍｉｎｅ.toml", "mine.tоml", "“mine.toml”", "\ud800.toml"):
            yield argument_of(kind, "unicode", repr(own), REFUSED, kind.file, [own])
        return
    marks = ("😀", "مرحبا", "e\u0301", "Ａ", "\u4e00" * 9, "ñ")
    yield text_of(kind, "unicode", "other letters in a text", EQUAL, kind.content.replace(
        kind.text, kind.text.replace(kind.text.strip('"')[-4:], rng.choice(marks)) if kind.table
        else kind.text[:-1] + rng.choice(marks) + '"', 1))  # fmt: skip
    yield text_of(kind, "unicode", "lines end as Windows ends them", EQUAL, kind.content.replace("\n", "\r\n"))
    yield text_of(
        kind, "unicode", "a mark at the start", EQUAL if kind.table else EITHER, b"\xef\xbb\xbf" + bytes_of(kind)
    )
    yield text_of(
        kind, "unicode", "half a letter", EITHER if kind.table else REFUSED, bytes_of(kind) + b"# \xff\xfe\x80\n"
    )
    yield text_of(kind, "unicode", "UTF-16", EITHER if kind.table else REFUSED, kind.content.encode("utf-16"))
    quoted = kind.content.replace('"', "“", 1).replace('"', "”", 1)
    if not kind.table:
        yield text_of(kind, "unicode", "quotes of a word processor", REFUSED, quoted)


def duplicates(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Something is there twice."""
    if kind.name == "option":
        while True:
            own = rng.choice(("--months=4", "--replicates=1", "--seed=1", "--processes=1", "--out="))
            yield argument_of(kind, "duplicates", f"{own} twice", REFUSED, own, [own + OUT * (own == "--out=")] * 2)
    lines = kind.content.splitlines(keepends=True)
    while True:
        if kind.table:
            place = rng.choice(range(len(lines[0].split(","))))
            heads = lines[0].rstrip("\n").split(",")
            twice = [*heads, heads[place]]
            rows = [f"{line.rstrip()},{line.rstrip().split(',')[place]}\n" for line in lines[1:]]
            yield text_of(
                kind, "duplicates", f"column {heads[place]} twice", REFUSED, ",".join(twice) + "\n" + "".join(rows)
            )
            yield text_of(kind, "duplicates", "a row twice", REFUSED if kind.name == "table" else EITHER,
                        kind.content + rng.choice(lines[1:]))  # fmt: skip
        else:
            at = rng.choice([i for i, line in enumerate(lines) if not line.startswith("[[")])
            yield text_of(kind, "duplicates", f"{lines[at].strip()} twice", REFUSED,
                        "".join([*lines[: at + 1], lines[at], *lines[at + 1 :]]))  # fmt: skip


def depth(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Tables in tables in tables."""
    if kind.table or kind.name == "option":
        return
    while True:
        deep = rng.randint(40, 25_000)
        yield text_of(kind, "depth", f"{deep} dots", REFUSED, f"{'a.' * deep}b = 1\n{kind.content}")
        yield text_of(kind, "depth", f"{deep} brackets", REFUSED, f"a = {'[' * deep}{']' * deep}\n{kind.content}")
        yield text_of(kind, "depth", f"{deep} open brackets", REFUSED, f"a = {'[' * deep}\n{kind.content}")
        few = rng.randint(20, 90)
        yield text_of(
            kind, "depth", f"{few} braces", REFUSED, f"{kind.content}\n[z]\na = {'{ a = ' * few}1{' }' * few}\n"
        )
        yield text_of(
            kind, "depth", f"{few} dots in a table", REFUSED, f"{kind.content}\n[{'.'.join('a' * few)}]\nb = 1\n"
        )


def size(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Very long, or very many."""
    if kind.name == "option":
        while True:
            long = rng.randint(300, 5000)
            yield argument_of(
                kind, "size", f"--out of {long} letters", REFUSED, "--out=", [f"--out={'x' * long}.parquet"]
            )
            yield argument_of(kind, "size", f"a name of {long} letters", REFUSED, kind.file, ["n" * long])
            yield argument_of(kind, "size", f"an option of {long} letters", REFUSED, "--seed", [f"--{'s' * long}=1"])
            yield number_of(kind, "size", rng.choice(kind.numbers), "1" * long, REFUSED)
    while True:
        long = rng.randint(1200, 30_000)
        if kind.table:
            heads, *rows = kind.content.splitlines()
            empty = rng.randint(1, 200)
            yield text_of(kind, "size", f"{empty} empty rows", EQUAL, kind.content + "\n" * empty)
            yield text_of(
                kind, "size", f"a cell of {long} letters", REFUSED, kind.content.replace(kind.text, "x" * long, 1)
            )
            yield text_of(
                kind, "size", "a cell of 200,000 letters", REFUSED, kind.content.replace(kind.text, "y" * 200_000, 1)
            )
            yield text_of(kind, "size", f"a heading of {long} letters", REFUSED,
                        f"{heads},{'h' * long}\n" + "".join(f"{row},1\n" for row in rows)
                        if kind.name == "band" else kind.content.replace(kind.keys[0], "h" * long, 1))  # fmt: skip
        else:
            yield text_of(kind, "size", f"comments of {long} letters", EQUAL, f"{kind.content}# {'c' * long}\n")
            yield text_of(
                kind,
                "size",
                "more than can be read",
                REFUSED,
                kind.content + "# c\n" * rng.randint(1_100_000, 1_600_000),
            )
            yield text_of(
                kind,
                "size",
                f"a text of {long} letters",
                REFUSED,
                kind.content.replace(kind.text, f'{kind.text[:-1]}{"x" * long}"', 1),
            )
            yield text_of(kind, "size", f"a key of {long} letters", REFUSED, f"{'k' * long} = 1\n{kind.content}")


def control(kind: Kind, rng: random.Random) -> Iterator[Mutant]:
    """Characters that steer a terminal, or end a text."""
    while True:
        sign = rng.choice("\x00\x01\x07\x08\x0b\x1b\x7f\x85\x9b")
        escape = f"\\u{ord(sign):04x}"
        if kind.name == "option":
            own = rng.choice("\x01\x07\x08\x1b\x7f\x85\x9b")
            yield argument_of(kind, "control", repr(own), REFUSED, kind.file, [f"mi{own}ne"])
            yield argument_of(kind, "control", repr(own), REFUSED, "--seed", [f"--seed=1{own}"])
            yield argument_of(kind, "control", f"an option with {own!r}", REFUSED, "--seed", [f"--se{own}ed=1"])
            yield argument_of(kind, "control", f"--out with {own!r}", REFUSED, "--out", [f"--out=o{own}.parquet"])
            continue
        yield text_of(kind, "control", f"{sign!r} in a text", REFUSED, kind.content.replace(
            kind.text, kind.text[:-1] + sign + kind.text[-1], 1))  # fmt: skip
        yield text_of(
            kind, "control", f"{sign!r} in a key", REFUSED, kind.content.replace(kind.keys[0], kind.keys[0] + sign, 1)
        )
        if not kind.table:
            yield text_of(
                kind,
                "control",
                f"{escape} in a text",
                REFUSED,
                kind.content.replace(kind.text, kind.text[:-1] + escape + '"', 1),
            )
