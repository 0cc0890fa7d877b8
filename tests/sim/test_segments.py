"""One text of the month, two forms: arguments are filled by their name, and what no table knows is told."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from sim.agents import resident
from sim.agents.resident import Resident
from sim.compute import layout
from sim.compute.layout import N_BOARD, N_OWN, N_SHARED, SHARED, SLOTS, number, param, person
from sim.compute.segments import GRID, OF_MOVER, ON_TILE, TABLES, each_lane, each_resident, made_of, on_objects
from sim.engine.passes import moves
from sim.errors import RuleError
from sim.states import MEMBER, RESIDENT, UNIT, WORKER

HERE = Path(__file__).name


@each_resident
def learn(more):
    """Learn, and a bit more."""
    hazard = resident.awareness_hazard(resident.exposure(), neighbours_talk=person.near_talk)
    person.awareness = resident.awareness_after(hazard=hazard + more)


@each_lane
def hear(share):
    """Set what is heard of one service, and give a number back."""
    for k in range(2):
        number.voice[k] += share * param.ask_probability
    return number.voice[1]


def on_board(values: dict[str, float], *tables: str) -> np.ndarray:
    """Columns of the named tables, the board's or another array's, with values in every slot."""
    array = np.zeros(max(N_BOARD, len(layout.SCRATCH)) * SLOTS)
    for name, value in values.items():
        table, column = name.split(".")
        if table in tables:
            first = vars(getattr(layout, table))[column]
            array[first : first + SLOTS] = value
    return array


COMMUNITY = ("number", "param", "lever")


GIVEN = {
    "person.awareness": 0.4, "person.near_talk": 0.3, "number.board_pull": 0.02, "number.digital_pull": 0.05,
    "number.visited": 0.01, "number.visible_work": 0.015, "param.insider_exposure": 0.1, "param.word_of_mouth": 0.2,
    "param.forgetting": 0.03,
}  # fmt: skip
TRAITS = {"board_reach": 0.7, "digital_reach": 0.2, "member": 1.0}
BY_HAND = resident.awareness_after(
    0.4, resident.awareness_hazard(resident.exposure(0.7, 0.2, 0.02, 0.05), 1.0, 0.01, 0.3, 0.015, 0.1, 0.2) + 0.5, 0.03
)


@pytest.mark.parametrize("compiled", [True, False])
def test_a_loop_over_lanes_fills_arguments_by_their_name(compiled: bool) -> None:
    scratch, board = on_board(GIVEN, "person"), on_board(GIVEN, *COMMUNITY)
    at_hand = on_board({f"here.{name}": value for name, value in TRAITS.items()}, "here")
    (learn if compiled else learn.py_func)(scratch, at_hand, board, 0.5)
    assert scratch[person.awareness : person.awareness + SLOTS].tolist() == [BY_HAND] * SLOTS


def test_a_method_of_plain_objects_does_the_same() -> None:
    tables = {"person": {**TRAITS}, "number": {}, "param": {}}
    for name, value in GIVEN.items():
        tables[name.split(".")[0]][name.split(".")[1]] = value
    agent, c, p = (SimpleNamespace(**tables[table]) for table in ("person", "number", "param"))
    on_objects(learn)(agent, p, c, None, 0.5)
    assert agent.awareness == BY_HAND


def test_numbers_of_a_service_and_a_value_given_back() -> None:
    board = on_board({"param.ask_probability": 0.5, "number.voice_1": 0.25}, *COMMUNITY)
    assert hear(3, board, 0.5) == 0.5
    assert board[number.voice_0 + 3] == 0.25 and board[number.voice_1 : number.voice_1 + 3].tolist() == [0.25] * 3
    c = SimpleNamespace(voice=[0.0, 0.25])
    assert on_objects(hear)(SimpleNamespace(ask_probability=0.5), c, None, 0.5) == 0.5 and c.voice == [0.25, 0.5]


@each_resident
def count():
    """Add up awareness."""
    number.mean_awareness += person.awareness


def test_what_residents_add_to_a_number_is_rounded_so_that_their_order_does_not_matter() -> None:
    scratch = on_board({"person.awareness": 1.0 / 3.0}, "person")
    count(scratch, scratch, scratch)
    first = layout.summed.mean_awareness
    assert scratch[first : first + SLOTS].tolist() == [1.0 / 3.0 + GRID - GRID] * SLOTS
    rounded = np.random.default_rng(1).uniform(0, 1, 10_000) + GRID - GRID
    assert len({float(np.cumsum(np.random.default_rng(k).permutation(rounded))[-1]) for k in range(20)}) == 1
    c = SimpleNamespace(mean_awareness=0.0)
    on_objects(count)(SimpleNamespace(awareness=1.0 / 3.0), None, c, None)
    assert c.mean_awareness == scratch[first]


def test_the_text_of_a_segment_keeps_its_lines() -> None:
    assert (
        learn.py_func.__code__.co_firstlineno
        == Path(__file__).read_text("utf-8").split("\n").index("def learn(more):") + 1
    )


@pytest.mark.parametrize("line,said", [
    ("person.awarenes = 1.0", r"the code asks for person\.awarenes, which sim/states\.py does not declare\. "
                              r"Did you mean 'awareness'\?"),
    ("person.awareness = param.forgeting", r"the code asks for param\.forgeting, which sim/params does not declare\."),
    ("number.voice = 1.0", r"there is one number\.voice a service; say which, as in number\.voice\[k\]\."),
    ("person.talk = post.burnout", r"there is no post at hand here\."),
    ("person.talk = resident.talk(quiet_tlk=0.5)", r"the rule talk has no argument quiet_tlk\. Did you mean"),
    ("person.talk = resident.happens(0.5)", r"the rule happens \(sim/agents/resident\.py, line \d+\) asks for "
                                            r"probability, which is not a state, number, parameter or lever; declare"),
])  # fmt: skip
def test_what_no_table_knows_is_told_by_file_and_line(line: str, said: str) -> None:
    with pytest.raises(RuleError, match=rf"{HERE}, line 3: {said}") as told:
        made_of("wrong", "Be wrong.", ON_TILE, {**globals()}, [line])
    assert told.value.get("zh") != told.value.get("en")


def test_a_name_of_two_tables_must_be_said() -> None:
    with pytest.raises(RuleError, match=r"there are number\.canvassing and param\.canvassing; say which, as in canv"):
        made_of("wrong", "Be wrong.", OF_MOVER, {**globals(), "elections": __import__("sim.elections").elections},
                ["number.canvassing = elections.canvassing_strength(openness=0.0)"])  # fmt: skip


def test_every_name_of_a_row_is_of_one_row_alone() -> None:
    rows = [set(TABLES[table]) for table in ("person", "trait", "member")]
    assert sum(map(len, rows)) == len(set.union(*rows)) and not rows[0] & set(TABLES["number"])


@pytest.mark.parametrize(
    "state",
    [one for one in RESIDENT if (not one.anew or one.newcomer) and one.name != "quality"],
    ids=lambda one: one.name,
)
def test_a_newcomer_keeps_nothing_of_who_simulated_there(state) -> None:
    def after(stranger: float) -> float:
        row, shared = np.full(N_OWN * SLOTS, stranger), np.full(N_SHARED * 2, stranger)
        board = on_board({f"param.{name}": 0.25 for name in TABLES["param"]}, *COMMUNITY)
        moves.begin_anew(0, row, shared, board, np.full(len(layout.TRAITS), 0.5), (0, 0), 0.3, -0.2)
        column = getattr(person, state.name)
        return shared[(column - SHARED) // SLOTS * 2] if state.shared else row[column]

    assert after(0.125) == after(0.75)


def test_every_state_is_reset_at_a_move_or_made_anew_every_month() -> None:
    assert [one.name for one in (*RESIDENT, *MEMBER) if not one.newcomer and not one.anew] == []


@pytest.mark.parametrize("state", RESIDENT, ids=lambda one: one.name)
def test_an_agent_has_every_state_that_is_declared(state) -> None:
    shown = getattr(Resident, state.name)
    assert state.what.en[1:] in shown.__doc__ and (shown.fset is None) == state.made


def test_states_are_declared_once() -> None:
    assert len({one.name for one in (*RESIDENT, *MEMBER)}) == len(RESIDENT) + len(MEMBER)
    assert tuple(one.name for one in WORKER) == layout.POST and tuple(one.name for one in UNIT) == layout.UNITS
