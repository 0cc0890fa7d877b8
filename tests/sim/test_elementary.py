"""Our own exp, log, power and logistic: errors as stated, and the same bits compiled and plain."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from sim.compute import elementary
from sim.compute.compiled import compiled

LUCK = np.random.default_rng(11)
EXPONENTS = np.concatenate([LUCK.uniform(-700, 700, 600), LUCK.uniform(-2, 2, 600), LUCK.normal(0, 1e-6, 100), [0.0]])
POSITIVE = np.concatenate(
    [10.0 ** LUCK.uniform(-299, 300, 600), LUCK.uniform(0.01, 4.0, 600), 1 + LUCK.normal(0, 1e-4, 100), [1.0]]
)


def exact(function, *values):
    """The value with forty digits."""
    with localcontext() as context:
        context.prec = 40
        return function(*(Decimal(float(value)) for value in values))


def relative_error(value, reference):
    with localcontext() as context:
        context.prec = 40
        return float(abs(Decimal(float(value)) - reference) / abs(reference))


def test_exp_has_the_stated_relative_error():
    assert max(relative_error(elementary.exp(x), exact(Decimal.exp, x)) for x in EXPONENTS.tolist()) < 4e-16


def test_log_has_the_stated_relative_error_away_from_one():
    away = [x for x in POSITIVE.tolist() if abs(x - 1.0) > 0.5]
    assert max(relative_error(elementary.log(x), exact(Decimal.ln, x)) for x in away) < 1e-15


def test_log_has_the_stated_absolute_error_near_one():
    near = [x for x in POSITIVE.tolist() if abs(x - 1.0) <= 0.5]
    assert len(near) > 100
    assert max(float(abs(Decimal(elementary.log(x)) - exact(Decimal.ln, x))) for x in near) < 2e-16


def test_power_has_the_stated_relative_error():
    bases, exponents = LUCK.uniform(1e-3, 50.0, 600).tolist(), LUCK.uniform(-4.0, 4.0, 600).tolist()
    for base, exponent in zip(bases, exponents, strict=True):
        error = relative_error(elementary.power(base, exponent), exact(Decimal.__pow__, base, exponent))
        assert error < 2e-15 * (1.0 + abs(exponent * math.log(base)))


@pytest.mark.parametrize("x", [-800.0, -30.0, -1.0, 0.0, 0.3, 30.0, 800.0])
def test_logistic_is_the_logistic(x):
    expected = 1.0 / (1.0 + math.exp(-x)) if x > -700 else 0.0
    assert elementary.logistic(x) == pytest.approx(expected, rel=1e-14, abs=1e-300)
    assert elementary.logistic(x) + elementary.logistic(-x) == pytest.approx(1.0, abs=1e-15)


def test_values_of_meaning_are_exact():
    assert elementary.exp(0.0) == 1.0 and elementary.log(1.0) == 0.0 and elementary.logistic(0.0) == 0.5
    assert elementary.power(0.0, 0.3) == 0.0 and elementary.power(0.0, 0.0) == 1.0 and elementary.power(0.7, 0.0) == 1.0
    assert elementary.power(1.0, 12.5) == 1.0


def test_arguments_beyond_the_ends_are_held_there():
    assert elementary.exp(1e6) == elementary.exp(700.0) < math.inf
    assert elementary.exp(-1e6) == elementary.exp(-700.0) > 0.0
    assert elementary.log(0.0) == elementary.log(1e-300) == elementary.log(-5.0)


@pytest.mark.parametrize(("x", "held"), [(-0.2, 0.0), (0.0, 0.0), (0.4, 0.4), (1.0, 1.0), (1.7, 1.0)])
def test_clip_holds_within_bounds(x, held):
    assert elementary.clip(x) == held
    assert elementary.clip(x, 0.1, 0.5) == min(max(x, 0.1), 0.5)


@pytest.mark.parametrize("n", [-1022, -1, 0, 1, 52, 1023])
def test_powers_of_two_are_exact(n):
    assert elementary.power_of_two(float(n)) == 2.0**n
    assert elementary.binary_exponent(2.0**n) == n
    assert elementary.binary_exponent(1.75 * 2.0**n) == n


@compiled
def every(x, y, table):  # type: ignore[no-untyped-def]
    """All elementary functions of pairs of numbers, compiled."""
    for place in range(len(x)):
        table[place, 0] = elementary.exp(x[place])
        table[place, 1] = elementary.log(y[place])
        table[place, 2] = elementary.power(y[place], 0.01 * x[place])
        table[place, 3] = elementary.logistic(x[place])
        table[place, 4] = elementary.clip(x[place], -1.0, 1.0)


def test_compiled_and_plain_functions_give_the_same_bits():
    table = np.empty((len(EXPONENTS), 5))
    every(EXPONENTS, POSITIVE, table)
    plain = [
        (elementary.exp(x), elementary.log(y), elementary.power(y, 0.01 * x), elementary.logistic(x),
         elementary.clip(x, -1.0, 1.0))
        for x, y in zip(EXPONENTS.tolist(), POSITIVE.tolist(), strict=True)
    ]  # fmt: skip
    np.testing.assert_array_equal(table.view(np.uint64), np.array(plain).view(np.uint64))
