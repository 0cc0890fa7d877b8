"""The report of a comparison."""

from report.compare.page import page_of

__all__ = ["page_of"]
