"""Cut the font of the pictures out of Noto Sans CJK: python -m tools.make_font SOURCE.ttc.

SOURCE is ``NotoSansCJK-Regular.ttc`` (Debian: package fonts-noto-cjk), a collection of ten faces, of
which the simplified Chinese one is taken. Kept are the 3,755 characters of GB 2312 level 1, the signs
of both languages, and ``EXTRA``. Signs that this face draws as wide as a Chinese character although
English uses them too are left out, so that the next font of the list supplies them in their own width.
"""

import sys
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTCollection

from report.look import FONT_FAMILY
from report.look.font import FONT_FILE

FACE = "Noto Sans CJK SC"
FULL_WIDTH = "，。；：（）、？！《》〈〉【】“”‘’—「」　"
NARROW = "–−°"
EXTRA = ""


def level_one() -> str:
    """The characters of GB 2312 level 1: rows 16 to 55."""
    codes = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    return "".join(code.decode("gb2312", errors="ignore") for code in codes)


def wanted() -> str:
    """Every character of the cut."""
    ascii_signs = "".join(chr(code) for code in range(0x20, 0x7F))
    return ascii_signs + FULL_WIDTH + NARROW + level_one() + EXTRA


def rename(font: Any) -> None:
    """Give the cut a family of its own: a system copy of the source has other glyphs."""
    names = {1: FONT_FAMILY, 2: "Regular", 3: f"{FONT_FAMILY} Regular", 4: FONT_FAMILY,
             6: FONT_FAMILY.replace(" ", "") + "-Regular", 16: FONT_FAMILY, 17: "Regular"}  # fmt: skip
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    top = font["CFF "].cff
    top.fontNames[0] = names[6]
    top[0].FullName, top[0].FamilyName = names[4], names[1]


def cut(source: Path, target: Path) -> int:
    """Write the cut of ``source`` to ``target`` and return its size in bytes."""
    faces = TTCollection(source).fonts
    font = next(face for face in faces if face["name"].getDebugName(1) == FACE)
    options = subset.Options(layout_features=["kern"], hinting=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    cutter = subset.Subsetter(options)
    cutter.populate(text=wanted())
    cutter.subset(font)
    rename(font)
    font["head"].created = font["head"].modified
    font.recalcTimestamp = False
    font.save(target)
    return target.stat().st_size


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("usage: python -m tools.make_font NotoSansCJK-Regular.ttc")
    size = cut(Path(sys.argv[1]), FONT_FILE)
    sys.stdout.write(f"{FONT_FILE.name}: {size / 1024:.0f} KiB\n")
