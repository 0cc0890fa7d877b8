"""What is done to a community, and that nothing else is."""

from dataclasses import fields

import numpy as np
import pytest

from experiments.agents.variants import SAMPLES, VARIANTS, alike, as_it_is, household_ties, mean_field, no_ties
from sim.community import MEMBER, NOT_A_MEMBER, build_community
from sim.engine.lanes import new_board

BY_NAME = {variant.name: variant for variant in VARIANTS}
TIES, PLACE = {"first_tie", "ties"}, {"building"}
CHANGED = {
    "full": set(), "household": TIES, "no_ties": TIES | PLACE, "alike": {"traits", "demand"},
    "mean_field": TIES | PLACE,
}  # fmt: skip


@pytest.fixture(scope="module")
def community():
    return build_community(7, new_board([{"n_residents": 400, "n_buildings": 8}]))


@pytest.mark.parametrize("name", CHANGED)
def test_nothing_changes_but_what_the_variant_leaves_out(community, name):
    changed = BY_NAME[name].change(community)
    differ = {
        f.name for f in fields(community) if not np.array_equal(getattr(community, f.name), getattr(changed, f.name))
    }
    assert differ == CHANGED[name] and set(CHANGED) == set(BY_NAME)


def test_the_full_model_is_the_community_itself(community):
    assert as_it_is(community) is community


def test_household_ties_are_those_of_one_household(community):
    changed = household_ties(community)
    for i in range(community.n_residents):
        wanted = [j for j in community.neighbours(i) if community.household[j] == community.household[i]]
        assert changed.neighbours(i).tolist() == wanted


def test_without_ties_nobody_has_neighbours_and_all_see_the_community(community):
    changed = no_ties(community)
    assert len(changed.ties) == 0 and all(len(changed.neighbours(i)) == 0 for i in (0, 1, 399))
    assert set(changed.building) == {0}


def test_alike_keeps_means_and_roles(community):
    changed = alike(community)
    assert changed.traits.mean(axis=0) == pytest.approx(community.traits.mean(axis=0))
    others = [k for k in range(changed.traits.shape[1]) if k != MEMBER]
    assert np.ptp(changed.traits[:, others], axis=0).max() == 0 and np.ptp(changed.demand, axis=0).max() == 0
    assert np.array_equal(changed.traits[:, MEMBER], community.traits[:, MEMBER])
    assert changed.demand.sum(axis=1) == pytest.approx(1)


def test_samples_of_the_mean_field_make_up_the_whole_and_members_keep_their_ties(community):
    changed = mean_field(community)
    assert changed.first_tie[-1] == len(changed.ties)
    others = np.flatnonzero(community.kind == NOT_A_MEMBER)
    lists = {tuple(changed.neighbours(i)) for i in others}
    assert len(lists) == SAMPLES and sorted(j for own in lists for j in own) == list(range(400))
    for i in community.members:
        assert np.array_equal(changed.neighbours(i), community.neighbours(i))


def test_one_sample_is_the_mean_field_itself(community):
    changed = mean_field(community, 1)
    others = np.flatnonzero(community.kind == NOT_A_MEMBER)
    assert all(changed.neighbours(i).tolist() == list(range(400)) for i in others)
