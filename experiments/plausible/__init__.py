"""Which worlds are plausible: what communities are known to look like, and a stored set of worlds that do.

band      what a plausible community shows, without any policy and under one
bands     the table of them, which anybody can replace
effects   the policies that bands ask for, and what the runs come to
observed  from tables of runs to numbers by world
stored    the sets that ship
block     scenarios simulated in many worlds
ranges    how the rows of a comparison fare in worlds that are plausible in its setting
"""
