"""The folder for machines without network: what is in it, and what is said where it cannot be made."""

import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import offline


def a_wheel(file, metadata, **others):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{file.name.split('-')[0]}-0.1.dist-info/METADATA", metadata)
        for name, content in others.items():
            archive.writestr(name, content)


class Pip:
    """Stands for pip: remembers the command, puts a wheel where it is told, or fails."""

    command: tuple[str, ...] = ()
    lines: tuple[str, ...] = ("Collecting numba==0.1 (from x)", "  Downloading numba.whl", "Collecting rich")
    returncode = 0

    def __init__(self, command, **_):
        type(self).command = tuple(command)
        self.stdout = iter(f"{line}\n" for line in self.lines)
        if not self.returncode:
            wheels = Path(command[command.index("-w") + 1])
            wheels.mkdir()
            a_wheel(
                wheels / "numba-0.1-py3-none-any.whl", "Name: numba\nVersion: 0.1\nLicense-Expression: BSD-2-Clause\n"
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class NoNetwork(Pip):
    lines = ("ERROR: Could not find a version", "ERROR: No matching distribution found for setuptools")
    returncode = 1


class Interrupted(Pip):
    def __enter__(self):
        raise KeyboardInterrupt


@pytest.fixture
def pip(monkeypatch):
    """Let a stand-in take the place of pip."""

    def stand_in(kind=Pip):
        names = {name: getattr(subprocess, name) for name in ("run", "PIPE", "STDOUT", "CalledProcessError")}
        monkeypatch.setattr(offline, "subprocess", SimpleNamespace(Popen=kind, **names))
        return kind

    return stand_in


def test_the_folder_has_the_wheels_the_project_and_what_to_do(tmp_path, pip, capsys):
    own = pip()
    assert offline.main([f"{tmp_path / 'stick'}", "--lang", "en"]) == 0
    folder = tmp_path / "stick"
    assert sorted(path.name for path in folder.iterdir()) == [
        "NOTICE.txt",
        "community-governance",
        "install.txt",
        "wheels",
    ]
    assert [path.name for path in (folder / "wheels").iterdir()] == ["numba-0.1-py3-none-any.whl"]
    for name in (
        "run.py",
        "constraints.txt",
        "pyproject.toml",
        "dashboard/static/page.js",
        "report/look/OFL.txt",
        "NOTICE",
    ):
        assert (folder / "community-governance" / name).read_bytes() == (offline.ROOT / name).read_bytes()
    assert own.command[:4] == (sys.executable, "-m", "pip", "wheel")
    assert "numba 0.1: BSD-2-Clause\n" in (folder / "NOTICE.txt").read_text(encoding="utf-8")
    said = capsys.readouterr()
    assert said.out.startswith(f"{folder} is ready") and "fetching the packages" in said.err


def test_pip_is_asked_for_what_runs_and_what_builds_under_the_pinned_versions(tmp_path, pip):
    own = pip()
    offline.main([f"{tmp_path / 'stick'}"])
    asked = own.command[own.command.index("-w") + 2 :]
    names = {name.split("=")[0].split(">")[0].split("<")[0] for name in asked}
    assert {"setuptools", "wheel", "numba", "solara", "solara-assets"} <= names
    assert own.command[own.command.index("-c") + 1] == f"{offline.ROOT / 'constraints.txt'}"
    assert "--no-deps" not in own.command


def test_nothing_of_this_machine_is_copied(tmp_path, pip):
    pip()
    offline.main([f"{tmp_path / 'stick'}"])
    copied = {path.name for path in (tmp_path / "stick" / "community-governance").rglob("*")}
    assert not copied & {".git", ".venv", "__pycache__", "results", "community_governance.egg-info"}


def test_without_git_the_same_files_are_found(monkeypatch):
    known = set(offline.project_files())

    def no_git(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", no_git)
    found = set(offline.project_files())
    assert known <= found
    assert not [file for file in found if {".git", "__pycache__", ".venv"} & set(file.parts)]


@pytest.mark.parametrize("platform,python", [("linux", ".venv/bin/python"), ("win32", r".venv\Scripts\python")])
def test_the_leaflet_says_in_both_languages_which_two_commands_to_type(monkeypatch, platform, python):
    monkeypatch.setattr(offline.sys, "platform", platform)
    text = offline.leaflet()
    install = f"{python} -m pip install --no-index --find-links ../wheels -c constraints.txt -e ."
    assert text.count(install) == 2 and text.count(f"{python} run.py dashboard") == 2
    assert "Copy it from the stick" in text and "从 U 盘复制到硬盘" in text


@pytest.mark.parametrize("lang,word", [("en", "is not empty"), ("zh", "不是空的")])
def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path, pip, capsys, lang, word):
    pip(NoNetwork)
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert offline.main([f"{tmp_path}", "--lang", lang]) == 2
    said = capsys.readouterr().err
    assert word in said and said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("lang,word", [("en", "is this machine connected?"), ("zh", "这台机器联网了吗")])
def test_no_network_is_said_in_one_sentence_and_nothing_stays(tmp_path, pip, capsys, lang, word):
    pip(NoNetwork)
    assert offline.main([f"{tmp_path / 'stick'}", "--lang", lang]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert word in last and "No matching distribution found for setuptools" in last
    assert not (tmp_path / "stick").exists()


def test_an_interrupted_bundle_leaves_nothing(tmp_path, pip, capsys):
    pip(Interrupted)
    assert offline.main([f"{tmp_path / 'stick'}", "--lang", "en"]) == 130
    assert "interrupted" in capsys.readouterr().err
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--help"]])
def test_one_folder_is_asked_for(arguments, capsys):
    assert offline.main([*arguments, "--lang", "en"]) == 2
    assert "Name one folder" in capsys.readouterr().err


def test_a_file_is_no_folder(tmp_path, capsys):
    (tmp_path / "mine.txt").touch()
    assert offline.main([f"{tmp_path / 'mine.txt'}", "--lang", "en"]) == 2
    assert "is a file" in capsys.readouterr().err
