"""Pictures of every page in both languages for the documents: ``python -m tests.browser.pictures``.

After it may come the names of those to take, else all are taken.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from tests.browser.serving import opened_browser
from tests.browser.visitor import Visitor
from tests.served import ROOT, served

FOLDER = ROOT / "docs" / "images"
LANGUAGES = ("en", "zh")
COLOURS, COMMONEST = 256, 192
PRESENTED = {"viewport": {"width": 1920, "height": 1080}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
TOUCHED = "do=37.b.deliberation_meetings.2"


def lab(visitor: Visitor, lang: str) -> None:
    present = int(visitor.page.viewport_size == PRESENTED["viewport"])
    visitor.open(f"/?lang={lang}&b=fewer_orders&{TOUCHED}&present={present}")
    visitor.play_to_the_end()
    visitor.until("community.views.lab.findings.latest?.done === 20 && community.views.lab.charts.bands")


def story(visitor: Visitor, lang: str) -> None:
    visitor.open(f"/?lang={lang}&b=fewer_orders&{TOUCHED}")
    visitor.play_to_the_end()
    visitor.until("community.views.lab.findings.latest?.done === 20")
    visitor.read("community.views.lab.maps.openStory(40)")
    visitor.page.locator("dialog .lives").wait_for()


def compare(visitor: Visitor, lang: str) -> None:
    visitor.open(f"/compare?lang={lang}")
    visitor.until("community.views.compare.result && document.querySelector('.policy-map svg')")


def teach(visitor: Visitor, lang: str) -> None:
    visitor.open(f"/teach?lang={lang}&lesson=6.2")
    visitor.until("community.now.scenarios[1] === 'publicity'")
    visitor.read("Object.assign(community.views.teach.votes, { up: 21, flat: 6, down: 4 })")
    visitor.read("community.views.teach.line = Array.from({ length: 121 }, (_, k) => 60.5 + 9 * Math.sin(k / 76))")
    visitor.ask(kind="set_speed", value=0)
    visitor.read("community.views.teach.run()")
    visitor.until("community.now.simulated === community.begun.months && !community.now.playing")
    visitor.until("community.views.lab.charts.bands")
    visitor.read("community.views.teach.go(3)")


def evidence(visitor: Visitor, lang: str) -> None:
    visitor.open(f"/evidence?lang={lang}")
    visitor.page.locator(".doubt .dumbbell").first.wait_for()


SHOTS: dict[str, tuple[Callable[[Visitor, str], None], dict[str, Any]]] = {
    "lab": (lab, {}), "present": (lab, PRESENTED), "story": (story, {}), "compare": (compare, {}),
    "teach": (teach, {}),
    "evidence": (evidence, {}), "phone": (lab, PHONE),
}  # fmt: skip


def write(picture: bytes, file: Path) -> None:
    """Write a picture in few colours, a third of its size: those of most pixels as they are, and some that lie far."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    commonest = sorted(whole.getcolors(whole.width * whole.height) or [], reverse=True)[:COMMONEST]
    spread = whole.quantize(COLOURS - COMMONEST, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    few = Image.new("P", (1, 1))
    few.putpalette([*(value for _, colour in commonest for value in colour), *spread])
    near = whole.quantize(palette=few, dither=Image.Dither.NONE)
    places, pixels = np.array(near), np.asarray(whole)
    for index, (_, colour) in enumerate(commonest):
        places[(pixels == colour).all(axis=2)] = index
    exact = Image.fromarray(places)
    exact.putpalette(few.getpalette() or [])
    exact.save(file, optimize=True)


def main() -> None:
    """Take every picture anew."""
    with TemporaryDirectory() as folder, served(Path(folder) / "log.txt") as address, opened_browser() as browser:
        for name in sys.argv[1:] or SHOTS:
            prepare, options = SHOTS[name]
            for lang in LANGUAGES:
                visitor = Visitor(browser, address, reduced_motion="reduce", **options)
                prepare(visitor, lang)
                visitor.read("new Promise(done => setTimeout(done, 300))")
                write(visitor.page.screenshot(), FOLDER / f"{name}.{lang}.png")
                visitor.close()


if __name__ == "__main__":
    main()
