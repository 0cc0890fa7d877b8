"""What is it like in one community? A dot a person, a disc a building, without and with the policy.

Each building is laid out by its own ties and evened to a disc; buildings stand in a grid ordered by
their share of renters, so that position means something. Ties between buildings are counted in the
note: drawn, they hide everything else.
"""

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from report.compare.findings import CompareFindings
from report.compare.phrases import NO_POLICY
from report.compare.titles import network_title
from report.drawing import WIDTH, Sheet, dot, text_width
from report.look import LIGHT, TYPE, ink
from sim.quantity import Text

if TYPE_CHECKING:
    from sim.engine.replicate import Network

NAME = "network"
QUESTION = Text("What is it like in one community?", "落到一个社区里是什么样？")
LEAD = Text(
    "Every resident of community no. 1: who takes part without the policy, and who because of it.",
    "第 1 号社区的每一位居民：没有政策时谁参与，有了政策又是谁。",
)
ACROSS, DISC, HEAD = 8, 0.43, 0.62


def missing(f: CompareFindings) -> str | None:
    """Why there is nothing to draw, if so."""
    if f.comparison.network is None:
        return f.either(
            "Left out: no community was kept person by person in this run.",
            "未画：这次没有逐人保留一个社区的记录。",
        )
    return None


def layout(network: "Network", rows: int) -> np.ndarray:
    """Places of residents (n, 2): a disc a building, buildings by their share of renters, row by row."""
    places = np.zeros((len(network.building), 2))
    inside = network.building[network.ties[:, 0]] == network.building[network.ties[:, 1]]
    buildings = np.unique(network.building)
    order = sorted(buildings, key=lambda b: (network.renter[network.building == b].mean(), b))
    for slot, building in enumerate(order):
        people = np.flatnonzero(network.building == building)
        ties = network.ties[inside & (network.building[network.ties[:, 0]] == building)]
        row, column = divmod(slot, ACROSS)
        places[people] = _disc(people, ties) + np.array([column + 0.5, rows - row - 0.5])
    return places


def _disc(people: np.ndarray, ties: np.ndarray) -> np.ndarray:
    """A spring layout whose radii are evened out to a disc of equal density."""
    graph = nx.Graph()
    graph.add_nodes_from(people.tolist())
    graph.add_edges_from(ties.tolist())
    placed = nx.spring_layout(graph, seed=1, iterations=40)
    at = np.array([placed[person] for person in people.tolist()])
    at = at - at.mean(axis=0)
    angle, rank = np.arctan2(at[:, 1], at[:, 0]), np.argsort(np.argsort(np.hypot(at[:, 0], at[:, 1])))
    radius = DISC * np.sqrt((rank + 0.5) / len(people))
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def draw(f: CompareFindings) -> Sheet:
    """Left no policy, right the policy: same month, same people."""
    network = f.network
    rows = -(-len(np.unique(network.building)) // ACROSS)
    width = (WIDTH - 0.2 - 0.3) / 2
    height = width * rows / ACROSS
    sheet = Sheet(network_title(f), _subtitle(f, network), HEAD + height + 0.05, _note(f, network))
    places = layout(network, rows)
    without, under = network.took_part
    for number, took in enumerate((without, under)):
        x = 0.1 + number * (width + 0.3)
        axes = sheet.axes(x, HEAD, width, height)
        axes.set(xlim=(0, ACROSS), ylim=(0, rows), xticks=[], yticks=[])
        _ties(axes, network, places, took, without if number else took)
        _people(axes, network, places, without, took)
        name = f.label(f.comparison.network_arm) if number else f.say(NO_POLICY)
        sheet.text(x, 0.14, f"{name}  {100 * took.mean():.0f}%", TYPE["row"], ink.GAIN if number else ink.INK)
        _key(f, sheet, x, bool(number), bool((without & ~under).any()))
    return sheet


def _subtitle(f: CompareFindings, network: "Network") -> str:
    n = len(np.unique(network.building))
    return f.either(
        f"A dot a person, a cluster a building ({n}), placed by the ties inside it; buildings from few "
        "renters (top left) to many (bottom right). Lines: acquainted in one building and both took part",
        f"一点一人，一团一栋楼（{n} 栋），位置由楼内关系排出；楼按租户比例从左上（少）到右下（多）。连线："
        "楼内相识且双方都参与",
    )


def _note(f: CompareFindings, network: "Network") -> str:
    between = int((network.building[network.ties[:, 0]] != network.building[network.ties[:, 1]]).sum())
    month = f.comparison.n_months
    when = f"第 {month // 12} 年末" if month % 12 == 0 else f"第 {month} 个月"
    when_en = f"End of year {month // 12}" if month % 12 == 0 else f"Month {month}"
    return f.either(
        f"{when_en}: took part within the 12 months before. Not drawn: {between:,} ties between buildings. "
        "This is community no. 1, not an average.",
        f"{when}，前 12 个月内参与过。未画：楼与楼之间的 {between:,} 条联系。这是第 1 号社区，不是平均。",
    )


def _key(f: CompareFindings, sheet: Sheet, x: float, policy: bool, losers: bool) -> None:
    said = (
        [
            ("o", ink.INK, ink.INK, f.either("would anyway", "没有政策也参与")),
            ("o", ink.GAIN, ink.GAIN, f.either("because of it", "因政策而参与")),
        ]
        if policy
        else [
            ("o", LIGHT["line2"], LIGHT["line2"], f.either("did not", "未参与")),
            ("o", ink.INK, ink.INK, f.either("took part", "参与")),
        ]
    )
    if policy and losers:
        said.append(("X", ink.LOSS, ink.LOSS, f.either("no longer", "不再参与")))
    if not policy:
        said.append(("D", "white", ink.GREY, f.either("diamond: party member", "菱形：党员")))
    for marker, face, edge, words in said:
        sheet.marker(x + 0.05, 0.4, marker, 4.6, face, edge, 0.9)
        sheet.text(x + 0.14, 0.4, words, TYPE["number"], ink.GREY)
        x += 0.14 + text_width(words, TYPE["number"]) + 0.25


def _ties(axes: Axes, network: "Network", places: np.ndarray, took: np.ndarray, without: np.ndarray) -> None:
    first, second = network.ties[:, 0], network.ties[:, 1]
    drawn = (network.building[first] == network.building[second]) & took[first] & took[second]
    anyway = without[first] & without[second]
    for chosen, color in ((drawn & ~anyway, LIGHT["r2"]), (drawn & anyway, ink.GREY)):
        lines = np.stack([places[first[chosen]], places[second[chosen]]], axis=1)
        axes.add_collection(LineCollection(list(lines), colors=color, linewidths=0.45, zorder=1))


def _people(axes: Axes, network: "Network", places: np.ndarray, without: np.ndarray, took: np.ndarray) -> None:
    kinds = (
        (~took & ~without, "o", LIGHT["line2"], LIGHT["line2"]),
        (without & ~took, "X", ink.LOSS, ink.LOSS),
        (without & took, "o", ink.INK, ink.INK),
        (took & ~without, "o", ink.GAIN, ink.GAIN),
    )
    for order, (chosen, marker, face, edge) in enumerate(kinds):
        for member in (False, True):
            at = places[chosen & (network.member == member)]
            shape = "D" if member and marker == "o" else marker
            fill = "white" if member and order == 0 else face
            ring = ink.GREY if member and order == 0 else edge
            size = 3.2 if member else 2.3 if order == 0 else 2.7
            width, style = 0.7 if member else 0.0, {"zorder": 2 + order, "clip_on": False}
            dot(axes, at[:, 0], at[:, 1], fill, ring, size=size, width=width, marker=shape, **style)


def numbers(f: CompareFindings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    without, under = f.network.took_part
    member = f.network.member
    head = ["", f.either("All", "全体"), f.either("Party members", "党员"), f.either("Others", "群众")]
    kinds = [
        (f.either("Take part without the policy", "没有政策时参与"), without),
        (f.either("Take part with it", "有政策时参与"), under),
        (f.either("Because of it", "因政策而参与"), under & ~without),
        (f.either("No longer", "不再参与"), without & ~under),
    ]
    return head, [
        [name, *(f"{int((kind & who).sum()):,}" for who in (np.ones_like(member), member, ~member))]
        for name, kind in kinds
    ]
