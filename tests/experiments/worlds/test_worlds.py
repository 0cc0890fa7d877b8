"""History matching and judging over worlds, held against made-up worlds whose answer is known."""

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import kstest

from experiments.plausible.band import Band
from experiments.plausible.observed import within
from experiments.worlds.emulator import Emulators, emulators_of, ends, transformed
from experiments.worlds.matching import Sizes, Space, match, ruled_out
from experiments.worlds.robustness import deciders, harmful_where, narrowed, standings
from sim.errors import InputError
from sim.text import Text

NAMES = tuple(f"x{k}" for k in range(8))
SPACE = Space({name: (0.0, 2.0) for name in NAMES})
SIZES = Sizes(first=400, later=300, waves=12, communities=2)
NOTHING = Text("", "")


def band(indicator: str, low: float, high: float) -> Band:
    return Band(indicator, low, high, Text("made up", "虚构"))


TRUST, QUALITY = band("trust", 0.62, 0.70), band("quality", 0.30, 0.38)


def truth(points: np.ndarray) -> np.ndarray:
    """Log-odds of trust hang on x0, x1 and their product, those of quality on x2 and x3; the rest does nothing."""
    z = points - 1
    trust = 1.5 * z[:, 0] + z[:, 1] + 0.6 * z[:, 0] * z[:, 1]
    return 1 / (1 + np.exp(-np.stack([trust, 1.5 * z[:, 2] - z[:, 3]], axis=1)))


def run(points: np.ndarray, communities: int) -> np.ndarray:
    """Two communities whose random draws cancels out."""
    luck = np.array([0.004, -0.004] * communities)[:communities]
    return truth(points)[:, None, :] + luck[None, :, None]


def asked_of_none(points: np.ndarray, communities: int, bands: Sequence[Band]) -> np.ndarray:
    """No band speaks of an effect."""
    raise AssertionError


@pytest.fixture(scope="module")
def matched():
    return match(SPACE, (TRUST, QUALITY), run, 400, 3, SIZES, lambda text: None, asked_of_none)


def test_every_kept_world_truly_meets_all_bands_as_far_as_random_draws_let_one_tell(matched) -> None:
    assert len(matched.unit) == 400
    error = 0.004  # the standard error of the mean of two communities that lie 0.004 above and below
    wider = [band(own.indicator, own.low - error, own.high + error) for own in (TRUST, QUALITY)]
    values = truth(SPACE.points(matched.unit))
    assert within(values, wider).all() and not within(values, (TRUST, QUALITY)).all()


def test_kept_worlds_are_spread_like_uniform_draws_that_meet_the_bands(matched) -> None:
    unit = np.random.default_rng(8).uniform(-1, 1, (200_000, len(NAMES)))
    wider = [band(own.indicator, own.low - 0.004, own.high + 0.004) for own in (TRUST, QUALITY)]
    wanted = unit[within(truth(SPACE.points(unit)), wider).all(axis=1)]
    from scipy.stats import ks_2samp

    assert all(ks_2samp(matched.unit[:, k], wanted[:, k]).pvalue > 0.001 for k in range(len(NAMES)))
    assert kstest(matched.unit[:, 7], "uniform", args=(-1, 2)).pvalue > 0.001


def test_later_waves_find_more_than_chance_would_and_as_many_as_the_emulators_expected(matched) -> None:
    first, last = matched.waves[0], matched.waves[-1]
    assert last.met / len(last.unit) > 5 * first.met / len(first.unit)
    assert last.met == pytest.approx(last.expected, rel=0.35)
    assert 0 <= matched.left_out < 0.2


def test_the_same_seed_finds_the_same_worlds_and_another_seed_others(matched) -> None:
    again = match(SPACE, (TRUST, QUALITY), run, 400, 3, SIZES, lambda text: None, asked_of_none)
    other = match(SPACE, (TRUST, QUALITY), run, 400, 4, SIZES, lambda text: None, asked_of_none)
    assert np.array_equal(again.unit, matched.unit) and not np.array_equal(other.unit, matched.unit)


def test_bands_that_no_world_meets_are_named() -> None:
    impossible = band("trust", 0.999, 1.0)
    with pytest.raises(InputError, match=r"no world meets the bands .* trust in 0.999..1"):
        match(SPACE, (impossible, QUALITY), run, 50, 1, Sizes(200, 100, 3, 2), lambda text: None, asked_of_none)


def test_a_world_whose_run_failed_is_never_kept() -> None:
    def failing(points: np.ndarray, communities: int) -> np.ndarray:
        values = run(points, communities)
        values[points[:, 7] > 1] = np.nan
        return values

    found = match(
        SPACE,
        (band("trust", 0.2, 0.9),),
        lambda p, c: failing(p, c)[:, :, :1],
        100,
        1,
        SIZES,
        lambda t: None,
        asked_of_none,
    )
    assert (SPACE.points(found.unit)[:, 7] <= 1).all() and found.waves[0].failed > 100


def test_one_failed_community_keeps_a_world_out() -> None:
    def failing(points: np.ndarray, communities: int) -> np.ndarray:
        values = run(points, communities)[:, :, :1]
        values[points[:, 7] > 1, -1] = np.nan
        return values

    found = match(SPACE, (band("trust", 0.2, 0.9),), failing, 100, 1, SIZES, lambda t: None, asked_of_none)
    assert (SPACE.points(found.unit)[:, 7] <= 1).all()


def test_a_band_rules_out_alone_where_all_others_are_met() -> None:
    found = match(SPACE, (TRUST, band("quality", 0.0, 1.0)), run, 20, 1, SIZES, lambda text: None, asked_of_none)
    out, alone, _ = ruled_out(found.waves[0])
    assert out[0] == alone[0] > 0.5 and out[1] == alone[1] == 0


def test_emulators_err_no_more_than_they_say() -> None:
    rng = np.random.default_rng(1)
    unit, fresh = rng.uniform(-1, 1, (2, 600, len(NAMES)))
    noise = rng.normal(0, 0.2, 600)
    values = 1 / (1 + np.exp(-(1.5 * unit[:, 0] + unit[:, 1] + noise)))
    (emulator,) = emulators_of(unit, values[:, None], np.ones(600), [band("trust", 0.2, 0.8)]).each
    assert emulator.error == pytest.approx(0.2, rel=0.25)
    guess = emulator.guess(fresh)
    assert np.std(guess - (1.5 * fresh[:, 0] + fresh[:, 1])) < 0.15
    assert np.exp(Emulators((emulator,)).log_chance(fresh)).max() <= 1


def test_the_chance_of_all_bands_is_the_product_of_those_of_each() -> None:
    rng = np.random.default_rng(4)
    unit, fresh = rng.uniform(-1, 1, (2, 400, len(NAMES)))
    bands = (TRUST, QUALITY, band("official_turnout - turnout", -0.2, 0.4))
    values = np.column_stack([truth(unit + 1), unit[:, 4] * unit[:, 5]]) + rng.normal(0, 0.01, (400, 3))
    emulators = emulators_of(unit, values, np.ones(400), bands)
    total = np.zeros(400)
    for own in emulators.each:
        low, high = ends(own.band)
        chance = [ndtr((end - own.guess(fresh)) / own.error) for end in (low, high)]
        total += np.log(np.maximum(chance[1] - chance[0], 1e-300))
    np.testing.assert_allclose(emulators.log_chance(fresh), total, rtol=1e-9, atol=1e-9)


def test_an_indicator_that_does_not_vary_has_no_emulator() -> None:
    unit = np.random.default_rng(1).uniform(-1, 1, (100, 3))
    assert emulators_of(unit, np.full((100, 1), 0.5), np.ones(100), [TRUST]).each == ()


def test_a_share_cannot_lie_beyond_its_natural_ends() -> None:
    assert ends(band("trust", 0.0, 1.0)) == (-np.inf, np.inf)
    low, high = ends(band("official_turnout - turnout", 0.2, 0.45))
    assert (low, high) == (0.2, 0.45) and transformed(np.array([3.0]), band("events", 1, 4)) == [3.0]


def test_standings_by_hand() -> None:
    differences = np.array([[0.05, 0.02], [0.03, 0.04], [-0.02, -0.03], [0.04, 0.005]])
    one, other = standings(differences, 0.01, np.array([True, True]))
    assert (one.best, other.best) == (0.5, 0.25)  # in one world nothing is better than doing nothing
    assert one.regret_worst == pytest.approx(0.02) and other.regret_mean == pytest.approx(0.095 / 4)
    assert (one.harm, one.benefit, other.harm, other.benefit) == (0.25, 0.75, 0.25, 0.5)
    assert one.quantiles[2] == pytest.approx(0.035)


def test_a_row_that_does_not_compete_has_no_place() -> None:
    one, all_in_one = standings(np.array([[0.01, 0.09]] * 3), 0.01, np.array([True, False]))
    assert one.best == 1 and np.isnan(all_in_one.best) and all_in_one.benefit == 1


def test_what_decides_is_found_with_its_direction_and_nothing_else() -> None:
    points = np.random.default_rng(2).uniform(0, 1, (200, 60))
    outcome = 0.05 - 0.04 * points[:, 5] + 0.002 * np.random.default_rng(3).normal(size=200)
    (found,) = deciders(outcome, points, [f"x{k}" for k in range(60)])
    assert found.parameter == "x5" and found.rho < -0.9 and found.low_third > found.high_third


def test_where_harm_happens_is_asked_where_it_is_not_rare() -> None:
    points = np.random.default_rng(4).uniform(0, 1, (200, 20))
    outcome = np.where(points[:, 3] > 0.8, -0.05, 0.02)
    (found, *_) = harmful_where(outcome, 0.01, points, [f"x{k}" for k in range(20)])
    assert found.parameter == "x3" and found.low_third == 0 and found.high_third > 0.4
    assert harmful_where(np.full(200, 0.02), 0.01, points, [f"x{k}" for k in range(20)]) == []


def test_what_the_bands_narrow_is_told_first() -> None:
    rng = np.random.default_rng(5)
    points = np.stack([rng.uniform(0, 1, 300), rng.uniform(0.4, 0.6, 300)], axis=1)
    first, second = narrowed(points, [(0.0, 1.0), (0.0, 1.0)], ["free", "tight"])
    assert first.parameter == "tight" and first.p < 0.001 < 0.05 < second.p
    assert first.quantiles[0] > 0.4
