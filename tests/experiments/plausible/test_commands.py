"""The command that finds worlds for a setting."""

import pytest

from experiments.plausible.stored import worlds_command
from sim.scenarios.scenario import load_profile


@pytest.mark.parametrize(("profile", "params", "months", "line"), [
    ("mixed", {}, None, "python run.py worlds experiments/plans/worlds.toml --out results/worlds --store"),
    ("old_compound", {}, 120,
     "python run.py worlds experiments/plans/worlds.toml --profile old_compound --out results/worlds-old_compound "
     "--store"),
    ("mixed", {"forgetting": 0.03}, 24,
     "python run.py worlds experiments/plans/worlds.toml --param forgetting=0.03 --months 24 --out results/worlds"),
])  # fmt: skip
def test_the_command_that_finds_worlds_is_that_of_the_setting(profile, params, months, line) -> None:
    assert worlds_command(load_profile(profile), params, months) == line
