"""The evidence page."""

from sim.text import Text

EVIDENCE: dict[str, Text] = {}  # fmt: skip
