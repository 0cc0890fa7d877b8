"""Through which link does a policy reach its end? One quantity after another is held at its path without the policy.

mediators  the quantities of the calendar, in the order of the month
blocking   the work of one community: baseline, policy, each link held, parameters varied one at a time
outcomes   what the policy is judged by
request    what is asked, checked before anything is computed
study      all communities, and what came of them
content    the numbers: what the policy does, what a link carries of it, what parameters varied one at a time change
files      ``explain.json``, ``links.csv`` and the manifest, written whole, read back for the page

``explain("publicity").content`` is the short way in.
"""

from experiments.explain.study import Explained, explain

__all__ = ["Explained", "explain"]
