"""A scenario is a question with levers set over time; a profile is a kind of community.

Both are data: one TOML file each, found by being in ``sim/scenarios`` or ``sim/scenarios/profiles``
or given by path, and checked key by key when read, so that a misspelt lever never runs silently.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from sim.errors import InputError, known_are, nearest
from sim.levers import LEVERS, PROBLEMS, defaults
from sim.params import PARAMS
from sim.quantity import Quantity, Text
from sim.scenarios.changes import (
    Change,
    check_levers,
    check_overlaps,
    check_params,
    checked_change,
    read_changes,
    read_levers,
    read_params,
)
from sim.scenarios.document import Document, check_name, read_document, repaired_document, shown
from sim.scenarios.names import BASELINE, FOLDER, PROFILE_FOLDER, profile_names, scenario_names
from sim.scenarios.periods import Period, load_period, read_period, usual_period

__all__ = [
    "BASELINE",
    "FOLDER",
    "PROFILE_FOLDER",
    "Change",
    "Period",
    "Profile",
    "Scenario",
    "check_file",
    "check_levers",
    "check_params",
    "is_path",
    "load_profile",
    "load_scenario",
    "profile_names",
    "scenario_names",
]

_NO_TEXT = Text("", "")
_DEEPEST = 16
_EXTENDABLE = Text(
    " Name a built-in scenario or a .toml file beside this one.", "请写内置方案的名称，或与本文件同处的 .toml 文件。"
)
_SCENARIO_KEYS = ("format", "label", "question", "problem", "period", "extends", "levers", "change", "params")
_PROFILE_KEYS = ("format", "label", "order", "params")


@dataclass(frozen=True)
class Scenario:
    """A named policy over time, and what it asks; ``period`` is the one that it is meant for, empty for any."""

    name: str
    label: Text
    question: Text
    levers: Mapping[str, float] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    params: Mapping[str, float] = field(default_factory=dict)
    problem: str = ""
    period: str = ""

    def __post_init__(self) -> None:
        """Check what was given in code as strictly as what is read from a file."""
        where = Text(f"scenario {shown(self.name)}", f"方案{shown(self.name, 'zh')}")
        check_name(self.name)
        _check_problem(self.problem, where)
        _check_period(self.period, where)
        object.__setattr__(self, "levers", check_levers(self.levers, where))
        object.__setattr__(self, "params", check_params(self.params, where, allow_people=False))
        changes = tuple(
            checked_change(c, Text(f"{where.en}, change {n}", f"{where.zh}第 {n} 处变动"))
            for n, c in enumerate(self.changes, start=1)
        )
        object.__setattr__(self, "changes", changes)
        check_overlaps(changes, where)

    def at(self, month: int) -> dict[str, float]:
        """Return every lever in a policy month (1 …); before month 1 all are at their defaults."""
        values = defaults()
        if month < 1:
            return values
        values.update(self.levers)
        for change in self.changes:
            if change.start <= month <= change.last:
                for lever in change.levers:
                    values[lever] = change.value(lever, month, self._before(lever, change))
        return values

    def timeline(self, months: int) -> list[list[float]]:
        """Return the levers of months 1 … ``months``, (months, levers), in the order of ``LEVERS``."""
        return [list(self.at(month).values()) for month in range(1, months + 1)]

    def _before(self, lever: str, change: Change) -> float:
        """Return the value a change sets out from: of a change that just ended, else the lasting one."""
        for earlier in self.changes:
            if lever in earlier.levers and earlier.until == change.start - 1:
                return earlier.levers[lever]
        return self.levers.get(lever, float(LEVERS[lever].default))

    def replace(
        self,
        *,
        name: str | None = None,
        label: Text | None = None,
        levers: Mapping[str, float] | None = None,
        changes: Sequence[Change] | None = None,
    ) -> "Scenario":
        """Return a checked copy; what is given takes the place of the whole old value."""
        return replace(
            self,
            name=self.name if name is None else name,
            label=self.label if label is None else label,
            levers=self.levers if levers is None else levers,
            changes=self.changes if changes is None else tuple(changes),
        )

    def content(self) -> dict[str, Any]:
        """Return all that determines a result, in a fixed order and ready for JSON."""
        changes = [
            {"from": c.start, "until": c.until, "ramp": c.ramp, "levers": _ordered(c.levers, LEVERS)}
            for c in self.changes
        ]
        return {
            "levers": _ordered(self.levers, LEVERS),
            "changes": changes,
            "params": _ordered(self.params, PARAMS),
        }


@dataclass(frozen=True)
class Profile:
    """A kind of community in a period: facts that differ from the mixed one in the seed's time."""

    name: str
    label: Text
    params: Mapping[str, float] = field(default_factory=dict)
    period: Period = field(default_factory=usual_period)

    def __post_init__(self) -> None:
        """Check names and ranges."""
        where = Text(f"profile {shown(self.name)}", f"社区类型{shown(self.name, 'zh')}")
        check_name(self.name)
        if self.period.is_usual:  # ranges are of the seed's time; another period is laid over what has been checked
            object.__setattr__(self, "params", check_params(self.params, where, allow_people=True))

    def dated(self, period: Period) -> "Profile":
        """Return this kind of community in a period; in the seed's time it is as it is.

        Raises:
            InputError: it is in another period already.
        """
        if self.period.name == period.name:
            return self
        if not self.period.is_usual:
            raise InputError(
                f"profile {shown(self.name)} is in the period {shown(self.period.name)} already, not in "
                f"{shown(period.name)}.",
                f"社区类型{shown(self.name, 'zh')}已经处在时期{shown(self.period.name, 'zh')}，"
                f"不能再换成{shown(period.name, 'zh')}。",
            )
        return replace(self, params=period.over(self.params), period=period)


def _check_period(period: str, where: Text) -> None:
    """Refuse a period that there is not; empty is any."""
    try:
        if period != "":
            load_period(period)
    except InputError as error:
        raise error.placed(where) from None


def _check_problem(problem: str, where: Text) -> None:
    """Refuse a problem that is not one of the ten."""
    if problem and problem not in PROBLEMS:
        raise InputError(
            f"problem = {shown(problem)} is unknown; allowed are P1..P10, or leave it out.",
            f"problem = {shown(problem, 'zh')} 不在其中；只能是 P1..P10，也可以不写。",
            where,
        )


def _ordered(values: Mapping[str, float], order: Mapping[str, Quantity]) -> dict[str, float]:
    """Return ``values`` in the order of declaration."""
    return {name: values[name] for name in order if name in values}


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load a scenario by name, or from a path (it ends with .toml or has a separator).

    Raises:
        InputError: there is none, or its file has a mistake.
    """
    return _read_scenario(_open(name_or_path, FOLDER, scenario_names(), Text("scenario", "方案")), ())


def load_profile(name_or_path: str | Path) -> Profile:
    """Load a profile by name, or from a path (it ends with .toml or has a separator).

    Raises:
        InputError: there is none, or its file has a mistake.
    """
    return _read_profile(_open(name_or_path, PROFILE_FOLDER, profile_names(), Text("profile", "社区类型")))


def read_file(path: str | Path) -> Scenario | Profile | Period:
    """Read a scenario, profile or period file; what stands in it tells which it is.

    Raises:
        InputError: all mistakes found.
    """
    document = repaired_document(Path(path), str(path))
    keys = set(document.data)
    if "prices" in keys:
        return read_period(document)
    if {"params", "order"} & keys and not keys - set(_PROFILE_KEYS):
        return _read_profile(_own_name(document, PROFILE_FOLDER, profile_names()))
    return _read_scenario(_own_name(document, FOLDER, scenario_names()), ())


def check_file(path: str | Path) -> Text:
    """Check a scenario, profile or period file and say what it is.

    Raises:
        InputError: all mistakes found.
    """
    return described(read_file(path), path)


def described(own: Scenario | Profile | Period, path: str | Path) -> Text:
    """Say what a file is in which no mistake was found."""
    if isinstance(own, Period):
        n = len({*own.params, *own.factors, *(["n_posts"] if own.posts else [])})
        return Text(
            f"{path}: period '{own.name}', prices of {own.prices}, numbers set: {n}; no mistakes.",
            f"{path}：时期“{own.name}”，{own.prices} 年价格，设定数字 {n} 个；没有错误。",
        )
    if isinstance(own, Profile):
        n = len(own.params)
        return Text(
            f"{path}: profile '{own.name}', parameters set: {n}; no mistakes.",
            f"{path}：社区类型“{own.name}”，设定参数 {n} 个；没有错误。",
        )
    changes = len(own.changes)
    levers = len({*own.levers, *(lever for change in own.changes for lever in change.levers)})
    return Text(
        f"{path}: scenario '{own.name}', levers moved: {levers}, timed changes: {changes}; no mistakes.",
        f"{path}：方案“{own.name}”，动用手段 {levers} 项，分时变动 {changes} 处；没有错误。",
    )


def check_begins(scenario: Scenario, months: int, where: Text | str = "") -> None:
    """Refuse a scenario of which something never happens, because it begins after the last month.

    Raises:
        InputError: a change begins later.
    """
    late = [change.start for change in scenario.changes if change.start > months]
    if late:
        first = len(late) == len(scenario.changes)
        what, what_zh = ("its first change", "最早的变动") if first else ("a change", "有一处变动")
        raise InputError(
            f"{scenario.name}: {what} begins in month {min(late)}, after the last month, {months}.",
            f"{scenario.name}：{what_zh}从第 {min(late)} 个月开始，晚于最后一个月（第 {months} 个月）。",
            where,
        )


def check_happens(scenario: Scenario, month: int) -> None:
    """Refuse a scenario for a fork all of whose changes are over by then: its months count from month 1 of the run.

    Raises:
        InputError: nothing of it can happen any more.
    """
    over = all(change.last <= month for change in scenario.changes)
    if scenario.changes and over and not scenario.levers and not scenario.params:
        raise InputError(
            f"{scenario.name}: all its changes are over by month {month}; months count from the beginning of the run.",
            f"{scenario.name}：到第 {month} 个月，它的变动都已结束；月份从运行的第 1 个月算起。",
        )


def is_path(name_or_path: str | Path) -> bool:
    """Tell a path from a name."""
    text = str(name_or_path)
    return isinstance(name_or_path, Path) or text.endswith(".toml") or "/" in text or "\\" in text


def _open(name_or_path: str | Path, folder: Path, names: Sequence[str], kind: Text) -> Document:
    """Read the file that a name or a path stands for."""
    if is_path(name_or_path):
        return _own_name(repaired_document(Path(name_or_path), str(name_or_path)), folder, names)
    name = str(name_or_path)
    if name not in names:
        hint = nearest(name, names, known_are(names))
        raise InputError(
            f"There is no {kind.en} {shown(name)}.{hint.en}", f"没有{kind.zh}{shown(name, 'zh')}。{hint.zh}"
        )
    return read_document(folder / f"{name}.toml", f"{name}.toml")


def _own_name(document: Document, folder: Path, names: Sequence[str]) -> Document:
    """Refuse a known name for a file outside the folder: two rows of a table would be called alike."""
    stem = document.path.stem
    if stem in names and document.path.resolve() != (folder / f"{stem}.toml").resolve():
        raise InputError(
            f"the name {shown(stem)} is taken; give the file another name.",
            f"名称{shown(stem, 'zh')}已被占用；请给文件换一个名称。",
            document.name,
        )
    return document


def _read_scenario(document: Document, chain: tuple[Path, ...]) -> Scenario:
    """Build a scenario from its file, on top of the one it extends; all mistakes are told together."""
    gathered = document.gathering()
    gathered.of(lambda: document.known(document.data, _SCENARIO_KEYS), None)
    name = gathered.of(lambda: check_name(document.path.stem, document.name), "")
    label, question = (gathered.of(partial(document.words, key), _NO_TEXT) for key in ("label", "question"))
    parent = gathered.of(lambda: _read_parent(document, chain), None)
    problem = gathered.of(lambda: _read_problem(document), "")
    period = gathered.of(lambda: read_period_name(document), "")
    changes = (*(parent.changes if parent else ()), *gathered.of(lambda: read_changes(document), list[Change]()))
    levers = gathered.of(lambda: read_levers(document), dict[str, float]())
    params = gathered.of(lambda: read_params(document, allow_people=False), dict[str, float]())
    if not gathered.found:
        whole = Text(f"{document.name} with what it extends", f"{document.name} 连同它所继承的方案")
        gathered.of(lambda: check_overlaps(changes, document.where("change") if parent is None else whole), None)
    gathered.tell()
    return Scenario(
        name=name,
        label=label,
        question=question,
        levers={**(parent.levers if parent else {}), **levers},
        changes=changes,
        params={**(parent.params if parent else {}), **params},
        problem=problem or (parent.problem if parent else ""),
        period=period or (parent.period if parent else ""),
    )


def read_period_name(document: Document) -> str:
    """Read the period that a scenario is meant for or a plan is set in; empty where none is named.

    Raises:
        InputError: there is no such period.
    """
    given = document.data.get("period", "")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)  # a year without quotation marks
    _check_period(given, document.where("period"))
    return str(given)


def _read_problem(document: Document) -> str:
    """Read which of the ten problems is answered; empty where it is none."""
    problem = document.word("problem")
    _check_problem(problem, document.where("problem"))
    return problem


def _read_parent(document: Document, chain: tuple[Path, ...]) -> Scenario | None:
    """Load the scenario that a file extends: a name, or a file relative to this one."""
    target = document.word("extends")
    if "extends" not in document.data:
        return None
    where = document.where("extends")
    chain = (*chain, document.path.resolve())
    if len(chain) > _DEEPEST:
        raise InputError(
            f"files extend each other more than {_DEEPEST} deep.", f"文件层层继承，超过了 {_DEEPEST} 层。", where
        )
    if is_path(target):
        parent = read_document(document.path.parent / target, str(Path(document.name).parent / target))
    elif target in scenario_names():
        parent = read_document(FOLDER / f"{target}.toml", f"{target}.toml")
    else:
        hint = nearest(target, scenario_names(), _EXTENDABLE)
        raise InputError(
            f"there is no scenario {shown(target)} to extend.{hint.en}",
            f"没有可供继承的方案{shown(target, 'zh')}。{hint.zh}",
            where,
        )
    if parent.path.resolve() in chain:
        circle = ", ".join(path.name for path in (*chain[chain.index(parent.path.resolve()) :], parent.path))
        raise InputError(f"extends goes in a circle: {circle}.", f"extends 绕成了一圈：{circle}。", where)
    return _read_scenario(parent, chain)


def _read_profile(document: Document) -> Profile:
    """Build a profile from its file; all mistakes are told together."""
    gathered = document.gathering()
    gathered.of(lambda: document.known(document.data, _PROFILE_KEYS), None)
    name = gathered.of(lambda: check_name(document.path.stem, document.name), "")
    gathered.of(lambda: _check_order(document), None)
    label = gathered.of(lambda: document.words("label"), _NO_TEXT)
    params = gathered.of(lambda: read_params(document, allow_people=True), dict[str, float]())
    gathered.tell()
    return Profile(name, label, params)


def _check_order(document: Document) -> None:
    """Refuse a place in lists that is none."""
    order = document.data.get("order", 1)
    if isinstance(order, bool) or not isinstance(order, int) or order < 1:
        raise InputError(
            f"order = {shown(order)} is not a whole number from 1, the place in lists.",
            f"order = {shown(order, 'zh')} 不是从 1 起的整数（在列表中的次序）。",
            document.where("order"),
        )
