"""The font of the pictures: where it lies, what it can write, and cuts of it for a page.

The file holds the common Chinese characters, so that a machine without Chinese fonts draws them too.
Licence: SIL Open Font License 1.1, in the text beside the file.
"""

import io
import logging
from functools import cache
from pathlib import Path
from typing import Any

FONT_FILE = Path(__file__).parent / "report-sans.otf"


def _open(file: Path) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(file, lazy=True, recalcTimestamp=False)


@cache
def characters(file: Path = FONT_FILE) -> frozenset[str]:
    """Every character that the font can write."""
    with _open(file) as font:
        return frozenset(chr(code) for code in font.getBestCmap())


def woff(text: str, file: Path = FONT_FILE) -> bytes:
    """The font cut to the characters of ``text``, as WOFF for a page that carries its own font."""
    from fontTools import subset

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    stream = io.BytesIO()
    with _open(file) as font:
        cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False))
        cutter.populate(text="".join(sorted(set(text) & characters(file))))
        cutter.subset(font)
        font.flavor = "woff"
        font.save(stream)
    return stream.getvalue()
