"""What the model shows and what it does not: every pattern and closed form in one table.

pattern, judging    what a pattern is, and when it holds
catalogue           all of them, and the failures that are known (``known.csv``)
bands, observed     observed elsewhere: the only ones that test the model against the world
own_problems, behaviours   what this model does
closed_patterns, and tiny, closed_residents, closed_workers, closed_offices   algebra against code
scenarios, runs, measures, families   what is run, what is taken from it, what is drawn together
study, content, files   from a request to a table and to files

``patterns().as_expected`` is the short way in.
"""

from experiments.patterns.study import patterns

__all__ = ["patterns"]
