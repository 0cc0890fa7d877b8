"""Mutations of what an input is: a folder, a pipe, a device, shut, or somewhere else."""

import os
import random
import socket
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.inputs import Kind
from tests.hostile.mutant import EQUAL, OUT, REFUSED, Mutant, Place, special_of


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
        yield special_of(kind, "directories", "a folder", REFUSED, folder_there)
        yield special_of(kind, "directories", "below a file", REFUSED, below_a_file)
        if kind.name != "band":
            yield special_of(kind, "directories", "results where something else is", REFUSED, out_is_taken)
        for path in (
            f"no/{kind.file}",
            f"../no.{end}",
            "./",
            "..",
            "/",
            f"no.{end}",
            f"./{'no/' * rng.randint(2, 60)}a.{end}",
        ):
            yield special_of(kind, "directories", path[:40], REFUSED, nowhere(path))


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
        yield special_of(kind, "pipes", "a pipe", REFUSED, pipe)
        yield special_of(kind, "pipes", "a socket", REFUSED, door)
        yield special_of(kind, "pipes", "a link to a pipe", REFUSED, linked)
        if kind.name != "band":
            yield special_of(kind, "pipes", "results into a pipe", REFUSED, out)


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
            yield special_of(kind, "devices", device, REFUSED, lambda folder, item=device: item)
            yield special_of(kind, "devices", f"a link to {device}", REFUSED, linked(device))


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
        yield special_of(kind, "permissions", "a file that may not be read", REFUSED, closed)
        yield special_of(kind, "permissions", "a folder that may not be entered", REFUSED, in_a_closed_folder)
        yield special_of(kind, "permissions", "a file that may only be read", EQUAL, only_to_read)
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
        yield special_of(kind, "links", "a chain of links", EQUAL, chain(rng.randint(1, 9)))
        yield special_of(kind, "links", "a second name", EQUAL, hard)
        yield special_of(kind, "links", "a link to nothing", REFUSED, dangling)
        yield special_of(kind, "links", "two links in a circle", REFUSED, loop)
        yield special_of(kind, "links", "a link to itself", REFUSED, itself)
        yield special_of(kind, "links", "a link to its own folder", REFUSED, to_a_folder)
