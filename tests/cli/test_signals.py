"""Ctrl-C, ``kill`` and a closed terminal: one line, the exit code of the signal, nothing left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from cli.interrupts import saved, then_say, watched
from cli.progress import stores_runs
from experiments.output import lock
from tests.experiments.stores import fill, opened, plan

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
BUSY = """
    import sys
    import cli.start
    from pathlib import Path
    from time import sleep
    def busy(arguments, watch):
        {work}
    cli.start._run = busy
    from cli.console import console
    console()
"""


def started(work: str, folder: Path) -> "subprocess.Popen[str]":
    """A command that does ``work``; its first line on the output says that it is at it."""
    program = textwrap.dedent(BUSY).format(work=textwrap.indent(textwrap.dedent(work), "    ").strip())
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "LANG": "C"},
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "at it\n"
    return child


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_a_command_with_one_line(number: int, code: int, tmp_path: Path) -> None:
    child = started("print('at it', flush=True)\nsleep(60)", tmp_path)
    child.send_signal(number)
    assert child.communicate(timeout=30)[1] == "interrupted: nothing was written.\n"
    assert child.returncode == code


def test_an_import_is_never_cut_in_half(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(
        "import time\nprint('at it', flush=True)\nend = time.monotonic() + 0.7\n"
        "while time.monotonic() < end: pass\nprint('loaded', flush=True)\n"
    )
    child = started("sys.path.append(sys.argv[1])\nimport slow\nsleep(60)", tmp_path)
    child.send_signal(signal.SIGINT)
    output, errors = child.communicate(timeout=30)
    assert (output, errors, child.returncode) == ("loaded\n", "interrupted: nothing was written.\n", 130)


def test_an_interruption_that_turns_into_another_error_is_still_one(tmp_path: Path) -> None:
    work = """
    try:
        print('at it', flush=True)
        sleep(60)
    except KeyboardInterrupt:
        raise ImportError("cannot import name")
    """
    child = started(work, tmp_path)
    child.send_signal(signal.SIGTERM)
    assert child.communicate(timeout=30)[1] == "interrupted: nothing was written.\n"
    assert child.returncode == 143


def test_a_hangup_that_was_to_be_ignored_is_ignored(tmp_path: Path) -> None:
    program = "import sys\nfrom cli.console import console\nsys.argv[1:] = ['list', 'levers']\nconsole()\n"
    line = f'trap "" HUP; {sys.executable} -c "$0"'
    child = subprocess.Popen(["sh", "-c", line, program], cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(0.1)
    child.send_signal(signal.SIGHUP)
    assert child.wait(timeout=30) == 0


def test_a_process_that_does_not_listen_leaves_no_lock(tmp_path: Path) -> None:
    work = """
    import ctypes
    from cli.output import at_work_in
    with at_work_in(Path(sys.argv[1]) / "new"):
        print('at it', flush=True)
        list(map(ctypes.CDLL(None).sleep, [100] * 9))
    """
    child = started(work, tmp_path)
    time.sleep(0.5)
    child.send_signal(signal.SIGTERM)
    assert child.communicate(timeout=30)[1] == "interrupted: nothing was written.\n"
    assert child.returncode == 143 and list(tmp_path.iterdir()) == []


def test_what_is_kept_is_said_from_the_first_moment_on(tmp_path: Path) -> None:
    with opened(tmp_path / "stage") as ledger:
        fill(ledger, plan())
    with watched():
        assert saved("en") == "interrupted: nothing was written."
        stores_runs(tmp_path, "en")
        assert saved("en") == f"interrupted: 18 runs are kept in {tmp_path}; the same command goes on."
        (tmp_path / "stage" / "ledger.sqlite").write_bytes(b"torn")
        assert saved("zh") == "已中断。"
        then_say(lambda: "as told")
        assert saved("en") == "as told"


def test_two_at_once_do_not_write_into_one_folder(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    work = """
    from cli.output import at_work_in
    with at_work_in(Path(sys.argv[1])):
        print('at it', flush=True)
        sleep(60)
    """
    child = started(work, out)
    try:
        with pytest.raises(lock.InputError, match=f"in use by process {child.pid} on"), lock.at_work_in(out):
            pass
    finally:
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=30)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_half_written_is_tidied(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name in (f".part-{dead.pid}-abc", f".part-{os.getpid()}-abc", ".part-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / ("thesis.docx" if name == ".part-mine" else "report.html")).write_text("half")
    with lock.at_work_in(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([".part-mine", f".part-{os.getpid()}-abc"])
