"""The practitioners' list, claim by claim: nothing in it is stale, unserved, or there by word alone."""

import ast
import inspect
import re
import shutil
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from sim.compute.compiled import plain_rules
from sim.engine.trial import RULE_MODULES
from sim.errors import InputError
from sim.indicators import INDICATORS, OWN
from sim.levers import LEVERS, PROBLEMS
from tools.claims import FOLDER, Claim, read_claims
from tools.reference_tables import LANGUAGES, file_of

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = read_claims()
PASSES = sorted((ROOT / "sim" / "engine" / "passes").glob("*.py"))
COUNTED = {"extra_posts": {"worker.fill_probability"}}
"""A lever that only says how many there are, by what becomes of them: extra posts fill as others do."""


def rows(language: str) -> dict[str, list[list[str]]]:
    """The rows of the page as it is stored, by the problem of their section."""
    found: dict[str, list[list[str]]] = {}
    for part in file_of("claims", language).read_text(encoding="utf-8").split("\n## ")[1:]:
        lines = [line for line in part.splitlines() if line.startswith("| ")]
        cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
        found[part.split()[0]] = cells[1:]
    return found


@cache
def touching() -> dict[str, set[str]]:
    """By each lever the rules that it reaches: by an argument of its name, or in a segment that hands it on."""
    found = {name: set(COUNTED.get(name, ())) for name in LEVERS}
    for module in RULE_MODULES:
        for rule in plain_rules(import_module(module)):
            for name in found.keys() & inspect.signature(rule).parameters.keys():
                found[name].add(f"{module.rpartition('.')[2]}.{rule.__name__}")
    for file in PASSES:
        for segment in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(segment, ast.FunctionDef):
                called, handed = set(_named(segment, called=True)), set(_named(segment, called=False))
                for name in found:
                    found[name] |= called if f"lever.{name}" in handed else set()
    return found


def _named(segment: ast.FunctionDef, *, called: bool) -> Iterator[str]:
    """The dotted names in a segment, those of functions that it calls or all."""
    for node in ast.walk(segment):
        named = node.func if called and isinstance(node, ast.Call) else None if called else node
        if isinstance(named, ast.Attribute) and isinstance(named.value, ast.Name):
            yield f"{named.value.id}.{named.attr}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_claims_and_every_cell_of_them_is_filled(language: str) -> None:
    page = rows(language)
    assert list(page) == list(PROBLEMS)
    for cells in (row for every in page.values() for row in every):
        assert len(cells) == 7 and all(cells), cells[0]
    number = sum(len(every) for every in page.values())
    assert re.search(r"\d+", file_of("claims", language).read_text(encoding="utf-8"))[0] == f"{number}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_names_rules_that_stand_in_the_file_beside_them(language: str) -> None:
    for row in (row for every in rows(language).values() for row in every):
        named = re.findall(r"`(sim/[\w/]+\.py)`(?:: |：)((?:`\w+`(?:, |、)?)+)", row[1])
        assert named, row[0]
        for file, rules in named:
            text = (ROOT / file).read_text(encoding="utf-8")
            assert not [rule for rule in re.findall(r"`(\w+)`", rules) if f"def {rule}(" not in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_stand_as_they_are_declared(language: str) -> None:
    for row in (row for every in rows(language).values() for row in every):
        for cell, declared in ((row[2], LEVERS), (row[3], INDICATORS)):
            for name, label in re.findall(r"`(\w+)` ([^<]+)", cell):
                assert declared[name].label.get(language) == label


def test_every_lever_is_served_beside_the_indicator_that_is_its_own() -> None:
    for lever in LEVERS.values():
        serving = [claim for claim in CLAIMS if lever.name in claim.levers]
        assert serving, f"no claim names {lever.name}; add it to a file of docs/explanation/claims"
        assert any(lever.own_indicator in claim.indicators for claim in serving), lever.name


def test_the_indicators_that_answer_a_problem_are_among_its_claims() -> None:
    for problem, own in OWN.items():
        shown = {name for claim in CLAIMS if claim.problem == problem for name in claim.indicators}
        assert {column.partition(".")[0] for column in own} <= shown


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.says.en)
def test_every_lever_of_a_claim_reaches_one_of_its_rules(claim: Claim) -> None:
    reached = touching()
    assert not [name for name in claim.levers if not reached[name] & set(claim.rules)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_policies_and_lessons_are_those_whose_files_set_the_levers(language: str) -> None:
    policies = {
        file.stem: tomllib.loads(file.read_text("utf-8")).get("levers", {})
        for file in (ROOT / "sim/scenarios").glob("*.toml")
    }
    taught = [tomllib.loads(file.read_text("utf-8")) for file in (ROOT / "dashboard/content/lessons").glob("*.toml")]
    assert "package" in policies and {lesson["problem"] for lesson in taught} == set(PROBLEMS)
    for row in (row for every in rows(language).values() for row in every):
        levers = set(re.findall(r"`(\w+)`", row[2]))
        named = set(re.findall(r"`(\w+)`", row[4]))
        setting = {name for name, own in policies.items() if levers & set(own) and name != "package"}
        unset = levers - {lever for name in setting for lever in policies[name]}
        assert named == setting | unset
        titles = {lesson["title"][language] for lesson in taught if levers & set(lesson["levers"])}
        assert {entry.partition(" ")[2] for entry in row[5].split("<br>")} == titles


def test_figures_that_are_told_are_the_same_in_both_languages() -> None:
    for claim in CLAIMS:
        figures = [sorted(re.findall(r"\d+", text.replace(",", ""))) for text in claim.left_out]
        assert figures[0] == figures[1], claim.says.en


@pytest.mark.parametrize(("old", "new", "said"), [
    ('"worker.learning"', '"worker.lerning"',
     "p01.toml, claim 1: there is no 'worker.lerning' for rules. Did you mean 'worker.learning'?"),
    ('levers = ["training_hours"]', 'levers = ["training_hour"]',
     "p01.toml, claim 1: there is no 'training_hour' for levers. Did you mean 'training_hours'?"),
    ('"competence", "care", "wait"', '"competence", "care", "waits"',
     "p01.toml, claim 1: there is no 'waits' for indicators. Did you mean 'wait'?"),
    ('levers = ["training_hours"]', "levers = []", "p01.toml, claim 1: levers is missing."),
    ("mechanism.zh", "mechanism.cn", "p01.toml, claim 1: mechanism.zh is missing."),
    ('problem = "P1"', 'problem = "P11"', "p01.toml: there is no 'P11' for problem. Did you mean 'P1'?"),
])  # fmt: skip
def test_what_is_stale_or_missing_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    shutil.copy(FOLDER / "p01.toml", tmp_path)
    file = tmp_path / "p01.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_claims(tmp_path)
    assert caught.value.get("en") == said and "p01.toml" in caught.value.get("zh")
