"""The colours of pictures, by what they mean."""

from report.look.palette import LIGHT

INK, INK2, GREY = LIGHT["ink"], LIGHT["ink2"], LIGHT["ink3"]
GAIN, LOSS, PALE = LIGHT["gain"], LIGHT["loss"], LIGHT["c5"]
HAIR, MIST, ZERO, BAND = LIGHT["line"], LIGHT["sunk"], LIGHT["line2"], LIGHT["line"]
