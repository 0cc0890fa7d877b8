"""Kills, locks, full disks and damaged files."""

import errno
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from experiments.store import publish, read_summary, read_trajectories, status
from experiments.store import repair as repairing
from experiments.store.schema import LEDGER, TABLES
from sim.errors import InputError
from tests.experiments.stores import done, failure, fill, opened, plan

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import os, sys
from pathlib import Path
from tests.experiments.stores import cells, done, opened, plan
asked = plan(replicates=80, trajectories=True)
with opened(Path(sys.argv[1])) as ledger:
    ledger.begin(asked, "again")
    every = cells(asked)
    ledger.ask(every)
    known = ledger.finished()
    missing = [cell.key for cell in every if cell.key not in known]
    for first in range(0, len(missing), 4):
        job = missing[first : first + 4]
        ledger.add([done(key, months=True) for key in job])
        os.write(1, b"".join(job))
    os.write(1, b"the end")
"""
HOLDER = """
import sys
from pathlib import Path
from tests.experiments.stores import opened
with opened(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def started(script: str, folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def damage(path: Path, first: int, length: int = 4096) -> None:
    with path.open("rb+") as file:
        file.seek(first)
        file.write(b"\xa5" * length)


def large(tmp_path: Path, replicates: int = 40) -> list[bytes]:
    """A store of many pages at rest; returns the keys of its runs."""
    asked = plan(replicates=replicates, trajectories=True)
    with opened(tmp_path) as ledger:
        return [cell.key for cell in fill(ledger, asked)]


def test_a_writer_killed_again_and_again_loses_nothing_that_it_had_acknowledged(tmp_path):
    rng, one_sentence = random.Random(1), set()
    for kill in range(4):
        with started(WRITER, tmp_path) as writer:
            said = writer.stdout.read(32 * rng.randrange(15, 100))
            writer.send_signal(signal.SIGKILL)
            said += writer.stdout.read()
        assert not said.endswith(b"the end") and writer.returncode == -signal.SIGKILL
        one_sentence |= {said[first : first + 32] for first in range(0, len(said), 32)}
        notes = []
        with opened(tmp_path, note=notes.append) as ledger:
            finished = ledger.finished(trajectories=True)
            assert one_sentence <= finished and len(finished - one_sentence) <= 4 * (kill + 1)
            assert all(done(key).summary == summary for key, summary in ledger.summaries(sorted(finished)).items())
        assert len(notes) == 1 and f"Process {writer.pid} on" in notes[0].en and f"进程 {writer.pid}" in notes[0].zh
    assert not list(tmp_path.glob("*.broken-*"))


def test_a_store_in_use_is_refused_and_its_user_is_named(tmp_path):
    with started(HOLDER, tmp_path) as holder:
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(InputError) as caught:
            opened(tmp_path)
        found = status(tmp_path)
        holder.stdin.close()
    assert str(caught.value).startswith(
        f"The folder {tmp_path} is in use by process {holder.pid} on {found.host} since 2"
    )
    assert f"上的进程 {holder.pid} 使用，始于" in caught.value.get("zh")
    assert found.pid == holder.pid
    with opened(tmp_path) as ledger:
        assert ledger.finished() == set()


def test_the_place_of_a_dead_user_is_taken_over_with_a_word(tmp_path):
    gone = {"pid": 4_000_000, "host": "elsewhere", "started": "2026-01-01T00:00:00Z", "command": "sweep"}
    (tmp_path / "owner.json").write_text(json.dumps(gone), encoding="utf-8")
    notes = []
    with opened(tmp_path, note=notes.append):
        assert json.loads((tmp_path / "owner.json").read_text(encoding="utf-8"))["pid"] == os.getpid()
    assert [note.en for note in notes] == [
        f"Process 4000000 on elsewhere, at work in {tmp_path} since 2026-01-01T00:00:00Z, ended without closing it; "
        "all that it kept is there."
    ]


def test_a_note_of_a_user_that_cannot_be_read_does_no_harm(tmp_path):
    (tmp_path / "owner.json").write_text('{"pid": ', encoding="utf-8")
    with opened(tmp_path) as ledger:
        assert ledger.finished() == set()


@pytest.mark.parametrize("content", [b"", b"my notes\n", b"SQLite format 3\0" + b"x" * 5000, b"\0" * 8192])
def test_what_is_no_database_is_set_aside_and_named(tmp_path, content):
    (tmp_path / LEDGER).write_bytes(content)
    notes = []
    with opened(tmp_path, note=notes.append) as ledger:
        fill(ledger, plan())
    if content:
        (note,) = notes
        assert "ledger.sqlite.broken-1" in note.en and "ledger.sqlite.broken-1" in note.zh
        assert (tmp_path / "ledger.sqlite.broken-1").read_bytes() == content
    with opened(tmp_path) as ledger:
        assert len(ledger.finished()) == 18


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_ledger_is_set_aside_and_what_is_whole_in_it_is_kept(tmp_path, share):
    keys = large(tmp_path)
    os.truncate(tmp_path / LEDGER, int((tmp_path / LEDGER).stat().st_size * share))
    notes = []
    with opened(tmp_path, note=notes.append) as ledger:
        kept = ledger.finished()
        assert len(kept) > 0.5 * share * len(keys) and kept < set(keys)
        assert all(done(key).summary == summary for key, summary in ledger.summaries(sorted(kept)).items())
        fill(ledger, plan(replicates=40, trajectories=True))
        publish(ledger)
    assert f"{len(kept)} runs in it are whole and kept" in notes[0].en
    assert (tmp_path / "ledger.sqlite.broken-1").exists()
    assert len(read_summary(tmp_path)) == len(keys)


@pytest.mark.parametrize("seed", range(8))
def test_no_torn_page_ever_becomes_a_result(tmp_path, seed):
    keys = large(tmp_path, 20)
    rng = random.Random(seed)
    path = tmp_path / LEDGER
    for _ in range(4):
        damage(path, rng.randrange(4096, path.stat().st_size - 4096), 700)
    with opened(tmp_path) as ledger:
        kept = ledger.finished()
        assert kept <= set(keys)
        assert all(done(key).summary == summary for key, summary in ledger.summaries(sorted(kept)).items())
        fill(ledger, plan(replicates=20, trajectories=True))
        publish(ledger)
    assert len(read_summary(tmp_path)) == len(keys) and len(read_trajectories(tmp_path)) == 5 * len(keys)


@pytest.mark.parametrize("page", [0, 1, 2, 3])
def test_a_ledger_that_lost_its_first_pages_is_mended(tmp_path, page):
    keys = large(tmp_path, 5)
    damage(tmp_path / LEDGER, page * 4096)
    with opened(tmp_path) as ledger:
        assert ledger.finished() <= set(keys)
        fill(ledger, plan(replicates=5, trajectories=True))
    assert (tmp_path / "ledger.sqlite.broken-1").exists()


def test_damage_that_shows_only_in_a_question_is_one_sentence_and_the_next_start_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(repairing, "QUICK", 0)
    keys = large(tmp_path)
    path = tmp_path / LEDGER
    for first in range(path.stat().st_size // 3, path.stat().st_size // 2, 4096):
        damage(path, first)
    notes = []
    with opened(tmp_path, note=notes.append) as ledger:
        with pytest.raises(InputError, match="was damaged; what was whole in it is kept") as caught:
            fill(ledger, plan(replicates=40, trajectories=True))
            publish(ledger)
        assert "已损坏" in caught.value.get("zh")
    assert len(notes) == 1 and (tmp_path / "ledger.sqlite.broken-1").exists()
    with opened(tmp_path) as ledger:
        assert 0 < len(ledger.finished()) < len(keys)
        fill(ledger, plan(replicates=40, trajectories=True))
        publish(ledger)
    assert len(read_summary(tmp_path)) == len(keys)


def test_a_disk_that_fills_up_while_a_ledger_is_mended_is_one_sentence_and_nothing_is_moved(tmp_path, monkeypatch):
    def refuse(path, fresh):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(repairing, "QUICK", 0)
    keys = large(tmp_path, 5)
    with closing(sqlite3.connect(tmp_path / LEDGER)) as connection:
        connection.execute("UPDATE runs SET crc = 0 WHERE id = 3")
        connection.commit()
    with monkeypatch.context() as patched:
        patched.setattr(repairing, "_take_over", refuse)
        with opened(tmp_path) as ledger, pytest.raises(InputError, match=r"The disk is full; what .* held is kept"):
            ledger.summaries(keys)
    assert (tmp_path / LEDGER).exists() and not list(tmp_path.glob("*.broken-*"))
    with opened(tmp_path) as ledger, pytest.raises(InputError, match="was damaged"):
        ledger.summaries(keys)
    with opened(tmp_path) as ledger:
        assert len(ledger.finished()) == len(keys) - 1


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs a system where a folder can be closed to writers")
def test_the_status_of_a_folder_that_cannot_be_written_to():
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "store"
        with opened(folder) as ledger:
            fill(ledger, plan(), range(5))
        Path(home).chmod(0o755)
        folder.chmod(0o555)
        us = os.geteuid()
        try:
            if us == 0:
                os.seteuid(65534)
            assert not os.access(folder, os.W_OK, effective_ids=True)
            assert (status(folder).done, status(folder).pid) == (5, None)
        finally:
            os.seteuid(us)
            folder.chmod(0o755)


def test_a_second_damaged_ledger_gets_a_name_of_its_own(tmp_path):
    for number in (1, 2):
        (tmp_path / LEDGER).write_bytes(b"damaged %d" % number)
        with opened(tmp_path):
            assert (tmp_path / f"ledger.sqlite.broken-{number}").read_bytes() == b"damaged %d" % number


def test_the_log_of_a_damaged_ledger_goes_with_it(tmp_path):
    (tmp_path / LEDGER).write_bytes(b"damaged")
    (tmp_path / f"{LEDGER}-wal").write_bytes(b"log")
    with opened(tmp_path):
        assert (tmp_path / "ledger.sqlite.broken-1-wal").read_bytes() == b"log"


@pytest.mark.parametrize("moved", [False, True])
def test_mending_that_was_killed_is_done_again_or_finished(tmp_path, moved):
    keys = large(tmp_path, 5)
    shutil.copy(tmp_path / LEDGER, tmp_path / "ledger.sqlite.mending")
    if moved:
        (tmp_path / LEDGER).rename(tmp_path / "ledger.sqlite.broken-1")
    else:
        os.truncate(tmp_path / "ledger.sqlite.mending", 5000)
    with opened(tmp_path) as ledger:
        assert ledger.finished() == set(keys)
    assert not (tmp_path / "ledger.sqlite.mending").exists()


def test_the_status_of_a_damaged_ledger_is_one_sentence_and_changes_nothing(tmp_path):
    large(tmp_path, 5)
    damage(tmp_path / LEDGER, 0)
    before = (tmp_path / LEDGER).read_bytes()
    with pytest.raises(InputError, match="the ledger is damaged") as caught:
        status(tmp_path)
    assert "结果库已损坏" in caught.value.get("zh")
    assert (tmp_path / LEDGER).read_bytes() == before


def test_a_full_disk_says_what_is_kept_and_the_same_command_goes_on(tmp_path):
    asked = plan(replicates=40, trajectories=True)
    with opened(tmp_path) as ledger:
        every = fill(ledger, asked, range(8))
        with ledger.one_sentence() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        acknowledged = 8
        with pytest.raises(InputError) as caught:
            for cell in every[8:]:
                ledger.add([done(cell.key, months=True)])
                acknowledged += 1
        assert str(caught.value) == (
            f"The disk is full; {acknowledged} runs are kept in {tmp_path}, and the same command goes on when there is "
            "room."
        )
        assert f"磁盘已满；{tmp_path} 中已存有 {acknowledged} 次运行" in caught.value.get("zh")
    assert acknowledged > 8
    with opened(tmp_path) as ledger:
        assert len(ledger.finished()) == acknowledged
        fill(ledger, asked)
        assert ledger.counts().done == len(every)


def test_a_disk_that_fills_up_while_publishing_leaves_the_tables_as_they_were(tmp_path, monkeypatch):
    def refuse(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    with opened(tmp_path) as ledger:
        fill(ledger, plan(), range(5))
        publish(ledger)
        before = (tmp_path / "summary.parquet").read_bytes()
        fill(ledger, plan())
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", refuse)
            with pytest.raises(InputError, match="The disk is full; 18 runs are kept"):
                publish(ledger)
        assert (tmp_path / "summary.parquet").read_bytes() == before
        assert not list(tmp_path.glob(".part-*"))
        publish(ledger)
    assert len(read_summary(tmp_path)) == 18


def test_half_written_tables_of_a_killed_process_are_cleared_and_foreign_files_stay(tmp_path):
    for part, name in ((".part-abcdefgh", "summary.parquet"), (".part-mine", "thesis.docx")):
        (tmp_path / part).mkdir()
        (tmp_path / part / name).write_bytes(b"half")
    (tmp_path / "notes.parquet").write_bytes(b"mine")
    with opened(tmp_path):
        assert not (tmp_path / ".part-abcdefgh").exists()
    assert (tmp_path / ".part-mine" / "thesis.docx").exists() and (tmp_path / "notes.parquet").exists()


@pytest.mark.parametrize("name", ["summary.parquet", "trajectories.parquet", "failures.parquet"])
def test_a_truncated_table_is_set_aside_and_written_anew(tmp_path, name):
    asked = plan(trajectories=True)
    with opened(tmp_path) as ledger:
        every = fill(ledger, asked, range(17))
        ledger.fail([failure(every[17].key)])
        publish(ledger)
    whole = (tmp_path / name).read_bytes()
    os.truncate(tmp_path / name, len(whole) // 2)
    notes = []
    with opened(tmp_path, note=notes.append) as ledger:
        assert [note.en for note in notes] == [
            f"{tmp_path / name} is cut short or not one of these results; it is set aside as {name}.broken-1 and will "
            "be written anew."
        ]
        publish(ledger)
    assert (tmp_path / name).read_bytes() == whole
    assert (tmp_path / f"{name}.broken-1").read_bytes() == whole[: len(whole) // 2]


def test_a_table_of_somebody_else_is_set_aside(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({"mine": [1]}), tmp_path / "summary.parquet")
    mine = (tmp_path / "summary.parquet").read_bytes()
    with opened(tmp_path) as ledger:
        fill(ledger, plan())
        publish(ledger)
    assert (tmp_path / "summary.parquet.broken-1").read_bytes() == mine
    assert len(read_summary(tmp_path)) == 18


def test_every_table_of_the_schema_is_looked_for(tmp_path):
    with opened(tmp_path) as ledger:
        fill(ledger, plan())
    with closing(sqlite3.connect(tmp_path / LEDGER)) as connection:
        connection.execute("DROP TABLE pace")
    with pytest.raises(InputError, match="damaged"):
        status(tmp_path)
    with opened(tmp_path) as ledger:
        assert len(ledger.finished()) == 18
    with closing(sqlite3.connect(tmp_path / LEDGER)) as connection:
        found = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
    assert found == len(TABLES)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("points", "settings = zeroblob(8) WHERE point = 1"),
        ("plans", "content = replace(content, 'publicity', 'publicitz')"),
        ("cells", "scenario = 1 - scenario WHERE position = 3"),
        ("failures", "attempts = 7"),
        ("codes", "code = 'f' || code"),
        ("runs", "code = 2 WHERE id = 1"),
        ("meta", "value = 'merged' WHERE name = 'code'"),
    ],
)
def test_no_part_of_a_finished_ledger_changes_unnoticed(tmp_path, table, change):
    with opened(tmp_path) as ledger:
        every = fill(ledger, plan(), range(17))
        ledger.fail([failure(every[17].key)])
        publish(ledger)
    whole = (tmp_path / "summary.parquet").read_bytes()
    with closing(sqlite3.connect(tmp_path / LEDGER)) as connection:
        connection.execute(f"UPDATE {table} SET {change}")
        connection.commit()
    with pytest.raises(InputError, match="the ledger is damaged"):
        status(tmp_path)
    notes = []
    with opened(tmp_path, note=notes.append) as ledger:
        fill(ledger, plan(), range(17))
        publish(ledger)
    assert [f"{LEDGER}.broken-1" in note.en for note in notes] == [True]
    assert (tmp_path / "summary.parquet").read_bytes() == whole


def test_a_design_that_changed_in_an_unfinished_ledger_is_written_anew(tmp_path):
    with opened(tmp_path) as ledger:
        fill(ledger, plan())
    with closing(sqlite3.connect(tmp_path / LEDGER)) as connection:
        connection.execute("UPDATE points SET settings = zeroblob(8) WHERE point = 1")
        connection.execute("UPDATE cells SET scenario = 1 - scenario WHERE position = 3")
        connection.commit()
    for folder in (tmp_path, tmp_path / "other"):
        with opened(folder) as ledger:
            fill(ledger, plan())
            publish(ledger)
    assert (tmp_path / "summary.parquet").read_bytes() == (tmp_path / "other" / "summary.parquet").read_bytes()


def test_no_flipped_bit_of_a_published_table_becomes_a_number(tmp_path):
    with opened(tmp_path) as ledger:
        fill(ledger, plan())
        publish(ledger)
    path, whole, refused = tmp_path / "summary.parquet", read_summary(tmp_path), 0
    content = path.read_bytes()
    pages = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    for place in range(4, pages, 499):
        path.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        try:
            found = read_summary(tmp_path)
        except InputError:
            refused += 1
        else:
            assert found.equals(whole)
    assert refused > 20


@pytest.mark.skipif(os.name == "nt", reason="a folder in use cannot be renamed there")
@pytest.mark.parametrize("fate", [lambda folder: folder.rename(folder.with_name("new")), shutil.rmtree])
def test_a_folder_that_goes_away_during_the_work_is_said_and_nothing_is_parted(tmp_path, fate):
    folder = tmp_path / "old"
    with opened(folder) as ledger:
        every = fill(ledger, plan(), range(9))
        fate(folder)
        for step in (lambda: ledger.add([done(every[10].key)]), lambda: publish(ledger)):
            with pytest.raises(InputError, match="was renamed or removed during the work"):
                step()
    assert not folder.exists()
    if (tmp_path / "new").exists():
        with opened(tmp_path / "new") as ledger:
            assert len(ledger.finished()) == 9


def test_a_first_write_that_fails_is_one_sentence_and_leaves_the_folder_as_it_was(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("pathlib.Path.write_text", fail)
    with pytest.raises(InputError, match="cannot be written: input/output error"):
        opened(tmp_path)
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []
