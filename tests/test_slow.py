"""The slow proofs go on where they were stopped, and begin anew when anything they may depend on has changed."""

import sys

import pytest

from tests import slow


@pytest.fixture
def parts(tmp_path, monkeypatch):
    for name in ("sim", "tests"):
        (tmp_path / name).mkdir()
    (tmp_path / "sim" / "rule.py").write_text("one")
    write = "import sys, pathlib; pathlib.Path(sys.argv[1]).open('a').write('x'); sys.exit(int(sys.argv[2]))"
    tried = {name: tmp_path / name for name in ("first.log", "second.log")}
    own = {name: ["-c", write, str(path), code] for (name, path), code in zip(tried.items(), "01", strict=True)}
    monkeypatch.setattr(slow, "PARTS", own)
    monkeypatch.setattr(slow, "ROOT", tmp_path)
    monkeypatch.setattr(slow, "KEPT", tmp_path / ".slow_cache" / "passed.json")
    return tried


def counts(parts):
    return [len(path.read_text()) if path.exists() else 0 for path in parts.values()]


def test_what_has_passed_is_not_tried_again_and_what_failed_is(parts, tmp_path, capsys):
    assert slow.main([]) == 1
    assert "1 of 2 parts have passed; failed: second.log" in capsys.readouterr().out
    assert slow.main([]) == 1 and counts(parts) == [1, 2]
    assert slow.main(["--part", "first.log"]) == 0 and counts(parts) == [1, 2]
    assert slow.main(["--anew", "--part", "first.log"]) == 0 and counts(parts) == [2, 2]
    (tmp_path / "sim" / "rule.py").write_text("two")
    assert slow.main(["--part", "first.log"]) == 0 and counts(parts) == [3, 2]


def test_what_was_not_begun_in_time_is_told_and_is_no_success(parts, capsys):
    assert slow.main(["--minutes", "-1"]) == 3 and counts(parts) == [0, 0]
    assert "0 of 2 parts have passed; not begun: first.log, second.log" in capsys.readouterr().out


def test_the_list_says_what_has_passed(parts, capsys):
    assert slow.main(["--part", "first.log"]) == 0
    capsys.readouterr()
    assert slow.main(["--list"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "passed" in first and "passed" not in second


def test_every_part_is_something_that_can_be_called():
    for words in slow.PARTS.values():
        module = words[1]
        assert words[0] == "-m"
        __import__(module.split(".")[0])
        if module.startswith("tests"):
            path = slow.ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module
    assert sys.executable
