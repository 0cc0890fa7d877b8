"""Pages of reports as tests ask for them."""

from collections.abc import Sequence
from pathlib import Path

from experiments.compare.comparison import Comparison
from report.compare.findings import CompareFindings
from report.compare.page import page
from report.frame import write_page


def write_report(
    comparison: Comparison, folder: Path, lang: str, command: str, files: Sequence[str] = ()
) -> list[Path]:
    """Write the page of a comparison and its pictures; return what was written, the page first."""
    return write_page(page(CompareFindings(comparison, lang), command, files), folder)
