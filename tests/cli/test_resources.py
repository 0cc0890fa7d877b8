"""Too little memory or too few open files: one sentence with what is needed, exit code 2, nothing half-written."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import resources
from cli.mistakes import sentence
from experiments.runs import Engine, open_files
from sim.errors import InputError
from tests.experiments import units

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {
    "compare": ["compare", "baseline", "--replicates", "2", "--processes", "2"],
    "run": ["run", "baseline", "--replicates", "2", "--processes", "2"],
    "sweep": ["sweep", "experiments/plans/pay_and_load.toml", "--processes", "2"],
    "explain": ["explain", "training", "--processes", "2"],
    "dashboard": ["dashboard", "--port", "0"],
}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")


def limited(what, number, arguments, **given):
    import resource

    kind = getattr(resource, what)
    return subprocess.run(
        [sys.executable, ROOT / "run.py", *arguments], capture_output=True, text=True, timeout=120,
        preexec_fn=lambda: resource.setrlimit(kind, (number, number)), **given,
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("what,number,said", [
    ("RLIMIT_NOFILE", 16, "too few files; allow more"), ("RLIMIT_AS", 400_000_000, " allows 0.4 GB of memory; "),
])  # fmt: skip
def test_a_command_that_cannot_have_what_it_needs_says_so_and_writes_nothing(command, what, number, said, tmp_path):
    out = [] if command == "dashboard" else ["--out", str(tmp_path / "out")]
    done = limited(what, number, [*COMMANDS[command], *out], cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and done.stderr.startswith("error: ") and done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("what,number", [("RLIMIT_NOFILE", 16), ("RLIMIT_AS", 400_000_000)])
def test_lists_need_little(what, number):
    done = limited(what, number, ["list", "levers"])
    assert (done.returncode, done.stderr) == (0, "")


def test_where_not_even_the_words_can_be_loaded_both_languages_are_said():
    done = limited("RLIMIT_NOFILE", 5, ["list", "levers"])
    assert done.returncode == 2
    assert done.stderr.splitlines() == list(resources.NO_FILES)


def test_the_memory_that_is_said_to_be_enough_is_enough(tmp_path):
    needed = resources.MEMORY + resources.MEMORY_OF_CORE * (os.cpu_count() or 1) + 1024
    arguments = ["run", "baseline", "--replicates", "1", "--months", "2", "--processes", "1"]
    done = limited("RLIMIT_AS", needed, [*arguments, "--out", str(tmp_path / "out.csv")])
    assert done.returncode == 0, done.stderr


def test_the_files_that_workers_are_said_to_need_are_enough(monkeypatch):
    monkeypatch.setattr(open_files, "allowed_files", lambda wanted: min(wanted, 25))
    with (
        Engine(2) as engine,
        pytest.raises(InputError, match=r"allows 25 open files; 2 processes need 26: type ulimit"),
    ):
        engine.map(units.itself, range(3))
    code = "from experiments.runs import Engine\nfrom tests.experiments import units\n"
    code += "with Engine(2) as engine:\n    print(engine.map(units.square, range(4)))\n"
    import resource

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (26, 26)),
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("[0, 1, 4, 9]\n", "")


def test_the_system_is_asked_for_more_before_anything_is_refused():
    import resource

    code = "from experiments.runs.open_files import allowed_files\nprint(allowed_files(50), allowed_files(500))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (30, 90)),
    )  # fmt: skip
    assert done.stdout == "50 90\n"


def raised_from(cause):
    error = ImportError("NumPy could not be imported")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("error,told", [
    (MemoryError(), resources.NO_MEMORY),
    (OSError(errno.ENOMEM, "Cannot allocate memory"), resources.NO_MEMORY),
    (OSError(errno.EMFILE, "Too many open files"), resources.NO_FILES),
    (raised_from(ImportError("x.so: failed to map segment from shared object")), resources.NO_MEMORY),
    (RuntimeError("can't start new thread"), resources.NO_MEMORY),
    (OSError("Could not find/load shared object file 'libllvmlite.so'"), resources.NO_MEMORY),
])  # fmt: skip
def test_what_libraries_raise_for_want_of_resources_is_one_sentence(error, told):
    assert [sentence(error, language) for language in ("en", "zh")] == list(told)


@pytest.mark.parametrize("error", [ValueError("a bug"), OSError(errno.EACCES, "no"), ImportError("no module x")])
def test_other_errors_stay_what_they_are(error):
    assert resources.shortage(error) is None
