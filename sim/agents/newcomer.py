"""A newcomer: whoever takes over a dwelling starts with little belonging and an open mind."""

from sim.compute.elementary import clip
from sim.quantity import Index


def newcomer_belonging(
    base: float, draw: float, newcomer_belonging_gap: float, newcomer_belonging_spread: float
) -> Index:
    """Belonging of somebody who has just moved in."""
    return clip(base - newcomer_belonging_gap + newcomer_belonging_spread * draw)


def newcomer_trust(draw: float, newcomer_trust: float, newcomer_trust_spread: float) -> Index:
    """Trust of somebody who has just moved in."""
    return clip(newcomer_trust + newcomer_trust_spread * draw)
