"""Output that fails: the results are saved, and what was wrong with it is one sentence."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.streams import Guarded

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")


def shell(line: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["sh", "-c", f"{sys.executable} run.py {line}"], cwd=ROOT, capture_output=True, text=True)


def test_a_full_output_is_one_sentence_and_bad_input() -> None:
    for command in ("list levers", "list parameters --json", "--help", "--version"):
        found = shell(f"{command} > /dev/full")
        assert found.returncode == 2
        assert found.stderr == (
            "error: the standard output cannot be written: no space left on device; what goes into files is written.\n"
        )


def test_an_output_that_was_closed_at_start_is_taken_for_nowhere() -> None:
    found = shell("list levers >&-")
    assert (found.returncode, found.stderr) == (0, "")
    assert shell("list lever >&- 2>&-").returncode == 2


def test_a_closed_output_leaves_its_number_to_no_other_file(tmp_path: Path) -> None:
    program = (
        "import os\nfrom cli.streams import guarded\nwith guarded():\n"
        f"    file = open({str(tmp_path / 'kept')!r}, 'w')\n    print('heard by nobody')\n    file.write('kept')\n"
        "    file.close()\n"
    )
    subprocess.run(["sh", "-c", f"{sys.executable} - >&-"], cwd=ROOT, input=program, text=True, check=True)
    assert (tmp_path / "kept").read_text() == "kept"


def test_what_comes_after_a_failure_goes_nowhere_and_raises_nothing(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        output = Guarded(full)
        output.write("x")
        output.flush()
        assert output.failed is not None
        assert output.write("y" * 100_000) == 100_000
        output.flush()
        assert os.path.samestat(os.fstat(full.fileno()), Path(os.devnull).stat())


def test_a_stream_that_works_is_as_it_was() -> None:
    stream = io.StringIO()
    output = Guarded(stream)
    output.write("said")
    assert (stream.getvalue(), output.failed, output.isatty()) == ("said", None, False)
