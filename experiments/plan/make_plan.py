"""Makes plans: every check on what a file or Python code says, all mistakes together."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from experiments.plan.checks import LARGEST_SEED, MOST_REPLICATES, checked_months, whole_number
from experiments.plan.design import Design
from experiments.plan.plan import Plan
from experiments.plan.read_design import checked_design
from sim import params as parameters
from sim.errors import Gathering, InputError
from sim.params import PARAMS
from sim.scenarios.changes import read_levers, read_params
from sim.scenarios.document import Document, check_name, shown
from sim.scenarios.given import as_period, as_profile, as_scenario
from sim.scenarios.periods import Period
from sim.scenarios.scenario import Profile, Scenario, check_begins, is_path, read_period_name
from sim.text import Text

REPLICATES, SEED = 20, 1
MOST_NAMED = 1000
"""Scenarios of a plan, and its kinds of community."""
_KEYS = (
    "format", "question", "scenarios", "profiles", "period", "replicates", "months", "seed", "trajectories",
    "levers", "params", "design",
)  # fmt: skip
_ANY_QUESTION = Text("What comes out at each point?", "各点的结果如何？")

_NO_DESIGN = Design("none", (), (), np.zeros((1, 0)))

Own = TypeVar("Own", Scenario, Profile)


@dataclass(frozen=True)
class _Arguments(Document):
    """What Python code gives, in the shape of a file; places are arguments."""

    def where(self, *keys: str, change: int = 0) -> Text:
        """Return which argument is meant."""
        return Text(*[f"make_plan, {'.'.join(keys)}"] * 2)


def make_plan(
    scenarios: str | Path | Scenario | Sequence[str | Path | Scenario],
    *,
    design: Design | Mapping[str, Any] | None = None,
    profiles: str | Path | Profile | Sequence[str | Path | Profile] = "mixed",
    period: str | None = None,
    replicates: int = REPLICATES,
    months: int | None = None,
    seed: int = SEED,
    trajectories: bool = False,
    levers: Mapping[str, float] = {},
    params: Mapping[str, float] = {},
    name: str = "plan",
    question: Text = _ANY_QUESTION,
) -> Plan:
    """Make a plan from Python values, with the checks of a plan file.

    Args:
        scenarios: names, paths or ``Scenario`` objects.
        design: what ``[design]`` holds in a file (kind, samples, levers, params), or a ``Design`` with points.
            Points given this way may hold still what a design moves, and may be a single one.
        profiles: names, paths or ``Profile`` objects.
        period: the dated setting of all of them; by default the one that scenarios are meant for, else the seed's time.
        replicates: communities at every point.
        months: policy months; without it those of the profiles.
        seed: of the communities and of sampled designs.
        trajectories: whether monthly rows are kept.
        levers: held in all runs.
        params: held in all runs, from the first burn-in month on.
        name: how the plan is called.
        question: what it asks.

    Raises:
        InputError: a value that cannot be used.
    """
    data: dict[str, Any] = {
        "question": question.content(),
        "scenarios": _listed(scenarios),
        "profiles": _listed(profiles),
        "replicates": replicates,
        "seed": seed,
        "trajectories": trajectories,
        "levers": _table(levers),
        "params": _table(params),
    }
    if period is not None:
        data["period"] = period
    if months is not None:
        data["months"] = months
    if design is not None:
        data["design"] = design if isinstance(design, Design) else _table(design)
    return assembled(_Arguments(Path(name), "make_plan", data, ""), check_name(name, "make_plan, name"), None)


def _listed(given: object) -> list[Any]:
    """Return several things as a list, one thing as a list of it."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        return [given]
    return list(given)


def _table(given: object) -> object:
    """Return a mapping as a file would hold it: a dictionary, with tables and lists of numbers in it."""
    if isinstance(given, Mapping):
        return {name: _table(inner) for name, inner in given.items()}
    if isinstance(given, tuple | range):
        return [_table(inner) for inner in given]
    return given.tolist() if isinstance(given, np.ndarray | np.generic) else given


def assembled(document: Document, name: str, path: Path | None) -> Plan:
    """Check what a document says and put the plan together.

    Raises:
        InputError: all mistakes.
    """
    gathered = document.gathering()
    gathered.of(lambda: document.known(document.data, _KEYS), None)
    question = gathered.of(lambda: document.words("question"), _ANY_QUESTION)
    scenarios = gathered.of(lambda: _chosen(document, "scenarios", [], as_scenario), tuple[Scenario, ...]())
    profiles = gathered.of(lambda: _chosen(document, "profiles", ["mixed"], as_profile), tuple[Profile, ...]())
    period = gathered.of(lambda: _period(document, scenarios), None)
    if period is not None:
        profiles = gathered.of(lambda: tuple(profile.dated(period) for profile in profiles), profiles)
    months = gathered.of(lambda: _months(document, profiles), 0) if profiles or "months" in document.data else 0
    for scenario in scenarios if months else ():
        gathered.of(partial(check_begins, scenario, months, document.where("scenarios")), None)
    seed = gathered.of(
        lambda: whole_number("seed", document.data.get("seed", SEED), 0, LARGEST_SEED, document.where("seed")), SEED
    )
    levers = gathered.of(lambda: read_levers(document), dict[str, float]())
    params = gathered.of(lambda: _held_params(document), dict[str, float]())
    replicates = gathered.of(lambda: _replicates(document), REPLICATES)
    trajectories = gathered.of(lambda: _truth(document, "trajectories"), False)
    design = gathered.of(lambda: checked_design(document, seed, held={*levers, *params}), _NO_DESIGN)
    gathered.tell()
    plan = Plan(
        name=name,
        question=question,
        scenarios=scenarios,
        profiles=profiles,
        replicates=replicates,
        months=months,
        seed=seed,
        trajectories=trajectories,
        levers=levers,
        params=params,
        design=design,
        path=path,
    )
    _check_shares(plan, document)
    return plan


def _period(document: Document, scenarios: Sequence[Scenario]) -> Period | None:
    """Return the dated setting of a plan: its own, else the one that its scenarios are meant for."""
    own = read_period_name(document)
    try:
        return as_period(own or None, scenarios)
    except InputError as error:
        raise error.placed(document.where("scenarios")) from None


def _chosen(document: Document, key: str, otherwise: list[str], of: Callable[[Any], Own]) -> tuple[Own, ...]:
    """Return the scenarios or profiles of a list; one that is listed again is loaded once and counts once."""
    listed = document.data.get(key, otherwise)
    if listed == []:
        raise InputError(
            f"{key} names nothing; it must be a list of names or paths, with at least one.",
            f"{key} 没有写任何一项；须是名称或路径的列表，至少有一项。",
            document.where(key),
        )
    if not isinstance(listed, list):
        raise InputError(
            f"{key} = {shown(listed)} is not a list; it must be a list of names or paths, with at least one.",
            f"{key} = {shown(listed, 'zh')} 不是列表；须是名称或路径的列表，至少有一项。",
            document.where(key),
        )
    _refuse_many(document, key, listed)
    chosen: dict[str, Own] = {}
    gathered, seen = Gathering(), set[object]()
    for item in listed:
        if isinstance(item, str | Path):
            if item in seen:
                continue
            seen.add(item)
        own = gathered.of(partial(_loaded, document, key, item, of), None)
        if own is not None and chosen.setdefault(own.name, own) != own:
            gathered.add(InputError(
                f"two different {key} are named {shown(own.name)}; rename one of the files.",
                f"{key} 中有两个不同的文件都叫{shown(own.name, 'zh')}；请给其中一个改名。",
                document.where(key),
            ))  # fmt: skip
        if gathered.full:
            break
    gathered.tell()
    return tuple(chosen.values())


def _refuse_many(document: Document, key: str, listed: Sequence[object]) -> None:
    """Refuse a list that is longer than any table of results can be read."""
    if len(listed) <= MOST_NAMED:
        return
    named = Counter(str(item) for item in listed if isinstance(item, str | Path))
    most, times = named.most_common(1)[0] if named else ("", 1)
    hint = Text(
        f"; {shown(most)} stands there {times:,} times, once is enough",
        f"；其中{shown(most, 'zh')}写了 {times:,} 次，写一次即可",
    )
    en, zh = hint if times > 1 else ("", "")
    raise InputError(
        f"{key} names {len(listed):,} of them, and at most {MOST_NAMED:,} are taken{en}.",
        f"{key} 写了 {len(listed):,} 项，最多 {MOST_NAMED:,} 项{zh}。",
        document.where(key),
    )


def _loaded(document: Document, key: str, item: object, of: Callable[[Any], Own]) -> Own:
    """Load a scenario or profile by name, or from a path relative to the plan; from Python it may be one itself."""
    where = document.where(key)
    if not isinstance(item, str | Path | (Scenario if key == "scenarios" else Profile)):
        raise InputError(
            f"{key} holds {shown(item)}, which is neither a name nor a path.",
            f"{key} 中的 {shown(item, 'zh')} 既不是名称，也不是路径。",
            where,
        )
    try:
        return of(document.path.parent / item if isinstance(item, str | Path) and is_path(item) else item)
    except InputError as error:
        raise error.placed(where) from None


def _months(document: Document, profiles: Sequence[Profile]) -> int:
    """Return the policy months: the plan's, else those of the profiles."""
    where = document.where("months")
    if "months" in document.data:
        return checked_months(document.data["months"], where)
    lengths = sorted({profile.params.get("months", PARAMS["months"].default) for profile in profiles})
    if len(lengths) > 1:
        said = ", ".join(f"{length:g}" for length in lengths)
        raise InputError(
            f"months is missing, and the profiles differ in it: {said}.",
            f"缺少 months，而各社区类型的月数不同：{said}。",
            document.where("profiles"),
        )
    return checked_months(lengths[0], where)


def _held_params(document: Document) -> dict[str, float]:
    """Read [params]; the months are a key of the plan."""
    params = read_params(document, allow_people=True)
    if "months" in params:
        raise InputError(
            "months is not a parameter of a plan; write it as a key of its own, before the first table.",
            "months 不能作为计划的参数；请把它单独写成一个键，放在第一个表之前。",
            document.where("params", "months"),
        )
    return params


def _replicates(document: Document) -> int:
    """Read how many communities there are at every point."""
    given = document.data.get("replicates", REPLICATES)
    return whole_number("replicates", given, 1, MOST_REPLICATES, document.where("replicates"))


def _truth(document: Document, key: str) -> bool:
    """Read a key that is true or false, false where it is missing."""
    given = document.data.get(key, False)
    if not isinstance(given, bool):
        raise InputError(
            f"{key} = {shown(given)} is neither true nor false.",
            f"{key} = {shown(given, 'zh')} 既不是 true，也不是 false。",
            document.where(key),
        )
    return given


def _check_shares(plan: Plan, document: Document) -> None:
    """Refuse a point at which shares of one whole add up to more than 1, before or after month 1."""
    from sim.params import ROUNDING, WHOLES, check_wholes

    designed = {name: plan.design.points[:, index] for index, name in enumerate(plan.design.names)}
    for profile in plan.profiles:
        for item in ({}, *(scenario.params for scenario in plan.scenarios if scenario.params)):
            fixed = {**parameters.defaults(), **profile.params, **plan.params}
            world: dict[str, Any] = {**fixed, **designed, **item}
            totals = [np.atleast_1d(sum(np.asarray(world[name]) for name in parts)) for parts in WHOLES]
            above = [point for total in totals for point in np.flatnonzero(total > 1.0 + ROUNDING)[:1].tolist()]
            if not above:
                continue
            there = {**fixed, **{name: float(column[above[0]]) for name, column in designed.items()}, **item}
            try:
                check_wholes(there)
            except InputError as error:
                raise error.placed(_where_of_point(document, plan, profile, above[0])) from None


def _where_of_point(document: Document, plan: Plan, profile: Profile, point: int) -> Text:
    """Return the place of a point of the design, in one kind of community."""
    if len(plan.design.points) == 1:
        place = document.where("params")
        return Text(f"{place.en}, profile {profile.name}", f"{place.zh}，社区类型 {profile.name}")
    place, number = document.where("design"), point + 1
    return Text(
        f"{place.en}, point {number}, profile {profile.name}",
        f"{place.zh}，第 {number} 点，社区类型 {profile.name}",
    )
