"""A district before it is simulated, and what came of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.district.reading import CommunityRow
from experiments.plan import Plan
from experiments.sweep.study import Swept
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class DistrictRequest:
    """A district before it is simulated: its file, its communities, and a plan with a point for each.

    ``held`` says which amounts per head would have left the range of their lever.
    """

    file: Path
    rows: tuple[CommunityRow, ...]
    plan: Plan
    per_head: bool = False
    census: bool = False
    held: tuple[Text, ...] = ()


@dataclass(frozen=True)
class District:
    """What came of a district, as tidy tables.

    ``communities``: a row a community and scenario, the file's columns, every outcome and its difference from the
    baseline. ``totals``: the district by scenario and outcome. ``traits``: what goes with an effect.
    ``left_out``: communities none of whose runs came to their end under every scenario.
    """

    folder: Path
    request: DistrictRequest
    communities: "DataFrame"
    totals: "DataFrame"
    traits: "DataFrame"
    left_out: tuple[str, ...]
    swept: Swept
