"""What is in the way of a release is told, a sentence each, with what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import InputError
from tests.tools.trees import ROOT, Tree
from tools import release
from tools.stored import Stored

VERSION = "0.1.0"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files in which the version stands, all of one version."""
    for name in release.PLACES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = (ROOT / name).read_text(encoding="utf-8").replace("## Unreleased", f"## {VERSION}")
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(release, "ROOT", tmp_path)
    return tmp_path


def test_one_version_everywhere_is_good(tree: Path) -> None:
    assert list(release.versions()) == []


@pytest.mark.parametrize(("name", "old", "new", "said"), [
    ("sim/__init__.py", '"0.1.0"', '"0.2.0"',
     "sim/__init__.py has version 0.2.0, pyproject.toml 0.1.0; write the same in both"),
    ("CITATION.cff", "version: 0.1.0", "",
     "CITATION.cff has version none, pyproject.toml 0.1.0; write the same in both"),
    ("CHANGELOG.md", "## 0.1.0", "## Unreleased",
     "CHANGELOG.md tells nothing of 0.1.0: its first heading is '## Unreleased'; write '## 0.1.0' there"),
])  # fmt: skip
def test_another_version_is_told_where_it_stands(tree: Path, name: str, old: str, new: str, said: str) -> None:
    text = (tree / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tree / name).write_text(text.replace(old, new), encoding="utf-8")
    assert list(release.versions()) == [said]


def test_a_new_version_in_one_place_is_told_of_every_other(tree: Path) -> None:
    text = (tree / "pyproject.toml").read_text(encoding="utf-8")
    (tree / "pyproject.toml").write_text(text.replace('version = "0.1.0"', 'version = "1.0.0"'), encoding="utf-8")
    assert [version.split(" ")[0] for version in release.versions()] == [
        "sim/__init__.py",
        "CITATION.cff",
        "CHANGELOG.md",
    ]


def test_what_is_stale_is_told_with_the_command_that_renews_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses():
        raise InputError("cannot be read.", "无法读取。")

    own = [Stored("good", "x", lambda: iter(()), None, "", ""), Stored("map", "x", lambda: iter("ab"), None, "", ""),
           Stored("broken", "x", refuses, None, "", "")]  # fmt: skip
    monkeypatch.setattr(release, "STORED", own)
    assert list(release.stale()) == [
        "map: a and 1 more; run python -m tools.renew map", "broken: cannot be read; run python -m tools.renew broken",
    ]  # fmt: skip


def test_every_refusal_is_a_line_and_the_exit_code_says_that_there_are_some(monkeypatch, capsys) -> None:
    monkeypatch.setattr(
        release, "CHECKS", [lambda: iter(["one; do this"]), lambda: iter(()), lambda: iter(["two; do"])]
    )
    assert release.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "refused: one; do this.", "refused: two; do.", "2 things are in the way of a release.",
    ]  # fmt: skip
    monkeypatch.setattr(release, "CHECKS", [lambda: iter(())])
    assert release.main(["--check"]) == 0 and "can be released" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--chek"], ["--check", "now"]])
def test_other_arguments_are_refused_in_one_sentence(arguments: list[str], capsys) -> None:
    assert release.main(arguments) == 2
    assert capsys.readouterr().err.endswith("say python -m tools.release --check.\n")


@pytest.mark.slow
def test_a_wheel_that_does_not_build_is_told_in_one_sentence(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "pyproject.toml").write_text("[build-system]\nrequires = []\nbuild-backend = 'none.of.ours'\n", "utf-8")
    monkeypatch.setattr(release, "ROOT", tmp_path)
    (said,) = release.wheel()
    assert said.startswith("the wheel does not build (") and said.endswith("; mend it and check again")
    assert "\n" not in said


def test_a_command_that_is_not_good_is_told_by_its_last_words(tmp_path: Path, monkeypatch) -> None:
    real = subprocess.run

    def stand_in(words, **options):
        good = not str(words[0]).endswith(release.COMMAND)
        code = "" if good else "import sys; print('error: there is no policy', file=sys.stderr); sys.exit(2)"
        return real([sys.executable, "-c", code], **options)

    monkeypatch.setattr(release.subprocess, "run", stand_in)
    monkeypatch.setattr(release.venv, "create", lambda *_, **__: None)
    assert list(release.wheel()) == [
        "the installed command does not tell its version (error: there is no policy); mend it and check again"
    ]


@pytest.mark.slow
def test_a_copy_of_this_tree_builds_installs_and_works(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(release, "ROOT", Tree(tmp_path / "tree").folder)
    assert list(release.wheel()) == []
