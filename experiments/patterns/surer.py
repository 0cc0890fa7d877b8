"""How many times more communities the patterns take that vary much between communities."""

SURER = 4
"""With 20 communities asked for, 80: enough that chance alone makes none of them fail oftener than 1 in 1,000."""
