"""The report of sensitivity."""

from report.sensitivity.page import page_of

__all__ = ["page_of"]
