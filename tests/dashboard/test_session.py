"""A visitor's session: what it answers, what it sends, and what it leaves as it was."""

import io
import threading

import numpy as np
import pandas as pd
import pytest

from dashboard.background.background import Background
from dashboard.session import messages as asking
from dashboard.session.messages import MESSAGES, checked_request
from dashboard.session.session import MOST_UNDONE, Session
from dashboard.simulation.schedule import Touch
from dashboard.simulation.story import STORY_STATES
from dashboard.simulation.windows import WINDOW_STATES
from sim import CommunityModel
from sim.compute.rng import replicate_seed
from sim.engine.story import parting
from sim.errors import InputError
from sim.indicators import COLUMNS, indicator_of
from sim.levers import LEVERS
from sim.scenarios.scenario import load_scenario
from tests.dashboard.sessions import (
    TOML,
    against,
    ask,
    fresh,
    random_touches,
    rows_of,
    schedule_of,
    seen,
    simulated,
    standing,
)

RESTORED = {
    "profile": "mixed",
    "period": "2014",
    "seed": 3,
    "month": 5,
    "scenarios": ["baseline", "training"],
    "files": [None, None],
    "touches": [[2, 1, "grant", 3000]],
    "colour": "trust",
}
BESIDE = {
    "compare": {"scenarios": ["training"], "files": [], "replicates": 2, "run": 1},
    "stop_comparing": {},
    "report": {"lang": "en"},
    "keep": {"what": "report", "world": 0, "lang": "en"},
}


@pytest.fixture
def session() -> Session:
    return Session()


def last_found(session: Session):
    """The next delta: content, rows, windows."""
    content, (rows, windows) = session.delta()
    return content, rows_of(rows, content["count"]), np.frombuffer(windows, np.uint8).reshape(2, -1)


def test_every_message_is_answered_by_the_session_or_beside_it():
    alone = {"ack"}  # the runner's own
    methods = {kind for kind in MESSAGES if callable(getattr(Session, kind, None))}
    assert set(MESSAGES) - methods - alone == set(BESIDE)


@pytest.mark.parametrize("kind", sorted(BESIDE))
def test_what_is_done_beside_the_worlds_is_taken(kind, session, monkeypatch):
    monkeypatch.setattr(Background, "_in_thread", lambda self, kind, work: None)
    beside = Background(lambda *_: None)
    beside._comparison = object()
    assert beside.handles(checked_request({"kind": kind, **BESIDE[kind]}), session)
    assert not beside.handles(checked_request({"kind": "keep", "what": "csv", "world": 0, "lang": "en"}), session)
    assert not beside.handles(checked_request({"kind": "play"}), session)


def test_a_report_of_nothing_is_refused(session):
    with pytest.raises(InputError, match="Nothing has been compared"):
        Background(lambda *_: None).handles(checked_request({"kind": "report", "lang": "zh"}), session)


# what is sent


def test_a_page_is_greeted_with_the_compound(session):
    [(content, arrays)] = ask(session, "hello")
    assert content["kind"] == "begin"
    assert content["columns"] == list(COLUMNS)
    assert content["states"] == list(WINDOW_STATES)
    kinds = (np.int16, np.int16, np.uint8, np.float32)
    x, y, signs, before = (np.frombuffer(array, kind) for array, kind in zip(arrays, kinds, strict=True))
    assert before.size == 11 * len(COLUMNS)
    assert len(x) == len(y) == len(signs) == content["n"]
    assert len(set(zip(x.tolist(), y.tolist(), strict=True))) == content["n"]
    assert (x >= 0).all()
    assert (x < content["compound"]["width"]).all()
    assert (y < content["compound"]["height"]).all()


def test_a_delta_brings_all_rows_once_and_then_the_new_ones(session):
    simulated(session, 4)
    ask(session, "hello")
    content, rows, windows = last_found(session)
    assert (content["first"], content["count"], content["simulated"], content["month"]) == (0, 5, 4, 4)
    assert rows.tobytes() == session.worlds.recording.rows().tobytes()
    assert windows.tobytes() == session.worlds.recording.windows(4, "satisfaction").tobytes()
    assert last_found(session)[0]["count"] == 0
    simulated(session, 2)
    content, rows, _ = last_found(session)
    assert (content["first"], content["count"]) == (5, 2)
    assert rows.tobytes() == session.worlds.recording.rows(5).tobytes()
    ask(session, "hello")
    assert last_found(session)[0]["count"] == 7


def test_a_branch_sends_anew_what_was_rerun(session):
    simulated(session, 8)
    session.delta()
    ask(session, "look_at", month=3)
    ask(session, "set_lever", world=1, lever="grant", value=4000)
    content, rows, _ = last_found(session)
    assert (content["first"], content["count"], content["simulated"]) == (4, 0, 3)
    assert content["touches"] == [[4, 1, "grant", 4000.0]]
    simulated(session, 2)
    content, rows, _ = last_found(session)
    assert (content["first"], content["count"]) == (4, 2)
    assert rows.tobytes() == fresh(session.worlds.schedule, 5).recording.rows(4).tobytes()


def test_another_scenario_sends_all_months_but_the_first_anew(session):
    simulated(session, 5)
    session.delta()
    ask(session, "set_scenario", world=1, name="package")
    content, rows, _ = last_found(session)
    assert (content["first"], content["count"], content["scenarios"]) == (1, 5, ["baseline", "package"])
    assert rows.tobytes() == fresh(against("package"), 5).recording.rows(1).tobytes()


def test_a_delta_tells_the_levers_of_the_month_to_come(session):
    ask(session, "set_lever", world=1, lever="grant", value=4000)
    a, b = last_found(session)[0]["levers"]
    assert dict(zip(LEVERS, b, strict=True))["grant"] == 4000.0
    assert dict(zip(LEVERS, a, strict=True))["grant"] == LEVERS["grant"].default


def test_the_worlds_are_called_the_same_while_they_are(session):
    assert last_found(session)[0]["same"]
    ask(session, "set_lever", world=1, lever="grant", value=4000)
    assert not last_found(session)[0]["same"]
    ask(session, "copy", source=1)
    assert last_found(session)[0]["same"]


@pytest.mark.parametrize("state", list(WINDOW_STATES))
def test_windows_are_of_the_month_and_state_that_are_looked_at(session, state):
    simulated(session, 3)
    ask(session, "look_at", month=2)
    ask(session, "set_colour", state=state)
    content, _, windows = last_found(session)
    assert (content["month"], content["colour"], content["simulated"]) == (2, state, 3)
    assert windows.tobytes() == session.worlds.recording.windows(2, state).tobytes()


# moving in time


def test_a_month_that_is_not_recorded_cannot_be_looked_at(session):
    simulated(session, 2)
    before = standing(session)
    with pytest.raises(InputError, match="Month 3 is not recorded yet; the last is 2"):
        ask(session, "look_at", month=3)
    assert standing(session) == before
    ask(session, "look_at", month=2)
    assert session.look is None


def test_a_step_looks_at_the_next_month_and_lives_only_past_the_last(session):
    simulated(session, 3)
    ask(session, "look_at", month=1)
    for month in (2, 3, 4):
        ask(session, "step")
        assert (session.month, session.worlds.month) == (month, max(3, month))


def test_playing_ends_with_the_last_month_and_nothing_can_be_changed_there(session):
    ask(session, "play")
    simulated(session, 119)
    assert session.playing
    session.simulate_month()
    assert (session.worlds.month, session.playing, session.at_end) == (120, False, True)
    session.simulate_month()
    ask(session, "step")
    ask(session, "play")
    assert (session.worlds.month, session.playing) == (120, False)
    before = standing(session)
    with pytest.raises(InputError, match="The last month has been simulated"):
        ask(session, "set_lever", world=0, lever="grant", value=4000)
    assert standing(session) == before
    ask(session, "look_at", month=119)
    ask(session, "set_lever", world=0, lever="grant", value=4000)
    assert session.worlds.schedule.touches == (Touch(120, 0, "grant", 4000.0),)


def test_going_back_to_the_beginning_keeps_what_is_done(session):
    ask(session, "set_lever", world=1, lever="grant", value=4000)
    simulated(session, 3)
    session.delta()
    ask(session, "reset")
    content = last_found(session)[0]
    assert (content["simulated"], content["first"], content["count"], content["touches"]) == (
        0,
        1,
        0,
        [[1, 1, "grant", 4000.0]],
    )
    simulated(session, 3)
    assert seen(session.worlds) == seen(fresh(session.worlds.schedule, 3))


# what was done and undone


def test_a_lever_that_is_dragged_on_is_one_change(session):
    for value in (1000, 2000, 3000):
        ask(session, "set_lever", world=1, lever="grant", value=value)
    assert last_found(session)[0]["undo"] == 1
    ask(session, "undo")
    assert session.worlds.schedule.touches == ()
    ask(session, "redo")
    assert session.worlds.schedule.touches == (Touch(1, 1, "grant", 3000.0),)


@pytest.mark.parametrize("between", [{"kind": "look_at", "month": 0}, {"kind": "reset"}])
def test_a_drag_ends_when_months_pass_or_another_is_looked_at(session, between):
    ask(session, "set_lever", world=1, lever="grant", value=1000)
    simulated(session, 4)
    ask(session, **between)
    ask(session, "set_lever", world=1, lever="grant", value=3000)
    assert last_found(session)[0]["undo"] == 2
    ask(session, "undo")
    assert session.worlds.schedule.touches == (Touch(1, 1, "grant", 1000.0),)


def test_what_was_found_holds_until_months_that_were_simulated_become_others(session):
    ask(session, "set_scenario", world=1, name="training")
    simulated(session, 6)
    session.last_found["findings"] = {"kind": "findings"}, []
    turn = last_found(session)[0]["turn"]
    ask(session, "set_lever", world=1, lever="grant", value=1000)  # from month 7 on
    ask(session, "undo")
    assert (last_found(session)[0]["turn"], list(session.last_found)) == (turn, ["findings"])
    ask(session, "look_at", month=3)
    ask(session, "set_lever", world=1, lever="grant", value=1000)
    assert (last_found(session)[0]["turn"], session.last_found) == (turn + 1, {})


def test_two_worlds_differ_once_they_have_simulated_a_month_apart(session):
    simulated(session, 2)
    ask(session, "set_lever", world=1, lever="grant", value=1000)
    assert not last_found(session)[0]["same"]
    assert not last_found(session)[0]["differ"]
    simulated(session, 1)
    assert last_found(session)[0]["differ"]


def test_a_new_change_takes_the_undone_ones_away(session):
    ask(session, "set_scenario", world=1, name="training")
    ask(session, "undo")
    ask(session, "set_scenario", world=1, name="publicity")
    content = last_found(session)[0]
    assert (content["undo"], content["redo"]) == (1, 0)
    ask(session, "redo")
    assert session.worlds.schedule == against("publicity")


def test_nothing_to_undo_changes_nothing(session):
    before = standing(session)
    assert ask(session, "undo") == ask(session, "redo") == []
    assert standing(session) == before


def test_so_many_changes_can_be_undone_and_no_more(session):
    for k in range(MOST_UNDONE + 5):
        ask(session, "set_scenario", world=k % 2, name=("training", "publicity")[k % 3 % 2])
    assert last_found(session)[0]["undo"] == MOST_UNDONE


def test_a_replay_shows_what_was_recorded_before_the_change(session):
    with pytest.raises(InputError, match="Nothing has been changed"):
        ask(session, "replay")
    simulated(session, 4)
    before = session.worlds.recording.rows().tobytes()
    ask(session, "set_scenario", world=1, name="package")
    [(content, [rows])] = ask(session, "replay")
    assert (content["kind"], content["months"]) == ("before", 5)
    assert rows == before != session.worlds.recording.rows().tobytes()


# entering elsewhere


def test_a_link_stands_where_it_says(session):
    simulated(session, 9)
    [(content, _)] = ask(session, "restore", **RESTORED)
    assert (content["kind"], content["seed"], content["epoch"]) == ("begin", 3, 1)
    schedule = against("training").touched(Touch(2, 1, "grant", 3000.0))
    content, _, _ = last_found(session)
    assert (content["simulated"], content["month"], content["colour"]) == (5, 5, "trust")
    assert (content["undo"], content["redo"], content["epoch"], content["first"]) == (0, 0, 1, 0)
    assert session.worlds.schedule == schedule
    assert seen(session.worlds) == seen(fresh(schedule, 5, seed=3))


def test_each_world_keeps_the_text_of_its_own_file(session):
    other = TOML.replace("training_hours = 4", "training_hours = 2")
    ask(session, "open_file", world=0, name="mine.toml", text=TOML)
    ask(session, "open_file", world=1, name="mine.toml", text=other)
    assert last_found(session)[0]["files"] == [TOML, other]
    ask(session, "undo")
    assert last_found(session)[0]["files"] == [TOML, None]
    ask(session, "copy", source=0)
    assert last_found(session)[0]["files"] == [TOML, TOML]
    ask(session, "set_scenario", world=0, name="training")
    assert last_found(session)[0]["files"] == [None, TOML]


def test_a_link_holds_files(session):
    ask(session, "restore", **RESTORED | {"scenarios": ["baseline", "mine"], "files": [None, TOML]})
    assert last_found(session)[0]["files"] == [None, TOML]
    assert session.worlds.schedule.levers(1, 1)["training_hours"] == 4.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"scenarios": ["baseline", "nothing"]},
        {"files": [None, "["]},
        {"touches": [[2, 1, "grant", -5]]},
        {"month": 121},
    ],
    ids=["name", "file", "touch", "month"],
)
def test_an_unsound_link_changes_nothing(session, wrong):
    simulated(session, 2)
    before, rows = standing(session), seen(session.worlds)
    with pytest.raises(InputError):
        ask(session, "restore", **RESTORED | wrong)
    assert (standing(session), seen(session.worlds)) == (before, rows)


def test_another_community_does_the_same_from_the_beginning(session):
    ask(session, "set_lever", world=1, lever="grant", value=4000)
    simulated(session, 3)
    [(content, _)] = ask(session, "move_to", profile="urban_village", period="2014", seed=5)
    assert (content["profile"], content["seed"], content["epoch"]) == ("urban_village", 5, 1)
    assert (session.worlds.month, session.worlds.schedule.touches) == (0, (Touch(1, 1, "grant", 4000.0),))
    simulated(session, 2)
    assert seen(session.worlds) == seen(fresh(session.worlds.schedule, 2, profile="urban_village", seed=5))


def test_a_lesson_begins_with_its_policy_in_b_at_month_0(session):
    ask(session, "set_lever", world=0, lever="grant", value=4000)
    simulated(session, 5)
    before = seen(session.worlds)
    ask(session, "play")
    ask(session, "begin_lesson", scenario="publicity", touches=[])
    content = last_found(session)[0]
    assert (content["simulated"], content["month"], content["playing"], content["count"]) == (0, 0, False, 1)
    assert session.worlds.schedule == against("publicity")
    ask(session, "undo")
    assert seen(session.worlds) == before


def test_a_lesson_begins_with_the_levers_that_it_sets_otherwise_in_b_from_the_first_month(session):
    ask(session, "begin_lesson", scenario="fewer_orders", touches=[[1, 1, "admission_rule", 0]])
    assert session.worlds.schedule == against("fewer_orders").touched(Touch(1, 1, "admission_rule", 0.0))
    policy = load_scenario("fewer_orders")
    own = policy.replace(levers={**policy.levers, "admission_rule": 0})
    assert [session.worlds.schedule.levers(1, month) for month in (1, 120)] == [own.at(1), own.at(120)]


def test_a_file_is_opened_in_one_world(session):
    simulated(session, 3)
    [(content, _)] = ask(session, "open_file", world=1, name="mine.toml", text=TOML)
    assert content["kind"] == "told"
    assert "B" in content["en"]
    assert "B" in content["zh"]
    content = last_found(session)[0]
    assert (content["scenarios"], content["files"]) == (["baseline", "mine"], [None, TOML])
    assert content["labels"][1] == {"en": "My policy", "zh": "我的方案"}
    assert session.worlds.recording.rows()[1:, 0].tobytes() != session.worlds.recording.rows()[1:, 1].tobytes()


def test_a_file_with_a_mistake_changes_nothing(session):
    simulated(session, 2)
    before = standing(session)
    with pytest.raises(InputError, match=r"mine\.toml.*training_hour.*Did you mean 'training_hours'"):
        ask(session, "open_file", world=1, name="mine.toml", text=TOML.replace("training_hours", "training_hour"))
    assert standing(session) == before
    assert last_found(session)[0]["undo"] == 0


# what is taken home


@pytest.mark.parametrize("seed", range(3))
def test_a_kept_scenario_reloads_to_the_same_timeline(seed, tmp_path):
    session = Session(schedule=schedule_of(random_touches(seed, 30, 8), against("package")))
    for world, stem in enumerate(("baseline_a", "package_b")):
        [(content, [data])] = ask(session, "keep", what="toml", world=world, lang="en")
        assert content["name"] == f"{stem}.toml"
        (tmp_path / content["name"]).write_bytes(data)
        again = load_scenario(tmp_path / content["name"])
        schedule = session.worlds.schedule
        base = schedule.scenarios[world]
        assert again.label.en == ("Levers set by hand" if base.name == "baseline" else f"{base.label.en}, changed")
        assert (again.question, again.problem) == (base.question, base.problem)
        assert again.timeline(120) == [list(schedule.levers(world, month).values()) for month in range(1, 121)]


def test_a_lever_that_is_dragged_while_months_pass_is_one_change():
    session = Session()
    ask(session, "play")
    for value in (0.1, 0.2, 0.3):
        ask(session, "set_lever", world=1, lever="wage_rise", value=value)
        session.simulate_month()
    assert len(session.worlds.schedule.touches) == 3
    ask(session, "undo")
    assert session.worlds.schedule.touches == ()


@pytest.mark.parametrize("name", ["baseline", "publicity"])
def test_what_is_kept_of_a_built_in_scenario_can_be_handed_in_again(name):
    session = Session(schedule=against(name))
    [(content, [data])] = ask(session, "keep", what="toml", world=1, lang="en")
    assert content["name"] == f"{name}_b.toml"
    ask(session, "open_file", world=0, name=content["name"], text=data.decode())
    a, b = session.worlds.schedule.scenarios
    assert (a.levers, a.label, a.question, a.problem) == (b.levers, b.label, b.question, b.problem)


def test_a_file_that_was_handed_in_and_not_changed_is_kept_as_it_came():
    session = Session()
    text = f"# my own words\n{TOML}"
    ask(session, "open_file", world=1, name="mine.toml", text=text)
    [(content, [data])] = ask(session, "keep", what="toml", world=1, lang="en")
    assert (content["name"], data.decode()) == ("mine.toml", text)


def test_a_kept_table_holds_every_month_of_both_worlds(session):
    simulated(session, 4)
    [(content, [data])] = ask(session, "keep", what="csv", world=0, lang="en")
    assert content["name"] == "two_worlds.csv"
    assert data.startswith(b"\xef\xbb\xbfworld,policy,month,took part within a year (%),")
    found = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig")
    assert len(found) == 2 * 5
    assert found["month"].tolist() == [*range(5), *range(5)]
    assert len(found.columns) == 3 + len(COLUMNS)
    [(_, [data])] = ask(session, "keep", what="parquet", world=0, lang="en")
    exact = pd.read_parquet(io.BytesIO(data))
    for number, name in enumerate("AB"):
        rows = exact[exact["world"] == name][list(COLUMNS)].to_numpy()
        assert np.array_equal(rows, session.worlds.recording.rows()[:, number], equal_nan=True)
        shown = found[found["world"] == name].iloc[:, 3:].to_numpy()
        scale = [100.0 if indicator_of(column).percent else 1.0 for column in COLUMNS]
        assert np.allclose(shown, rows * scale, rtol=1e-5, equal_nan=True)


def test_a_table_for_a_spreadsheet_speaks_the_language_of_the_page():
    session = simulated(Session(schedule=against("training")), 1)
    [(_, [data])] = ask(session, "keep", what="csv", world=0, lang="zh")
    found = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig")
    assert list(found.columns[:4]) == ["世界", "政策", "月份", "一年内参与过的居民（%）"]
    assert found["政策"].unique().tolist() == ["维持现状", "培训人员"]
    assert 50 < found["满意度（分）"].iloc[0] < 70


def test_every_kept_thing_is_a_file_or_beside(session):
    for what in asking.EXPORTS:
        if what != "report":
            [(content, [data])] = ask(session, "keep", what=what, world=0, lang="zh")
            assert content["kind"] == "file"
            assert data


# lives


def test_a_story_is_what_the_handle_of_a_resident_tells(session):
    session = simulated(Session(schedule=against("publicity")), 14)
    for world, scenario in enumerate(("baseline", "publicity")):
        model = CommunityModel(scenario, seed=replicate_seed(1, 0))
        model.run(14)
        for resident in (0, 37, 2000):
            [(content, _)] = ask(session, "tell_story", resident=resident)
            reported_there = model.resident(resident).story().query("month >= 1")
            for name in STORY_STATES:
                assert [item[world] for item in content["told"][name]] == [
                    round(v, 4) for v in reported_there[name].tolist()
                ]
            assert content["moved_in"] == reported_there[reported_there["moved_in"]]["month"].tolist()
            assert (content["who"]["age"], content["who"]["tenure"]) == (
                model.resident(resident).age_group,
                model.resident(resident).tenure,
            )


def test_a_story_agrees_with_the_windows_of_each_month():
    session = simulated(Session(schedule=against("package")), 13)
    part = [session.worlds.recording.windows(month, "participation_12m") for month in range(14)]
    early = part[1] > part[0]
    took = np.flatnonzero(early.any(axis=0))[:3].tolist()
    assert took
    for resident in took:
        [(content, _)] = ask(session, "tell_story", resident=resident)
        lives = np.array(content["told"]["took_part"])
        assert lives[0].tolist() == early[:, resident].astype(float).tolist()
        assert (lives[1:13].max(axis=0) * 254).tolist() == part[13][:, resident].tolist()
        assert content["took_part_times"] == lives.sum(axis=0).tolist()
        for month in (1, 6, 13):
            seen_there = session.worlds.recording.windows(month, "trust")[:, resident]
            assert np.rint(254 * np.array(content["told"]["trust"][month - 1])) == pytest.approx(seen_there, abs=1)


def test_two_equal_lives_never_part(session):
    simulated(session, 6)
    [(content, _)] = ask(session, "tell_story", resident=11)
    assert (content["parted"], content["apart"], content["because"], content["months"]) == (None, None, [], 6)


def test_lives_part_where_one_takes_part_and_the_other_does_not():
    session = simulated(Session(schedule=against("package")), 12)
    part = [session.worlds.recording.windows(month, "participation_12m") for month in range(13)]
    resident = int(np.flatnonzero((part[12][0] != part[12][1]) & (part[0][0] == 0))[0])
    [(content, _)] = ask(session, "tell_story", resident=resident)
    lives = content["told"]["took_part"]
    first = next(month for month, (a, b) in enumerate(lives, start=1) if a != b)
    assert content["parted"] == first
    sizes = [abs(gap) for _, gap in content["because"]]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size >= 0.02 for size in sizes)
    one, two = (CommunityModel(scenario, seed=replicate_seed(1, 0)) for scenario in ("baseline", "package"))
    tables = [model.run(12) is not None and model.story(resident).query("month >= 0") for model in (one, two)]
    found = parting(*(table.to_dict("list") for table in tables))
    assert [list(item) for item in found.because] == content["because"]


def test_a_story_before_the_first_month_is_empty(session):
    [(content, _)] = ask(session, "tell_story", resident=0)
    assert (content["months"], content["parted"], content["took_part_times"]) == (0, None, [0, 0])


def test_nobody_lives_past_the_last_window(session):
    with pytest.raises(InputError, match="no such resident"):
        ask(session, "tell_story", resident=session.worlds.community.n_residents)


def test_the_session_starts_no_thread_of_its_own():
    before = threading.active_count()
    simulated(Session(), 2).delta()
    assert threading.active_count() == before


def test_a_label_like_a_formula_comes_home_as_text():
    session = Session()
    text = TOML.replace('"My policy"', "\"=cmd|' /C calc'!A0\"").replace('"我的方案"', '"@SUM(1)"')
    ask(session, "open_file", world=1, name="mine.toml", text=text)
    for lang, label in (("en", "'=cmd|' /C calc'!A0"), ("zh", "'@SUM(1)")):
        [(_, [data])] = ask(session, "keep", what="csv", world=1, lang=lang)
        assert label in set(pd.read_csv(io.BytesIO(data), encoding="utf-8-sig").iloc[:, 1])
