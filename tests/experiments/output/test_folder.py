import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.output import folder
from experiments.output.folder import atomic_file, plain_bytes, prepare_out, written_at_once
from sim.errors import InputError


def test_checking_leaves_nothing_behind(tmp_path):
    out = tmp_path / "new" / "deep"
    assert prepare_out(out) == out
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_may_be_used(tmp_path):
    assert prepare_out(tmp_path) == tmp_path


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    for out in (tmp_path / "taken", tmp_path / "taken" / "deeper"):
        with pytest.raises(InputError, match="taken"):
            prepare_out(out)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        prepare_out(tmp_path, file=True)


@pytest.mark.parametrize("name", ["n" * 300, "nul\0l"])
def test_an_impossible_name_is_one_sentence(tmp_path, name):
    with pytest.raises(InputError, match=r"cannot be written: [^\n]*\.$"):
        prepare_out(tmp_path / name)


def test_too_little_space_is_said_before_the_work(tmp_path):
    with pytest.raises(InputError, match="no space"):
        prepare_out(tmp_path, needed=10**18)


def test_what_cannot_be_written_is_one_sentence(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(InputError, match=r"cannot be written: permission denied\.$"):
        prepare_out(tmp_path)


def test_files_arrive_together_and_old_ones_are_replaced(tmp_path):
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    with written_at_once(tmp_path) as part:
        (part / "a.csv").write_text("new", encoding="utf-8")
        (part / "b.csv").write_text("b", encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "b.csv"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("context", [written_at_once, atomic_file])
def test_a_full_disk_leaves_everything_as_it_was(tmp_path, context):
    out = tmp_path / "a.csv" if context is atomic_file else tmp_path
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="no space left"), context(out):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"


def test_a_new_folder_goes_again_when_writing_fails(tmp_path):
    with pytest.raises(InputError), written_at_once(tmp_path / "new"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_free_space_is_that_of_the_folder(tmp_path, monkeypatch):
    asked = []
    usage = shutil.disk_usage
    monkeypatch.setattr("shutil.disk_usage", lambda path: asked.append(path) or usage(path))
    prepare_out(tmp_path / "new")
    assert asked == [tmp_path]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/null")])
def test_no_pipe_folder_or_device_gives_way_to_results(tmp_path, make):
    make(taken := tmp_path / "a.csv")
    before = taken.lstat()
    for write in (lambda: prepare_out(tmp_path), lambda: fill(written_at_once(tmp_path), ("0.csv", "a.csv"))):
        with pytest.raises(InputError, match=r"a\.csv is not a plain file but a folder, pipe or device"):
            write()
    with pytest.raises(InputError, match=r"a\.csv is"), atomic_file(taken) as part:
        part.write_text("new", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.csv is"):
        prepare_out(taken, file=True)
    assert taken.lstat().st_mode == before.st_mode and taken.lstat().st_ino == before.st_ino
    assert [place.name for place in tmp_path.iterdir()] == ["a.csv"]


def fill(context, names):
    with context as part:
        for name in names:
            (part / name).write_text("new", encoding="utf-8")


def test_what_is_no_plain_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(bytes(11))
    for place in (tmp_path / "pipe", tmp_path, tmp_path / "large", Path("/dev/zero")):
        with pytest.raises(ValueError, match=r"no plain file|too large"):
            plain_bytes(place, 10)
    assert plain_bytes(tmp_path / "large", 11) == bytes(11)


def test_what_a_killed_command_left_goes_with_the_next_one(tmp_path):
    gone, here = _ended(), os.getpid()
    parts = {
        "ours": f".part-{gone}-{folder._HERE}-a", "at work": f".part-{here}-{folder._HERE}-b",
        "elsewhere": f".part-{gone}-00000000-c", "not ours": f".part-{gone}-{folder._HERE}-d",
    }  # fmt: skip
    for name in parts.values():
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.html").write_text("half", encoding="utf-8")
    (tmp_path / parts["not ours"] / "thesis.docx").write_text("mine", encoding="utf-8")
    with atomic_file(tmp_path / "run.csv") as part:
        part.write_text("new", encoding="utf-8")
    assert {p.name for p in tmp_path.glob(".part-*")} == {parts[item] for item in ("at work", "elsewhere", "not ours")}
    folder.tidy(tmp_path)  # whoever holds the lock is alone
    assert {p.name for p in tmp_path.glob(".part-*")} == {parts["at work"], parts["not ours"]}


def _ended() -> int:
    """The number of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid
