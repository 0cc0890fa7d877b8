"""The options that commands share, and how their values are read.

Numbers come as text and are read here, so that every mistake is told in both languages.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.progress import noted
from cli.words import bilingual
from sim.errors import InputError
from sim.indicators import INDICATORS
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.quantity import Quantity
from sim.scenarios.document import shown
from sim.scenarios.given import meant_elsewhere
from sim.scenarios.meanings import meanings
from sim.scenarios.periods import Period as PeriodSetting
from sim.scenarios.scenario import Scenario, check_levers, check_params

if TYPE_CHECKING:
    from typer.core import TyperCommand

    from experiments.runs import Execution

Scenarios = Annotated[list[str] | None, typer.Argument(metavar="SCENARIO")]
Profile = Annotated[str, typer.Option("--profile", metavar="NAME")]
Period = Annotated[str | None, typer.Option("--period", metavar="NAME")]
Replicates = Annotated[str, typer.Option("--replicates", metavar="N")]
Months = Annotated[str | None, typer.Option("--months", metavar="N")]
Seed = Annotated[str, typer.Option("--seed", metavar="N")]
Processes = Annotated[str | None, typer.Option("--processes", metavar="N")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="LEVER=VALUE")]
Param = Annotated[list[str] | None, typer.Option("--param", metavar="NAME=VALUE")]
Precision = Annotated[str | None, typer.Option("--precision", metavar="POINTS")]
Smallest = Annotated[list[str] | None, typer.Option("--smallest", metavar="[INDICATOR=]POINTS")]
EqualBudget = Annotated[str, typer.Option("--equal-budget", metavar="YUAN")]
Out = Annotated[str | None, typer.Option("--out", metavar="FOLDER")]
PlanFile = Annotated[str, typer.Argument(metavar="PLAN")]
EngineName = Annotated[str, typer.Option("--engine", metavar="ENGINE")]
Json = Annotated[bool, typer.Option("--json")]


@dataclass(frozen=True, slots=True)
class Shell:
    """What a command knows of its surroundings."""

    language: str


def refuse_repeated(command: "TyperCommand", arguments: Sequence[str]) -> None:
    """Refuse an option that takes one value and is given twice: the last would win in silence.

    Raises:
        InputError: there is one.
    """
    single = {
        option: not parameter.is_flag  # type: ignore[attr-defined]
        for parameter in command.params
        if parameter.param_type_name == "option" and not parameter.multiple
        for option in parameter.opts
    }
    several = [o for p in command.params if p.param_type_name == "option" for o in p.opts if o not in single]
    seen: set[str] = set()
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, _ = argument.partition("=")
        if (single.get(name) or name in several) and not equals:
            next(waiting, None)
        if single.get(name):
            if name in seen:
                raise InputError(*bilingual("given_twice", option=name))
            seen.add(name)


def whole_number(option: str, text: str) -> int:
    """Return the whole number that an option gives.

    Raises:
        InputError: it gives none.
    """
    try:
        return int(text)
    except ValueError:
        raise InputError(*bilingual("no_whole_number", option=option, value=shown(text))) from None


def whole_number_or_none(option: str, text: str | None) -> int | None:
    """Return the whole number that an option gives; None where it was not given.

    Raises:
        InputError: it gives none.
    """
    return None if text is None else whole_number(option, text)


def execution(language: str, processes: str | None, engine: str = "local") -> "Execution":
    """Return how a command is carried out, as its options say it; what is worth telling is said beside the results.

    Raises:
        InputError: they say nothing that can be used.
    """
    from experiments.runs import Execution

    workers = whole_number_or_none("--processes", processes)
    return Execution(engine, workers, on_note=lambda text: noted(text, language))


def number(option: str, text: str) -> float:
    """Return the finite number that an option gives.

    Raises:
        InputError: it gives none.
    """
    try:
        value = float(text)
    except ValueError:
        raise InputError(*bilingual("no_number", option=option, value=shown(text))) from None
    if not math.isfinite(value):
        raise InputError(*bilingual("not_finite", option=option, value=text))
    return value


def out_path(option: str, text: str) -> Path:
    """Return the file or folder that an option names.

    Raises:
        InputError: it names none.
    """
    if not text.strip():
        raise InputError(*bilingual("no_place", option=option))
    return Path(text)


def say_of(scenarios: Sequence[Scenario], period: PeriodSetting, language: str) -> None:
    """Say beside the results what of the scenarios may not be as it is meant: the period, and levers of old."""
    for text in meant_elsewhere(scenarios, period):
        noted(text, language)
    say_meanings(scenarios, language)


def say_meanings(scenarios: Sequence[Scenario], language: str) -> None:
    """Say of which levers a scenario may expect what an earlier edition meant by them."""
    for text in meanings(scenarios):
        noted(text, language)


def folder(out: str | None) -> Path:
    """Return the folder that ``--out`` names.

    Raises:
        InputError: it was not given, or names none.
    """
    if out is None:
        raise InputError(*bilingual("missing", name="--out"))
    return out_path("--out", out)


def levers_set(assignments: Sequence[str] | None) -> dict[str, float]:
    """Return what ``--set`` sets.

    Raises:
        InputError: an assignment that cannot be used.
    """
    return check_levers(_assigned("--set", assignments or (), LEVERS), "--set")


def params_set(assignments: Sequence[str] | None) -> dict[str, float]:
    """Return what ``--param`` sets.

    Raises:
        InputError: an assignment that cannot be used.
    """
    values = _assigned("--param", assignments or (), PARAMS)
    return check_params(values, "--param", allow_people=True)


def smallest_given(texts: Sequence[str] | None) -> tuple[str, dict[str, float]]:
    """Return what ``--smallest`` gives: points for shares and indices as text, and numbers by indicator.

    Raises:
        InputError: an assignment that cannot be used, or two numbers of points.
    """
    from experiments.output.verdicts import check_smallest_each  # slow to import

    points = [text for text in texts or () if "=" not in text]
    if len(points) > 1:
        raise InputError(*bilingual("smallest_twice", given=", ".join(points)))
    each = _assigned("--smallest", [text for text in texts or () if "=" in text], INDICATORS)
    return points[0] if points else "1", check_smallest_each(each, "--smallest")


def _assigned(option: str, assignments: Sequence[str], known: Mapping[str, Any]) -> dict[str, float]:
    values: dict[str, float] = {}
    for assignment in assignments:
        name, equals, text = (part.strip() for part in assignment.partition("="))
        if not equals or not name:
            example = name if name in known else next(iter(known))
            raise InputError(*bilingual("no_assignment", option=option, given=assignment, example=example))
        if name in values:
            raise InputError(*bilingual("twice", option=option, name=name))
        try:
            values[name] = number(f"{option} {name}", text)
        except InputError as error:
            raise _with_range(error, known.get(name)) from None
    return values


def _with_range(error: InputError, declared: object) -> InputError:
    """Return a mistake with what is allowed, where what was to be set has a range."""
    if not isinstance(declared, Quantity):
        return error
    en, zh = error.text
    return InputError(
        f"{en.rstrip('.')}; allowed is {declared.range.en}.", f"{zh.rstrip('。')}；允许 {declared.range.zh}。"
    )
