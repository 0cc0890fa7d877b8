"""What the Mesa model cannot do it says: nothing is taken without effect, lost or read of somebody else."""

import mesa
import numpy as np
import pytest

from sim import CommunityModel, Scenario, load_scenario
from sim.agents.committee import CommitteeMember, PartyCommittee, ResidentsCommittee
from sim.agents.handle import RECOMPUTED, Handle
from sim.agents.member_unit import Unit
from sim.agents.party_member import PartyMember
from sim.agents.resident import Resident
from sim.agents.street import StreetOffice
from sim.agents.worker import Worker
from sim.engine.lanes import Lanes
from sim.errors import InputError
from sim.scenarios.scenario import Change
from tests.small import ALONE

SMALL = {"n_residents": 200.0, "n_buildings": 4.0, "burn_in_months": 6.0}
ROLES = (Resident, PartyMember, Worker, CommitteeMember, Unit, ResidentsCommittee, PartyCommittee, StreetOffice)


class Own(CommunityModel):
    """A model with something added."""


class Visitor(mesa.Agent):
    """An agent of one's own."""


@pytest.fixture
def model() -> CommunityModel:
    return CommunityModel("publicity", params=SMALL)


def timed(*changes: Change) -> Scenario:
    return load_scenario("baseline").replace(levers={}, changes=changes)


def moved_out(model: CommunityModel) -> Resident:
    """Live on until somebody has moved out, and return the handle of before."""
    before = {row: model.resident(row) for row in range(200)}
    while True:
        model.step()
        rows = np.flatnonzero(model.lanes.moved).tolist()
        if rows:
            return before[rows[0]]


def test_a_handle_of_somebody_who_moved_out_neither_reads_nor_writes_the_newcomer(model: CommunityModel) -> None:
    gone = moved_out(model)
    trust = model.resident(gone.row).trust
    sentence = rf"{type(gone).__name__} {gone.unique_id}: left in month {model.month}, and row {gone.row} is somebody"
    for use in (lambda: gone.trust, lambda: setattr(gone, "trust", 0.0), gone.neighbours, lambda: gone.education,
                lambda: gone.took_part_within_year, lambda: gone.tenure):  # fmt: skip
        with pytest.raises(InputError, match=sentence):
            use()
    assert model.resident(gone.row).trust == trust
    assert gone not in model.agents


def test_a_handle_of_a_worker_who_quit_is_as_dead(model: CommunityModel) -> None:
    before = set(model.agents_by_type[Worker])
    while not before - set(model.agents_by_type[Worker]):
        model.step()
    gone = (before - set(model.agents_by_type[Worker])).pop()
    with pytest.raises(InputError, match=rf"Worker {gone.unique_id}: left in month {model.month}"):
        gone.burnout = 0.0


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_taken_out_or_steps_by_himself(model: CommunityModel, role: type[Handle]) -> None:
    agent = model.agents_by_type[role][0]
    with pytest.raises(InputError, match=f"{role.__name__} {agent.unique_id}: nobody can be taken out of the model"):
        agent.remove()
    with pytest.raises(InputError, match="agents do not step by themselves"):
        model.agents_by_type[role].do("step")
    assert agent in model.agents


def test_all_agents_are_not_taken_out_either(model: CommunityModel) -> None:
    count = len(model.agents)
    with pytest.raises(InputError, match="nobody can be taken out"):
        model.remove_all_agents()
    assert len(model.agents) == count


@pytest.mark.parametrize("role", ROLES)
def test_nobody_can_be_added(model: CommunityModel, role: type[Handle]) -> None:
    count = len(model.agents)
    with pytest.raises(InputError, match=f"{role.__name__}: the model makes its people by itself"):
        role(model) if role in ROLES[5:] else role(model, 0, 0) if role is PartyMember else role(model, 0)  # type: ignore[call-arg]
    assert len(model.agents) == count


@pytest.mark.parametrize("role,name,sentence", [
    (Resident, "trusst", "there is no state trusst, and setting it would have no effect. Did you mean 'trust'?"),
    (Resident, "education", "education can be read, not written."),
    (Resident, "tenure", "tenure can be read, not written."),
    (Resident, "row", "row can be read, not written."),
    (Resident, "match", "match is made anew every month, and what is written there has no effect."),
    (Unit, "gives", "gives is made anew every month"),
    (Worker, "effort", "effort is made anew every month"),
    (PartyCommittee, "agenda", "agenda can be read, not written."),
    (PartyCommittee, "fund", "fund can be read, not written."),
    (PartyCommittee, "coordination", "coordination can be read, not written."),
    (CommitteeMember, "sits", "sits can be read, not written."),
    (ResidentsCommittee, "unique_id", "unique_id can be read, not written."),
])  # fmt: skip
def test_what_would_have_no_effect_is_not_written(
    model: CommunityModel, role: type[Handle], name: str, sentence: str
) -> None:
    agent = model.agents_by_type[role][0]
    with pytest.raises(InputError) as caught:
        model.agents_by_type[role].set(name, 0.5)
    assert str(caught.value).startswith(f"{role.__name__} {agent.unique_id}: {sentence}")


def test_a_place_in_a_space_of_ones_own_can_be_set(model: CommunityModel) -> None:
    model.resident(3).pos = (1, 2)
    assert model.resident(3).pos == (1, 2)


def state(lanes: Lanes) -> list[bytes]:
    return [
        part.tobytes() for part in (lanes.own, lanes.near, lanes.posts, lanes.units, lanes.mobilisation, lanes.board)
    ]


WRITABLE = [
    (role, name)
    for role in ROLES
    for name in dir(role)
    if getattr(getattr(role, name), "fset", None) and not name.startswith("_")
]


@pytest.mark.parametrize("role,name", [pair for pair in WRITABLE if pair[1] in RECOMPUTED])
def test_what_is_refused_as_made_anew_has_no_effect_indeed(model: CommunityModel, role: type, name: str) -> None:
    other = model.fork()
    for agent in model.agents_by_type[role]:
        getattr(role, name).fset(agent, 1.0 - getattr(agent, name))
    model.step()
    other.step()
    assert state(model.lanes) == state(other.lanes)


@pytest.mark.parametrize("role", [Resident, PartyMember])
def test_the_quality_that_was_met_decides_who_complains(model: CommunityModel, role: type) -> None:
    complained = {0.0: 0.0, 1.0: 0.0}
    for met in complained:
        other = model.fork()
        for _ in range(12):
            for agent in other.agents_by_type[role]:
                agent.quality = met
            other.step()
            complained[met] += sum(agent.complained for agent in other.agents_by_type[role])
    assert complained[1.0] == 0.0 < complained[0.0]


@pytest.mark.parametrize("role,name", [pair for pair in WRITABLE if pair[1] not in {*RECOMPUTED, "quality"}])
def test_what_is_taken_has_an_effect(model: CommunityModel, role: type, name: str) -> None:
    other = model.fork()
    for agent in model.agents_by_type[role]:
        setattr(agent, name, abs(0.9 - getattr(agent, name)))
    model.step()
    other.step()
    assert state(model.lanes) != state(other.lanes)


@pytest.mark.parametrize("row", [-1, 200, 1.5, True, "3"])
def test_a_row_that_is_not_there_is_told(model: CommunityModel, row: object) -> None:
    with pytest.raises(InputError, match=r"there is no such row; allowed is 0\.\.199"):
        model.resident(row)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["seed", "profile", "params", "scenario", "lanes"])
def test_what_a_model_was_made_from_cannot_be_changed(model: CommunityModel, name: str) -> None:
    before = getattr(model, name)
    with pytest.raises(InputError, match=rf"model\.{name} cannot be changed once the model is made; use fork"):
        setattr(model, name, None)
    assert getattr(model, name) is before


def test_an_agent_of_ones_own_gets_a_number_that_nobody_else_has(model: CommunityModel) -> None:
    first = Visitor(model)
    second = Visitor(model)
    model.step()
    ids = [agent.unique_id for agent in model.agents]
    assert {first.unique_id, second.unique_id} < set(ids) and len(set(ids)) == len(ids)
    second.remove()
    assert second not in model.agents and first in model.agents


def test_a_fork_takes_plain_data_along_as_a_copy() -> None:
    model = Own(params=SMALL)
    model.seen, model.share, model.table = [1, 2], 0.5, {"a": np.arange(3)}  # type: ignore[attr-defined]
    twin = model.fork("package")
    assert type(twin) is Own
    assert (twin.seen, twin.share, twin.table["a"].tolist()) == ([1, 2], 0.5, [0, 1, 2])  # type: ignore[attr-defined]
    twin.seen.append(3)  # type: ignore[attr-defined]
    assert model.seen == [1, 2]  # type: ignore[attr-defined]


def test_a_fork_collects_the_same_from_its_month_on(model: CommunityModel) -> None:
    model.datacollector = mesa.DataCollector(
        model_reporters={"trust": lambda model: model.indicator("trust"), "month": "month"},
        agenttype_reporters={Worker: {"burnout": "burnout"}},
    )
    model.step()
    twin = model.fork("package")
    twin.step()
    frame = twin.datacollector.get_model_vars_dataframe()
    assert frame["month"].tolist() == [2] and frame["trust"].tolist() == [twin.indicator("trust")]
    assert len(twin.datacollector.get_agenttype_vars_dataframe(Worker)) == len(twin.agents_by_type[Worker])


def test_a_fork_that_would_lose_something_is_refused() -> None:
    model = Own(params=SMALL)
    model.friend = model.resident(1)  # type: ignore[attr-defined]
    with pytest.raises(InputError, match="cannot take along what Own has added: friend; only plain data goes along"):
        model.fork()
    del model.friend  # type: ignore[attr-defined]
    Visitor(model)
    with pytest.raises(InputError, match="has added: agents of the class Visitor;"):
        model.fork()


def test_a_change_after_the_last_month_is_refused(model: CommunityModel) -> None:
    late = timed(Change(2, 5, {"grant": 1.0}), Change(130, None, {"training_hours": 1.0}))
    with pytest.raises(InputError, match="a change begins in month 130, after the last month, 120"):
        CommunityModel(late, params=SMALL)
    with pytest.raises(InputError, match="a change begins in month 130, after the last month, 120"):
        model.fork(late)
    assert CommunityModel(late, params=SMALL, months=130).months == 130


def test_a_fork_under_what_is_over_is_refused(model: CommunityModel) -> None:
    model.step()
    model.step()
    with pytest.raises(InputError, match="all its changes are over by month 2; months count from the beginning"):
        model.fork(timed(Change(1, 2, {"grant": 1.0})))
    assert model.fork(timed(Change(1, 3, {"grant": 1.0}))).month == 2


@pytest.mark.parametrize("months", [0, -1, 1.5, "12", 5000])
def test_months_that_are_none_are_refused(months: object) -> None:
    with pytest.raises(InputError, match="months = "):
        CommunityModel(params=SMALL, months=months)  # type: ignore[arg-type]


def test_the_data_collector_holds_what_run_returns_also_of_what_looks_back(model: CommunityModel) -> None:
    frame = model.run(30)
    collected = model.datacollector.get_model_vars_dataframe()
    simulated = frame[frame["month"] >= 1]
    assert simulated["new_leaver_share"].notna().sum() > 20
    for name in collected:
        np.testing.assert_array_equal(collected[name].to_numpy(), simulated[name].to_numpy(), err_msg=name)


def test_a_community_of_run_is_had_by_its_number() -> None:
    from experiments.compare.trajectories import trajectories
    from sim.compute.rng import replicate_seed
    from sim.scenarios.scenario import load_profile

    table = trajectories(
        [load_scenario("baseline")], profile=load_profile("mixed"), replicates=2, months=3, seed=7, execution=ALONE,
        params=SMALL,
    )  # fmt: skip
    second = CommunityModel("baseline", seed=replicate_seed(7, 1), params=SMALL).run(3)
    rows = table[table["replicate"] == 2]
    for name in ("participation_12m", "trust", "quality"):
        assert rows[name].tolist() == second[name].tolist()


@pytest.mark.parametrize(
    ("agent", "state", "value", "said"),
    [
        (lambda model: model.street_office, "item_stock", np.inf, ("is not a finite number", "街道办", "不是有限的数")),
        (lambda model: model.street_office, "pressure", 2, ("is outside 0..1", "街道办", "超出 0..1")),
        (lambda model: model.committee_members[0], "trust", "x", ("is outside 0..1", "委员", "超出 0..1")),
        (lambda model: model.resident(1), "last_sat", -np.inf, ("is not a finite number", "居民", "不是有限的数")),
    ],
)
def test_a_value_that_a_state_cannot_have_is_told_with_agent_state_and_range(
    model: CommunityModel, agent, state: str, value, said
) -> None:
    one = agent(model)
    before = getattr(one, state)
    with pytest.raises(InputError) as caught:
        setattr(one, state, value)
    en, who, zh = said
    assert caught.value.text.en == f"{type(one).__name__} {one.unique_id}: {state} = {value!r} {en}."
    assert caught.value.text.zh == f"{who} {one.unique_id}：{state} = {value!r} {zh}。"
    assert getattr(one, state) == before
