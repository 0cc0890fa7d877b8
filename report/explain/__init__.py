"""The report of explain."""

from report.explain.page import write

__all__ = ["write"]
