"""The report of a comparison."""

from report.compare.rebuild import write

__all__ = ["write"]
