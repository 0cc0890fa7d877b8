"""What is done in two worlds: touches, and the course as one scenario a world."""

import pytest

from dashboard.session.session import opening
from dashboard.simulation.schedule import WORLDS, Schedule, Touch
from sim.errors import InputError
from sim.levers import LEVERS, defaults
from sim.scenarios.scenario import Change, load_scenario
from tests.dashboard.rooms import against, course_of, random_touches
from tests.small import scenario

MONTHS = 40


def test_a_touch_holds_from_its_month_on_in_its_world_alone():
    course = opening().touched(Touch(5, 1, "training_hours", 6.0))
    assert course.levers(1, 4) == course.levers(0, 30) == defaults()
    assert course.levers(1, 5) == course.levers(1, 30) == defaults() | {"training_hours": 6.0}


def test_of_two_touches_in_a_month_the_later_holds():
    course = course_of([Touch(5, 1, "training_hours", 6.0), Touch(5, 1, "training_hours", 2.0)])
    assert course.touches == (Touch(5, 1, "training_hours", 2.0),)


def test_touches_stand_in_the_order_of_months_however_they_were_made():
    touches = [Touch(month, world, "wage_rise", 0.01 * month) for month in (9, 3, 7) for world in (1, 0)]
    made = course_of(touches).touches
    assert [(t.month, t.world) for t in made] == [(3, 0), (3, 1), (7, 0), (7, 1), (9, 0), (9, 1)]
    assert course_of(touches[::-1]).touches == made


@pytest.mark.parametrize("value", [LEVERS["training_hours"].default, 6.0])
def test_a_touch_equal_to_what_holds_is_dropped(value):
    before = opening() if value != 6.0 else course_of([Touch(2, 0, "training_hours", 6.0)])
    assert before.touched(Touch(5, 0, "training_hours", value)) == before


def test_a_touch_back_to_what_held_takes_the_touch_away():
    once = course_of([Touch(5, 0, "training_hours", 6.0)])
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
    course = course_of(touches)
    assert course.until(20).touches == tuple(t for t in course.touches if t.month <= 20) != course.touches
    assert course.until(MONTHS) == course
    assert course.until(0).touches == ()


def test_another_scenario_takes_the_touches_of_its_world_along():
    course = course_of(random_touches(2, MONTHS, 30))
    changed = course.with_scenario(1, load_scenario("training"))
    assert [own.name for own in changed.scenarios] == ["baseline", "training"]
    assert changed.touches == tuple(t for t in course.touches if t.world == 0) != ()
    assert course.with_scenario(0, load_scenario("training")).scenarios[1].name == "baseline"


@pytest.mark.parametrize("source", WORLDS)
def test_copying_makes_both_worlds_do_the_same(source):
    course = course_of(random_touches(3, MONTHS, 30), against("training"))
    copied = course.copied(source)
    assert copied.scenarios == (course.scenarios[source],) * 2
    for month in range(1, MONTHS + 1):
        assert copied.levers(0, month) == copied.levers(1, month) == course.levers(source, month)
    assert course.levers(0, MONTHS) != course.levers(1, MONTHS)


def test_first_difference_is_the_first_month_in_which_a_lever_differs():
    course = course_of(random_touches(4, 9, 10))
    assert course.first_difference(course, MONTHS) == MONTHS + 1
    assert course.touched(Touch(12, 1, "grant", 100.0)).first_difference(course, MONTHS) == 12
    assert course.touched(Touch(12, 0, "grant", 100.0)).first_difference(course, 11) == 12
    assert against("training").first_difference(opening(), MONTHS) == 1


def test_other_parameters_differ_from_the_first_month_on():
    doubted = Schedule((load_scenario("baseline"), scenario("baseline", params={"forgetting": 0.05})))
    assert doubted.first_difference(opening(), MONTHS) == 1
    assert doubted.levers(1, 1) == opening().levers(1, 1)


def test_a_world_nobody_touched_is_its_scenario():
    course = against("training").touched(Touch(3, 0, "grant", 100.0))
    assert course.scenario(1, MONTHS) is course.scenarios[1]
    assert course.scenario(0, MONTHS).name == "baseline_a"


RAMPED = scenario(
    "ramped",
    {"training_hours": 2.0},
    [Change(4, 20, {"wage_rise": 0.4, "extra_posts": 2.0}, ramp=6)],
    {"quit_rate": 0.01},
)


def test_a_lever_is_pinned_where_a_scenario_moves_it_on_and_not_where_it_stands_anyway():
    course = opening().with_scenario(1, RAMPED)
    halfway = course.levers(1, 6)["wage_rise"]
    assert 0 < halfway < 0.4
    pinned = course.touched(Touch(6, 1, "wage_rise", halfway))
    assert [pinned.levers(1, month)["wage_rise"] for month in (6, 12, 30)] == [halfway] * 3
    assert course.touched(Touch(30, 1, "wage_rise", course.levers(1, 30)["wage_rise"])).touches == ()
    later = course.touched(Touch(9, 1, "training_hours", 5.0))
    assert later.touched(Touch(6, 1, "training_hours", 2.0)).touches == later.touches


def test_what_a_scenario_changes_on_the_way_is_planned_at_the_beginning_and_after_the_end():
    course = opening().with_scenario(1, RAMPED)
    assert course.planned(MONTHS) == [
        Touch(4, 1, "wage_rise", 0.4), Touch(4, 1, "extra_posts", 2.0),
        Touch(21, 1, "wage_rise", 0.0), Touch(21, 1, "extra_posts", 0.0),
    ]  # fmt: skip
    assert len(course.planned(20)) == 2


@pytest.mark.parametrize(
    "base", [load_scenario("baseline"), load_scenario("package"), RAMPED], ids=lambda own: own.name
)
@pytest.mark.parametrize("seed", range(12))
def test_the_scenario_of_a_world_does_month_by_month_what_the_course_does(seed, base):
    course = course_of(random_touches(seed, MONTHS, seed * 3), Schedule((base, base)))
    for world in WORLDS:
        own = course.scenario(world, MONTHS)
        assert own.timeline(MONTHS) == [list(course.levers(world, month).values()) for month in range(1, MONTHS + 1)]
        assert own.params == base.params
        assert own.problem == base.problem
