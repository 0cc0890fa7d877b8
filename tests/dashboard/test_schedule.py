"""What is done in two worlds: touches, and the course as one scenario a world."""

import pytest

from dashboard.session.session import opening
from dashboard.simulation.schedule import WORLDS, Schedule, Touch
from sim.errors import InputError
from sim.levers import LEVERS, defaults
from sim.scenarios.scenario import Change, load_scenario
from tests.dashboard.sessions import against, random_touches, schedule_of
from tests.small import scenario

MONTHS = 40


def test_a_touch_holds_from_its_month_on_in_its_world_alone():
    schedule = opening().touched(Touch(5, 1, "training_hours", 6.0))
    assert schedule.levers(1, 4) == schedule.levers(0, 30) == defaults()
    assert schedule.levers(1, 5) == schedule.levers(1, 30) == defaults() | {"training_hours": 6.0}


def test_of_two_touches_in_a_month_the_later_holds():
    schedule = schedule_of([Touch(5, 1, "training_hours", 6.0), Touch(5, 1, "training_hours", 2.0)])
    assert schedule.touches == (Touch(5, 1, "training_hours", 2.0),)


def test_touches_stand_in_the_order_of_months_however_they_were_made():
    touches = [Touch(month, world, "wage_rise", 0.01 * month) for month in (9, 3, 7) for world in (1, 0)]
    made = schedule_of(touches).touches
    assert [(t.month, t.world) for t in made] == [(3, 0), (3, 1), (7, 0), (7, 1), (9, 0), (9, 1)]
    assert schedule_of(touches[::-1]).touches == made


@pytest.mark.parametrize("value", [LEVERS["training_hours"].default, 6.0])
def test_a_touch_equal_to_what_holds_is_dropped(value):
    before = opening() if value != 6.0 else schedule_of([Touch(2, 0, "training_hours", 6.0)])
    assert before.touched(Touch(5, 0, "training_hours", value)) == before


def test_a_touch_back_to_what_held_takes_the_touch_away():
    once = schedule_of([Touch(5, 0, "training_hours", 6.0)])
    assert once.touched(Touch(5, 0, "training_hours", float(LEVERS["training_hours"].default))) == opening()


@pytest.mark.parametrize(
    "touch",
    [
        Touch(1, 0, "no_lever", 1.0),
        Touch(1, 0, "training_hours", 1e6),
        Touch(1, 0, "training_hours", -1.0),
        Touch(1, 2, "training_hours", 1.0),
        Touch(1, 0, "training_hours", float("nan")),
    ],
)
def test_an_unsound_touch_is_refused(touch):
    with pytest.raises(InputError):
        opening().touched(touch)


def test_until_forgets_the_touches_of_later_months():
    touches = random_touches(1, MONTHS, 30)
    schedule = schedule_of(touches)
    assert schedule.until(20).touches == tuple(t for t in schedule.touches if t.month <= 20) != schedule.touches
    assert schedule.until(MONTHS) == schedule
    assert schedule.until(0).touches == ()


def test_another_scenario_takes_the_touches_of_its_world_along():
    schedule = schedule_of(random_touches(2, MONTHS, 30))
    changed = schedule.with_scenario(1, load_scenario("training"))
    assert [scenario.name for scenario in changed.scenarios] == ["baseline", "training"]
    assert changed.touches == tuple(t for t in schedule.touches if t.world == 0) != ()
    assert schedule.with_scenario(0, load_scenario("training")).scenarios[1].name == "baseline"


@pytest.mark.parametrize("source", WORLDS)
def test_copying_makes_both_worlds_do_the_same(source):
    schedule = schedule_of(random_touches(3, MONTHS, 30), against("training"))
    copied = schedule.copied(source)
    assert copied.scenarios == (schedule.scenarios[source],) * 2
    for month in range(1, MONTHS + 1):
        assert copied.levers(0, month) == copied.levers(1, month) == schedule.levers(source, month)
    assert schedule.levers(0, MONTHS) != schedule.levers(1, MONTHS)


def test_first_difference_is_the_first_month_in_which_a_lever_differs():
    schedule = schedule_of(random_touches(4, 9, 10))
    assert schedule.first_difference(schedule, MONTHS) == MONTHS + 1
    assert schedule.touched(Touch(12, 1, "grant", 100.0)).first_difference(schedule, MONTHS) == 12
    assert schedule.touched(Touch(12, 0, "grant", 100.0)).first_difference(schedule, 11) == 12
    assert against("training").first_difference(opening(), MONTHS) == 1


def test_other_parameters_differ_from_the_first_month_on():
    varied_sentence = Schedule((load_scenario("baseline"), scenario("baseline", params={"forgetting": 0.05})))
    assert varied_sentence.first_difference(opening(), MONTHS) == 1
    assert varied_sentence.levers(1, 1) == opening().levers(1, 1)


def test_a_world_nobody_touched_is_its_scenario():
    schedule = against("training").touched(Touch(3, 0, "grant", 100.0))
    assert schedule.scenario(1, MONTHS) is schedule.scenarios[1]
    assert schedule.scenario(0, MONTHS).name == "baseline_a"


RAMPED = scenario(
    "ramped",
    {"training_hours": 2.0},
    [Change(4, 20, {"wage_rise": 0.4, "extra_posts": 2.0}, ramp=6)],
    {"quit_scale": 0.06},
)


def test_a_lever_is_pinned_where_a_scenario_moves_it_on_and_not_where_it_stands_anyway():
    schedule = opening().with_scenario(1, RAMPED)
    halfway = schedule.levers(1, 6)["wage_rise"]
    assert 0 < halfway < 0.4
    pinned = schedule.touched(Touch(6, 1, "wage_rise", halfway))
    assert [pinned.levers(1, month)["wage_rise"] for month in (6, 12, 30)] == [halfway] * 3
    assert schedule.touched(Touch(30, 1, "wage_rise", schedule.levers(1, 30)["wage_rise"])).touches == ()
    later = schedule.touched(Touch(9, 1, "training_hours", 5.0))
    assert later.touched(Touch(6, 1, "training_hours", 2.0)).touches == later.touches


def test_what_a_scenario_changes_on_the_way_is_planned_at_the_beginning_and_after_the_end():
    schedule = opening().with_scenario(1, RAMPED)
    assert schedule.planned(MONTHS) == [
        Touch(4, 1, "wage_rise", 0.4), Touch(4, 1, "extra_posts", 2.0),
        Touch(21, 1, "wage_rise", 0.0), Touch(21, 1, "extra_posts", 0.0),
    ]  # fmt: skip
    assert len(schedule.planned(20)) == 2


@pytest.mark.parametrize(
    "base", [load_scenario("baseline"), load_scenario("package"), RAMPED], ids=lambda item: item.name
)
@pytest.mark.parametrize("seed", range(12))
def test_the_scenario_of_a_world_does_month_by_month_what_the_course_does(seed, base):
    schedule = schedule_of(random_touches(seed, MONTHS, seed * 3), Schedule((base, base)))
    for world in WORLDS:
        own = schedule.scenario(world, MONTHS)
        assert own.timeline(MONTHS) == [list(schedule.levers(world, month).values()) for month in range(1, MONTHS + 1)]
        assert own.params == base.params
        assert own.problem == base.problem
