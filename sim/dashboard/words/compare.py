"""The compare page."""

from sim.text import Text

COMPARE: dict[str, Text] = {}  # fmt: skip
