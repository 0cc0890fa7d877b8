"""The recipes of CONTRIBUTING.md, each done in a copy of the tree by touching only what it says."""

import csv
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
from sim.engine.replicate import baseline_levers, fork, lever_months, simulate_burn_in, world
from sim.engine.calendar import simulate_month
from sim.engine.lanes import settle
from sim.scenarios.given import as_profile, as_scenario
from sim.states import RESIDENT

scenario, profile, params = as_scenario("package"), as_profile("mixed"), json.loads(sys.argv[1])
twin = Twin(scenario, profile, params, seed=7)
twin.burn_in()
block = settle(7, [world(profile, params)])
simulate_burn_in(block)
block = fork(block, [scenario])
for levers in lever_months([scenario], 18):
    simulate_month(block, levers)
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


def simulated(tree: Tree, **params: float) -> dict:
    """What a small community comes to in compiled lanes, and how far the twin is from it."""
    (tree.folder / "simulate_a_while.py").write_text(LIVE, encoding="utf-8")
    done = tree.run("simulate_a_while", json.dumps(PEOPLE | params))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def as_it_is(tmp_path_factory: pytest.TempPathFactory) -> dict:
    return simulated(Tree(tmp_path_factory.mktemp("as_it_is")))


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
    same, other = simulated(tree), simulated(tree, trust_brittleness=0.8)
    assert same == as_it_is
    assert other["means"]["trust"] < same["means"]["trust"] and other["apart"] < 1e-9


@pytest.mark.slow
def test_a_rule_is_its_function_and_one_line(tmp_path: Path, as_it_is: dict) -> None:
    tree = Tree(tmp_path)
    tree.edit(RULES, "def volunteer_hours(", (
        "def habit_worn(habit: float, forgetting: float) -> Index:\n"
        '    """Habit wears off as things are forgotten."""\n'
        "    return habit * (1.0 - forgetting)\n\n\n"
        "def volunteer_hours("
    ))  # fmt: skip
    line = "    person.habit = resident.habit_after()\n"
    tree.edit(PASS, line, f"{line}    person.habit = resident.habit_worn()\n")
    worn = simulated(tree)
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
    grown = simulated(tree)
    assert grown["means"].pop("grudge") > 0.1 and grown["means"] == as_it_is["means"] and grown["apart"] < 1e-9
    assert set(grown["newcomers"]["grudge"]) == {0.0}


def test_an_argument_that_nothing_has_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.edit(
        RULES,
        "def gate(awareness: float, asked: float, information_floor: float)",
        "def gate(awareness: float, asked: float, informed_floor: float)",
    )
    done = tree.run("run", "compare", "publicity", "--replicates", "2", "--out", str(tmp_path / "out"))
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert (
        "the rule gate (sim/agents/resident.py, line " in done.stderr
        and "Did you mean 'information_floor'?" in done.stderr
    )


LEVER = """    Lever(
        name="repair_fund", default=0, low=0, high=20_000, problem="P8", own_indicator="quality",
        unit=_YUAN, label=Text("repair fund", "小修基金"),
        what=Text("small repairs at once, so that service is better", "小修小补及时办，服务更好"),
        price="lever.repair_fund", cost=_ITSELF,
    ),
)  # fmt: skip

check_once("""
SERVED = "def quality(match: float, service_part: float, quality_match: float) -> Index:"
MENDED = "def quality(match: float, service_part: float, quality_match: float, repair_fund: float) -> Index:"
TOLD = "    return power(match, quality_match) * service_part"
TOLD_MENDED = """    served = power(match, quality_match) * service_part
    return served + (1.0 - served) * repair_fund / (repair_fund + 20000.0)"""
INDICATOR = """    _mean("far_from_it", ("residents without trust", "不信任的居民"), PERCENT, "attitudes", -1,
          ("residents whose trust is under 60", "信任不足 60 分的居民占比"),
          sums="1.0 if person.trust < 0.6 else 0.0", grouped=True),
)  # fmt: skip

check_once("""
END = ")  # fmt: skip\n\ncheck_once("
RENEW = ("tools.renew", "reference-tables", "reference-rows")
ASKED = (
    "compare", "publicity", "--replicates", "2", "--no-worlds", "--param", "n_residents=300",
    "--param", "n_buildings=6",
)  # fmt: skip


def with_lever(folder: Path) -> Tree:
    """A copy with a lever more: its declaration, and the rule that reads it."""
    tree = Tree(folder)
    tree.edit("sim/levers.py", END, LEVER)
    tree.edit(RULES, SERVED, MENDED)
    tree.edit(RULES, TOLD, TOLD_MENDED)
    return tree


def nominal(tree: Tree, **levers: float) -> float:
    """What a month of these levers costs in a budget of the copy."""
    (tree.folder / "ask_price.py").write_text(
        "import json, sys\n"
        "from experiments.policies.budget import month_cost\n"
        "from sim import params\n"
        "from sim.levers import defaults\n"
        "print(month_cost(defaults() | json.loads(sys.argv[1]), params.defaults()))\n", encoding="utf-8",
    )  # fmt: skip
    done = tree.run("ask_price", json.dumps(levers))
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def differences(tree: Tree, *words: str) -> dict[str, float]:
    """What publicity does to every indicator in two small communities of the copy."""
    done = tree.run("run", *ASKED, *words, "--out", str(tree.folder / "out"))
    assert done.returncode == 0, done.stderr
    with (tree.folder / "out" / "differences.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["scenario"] == "publicity"]
    return {row["indicator"]: float(row["difference"] or "nan") for row in rows}


def test_a_lever_is_in_budgets_lists_and_tables_by_its_declaration(tmp_path: Path) -> None:
    tree = with_lever(tmp_path)
    assert nominal(tree, repair_fund=3000.0) == 3000.0
    listed = tree.run("run", "list", "levers")
    assert "repair_fund" in listed.stdout
    done = tree.run("tools.renew", "reference-tables")
    assert done.returncode == 0, done.stdout
    page = (tmp_path / "docs/reference/levers.en.md").read_text(encoding="utf-8")
    assert next(line for line in page.splitlines() if "`repair_fund`" in line).count("The sum itself.") == 1


@pytest.mark.slow
def test_a_lever_moves_what_its_rule_says_and_costs_its_price(tmp_path: Path, as_it_is: dict) -> None:
    tree = with_lever(tmp_path)
    assert simulated(tree) == as_it_is
    effects = differences(tree, "--set", "repair_fund=6000")
    assert effects["quality"] > 0.05 and effects["cost"] == pytest.approx(14_000)
    tests = tree.run("pytest", "-q", "-k", "lever", "tests/sim/test_levers_declared.py", "tests/sim/test_effects.py")
    assert tests.returncode == 0, tests.stdout


@pytest.mark.slow
def test_an_indicator_is_one_row(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.edit("sim/indicators.py", END, INDICATOR)
    assert differences(tree)["far_from_it"] != 0.0
    assert tree.run(*RENEW).returncode == 0
    tests = tree.run("pytest", "-q", "tests/sim/test_reference.py", "tests/sim/test_indicators_declared.py")
    assert tests.returncode == 0, tests.stdout


FORGOTTEN = {
    "the price of a lever": (
        "sim/levers.py", LEVER.replace('price="lever.repair_fund", ', ""),
        "a Lever lacks: price.",
    ),
    "a lever by another name in its price": (
        "sim/levers.py", LEVER.replace('"lever.repair_fund"', '"lever.repair_found"'),
        "the price of repair_fund, sim/levers.py: the code asks for lever.repair_found, which sim/levers.py does not "
        "declare. Did you mean 'repair_fund'?",
    ),
    "a state by another name in a sum": (
        "sim/indicators.py", INDICATOR.replace("person.trust", "person.trst"),
        "the sum of far_from_it, sim/indicators.py: the code asks for person.trst, which sim/states.py does not "
        "declare. Did you mean 'trust'?",
    ),
    "what an indicator reads": (
        "sim/indicators.py", '    _row("far_from_it", ("far", "远"), PERCENT, "attitudes", -1, ("far", "远")),\n' + END,
        "sim/indicators.py: the community has no number 'far_from_it', which an indicator reads; name it in "
        "sim/compute/layout.py",
    ),
    "a mean that nobody sums": (
        "sim/indicators.py", '    _row("far_from_it", ("far", "远"), PERCENT, "attitudes", -1, ("far", "远"), '
        'of=lambda record: record.mean("turst")),\n' + END,
        "nothing called 'turst', of which an indicator reads the mean, is summed over residents; give it a row, _mean, "
        "that says what is summed. Did you mean 'trust'?",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "written", "said"), FORGOTTEN.values(), ids=FORGOTTEN)
def test_what_is_forgotten_in_a_declaration_is_one_sentence(tmp_path: Path, file: str, written: str, said: str) -> None:
    tree = Tree(tmp_path)
    tree.edit(file, END, written)
    done = tree.run("run", *ASKED, "--out", str(tmp_path / "out"))
    *before, sentence = done.stderr.splitlines()
    assert done.returncode == 2 and len(before) <= 1 and sentence.startswith("error: ") and said in sentence


def test_tables_that_were_forgotten_are_named_with_their_command(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.edit("sim/indicators.py", END, INDICATOR)
    told = tree.run("tools.renew", "--check", "reference-tables", "reference-rows").stdout
    assert "docs/reference/indicators.en.md is not what is made now" in told
    assert "rows came or went, such as baseline far_from_it" in told
    done = tree.run("pytest", "-q", "tests/sim/test_reference.py", "-k", "rows")
    assert "run: python -m tools.renew reference-rows" in done.stdout


def test_a_scenario_is_one_file(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    text = (tree.folder / "sim/scenarios/publicity.toml").read_text(encoding="utf-8")
    (tree.folder / "sim/scenarios/louder.toml").write_text(text, encoding="utf-8")
    done = tree.run("run", "list", "scenarios")
    assert done.returncode == 0 and "louder" in done.stdout
