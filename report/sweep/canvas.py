"""What the pictures of a sweep share: how scenarios look, the key line, axes along a designed quantity."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from report.drawing import WIDTH, Sheet, fitted, text_width, tick_digits, ticks
from report.look import LIGHT, TYPE, ink
from report.sweep.findings import SweepFindings
from report.sweep.results import SweepResults
from report.sweep.sentences import quantity
from sim.quantity import plain as number

MOST_LINES = 6
_MARKS: tuple[tuple[str, Any, str], ...] = (
    (ink.GREY, "solid", "o"), (LIGHT["a"], (0, (3, 1.6)), "D"), (LIGHT["b"], (0, (6, 2)), "s"),
    (LIGHT["c2"], (0, (1, 1.2)), "^"), (LIGHT["loss"], (0, (6, 1.5, 1, 1.5)), "v"),
    (LIGHT["ink"], (0, (3, 1, 1, 1, 1, 1)), "P"),
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a scenario is drawn: colour, dash and mark, so that colour never stands alone."""

    scenario: str
    color: str
    dash: Any
    marker: str


def looks(f: SweepFindings) -> list[Look]:
    """The scenarios that are drawn as lines: the reference and those of the largest effects, in the plan's order."""
    r = f.results
    kept = {r.reference, *f.ranked(r.others)[: MOST_LINES - 1]}
    names = [name for name in r.scenarios if name in kept]
    return [Look(name, *mark) for name, mark in zip(names, _MARKS, strict=False)]


def key_line(r: SweepResults, sheet: Sheet, shown: Sequence[Look], y: float = 0.1) -> None:
    """Write which line is which, from the left; one line alone needs no key."""
    if len(shown) < 2:
        return
    width = (WIDTH - 0.2) / len(shown) - 0.62
    x = 0.1
    for look in shown:
        label = fitted(r.label(look.scenario), max(width, 0.9), TYPE["number"])
        sheet.line([x, x + 0.32], [y, y], look.color, 1.8, linestyle=look.dash)
        sheet.marker(x + 0.16, y, look.marker, 4.5, look.color, look.color)
        sheet.text(x + 0.4, y, label, TYPE["number"], look.color)
        x += 0.62 + text_width(label, TYPE["number"])


def along_axis(
    r: SweepResults, axes: Axes, block: tuple[str, ...], at: Sequence[float], *, named: bool = True, most: int = 5
) -> None:
    """Set the horizontal axis to a designed quantity, or to the settings of several that move together."""
    low, high = min(at), max(at)
    pad = 0.05 * ((high - low) or abs(high) or 1.0)
    axes.set_xlim(low - pad, high + pad)
    marks = list(at) if not r.sampled and len(at) <= 5 else ticks(low, high, most)
    words = [number(round(mark, 6)) for mark in marks]
    if len(block) > 1 and not r.sampled:
        marks, words = _settings(r, block, most)
    axes.set_xticks(marks, words)
    if named:
        width = axes.get_position().width * WIDTH
        text = fitted(quantity(r, block), width + 0.1, TYPE["number"])
        axes.set_xlabel(text, fontsize=TYPE["number"], color=ink.GREY, labelpad=3)


def _settings(r: SweepResults, block: tuple[str, ...], most: int) -> tuple[list[float], list[str]]:
    """Where the settings of a path stand and what they are, the ends always; the others as there is room."""
    path = r.path(block).to_numpy()
    places = sorted({round(place * (len(path) - 1) / (most - 1)) for place in range(most)})
    shown = [", ".join(number(round(value, 6)) for value in path[place].tolist()) for place in places]
    return [float(place) for place in places], shown


def upright(axes: Axes, low: float, high: float, *, zero: bool = False) -> None:
    """Set the vertical axis to a range with round numbers and hairlines."""
    pad = 0.08 * ((high - low) or 1.0)
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    axes.set_ylim(low - pad, high + pad)
    marks = ticks(low - pad, high + pad, 4)
    digits = tick_digits(marks)
    axes.set_yticks(marks, [f"{mark:.{digits}f}".replace("-", "−") for mark in marks])
    axes.grid(axis="y", color=ink.HAIR, linewidth=0.7)
    axes.set_axisbelow(True)
