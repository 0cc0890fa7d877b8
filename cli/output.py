"""What commands put out: JSON on the standard output, and where their files are."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.interrupts import then_leave
from cli.progress import note, noted
from cli.words import say

if TYPE_CHECKING:
    from pandas import DataFrame


def print_json(values: object, *, indent: int | None = 1) -> None:
    """Put one JSON document on the standard output; NaN and infinity are bugs of ours."""
    json.dump(values, sys.stdout, ensure_ascii=False, indent=indent, allow_nan=False)
    sys.stdout.write("\n")


def check_out(folder: Path, kind: str) -> None:
    """Refuse a folder that cannot take the files of a kind of results, before any work.

    Raises:
        InputError: it holds results of another command, or cannot be written.
    """
    from experiments.output.folder import prepare_out
    from experiments.output.manifest import check_folder

    check_folder(folder, kind)
    prepare_out(folder)


@contextmanager
def at_work_in(folder: Path) -> Iterator[None]:
    """Hold a result folder while the body runs, so that no other process writes its results there.

    Raises:
        InputError: one does, or the folder cannot be written.
    """
    from experiments.output import lock

    with lock.at_work_in(folder) as leave:
        then_leave(leave)
        yield


def plain_records(table: "DataFrame") -> list[dict[str, Any]]:
    """Return the rows of a table for JSON, None where there is no value."""
    return table.astype(object).where(table.notna(), None).to_dict("records")


def say_changed(place: Path, language: str) -> None:
    """Say which files are no longer what they were when the results in a folder were made; nothing where none are."""
    from experiments.output.manifest import MANIFEST, read_manifest
    from experiments.output.sources import changed, sources_of

    if (place / MANIFEST).is_file():
        for text in changed(sources_of(read_manifest(place)), place):
            noted(text, language)


def say_written(place: Path, written: Sequence[Path], others: Iterable[str], language: str) -> None:
    """Say where a page is, how many pictures are beside it, and which other files; ``written`` has the page first."""
    page, *more = written
    pictures = [path for path in more if path.match("report-*.png")]
    counted = say("picture" if len(pictures) == 1 else "pictures", language, n=len(pictures))
    named = [path.name for path in more if path not in pictures]
    names = [page.name, *([counted] if pictures else []), *named, *others]
    note("written", language, place=place, names=say("comma", language).join(names))
