"""This session as one page that replays both worlds without a server: the hand-out after class."""

import base64
import json
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.content.content import page_content
from dashboard.content.style import style_sheet
from dashboard.simulation.schedule import WORLDS
from dashboard.simulation.windows import WINDOW_STATES
from report.markup import raw, render

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.session.session import Session

ENTRY = "recorded.js"
IMPORT = re.compile(r'from "\./([a-z]+\.js)"')


def session_page(session: "Session", lang: str, static: "Path") -> bytes:
    """Return the page: the modules of the stage, the words of both languages, and what was recorded."""
    begin, begin_arrays = session.begin()
    delta, (rows, _) = session.since(0)
    windows = np.stack(
        [
            np.stack([session.worlds.recording.windows(m, s) for s in WINDOW_STATES])
            for m in range(session.worlds.month + 1)
        ]
    )
    recorded = {
        "lang": lang,
        "begin": begin,
        "arrays": [_packed(begin_array) for begin_array in begin_arrays],
        "delta": delta | {"playing": False},
        "rows": _packed(rows),
        "states": list(WINDOW_STATES),
        "windows": _packed(np.diff(windows, axis=0, prepend=np.zeros_like(windows[:1])).tobytes()),
        "levers": _levers(session),
        "told": [[content, [_packed(array) for array in arrays]] for content, arrays in session.last_found.values()],
    }
    filled = render(
        "session.html", style=raw(style_sheet("").decode()), modules=_modules(static),
        content=json.loads(page_content()), recorded=recorded,
    )  # fmt: skip
    return filled.encode()


def _levers(session: "Session") -> list[list[Any]]:
    """Return what is done: a month that is looked at, and every lever of both worlds from it on."""
    schedule = session.worlds.schedule
    found: list[list[Any]] = []
    for month in range(session.worlds.month + 1):
        both = [list(schedule.levers(world, month + 1).values()) for world in WORLDS]
        if not found or found[-1][1] != both:
            found.append([month, both])
    return found


def _packed(data: bytes) -> str:
    """Return bytes deflated and in base64, as the page unpacks them."""
    return base64.b64encode(zlib.compress(data, 6)).decode()


@cache
def _modules(static: "Path") -> list[list[str]]:
    """Return every module that a recording needs with its name, those first that others import."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in static.glob("*.js")}
    ordered: list[str] = []

    def add(name: str) -> None:
        if name in ordered:
            return
        for other in IMPORT.findall(texts[name]):
            add(other)
        ordered.append(name)

    add(ENTRY)
    return [[name, texts[name]] for name in ordered]
