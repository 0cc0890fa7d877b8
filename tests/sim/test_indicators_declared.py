"""The declarations of the indicators: names, labels, units, directions, and how a month is read."""

import math
import pickle

import pytest

from sim.compute.layout import NUMBERS, RECORDED
from sim.errors import InputError
from sim.indicators import (
    COLUMNS,
    GROUPED,
    GROUPS,
    INDICATOR_GROUPS,
    INDICATORS,
    indicator_of,
    label_of,
    read,
)
from sim.measures import CommunityNumber


def test_columns_are_the_indicators_then_the_groups():
    assert COLUMNS[: len(INDICATORS)] == tuple(INDICATORS)
    assert COLUMNS[len(INDICATORS) :] == tuple(f"{name}.{group}" for name in GROUPED for group in GROUPS)
    assert tuple(GROUPS) == ("young", "middle", "old", "owner", "renter", "party", "other")


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda indicator: indicator.name)
def test_indicator_is_said_in_both_languages(indicator):
    for text in (indicator.label, indicator.definition):
        assert text.en.isascii() and text.en == text.en.strip() != ""
        assert text.zh == text.zh.strip() and not text.zh.isascii()
    assert indicator.unit.en and indicator.unit.zh and indicator.difference_unit.zh


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda indicator: indicator.name)
def test_indicator_has_a_group_a_direction_a_window_and_a_size_that_matters(indicator):
    assert indicator.group in INDICATOR_GROUPS
    assert indicator.better in (-1, 0, 1)
    assert indicator.window == (60 if indicator.name in ("quit_rate", "new_leaver_share", "retirements") else 24)
    assert indicator.smallest == 0.01 if indicator.percent else 0 < indicator.smallest < math.inf


def test_labels_tell_columns_apart():
    assert len({label_of(column).en for column in COLUMNS}) == len(COLUMNS)
    assert len({label_of(column).zh for column in COLUMNS}) == len(COLUMNS)


def test_difference_of_a_share_is_in_percentage_points_and_of_an_index_in_points():
    assert INDICATORS["turnout"].difference_unit.zh == "百分点"
    assert INDICATORS["trust"].difference_unit.zh == "分"
    assert INDICATORS["events"].difference_unit == INDICATORS["events"].unit


def test_label_of_a_group_names_both():
    assert label_of("trust.renter").en == "trust, renters"
    assert label_of("trust.renter").zh == "信任（租户）"
    assert label_of("trust") == INDICATORS["trust"].label


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("trst", "Did you mean 'trust'?"),
        ("trust.rentr", "Did you mean 'trust.renter'?"),
        ("cost.old", "no indicator 'cost.old' by group"),
        ("trust.", "no indicator 'trust.' by group"),
    ],
)
def test_unknown_column_gets_the_nearest(column, said):
    with pytest.raises(InputError) as caught:
        indicator_of(column)
    assert said in str(caught.value)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda indicator: indicator.name)
def test_indicator_travels_to_another_process(indicator):
    assert pickle.loads(pickle.dumps(indicator)) == indicator


class Month:
    """A month whose every quantity says by its value how it was asked for."""

    def mean(self, name, group=None):
        return f"mean {name}" if group is None else f"mean {name} of {group}"

    def community(self, name):
        return f"community {name}"

    def insiders_gap(self, name):
        return {"awareness": 0.2, "participation_12m": 0.6}[name]


def test_hot_cold_gap_is_the_mean_of_two_gaps():
    assert INDICATORS["hot_cold_gap"].of(Month()) == pytest.approx(0.4)


def test_official_excess_is_the_official_turnout_less_the_real_one():
    class Election(Month):
        def mean(self, name, group=None):
            return {"turnout": 0.5}[name]

        def community(self, name):
            return {"official_turnout": 0.8}[name]

    assert INDICATORS["official_excess"].of(Election()) == pytest.approx(0.3)


def test_column_is_read_from_residents_or_from_the_community():
    assert read(Month(), "trust") == "mean trust"
    assert read(Month(), "trust.old") == "mean trust of old"
    assert read(Month(), "turnout.party") == "mean turnout of party"
    assert read(Month(), "backlog") == "community backlog"


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda indicator: indicator.name)
def test_indicator_asks_for_something_that_is_recorded(indicator):
    recorded = set(NUMBERS) if isinstance(indicator.of, CommunityNumber) else {*RECORDED, "turnout"}
    assert getattr(indicator.of, "name", "awareness") in recorded


def test_grouped_indicators_are_recorded_by_group():
    assert set(GROUPED) <= {*RECORDED, "turnout"}
