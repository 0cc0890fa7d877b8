"""The quality of the draws: even, independent along every word of the key, never repeated."""

import numpy as np
import pytest
from scipy import special, stats

from experiments.benchmark.twin.draws import Stream
from sim.community import TIE_SPACE
from sim.compute import rng
from sim.compute.rng import LARGEST_SEED, STREAMS

N = 100_000
LEAST_P = 1e-4  # the draws are fixed: a test that passes, passes always
KEYS = ("agent", "month", "seed", "stream")


def bits(seed=1, stream=50, month=1, agent=0):
    """Random words; each word of the key may be an array."""
    seed, stream, month, agent = (
        np.atleast_1d(np.asarray(word)).astype(np.uint64) for word in (seed, stream, month, agent)
    )
    with np.errstate(over="ignore"):
        return rng.bits(rng.row(seed, stream, month), agent)


def uniforms(**words):
    return (bits(**words) >> np.uint64(11)).astype(float) * 2.0**-53


def along(key, n=N, **fixed):
    """Uniform draws whose keys differ by one in a single word."""
    return uniforms(**{key: np.arange(1, n + 1), **fixed})


@pytest.mark.parametrize("key", KEYS)
def test_draws_along_a_key_are_even(key):
    counts, _ = np.histogram(along(key), bins=256, range=(0, 1))
    assert stats.chisquare(counts).pvalue > LEAST_P


@pytest.mark.parametrize("key", KEYS)
def test_pairs_of_neighbouring_draws_along_a_key_are_even(key):
    draws = along(key)
    counts, _, _ = np.histogram2d(draws[:-1:2], draws[1::2], bins=16, range=((0, 1), (0, 1)))
    assert stats.chisquare(counts.ravel()).pvalue > LEAST_P


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("lag", [1, 2, 3, 12, 36, 1000])
def test_draws_along_a_key_are_uncorrelated_at_a_lag(key, lag):
    draws = along(key) - 0.5
    correlation = (draws[:-lag] * draws[lag:]).mean() * 12.0
    assert abs(correlation) < 4.0 / np.sqrt(N - lag)


@pytest.mark.parametrize("key", [key for key in KEYS if key != "agent"])
def test_rows_of_agents_that_differ_by_one_word_are_uncorrelated(key):
    """Neighbouring months, seeds or streams, over the agents of a community."""
    for first in range(1, 40):
        one, other = (uniforms(agent=np.arange(3000), **{key: first + step}) - 0.5 for step in (0, 1))
        assert abs((one * other).mean() * 12.0) < 4.5 / np.sqrt(3000)


@pytest.mark.parametrize("bit", [11, 12, 20, 40, 62, 63])
def test_every_bit_of_a_word_is_even(bit):
    for key in KEYS:
        ones = (bits(**{key: np.arange(N)}) >> np.uint64(bit) & np.uint64(1)).sum()
        assert abs(ones - N / 2) < 4.0 * np.sqrt(N) / 2


@pytest.mark.slow
def test_millions_of_keys_of_a_run_give_no_word_twice():
    seed, stream, month, agent = np.meshgrid(
        np.arange(4), np.arange(50, 69), np.arange(1, 181, 9), np.arange(2000), indexing="ij"
    )
    words = bits(seed.ravel(), stream.ravel(), month.ravel(), agent.ravel())
    assert len(words) > 3_000_000
    assert len(np.unique(words)) == len(words)


def test_draws_for_ties_are_even_and_uncorrelated_between_the_neighbours_of_one_resident():
    draws = uniforms(stream=STREAMS["party_member.ask"], agent=np.arange(4000)[:, None] * TIE_SPACE + np.arange(8))
    assert stats.chisquare(np.histogram(draws, bins=64, range=(0, 1))[0]).pvalue > LEAST_P
    between = np.corrcoef(draws.T)[np.triu_indices(8, 1)]
    assert np.abs(between).max() < 4.5 / np.sqrt(len(draws))


def test_uniform_draws_lie_in_the_half_open_unit_interval():
    draws = along("agent")
    assert 0.0 <= draws.min() < 1e-4 and 1.0 - 1e-4 < draws.max() < 1.0


def test_stream_numbers_are_given_once():
    assert len(set(STREAMS.values())) == len(STREAMS)


@pytest.mark.parametrize("seed", [0, 1, 12345, LARGEST_SEED])
@pytest.mark.parametrize(("name", "month"), [("resident.request", 1), ("resident.vote", 48), ("worker.quit", 720)])
def test_python_and_compiled_draws_are_the_same_bits(seed, name, month):
    agents = np.arange(500)
    compiled = Stream(seed, month).uniform(name, agents)
    np.testing.assert_array_equal(rng.draws(seed, name, month, agents), compiled)


def whole_number_mix(word):
    """The finaliser of splitmix64 in whole numbers, written anew."""
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    word = (word ^ word >> 27) * 0x94D049BB133111EB % 2**64
    return word ^ word >> 31


@pytest.mark.parametrize(
    ("seed", "month", "agent"), [(0, 0, 0), (1, 61, 2999), (LARGEST_SEED, 180, TIE_SPACE * 99 + 3)]
)
def test_draw_is_a_chain_of_mixes_over_the_words_of_its_key(seed, month, agent):
    golden, word = 0x9E3779B97F4A7C15, seed
    for part in (0, STREAMS["resident.participation"], month, agent):
        word = whole_number_mix((word + part * golden + golden) % 2**64)
    assert rng.draws(seed, "resident.participation", month, [agent])[0] == (word >> 11) * 2.0**-53


def test_normal_draws_are_normal():
    draws = np.array(Stream(3, 7).normal("resident.experience", np.arange(N)))
    assert stats.kstest(draws, "norm").pvalue > LEAST_P
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 4.0 / np.sqrt(N)


def test_normal_draws_compiled_are_the_plain_quantiles_of_uniform_ones():
    agents = np.arange(2000)
    words = bits(3, STREAMS["resident.experience"], 7, agents) >> np.uint64(11)
    plain = [rng.normal_quantile((float(word) + 0.5) * 2.0**-53) for word in words.tolist()]
    assert Stream(3, 7).normal("resident.experience", agents) == plain


def test_normal_quantile_is_the_inverse_of_the_normal_distribution():
    """Over the middle, both tails and the far tails, where it has three different forms."""
    for p in np.concatenate([np.linspace(0.001, 0.999, 1001), 10.0 ** -np.arange(4.0, 16.0)]).tolist():
        assert rng.normal_quantile(p) == pytest.approx(special.ndtri(p), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("shape", [0.5, 2.0, 3.0, 4.0])
def test_gamma_draws_have_the_gamma_distribution(shape):
    draws = Stream(5, 0).gamma("resident.demand", np.arange(20_000), shape)
    assert stats.kstest(draws, stats.gamma(shape).cdf).pvalue > LEAST_P


def test_gamma_draws_of_neighbouring_agents_are_uncorrelated():
    draws = np.array(Stream(5, 0).gamma("resident.demand", np.arange(20_000), 4.0))
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 4.0 / np.sqrt(len(draws))


def test_replicates_of_neighbouring_experiments_have_seeds_of_their_own():
    seeds = {rng.replicate_seed(seed, replicate) for seed in range(100) for replicate in range(200)}
    assert len(seeds) == 20_000
    assert all(0 <= seed <= LARGEST_SEED for seed in seeds)
