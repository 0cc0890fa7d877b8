"""Which worlds are plausible: what communities are known to look like, and a stored set of worlds that do.

bands     what a plausible community shows without any policy
observed  from tables of runs to numbers by world
stored    the sets that ship
block     scenarios simulated in many worlds
ranges    how the rows of a comparison fare in worlds that are plausible in its setting
"""
