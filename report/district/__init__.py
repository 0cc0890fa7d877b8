"""The report of district."""

from report.district.page import page_of

__all__ = ["page_of"]
