"""The design of a plan: which levers and parameters are moved, and its points."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

KINDS = ("grid", "list", "latin", "sobol", "saltelli", "morris")
"""What a file may ask for; a plan without a design is of kind ``none`` and has one point."""

SAMPLED = ("latin", "sobol", "saltelli", "morris")
MOST_POINTS = 10_000_000


@dataclass(frozen=True)
class Design:
    """Points (points, levers + params), levers first.

    ``samples`` is what was asked for: points of latin and sobol, groups of saltelli, trajectories of morris.
    ``ranges`` holds [low, high] of sampled kinds. ``communities``, where there is one, names for each point the
    first of the communities that its replicates are simulated on; without it all points share theirs (points,).
    """

    kind: str
    levers: tuple[str, ...]
    params: tuple[str, ...]
    points: Array
    samples: int | None = None
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    communities: NDArray[np.int64] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What is moved, in the order of the columns."""
        return (*self.levers, *self.params)

    def settings(self, point: int) -> tuple[dict[str, float], dict[str, float]]:
        """Return the levers and the parameters of one point."""
        row = self.points[point].tolist()
        n = len(self.levers)
        return dict(zip(self.levers, row[:n], strict=True)), dict(zip(self.params, row[n:], strict=True))

    def content(self) -> dict[str, Any]:
        """Return what the design says, ready for JSON; of the points their number and hash."""
        return {
            "kind": self.kind,
            "levers": list(self.levers),
            "params": list(self.params),
            "samples": self.samples,
            "ranges": {name: list(ends) for name, ends in self.ranges.items()},
            "values": {name: np.unique(self.points[:, index]).tolist() for index, name in enumerate(self.names)}
            if self.kind == "grid"
            else {},
            "n_points": len(self.points),
            "points": hashlib.sha256(np.ascontiguousarray(self.points, dtype="<f8").tobytes()).hexdigest(),
            "communities": None if self.communities is None else self.communities.tolist(),
        }
