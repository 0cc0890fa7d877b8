"""Sizes and ways to quality, recomputed from raw window means by code that shares nothing with what prints them."""

import csv
import itertools
import math

import numpy as np
import pytest
from scipy import stats

from experiments.compare.result_folder import write_files
from experiments.compare.sizes import DONE_OR_NOT, size_of
from experiments.compare.ways import PARTS, put_together, ways_content, ways_of
from report.compare.findings import CompareFindings
from report.compare.sizes import section, size_line
from sim.indicators import COLUMNS, INDICATORS, PERCENT

WEIGHTS = {"match": 0.4, "timeliness": 0.3, "care": 0.3}
POLICIES = ["baseline", "training", "diverse_services", "fewer_orders", "package"]
PART = "participation_12m"
SPREADS = {"trust_sd": 0.17, "satisfaction_sd": 0.18, "quality_sd": 0.02, "filled_posts": 0.9}


@pytest.fixture(scope="module")
def found():
    from tests.report.conftest import made_up

    comparison = made_up(POLICIES, budget=None)
    rng = np.random.default_rng(5)
    for arm in range(len(POLICIES)):
        for part, level in zip(PARTS, (0.3, 0.7, 0.4), strict=True):
            shift = 0.05 * arm * (part == PARTS[arm % 3])
            comparison.window_means[:, arm, COLUMNS.index(part)] = level + shift + rng.normal(0, 0.01, 12)
        for name, spread in SPREADS.items():
            comparison.window_means[:, arm, COLUMNS.index(name)] = spread + 0.01 * arm
    return comparison


def raw(found, key, column):
    return found.window_means[:, POLICIES.index(key), COLUMNS.index(column)]


def test_a_share_of_residents_is_told_in_persons_and_spreads(found):
    gap, p = raw(found, "training", PART) - raw(found, "baseline", PART), raw(found, "baseline", PART).mean()
    size, effect = size_of(found, PART), found.differences("training", PART)
    low, high = stats.t.interval(0.95, 11, gap.mean(), stats.sem(gap))
    people, spreads = size.in_people(effect), size.in_spreads(effect)
    assert (people.mean, people.low, people.high) == pytest.approx((3000 * gap.mean(), 3000 * low, 3000 * high))
    by = math.sqrt(p * (1 - p))
    assert (spreads.mean, spreads.low, spreads.high) == pytest.approx((gap.mean() / by, low / by, high / by))


def test_an_index_is_told_in_the_spreads_of_the_baseline_and_in_no_persons(found):
    size = size_of(found, "trust")
    gap = (raw(found, "training", "trust") - raw(found, "baseline", "trust")).mean()
    assert size.in_spreads(found.differences("training", "trust")).mean == pytest.approx(gap / 0.17)
    assert math.isnan(size.people) and size.of == ""


def test_shares_of_posts_and_of_workers_are_told_in_workers(found):
    assert size_of(found, "quit_rate").content() == {"spread": None, "people": 15, "of": "workers"}
    assert size_of(found, "burned_out").people == pytest.approx(15 * 0.9)


@pytest.mark.parametrize("column", ["cost", "backlog", "official_turnout", "match", "trust.young", f"{PART}.old"])
def test_what_is_neither_says_so(found, column):
    assert not size_of(found, column).known


def test_shares_of_residents_are_those_that_each_did_or_did_not():
    assert all(INDICATORS[column].unit == PERCENT for column in DONE_OR_NOT)
    assert all(column in COLUMNS for column in DONE_OR_NOT)


def test_three_ways_of_one_community_by_hand():
    parts, weights = np.array([0.3, 0.7, 0.4]), np.array([0.4, 0.3, 0.3])
    assert put_together("product", parts, weights) == pytest.approx(0.3**0.4 * 0.7**0.3 * 0.4**0.3)
    assert put_together("mean", parts, weights) == pytest.approx(0.45)
    assert put_together("weakest", parts, weights) == 0.3


def recomputed(found, way):
    """Return differences (communities,) by policy from raw means, one community at a time."""

    def together(key):
        if way == "recorded":
            return list(raw(found, key, "quality"))
        threes = zip(*(raw(found, key, part) for part in WEIGHTS), strict=True)
        do = {
            "product": lambda three: math.prod(x**w for x, w in zip(three, WEIGHTS.values(), strict=True)),
            "mean": lambda three: sum(x * w for x, w in zip(three, WEIGHTS.values(), strict=True)),
            "weakest": min,
        }[way]
        return [do(three) for three in threes]

    base = together("baseline")
    return {k: np.array(together(k)) - base for k in ("training", "diverse_services", "fewer_orders")}


@pytest.mark.parametrize("way", ["recorded", "product", "mean", "weakest"])
def test_effects_places_and_rank_correlations_are_those_of_the_raw_means(found, way):
    told, own, recorded = ways_of(found), recomputed(found, way), recomputed(found, "recorded")
    assert set(told.policies) == set(own)  # the package holds the others and does not compete
    for key, gap in own.items():
        low, high = stats.t.interval(0.95, 11, gap.mean(), stats.sem(gap))
        effect = told.effect(way, key)
        assert (effect.mean, effect.low, effect.high) == pytest.approx((gap.mean(), low, high))
        assert told.place(way, key) == 1 + sum(other.mean() > gap.mean() for other in own.values())
    means = [[values[key].mean() for key in own] for values in (recorded, own)]
    assert told.agreement(way) == pytest.approx(stats.spearmanr(*means)[0])
    turned = {
        (a, b)
        for a, b in itertools.permutations(own, 2)
        if stats.ttest_1samp(recorded[a] - recorded[b], 0, alternative="greater").pvalue < 0.025
        and stats.ttest_1samp(own[b] - own[a], 0, alternative="greater").pvalue < 0.025
    }
    assert set(told.turned(way)) == turned


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_section_has_a_row_a_policy_and_the_line_says_persons(found, lang):
    f = CompareFindings(found, lang)
    own = section(f)
    assert [row[0] for row in own.table.rows[1:]] == [f.label(key) for key in f.policies]
    best = f.leaders(PART, f.singles)
    people = 3000 * (raw(found, best[0], PART) - raw(found, "baseline", PART)).mean()
    assert f"{people:,.0f}" in size_line(f)


def test_csv_has_a_row_a_policy_and_way_and_one_policy_has_none(found, tmp_path):
    from tests.report.conftest import made_up

    write_files(found, tmp_path)
    with (tmp_path / "quality_ways.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4 * 3 and {row["scenario"] for row in rows} == set(recomputed(found, "mean"))
    alone = made_up(["baseline", "training"], budget=None)
    assert ways_content(alone) is None and len(section(CompareFindings(alone, "en")).more) == 2


def test_one_community_has_sizes_without_intervals():
    from tests.report.conftest import made_up

    f = CompareFindings(made_up(POLICIES, budget=None, replicates=1), "en")
    assert "±" not in "".join(cell for row in section(f).table.rows for cell in row)
