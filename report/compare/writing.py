"""Write the report into a folder: ``report.html`` and a PNG of each picture beside it."""

import base64
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

import sim
from experiments.compare.comparison import Comparison
from report.compare import (
    by_group as who,
)
from report.compare import (
    cost,
    map_of_policies,
    network,
    over_worlds,
    own_problem,
    same_money,
)
from report.compare import (
    over_time as paths,
)
from report.compare.findings import Findings
from report.compare.page import Picture, page
from report.drawing import told_rare
from report.frame import save
from report.pictures import drawn

PICTURES: tuple[ModuleType, ...] = (map_of_policies, over_worlds, same_money, own_problem, paths, who, cost, network)
AS_PNG = ("network",)  # thousands of dots: as SVG it would be half of the page


def write_report(
    comparison: Comparison,
    folder: Path,
    lang: str,
    command: str,
    files: Sequence[str] = (),
    *,
    version: str = sim.__version__,
) -> list[Path]:
    """Write the page and its pictures; return what was written, the page first.

    Args:
        comparison: what to report.
        folder: where the page and its pictures go.
        lang: ``en`` or ``zh``.
        command: the line that makes the same page again.
        files: names of what else lies in the folder.
        version: the version that computed the comparison.
    """
    findings = Findings(comparison, lang)
    rare = told_rare([findings.label(arm.key) for arm in findings.comparison.arms], lang)
    pictures, images = draw(findings, rare=rare)
    beside = {f"report-{name}.png": data for name, data in images.items()}
    return save(folder, page(findings, pictures, command, version, [*beside, *files]), beside)


def draw(findings: Findings, *, rare: bool = False) -> tuple[list[Picture], dict[str, bytes]]:
    """Every picture for the page, and as PNG by name; one with nothing to show says why instead."""
    pictures, images = [], {}
    for module in PICTURES:
        why = module.missing(findings)
        if why:
            pictures.append(Picture(module, "", "", why))
            continue
        picture = drawn(module.NAME, partial(module.draw, findings), findings.lang, rare=rare)
        images[module.NAME] = picture.png
        inline = _image(picture.png) if module.NAME in AS_PNG else picture.svg
        pictures.append(Picture(module, picture.title, inline, ""))
    return pictures, images


def _image(data: bytes) -> str:
    return f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}" alt="">'
