"""The twin: the same model in ordinary Mesa, one Python object a resident.

It calls the rules of ``sim`` and holds no formula of its own, so that it must agree with the compiled lanes:
every event equal, values to 1e-9. It is what the compiled engine is checked against, and what its speed is
measured against. Its random draws are filled beforehand by compiled code (``draws``) and are not part of its cost.

    values       parameters, levers and community numbers as plain attributes
    draws        the random draws of a month
    residents    residents and party members
    workers      posts
    seats        who sits in the two committees
    units        units in the area
    treasury     revenue, budget, what policies cost
    committees   the street office, the residents' and the party committee
    model        ``Twin``, whose ``step`` is the calendar
"""

from experiments.benchmark.twin.model import Twin

__all__ = ["Twin"]
