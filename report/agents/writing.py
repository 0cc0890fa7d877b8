"""The variants written whole or not at all: the numbers, then the page that is drawn from them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.agents.files import KIND, TABLES, write_numbers
from experiments.output.folder import written_at_once
from experiments.output.manifest import MANIFEST, check_folder
from report.agents.page import NAME, page_of
from report.frame import write_page


def write_results(content: Mapping[str, Any], out: Path, *, language: str, started: str) -> list[Path]:
    """Write numbers, tables, picture, page and manifest into ``out``; return them, the page first.

    Raises:
        InputError: the disk is full or ``out`` cannot be written; ``out`` is as it was.
    """
    check_folder(out, KIND)
    with written_at_once(out) as part:
        write_numbers(content, part, pages=(f"report-{NAME}.png",), started=started)
        pages = [path.name for path in write_page(page_of(part, language, content["command"]), part)]
    return [out / name for name in (*pages, *TABLES, MANIFEST)]
