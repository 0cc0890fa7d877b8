"""The audit of one report in one language."""

import re
from collections import Counter
from pathlib import Path

from tests.audit.captions import CAPTIONS
from tests.audit.definitions import soundness
from tests.audit.drawn import audit_axes, audit_labels, blocks
from tests.audit.marks import axes_of
from tests.audit.page import HIDDEN, Node, drawings, sentences, tables, tree
from tests.audit.raw import Raw, summary_is_of_paths
from tests.audit.rules import Finding, audit_text
from tests.audit.say import Say
from tests.audit.sentences import RULES
from tests.audit.sizes import SIZES
from tests.audit.tables import ROWS, audit_table

PROSE = [*CAPTIONS, *SIZES, *RULES]


def audit_report(raw: Raw, html: str, language: str) -> list[Finding]:
    """Account for every number and word of direction in the visible text of a report."""
    root, say, sound = tree(html), Say(raw, language), soundness(raw)
    found = []
    for section, element, text in sentences(root):
        section = section or "top"
        found += audit_text(f"{section} {element}", section, text, PROSE, say, sound)
    count: dict[str, int] = {}
    for table in tables(root):
        number = count[table.section] = count.get(table.section, -1) + 1
        found += audit_table(f"{table.section} table", table, ROWS[table.section][number], say)
    for drawing in drawings(root):
        said, left = blocks(drawing, language)
        if drawing.section == "paths":  # a panel beside others of another scale says so after its name
            left = [text._replace(text=re.sub(r" \(own scale\)$|（刻度不同）$", "", text.text)) for text in left]
        for text in said:
            found += audit_text(f"{drawing.section} picture", drawing.section, text, PROSE, say, sound)
        ruled = [text for text in left if not _captioned(drawing.section, text.text, say)]
        for text in left:
            if text not in ruled:
                found += audit_text(f"{drawing.section} picture", drawing.section, text.text, PROSE, say, sound)
        ticks = [t for axes, _, _ in _hand_drawn(drawing, ruled, say) for t in axes.across]
        found += audit_labels(f"{drawing.section} label", drawing, [t for t in ruled if t not in ticks], say)
        found += audit_axes(drawing, ruled, say)
    return found + unaccounted(root, found, language)


def unaccounted(root: Node, found: list[Finding], language: str) -> list[Finding]:
    """Return every number of the visible text that no finding accounts for: nothing escapes by where it stands."""
    told = Counter(number for finding in found for number in re.findall(r"\d+", finding.token))
    seen: Counter[str] = Counter()

    def walk(node: Node) -> None:
        if node.name not in HIDDEN:
            seen.update(re.findall(r"\d+", node.text))
            for child in node.inside:
                walk(child)

    walk(root)
    return [
        Finding("page", number, "visible text", "", "", "", "no finding is of it", False) for number in (seen - told)
    ]


def _captioned(section: str, text: str, say: Say) -> bool:
    """Tell whether a label is a sentence of a rule without slots."""
    shown = text.replace(" ", "") if say.zh else text
    own = [rule for rule in CAPTIONS if not rule.slots and section in rule.where.split()]
    return any(shown == (rule.zh.replace(" ", "") if say.zh else rule.en) for rule in own)


def _hand_drawn(drawing, left, say):  # the axes of the picture without axes of its own

    return axes_of(drawing, left, say) if not drawing.axes else []


def audit_ground(raw: Raw) -> list[Finding]:
    """Check the ground the rest stands on: the rows of the summary are the means of the monthly rows."""
    wrong = summary_is_of_paths(raw)
    told = "mean of the last months of trajectories.parquet"
    ok = Finding(
        "summary.parquet",
        f"{len(raw.keys)} rows",
        told,
        "trajectories.parquet",
        "last months",
        "every indicator",
        "",
        not wrong,
    )
    return [ok] + [
        Finding("summary.parquet", name, told, "trajectories.parquet", "", name, "differs", False) for name in wrong
    ]


def audit_folder(folder: Path, pages: dict[str, str]) -> list[Finding]:
    """Audit the pages of a job, one a language, on its raw rows."""
    raw = Raw(folder)
    found = audit_ground(raw)
    for language, html in pages.items():
        found += [f._replace(place=f"report.{language} {f.place}") for f in audit_report(raw, html, language)]
    return found
