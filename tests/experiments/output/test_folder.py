import errno
import shutil

import pytest

from experiments.output.folder import prepare_out, whole, whole_file
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
    with whole(tmp_path) as part:
        (part / "a.csv").write_text("new", encoding="utf-8")
        (part / "b.csv").write_text("b", encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "b.csv"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("context", [whole, whole_file])
def test_a_full_disk_leaves_everything_as_it_was(tmp_path, context):
    out = tmp_path / "a.csv" if context is whole_file else tmp_path
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="no space left"), context(out):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"


def test_a_new_folder_goes_again_when_writing_fails(tmp_path):
    with pytest.raises(InputError), whole(tmp_path / "new"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_free_space_is_that_of_the_folder(tmp_path, monkeypatch):
    asked = []
    usage = shutil.disk_usage
    monkeypatch.setattr("shutil.disk_usage", lambda path: asked.append(path) or usage(path))
    prepare_out(tmp_path / "new")
    assert asked == [tmp_path]
