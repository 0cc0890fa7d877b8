"""A page taken apart: paragraphs, tables, pictures with their texts, axes and marks. Scripts and styles are not seen."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"meta", "link", "br", "img", "wbr", "hr", "input"}
INLINE = {"strong", "a", "code", "small", "span", "b", "em", "i", "br", "wbr"}
HIDDEN = {"script", "style", "head"}
TOLD = ("alt", "aria-label", "title")


@dataclass
class Node:
    """An element with its children; a piece of text is a node named ``#``."""

    name: str
    given: dict[str, str] = field(default_factory=dict)
    inside: "list[Node]" = field(default_factory=list)
    text: str = ""

    def all(self, *names: str) -> "list[Node]":
        """Return every element of these names below, in the order of the page."""
        found = [child for child in self.inside if child.name in names]
        return [node for child in self.inside for node in ([child] if child in found else []) + child.all(*names)]

    def words(self) -> str:
        """Return the visible text, single spaces between words."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        if self.name in HIDDEN:
            return ""
        return self.text or (" " if self.name == "br" else "".join(child._raw() for child in self.inside))


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Node(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(Node("#", text=data))


def tree(html: str) -> Node:
    """Return a page as a tree."""
    parser = _Tree()
    parser.feed(html)
    return parser.root


class Sentence(NamedTuple):
    """A text of the page and where it stands: section and element."""

    section: str
    element: str
    text: str


def sentences(root: Node) -> list[Sentence]:
    """Return every text outside tables and drawings, and what is told to those who do not see.

    A fact of a list is one text with its term before it.
    """
    found: list[Sentence] = []
    term = ""

    def walk(node: Node, section: str) -> None:
        nonlocal term
        section = node.given.get("id", section) if node.name == "section" else section
        for name in TOLD if node.name != "td" else ():
            if node.given.get(name):
                found.append(Sentence(section, f"{node.name}@{name}", node.given[name]))
        if node.name in ("table", "svg") or node.name in HIDDEN - {"head"}:
            return
        loose = [child for child in node.inside if child.name == "#" or child.name in INLINE]
        if loose and node.name not in INLINE and (text := Node(node.name, inside=loose).words()):
            if node.name == "dt":
                term = text
            elif node.name == "dd":
                found.append(Sentence(section, f"dd of {term}", f"{term}: {text}"))
            elif node.name == "nav":
                found.extend(Sentence(section, "nav", child.words()) for child in loose if child.words())
            else:
                found.append(Sentence(section, node.name, text))
        for child in node.inside:
            walk(child, section)

    walk(root, "")
    return found


class Table(NamedTuple):
    """A table: rows of cells, header rows among them; ``notes`` are the titles of cells."""

    section: str
    head: list[list[str]]
    rows: list[list[str]]
    notes: list[list[str]]


def tables(root: Node) -> list[Table]:
    """Return every table with the section it stands in."""
    found = []
    for section in root.all("section"):
        for table in section.all("table"):
            rows = [[cell for cell in row.inside if cell.name in ("td", "th")] for row in table.all("tr")]
            cells = [[cell.words() for cell in row] for row in rows]
            heads = [k for k, row in enumerate(rows) if all(cell.name == "th" for cell in row)]
            body = [k for k in range(len(rows)) if k not in heads]
            notes = [[cell.given.get("title", "") for cell in rows[k]] for k in body]
            found.append(Table(section.given["id"], [cells[k] for k in heads], [cells[k] for k in body], notes))
    return found


class Text(NamedTuple):
    """A text of a drawing with its place [pt] and how it is written."""

    text: str
    x: float
    y: float
    size: float
    anchor: str


class Axes(NamedTuple):
    """Axes of a drawing: ticks by their places, marks and ends of lines inside."""

    across: list[Text]
    up: list[Text]
    marks: list[tuple[float, float]]
    ends: list[tuple[float, float]]


class Drawing(NamedTuple):
    """A picture: all its texts but ticks, its axes, and all marks."""

    section: str
    texts: list[Text]
    axes: list[Axes]
    marks: list[tuple[float, float]]


def _text(node: Node) -> Text:
    style = node.given.get("style", "")
    size = re.search(r"font-size: ([\d.]+)px", style)
    anchor = re.search(r"text-anchor: (\w+)", style)
    moved = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", node.given.get("transform", ""))
    x, y = (moved[1], moved[2]) if moved else (node.given["x"], node.given["y"])
    return Text(node.words(), float(x), float(y), float(size[1]) if size else 0.0, anchor[1] if anchor else "")


def _tick(node: Node) -> Text | None:
    """Return the text of a tick: groups, of which the last holds one text and the others none."""
    groups = [child for child in node.inside if child.name != "#"]
    if len(groups) > 1 and {group.name for group in groups} == {"g"} and not any(g.all("text") for g in groups[:-1]):
        texts = [child for child in groups[-1].inside if child.name == "text"]
        return _text(texts[0]) if len(texts) == 1 else None
    return None


def _marks(node: Node) -> list[tuple[float, float]]:
    return [(float(use.given["x"]), float(use.given["y"])) for use in node.all("use") if "x" in use.given]


def _ends(node: Node) -> list[tuple[float, float]]:
    """Return the last point of every line drawn."""
    found = []
    for path in node.all("path"):
        points = re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", path.given.get("d", ""))
        if len(points) > 1 and "fill: none" in path.given.get("style", ""):
            found.append((float(points[-1][0]), float(points[-1][1])))
    return found


def drawings(root: Node) -> list[Drawing]:
    """Return every drawing with the section it stands in."""
    found = []
    for section in root.all("section"):
        for svg in section.all("svg"):
            axes, ticks = [], []
            for group in svg.all("g"):
                kinds = [
                    [t for child in axis.inside if (t := _tick(child))] for axis in group.inside if axis.name == "g"
                ]
                if kinds := [kind for kind in kinds if kind]:
                    across = [t for kind in kinds for t in kind if t.anchor == "middle"]
                    up = [t for kind in kinds for t in kind if t.anchor == "end"]
                    axes.append(Axes(across, up, _marks(group), _ends(group)))
                    ticks += across + up
            texts = [text for node in svg.all("text") if (text := _text(node)) not in ticks]
            found.append(Drawing(section.given["id"], texts, axes, _marks(svg)))
    return found
