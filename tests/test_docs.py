"""The documentation cannot rot: paths exist, commands run, tables are those of the code."""

import re
import shlex
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from cli import main
from cli.help import COMMANDS
from cli.start import load
from sim import __version__
from tools.reference_tables import LANGUAGES, PAGES, file_of, page

ROOT = Path(__file__).resolve().parents[1]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
DOCUMENTS = sorted([*READMES.values(), ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
CHEAP = ("list", "new", "check")
TEXTS = {document.relative_to(ROOT).as_posix(): document.read_text(encoding="utf-8") for document in DOCUMENTS}


def blocks(text: str, kind: str) -> list[str]:
    """Return the fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    """Return every line of the command line that a document shows."""
    shown = [line for block in blocks(text, "") for line in block.splitlines()]
    return [
        line for line in [*shown, *re.findall(r"`(python run\.py[^`]*)`", text)] if line.startswith("python run.py")
    ]


def made_up(path: str) -> bool:
    """Tell a file that only exists once somebody has run something."""
    return path.startswith(("results/", "changed/")) or path.endswith("mine.toml")


@pytest.mark.parametrize("name", TEXTS)
def test_every_path_named_in_a_document_exists(name) -> None:
    named = re.findall(r"`([\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|toml|txt|csv|cff)))`", TEXTS[name])
    paths = [path for path in named if "/" in path or path.endswith((".py", ".md", ".cff"))]
    missing = [path for path in paths if not made_up(path) and not (ROOT / path).exists()]
    assert not missing


@pytest.mark.parametrize("name", TEXTS)
def test_every_module_and_test_that_a_document_calls_exists(name) -> None:
    called = re.findall(r"python -m ((?:tools|tests|experiments)[\w.]*)", TEXTS[name])
    assert not [module for module in called if find_spec(module.rstrip(".")) is None]
    tests = [word for line in re.findall(r"-m pytest (.*)", TEXTS[name]) for word in re.findall(r"tests/[\w./]+", line)]
    assert not [path for path in tests if not (ROOT / path).exists()]


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_of_a_document_leads_somewhere(name) -> None:
    folder = (ROOT / name).parent
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", TEXTS[name]) if "://" not in link]
    assert not [link for link in links if not (folder / link).exists()]


@pytest.mark.parametrize("name", TEXTS)
def test_every_rule_named_in_a_document_exists(name) -> None:
    for files, rules in re.findall(r"`(sim/[\w/]+\.py)`[:：]\s*((?:`\w+`[,、 ]*)+)", TEXTS[name]):
        source = (ROOT / files).read_text(encoding="utf-8")
        for rule in re.findall(r"`(\w+)`", rules):
            assert f"def {rule}(" in source, f"{files} has no rule {rule}"


def test_both_readmes_show_the_same_commands() -> None:
    for kind in ("bash", "powershell", "python"):
        english, chinese = (blocks(document.read_text(encoding="utf-8"), kind) for document in READMES.values())
        assert english == chinese and english
    english, chinese = (
        [c for c in commands(d.read_text(encoding="utf-8")) if "--lang" not in c] for d in READMES.values()
    )
    assert english == chinese


@pytest.mark.parametrize("kind,python", [("bash", ".venv/bin/python"), ("powershell", r".venv\Scripts\python")])
def test_each_of_the_two_commands_is_one_line_that_makes_its_own_environment(kind, python) -> None:
    job, tests = (block.strip() for block in blocks(READMES["en"].read_text(encoding="utf-8"), kind))
    for line in (job, tests):
        assert "\n" not in line
        assert "-m venv .venv" in line and "-c constraints.txt" in line
    assert job.endswith(f"{python} run.py")
    assert tests.endswith(f"{python} -m pytest")


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_shown_is_one_that_the_command_line_knows(name) -> None:
    for line in commands(TEXTS[name]):
        words = [word for word in shlex.split(line)[2:] if word != "--help"]
        command = words[0] if words and not words[0].startswith("-") else "compare"
        assert command in COMMANDS, line
        known = {option for parameter in load(command).params for option in parameter.opts} | {"--lang"}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_cheap_commands_of_the_readme_run(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    for line in commands(READMES["en"].read_text(encoding="utf-8")):
        words = shlex.split(line)[2:]
        if words and words[0] in CHEAP and "NAME" not in words:
            assert main(words) == 0, line
            assert capsys.readouterr().out


def test_the_script_of_the_readme_runs(capsys) -> None:
    (script,) = blocks(READMES["en"].read_text(encoding="utf-8"), "python")
    exec(compile(script, "README.md", "exec"), {"__name__": "script"})
    trust, awareness, before = (float(word) for word in capsys.readouterr().out.split())
    assert 0 < trust < 1
    assert awareness > before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_that_of_the_code(name, language) -> None:
    stored = file_of(name, language).read_text(encoding="utf-8")
    assert stored == page(name, language), "run: python -m tools.renew reference-tables"


@pytest.mark.parametrize("name", [name for name in TEXTS if name.startswith("docs/") and not name.endswith(".zh.md")])
def test_every_page_of_the_documentation_exists_in_chinese_with_the_same_headings(name) -> None:
    chinese = TEXTS[name.replace(".en.md", ".zh.md")]
    levels = [re.findall(r"^(#+) ", text, flags=re.MULTILINE) for text in (TEXTS[name], chinese)]
    assert levels[0] == levels[1]


@pytest.mark.parametrize("name", ["map", "lab"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_of_the_readme_are_real_ones(name, language) -> None:
    picture = (ROOT / "docs" / "images" / f"{name}.{language}.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 50_000


def test_the_version_is_said_once() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        assert tomllib.load(stream)["project"]["version"] == __version__
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_everything_that_is_needed_is_pinned_and_by_version_alone() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        project = tomllib.load(stream)["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    needed = [
        *project["dependencies"],
        *(need for extra in project["optional-dependencies"].values() for need in extra),
    ]
    assert {re.split(r"[<>=]", need)[0].lower() for need in needed} <= pinned


def test_the_check_script_takes_its_command_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script and "pytest" not in script.replace("pytest summary", "")
