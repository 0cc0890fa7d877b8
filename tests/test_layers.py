"""Imports flow one way: every module may import only what stands below it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# From the bottom up. Modules of one line do not import each other; a package stands for all it holds.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("sim.text", "sim.cache", "sim.canonical", "sim.toml_zh", "sim.elementary", "sim.look"),
    ("sim.errors",),
    ("sim.compiled", "sim.rng", "sim.quantity"),
    ("sim.levers", "sim.params", "sim.yardstick", "sim.scenario_file"),
    ("sim.indicators", "sim.scenario_template", "sim.changes"),
    ("sim.scenario", "sim.state", "sim.fingerprint"),
    ("sim.finance", "sim.services", "sim.elections", "sim.inequality"),
    ("sim.agents",),
    ("sim.community",),
    ("sim.passes",),
    ("sim.lanes",),
    ("sim.record", "sim.calendar"),
    ("sim.trial",),
    ("sim.replicate",),
    ("sim.model",),
    ("sim",),
    ("experiments",),
    ("sim.dashboard",),
    ("run",),
)
ROLES = {"resident", "party_member", "worker", "committee"}


def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    files = [ROOT / "run.py", *(ROOT / "sim").rglob("*.py"), *(ROOT / "experiments").rglob("*.py")]
    names = {}
    for file in files:
        parts = file.relative_to(ROOT).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return names


MODULES = modules()


def imported(name: str) -> set[str]:
    """Return the project's modules that ``name`` imports as it is loaded; types alone do not count."""
    found: set[str] = set()
    for node in loaded(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            parts = {f"{base}.{alias.name}" for alias in node.names}
            found |= {part if part in MODULES else base for part in parts}
    return found & set(MODULES)


def loaded(node: ast.AST) -> list[ast.AST]:
    """Return the statements that run when a module is loaded: no bodies of functions, nothing for types alone."""
    statements: list[ast.AST] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        statements += [child, *loaded(child)]
    return statements


def layer(name: str) -> int:
    """Return the height of a module."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        prefix = ".".join(parts[:length])
        for height, names in enumerate(LAYERS):
            if prefix in names and (prefix != "sim" or name == "sim"):
                return height
    raise AssertionError(f"{name} stands in no layer; give it one in {Path(__file__).name}")


def package(name: str) -> str:
    """Return the entry of ``LAYERS`` that a module belongs to."""
    return next(entry for entry in LAYERS[layer(name)] if name == entry or name.startswith(f"{entry}."))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_flow_one_way(name: str) -> None:
    for other in sorted(imported(name)):
        below = layer(other) < layer(name)
        assert below or package(other) == package(name), f"{name} must not import {other}"


@pytest.mark.parametrize("name", sorted(name for name in MODULES if name.startswith("sim.agents.")))
def test_roles_do_not_import_each_other(name: str) -> None:
    roles = {other.removeprefix("sim.agents.") for other in imported(name) if other.startswith("sim.agents.")} & ROLES
    allowed = {"resident"} if name == "sim.agents.party_member" else set()
    assert roles - {name.rpartition(".")[2]} <= allowed, f"{name} must not import {roles}"


@pytest.mark.parametrize(
    "name", sorted(n for n in MODULES if n.startswith("sim") and not n.startswith("sim.dashboard"))
)
def test_sim_never_imports_experiments(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    tree = ast.parse(text)
    sources = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    sources += [alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names]
    assert not [source for source in sources if source.split(".")[0] in ("experiments", "run", "tests")]


@pytest.mark.parametrize("name", sorted(name for name in MODULES if name.startswith("sim")))
def test_only_one_module_knows_numba(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    sources = [n.module or "" for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ImportFrom)]
    sources += [a.name for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Import) for a in n.names]
    assert name == "sim.compiled" or not [source for source in sources if source.split(".")[0] == "numba"]


@pytest.mark.parametrize("name", sorted(n for n in MODULES if n.startswith(("experiments", "sim"))))
def test_nothing_below_imports_the_page(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    sources = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert name.startswith("sim.dashboard") or not [own for own in sources if own.startswith("sim.dashboard")]


def test_no_circle_of_modules() -> None:
    graph = {name: imported(name) for name in MODULES}
    done: set[str] = set()
    path: list[str] = []

    def visit(name: str) -> None:
        assert name not in path, f"a circle of imports: {' → '.join([*path[path.index(name) :], name])}"
        if name in done:
            return
        path.append(name)
        for other in sorted(graph[name] - {name}):
            visit(other)
        path.pop()
        done.add(name)

    for name in graph:
        visit(name)
