"""The style sheet of the page: the colours of ``report.look`` as custom properties, then the rules."""

from functools import cache
from pathlib import Path

from report.look import DARK, LIGHT
from report.look.font import FONT_FILE

STATIC = Path(__file__).parents[1] / "static"
RULES = STATIC / "page.css"


@cache
def style_sheet(font: str = FONT_FILE.name) -> bytes:
    """Return the whole sheet; ``font`` is the address of the Chinese font that stands in, empty for none."""
    sheets = [
        f'@font-face{{font-family:"Page Sans";src:url("{font}");font-display:swap}}' if font else "",
        _colours(".page", LIGHT),
        _colours('.page[data-theme="dark"]', DARK),
        RULES.read_text(encoding="utf-8"),
    ]
    return "\n".join(sheets).encode()


def _colours(selector: str, colours: dict[str, str]) -> str:
    return selector + "{" + ";".join(f"--{name}:{value}" for name, value in colours.items()) + "}"
