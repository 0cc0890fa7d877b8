"""Two worlds share people and random draws, and whatever was recorded can be had again bit for bit."""

import numpy as np
import pytest

from dashboard.session.session import Session, opening
from dashboard.simulation.schedule import Touch
from dashboard.simulation.two_worlds import LOOKED_BACK, TwoWorlds, start
from dashboard.simulation.windows import WINDOW_STATES, YES_OR_NO
from experiments.output.windows import complete
from sim.engine.replicate import run_lockstep
from sim.errors import InputError
from sim.scenarios.scenario import load_profile, load_scenario
from tests.dashboard.sessions import against, ask, fresh, random_touches, schedule_of, seen, seen_of, simulated
from tests.small import scenario

MONTHS = 18


def test_equal_levers_make_equal_worlds_bit_for_bit():
    worlds = fresh(schedule_of([Touch(4, w, "training_hours", 6.0) for w in (0, 1)]), MONTHS)
    assert seen_of(worlds, 0) == seen_of(worlds, 1)
    other = fresh(opening().touched(Touch(4, 1, "training_hours", 6.0)), MONTHS)
    assert seen_of(other, 0) != seen_of(other, 1)


def test_there_is_a_row_and_windows_for_each_month_from_0():
    worlds = fresh(opening(), 3)
    assert worlds.recording.month == worlds.month == 3
    assert worlds.recording.rows().shape[:2] == (4, 2)
    for state in WINDOW_STATES:
        assert worlds.recording.windows(3, state).shape == (2, worlds.community.n_residents)


@pytest.mark.parametrize(("profile", "seed", "months"), [("mixed", 1, LOOKED_BACK + 8), ("urban_village", 7, MONTHS)])
def test_what_is_recorded_is_the_first_community_of_a_comparison(profile, seed, months):
    worlds = fresh(against("publicity"), months, profile=profile, seed=seed)
    pair = [load_scenario("baseline"), load_scenario("publicity")]
    found = run_lockstep(pair, profile=load_profile(profile), seed=seed, months=months)
    complete(found.trajectories, found.leavers, worlds.community.n_residents, baseline=None)
    expected = found.trajectories[:, found.months >= 0].astype(np.float32)
    assert np.array_equal(np.moveaxis(worlds.recording.rows(), 1, 0), expected, equal_nan=True)


def test_windows_tell_what_indicators_tell():
    worlds = fresh(against("publicity"), MONTHS)
    for state in ("satisfaction", "trust", "awareness", "belonging"):
        means = worlds.recording.windows(MONTHS, state).mean(axis=1) / 254
        assert means == pytest.approx(worlds.recording.column(state)[MONTHS], abs=0.5 / 254)
    part = worlds.recording.windows(MONTHS, "participation_12m")
    assert (part == 254).mean(axis=1) == pytest.approx(worlds.recording.column("participation_12m")[MONTHS], abs=1e-6)
    assert all(set(np.unique(worlds.recording.windows(MONTHS, state))) <= {0, 254} for state in YES_OR_NO)


@pytest.mark.parametrize("seed", range(4))
def test_following_another_course_gives_what_a_fresh_run_gives(seed):
    worlds = fresh(schedule_of(random_touches(seed, MONTHS, 6)), MONTHS)
    schedule = schedule_of(random_touches(seed + 100, MONTHS, 6))
    worlds.follow(schedule)
    assert seen(worlds) == seen(fresh(schedule, MONTHS))


def test_a_touch_in_the_past_begins_a_branch_there():
    worlds = fresh(against("training"), MONTHS)
    assert worlds.touch(1, "grant", 5000.0, month=7) == 8
    assert worlds.month == worlds.recording.month == 7
    while worlds.month < MONTHS:
        worlds.step()
    assert seen(worlds) == seen(fresh(against("training").touched(Touch(8, 1, "grant", 5000.0)), MONTHS))


def test_a_touch_at_the_month_simulated_last_forgets_nothing():
    worlds = fresh(opening(), 5)
    assert worlds.touch(0, "grant", 5000.0, month=5) == 6
    assert worlds.month == 5


@pytest.mark.parametrize("month", [0, 2])
def test_levers_that_are_set_in_one_month_all_hold(month):
    worlds = fresh(opening(), 3)
    for world, lever, value in ((1, "training_hours", 4.0), (1, "wage_rise", 0.2), (0, "grant", 500.0)):
        worlds.touch(world, lever, value, month)
    assert len(worlds.schedule.touches) == 3
    levers = worlds.schedule.levers(1, month + 1)
    assert (levers["training_hours"], levers["wage_rise"]) == (4.0, 0.2)
    assert worlds.schedule.levers(0, month + 1)["grant"] == 500.0


def test_parameters_of_a_scenario_hold_from_the_beginning_wherever_it_is_taken_over():
    varied_sentence = scenario("doubted", {"publicity_digital": 4000.0}, params={"hype": 0.0})
    schedule = opening().with_scenario(1, varied_sentence)
    whole = fresh(schedule, 6)
    taken = TwoWorlds(against("publicity"))
    taken.follow(schedule)
    while taken.month < 6:
        taken.step()
    assert seen(taken) == seen(whole)
    taken.follow(against("publicity"), until=0)
    taken.follow(schedule)
    taken.follow(against("publicity"))
    while taken.month < 6:
        taken.step()
    assert seen(taken) == seen(fresh(against("publicity"), 6))


def test_a_branch_gives_up_what_was_touched_later():
    worlds = fresh(schedule_of([Touch(3, 0, "grant", 100.0), Touch(9, 0, "grant", 900.0)]), 12)
    worlds.touch(1, "grant", 50.0, month=5)
    assert worlds.schedule.touches == (Touch(3, 0, "grant", 100.0), Touch(6, 1, "grant", 50.0))


def test_an_unsound_touch_changes_nothing():
    worlds = fresh(against("training"), 6)
    before, schedule = seen(worlds), worlds.schedule
    with pytest.raises(InputError):
        worlds.touch(1, "grant", -1.0, month=2)
    assert (seen(worlds), worlds.schedule, worlds.month) == (before, schedule, 6)


def test_a_change_in_b_leaves_a_as_it_was_bit_for_bit():
    worlds = fresh(schedule_of(random_touches(5, MONTHS, 5)), MONTHS)
    a, b = seen_of(worlds, 0), seen_of(worlds, 1)
    worlds.follow(worlds.schedule.with_scenario(1, load_scenario("package")))
    assert seen_of(worlds, 0) == a
    assert seen_of(worlds, 1) != b


def test_undo_and_redo_bring_back_every_bit():
    session = simulated(Session(), 6)
    stages = [(seen(session.worlds), session.worlds.schedule)]
    for act in (
        lambda: ask(session, "set_lever", world=1, lever="training_hours", value=6.0),
        lambda: simulated(session, 4) and ask(session, "set_scenario", world=0, name="publicity"),
        lambda: ask(session, "copy", source=0),
    ):
        act()
        stages.append((seen(session.worlds), session.worlds.schedule))
    ask(session, "undo")
    assert (seen(session.worlds), session.worlds.schedule) == stages[2]
    ask(session, "undo")
    assert session.worlds.schedule == stages[1][1]
    ask(session, "undo")
    assert (seen(session.worlds), session.worlds.schedule) == stages[0]
    for _ in range(3):
        ask(session, "redo")
    assert (seen(session.worlds), session.worlds.schedule) == stages[3]


def test_undoing_a_branch_in_the_past_lives_the_lost_months_again():
    session = simulated(Session(schedule=against("training")), 12)
    before = seen(session.worlds)
    ask(session, "look_at", month=4)
    ask(session, "set_lever", world=0, lever="grant", value=3000.0)
    assert session.worlds.month == 4
    ask(session, "undo")
    assert seen(session.worlds) == before


def test_lives_rerun_are_the_lives_that_were_recorded():
    worlds = fresh(against("publicity"), 8)
    months = [block.month for block in worlds.rerun()]
    assert months == list(range(9))


def test_no_community_of_a_wrong_name_or_seed():
    for wrong in ({"profile": "nowhere"}, {"seed": -1}, {"seed": True}):
        with pytest.raises(InputError):
            TwoWorlds(opening(), **wrong)


def test_a_start_is_shared_and_stays_as_it_is():
    before = start("mixed", 1).block.own.copy()
    fresh(against("package"), 5)
    assert start("mixed", 1) is start("mixed", 1)
    assert np.array_equal(start("mixed", 1).block.own, before)


def test_elections_are_months_of_the_run():
    months = TwoWorlds(opening()).elections()
    assert months
    assert months == sorted(set(months))
    assert 1 <= months[0] <= months[-1] <= 120
