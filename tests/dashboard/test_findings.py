"""What happened, in words: made-up communities in which the right answer is known."""

import json
import re

import numpy as np
import pytest
from scipy import stats

from dashboard.background.ensemble import Answer
from dashboard.background.findings import BANDED, CANDIDATES, MAIN_OUTCOMES, MINUS, THIN, bands, findings
from dashboard.content.content import SAW_TOOTHED
from dashboard.simulation.recording import YEAR
from experiments.output.verdicts import MATTERS, OPEN, SMALL
from sim.indicators import COLUMNS, GROUPS, INDICATORS, label_of

COMMUNITIES, MONTHS = 20, 30
LEVEL = 0.4


def answer(communities=COMMUNITIES, months=MONTHS, **gaps) -> Answer:
    """Communities that differ by themselves, the same in both worlds but for the gaps named (one a community)."""
    rng = np.random.default_rng(1)
    own = LEVEL + 0.05 * rng.standard_normal((communities, 1, 1, len(COLUMNS)))
    values = np.repeat(np.repeat(own, 2, axis=1), YEAR + months, axis=2)
    for column, gap in gaps.items():
        values[:, 1, :, COLUMNS.index(column.replace("__", "."))] += np.reshape(gap, (-1, 1))
    return Answer(values, 20)


def spread(mean, size=0.002, communities=COMMUNITIES):
    """Gaps around a mean, all of its sign."""
    return mean + size * np.cos(np.arange(communities))


def sentences(found, column):
    """The sentence on an indicator in both languages."""
    label = label_of(column)
    [own] = [s for s in found["sentences"] if s["zh"].startswith(label.zh)]
    assert own["en"].lower().startswith(label.en.lower())
    return own["en"], own["zh"]


def row(found, column):
    [own] = [row for row in found["rows"] if row["column"] == column]
    return own


def test_identical_worlds_hardly_differ():
    found = findings(answer())
    assert [row["column"] for row in found["rows"]] == list(MAIN_OUTCOMES)
    for row in found["rows"]:
        assert (row["difference"], row["half"], row["higher"], row["lower"]) == (0.0, 0.0, 0, 0)
        assert row["a"] == row["b"] == pytest.approx(LEVEL, abs=0.05)
    assert all(
        "hardly differs" in sentence["en"] and "几乎没有差别" in sentence["zh"] for sentence in found["sentences"]
    )
    assert found["cost"] == {"money": 0.0, "shadow": 0.0}
    assert [group["difference"] for group in found["groups"]] == [0.0] * len(found["groups"])


def test_a_clear_difference_is_told_with_its_size_and_in_how_many():
    found = findings(answer(participation_12m=spread(0.062), quality=spread(-0.0305)))
    en, zh = sentences(found, "participation_12m")
    assert en.endswith(": 6.2 percentage points higher in B, in 20 of 20 communities.")
    assert "B 高 6.2 个百分点，20 个社区里有 20 个如此" in zh
    en, zh = sentences(found, "quality")
    assert re.search(r": 3\.[01] points lower in B, in 20 of 20 communities\.$", en)
    assert "B 低 3." in zh
    assert "分，20 个社区里有 20 个如此" in zh
    assert (row(found, "quality")["higher"], row(found, "quality")["lower"]) == (0, 20)
    assert (row(found, "participation_12m")["higher"], row(found, "participation_12m")["lower"]) == (20, 0)


def test_the_larger_difference_is_told_first():
    found = findings(answer(participation_12m=spread(0.02), trust=spread(0.3), backlog=spread(300.0, 1.0)))
    heads = [sentence["en"].partition(":")[0].lower() for sentence in found["sentences"]]
    assert heads == [label_of(column).en for column in ("backlog", "trust", "participation_12m")]


def test_the_largest_harm_is_told_second_however_small_beside_the_gains():
    gains = {"awareness": spread(0.3), "trust": spread(0.2), "belonging": spread(0.1)}
    found = findings(answer(**gains, satisfaction=spread(-0.02), burned_out=spread(0.05), coordination=spread(-0.005)))
    heads = [sentence["en"].partition(":")[0].lower() for sentence in found["sentences"]]
    assert heads == [label_of(column).en for column in ("awareness", "burned_out", "trust")]
    assert "burned_out" in [row["column"] for row in found["rows"]]
    assert "satisfaction" in [row["column"] for row in found["rows"]]  # what the maps show at first
    unsure = findings(answer(**gains, burned_out=0.05 * np.cos(np.arange(COMMUNITIES))))
    assert "burned_out" not in [row["column"] for row in unsure["rows"]]


def test_of_the_others_the_two_that_moved_most_are_told():
    found = findings(answer(trust=spread(0.05), awareness=spread(0.09), belonging=spread(0.07), match=spread(0.03)))
    assert [row["column"] for row in found["rows"]] == [*MAIN_OUTCOMES, "awareness", "belonging"]
    found = findings(answer(trust=spread(0.0099, 0.0)))
    assert [row["column"] for row in found["rows"]] == list(MAIN_OUTCOMES)


def test_counts_come_with_their_unit_and_without_decimals_where_they_are_large():
    en, zh = sentences(findings(answer(backlog=spread(31.4, 0.1))), "backlog")
    assert "31 requests higher in B, in 20 of 20" in en
    assert "B 高 31 件" in zh
    en, _ = sentences(findings(answer(backlog=spread(-1234.0, 0.1))), "backlog")
    assert "1,234 requests lower in B" in en
    en, zh = sentences(findings(answer(volunteer_hours=spread(7.25, 0.1))), "volunteer_hours")
    assert re.search(r"7\.[23] hours a month higher in B", en)
    assert re.search(r"B 高 7\.[23] 小时/月", zh)


def test_communities_that_are_split_cannot_tell():
    gaps = np.where(np.arange(COMMUNITIES) < 11, 0.2, -0.2)
    found = findings(answer(participation_12m=gaps))
    en, zh = sentences(found, "participation_12m")
    assert en.endswith(": cannot tell; B is higher in 11 of 20 communities.")
    assert "分不出高低；20 个社区里有 11 个 B 较高" in zh
    assert (row(found, "participation_12m")["higher"], row(found, "participation_12m")["lower"]) == (11, 9)


def test_communities_without_any_difference_count_for_neither():
    gaps = np.where(np.arange(COMMUNITIES) < 15, 0.1, 0.0)
    own = row(findings(answer(participation_12m=gaps)), "participation_12m")
    assert (own["higher"], own["lower"]) == (15, 0)
    assert own["b"] - own["a"] == pytest.approx(own["difference"]) == pytest.approx(0.075)


def test_a_tiny_difference_is_none_even_where_all_communities_agree():
    found = findings(answer(participation_12m=spread(0.004, 0.0001)))
    en, zh = sentences(found, "participation_12m")
    assert en.endswith("hardly differs.")
    assert zh.endswith("几乎没有差别。")
    assert row(found, "participation_12m")["higher"] == 20


def test_the_interval_is_students():
    gaps = np.array([0.1, 0.2, 0.3, 0.2])
    own = row(findings(answer(4, participation_12m=gaps)), "participation_12m")
    assert own["half"] == pytest.approx(3.182446 * gaps.std(ddof=1) / 2, rel=1e-6)


@pytest.mark.parametrize("communities", [1, 2])
def test_of_one_or_two_communities_nothing_is_said_of_all(communities):
    found = findings(answer(communities, participation_12m=[0.05] * communities))
    en, zh = sentences(found, "participation_12m")
    assert f"5.0 percentage points higher in B, in {communities} communit" in en
    assert en.endswith("so far.")
    assert f"B 高 5.0 个百分点（目前只算了 {communities} 个社区）" in zh
    assert (found["done"], found["of"]) == (communities, 20)
    assert (row(found, "participation_12m")["half"] is None) == (communities == 1)
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("column,values,said", [
    ("quality", [0.02] * 20, [MATTERS, None]), ("quality", [0.004] * 20, [SMALL, None]),
    ("quality", [0.0075, 0.0165] * 10, [OPEN, 23]), ("free_money", [900.0, -100.0] * 10, [None, None]),
])  # fmt: skip
def test_the_verdict_and_what_settles_it_go_with_every_difference(column, values, said):
    found = findings(answer(**{column: np.array(values)}))["all"][column]
    assert found[4:] == said
    if said[1]:  # by hand: the first number of communities whose half-width is below the distance to the edge
        spread, gap = float(np.std(values, ddof=1)), abs(abs(np.mean(values)) - 0.01)
        halves = {n: stats.t.ppf(0.975, n - 1) * spread / n**0.5 for n in range(2, 200)}
        assert next(n for n, half in halves.items() if half < gap) == said[1]


def test_one_community_without_a_difference_is_not_called_lower():
    for sentence in findings(answer(1))["sentences"]:
        assert "hardly differs" in sentence["en"]
        assert "几乎没有差别" in sentence["zh"]
        assert "lower" not in sentence["en"]
        assert "低" not in sentence["zh"]


@pytest.mark.parametrize("column", [*MAIN_OUTCOMES, *CANDIDATES])
@pytest.mark.parametrize("sign", [1, -1])
def test_whatever_is_told_has_the_sign_of_the_difference(column, sign):
    size = 100 * INDICATORS[column].smallest
    found = findings(answer(**{column: spread(sign * size, size / 1000)}))
    en, zh = sentences(found, column)
    assert (" higher " in en, " lower " in en) == (sign > 0, sign < 0)
    assert ("B 高 " in zh, "B 低 " in zh) == (sign > 0, sign < 0)
    assert (found["all"][column][0] > 0) == (sign > 0)
    assert found["all"][column][2:] == [*([20, 0] if sign > 0 else [0, 20]), MATTERS, None]
    assert MINUS not in en
    assert "-" not in re.findall(r"-\d", en)


@pytest.mark.parametrize(("months", "window"), [(1, [1, 1]), (10, [1, 10]), (30, [7, 30]), (120, [97, 120])])
def test_the_last_months_are_averaged_and_never_month_0(months, window):
    own = answer(3, months)
    own.trajectories[:, 1, : max(1, months - 24 + 1), COLUMNS.index("quality")] += 50.0
    found = findings(own)
    assert found["window"] == window
    assert found["all"]["quality"][0] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("column", ["quit_rate", "quality", "burned_out"])
@pytest.mark.parametrize("months", [10, 40, 120])
def test_an_indicator_has_the_window_that_it_has_in_a_comparison(column, months):
    """A step as long as its window: all of it is in the difference; one month longer: no more of it."""
    own, length = answer(3, months), min({"quit_rate": 60}.get(column, 24), months)
    own.trajectories[:, 1, -length:, COLUMNS.index(column)] += 0.3
    own.trajectories[:, 1, : months - length + 1, COLUMNS.index(column)] += 7.0
    found = findings(own)
    assert found["all"][column][0] == pytest.approx(0.3)
    shown = {row["column"]: row["window"] for row in found["rows"]}
    assert shown.get(column, [months - length + 1, months]) == [months - length + 1, months]


def test_the_share_of_new_staff_among_leavers_looks_back_by_itself_and_is_that_of_the_last_month():
    own = answer(3, 30)
    own.trajectories[:, 1, -1, COLUMNS.index("new_leaver_share")] += 0.25
    assert findings(own)["all"]["new_leaver_share"][0] == pytest.approx(0.25)


def test_a_mean_over_months_counts_each_alike():
    own = answer(3, 2)
    own.trajectories[:, 1, 1, COLUMNS.index("quality")] += 0.1
    own.trajectories[:, 1, 2, COLUMNS.index("quality")] += 0.3
    assert findings(own)["all"]["quality"][0] == pytest.approx(0.2)


def test_groups_and_cost():
    found = findings(answer(satisfaction__old=spread(0.1), cost=spread(700.0), cost_with_shadow=spread(1000.0)))
    assert [group["group"] for group in found["groups"]] == [
        group for group in GROUPS if group not in ("party", "other")
    ]
    gains = {group["group"]: group["difference"] for group in found["groups"]}
    assert gains.pop("old") == pytest.approx(0.1, abs=0.002)
    assert all(gain == 0.0 for gain in gains.values())
    assert found["cost"]["money"] == pytest.approx(700.0, abs=0.1)
    assert found["cost"]["shadow"] == pytest.approx(300.0, abs=0.1)


def test_an_indicator_without_a_value_is_none_not_a_number():
    own = answer()
    own.trajectories[..., COLUMNS.index("new_leaver_share")] = np.nan
    found = findings(own)
    assert found["all"]["new_leaver_share"] == [None, None, 0, 0, OPEN, None]
    json.dumps(found, allow_nan=False)


# bands


def values_of(number=7):
    rng = np.random.default_rng(2)
    return Answer(rng.random((number, 2, YEAR + MONTHS, len(COLUMNS))), number)


def band(own, smoothed):
    content, (ends, _) = bands(own, smoothed)
    assert (content["columns"], content["months"]) == (list(BANDED), MONTHS + 1)
    return np.frombuffer(ends, np.float32).reshape(2, 2, MONTHS + 1, len(BANDED))


def test_bands_are_the_percentiles_of_numpy():
    own = values_of()
    found = band(own, ())
    for k, column in enumerate(BANDED):
        values = own.trajectories[:, :, :, COLUMNS.index(column)]
        for end, percent in enumerate((10, 90)):
            assert np.array_equal(found[:, end, :, k], np.percentile(values, percent, axis=0).astype(np.float32))


def test_where_no_community_has_a_value_there_is_no_band():
    own = values_of()
    own.trajectories[:, :, 2, COLUMNS.index("trust")] = np.nan
    own.trajectories[0, :, 3, COLUMNS.index("trust")] = np.nan
    own.trajectories[:, :, 2, COLUMNS.index("backlog")] = np.nan
    found = band(own, {"backlog"})
    assert np.isnan(found[:, :, 2, BANDED.index("trust")]).all()
    assert np.isfinite(found[:, :, 3, BANDED.index("trust")]).all()
    assert np.isfinite(found[:, :, 1:, BANDED.index("backlog")]).all()


def test_the_first_communities_can_be_drawn_one_by_one():
    own = values_of()
    content, (_, runs) = bands(own, {"backlog"})
    few = min(THIN, own.done)
    assert content["communities"] == few
    found = np.frombuffer(runs, np.float32).reshape(few, 2, MONTHS + 1, len(BANDED))
    expected = own.trajectories[:few, :, :, COLUMNS.index("trust")].astype(np.float32)
    assert np.array_equal(found[..., BANDED.index("trust")], expected)
    assert found[:, :, -1, BANDED.index("backlog")] == pytest.approx(
        own.trajectories[:few, :, -YEAR:, COLUMNS.index("backlog")].mean(axis=-1), rel=1e-5
    )


def test_saw_toothed_indicators_are_smoothed_before_bands_are_taken():
    own = values_of()
    before = own.recorded.copy()
    found = band(own, SAW_TOOTHED)
    assert np.array_equal(own.recorded, before)
    values = own.recorded[..., COLUMNS.index("backlog")]
    smooth = np.stack([values[..., m : m + YEAR].mean(axis=-1) for m in range(MONTHS + 1)], axis=-1)
    expected = np.moveaxis(np.percentile(smooth, (10, 90), axis=0), 0, 1)
    assert found[..., BANDED.index("backlog")] == pytest.approx(expected, rel=1e-5)
    assert np.array_equal(found[..., BANDED.index("trust")], band(own, ())[..., BANDED.index("trust")])


def test_a_band_of_one_community_is_its_line():
    own = values_of(1)
    found = band(own, ())
    assert np.array_equal(found[:, 0], found[:, 1])
    trust = own.trajectories[0, :, :, COLUMNS.index("trust")].astype(np.float32)
    assert np.array_equal(found[:, 0, :, BANDED.index("trust")], trust)
