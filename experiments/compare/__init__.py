"""Policies against no policy.  ``compare(["publicity"]).table()`` is the short way in.

study          all arms in every community, until precise where that is wanted
comparison     what came of it: levels, paired differences, intervals
sizes          a difference in spreads between residents, and in persons
ways           the order of the policies where quality is put together in other ways
trajectories   every month of every run as a table
files          exact numbers to parquet and back
result_folder  all files of a comparison
"""

from experiments.compare.study import compare

__all__ = ["compare"]
