"""The report of worlds."""

from report.worlds.page import write

__all__ = ["write"]
