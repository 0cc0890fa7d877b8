"""The report of worlds."""

from report.worlds.page import page_of

__all__ = ["page_of"]
