"""A table of patterns written whole or not at all: its numbers, then the page that is drawn from them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.output.folder import written_at_once
from experiments.output.manifest import MANIFEST, check_folder
from experiments.patterns.files import FILES, KIND, write_numbers
from report.frame import write_page
from report.patterns.page import page_of


def write_results(content: Mapping[str, Any], out: Path, *, language: str, started: str) -> list[Path]:
    """Write numbers, tables, page, pictures and manifest into ``out``; return them, the page first.

    Raises:
        InputError: the disk is full or ``out`` cannot be written; ``out`` is as it was.
    """
    check_folder(out, KIND)
    with written_at_once(out) as part:
        write_numbers(content, part, pages=(), started=started)
        pages = [path.name for path in write_page(page_of(part, language, content["command"]), part)]
    return [out / name for name in (*pages, *FILES, MANIFEST)]
