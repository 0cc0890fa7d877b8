"""What common random numbers gain is said of the least and the most, by name, and only where it can be known."""

import dataclasses
import math

import numpy as np
import pytest

from report.compare.pairing import bought
from sim.indicators import COLUMNS

AT = COLUMNS.index("quality")


def needs(comparison):
    """Communities that independent random draws would have needed, policy by policy, from the two variances."""
    base = comparison.window_means[:, 0, AT]
    own = {arm.key: comparison.window_means[:, index, AT] for index, arm in enumerate(comparison.row("full"))}
    return {
        key: len(base) * (np.var(values) + np.var(base)) / np.var(values - base)
        for key, values in own.items() if key != "baseline"
    }  # fmt: skip


@pytest.mark.parametrize("lang,topic", [("en", "for service quality"), ("zh", "服务质量方面")])
def test_the_policies_with_the_least_and_the_most_are_named_with_their_own_numbers(whole, lang, topic):
    found = needs(whole)
    text = bought(whole, lang)
    for key in (min(found, key=found.get), max(found, key=found.get)):
        assert f"{found[key]:,.0f}" in text and whole.label(key).get(lang) in text[text.index(topic) :]


def test_nothing_is_said_below_eight_communities(make):
    assert bought(make(["baseline", "training"], replicates=7), "en") == ""
    assert bought(make(["baseline", "training"], replicates=8), "en").startswith("For intervals like those of 8")


def test_a_difference_that_does_not_vary_says_nothing_of_random_draws(make):
    comparison = make(["baseline", "training"])
    still = comparison.window_means.copy()
    still[:, 1] = still[:, 0] + 0.01
    same = dataclasses.replace(comparison, window_means=still)
    assert all(
        common_random_number.unpaired > 1e6 or math.isinf(common_random_number.unpaired)
        for common_random_number in same.common_random_numbers("quality").values()
    )
