"""The model through Mesa's own interface, written as Mesa's documentation would use it."""

import gc
import weakref
from collections.abc import Callable

import mesa
import numpy as np
import pytest

from sim import CommunityModel
from sim.agents.committee import CommitteeMember, PartyCommittee, ResidentsCommittee
from sim.agents.member_unit import Unit
from sim.agents.party_member import PartyMember
from sim.agents.resident import Resident
from sim.agents.street import StreetOffice
from sim.agents.worker import Worker
from sim.errors import InputError
from sim.indicators import INDICATORS
from tests.small import scenario

SMALL = {"n_residents": 300.0, "n_buildings": 6.0, "burn_in_months": 14.0}


@pytest.fixture
def model() -> CommunityModel:
    return CommunityModel("publicity", params=SMALL)


def residents_of(model: CommunityModel) -> "mesa.agent.AgentSet":
    return model.agents.select(lambda agent: isinstance(agent, Resident))


def test_making_a_model_lives_through_the_burn_in(model: CommunityModel) -> None:
    assert (model.steps, model.month, model.running) == (0, 0, True)
    model.step()
    assert (model.steps, model.month) == (1, 1)


def test_every_role_is_a_mesa_agent(model: CommunityModel) -> None:
    counts = {role: len(agents) for role, agents in model.agents_by_type.items()}
    assert counts[Resident] + counts[PartyMember] == 300
    assert counts[Worker] == round(15 * CommunityModel(params=SMALL).indicator("filled_posts"))
    assert counts[ResidentsCommittee] == counts[PartyCommittee] == counts[StreetOffice] == 1
    assert counts[CommitteeMember] == 7 and counts[Unit] == 12
    assert set(model.agent_types) == set(counts)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)


def test_agents_can_be_selected_and_summed(model: CommunityModel) -> None:
    model.step()
    mean = residents_of(model).agg("trust", np.mean)
    assert mean == pytest.approx(model.indicator("trust"), abs=1e-12)
    old = residents_of(model).select(lambda resident: resident.age_group == "old")
    assert np.mean(old.get("awareness")) == pytest.approx(model.indicator("awareness.old"), abs=1e-12)


def test_agents_can_be_grouped(model: CommunityModel) -> None:
    model.step()
    by_tenure = residents_of(model).groupby("tenure").agg("belonging", np.mean)
    assert by_tenure["renter"] == pytest.approx(model.indicator("belonging.renter"), abs=1e-12)


def test_agents_can_be_changed_and_the_model_feels_it(model: CommunityModel) -> None:
    other = model.fork()
    residents_of(model).set("trust", 1.0)
    model.step()
    other.step()
    assert model.indicator("trust") > other.indicator("trust") + 0.2


def test_a_handle_reads_and_writes_its_row(model: CommunityModel) -> None:
    resident = model.resident(7)
    resident.awareness = 0.25
    assert model.resident(7).awareness == 0.25
    with pytest.raises(InputError, match=r"trust = 1\.5 is outside 0\.\.1"):
        resident.trust = 1.5


def test_what_neighbours_hear_follows_a_written_awareness(model: CommunityModel) -> None:
    resident = model.resident(7)
    resident.awareness, resident.took_part = 0.5, 1.0
    assert resident.talk == 0.5


def test_neighbours_know_each_other(model: CommunityModel) -> None:
    resident = model.resident(3)
    assert resident.neighbours()
    assert all(resident in neighbour.neighbours() for neighbour in resident.neighbours())


@pytest.mark.parametrize(
    "role", [Worker, PartyMember, CommitteeMember, Unit, ResidentsCommittee, PartyCommittee, StreetOffice]
)
def test_every_role_has_its_state(model: CommunityModel, role: type) -> None:
    model.step()
    agent = model.agents_by_type[role][0]
    values = [getattr(agent, name) for name, kind in vars(role).items() if isinstance(kind, property)]
    assert values


def test_a_committee_changes_the_community(model: CommunityModel) -> None:
    model.step()
    model.residents_committee.autonomy = 1.0
    model.step()
    assert sum(model.residents_committee.agenda.values()) == pytest.approx(1.0)
    assert model.indicator("autonomy") > 0.9


def test_the_party_sends_three_and_residents_elect_four(model: CommunityModel) -> None:
    members = model.committee_members
    parties = [member.committee is model.party_committee for member in members]
    assert parties == [True] * 3 + [False] * 4 and all(member.sits for member in members)
    assert [member.connections for member in members[:3]] == [0.0] * 3
    assert model.residents_committee.leader_quality == members[3].ability


def test_members_who_trust_each_other_and_stand_with_residents_change_the_community(model: CommunityModel) -> None:
    other = model.fork()
    for member in model.committee_members:
        member.trust, member.loyalty = 1.0, 0.0
    for both in (model, other):
        both.step()
    assert model.indicator("coordination") == pytest.approx(1.0)
    assert other.indicator("coordination") < 0.8
    assert model.residents_committee.autonomy > other.residents_committee.autonomy
    latest = model.datacollector.get_model_vars_dataframe().iloc[-1]
    assert latest["street_loyalty_median"] == 0.0 and latest["connections_seated"] > 0.0


def test_an_election_gives_the_seats_to_new_agents(model: CommunityModel) -> None:
    before = model.committee_members
    while model.month < 12:
        assert model.committee_members == before
        model.step()
    after = model.committee_members
    assert not {member.unique_id for member in before} & {member.unique_id for member in after}
    with pytest.raises(InputError, match="left in month 12"):
        before[0].trust  # noqa: B018


def test_where_posts_are_merged_party_members_decide_in_the_place_of_the_elected() -> None:
    model = CommunityModel(scenario("merged", {"cross_appointment": 0.67}), params=SMALL)
    model.step()
    assert [member.sits for member in model.committee_members] == [True] * 3 + [False] * 2 + [True] * 2
    assert model.residents_committee.leader_quality == model.committee_members[0].ability


def test_the_street_office_changes_the_community(model: CommunityModel) -> None:
    other = model.fork()
    model.street_office.item_stock *= 1.5
    model.street_office.pressure = 1.0
    model.step()
    other.step()
    assert model.indicator("item_stock") > 1.4 * other.indicator("item_stock")
    assert model.indicator("hours_inspections") == 200.0
    assert model.lanes.number("orders")[0] > 1.4 * other.lanes.number("orders")[0]


def test_somebody_who_moves_in_is_a_new_agent(model: CommunityModel) -> None:
    before = {agent.row: agent.unique_id for agent in residents_of(model)}
    model.step()
    moved = set(np.flatnonzero(model.lanes.moved).tolist())
    after = {agent.row: agent.unique_id for agent in residents_of(model)}
    assert moved
    assert {row for row in before if before[row] != after[row]} == moved
    assert min(after[row] for row in moved) > max(before.values())


def test_workers_come_and_go_as_agents(model: CommunityModel) -> None:
    for _ in range(36):
        model.step()
        filled = {agent.row for agent in model.agents_by_type[Worker]}
        assert filled == set(np.flatnonzero(model.lanes.posts[:, 0]).tolist())
    ids = [agent.unique_id for agent in model.agents]
    assert len(set(ids)) == len(ids)


def test_the_data_collector_holds_every_indicator(model: CommunityModel) -> None:
    for _ in range(3):
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(INDICATORS)
    assert frame["trust"].iloc[-1] == model.indicator("trust")


def test_a_data_collector_of_ones_own_works(model: CommunityModel) -> None:
    model.datacollector = mesa.DataCollector(
        model_reporters={"steps": "steps"}, agenttype_reporters={Resident: {"trust": "trust", "row": "row"}}
    )
    model.step()
    frame = model.datacollector.get_agenttype_vars_dataframe(Resident)
    assert len(frame) == len(model.agents_by_type[Resident])
    assert frame["trust"].between(0, 1).all()


def test_batch_run_runs_scenarios_and_seeds() -> None:
    rows = mesa.batch_run(
        CommunityModel,
        parameters={"scenario": ["baseline", "training"], "seed": range(2), "params": [SMALL], "months": [3]},
        iterations=1,
        max_steps=24,
        data_collection_period=-1,
        display_progress=False,
    )
    assert len(rows) == 4
    quality = {(row["scenario"], row["seed"]): row["quality"] for row in rows}
    alone = CommunityModel("training", seed=1, params=SMALL)
    assert alone.run(3)["quality"].iloc[-1] == quality["training", 1]
    assert len(set(quality.values())) == 4


def test_run_gives_the_burn_in_too(model: CommunityModel) -> None:
    frame = model.run(months=5)
    assert frame["month"].tolist() == list(range(-13, 6))
    assert frame["trust"].iloc[-1] == model.indicator("trust")


def test_the_model_is_one_lane_of_a_comparison(model: CommunityModel) -> None:
    from sim.compute.rng import replicate_seed
    from sim.engine.replicate import run_lockstep
    from sim.scenarios.scenario import load_profile, load_scenario

    scenarios = [load_scenario(name) for name in ("baseline", "package", "publicity")]
    beside = run_lockstep(scenarios, profile=load_profile("mixed"), params=SMALL, seed=5, months=6)
    alone = CommunityModel("publicity", seed=replicate_seed(5, 0), params=SMALL).run(6)
    np.testing.assert_array_equal(beside.trajectories[2], alone.iloc[:, 3:].to_numpy())


def test_a_fork_goes_on_from_the_same_month_with_the_same_random_draws(model: CommunityModel) -> None:
    model.step()
    same, other = model.fork(), model.fork("package")
    for one in (model, same, other):
        one.step()
    assert model.indicator("quality") == same.indicator("quality")
    assert model.indicator("quality") != other.indicator("quality")
    assert other.steps == model.steps == 2


def test_a_story_is_what_the_resident_simulated(model: CommunityModel) -> None:
    trust = []
    for _ in range(4):
        model.step()
        trust.append(model.resident(9).trust)
    story = model.resident(9).story()
    assert story["trust"].tolist()[-4:] == trust
    assert story["month"].iloc[0] == -13


def test_a_story_follows_a_fork(model: CommunityModel) -> None:
    model.step()
    other = model.fork("package")
    other.step()
    assert other.resident(9).story()["quality"].iloc[-1] == other.resident(9).quality


def free(make: Callable[[], CommunityModel]) -> bool:
    """Whether a model is gone once nobody holds it."""
    model = make()
    model.step()
    assert len(model.agents) > 300
    watch = weakref.ref(model)
    del model
    gc.collect()
    return watch() is None


def test_a_discarded_model_is_freed() -> None:
    assert free(lambda: CommunityModel(params=SMALL))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"seed": -1}, "seed = -1 is not a whole number"),
        ({"seed": 1.5}, "seed = 1.5"),
        ({"seed": None}, "seed = None"),
        ({"scenario": "publicty"}, "Did you mean 'publicity'"),
        ({"profile": "mixd"}, "Did you mean 'mixed'"),
        ({"params": {"forgeting": 0.1}}, "Did you mean 'forgetting'"),
        ({"params": {"forgetting": 9.0}}, "outside"),
    ],
)
def test_wrong_arguments_get_one_sentence(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        CommunityModel(**wrong)  # type: ignore[arg-type]


def test_what_is_recorded_of_workers_is_what_their_agents_say(model: CommunityModel) -> None:
    for _ in range(20):
        model.step()
        workers = model.agents_by_type[Worker]
        assert workers.agg("burnout", np.mean) == pytest.approx(model.indicator("burnout"), abs=1e-12)
        assert len(workers) == pytest.approx(15 * model.indicator("filled_posts"))


def test_parameters_of_a_scenario_must_fit_together(model: CommunityModel) -> None:
    from sim import Scenario, load_scenario

    base = load_scenario("baseline")
    both = {"event_budget_share": 0.55, "service_budget_share": 0.45}
    assert model.fork(Scenario(base.name, base.label, base.question, {}, (), both, "")).month == 0
