"""The practitioners' list, claim by claim: what each claim is in the model, and what is left out.

A file for each problem in ``docs/explanation/claims/`` holds what is said and the names of rules, levers and
indicators; labels, policies and lessons are taken from the declarations. ``python -m tools.renew reference-tables``
writes the page.
"""

import ast
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.content.lessons import lessons
from sim.engine.trial import RULE_MODULES
from sim.errors import InputError, nearest
from sim.indicators import INDICATORS
from sim.levers import LEVERS, PROBLEMS
from sim.scenarios.scenario import Scenario, load_scenario, scenario_names
from sim.text import Text
from tools.markdown import Lines, head, section, table

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "explanation" / "claims"
TEXTS = ("says", "mechanism", "left_out")
NAMES = ("rules", "levers", "indicators")
HEADS = Text(
    "Claim|In the model|Levers|Indicators|Policy|Lesson|Left out",
    "实际工作者的说法|在模型里|手段|指标|方案|课|没有写进去的",
)
BY_HAND = Text("by hand: {names}", "另行设定：{names}")
IN_FILE = Text("`{file}`: {names}", "`{file}`：{names}")
COMMA = Text(", ", "、")


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: how practitioners say it, by which rules it happens, what acts on it, what shows it.

    ``rules`` are named by file and function, such as ``worker.learning``.
    """

    problem: str
    says: Text
    mechanism: Text
    left_out: Text
    rules: tuple[str, ...]
    levers: tuple[str, ...]
    indicators: tuple[str, ...]


@cache
def rule_files() -> dict[str, str]:
    """Return the file of every rule, by its name with that of the module, such as ``worker.learning``."""
    files = [f"{name.replace('.', '/')}.py" for name in RULE_MODULES]
    return {
        f"{Path(file).stem}.{rule.name}": file
        for file in files
        for rule in ast.parse((ROOT / file).read_text(encoding="utf-8")).body
        if isinstance(rule, ast.FunctionDef) and not rule.name.startswith("_")
    }


def read_claims(folder: Path = FOLDER) -> list[Claim]:
    """Return all claims in the order of the problems.

    Raises:
        InputError: something is missing in a file, or is named that there is not.
    """
    return [claim for file in sorted(folder.glob("*.toml")) for claim in _claims_of(file)]


def _claims_of(file: Path) -> Iterator[Claim]:
    """Yield the claims of one problem."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    where = Text(file.name, file.name)
    _check_known(where, "problem", content.get("problem"), PROBLEMS)
    for number, row in enumerate(content.get("claim", ()), 1):
        where = Text(f"{file.name}, claim {number}", f"{file.name} 第 {number} 条")
        known: Mapping[str, Collection[str]] = {"rules": rule_files(), "levers": LEVERS, "indicators": INDICATORS}
        for part in NAMES:
            for name in _given(where, row, part):
                _check_known(where, part, name, known[part])
        texts = {part: Text(_given(where, row, part, "en"), _given(where, row, part, "zh")) for part in TEXTS}
        yield Claim(problem=content["problem"], **texts, **{part: tuple(row[part]) for part in NAMES})


def _given(where: Text, row: Mapping[str, Any], part: str, language: str = "") -> Any:
    """Return a part of a row that may not be empty."""
    given = row.get(part, {}).get(language) if language else row.get(part)
    if not given:
        key = f"{part}.{language}".rstrip(".")
        raise InputError(f"{where.en}: {key} is missing.", f"{where.zh}：缺少 {key}。")
    return given


def _check_known(where: Text, part: str, name: object, known: Collection[str]) -> None:
    """Refuse a name that nothing has."""
    if name not in known:
        hint = nearest(str(name), known)
        raise InputError(
            f"{where.en}: there is no '{name}' for {part}.{hint.en}",
            f"{where.zh}：{part} 中的“{name}”不存在。{hint.zh}",
        )


def claims(language: str) -> Lines:
    """Yield the page of claims."""
    every = read_claims()
    yield from head("claims", language, n=len(every))
    for problem, title in PROBLEMS.items():
        yield from section(f"{problem} {title.get(language)}")
        yield from table(HEADS, (_row(claim, language) for claim in every if claim.problem == problem), language)


def _row(claim: Claim, language: str) -> list[str]:
    """Return the cells of one claim."""
    rules = [
        IN_FILE.get(language).format(file=file, names=_quoted(names, language))
        for file, names in _by_file(claim.rules).items()
    ]
    return [
        claim.says.get(language),
        "<br>".join([claim.mechanism.get(language), *rules]),
        "<br>".join(f"`{name}` {LEVERS[name].label.get(language)}" for name in claim.levers),
        "<br>".join(f"`{name}` {INDICATORS[name].label.get(language)}" for name in claim.indicators),
        "<br>".join(_policies(claim.levers, language)),
        "<br>".join(_lessons(claim.levers, language)),
        claim.left_out.get(language),
    ]


def _by_file(rules: Collection[str]) -> dict[str, list[str]]:
    """Return the names of rules by the file in which they stand."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        found.setdefault(rule_files()[rule], []).append(rule.partition(".")[2])
    return found


def _quoted(names: Collection[str], language: str) -> str:
    """Return names of the code, one after the other."""
    return COMMA.get(language).join(f"`{name}`" for name in names)


def policies_of(levers: Collection[str]) -> list[Scenario]:
    """Return the built-in policies that set one of the levers, those for one problem only."""
    every = [load_scenario(name) for name in scenario_names()]
    single = [one for one in every if len({LEVERS[name].problem for name in one.levers}) == 1]
    return [one for one in single if set(one.levers) & set(levers)]


def _policies(levers: Collection[str], language: str) -> Iterator[str]:
    """Yield the built-in policies of some levers, and the levers that none of them sets."""
    found = policies_of(levers)
    yield from (f"`{one.name}` {one.label.get(language)}" for one in found)
    unset = [name for name in levers if not any(name in one.levers for one in found)]
    if unset:
        yield BY_HAND.get(language).format(names=_quoted(unset, language))


def _lessons(levers: Collection[str], language: str) -> Iterator[str]:
    """Yield the lessons whose levers are among these, by problem and title."""
    for lesson in lessons():
        if set(lesson["levers"]) & set(levers):
            yield f"{lesson['problem']} {lesson['title'][language]}"
