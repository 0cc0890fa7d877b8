"""What agents are for: the same rules without ties, without differences between residents, or fed with means.

variants  what is done to a community before its first month
study     all communities in every variant, and what came of them
content   the numbers: effects, how they differ from the full model's, and how alike they rank the policies
files     ``agents.json``, tables and the manifest, written whole, read back for the page

``agents().content`` is the short way in.
"""

from experiments.agents.study import Agents, agents

__all__ = ["Agents", "agents"]
