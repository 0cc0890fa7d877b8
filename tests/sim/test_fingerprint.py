"""The fingerprint changes with what computes a result, and with nothing else."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.compute.canonical import canonical
from sim.fingerprint import DECLARING, PARTS, SPEAKING, TABLES, Sources, computing, fingerprint

ROOT = Path(__file__).resolve().parents[2]
SIM = ROOT / "sim"

COMPUTE = {
    "agents/committee.py", "agents/member_unit.py", "agents/newcomer.py", "agents/party_member.py",
    "agents/resident.py", "agents/street.py", "agents/worker.py",
    "engine/calendar.py", "scenarios/changes.py", "community.py", "compute/compiled.py", "elections.py",
    "compute/apart.py", "compute/elementary.py", "finance.py", "indicators.py", "inequality.py", "engine/lanes.py",
    "levers.py", "measures.py",
    "params/__init__.py", "engine/passes/accounts.py", "engine/passes/committees.py",
    "engine/passes/effort.py", "engine/passes/election.py",
    "engine/passes/holding.py", "engine/passes/members.py", "engine/passes/moves.py", "engine/passes/opening.py",
    "engine/passes/recording.py", "engine/passes/residents.py", "engine/passes/staff.py", "engine/passes/street.py",
    "engine/record.py",
    "engine/replicate.py", "compute/rng.py", "scenarios/scenario.py", "services.py", "compute/layout.py",
    "compute/segments.py", "states.py", "compute/tiles.py", "engine/passes/tile.py",
}  # fmt: skip
SPEAK = {
    "__init__.py", "__main__.py", "agents/__init__.py", "agents/handle.py", "errors.py", "fingerprint.py",
    "compute/__init__.py",
    "engine/__init__.py", "scenarios/__init__.py", "params/sources.py", "model.py", "engine/passes/__init__.py",
    "compute/cache.py", "compute/canonical.py", "compute/content.py", "compute/numba_cache.py", "compute/sources.py",
    "compute/turns.py", "engine/along.py", "engine/preparing.py",
    "engine/blame.py", "engine/story.py", "engine/trial.py", "engine/vetting.py", "quantity.py",
    "scenarios/document.py", "scenarios/given.py", "scenarios/limits.py",
    "scenarios/meanings.py", "scenarios/names.py", "scenarios/periods.py", "scenarios/template.py",
    "scenarios/toml_mistakes.py", "scenarios/toml_zh.py", "text.py",
}  # fmt: skip
DECLARE = {
    "params/civic.py", "params/declare.py", "params/money.py", "params/people.py", "params/residents.py",
    "params/work.py",
}  # fmt: skip

EXAMPLE = '''
"""Says what it does."""
LIMIT = 0.5  # of all
LABEL = Text("a", "甲")


def rule(x: float, *, soft: bool = False) -> float:
    """Say more."""
    if soft:
        raise InputError("no.", "不行。")
    return {**x, "é": f"{x:.2f}" "!"}[1:] if x > LIMIT else -1.0
'''
EXAMPLE_DUMP = (
    "Module(body=["
    "Assign(targets=[Name(id='LIMIT',ctx=Store())],value=float:0.5),"
    "Assign(targets=[Name(id='LABEL',ctx=Store())],value=Text()),"
    "FunctionDef(name='rule',args=arguments("
    "args=[arg(arg='x',annotation=Name(id='float',ctx=Load()))],"
    "kwonlyargs=[arg(arg='soft',annotation=Name(id='bool',ctx=Load()))],kw_defaults=[bool:False]),"
    "body=[If(test=Name(id='soft',ctx=Load()),body=[Raise(exc=InputError())]),"
    "Return(value=IfExp(test=Compare(left=Name(id='x',ctx=Load()),ops=[Gt()],"
    "comparators=[Name(id='LIMIT',ctx=Load())]),"
    "body=Subscript(value=Dict(keys=[None,str:'\\xe9'],values=[Name(id='x',ctx=Load()),"
    "JoinedStr(FormattedValue(value=Name(id='x',ctx=Load()),conversion=-1,format_spec=JoinedStr('.2f')),'!')]),"
    "slice=Slice(lower=int:1),ctx=Load()),"
    "orelse=UnaryOp(op=USub(),operand=float:1.0)))],"
    "returns=Name(id='float',ctx=Load()))])"
)


def test_every_file_of_sim_computes_or_speaks_or_declares() -> None:
    files = {file.relative_to(SIM).as_posix() for file in SIM.rglob("*.py")}
    assert files == COMPUTE | SPEAK | DECLARE, "a new file of sim/ must be classified here and in sim/fingerprint.py"


def test_the_files_that_compute_are_those_classified_so() -> None:
    assert {file.relative_to(SIM).as_posix() for file in computing(SIM)} == COMPUTE
    assert set(DECLARING) == DECLARE
    named = [*SPEAKING, *DECLARING, *PARTS, *TABLES]
    assert [name for name in named if not (SIM / name).exists()] == []


def test_a_new_file_counts_until_it_is_said_to_speak(tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "text.py").write_text("x = 1\n", encoding="utf-8")
    assert [file.name for file in computing(tmp_path)] == ["new.py"]


KNOWN_OUTSIDE = {
    "agents/handle.py": {"Handle", "LANE", "Place", "community_number", "trait", "with_states"},  # Mesa
    "compute/numba_cache.py": {"usable_folder"},  # where compiled code is kept
    "compute/sources.py": {"place_of", "tree_of"},  # the text of a pass, and how its file is called
    "engine/preparing.py": {"prepare"},  # compiles, piece by piece
    "engine/trial.py": {"rerun", "try_rules"},  # checks before a run, and the month that failed
    "errors.py": {"InputError", "OutOfBounds", "RuleError", "nearest", "placed"},
    "indicators.py": {"_TABLE"}, "levers.py": {"_ALL", "_said"}, "text.py": {"Text"},  # taken by value, or words
    "params/civic.py": {"CIVIC"}, "params/money.py": {"MONEY"}, "params/people.py": {"PEOPLE", "SERVICE_TYPES"},
    "params/residents.py": {"RESIDENTS"}, "params/work.py": {"WORK"},  # taken by value
    "quantity.py": {"Correlation", "Index", "Nonnegative", "Probability", "Quantity", "Text", "Truth",
                    "check_code", "check_known", "check_once", "check_texts", "declared_at"},  # what is checked
    "scenarios/changes.py": {"check_levers", "check_overlaps", "check_params", "checked_change"},
    "scenarios/document.py": {"check_name", "shown"},
    "scenarios/scenario.py": {"Profile", "_check_period", "_check_problem", "_ordered"},
}  # fmt: skip


def test_what_computes_reads_nothing_that_is_said_not_to() -> None:
    known = {f"{file}:{name}" for file, names in KNOWN_OUTSIDE.items() for name in names}
    assert Sources(SIM).outside() == known, "what a rule reads must count: move it, or say here why it need not"


@pytest.mark.parametrize("name,inside", [*PARTS.items(), *TABLES.items()])
def test_what_is_named_within_a_file_is_there(name: str, inside: tuple[str, ...]) -> None:
    text = (SIM / name).read_text(encoding="utf-8")
    assert [
        part for part in inside if not re.search(rf"^(class {part}\b|def {part}\b|{part}(: [^=]+)? = )", text, re.M)
    ] == []


def test_the_canonical_text_is_the_same_in_every_version_of_python() -> None:
    assert canonical(ast.parse(EXAMPLE)) == EXAMPLE_DUMP


@pytest.mark.parametrize("one,other", [
    ("x = 1", "x = 1.0"), ("x = True", "x = 1"), ("return x", "return"), ("a[:1]", "a[1:]"), ("x = -1", "x = 1"),
    ("f(a, b)", "f(b, a)"), ("x = 'é'", "x = 'e'"), ("x = b'a'", "x = 'a'"), ("f'{a!r}'", "f'{a!s}'"),
    ("f'{a:.2f}'", "f'{a:.3f}'"), ("f'{a}b'", "f'{a}c'"), ("{**a, 1: b}", "{1: b, **a}"), ("x: int = 1", "x = 1"),
    ("a and b", "a or b"), ("a = b = c", "a = c"), ("def f(*, a, b=1): 0", "def f(*, a=1, b): 0"),
    ("lambda x, /: x", "lambda x: x"), ("x = None", "x = ..."), ("InputError(1)", "OutOfBounds(1)"),
])  # fmt: skip
def test_different_code_has_a_different_text(one: str, other: str) -> None:
    assert canonical(ast.parse(one)) != canonical(ast.parse(other))


@pytest.mark.parametrize("one,other", [
    ("x = 1  # one", "x = 1"), ('"""One."""\nx = 1', "x = 1"), ("x = u'a'", 'x = "a"'), ("x = (1)", "x = 1"),
    ("x = 'a' 'b'", "x = 'ab'"), ("f'{a}' 'b' f'c'", "f'{a}bc'"), ("Text('a', 'b')", "Text('c', 'd')"),
    ("raise InputError('a', 'b')", "raise InputError('c', 'd')"), ("x = 1\r\ny = 2", "x = 1\ny = 2"),
    ("import a\nx = 1", "x = 1"), ("def f():\n    from a import b\n    b()", "def f():\n    from c import b\n    b()"),
    ("if TYPE_CHECKING:\n    from a import b\nx = 1", "x = 1"), ("__all__ = ['x']\nx = 1", "x = 1"),
])  # fmt: skip
def test_the_same_code_written_otherwise_has_the_same_text(one: str, other: str) -> None:
    assert canonical(ast.parse(one)) == canonical(ast.parse(other))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(SIM, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__", "*.otf"))
    return tmp_path


def taken(folder: Path) -> str:
    """Return the fingerprint that a copy of sim/ gives of itself, in a process of its own."""
    program = "from sim.fingerprint import fingerprint; print(fingerprint())"
    told = subprocess.run(
        [sys.executable, "-B", "-c", program], cwd=folder, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return told.stdout.strip()


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace the first ``old`` in a file of the copy."""
    file = folder / "sim" / name
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{name} no longer has {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


SILENT = {
    "a comment": ("finance.py", "def ", "# as agreed\ndef "),
    "a docstring of a module": ("compute/rng.py", "Keyed random draws", "Draws by key"),
    "a docstring of a rule": ("compute/elementary.py", "The natural logarithm", "Natural logarithm"),
    "a label of a lever": ("levers.py", 'label=Text("wage rise", "提薪幅度")', 'label=Text("raise", "涨薪")'),
    "what a lever costs, in words": ("levers.py", '"No money."', '"Nothing."'),
    "the range of a lever": ("levers.py", "default=0, low=0, high=12", "default=0, low=0, high=14"),
    "a label of a parameter": ("params/residents.py", '"forgetting", "遗忘"', '"fading", "淡忘"'),
    "the range of a parameter": ("params/residents.py", '"遗忘", 0.015, 0.06', '"遗忘", 0.02, 0.06'),
    "the source of a parameter": ("params/work.py", "judgement: legal working time", "judgement: the law"),
    "a label of an indicator": ("indicators.py", '"service quality", "服务质量"', '"quality", "质量"'),
    "which way is better": ("indicators.py", "PERCENT, \"participation\", 1,", "PERCENT, \"participation\", 0,"),
    "the wording of an error": ("params/__init__.py", "is above 1; together they divide a whole.", "is above one."),
    "how a file is read": ("scenarios/scenario.py", "_DEEPEST = 16", "_DEEPEST = 8"),
    "what checks rules": ("engine/trial.py", "for month in range(6)", "for month in range(8)"),
    "a file that only speaks": ("errors.py", "cutoff: float = 0.5", "cutoff: float = 0.6"),
}  # fmt: skip
LOUD = {
    "a default of a parameter": ("params/residents.py", '"forgetting", 0.032', '"forgetting", 0.033'),
    "a default made by a helper": ("params/people.py", "(0.62, 0.45, 0.33)", "(0.62, 0.45, 0.34)"),
    "a default of a lever": ("levers.py", 'boards", default=1000', 'boards", default=900'),
    "what a lever costs": ("levers.py", "param.visit_cost * lever", "2.0 * param.visit_cost * lever"),
    "whether a lever is whole": ("levers.py", "high=6, whole=True", "high=6, whole=False"),
    "how many units there can be": ("params/money.py", "0, 40, whole=True", "0, 41, whole=True"),
    "how many posts there can be": ("levers.py", "high=6, whole=True", "high=7, whole=True"),
    "the expression of a rule": (
        "compute/elementary.py", "return 1.0 / (1.0 + exp(-x))", "return 1.0 / (1.0 + exp(x))",
    ),
    "a constant of the draws": ("compute/rng.py", "0x9E3779B97F4A7C15", "0x9E3779B97F4A7C17"),
    "the number of a stream": ("compute/rng.py", '"resident.move": 65', '"resident.move": 75'),
    "the months an indicator is averaged over": ("indicators.py", "FIVE_YEARS = 60", "FIVE_YEARS = 48"),
    "the formula of an indicator": ("measures.py", "0.5 * (record", "0.6 * (record"),
    "which formula an indicator has": ("indicators.py", "of=measures.hot_cold_gap", "of=None"),
    "an indicator that follows from others": ("measures.py", "12.0 * record.community", "11.0 * record.community"),
    "what an indicator sums": ("indicators.py", 'sums="person.asked"', 'sums="person.took_part"'),
    "how a lever gets to its value": ("scenarios/changes.py", "month - self.start + 1", "month - self.start"),
    "the levers of a month": ("scenarios/scenario.py", "if month < 1:", "if month < 0:"),
    "the defaults before the policies": ("levers.py", "float(lever.default) for", "float(lever.low) for"),
    "the name of a service": ("params/people.py", '"relief": Text', '"aid": Text'),
}  # fmt: skip


def test_a_copy_has_the_same_fingerprint_wherever_it_stands(copied: Path) -> None:
    assert taken(copied) == fingerprint()
    assert re.fullmatch("[0-9a-f]{64}", fingerprint())


@pytest.mark.parametrize("name,old,new", SILENT.values(), ids=SILENT)
def test_what_only_speaks_changes_nothing(copied: Path, name: str, old: str, new: str) -> None:
    edit(copied, name, old, new)
    assert taken(copied) == fingerprint()


@pytest.mark.parametrize("name,old,new", LOUD.values(), ids=LOUD)
def test_what_computes_changes_it(copied: Path, name: str, old: str, new: str) -> None:
    edit(copied, name, old, new)
    assert taken(copied) != fingerprint()


def test_a_file_more_changes_it(copied: Path) -> None:
    (copied / "sim" / "engine" / "passes" / "extra.py").write_text("x = 1\n", encoding="utf-8")
    assert taken(copied) != fingerprint()


HEAD = "from sim import b\nfrom sim.a import wage\n"
MONTH = "\n\ndef month(x):\n    return wage(x) + b.wage(x)\n"
WAGE = "\n\ndef wage(x):\n    return min(x, LIMIT)\n"
RULES = {"a.py": f"LIMIT = 2.0\n{WAGE}", "b.py": f"LIMIT = 3.0\n{WAGE}", "c.py": HEAD + MONTH}
MOVED = {
    "a file": {"pay/a.py": RULES["a.py"], "b.py": RULES["b.py"], "c.py": HEAD.replace("sim.a", "sim.pay.a") + MONTH},
    "a rule with what it reads": {"b.py": RULES["b.py"], "c.py": f"from sim import b\n{RULES['a.py']}{MONTH}"},
    "a line that imports": {**RULES, "c.py": f"from sim.a import wage\nfrom sim import b\n{MONTH}"},
}
CHANGED = {
    "the name is now that of another rule": {**RULES, "c.py": HEAD.replace("sim.a", "sim.b") + MONTH},
    "the module is now another one": {**RULES, "c.py": HEAD.replace("import b", "import a as b") + MONTH},
    "a name is now that of elsewhere": {**RULES, "a.py": f"from math import sin as min\n{RULES['a.py']}"},
    "two rules changed places": {**RULES, "a.py": RULES["b.py"], "b.py": RULES["a.py"]},
}


def statements(folder: Path, files: dict[str, str]) -> list[str]:
    """Return what counts of a small package of these files."""
    for name, text in files.items():
        file = folder / "sim" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Sources(folder / "sim").statements()


@pytest.mark.parametrize("files", MOVED.values(), ids=MOVED)
def test_code_that_moved_is_the_same_code(tmp_path: Path, files: dict[str, str]) -> None:
    assert statements(tmp_path / "before", RULES) == statements(tmp_path / "after", files)


@pytest.mark.parametrize("files", CHANGED.values(), ids=CHANGED)
def test_a_name_that_stands_for_something_else_is_other_code(tmp_path: Path, files: dict[str, str]) -> None:
    assert statements(tmp_path / "before", RULES) != statements(tmp_path / "after", files)


def test_further_files_count_by_their_code_alone(tmp_path: Path) -> None:
    one, same, other = (tmp_path / place / "windows.py" for place in ("one", "same", "other"))
    for file, text in ((one, "x = 1\n"), (same, '"""Says more."""\nx = 1  # one\n'), (other, "x = 2\n")):
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)
    assert fingerprint(one) != fingerprint()
