"""What the default community must show, and pattern (1): every policy moves its own problem's indicator."""

import numpy as np
import pytest

from experiments.compare import compare
from experiments.comparison import Comparison
from sim.indicators import INDICATORS
from sim.scenario import load_scenario, scenario_names

BANDS = {
    # indicator: (low, high, what the band rests on)
    "participation_12m": (0.12, 0.28, "judgement: between 8-25 % community-organised and 20-35 % of any kind"),
    "participation_month": (0.02, 0.06, "judgement"),
    "turnout": (0.40, 0.60, "survey turnout 48 %, Shanghai 2017; 50-60 %, Zhang & Yan 2018"),
    "satisfaction": (0.55, 0.70, "judgement: 55-70 % at street level, Cunningham, Saich & Turiel 2020, narrowed"),
    "awareness": (0.35, 0.52, "judgement"),
    "trust": (0.53, 0.66, "judgement"),
    "belonging": (0.40, 0.52, "judgement"),
    "quit_rate": (0.06, 0.20, "judgement: 5-22 % for a mixed staff, narrowed"),
    "burned_out": (0.30, 0.50, "judgement: 41.9 % of 1,491 workers, Wang, Wang & Li 2019, widened"),
    "order_share": (0.60, 0.78, "judgement: 70 %, Nanjing Civil Affairs Bureau 2015, narrowed"),
    "other_money_share": (0.0, 0.15, "judgement on community foundations, 2021"),
    "top_tenth_share": (0.45, 0.85, "judgement on hours of volunteers, Chinese Social Survey 2021"),
    "hot_cold_gap": (0.15, 1.0, "judgement"),
    "new_leaver_share": (0.5, 1.0, "half of young graduates left within two years; mean tenure 1.7 years"),
}
OWN = {
    "training": ("competence", "care"),
    "higher_pay": ("quit_rate", "burned_out"),
    "funding_channels": ("revenue_concentration", "events"),
    "party_mobilisation": ("active_retired", "active_in_service"),
    "joint_committees": ("coordination", "agenda_overlap"),
    "publicity": ("awareness.young", "hot_cold_gap"),
    "open_elections": ("legitimacy", "turnout"),
    "diverse_services": ("match", "non_government_share"),
    "fewer_orders": ("order_share", "backlog"),
    "self_governance": ("autonomy", "autonomy_gap"),
}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """All policies on twenty communities of 3,000."""
    return compare(replicates=20, equal_budget=None, processes=2)


@pytest.mark.parametrize("indicator", BANDS)
def test_the_default_community_lies_within_the_band(comparison: Comparison, indicator: str) -> None:
    low, high, _ = BANDS[indicator]
    assert low <= comparison.levels("baseline", indicator).mean <= high


def test_official_turnout_lies_20_to_45_points_above_real_turnout(comparison: Comparison) -> None:
    official = comparison.levels("baseline", "official_turnout").mean
    assert 0.20 <= official - comparison.levels("baseline", "turnout").mean <= 0.45


@pytest.mark.parametrize("policy", OWN)
@pytest.mark.parametrize("place", [0, 1])
def test_every_policy_moves_its_own_indicators_the_right_way(comparison: Comparison, policy: str, place: int) -> None:
    column = OWN[policy][place]
    difference = comparison.differences(policy, column)
    better = INDICATORS[column.partition(".")[0]].better
    assert difference.low * better > 0 and difference.high * better > 0


def test_old_residents_and_members_take_part_and_vote_more(comparison: Comparison) -> None:
    for indicator in ("participation_12m", "turnout"):
        level = {group: comparison.levels("baseline", f"{indicator}.{group}").mean for group in ("young", "old")}
        assert level["old"] > level["young"]
    turnout = {group: comparison.levels("baseline", f"turnout.{group}").mean for group in ("party", "other")}
    assert turnout["party"] > turnout["other"]


def test_every_built_in_problem_has_a_policy_in_the_pattern() -> None:
    policies = [name for name in scenario_names() if load_scenario(name).problem]
    assert policies == list(OWN)


def test_shared_luck_makes_differences_surer_than_levels(comparison: Comparison) -> None:
    lane, column = comparison.lane("publicity"), comparison.columns.index("quality")
    values = comparison.window_means[:, :, column]
    assert np.std(values[:, lane] - values[:, 0]) < np.std(values[:, lane])
