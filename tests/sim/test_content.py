"""What is compiled is kept under what it is made of: words compile nothing, an edited rule what calls it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TELL = """
import json
from sim.compute.content import content
from sim.engine import calendar, preparing
from sim.engine.passes.recording import record
loops = [calendar._simulate_month, record, preparing.hear_first, *(one.apart for one in calendar.PASSES)]
print(json.dumps({loop.py_func.__name__: content(loop.py_func) for loop in loops}))
"""
WORDS = (
    ("agents/resident.py", '"""Trust rests on', '"""A line more.\n\n    Trust may rest on'),
    ("engine/passes/residents.py", "    width = len(lanes)\n", "    # a comment\n\n    width = len(lanes)\n"),
    ("engine/replicate.py", "There is no quantity", "We know no quantity"),
    ("params/residents.py", "judgement: disconfirmation", "judgement, as yet: disconfirmation"),
    ("indicators.py", 'Text("points of 100"', 'Text("points out of 100"'),
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "sim"


def contents(sim: Path) -> dict[str, str]:
    """Return by its name under what each loop of a copy would be kept."""
    own = {**os.environ, "PYTHONPATH": str(sim.parent), "SIM_CACHE_DIR": str(sim.parent / "cache")}
    told = subprocess.run(
        [sys.executable, "-c", TELL], cwd=sim.parent, env=own, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return dict(json.loads(told.stdout))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_words_compile_nothing_and_a_rule_what_calls_it(copied: Path) -> None:
    before = contents(copied)
    for file, old, new in WORDS:
        edit(copied / file, old, new)
    assert contents(copied) == before
    edit(copied / "agents/resident.py", "trust_autonomy * (1.0 - gap)", "trust_autonomy * (0.9 - gap)")
    after = contents(copied)
    assert {name for name in before if after[name] != before[name]} == {"step_residents"}


def test_a_newcomers_rule_that_only_a_declaration_names_compiles_the_moves(copied: Path) -> None:
    before = contents(copied)
    file = copied / "agents/newcomer.py"
    text = file.read_text(encoding="utf-8")
    first = text.index("    return ") + len("    return ")
    file.write_text(text[:first] + "0.5 + " + text[first:], encoding="utf-8")
    assert {name for name, content in contents(copied).items() if content != before[name]} == {"move_in"}


RULES = "agents/resident.py"
ADDED = """from sim.compute.elementary import clip as shaped
from sim.compute.elementary import logistic
from sim import agents
import numpy as np

W = np.array({})
"""
FIRST, SECOND = "[[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]", "[[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]"
USED = "trust_autonomy * (1.0 - gap) + shaped(gap) + logistic(gap) + agents.committee.HALF + W[1, 1]"
UNSEEN = {
    "another function under a name that is reached anyhow": (
        RULES,
        "import clip as shaped",
        "import logistic as shaped",
    ),
    "a number behind two dots": ("agents/committee.py", "HALF = 0.5", "HALF = 0.25"),
    "the shape of a table": (RULES, FIRST, SECOND),
}


def test_what_a_name_stands_for_counts_wherever_it_stands(copied: Path) -> None:
    edit(copied / RULES, "from sim.compute.layout", ADDED.format(FIRST) + "from sim.compute.layout")
    edit(copied / RULES, "trust_autonomy * (1.0 - gap)", USED)
    edit(copied / "agents/committee.py", "from sim", "HALF = 0.5\nfrom sim")
    before = contents(copied)
    for what, (file, old, new) in UNSEEN.items():
        edit(copied / file, old, new)
        after = contents(copied)
        assert {name for name in before if after[name] != before[name]} == {"step_residents"}, what
        before = after


def test_how_a_pass_is_called_counts_for_the_month_that_calls_it(copied: Path) -> None:
    before = contents(copied)
    edit(copied / "engine/passes/residents.py", ") -> bool:", "):")
    after = contents(copied)
    assert after["_simulate_month"] != before["_simulate_month"]


def test_lines_that_import_have_the_rules_tried_anew(copied: Path) -> None:
    def mark() -> str:
        own = {**os.environ, "PYTHONPATH": str(copied.parent)}
        ask = "from sim.compute.sources import code_hash; print(code_hash())"
        return subprocess.run(
            [sys.executable, "-c", ask], cwd=copied.parent, env=own, capture_output=True, text=True
        ).stdout

    before = mark()
    edit(
        copied / RULES,
        "import clip, exp, power",
        "import clip, exp\nfrom sim.compute.elementary import exp as power",
    )
    assert before != mark() != ""
