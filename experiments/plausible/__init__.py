"""Which worlds are plausible: what communities are known to look like, and a stored set of worlds that do.

bands     what a plausible community shows without any policy
observed  from tables of runs to numbers by world
stored    the set that ships, and how the rows of a comparison fare in it
"""
