"""All that is stored and was made by a program: which files, how it is told that they are stale, and how they are made.

Notices of an offline folder are read from its wheels when it is made (``tools.notices``) and are not stored. Numbers
that a person has typed into ``docs/explanation/`` are held against the model by the slow proofs.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from experiments.output.code import code
from experiments.output.folder import write_whole
from experiments.plausible.stored import files_of
from experiments.runs import Execution
from report.look import FONT_FAMILY
from report.look.font import FONT_FILE
from sim.errors import InputError
from tools import architecture, make_font, measured, readme_pictures, reference_numbers, reference_tables

ROOT = Path(__file__).resolve().parents[1]
STAMPS = ROOT / "tools" / "pictures.json"
"""For each kind of picture a hash of all that it is drawn from."""
FONT_SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
Why = Callable[[], Iterator[str]]
Make = Callable[[Execution], None]


@dataclass(frozen=True)
class Stored:
    """Something that is stored.

    ``why`` says in which ways it is stale, nothing where it is current; ``make`` makes what is stale, and tells how far
    it is; it is None where that needs a reason. ``command`` makes it whether it is stale or not, and ``duration`` so
    long.
    """

    name: str
    files: str
    why: Why
    make: Make | None
    command: str
    duration: str
    measurement: bool = False


def _tables() -> Iterator[str]:
    for name in reference_tables.PAGES:
        for language in reference_tables.LANGUAGES:
            yield from _unlike(reference_tables.file_of(name, language), reference_tables.page(name, language))


def _house() -> Iterator[str]:
    for file, text in architecture.pictures().items():
        yield from _unlike(file, text)


def _unlike(file: Path, text: str) -> Iterator[str]:
    """Say where a file does not hold what is made now."""
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        yield f"{file.relative_to(ROOT).as_posix()} {'is not what is made now' if file.is_file() else 'is missing'}"


def _numbers() -> Iterator[str]:
    if found := reference_numbers.moved(reference_numbers.numbers()):
        yield f"{len(found)} numbers moved, such as {found[0]}; they stay until --because says why"


def _rows() -> Iterator[str]:
    if found := reference_numbers.came_or_went():
        yield f"{len(found)} rows came or went, such as {found[0]}"


def _font() -> Iterator[str]:
    from fontTools.ttLib import TTFont

    font = TTFont(FONT_FILE)
    other = set(make_font.wanted()) ^ {chr(sign) for sign in font.getBestCmap()}
    if other:
        yield f"{len(other)} characters are wanted and not cut, or the other way round, such as {min(other)!r}"
    if font["name"].getDebugName(1) != FONT_FAMILY:
        yield f"its family is {font['name'].getDebugName(1)}, not {FONT_FAMILY}"


def _cut(execution: Execution) -> None:
    if not FONT_SOURCE.is_file():
        raise InputError(
            f"{FONT_SOURCE.name} is not here; install fonts-noto-cjk, or run python -m tools.make_font FILE.",
            f"本机没有 {FONT_SOURCE.name}；请安装 fonts-noto-cjk，或运行 python -m tools.make_font 文件。",
        )
    make_font.cut(FONT_SOURCE, FONT_FILE)


PICTURES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "map": (
        ("report/look/*", "report/drawing/*.py", "report/pictures/*.py", "report/compare/map_of_policies.py",
         "experiments/compare/*.py", "sim/scenarios/*.toml", "sim/scenarios/profiles/mixed.toml"),
        ("map",),
    ),
    "screens": (
        ("dashboard/**/*.py", "dashboard/**/*.js", "dashboard/**/*.css", "dashboard/**/*.html", "dashboard/**/*.toml",
         "dashboard/**/*.json", "sim/scenarios/*.toml", "tests/browser/pictures.py", "tests/browser/visitor.py"),
        ("compare", "evidence", "lab", "phone", "present", "story", "teach"),
    ),
}  # fmt: skip
"""By the kind of picture the files that it is drawn from, beside the rules, and the names of the pictures."""


def _drawn_from(kind: str) -> str:
    """Return a hash of all that a kind of picture is drawn from."""
    digest = hashlib.sha256(code().encode())
    for file in sorted({file for pattern in PICTURES[kind][0] for file in ROOT.glob(pattern) if file.is_file()}):
        digest.update(f"{file.relative_to(ROOT).as_posix()}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _marks() -> dict[str, str]:
    return json.loads(STAMPS.read_text(encoding="utf-8")) if STAMPS.is_file() else {}


def _picture(kind: str) -> Iterator[str]:
    for name in PICTURES[kind][1]:
        for language in architecture.LANGUAGES:
            file = ROOT / "docs" / "images" / f"{name}.{language}.png"
            if not file.is_file():
                yield f"{file.relative_to(ROOT).as_posix()} is missing"
    if _marks().get(kind) != _drawn_from(kind):
        yield "what they are drawn from has changed"


def _draw(kind: str, draw: Callable[[], object], execution: Execution) -> None:
    """Draw and keep what it was drawn from."""
    stamp = _drawn_from(kind)
    draw()
    write_whole(STAMPS, json.dumps(_marks() | {kind: stamp}, indent=1, sort_keys=True) + "\n")


def _screens() -> None:
    """Take the pictures of the live page in a browser."""
    done = subprocess.run([sys.executable, "-m", "tests.browser.pictures"], cwd=ROOT, check=False)
    if done.returncode:
        raise InputError(
            "the browser took no pictures (see above); it needs a Chromium and the extra test.",
            "浏览器没有截图（见上文）；需要 Chromium 和 test 附加依赖。",
        )


def _simple(make: Callable[[], object]) -> Make:
    """Return what makes something in so short a time that nobody hears of it."""

    def made(execution: Execution) -> None:
        make()

    return made


def _measured(name: str, own: measured.Measurement, files: str, command: str, duration: str) -> Stored:
    return Stored(
        name, files, partial(measured.why, own), partial(measured.renew, own), command, duration, measurement=True
    )


def _pictures(kind: str, draw: Callable[[], object], command: str, duration: str) -> Stored:
    files = f"docs/images/{{{','.join(PICTURES[kind][1])}}}.*.png"
    return Stored(kind, files, partial(_picture, kind), partial(_draw, kind, draw), command, duration)


def _worlds(own: measured.StoredWorldsMeasured) -> Stored:
    table, _ = files_of(own.profile)
    name = table.stem.replace("kept", "worlds")
    files = f"experiments/plausible/{table.stem}.*"
    return _measured(name, own, files, measured.line_of(own.profile), "an hour or two")


STORED: Sequence[Stored] = (
    Stored("reference-tables", "docs/{reference/*,explanation/claims.*}.md", _tables,
           _simple(reference_tables.write_tables), "python -m tools.reference_tables", "a second"),
    Stored("house", "docs/images/house.*.svg", _house, _simple(architecture.draw), "python -m tools.architecture",
           "a second"),
    Stored("font", "report/look/report-sans.otf", _font, _cut, "python -m tools.make_font FILE", "10 seconds"),
    Stored("reference-rows", "tests/reference.csv", _rows, _simple(reference_numbers.complete),
           "python -m tools.renew reference-rows", "5 seconds"),
    Stored("reference-numbers", "tests/reference.csv", _numbers, None,
           'python -m tools.renew --because "why"', "5 seconds"),
    _measured("single-numbers", measured.SingleNumbers(), "experiments/sensitivity/doubts.json",
              "python -m experiments.sensitivity.one_at_a_time", "20 minutes"),
    _measured("pathways", measured.Pathways(), "dashboard/content/lessons/*.json", "python -m tools.renew pathways",
              "half an hour"),
    *(_worlds(one) for one in measured.sets_of_worlds()),
    _pictures("map", readme_pictures.write_pictures, "python -m tools.readme_pictures", "some minutes"),
    _pictures("screens", _screens, "python -m tests.browser.pictures", "5 minutes"),
)  # fmt: skip
