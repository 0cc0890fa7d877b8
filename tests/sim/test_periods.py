"""A period is a dated setting: its law, posts, pay and prices; the default is the seed's time and changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim import CommunityModel
from sim.agents.committee import CommitteeMember
from sim.engine.replicate import run_lockstep, world
from sim.errors import InputError
from sim.levers import LEVERS, cost_in
from sim.params import PARAMS, defaults
from sim.scenarios.given import as_period, as_profile, meant_elsewhere
from sim.scenarios.periods import SEED_TIME, Period, load_period, period_names, usual_period
from sim.scenarios.scenario import Profile, Scenario, check_file, load_profile, load_scenario, profile_names
from sim.text import Text
from tests.small import SMALL

PRESENT = load_period("present")
MIXED = load_profile("mixed")
TINY = {"n_residents": 60.0, "n_buildings": 2.0, "burn_in_months": 3.0}


def scenario(name: str, period: str = "") -> Scenario:
    return Scenario(name, Text(name, name), Text("?", "？"), period=period)


def refusal(given: object) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        load_period(given)
    return caught.value.get("en"), caught.value.get("zh")


def test_the_default_is_the_time_of_the_seed_and_sets_nothing() -> None:
    usual = usual_period()
    assert (usual.name, usual.prices, usual.is_usual) == (SEED_TIME, 2014, True) and period_names()[0] == SEED_TIME
    assert not (usual.params or usual.factors or usual.posts)
    for name in profile_names():
        kind = load_profile(name)
        assert kind.dated(usual) is kind and as_profile(name) == as_profile(name, usual)
    assert world(MIXED, {}) == defaults()


def test_the_present_has_the_law_the_posts_the_pay_and_the_prices_of_its_day() -> None:
    now = world(as_profile("mixed", PRESENT), {})
    assert PRESENT.prices == 2024 and now["election_term"] == 60 and now["kiloyuan"] == 1170
    assert now["n_posts"] == round(3000 / 0.81 * 18 / 10_000) == 7
    assert now["admin_hours_demanded"] / now["n_posts"] == pytest.approx(1560 / 15)
    assert now["inspection_hours"] / now["n_posts"] == pytest.approx(200 / 15)
    assert now["worker_wage"] == pytest.approx(2800 * 2.2) and now["fiscal_grant"] == pytest.approx(15_000 * 1.17)
    assert now["infrastructure_gain"] * 1.17 == pytest.approx(PARAMS["infrastructure_gain"].default, rel=1e-5)


def test_every_price_of_the_model_goes_with_the_period_and_nothing_else() -> None:
    money = {name for name, q in PARAMS.items() if "yuan" in q.unit.en and "a thousand" not in q.unit.en}
    kept = {
        "provider_response",
        "publicity_half",
        "purchase_effect",
    }  # by the thousand yuan of 2014, which is ``kiloyuan``
    assert money - kept == {*PRESENT.factors, "kiloyuan"}


def test_what_a_period_multiplies_it_multiplies_whoever_set_it_and_else_the_kind_of_community_wins() -> None:
    flats = load_profile("commodity_housing").dated(PRESENT).params
    assert flats["market_income"] == pytest.approx(900 * 1.17)
    assert flats["admin_hours_demanded"] == pytest.approx(1435 * 7 / 15)
    own = Profile("own", Text("o", "本"), {"n_posts": 20, "election_term": 48, "fiscal_grant": 20_000})
    chosen = own.dated(PRESENT).params
    assert (chosen["n_posts"], chosen["election_term"], chosen["fiscal_grant"]) == (20, 48, 23_400)
    assert "admin_hours_demanded" not in chosen
    assert Profile("large", Text("l", "大"), {"n_residents": 6000}).dated(PRESENT).params["n_posts"] == 13
    assert world(as_profile("mixed", PRESENT), {"worker_wage": 3000})["worker_wage"] == 3000


def test_a_kind_of_community_is_in_one_period() -> None:
    now = MIXED.dated(PRESENT)
    assert now.dated(PRESENT) is now and now != MIXED
    with pytest.raises(InputError, match="in the period 'present' already") as caught:
        now.dated(usual_period())
    assert "已经处在时期" in caught.value.get("zh")


def test_wrong_periods_are_told_with_the_nearest_name() -> None:
    assert refusal("presnt") == (
        "There is no period 'presnt'. Did you mean 'present'?", "没有时期“presnt”。您是不是想写“present”？",
    )  # fmt: skip
    assert refusal("zz")[0] == "There is no period 'zz'. Known are 2014, present."
    assert refusal(1999)[1].startswith("没有时期“1999”")
    assert load_period(2014) == usual_period()
    with pytest.raises(InputError, match="no period"):
        CommunityModel(period="presnt", params=TINY)
    with pytest.raises(InputError, match="no period"):
        scenario("one", "presnt")


def test_a_scenario_chooses_the_period_that_it_is_meant_for() -> None:
    meant, other = scenario("new", "present"), scenario("old", "2014")
    assert as_period(None, [scenario("any")]) is None
    assert as_period(None, [scenario("any"), meant]) == PRESENT
    assert as_period("2014", [meant]) == usual_period()
    [said] = meant_elsewhere([meant, meant, other], usual_period())
    assert said.en == "new is meant for the period 'present'; it is run in '2014', as chosen." and "写给时期" in said.zh
    with pytest.raises(InputError, match="choose one with --period") as caught:
        as_period(None, [meant, other])
    assert "请用 --period 选定一个" in caught.value.get("zh")
    model = CommunityModel(scenario=meant, params=TINY, months=1)
    assert model.profile.period == PRESENT and model.fork().profile.period == PRESENT


@pytest.mark.parametrize("line", ['period = "present"', "period = 2014"])
def test_a_scenario_file_names_its_period(line: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'label.en = "m"\nlabel.zh = "我"\nquestion.en = "?"\nquestion.zh = "？"\n{line}\n', "utf-8")
    assert load_scenario(file).period in line
    child = tmp_path / "child.toml"
    child.write_text(
        'label.en = "m"\nlabel.zh = "我"\nquestion.en = "?"\nquestion.zh = "？"\nextends = "mine.toml"\n', "utf-8"
    )
    assert load_scenario(child).period == load_scenario(file).period
    file.write_text(file.read_text("utf-8").replace(line, 'period = "presnt"'), "utf-8")
    with pytest.raises(InputError, match=r"line 5: There is no period 'presnt'. Did you mean 'present'\?"):
        load_scenario(file)


def test_check_knows_the_file_of_a_period_and_its_mistakes(tmp_path: Path) -> None:
    said = check_file(load_period.__globals__["PERIOD_FOLDER"] / "present.toml")
    assert "period 'present', prices of 2024" in said.en and "时期“present”，2024 年价格" in said.zh
    file = tmp_path / "later.toml"
    file.write_text(
        'label.en = "l"\nlabel.zh = "后"\nprices = "2030"\n[params]\nelection_trm = 60\n[factors]\nworker_wag = 2\n'
        "fiscal_grant = -1\n[posts]\nper_10000_residents = 18\n",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        check_file(file)
    for mistake in (
        "prices = '2030' is not a year",
        "'election_term'",
        "'worker_wage'",
        "fiscal_grant = -1",
        "adult_share",
    ):
        assert mistake in caught.value.get("en")
    assert "不是年份" in caught.value.get("zh")


def test_the_two_periods_differ_and_the_default_as_ever() -> None:
    def simulated(profile: Profile) -> float:
        run = run_lockstep([load_scenario("baseline")], profile=profile, params=SMALL, months=14)
        return float(run.trajectories[0, -1].sum(where=run.trajectories[0, -1] == run.trajectories[0, -1]))

    assert simulated(MIXED) == simulated(MIXED.dated(usual_period())) != simulated(MIXED.dated(PRESENT))


def test_secretary_and_director_are_one_person_by_law() -> None:
    def sitting(period: str) -> int:
        model = CommunityModel(period=period, params=TINY, months=2)
        model.run()
        return sum(agent.sits for agent in model.agents if isinstance(agent, CommitteeMember))

    assert (sitting("2014"), sitting("present")) == (7, 6)


def test_the_cost_of_a_lever_is_told_at_the_prices_of_the_period() -> None:
    visit = LEVERS["publicity_visits"]
    assert cost_in(visit, {}) == visit.cost
    said = cost_in(visit, PRESENT.over({}))
    assert said.en.startswith("17.55 yuan a household") and "17.55 元" in said.zh


def test_a_period_given_in_code_is_taken_as_it_is() -> None:
    later = Period("later", Text("Later", "以后"), 2030, {"election_term": 60})
    assert as_period(later) is later and later.money == Text("prices of 2030", "按 2030 年价格")
    assert replace(MIXED, period=later).period is later and MIXED.dated(later).params == {"election_term": 60}
