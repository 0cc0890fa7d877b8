"""What the pictures share: a sheet measured from its words, colours, numbers as text, labels, files.

A sheet is 9.6 inches wide. Its title and note are wrapped and measured first, so a language whose
sentences take two lines moves the body down instead of running into it. Places are inches from the top
left corner of the body; no layout engine is at work.
"""

import io
import math
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
import textalloc
from matplotlib import font_manager, ft2font
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from report.look import FONT_FAMILY, TYPE
from report.look.font import FONT_FILE
from report.look.ink import GREY, HAIR, INK, ZERO

WIDTH, MARGIN = 9.6, 0.1
SIGNS_FAMILY = "DejaVu Sans"
Scale = Callable[[float], float]
"""Where on a sheet a value stands."""
RC: dict[str, Any] = {
    "font.family": [FONT_FAMILY, SIGNS_FAMILY], "font.size": TYPE["number"], "text.color": INK,
    "text.parse_math": False, "axes.unicode_minus": True, "svg.fonttype": "none",
    "xtick.color": GREY, "ytick.color": GREY, "xtick.major.size": 0, "ytick.major.size": 0,
    "axes.linewidth": 0.8, "lines.solid_capstyle": "butt", "lines.dash_capstyle": "butt",
    "path.simplify": True, "path.simplify_threshold": 0.4,
}  # fmt: skip
_NEVER_FIRST = "，。；：、）？！%"
_NEVER_LAST = "（"
_PAUSES = "，。；：、）"
_ATOM = re.compile(r"[+−±]?\d[\d,.–]*%?(?:\s?[（(][^()（）]{0,24}[)）])?|[A-Za-z0-9'’.,;:%()+−–-]+|\s+|.", re.DOTALL)


@cache
def _face(file: str) -> ft2font.FT2Font:
    face = ft2font.FT2Font(file)
    face.set_size(100, 72)
    return face


@cache
def _advance(character: str) -> float:
    """Width of a character in ems, in the first font that has it."""
    for file in (str(FONT_FILE), font_manager.findfont(SIGNS_FAMILY)):
        face = _face(file)
        if face.get_char_index(ord(character)):
            return face.load_char(ord(character), flags=ft2font.LoadFlags.NO_HINTING).linearHoriAdvance / 6_553_600
    return 0.6


def writable(character: str) -> bool:
    """One of the two fonts has the character."""
    files = (str(FONT_FILE), font_manager.findfont(SIGNS_FAMILY))
    return character.isspace() or any(_face(file).get_char_index(ord(character)) for file in files)


def text_width(text: str, size: float) -> float:
    """Width of one line of text [inches]."""
    return sum(_advance(character) for character in text) * size / 72


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break ``text`` into lines of at most ``width`` inches; Chinese breaks between characters.

    A number stays with its interval, and no line begins with a closing mark.
    """
    return [line for paragraph in text.split("\n") for line in _balanced(paragraph, width, size)]


def fitted(text: str, width: float, size: float) -> str:
    """One line of at most ``width`` inches; what is cut off is marked by an ellipsis."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _balanced(text: str, width: float, size: float) -> list[str]:
    """As few lines as fit, of about equal length where the last would be short."""
    atoms = _joined(_ATOM.findall(text))
    lines = _filled(atoms, width, size)
    while len(lines) > 1 and text_width(lines[-1], size) < 0.5 * text_width(lines[0], size):
        width -= 0.15
        narrower = _filled(atoms, width, size)
        if len(narrower) > len(lines) or any(text_width(line, size) > width for line in narrower):
            break
        lines = narrower
    return lines


def _filled(atoms: Sequence[str], width: float, size: float) -> list[str]:
    lines, line = [], ""
    for atom in atoms:
        if line.strip() and text_width((line + atom).rstrip(), size) > width:
            kept = _break_after_mark(line)
            lines.append(line[:kept].rstrip())
            line = line[kept:].lstrip()
        line += atom if line else atom.lstrip()
    return [*lines, line.rstrip()]


def _break_after_mark(line: str) -> int:
    """Where to end a full line: after a Chinese mark in its last third, else at its end."""
    mark = max(line.rfind(sign) for sign in _PAUSES)
    return mark + 1 if mark > 0.66 * len(line) else len(line)


def _joined(atoms: Sequence[str]) -> list[str]:
    joined: list[str] = []
    for atom in atoms:
        if joined and (atom[0] in _NEVER_FIRST or joined[-1][-1] in _NEVER_LAST):
            joined[-1] += atom
        else:
            joined.append(atom)
    return joined


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign, U+2212 for minus, and 0 for what rounds to zero."""
    text = f"{abs(value):,.{digits}f}"
    if not float(text.replace(",", "")):
        return "0"
    return ("+" if value > 0 else "−") + text


def plain(value: float, digits: int = 1) -> str:
    """A level; U+2212 for minus."""
    return f"{value:,.{digits}f}".replace("-", "−")


def yuan(value: float) -> str:
    """Money rounded to 10 yuan, to 100 from 10,000 up."""
    step = 100 if abs(value) >= 10_000 else 10
    return f"{round(value / step) * step:,d}".replace("-", "−")


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """At most ``most`` round numbers between the ends, zero among them where it lies between."""
    if not high > low:
        return [low]
    decades = [10.0 ** (math.floor(math.log10(high - low)) + shift) for shift in (-1, 0)]
    wanted = (3, 2, 1) if low <= 0 <= high else (2, 1)
    for least in wanted:
        for step in (decade * time for times in ((1, 2, 5), (3, 4)) for decade in decades for time in times):
            found = [round(n * step, 9) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
            if least <= len(found) <= most:
                return found
    return [low, high]


def tick_digits(marks: Iterable[float]) -> int:
    """Return how many decimals write every tick as what it is: one that is rounded stands at another place."""
    return max((len(f"{mark:.9f}".rstrip("0").partition(".")[2]) for mark in marks), default=0)


def tick_text(mark: float, write: Callable[..., str] = plain) -> str:
    """Return a tick as what it is, written like other numbers."""
    return write(mark, tick_digits([mark]))


class Sheet:
    """One picture: title, subtitle, body, note."""

    def __init__(self, title: str, subtitle: str, body: float, note: str) -> None:
        """Measure and write the words; ``body`` is the height between them [inches]."""
        self.title = title
        text = WIDTH - 2 * MARGIN
        titles, leads = wrap(title, text, TYPE["title"]), wrap(subtitle, text, TYPE["lead"])
        notes = wrap(note, text, TYPE["note"])
        self.top = 0.08 + 0.25 * len(titles) + 0.06 + 0.19 * len(leads) + 0.16
        self.height = self.top + body + 0.1 + 0.17 * len(notes) + 0.08
        self.figure = Figure(figsize=(WIDTH, self.height))
        FigureCanvasAgg(self.figure)
        self._lines(titles, 0.08 - self.top, 0.25, TYPE["title"], INK)
        self._lines(leads, 0.14 - self.top + 0.25 * len(titles), 0.19, TYPE["lead"], GREY)
        self._lines(notes, body + 0.1, 0.17, TYPE["note"], GREY)

    def _lines(self, lines: Sequence[str], y: float, step: float, size: float, color: str) -> None:
        for number, line in enumerate(lines):
            self.text(MARGIN, y + (number + 0.5) * step, line, size, color)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x / WIDTH, 1 - (self.top + y) / self.height

    def text(
        self, x: float, y: float, text: str, size: float = TYPE["number"], color: str = INK, ha: str = "left"
    ) -> None:
        """Write at (x, y), centred on y."""
        self.figure.text(*self._at(x, y), text, size=size, color=color, ha=ha, va="center_baseline")

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float = 0.8, **style: Any) -> None:
        """Draw a line through the points."""
        points = [self._at(x, y) for x, y in zip(xs, ys, strict=True)]
        x, y = zip(*points, strict=True)
        self.figure.add_artist(Line2D(x, y, color=color, linewidth=width, **style))

    def tick(self, mark: float, x: float, top: float, bottom: float, gap: float) -> None:
        """Draw the upright line of a tick, stronger at 0, and write it ``gap`` below."""
        self.line([x] * 2, [top, bottom], ZERO if mark == 0 else HAIR, 0.8, zorder=0)
        self.text(x, bottom + gap, tick_text(mark), color=GREY, ha="center")

    def marker(self, x: float, y: float, marker: str, size: float, face: str, edge: str, width: float = 1.2) -> None:
        """Draw one mark."""
        at = self._at(x, y)
        self.figure.add_artist(
            Line2D(
                [at[0]],
                [at[1]],
                marker=marker,
                markersize=size,
                markerfacecolor=face,
                markeredgecolor=edge,
                markeredgewidth=width,
                linestyle="none",
            )
        )

    def bar(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Draw a filled rectangle from its left end, centred on y."""
        x0, y0 = self._at(x, y + height / 2)
        self.figure.add_artist(Rectangle((x0, y0), width / WIDTH, height / self.height, facecolor=color, linewidth=0))

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Bare axes whose top left corner is at (x, y)."""
        x0, y0 = self._at(x, y + height)
        axes = self.figure.add_axes((x0, y0, width / WIDTH, height / self.height))
        axes.set_facecolor("none")
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(labelsize=TYPE["number"], pad=4)
        return axes


def dot(
    axes: Axes, x: Any, y: Any, face: str, edge: str = "white", *, size: float = 7.5, width: float = 0.8,
    marker: str = "o", **style: Any,
) -> None:  # fmt: skip
    """Draw the mark of a value, or of several alike."""
    axes.plot(
        x, y, marker, markersize=size, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=width,
        linestyle="none", **style,
    )  # fmt: skip


def off_scale(axes: Axes, x: float, y: float, value: float, color: str, shift: float) -> None:
    """An arrow head at the right edge that no clipping takes away, and the value that lies beyond it."""
    axes.plot([x], [y], marker=">", markersize=5.5, color=color, clip_on=False, linestyle="none")
    axes.annotate(
        signed(value), (x, y), (shift, 5), textcoords="offset points", ha="right", size=TYPE["note"], color=color
    )


def scale(left: float, room: float, low: float, high: float) -> Scale:
    """Return where on a sheet a value stands: ``low`` at ``left``, ``high`` at the other end of ``room``."""
    return lambda value: left + (value - low) / ((high - low) or 1.0) * room


def place_names(
    axes: Axes, xs: Sequence[float], ys: Sequence[float], names: Sequence[str], colors: Sequence[str],
    lines: Sequence[tuple[Sequence[float], Sequence[float]]],
) -> None:  # fmt: skip
    """Write names beside their marks: no overlap with one another, with marks, or with ``lines``."""
    if not names:
        return
    inches = axes.get_window_extent().width / axes.figure.dpi
    placed: Any = textalloc.allocate(
        axes,
        list(xs),
        list(ys),
        list(names),
        x_scatter=list(xs),
        y_scatter=list(ys),
        x_lines=[list(line[0]) for line in lines],
        y_lines=[list(line[1]) for line in lines],
        textsize=TYPE["row"],
        textcolor=list(colors),
        linecolor=list(colors),
        linewidth=0.7,
        margin=0.006,
        min_distance=0.08 / inches,
        max_distance=1.0 / inches,
        nbr_candidates=400,
        avoid_label_lines_overlap=True,
        avoid_crossing_label_lines=True,
    )
    for leader in filter(None, placed[3]):  # a name close to its mark needs none
        ends = axes.transData.transform(leader.get_xydata())
        if ((ends[0] - ends[1]) ** 2).sum() ** 0.5 * 72 / axes.figure.dpi < 13:
            leader.remove()


def rare_signs_reported(names: Iterable[str], lang: str) -> bool:
    """Tell whether users' names have characters that no font of the pictures has, and say which ones."""
    characters = "".join(sorted({character for name in names for character in name if not writable(character)}))
    if not characters:
        return False
    warning = {
        "en": f"The pictures show boxes for {characters} in names; the text of the page has them.\n",
        "zh": f"图中缺字：名称里的 {characters} 在图上显示为方框，网页上能看到。\n",
    }
    sys.stderr.write(warning["zh" if lang == "zh" else "en"])
    return True


@cache
def _register() -> None:
    font_manager.fontManager.addfont(str(FONT_FILE))


@contextmanager
def style(salt: str, *, rare: bool = False) -> Iterator[None]:
    """The settings of all pictures, for building and for saving.

    Raises a warning for a character that no font has, unless ``rare`` says that the user knows.
    """
    _register()
    settings: Any = {**RC, "svg.hashsalt": salt}
    with mpl.rc_context(settings), warnings.catch_warnings():
        if rare:
            warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def svg(sheet: Sheet, name: str) -> str:
    """The picture as SVG to stand in a page: text as text, ids of its own, stable bytes."""
    stream = io.StringIO()
    quiet = {"Date": None, "Creator": None, "Format": None, "Type": None}
    sheet.figure.savefig(stream, format="svg", metadata=quiet)
    text = stream.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda hit: f' id="{name}-{hit[1]}"' if hit[1] in used else "", text)
    text = re.sub(r'(url\(#|href="#)', rf"\g<1>{name}-", text)
    return re.sub(r"\n\s*", "\n", text)


def png(sheet: Sheet) -> bytes:
    """The picture as PNG of 1,920 pixels, for slides."""
    stream = io.BytesIO()
    sheet.figure.savefig(stream, format="png", dpi=200, metadata={"Software": None})
    return stream.getvalue()
