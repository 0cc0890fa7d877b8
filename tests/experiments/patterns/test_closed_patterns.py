"""The closed forms of the table hold; a form that is off is seen. They are computed anew in tests/sim."""

import numpy as np
import pytest

from experiments.patterns.closed_patterns import CLOSED_PATTERNS
from experiments.patterns.judging import judge
from experiments.patterns.tiny import apart, by_chance, exactly
from sim.text import Text

AXIS = Text("x", "x")


@pytest.mark.parametrize("pattern", CLOSED_PATTERNS, ids=lambda pattern: pattern.name)
def test_it_holds_and_shows_the_curve_that_is_judged(pattern):
    sample = pattern.measure(3)
    assert judge(np.array([sample.value]), pattern.expected).holds
    curve = sample.curve
    assert len(curve.x) == len(curve.found) == len(curve.expected) and np.isfinite(curve.found).all()
    spread = np.abs(curve.expected).max()
    assert np.abs(curve.found - curve.expected).max() <= 0.15 * spread


def test_the_distance_is_the_largest_one_in_shares_of_what_is_expected():
    assert apart(np.array([1.0, 2.2]), np.array([1.0, 2.0])) == pytest.approx(0.1)
    assert exactly([1, 2], np.array([1.0, 2.2]), np.array([1.0, 2.0]), AXIS).value == pytest.approx(0.1)
    errors = np.array([0.1, 0.05])
    assert by_chance([1, 2], np.array([1.0, 2.2]), np.array([1.0, 2.0]), errors, AXIS).value == pytest.approx(4.0)
