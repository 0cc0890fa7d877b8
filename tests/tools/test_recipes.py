"""The recipes of CONTRIBUTING.md, each done in a copy of the tree by touching only what it says."""

import json
from pathlib import Path

import pytest

from tests.small import SMALL
from tests.tools.trees import Tree

LIVE = """
import json
import sys

import numpy as np

from experiments.benchmark.twin import Twin
from sim.engine.replicate import baseline_levers, fork, lever_months, live_burn_in, world
from sim.engine.calendar import live_month
from sim.engine.lanes import settle
from sim.scenarios.given import as_profile, as_scenario
from sim.states import RESIDENT

scenario, profile, params = as_scenario("package"), as_profile("mixed"), json.loads(sys.argv[1])
twin = Twin(scenario, profile, params, seed=7)
twin.burn_in()
block = settle(7, [world(profile, params)])
live_burn_in(block)
block = fork(block, [scenario])
for levers in lever_months([scenario], 18):
    live_month(block, levers)
    twin.step()
states = {state.name: block.state(state.name)[:, 0] for state in RESIDENT}
twins = {name: np.array([getattr(one, name) for one in twin.residents]) for name in states}
apart = {name: float(abs(values - twins[name]).max()) for name, values in states.items()}
moved = np.flatnonzero(block.moved).tolist()
means = {name: float(values.mean()) for name, values in states.items()}
newcomers = {name: values[moved].tolist() for name, values in states.items()}
print(json.dumps({"apart": max(apart.values()), "means": means, "newcomers": newcomers}))
"""
PEOPLE = {name: SMALL[name] for name in ("n_residents", "n_buildings", "burn_in_months")}
RULES, PASS = "sim/agents/resident.py", "sim/engine/passes/residents.py"


def lived(tree: Tree, **params: float) -> dict:
    """What a small community comes to in compiled lanes, and how far the twin is from it."""
    (tree.folder / "live_a_while.py").write_text(LIVE, encoding="utf-8")
    done = tree.run("live_a_while", json.dumps(PEOPLE | params))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def as_it_is(tmp_path_factory: pytest.TempPathFactory) -> dict:
    return lived(Tree(tmp_path_factory.mktemp("as_it_is")))


@pytest.mark.slow
def test_a_parameter_is_its_declaration_and_the_rule(tmp_path: Path, as_it_is: dict) -> None:
    tree = Tree(tmp_path)
    tree.edit("sim/params/residents.py", '    trust("belonging_participation",', (
        '    trust("trust_brittleness", 0.0, WEIGHT, "trust lost faster by trust", "越信任失去越快", 0.0, 1.0),\n'
        '    trust("belonging_participation",'
    ))  # fmt: skip
    tree.edit(RULES, "trust_gain: float, trust_loss: float) -> Index:", (
        "trust_gain: float, trust_loss: float, trust_brittleness: float) -> Index:"
    ))  # fmt: skip
    tree.edit(RULES, "    return trust + (trust_gain if target > trust else trust_loss) * (target - trust)", (
        "    lost = trust_loss * (1.0 + trust_brittleness * trust)\n"
        "    return trust + (trust_gain if target > trust else lost) * (target - trust)"
    ))  # fmt: skip
    same, other = lived(tree), lived(tree, trust_brittleness=0.8)
    assert same == as_it_is
    assert other["means"]["trust"] < same["means"]["trust"] and other["apart"] < 1e-9


@pytest.mark.slow
def test_a_rule_is_its_function_and_one_line(tmp_path: Path, as_it_is: dict) -> None:
    tree = Tree(tmp_path)
    tree.edit(RULES, "def volunteer_probability(", (
        "def habit_worn(habit: float, forgetting: float) -> Index:\n"
        '    """Habit wears off as things are forgotten."""\n'
        "    return habit * (1.0 - forgetting)\n\n\n"
        "def volunteer_probability("
    ))  # fmt: skip
    line = "    person.habit = resident.habit_after()\n"
    tree.edit(PASS, line, f"{line}    person.habit = resident.habit_worn()\n")
    worn = lived(tree)
    assert worn["means"]["habit"] < as_it_is["means"]["habit"] and worn["apart"] < 1e-9


@pytest.mark.slow
def test_a_state_is_one_entry_and_newcomers_begin_anew(tmp_path: Path, as_it_is: dict) -> None:
    tree = Tree(tmp_path)
    tree.edit(
        "sim/states.py",
        '    State("habit",',
        '    State("grudge", Text("grudge", "怨气"), 0.0, "0.0"),\n    State("habit",',
    )
    tree.edit(RULES, "def fairness_after(", (
        "def grudge_after(grudge: float, satisfaction: float) -> Index:\n"
        '    """Who is not satisfied bears a grudge."""\n'
        "    return grudge + 0.1 * (1.0 - satisfaction - grudge)\n\n\n"
        "def fairness_after("
    ))  # fmt: skip
    line = "    person.fairness = resident.fairness_after()\n"
    tree.edit(PASS, line, f"{line}    person.grudge = resident.grudge_after()\n")
    grown = lived(tree)
    assert grown["means"].pop("grudge") > 0.1 and grown["means"] == as_it_is["means"] and grown["apart"] < 1e-9
    assert set(grown["newcomers"]["grudge"]) == {0.0}


def test_an_argument_that_nothing_has_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.edit(
        RULES,
        "def gate(awareness: float, asked: float, asked_gate: float)",
        "def gate(awareness: float, asked: float, ask_gate: float)",
    )
    done = tree.run("run", "compare", "publicity", "--replicates", "2", "--out", str(tmp_path / "out"))
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "the rule gate (sim/agents/resident.py, line " in done.stderr and "Did you mean 'asked_gate'?" in done.stderr


def test_a_scenario_is_one_file(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    text = (tree.folder / "sim/scenarios/publicity.toml").read_text(encoding="utf-8")
    (tree.folder / "sim/scenarios/louder.toml").write_text(text, encoding="utf-8")
    done = tree.run("run", "list", "scenarios")
    assert done.returncode == 0 and "louder" in done.stdout
