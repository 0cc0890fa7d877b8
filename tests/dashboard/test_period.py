"""The page in another period: what it is told, what it keeps, and that its numbers are those of that period."""

import json

import pytest

from dashboard.background.comparing import settings_of
from dashboard.background.ensemble import Question
from dashboard.content.content import page_content
from dashboard.session.session import Session
from dashboard.simulation.two_worlds import TwoWorlds
from sim.engine.replicate import run_lockstep
from sim.errors import InputError
from sim.indicators import COLUMNS
from sim.levers import LEVERS
from sim.scenarios.periods import load_period, period_names
from sim.scenarios.scenario import load_profile, load_scenario
from tests.dashboard.sessions import ask

TOML = (
    'label.en = "M"\nlabel.zh = "我"\nquestion.en = "?"\nquestion.zh = "？"\nperiod = "present"\n[levers]\ngrant = 5\n'
)


def test_the_page_knows_every_period_the_year_of_its_prices_and_what_levers_cost_there():
    found = json.loads(page_content())
    for lang, visit in (("en", "17.55 yuan a household"), ("zh", "每户 17.55 元")):
        periods = found[lang]["periods"]
        assert list(periods) == list(period_names())
        assert (periods["2014"]["prices"], periods["2014"]["costs"]) == (2014, {})
        assert periods["present"]["prices"] == 2024 and visit in periods["present"]["costs"]["publicity_visits"]
        assert set(periods["present"]["costs"]) < set(LEVERS)


def test_a_session_moves_to_another_period_and_tells_so():
    session = Session()
    assert session.begin()[0]["period"] == "2014"
    [(begun, _)] = ask(session, "move_to", profile="mixed", period="present", seed=1)
    assert begun["period"] == "present" and begun["elections"] != Session().begin()[0]["elections"]
    now = load_profile("mixed").dated(load_period("present"))
    assert session.worlds.profile == now
    session.worlds.step()
    simulated = run_lockstep([load_scenario("baseline")] * 2, profile=now, seed=1, months=1).trajectories[:, -1]
    column = COLUMNS.index("satisfaction")
    assert session.worlds.recording.column("satisfaction")[-1, 0] == simulated.astype("float32")[0, column]


def test_a_file_that_is_meant_for_another_period_is_opened_and_told():
    session = Session()
    [(told, _)] = ask(session, "open_file", world=1, name="mine.toml", text=TOML)
    assert told["en"].endswith("The file is meant for: The present (2024); this page is in: 2014.")
    assert told["zh"].endswith("该文件写给的时期：现在（2024 年）；本页的时期：2014 年。")
    ask(session, "move_to", profile="mixed", period="present", seed=1)
    [(told, _)] = ask(session, "open_file", world=1, name="mine.toml", text=TOML)
    assert "meant for" not in told["en"]


def test_what_is_compared_and_counted_is_of_the_period_of_the_page():
    settings = settings_of(["publicity"], "mixed", 1, 4, "present")
    assert settings.profile.period.name == "present"
    pair = (load_scenario("baseline"), load_scenario("publicity"))
    then = load_profile("mixed")
    now = then.dated(load_period("present"))
    assert Question(pair, then, 1, 5).key(4) != Question(pair, now, 1, 5).key(4)


def test_no_other_period_is_taken():
    with pytest.raises(InputError):
        ask(Session(), "move_to", profile="mixed", period="presnt", seed=1)
    with pytest.raises(InputError, match="no period"):
        TwoWorlds(Session().schedule, period="presnt")
