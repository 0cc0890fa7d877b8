"""A declaration of the model that was broken by hand is one sentence with its file and line, whatever is asked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = Path("sim") / "params" / "work.py"
HOURS = 'orders("admin_hours_demanded", 1560, HOURS, "hours that orders demand", "行政任务所需工时", 900, 2400,'
PLACE = "sim/params/work.py, line 27: "
BROKEN = {
    "outside": (
        "1560",
        "15600",
        f"{PLACE}the default of admin_hours_demanded, 15600, is outside its range, 900.",
    ),
    "without end": ("2400", 'float("inf")', f"{PLACE}the default and the range of admin_hours_demanded must be finite"),
    "no unit": (" HOURS,", "", f"{PLACE}the declaration of admin_hours_demanded is not complete"),
    "no comma": ("1560,", "1560", f"{PLACE}Python cannot read this rule file: invalid syntax"),
    "no quote": ('demand"', "demand", f"{PLACE}Python cannot read this rule file: unterminated string"),
    "no such keyword": (
        "2400,",
        "highest=2400,",
        "sim/params/work.py, line 28: Python cannot read this rule file: positional",
    ),
    "no such name": ("HOURS", "HOUS", f"{PLACE}Python cannot read this rule file: NameError"),
    "a null character": (
        "HOURS",
        "HOURS\0",
        "sim/params/work.py, line 1: Python cannot read this rule file: source code",
    ),
}
ASKED = (["run.py", "list", "levers"], ["run.py", "compare"], ["-m", "sim"], ["run.py", "--help"])


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, whose declarations may be broken."""
    place = tmp_path_factory.mktemp("program")
    for package in ("cli", "experiments", "report", "sim"):
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copyfile(ROOT / "run.py", place / "run.py")
    return place


def asked(tree: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, *words], cwd=tree, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_declaration_is_one_sentence_with_its_place(name: str, tree: Path) -> None:
    old, new, said = BROKEN[name]
    good = (ROOT / FILE).read_text(encoding="utf-8")
    assert HOURS in good
    (tree / FILE).write_text(good.replace(HOURS, HOURS.replace(old, new, 1)), encoding="utf-8")
    words = ASKED[list(BROKEN).index(name) % len(ASKED)]
    done = asked(tree, *words)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1 and said in done.stderr
    assert str(tree) not in done.stderr


@pytest.mark.parametrize("kind,old,new,said", [
    ("levers", 'price="lever.grant"', "price=5000", "grant: the price is 5000; it stands in quotation marks"),
    ("indicators", '("residents asked along", "被邀请的居民")', '("asked along",)', "not said in both languages"),
    ("states", 'Text("habit of taking part", "参与习惯")', '"habit"', "habit: what is not said in both languages"),
    ("states", 'State("habit"', 'State("ha-bit"', "the name of a state, 'ha-bit', is no name"),
    ("states", '"habit", "0.0")', '"habit", 0.0)', "habit: the newcomer is 0.0; it stands in quotation marks"),
    ("states", 'State("expectation"', 'State("satisfaction"', "satisfaction is declared twice"),
    ("levers", 'problem="P2"', 'problm="P2"', "a Lever has no 'problm'. Did you mean 'problem'?"),
    ("levers", 'unit=Text("posts", "个"), ', "", "a Lever lacks: unit."),
    ("levers", 'Text("extra posts", "增设岗位")', 'Text("extra posts")', "a text is not said in both languages"),
])  # fmt: skip
def test_what_a_declaration_may_not_have_or_lacks_is_named(
    kind: str, old: str, new: str, said: str, tree: Path
) -> None:
    shutil.copyfile(ROOT / FILE, tree / FILE)
    file = tree / "sim" / f"{kind}.py"
    good = file.read_text(encoding="utf-8")
    assert old in good
    file.write_text(good.replace(old, new, 1), encoding="utf-8")
    words = ("run", "publicity", "--months", "1") if kind == "states" else ("list", "levers")
    done = asked(tree, "run.py", *words)
    file.write_text(good, encoding="utf-8")
    assert done.returncode == 2 and done.stderr.startswith(f"error: sim/{kind}.py, line ") and said in done.stderr


def test_it_is_said_in_chinese_too(tree: Path) -> None:
    good = (ROOT / FILE).read_text(encoding="utf-8")
    (tree / FILE).write_text(good.replace(HOURS, HOURS.replace("1560", "15600")), encoding="utf-8")
    done = asked(tree, "run.py", "run", "publicity", "--lang", "zh")
    assert done.returncode == 2
    assert done.stderr == (
        "错误：sim/params/work.py 第 27 行：admin_hours_demanded 的默认值 15600 不在它的范围 900..2400 之内。\n"
    )


def test_a_declaration_file_that_is_gone_is_one_sentence(tree: Path) -> None:
    (tree / FILE).unlink()
    done = asked(tree, "run.py", "list", "levers")
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "sim/params/__init__.py, line " in done.stderr and "sim.params.work" in done.stderr
