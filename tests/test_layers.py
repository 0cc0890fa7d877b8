"""The architecture: what stands above what. Imports go down, wherever in a file they are written."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STOREYS = ("sim", "experiments", "report", "dashboard", "cli", "tools")
# From the ground up. Rooms of one line do not import each other; a room is a module, or a folder with all it holds
# but for the rooms inside that have a line of their own.
HOUSE: tuple[tuple[str, ...], ...] = (
    # sim: computes
    ("sim.text",),
    ("sim.errors",),
    ("sim.quantity",),
    ("sim.params", "sim.states"),
    ("sim.measures",),
    ("sim.indicators",),
    ("sim.levers",),
    ("sim.scenarios",),
    ("sim.compute",),
    ("sim.fingerprint", "sim.finance", "sim.services", "sim.elections", "sim.inequality"),
    ("sim.agents",),
    ("sim.community",),
    ("sim.engine.passes",),
    ("sim.engine",),
    ("sim.model",),
    ("sim",),
    # experiments: asks; first what the questions share, then the questions, which do not know each other
    ("experiments.output", "experiments.plan", "experiments.tables"),
    ("experiments.runs",),
    ("experiments.policies", "experiments.store"),
    ("experiments.plausible", "experiments.sweep"),
    ("experiments.benchmark.twin",),
    (
        "experiments.compare", "experiments.sensitivity", "experiments.worlds", "experiments.district",
        "experiments.explain", "experiments.agents", "experiments.patterns", "experiments.benchmark",
    ),
    ("experiments",),
    # report: tells; first what all pages share, then a folder a question
    ("report.look", "report.markup", "report.terminal", "report.period"),
    ("report.drawing",),
    ("report.words", "report.frame"),
    ("report.pictures", "report.provenance"),
    (
        "report.compare", "report.sweep", "report.sensitivity", "report.worlds", "report.district", "report.explain",
        "report.agents",
        "report.patterns",
    ),
    ("report",),
    # dashboard: shows
    ("dashboard.simulation",),
    ("dashboard.content.words",),
    ("dashboard.content",),
    ("dashboard.session",),
    ("dashboard.export",),
    ("dashboard.background",),
    ("dashboard.connection",),
    ("dashboard.gate",),
    ("dashboard.server",),
    ("dashboard",),
    # cli: takes orders; tools: make what is stored; run and sim.__main__: ways in
    ("cli",),
    ("tools", "run", "sim.__main__"),
)  # fmt: skip
FLOORS = {room: floor for floor, rooms in enumerate(HOUSE) for room in rooms}
ROLES = {"resident", "party_member", "worker", "committee", "member_unit"}


def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    files = [ROOT / "run.py", *(file for storey in STOREYS for file in (ROOT / storey).rglob("*.py"))]
    parts = {file: file.relative_to(ROOT).with_suffix("").parts for file in files}
    return {".".join(part[:-1] if part[-1] == "__init__" else part): file for file, part in parts.items()}


MODULES = modules()


LOADERS = {"import_module", "__import__", "run_module", "run_path", "exec", "eval"}
BY_NAME = {"cli.start", "report.rebuild", "sim", "sim.engine.trial"}
"""The few modules that load others by a name put together as they run: commands, reports, rules."""


@cache
def sources(name: str) -> frozenset[str]:
    """Return all that a module imports, in functions and for types too; a name by the module that it is taken from."""
    nodes = list(ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))))
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}: a module is imported by its whole name, not by dots"
            parts = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {part if part in MODULES else f"{node.module}" for part in parts.values()}
    return frozenset(found)


def imported(name: str) -> list[str]:
    """Return which modules of the project a module imports."""
    return sorted(sources(name) & MODULES.keys() - {name})


def room(name: str) -> str:
    """Return the room that a module stands in: the longest of ``HOUSE`` that its name begins with."""
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(prefix for prefix in prefixes if prefix in FLOORS)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_go_down(name: str) -> None:
    up = [other for other in imported(name) if FLOORS[room(other)] >= FLOORS[room(name)] and room(other) != room(name)]
    assert up == [], f"{name} must not import {up}"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_what_is_imported_is_there_and_no_test(name: str) -> None:
    own = [other for other in sources(name) if other.split(".")[0] in (*STOREYS, "run", "tests")]
    assert [other for other in own if other not in MODULES] == []


@pytest.mark.parametrize("name", sorted(MODULES.keys() - BY_NAME))
def test_nothing_is_imported_behind_the_back_of_this_test(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert {getattr(call, "id", getattr(call, "attr", "")) for call in calls} & LOADERS == set()


def test_no_circle_of_modules() -> None:
    assert list(TopologicalSorter({name: imported(name) for name in MODULES}).static_order())


def test_every_folder_has_a_room_and_every_room_is_there() -> None:
    folders = {name for name, file in MODULES.items() if file.name == "__init__.py"}
    assert folders - FLOORS.keys() == set(), "a new folder gets its line in HOUSE"
    assert FLOORS.keys() - MODULES.keys() == set()


def test_experiments_and_the_dashboard_keep_no_loose_modules() -> None:
    assert [file.name for file in (ROOT / "experiments").glob("*.py")] == ["__init__.py"]
    assert sorted(file.name for file in (ROOT / "dashboard").glob("*.py")) == ["__init__.py", "app.py", "server.py"]
    assert len([file for file in (ROOT / "sim").glob("*.py") if not file.name.startswith("__")]) <= 14


@pytest.mark.parametrize("role", sorted(ROLES))
def test_roles_do_not_import_each_other(role: str) -> None:
    others = {f"sim.agents.{other}" for other in ROLES - {role}}
    allowed = {"sim.agents.resident"} if role == "party_member" else set()
    assert others & set(imported(f"sim.agents.{role}")) <= allowed


@pytest.mark.parametrize("name", sorted(name for name in MODULES if room(name).startswith("sim")))
def test_only_what_compiles_and_what_keeps_it_knows_numba(name: str) -> None:
    known = [source for source in sources(name) if source.split(".")[0] in ("numba", "llvmlite")]
    assert not known or name in (
        "sim.compute.apart",
        "sim.compute.compiled",
        "sim.compute.numba_cache",
        "sim.compute.tiles",
    )
