"""The report of explain."""

from report.explain.page import page_of

__all__ = ["page_of"]
