"""The report of agents."""

from report.agents.page import page_of

__all__ = ["page_of"]
