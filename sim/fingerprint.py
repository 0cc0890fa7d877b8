"""The fingerprint of all that computes a result, so that a stored result is never taken for that of other rules.

What computes is taken from the parsed sources: comments, docstrings, labels and the wording of errors change
nothing. Each statement of a file counts by itself, together with what the names in it stand for, so that neither
the file nor the order in which it stands matters, nor the line that imports a name; that the name now stands for
something else does. Parameters, levers and indicators are taken by value: a default counts, its label, source,
range and grade do not. The ranges that the engine reads count: how many posts can be added, how many units
there can be.

Left out is what speaks, shows, reads files or checks rules without computing a result: ``SPEAKING``. What a
scenario file holds is not part of it either, for it is part of each run. The text that counts is the one that this
process has loaded, whatever has become of the file since.
"""

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.compute.canonical import canonical, is_silent
from sim.compute.sources import loaded_files, text_of
from sim.indicators import INDICATORS
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.params.people import AGES, SERVICE_TYPES

SPEAKING = (
    "__init__.py", "__main__.py", "agents/__init__.py", "agents/handle.py", "compute/__init__.py", "compute/cache.py",
    "compute/canonical.py", "compute/content.py", "compute/numba_cache.py", "compute/sources.py", "compute/turns.py",
    "engine/__init__.py", "engine/along.py", "engine/blame.py", "engine/passes/__init__.py", "engine/preparing.py",
    "engine/story.py", "engine/trial.py", "engine/vetting.py",
    "errors.py", "fingerprint.py", "model.py", "params/sources.py", "quantity.py", "scenarios/__init__.py",
    "scenarios/document.py", "scenarios/given.py", "scenarios/limits.py", "scenarios/meanings.py", "scenarios/names.py",
    "scenarios/template.py", "scenarios/toml_mistakes.py", "scenarios/toml_zh.py", "text.py",
)  # fmt: skip
"""What computes no result: files, and folders with all they hold."""

DECLARING = ("params/civic.py", "params/declare.py", "params/money.py", "params/people.py", "params/residents.py",
             "params/work.py")  # fmt: skip
"""Files that only declare numbers; they are taken by value."""

TABLES = {"indicators.py": ("_TABLE", "PRIMARY_OUTCOMES", "OWN", "smallest_of"), "levers.py": ("_ALL", "_said")}
"""Within a file that computes otherwise: declarations, which are taken by value, and what only speaks."""

PARTS = {"scenarios/changes.py": ("Change",), "scenarios/scenario.py": ("Scenario",)}
"""What computes within a file that otherwise reads and checks: the levers of a month."""


@cache
def fingerprint(*more: Path) -> str:
    """Return the SHA-256, in hexadecimal, of all that computes a result.

    Args:
        more: further files whose code computes, such as what makes summaries of months.
    """
    digest = hashlib.sha256(json.dumps(values()).encode())
    digest.update("\n".join(Sources(Path(__file__).resolve().parent, more).statements()).encode())
    return digest.hexdigest()


def computing(folder: Path) -> list[Path]:
    """Return the files of a copy of this package whose code computes, in a fixed order."""
    left_out = {*SPEAKING, *DECLARING}
    files = {file.relative_to(folder): file for file in loaded_files(folder)}
    return [
        files[path] for path in sorted(files) if not left_out & {path.as_posix(), *(p.as_posix() for p in path.parents)}
    ]


def values() -> dict[str, Any]:
    """Return what declarations come to, ready for JSON: all that the engine reads of them."""
    return {
        "params": {name: [PARAMS[name].default, PARAMS[name].whole] for name in sorted(PARAMS)},
        "levers": {
            lever.name: [float(lever.default), lever.whole, lever.price, lever.heading] for lever in LEVERS.values()
        },
        "posts": LEVERS["extra_posts"].high,
        "units": PARAMS["member_units"].high,
        "indicators": [[row.name, _formula(row.of), row.window, row.grouped, row.sums] for row in INDICATORS.values()],
        "ages": list(AGES),
        "services": list(SERVICE_TYPES),
    }


def _formula(of: Any) -> str:
    """Return how an indicator is read: the name of a function, or what is read plainly."""
    return str(getattr(of, "__qualname__", None) or repr(of))


class Sources:
    """The statements that compute, in this package and in further files, and what the names in them stand for."""

    def __init__(self, folder: Path, more: Iterable[Path] = ()) -> None:
        """Read the files of a copy of this package, and more."""
        self._folder = folder
        self._files = {file: Source(file, folder) for file in (*computing(folder), *more)}

    def statements(self) -> list[str]:
        """Return the digest of every statement, together with all that it reaches through its names.

        A digest takes in those of the statements that define what a statement names, until no more of them differ.
        """
        defined = {one: self._defined(file, one) for file, source in self._files.items() for one in source.statements}
        digests = {one: one.digest for one in defined}
        different = 0
        while different < len(set(digests.values())):
            different = len(set(digests.values()))
            digests = {
                one: _digest(one.digest, *(
                    f"{name} {' '.join(part if isinstance(part, str) else digests[part] for part in parts)}"
                    for name, parts in names.items()
                ))
                for one, names in defined.items()
            }  # fmt: skip
        return sorted(digests.values())

    def _defined(self, file: Path, statement: "Statement") -> "dict[str, tuple[Statement | str, ...]]":
        """Return by each name of a statement what defines it."""
        return {name: tuple(self._meaning(file, name)) for name in sorted(statement.names)}

    def _meaning(self, file: Path, name: str) -> "Sequence[Statement | str]":
        """Return the statements that define a name of a file, or how it is called elsewhere."""
        source = self._files.get(file)
        first, _, rest = name.partition(".")
        if not source:
            return [name]
        if first not in source.imports:
            return [one for one in source.statements if first in one.defines] or [first]
        module, imported = source.imports[first]
        inside = self._file(f"{module}.{imported}" if imported else module)
        if inside and not rest:  # a module that is handed on as a whole
            return [*self._files[inside].sorted()] if inside in self._files else []
        if inside:
            return self._meaning(inside, rest)
        within = self._file(module)
        return self._meaning(within, imported) if within else [f"{module}.{imported}"]

    def outside(self) -> set[str]:
        """Return as ``file:name`` what is named by what computes, and is itself said not to compute."""
        homes = {self._home(file, name) for file, source in self._files.items() for name in source.names}
        return {
            f"{file.relative_to(self._folder).as_posix()}:{name}"
            for file, name in homes
            if file not in self._files or name in self._files[file].left_out
        }

    def _home(self, file: Path, name: str) -> tuple[Path, str]:
        """Return in which file of this package a name is defined, and how it is called there."""
        source = self._files.get(file)
        first, _, rest = name.partition(".")
        if not source or first not in source.imports:
            return file, first
        module, imported = source.imports[first]
        inside = self._file(f"{module}.{imported}" if imported else module)
        if inside:
            return self._home(inside, rest)
        within = self._file(module)
        return self._home(within, imported) if within else (file, first)

    @cache  # noqa: B019 (as long-lived as what it reads)
    def _file(self, module: str) -> Path | None:
        """Return the file of a module of this package, by its dotted name."""
        first, *rest = module.split(".")
        place = self._folder.joinpath(*rest)
        files = (place.with_suffix(".py"), place / "__init__.py") if first == self._folder.name else ()
        return next((file for file in files if file in self._files or file.is_file()), None)


@dataclass(frozen=True, eq=False)
class Statement:
    """What a file does or defines in one statement.

    ``digest`` is that of its text, ``names`` those that it uses of the file, with one behind a dot.
    """

    digest: str
    defines: tuple[str, ...]
    names: frozenset[str]


class Source:
    """The statements of a file, and the names that it imports."""

    def __init__(self, file: Path, folder: Path) -> None:
        """Read a file; in one of the package only what computes counts."""
        try:
            tree = ast.parse(text_of(file), str(file))
        except (ValueError, SyntaxError) as error:
            if getattr(error, "filename", None):
                raise
            raise SyntaxError(str(error), (str(file), 1, 0, "")) from None  # a null character: Python names no file
        name = file.relative_to(folder).as_posix() if file.is_relative_to(folder) else ""
        self.imports = dict(_imported(tree))
        """By the name that it gets here what is imported: module, and name in it, empty for the module itself."""
        counted = [one for one in tree.body if not is_silent(one) and _counts(name, _defines(one))]
        defined = {define for one in counted for define in _defines(one)}
        self.left_out = {define for one in tree.body for define in _defines(one)} - defined
        """The names that are defined here and are said not to compute."""
        known = {*self.imports, *defined, *self.left_out}
        self.statements = [Statement(_digest(canonical(one)), _defines(one), _names(one, known)) for one in counted]

    @property
    def names(self) -> set[str]:
        """Return the names that its statements use."""
        return {name for statement in self.statements for name in statement.names}

    def sorted(self) -> list[Statement]:
        """Return the statements in an order that does not depend on where they stand."""
        return sorted(self.statements, key=lambda one: one.digest)


def _counts(file: str, defined: tuple[str, ...]) -> bool:
    """Tell whether a statement of a file computes, by the names that it defines."""
    parts = PARTS.get(file)
    return not set(defined) & set(TABLES.get(file, ())) and (not parts or bool(set(defined) & set(parts)))


def _defines(statement: ast.stmt) -> tuple[str, ...]:
    """Return the names that a statement defines."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return (statement.name,)
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return ()
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return tuple(node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give the names that a file imports anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, (node.module or "", alias.name)) for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                yield (alias.asname, (alias.name, "")) if alias.asname else (first, (first, ""))


def _names(statement: ast.stmt, known: set[str]) -> frozenset[str]:
    """Return which of the known names a statement uses, with one name behind a dot."""
    through = {node.value: node.attr for node in ast.walk(statement) if isinstance(node, ast.Attribute)}
    used = (node for node in ast.walk(statement) if isinstance(node, ast.Name) and node.id in known)
    return frozenset(f"{node.id}.{through[node]}" if node in through else node.id for node in used)


def _digest(*texts: str) -> str:
    """Return the SHA-256 of texts, in hexadecimal."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
