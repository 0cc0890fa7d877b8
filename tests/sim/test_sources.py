"""What is said of the rules is said of those that run, whatever becomes of their files meanwhile."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.compute import sources
from sim.errors import RuleError
from sim.fingerprint import fingerprint

ROOT = Path(__file__).resolve().parents[2]
EDIT = """
from pathlib import Path
file = Path("sim/finance.py")
def edit(old="CAMPAIGN_MONTHS = (3, 10, 12)", new="CAMPAIGN_MONTHS = (3, 10, 11)"):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
def said(work):
    try:
        work()
    except Exception as error:
        print(type(error).__name__, error)
"""
OWN = {"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": ""}
AFTER = (
    "RuleError sim/finance.py was edited after this program had loaded it, so the rules that run are not those "
    "that stand there; start the program (in a notebook: the kernel) anew."
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__", "*.otf"))
    return tmp_path


def told(folder: Path, program: str, *flags: str) -> list[str]:
    """Return the lines that a program prints which may edit the copy of ``sim`` that it runs on."""
    done = subprocess.run(
        [sys.executable, *flags, "-c", EDIT + program], cwd=folder, capture_output=True, text=True, check=False,
        encoding="utf-8", env=os.environ | OWN | {"SIM_CACHE_DIR": str(folder / "cache")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_rule_edited_after_it_was_loaded_is_told_and_the_fingerprint_is_that_of_what_is_loaded(copied: Path) -> None:
    lines = told(
        copied,
        """
from sim import CommunityModel
from sim.fingerprint import fingerprint
edit()
said(CommunityModel)
said(lambda: CommunityModel("package", params={"n_residents": 300}))
print(fingerprint())
edit("CAMPAIGN_MONTHS = (3, 10, 11)", "CAMPAIGN_MONTHS = (3, 10, 12)")
from sim.compute.sources import check_unchanged
said(check_unchanged)
""",
    )
    assert lines == [AFTER, AFTER, fingerprint()]


def test_an_edit_before_the_rules_are_loaded_is_simply_what_runs(copied: Path) -> None:
    lines = told(
        copied,
        """
import sim
edit()
from sim import Scenario, finance
from sim.compute.sources import check_unchanged
from sim.fingerprint import fingerprint
said(check_unchanged)
print(finance.CAMPAIGN_MONTHS[-1], fingerprint())
""",
    )
    assert lines[0].startswith("11 ") and lines[0] != f"11 {fingerprint()}"
    assert lines[0].split()[1] == told(copied, "from sim.fingerprint import fingerprint; print(fingerprint())")[0]


def test_a_fingerprint_that_was_given_holds(copied: Path) -> None:
    lines = told(
        copied,
        """
from sim.fingerprint import fingerprint
before = fingerprint()
edit()
from sim import finance
from sim.compute.sources import check_unchanged
said(check_unchanged)
print(before == fingerprint())
""",
    )
    assert lines == [AFTER, "True"]


def test_a_file_that_is_gone_is_told(copied: Path) -> None:
    assert told(copied, "from sim.compute.sources import check_unchanged; file.unlink(); said(check_unchanged)") == [
        AFTER
    ]


def test_a_file_that_is_touched_alone_is_the_same(copied: Path) -> None:
    assert (
        told(
            copied,
            """
import sim
file.touch()
from sim.compute.sources import check_unchanged
said(check_unchanged)
""",
        )
        == []
    )


def test_work_under_way_goes_on_with_what_is_loaded(copied: Path) -> None:
    assert told(
        copied,
        """
import sim
edit()
from sim.compute.sources import check_unchanged, work_under_way
with work_under_way():
    said(check_unchanged)
said(check_unchanged)
""",
    ) == [AFTER]


def test_an_older_compilation_that_python_takes_for_the_file_is_told(copied: Path) -> None:
    told(copied, "import sim.finance")
    lines = told(
        copied,
        """
import os
before = file.stat()
edit()
os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # same second, same size: Python sees no difference
from sim import finance
from sim.compute.sources import check_bytecode
print(finance.CAMPAIGN_MONTHS[-1])
said(check_bytecode)
""",
    )
    assert lines[0] == "12"
    assert lines[1].startswith("RuleError sim/finance.py: Python took an older compilation of this file; remove ")


def test_a_worker_that_loaded_other_rules_refuses_to_work() -> None:
    sources.check_same(sources.loaded_hash())
    with pytest.raises(RuleError, match="a worker process has loaded others"):
        sources.check_same("0" * 64)


def test_the_text_of_every_file_is_kept() -> None:
    files = {file for file in (ROOT / "sim").rglob("*.py")}
    assert set(sources.loaded_files(ROOT / "sim")) == files
    assert all(sources.text_of(file) == file.read_text(encoding="utf-8") for file in files)
