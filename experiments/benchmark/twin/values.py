"""Parameters, levers and community numbers as plain attributes, one scenario at a time."""

from dataclasses import make_dataclass

from sim.compute.layout import N_SERVICES, NUMBER, PER_SERVICE
from sim.levers import LEVERS
from sim.params import PARAMS

Params = make_dataclass("Params", [(name, float, q.default) for name, q in PARAMS.items()], slots=True)
Levers = make_dataclass("Levers", [(name, float, q.default) for name, q in LEVERS.items()], slots=True)
_Numbers = make_dataclass(
    "_Numbers",
    [*((name, float, 0.0) for name in NUMBER), *((name, list, None) for name in PER_SERVICE)],
    slots=True,
)

MADE_BY_RECORDING = ("habit_gini", "top_tenth_share")  # the twin leaves measuring to its reader


class Numbers(_Numbers):
    """What the community has one of; ``variety``, ``voice`` and ``mix`` have one number a service type."""

    __slots__ = ()

    def as_dict(self) -> dict[str, float]:
        """Return every number by its name in ``sim.compute.layout.NUMBERS``, but for what only recording makes."""
        plain = {name: getattr(self, name) for name in NUMBER if name not in MADE_BY_RECORDING}
        listed = {f"{name}_{k}": getattr(self, name)[k] for name in PER_SERVICE for k in range(N_SERVICES)}
        return plain | listed
