"""The report of patterns."""

from report.patterns.page import page_of

__all__ = ["page_of"]
