"""How things look: colours, sizes of type, and the font that the pictures are drawn with."""

from report.look.palette import DARK, LIGHT, TYPE

FONT_FAMILY = "Report Sans"

__all__ = ["DARK", "FONT_FAMILY", "LIGHT", "TYPE"]
