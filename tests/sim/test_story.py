"""Why two lives of one resident part: what was there before he decided, and never what came of it."""

import numpy as np
import pytest

from sim.agents.handle import LANE
from sim.community import NOT_A_MEMBER
from sim.engine.story import BEFORE, CAUSES, YES_OR_NO, Parting, parting
from sim.model import CommunityModel

MONTHS = 24
SMALL = {"n_residents": 300.0, "n_buildings": 6.0, "burn_in_months": 14.0}


def life(months=4, **changes):
    """A made-up life in which nothing happens but what is given, from the month before the first."""
    same = {name: [0.4] * months for name in (*BEFORE, "attraction")}
    return {**same, **{name: [0.0] * months for name in ("took_part", *YES_OR_NO)}, **changes}


def test_equal_lives_never_part():
    assert parting(life(), life()) is None


def test_habit_that_follows_from_taking_part_is_no_reason_for_it():
    other = life(took_part=[0, 0, 1, 1], habit=[0.4, 0.4, 0.5, 0.6], asked=[0, 0, 1, 0])
    assert parting(life(), other) == Parting(2, (("asked", 1.0),))


@pytest.mark.parametrize("state", BEFORE)
def test_a_state_counts_as_it_stood_when_the_month_began(state):
    came_before = life(took_part=[0, 0, 1, 0], **{state: [0.4, 0.55, 0.4, 0.4]})
    assert parting(life(), came_before) == Parting(2, ((state, 0.15),))
    came_of_it = life(took_part=[0, 0, 1, 0], **{state: [0.4, 0.4, 0.9, 0.9]})
    assert parting(life(), came_of_it) == Parting(2, ())


@pytest.mark.parametrize("name", [name for name in CAUSES if name not in BEFORE])
def test_what_comes_from_outside_counts_in_the_month_itself(name):
    start = life()[name][0]
    this_month = life(took_part=[0, 0, 0, 1], **{name: [start, start, start, start + 0.3]})
    assert parting(life(), this_month) == Parting(3, ((name, 0.3),))
    last_month = life(took_part=[0, 0, 0, 1], **{name: [start, start, start + 0.3, start]})
    assert parting(life(), last_month) == Parting(3, ())


def test_causes_stand_with_their_sign_the_largest_first_and_small_ones_are_left_out():
    one = life(took_part=[0, 1], months=2, asked=[0, 1], trust=[0.5, 0.5])
    other = life(months=2, trust=[0.6, 0.1], awareness=[0.419, 0.9], belonging=[0.35, 0.9])
    found = parting(one, other)
    assert found == Parting(1, (("asked", -1.0), ("trust", 0.1), ("belonging", -0.05)))


@pytest.fixture(scope="module")
def worlds():
    """A small community without policy and under two that bring people in, month by month."""
    models = [CommunityModel("baseline", params=SMALL, seed=3, months=MONTHS)]
    models += [models[0].fork("party_mobilisation"), models[0].fork("publicity")]
    for model in models:
        model.run()
    return models


@pytest.mark.slow
def test_the_two_lives_of_every_fifth_resident_and_every_member_part_for_what_was_there_before(worlds):
    """Recomputed from the tables by hand; nobody parts for a habit that he only has since."""
    base, members, publicity = worlds
    told = []
    for other in (members, publicity):
        for row in sorted({*range(0, 300, 5), *base.lanes.community.members.tolist()}):
            one, two = (m.story(row).query("month >= 0").reset_index(drop=True) for m in (base, other))
            found = parting(one.to_dict("list"), two.to_dict("list"))
            apart = np.flatnonzero(one["took_part"] != two["took_part"])
            assert (found is None) == (len(apart) == 0)
            if found is None:
                continue
            assert found.place == apart[0]
            for name, gap in found.because:
                month = apart[0] - 1 if name in BEFORE else apart[0]
                assert gap == pytest.approx(two[name][month] - one[name][month], abs=1e-4) and abs(gap) >= 0.02
            told += [name for name, _ in found.because]
    assert "habit" not in told and {"active", "neighbours", "awareness"} <= set(told)


def test_what_comes_from_outside_is_told_as_it_was(worlds):
    """The last month of a story against the model's own people: who was asked and active, and the neighbours."""
    model = worlds[1]
    people, number = model.lanes.community, model.lanes.number
    for row in (*people.members[:2].tolist(), 7):
        last = model.story(row).iloc[-1]
        building = [model.resident(j).took_part for j in np.flatnonzero(people.building == people.building[row])]
        assert last["neighbours"] == pytest.approx(np.mean(building))
        assert last["attraction"] == number("attraction")[LANE]
        assert last["active"] in (0.0, 1.0) and (last["active"] == 0.0 or people.kind[row] != NOT_A_MEMBER)
    asked = [model.story(row).iloc[-1]["asked"] for row in range(12)]
    active = {row for row in people.members.tolist() if model.story(row).iloc[-1]["active"]}
    for row, was_asked in enumerate(asked):
        if was_asked:
            assert active & set(people.neighbours(row).tolist())
