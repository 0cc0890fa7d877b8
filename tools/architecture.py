"""The picture of the house, drawn from the imports alone.

``python -m tools.architecture`` draws ``docs/images/house.en.svg`` and ``house.zh.svg`` anew; with ``--check`` it
only says whether they are as the imports make them.
"""

import ast
import sys
import textwrap
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from html import escape
from pathlib import Path
from typing import NamedTuple

from cli.language import LANGUAGES, chosen_language, language_of_locale
from experiments.output.folder import write_whole
from report.look.palette import LIGHT
from sim.errors import InputError
from sim.text import Text

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
GOOD, NOT_CURRENT, BAD_INPUT = 0, 1, 2
RULES = {
    "cli": Text("takes orders: one module a command", "接受命令：一条命令一个模块"),
    "dashboard": Text("shows two worlds side by side, live in the browser", "展示：两个世界，实时并排"),
    "experiments": Text("asks the questions; none knows its neighbours", "提出问题；各问题互不导入"),
    "report": Text("tells what came out, in pages and pictures", "讲述结果：写成网页，画成图"),
    "sim": Text("computes a community, month by month", "计算：逐月推演一个社区"),
    "tools": Text("make what is stored with the program", "制作随程序存放的东西"),
}
"""What each storey does, by its name; which one stands above which is measured."""
OUTSIDE = "tools"  # is not installed with the others, and so stands beside the house
TITLE = Text("The house: imports go down", "代码分层图：导入只能自上而下")
NOTES = (
    Text("A box is a folder or a file; it imports only from rows below.", "方框是文件夹或文件，只导入下面各行的内容。"),
    Text("Dots: below 100, 400, 1,600 lines of code, or more.", "圆点：代码不到 100、400、1600 行，或更多。"),
    Text("An arrow: a storey imports from another; the thicker, the more.", "箭头：一层导入另一层，越粗越多。"),
)
# What is counted is shown in steps: the picture changes when the house does, and not with every line of code.
LINES, IMPORTS, PENS = (100, 400, 1600), (10, 100), (1.5, 4, 8)
HUES = ("c1", "loss", "b", "a", "gain")  # of the storeys from the top; an arrow has that of the storey it leads to
FONTS = "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
WIDTH, EDGE, TOP, GAP, TERRACE = 1120, 36, 150, 28, 48
LABEL, PITCH, BOX, PAD, LINE = 226, 36, 28, 18, 24
SIGN = 8.2  # the width of a Latin letter; a Chinese rule is short enough to stand in one line
Pairs = Iterable[tuple[str, str]]
Rows = list[list[tuple[str, int]]]


class House(NamedTuple):
    """The rooms of each storey in rows, each with its lines of code, all from the top; how often who imports whom."""

    storeys: dict[str, Rows]
    imports: Counter[tuple[str, str]]


class Place(NamedTuple):
    """Where a storey is drawn, in which colour, and the modules of one that has no folders, as lines of text."""

    left: float
    right: float
    top: float
    bottom: float
    hue: str
    text: list[str]


def house(root: Path) -> House:
    """Return the house that stands in a tree; a circle of storeys, or of the rooms of one, is an ``InputError``."""
    files = modules(root)
    pairs = [(name, other) for name in files for other in imported(files[name], files) if other != name]
    between = Counter((_part(a, 1), _part(b, 1)) for a, b in pairs if _part(a, 1) != _part(b, 1))
    heights = depths({_part(name, 1) for name in files}, between)
    order = sorted(heights, key=lambda name: (-heights[name], name))
    return House({name: _rows(name, files, pairs) for name in order}, between)


def modules(root: Path) -> dict[str, Path]:
    """Return the file of every module of the storeys, by its dotted name; ways in from outside are none."""
    files = sorted(f for storey in RULES for f in (root / storey).rglob("*.py") if f.name != "__main__.py")
    parts = {file: file.relative_to(root).with_suffix("").parts for file in files}
    return {".".join(part[:-1] if part[-1] == "__init__" else part): file for file, part in parts.items()}


def imported(file: Path, known: Iterable[str]) -> list[str]:
    """Return which known modules a file imports, in functions too; a name counts as the module it is taken from."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {part if part in known else f"{node.module}" for part in parts}
    return sorted(found.intersection(known))


def depths(names: Iterable[str], pairs: Pairs) -> dict[str, int]:
    """Return how far each name stands above the ground: 0 where it imports nothing, else the longest way down.

    Raises:
        InputError: the imports go in a circle.
    """
    below: dict[str, list[str]] = {name: [] for name in sorted(names)}
    for name, other in sorted(pairs):
        below[name].append(other)
    found: dict[str, int] = {}
    try:
        for name in TopologicalSorter(below).static_order():
            found[name] = 1 + max((found[other] for other in below[name]), default=-1)
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise InputError(f"Imports go in a circle: {circle}.", f"导入成了环：{circle}。") from None
    return found


def _part(name: str, length: int) -> str:
    """Return the storey (1) or the room (2) of a module."""
    return ".".join(name.split(".")[:length])


def _rows(name: str, files: Mapping[str, Path], pairs: Pairs) -> Rows:
    """Return the rooms of a storey, a row for each depth, from the top."""
    own = {module: _part(module, 2) for module in files if module.startswith(f"{name}.")}
    heights = depths(own.values(), {(own[a], own[b]) for a, b in pairs if a in own and b in own and own[a] != own[b]})
    lines: Counter[str] = Counter()
    for module, room in own.items():
        lines[room] += len(files[module].read_text(encoding="utf-8").splitlines())
    rows: Rows = [[] for _ in set(heights.values())]
    for room, height in sorted(heights.items()):
        folder = room not in files or files[room].name == "__init__.py"
        rows[-1 - height].append((room.partition(".")[2] + ("/" if folder else ".py"), lines[room]))
    return rows


def picture(own: House, language: str) -> str:
    """Return the picture of a house as the text of an SVG."""
    places = _places(own)
    height = max(place.bottom for place in places.values()) + EDGE
    title, size = TITLE.get(language), f'width="{WIDTH}" height="{height:g}"'
    look = f'viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{title}" font-family="{FONTS}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>',
        f'<rect {size} rx="12" fill="{LIGHT["paper"]}"/>',
        _text(EDGE, 62, title, 26, "ink", bold=True),
        *(_text(EDGE, 94 + 22 * number, note.get(language), 13, "ink2") for number, note in enumerate(NOTES)),
        *(line for target in places for line in _arrows(own, target, places)),
        *(line for name, place in places.items() for line in _drawn(name, own.storeys[name], place, language)),
    ]
    return "\n".join([*lines, "</svg>", ""])


def _places(own: House) -> dict[str, Place]:
    """Return where storeys are drawn: each stands out to the right of those above it, so that arrows land on it."""
    inner = [name for name in own.storeys if name != OUTSIDE]
    places: dict[str, Place] = {}
    below = float(TOP)
    for name in [*(own.storeys.keys() - inner), *inner]:
        left, right, top, hue = 0.43 * WIDTH, WIDTH - EDGE, float(EDGE), "ink3"
        if name in inner:
            number = inner.index(name)
            right -= TERRACE * (len(inner) - 1 - number)
            left, top, hue = EDGE, below, HUES[number % len(HUES)]
        rows = own.storeys[name]
        rooms = sorted(room for row in rows for room, _ in row)
        listed = "" if "/" in "".join(rooms) else ", ".join(room.removesuffix(".py") for room in rooms)
        text = textwrap.wrap(listed, int((right - left - LABEL - PAD) / SIGN))
        bottom = top + max(len(text) * LINE or len(rows) * PITCH, 80) + 2 * PAD - PITCH + BOX
        places[name] = Place(left, right, top, bottom, hue, text)
        below = max(below, bottom + GAP)
    return places


def _drawn(name: str, rows: Rows, place: Place, language: str) -> Iterator[str]:
    """Yield a storey: its ground, its name and rule, its rooms."""
    tint = LIGHT["surface"] if name == OUTSIDE else LIGHT.get(f"{place.hue}-tint", LIGHT["sunk"])
    look = 'stroke-dasharray="5 4"' if name == OUTSIDE else 'stroke-opacity="0.35"'
    left, top, size = place.left + LABEL, place.top + PAD, (place.right - place.left, place.bottom - place.top)
    yield _rect(place.left, place.top, *size, tint, f'{look} stroke="{LIGHT[place.hue]}"')
    yield _text(place.left + PAD, top + 20, f"{name}/", 22, place.hue, bold=True)
    for number, line in enumerate(textwrap.wrap(RULES[name].get(language), int((LABEL - 2 * PAD) / SIGN))):
        yield _text(place.left + PAD, top + 44 + 19 * number, line, 14, "ink2")
    for number, line in enumerate(place.text):
        yield _text(left, top + 18 + LINE * number, line, 14, "ink")
    for number, row in enumerate([] if place.text else rows):
        pitch = (place.right - PAD - left + 8) / len(row)
        for column, (room, lines) in enumerate(row):
            x, y = left + column * pitch, top + number * PITCH
            yield _rect(x, y, pitch - 8, BOX, LIGHT["surface"], f'stroke="{LIGHT["line2"]}"')
            yield _text(x + pitch / 2 - 4, y + 19, room, 13, "ink", 1 + bisect(LINES, lines), bold="/" in room)


def _arrows(own: House, target: str, places: Mapping[str, Place]) -> Iterator[str]:
    """Yield the arrows to a storey: out of the side of others and down onto its terrace, all in one lane."""
    lane, end, colour = places[target].right - TERRACE / 2, places[target].top, LIGHT[places[target].hue]
    sources = [name for name in own.storeys if own.imports[name, target]]
    for name in sources:
        # The further down it leads, the higher it leaves: arrows of one storey do not cross each other.
        further = [other for other, place in places.items() if own.imports[name, other] and place.top > end]
        y = places[name].top + 22 + 20 * len(further)
        way = f"M{places[name].right:g} {y:g}H{lane - 10:g}q10 0 10 10V{end - 10:g}"
        if name == OUTSIDE:
            way = f"M{lane:g} {places[name].bottom:g}V{end - 10:g}"
        look = f'fill="none" stroke="{colour}" stroke-width="{PENS[bisect(IMPORTS, own.imports[name, target])]}"'
        yield f'<path data-from="{name}" data-to="{target}" d="{way}" {look}/>'
    if sources:
        yield f'<path d="M{lane - 9:g} {end - 13:g}h18l-9 13Z" fill="{colour}"/>'


def _rect(x: float, y: float, width: float, height: float, fill: str, look: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" fill="{fill}" {look}/>'


def _text(x: float, y: float, text: str, size: int, colour: str, dots: int = 0, *, bold: bool = False) -> str:
    """Return a line of text; one with dots behind it stands in the middle of its place."""
    look = ' font-weight="600"' * bold + ' text-anchor="middle"' * bool(dots)
    behind = f'<tspan dx="7" font-size="8" fill="{LIGHT["ctl"]}">{"●" * dots}</tspan>' if dots else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{LIGHT[colour]}"{look}>{escape(text)}{behind}</text>'


def pictures() -> dict[Path, str]:
    """Return the text of the picture of this house in each language, by its file."""
    own = house(ROOT)
    return {IMAGES / f"house.{name}.svg": picture(own, name) for name in LANGUAGES}


def draw() -> list[Path]:
    """Draw the pictures and return their files."""
    drawn = pictures()
    for file, text in drawn.items():
        write_whole(file, text)
    return list(drawn)


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask and return the exit code: 0 good, 1 the pictures are not current, 2 bad input."""
    language = language_of_locale()
    try:
        language, rest = chosen_language(arguments)
        if rest not in ([], ["--check"]):
            wrong = " ".join(rest)
            raise InputError(f"Unknown argument {wrong}; only --check is known.", f"无法识别 {wrong}；只能写 --check。")
        old = [file for file, text in pictures().items() if not file.is_file() or file.read_text("utf-8") != text]
    except InputError as error:
        sys.stderr.write(error.get(language) + "\n")
        return BAD_INPUT
    if rest and old:
        differs = Text("is not as the imports make it; run", "与导入不符；请运行")
        sys.stderr.write(f"{old[0].name} {differs.get(language)}: python -m tools.architecture\n")
        return NOT_CURRENT
    for file in draw() if old else ():
        sys.stdout.write(f"{file.relative_to(ROOT).as_posix()}\n")
    return GOOD


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
