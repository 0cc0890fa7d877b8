"""The report of sensitivity."""

from report.sensitivity.page import write

__all__ = ["write"]
