"""The teach page."""

from sim.text import Text

TEACH: dict[str, Text] = {}  # fmt: skip
