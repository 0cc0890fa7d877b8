"""What is told of stored things that are stale, here and in copies of the tree where something was made so by hand."""

import re
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from sim.scenarios.scenario import profile_names
from tests.tools.trees import Tree
from tools.stored import STORED, Stored

MEASURED = [item for item in STORED if item.measurement]
NAMES = ("reference-tables", "single-numbers", "pathways", "worlds")


def tell(own: Stored) -> None:
    """Warn of a measurement that is stale; one that is missing, without which the page does not open, is a failure."""
    told = list(own.why())
    assert not [reason for reason in told if reason.endswith("is missing")], told
    if told:
        warnings.warn(f"{told[0]}; run python -m tools.renew {own.name}", stacklevel=2)


@pytest.mark.parametrize("own", MEASURED, ids=lambda item: item.name)
def test_a_measurement_that_is_stale_is_told_and_one_that_is_missing_is_a_failure(own: Stored) -> None:
    tell(own)


def test_the_warning_is_one_sentence_with_the_command_and_fails_nothing() -> None:
    stale = replace(MEASURED[0], why=lambda: iter(["doubts.json was measured with other rules"]))
    with pytest.warns(UserWarning, match=r"^doubts.json was .*; run python -m tools.renew single-numbers$"):
        tell(stale)
    with pytest.raises(AssertionError, match=r"kept\.json is missing"):
        tell(replace(stale, why=lambda: iter(["kept.json is missing"])))


CURRENT = """
import json
from tools import measured, reference_tables
reference_tables.write_tables()
for own in (measured.SingleNumbers(), measured.Pathways(), *measured.sets_of_worlds()):
    for file, stamp in own.wanted().items():
        text = own.text(measured.stamped(json.loads(file.read_text("utf-8")), stamp))
        file.write_text(text, encoding="utf-8", newline="\\n")
"""


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy of the tree in which all that is checked here carries the stamps of the tree as it is."""
    found = Tree(tmp_path_factory.mktemp("current"))
    (found.folder / "made_current.py").write_text(CURRENT, encoding="utf-8")
    done = found.run("made_current")
    assert done.returncode == 0, done.stderr
    return found


@pytest.fixture
def tree(current: Tree, tmp_path: Path) -> Tree:
    return Tree(tmp_path / "tree", current.folder)


def stale(tree: Tree, *names: str) -> dict[str, list[str]]:
    """Return by its name what ``--check`` calls stale; its exit code says whether something is."""
    done = tree.run("tools.renew", "--check", *(names or NAMES))
    assert done.stderr == ""
    found: dict[str, list[str]] = {}
    for name, reason in re.findall(r"^([\w-]+): (.*)$", done.stdout, re.MULTILINE):
        found.setdefault(name, []).append(reason)
    assert done.returncode == (1 if found else 0), done.stdout
    return found


def test_a_label_makes_the_tables_stale_and_no_measurement(tree: Tree) -> None:
    assert stale(tree) == {}
    tree.edit("sim/params/residents.py", '"forgetting", "遗忘"', '"loss of memory", "遗忘"')
    found = stale(tree)
    assert found == {"reference-tables": ["docs/reference/parameters.en.md is not what is made now"]}


def test_a_number_of_a_rule_makes_every_measurement_stale(tree: Tree) -> None:
    tree.edit("sim/agents/worker.py", "power(competence * effort, 0.5)", "power(competence * effort, 0.6)")
    found = stale(tree)
    assert set(found) == {"single-numbers", "pathways", "worlds"} and len(found["pathways"]) == 60
    assert found["worlds"] == ["experiments/plausible/kept.json was measured with other rules"]


@pytest.mark.slow
def test_a_range_makes_stale_what_is_asked_over_it(tree: Tree) -> None:
    tree.edit("sim/params/residents.py", '"遗忘", 0.015, 0.06)', '"遗忘", 0.016, 0.06)')
    found = stale(tree)
    assert set(found) == {"reference-tables", "single-numbers", "worlds"}  # no lesson doubts this number
    for name, file in (("single-numbers", "sensitivity/doubts"), ("worlds", "plausible/kept")):
        assert [item.partition(":")[0] for item in found[name]] == [f"experiments/{file}.json was asked otherwise"]


@pytest.mark.slow
def test_a_policy_makes_stale_what_was_measured_of_it(tree: Tree) -> None:
    file = next((tree.folder / "sim" / "scenarios").glob("training.toml"))
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^(training_hours = )[\d.]+", r"\g<1>5.5", text), encoding="utf-8")
    found = stale(tree)
    files = [f"dashboard/content/lessons/p01.{kind}.json" for kind in profile_names()]
    assert sorted(pathway.partition(" ")[0] for pathway in found["pathways"]) == sorted(files)
    assert {"single-numbers", "worlds", "reference-tables"} <= set(found)


@pytest.mark.slow
def test_the_code_that_measures_counts_and_a_comment_does_not(tree: Tree) -> None:
    tree.edit("experiments/explain/judged.py", "import", "# how it is judged\nimport", first=True)
    assert stale(tree) == {}
    tree.edit("experiments/worlds/matching.py", "SCREENED = 2\n", "SCREENED = 3\n")
    assert set(stale(tree)) == {"worlds"}


@pytest.mark.slow
def test_a_rule_that_is_written_otherwise_and_gives_the_same_is_verified_by_a_sample(tree: Tree) -> None:
    if any(any(own.why()) for own in MEASURED if own.name == "pathways"):
        pytest.skip("the pathways that are stored are of an earlier model")
    tree.edit("sim/agents/worker.py", "power(competence * effort, 0.5)", "power(effort * competence, 0.5)")
    assert len(stale(tree, "pathways")["pathways"]) == 60
    done = tree.run("tools.renew", "pathways")
    assert done.returncode == 0, done.stdout
    assert "pathways: every number of a sample of" in done.stdout
    for file in (tree.folder / "dashboard" / "content" / "lessons").glob("*.json"):
        assert re.search(r'^ "verified_runs": \d+,$', file.read_text("utf-8"), re.MULTILINE)
    assert stale(tree, "pathways") == {}
