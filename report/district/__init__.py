"""The report of district."""

from report.district.page import write

__all__ = ["write"]
