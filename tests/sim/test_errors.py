"""Every error is one sentence in English and in Chinese, wherever it is raised."""

import ast
import errno
import pickle
import re
import tomllib
from functools import partial
from pathlib import Path

import pytest

from cli import main
from cli.help import COMMANDS
from cli.words import WORDS
from experiments.runs import Engine
from sim.engine.blame import checked
from sim.errors import InputError, OutOfBounds, RuleError, SimError, known_are, nearest, reason_zh
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.quantity import Index, Quantity, Text
from sim.scenarios.changes import check_levers, check_params
from sim.scenarios.scenario import profile_names, scenario_names
from sim.scenarios.toml_zh import cause_zh
from tests.experiments import units

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "sim").rglob("*.py"), *(ROOT / "experiments").rglob("*.py")])
TREES = {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in FILES}
KINDS = {"SimError", "InputError", "RuleError"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")

SITES = [
    pytest.param(node, id=f"{name}:{node.lineno}")
    for name, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS
]
TEXT_GIVERS = {
    node.name
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) == "Text"
}


def literal(node: ast.expr) -> str:
    """Return what is written out in a text; ``0`` stands for each value put into it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "0" for v in node.values)
    assert isinstance(node, ast.Constant) and isinstance(node.value, str), ast.unparse(node)
    return node.value


def told(sentence: str) -> bool:
    """Tell whether a sentence is a whole one; what ends with a value may end with a hint."""
    return sentence.endswith((".", "?", "。", "？", "0"))


def test_the_places_where_errors_arise_are_found() -> None:
    assert len(SITES) > 60


@pytest.mark.parametrize("site", SITES)
def test_every_error_is_written_in_both_languages(site: ast.Call) -> None:
    if isinstance(site.args[0], ast.Starred):
        call = site.args[0].value
        assert isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        assert call.func.id in TEXT_GIVERS and len(site.args) == 1
        return
    assert len(site.args) in (2, 3) and not site.keywords
    english, chinese = (literal(text) for text in site.args[:2])
    assert re.search("[a-z]{2}", english) and not CHINESE.search(english) and told(english)
    assert CHINESE.search(chinese) and told(chinese) and chinese[-1] != "."


def test_the_english_sentence_is_the_plain_one_and_both_are_needed() -> None:
    error = InputError("x is wrong.", "x 不对。")
    assert (str(error), error.get("en"), error.get("zh")) == ("x is wrong.", "x is wrong.", "x 不对。")
    with pytest.raises(TypeError):
        InputError("x is wrong.")  # type: ignore[call-arg]


@pytest.mark.parametrize("where", ["mine.toml", Text("mine.toml", "mine.toml")])
def test_the_place_stands_in_front(where: Text | str) -> None:
    error = InputError("x is wrong.", "x 不对。", where)
    assert (error.get("en"), error.get("zh")) == ("mine.toml: x is wrong.", "mine.toml：x 不对。")


@pytest.mark.parametrize("error", [
    SimError("a.", "甲。"), InputError("a.", "甲。", "here"), RuleError("a.", "甲。", Text("line 1", "第 1 行")),
    OutOfBounds(-3),
])  # fmt: skip
def test_an_error_keeps_both_languages_between_processes(error: SimError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (again.get("en"), again.get("zh")) == (error.get("en"), error.get("zh"))
    assert getattr(again, "month", None) == getattr(error, "month", None)


def test_a_worker_process_sends_both_languages() -> None:
    with Engine(2) as engine, pytest.raises(InputError) as caught:
        engine.map(units.refuse_third, range(5))
    assert caught.value.get("en") == "The third is refused."
    assert caught.value.get("zh") == "第三个不接受。"


def test_a_month_out_of_bounds_is_told_in_both_languages() -> None:
    assert str(OutOfBounds(4)) == "month 4: a value is not a number or has left its bounds."
    assert OutOfBounds(4).get("zh") == "月份 4：有一个值不是数，或超出了范围。"


def test_the_nearest_name_is_given_in_both_languages() -> None:
    assert nearest("mixd", ["mixed", "other"]) == Text(" Did you mean 'mixed'?", "您是不是想写“mixed”？")
    assert nearest("zzz", ["mixed", "other"]) == Text("", "")
    assert nearest("zzz", ["a", "b"], known_are(["a", "b"])) == Text(" Known are a, b.", "可用的有：a、b。")


def test_the_range_has_its_unit_in_both_languages() -> None:
    posts = Quantity("posts", 1, 0, 6, Text("posts", "个"), Text("p", "岗"), whole=True)
    assert posts.range == Text("0..6 (whole numbers, posts)", "0..6（整数，个）")
    assert PARAMS["candidates"].range == Text("5..12 (whole numbers)", "5..12（整数）")


def test_why_a_file_cannot_be_used_is_told_in_chinese() -> None:
    assert reason_zh(OSError(errno.ENOSPC, "No space left on device")) == "磁盘空间不足"
    assert reason_zh(OSError(99_999, "Whatever")) == "系统错误 99999"
    assert reason_zh(ValueError("embedded null byte")) == "名称不合法"


@pytest.mark.parametrize("text,said", [
    ("a = = 5", "值的写法不对"), ("[levers", "表头末尾须有 ]"), ("[[change]", "表头末尾须有 ]]"),
    ("a 5", "键名之后须有 ="), ("a = 1 2", "一条语句之后须换行"), ("a = 1\na = 2", "同一个键设定了两次"),
    ("[a.b]\n[a.b]", "a.b 定义了两次"), ("a = [1]\n[[a]]", "a 已经定义，不能再加"), ('a = "', "文本缺少结尾的引号"),
    ("a = {b = 1, b = 2}", "'b' 设定了两次"), ("a = [1", "列表缺少结尾的 ]"), ("a = {b = 1", "行内的表缺少结尾的 }"),
    ('a = "\\q"', "文本中的 \\ 须写成 \\\\"), ("a = 2020-02-30", "日期或时间的写法不对"),
    ("? = 1", "这一行不是“键 = 值”，也不是表头"), ("# \x01", "有不允许的字符 '\\x01'"),
    ('a = "\\uZZZZ"', "文本中的字符编码不对"), ("a. = 1", "键名的写法不对"), (f"a = {'9' * 5000}", "数字过长"),
])  # fmt: skip
def test_what_the_parser_says_is_told_in_chinese(text: str, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        tomllib.loads(text)
    assert cause_zh(str(caught.value).partition(" (at ")[0]) == said


def share(value: float) -> Index:
    return 1.0 / value


@pytest.mark.parametrize("value,en,zh", [
    (0.5, "returns 2.0; allowed is 0..1 (at the start).", "返回 2.0；允许 0..1（开始时）。"),
    (0.0, "raises ZeroDivisionError (float division by zero) (at the start).",
     "引发 ZeroDivisionError（float division by zero）（开始时）。"),
])  # fmt: skip
def test_a_rule_that_fails_is_told_in_both_languages(value: float, en: str, zh: str) -> None:
    with pytest.raises(RuleError) as caught:
        checked(share)(value)
    line = share.__code__.co_firstlineno + (value == 0)
    assert caught.value.get("en") == f"tests/sim/test_errors.py, line {line}: the rule share {en}"
    assert caught.value.get("zh") == f"tests/sim/test_errors.py 第 {line} 行：规则 share {zh}"


def test_a_rule_that_does_not_compile_is_told_in_both_languages() -> None:
    from numba.core.errors import TypingError

    from sim.compute.compiled import called

    def loop() -> None:
        raise TypingError('No implementation of x\nFile "/a/sim/finance.py", line 7:')

    with pytest.raises(RuleError) as caught:
        called(loop)
    assert str(caught.value).startswith("sim/finance.py, line 7: the rule does not compile: ")
    assert caught.value.get("zh").startswith("sim/finance.py 第 7 行：规则无法编译；编译器的原话是：No implementation")


HEAD = 'label.en = "T"\nlabel.zh = "试"\nquestion.en = "?"\nquestion.zh = "？"\n'
BAD_FILES = {
    "[levers]\ntrainig_hours = 6\n": "mine.toml 第 6 行：没有手段“trainig_hours”。您是不是想写“training_hours”？",
    "[levers]\nforgetting = 0.05\n": "mine.toml 第 6 行：没有手段“forgetting”。它是参数。",
    '[levers]\ngrant = "much"\n': "mine.toml 第 6 行：grant = “much” 不是数；允许 0..40000（元/月）。",
    "[levers]\ngrant = [1]\n": "mine.toml 第 6 行：grant = 一个列表 不是数；允许 0..40000（元/月）。",
    "[levers]\ngrant = nan\n": "mine.toml 第 6 行：grant = nan 不是有限的数；允许 0..40000（元/月）。",
    "[levers]\nextra_posts = 1.5\n": "mine.toml 第 6 行：extra_posts = 1.5 不是整数；允许 0..6（整数，个）。",
    "[levers\n": "mine.toml 第 5 行第 8 列：不合 TOML 格式：表头末尾须有 ]。",
    "[levers]\ngrant =": "mine.toml：文件末尾不合 TOML 格式：值的写法不对。",
    "levers = 5\n": "mine.toml 第 5 行：levers 须是表 [levers]；现在写的是：5。",
    "format = 2\n": "mine.toml 第 5 行：format = 2 比本版本能读的新；本版本只读到 1，请安装更新的版本。",
    'problem = "P11"\n': "mine.toml 第 5 行：problem = “P11” 不在其中；只能是 P1..P10，也可以不写。",
    'extends = "mine.toml"\n': "mine.toml 第 5 行：extends 绕成了一圈：mine.toml, mine.toml。",
    "[params]\nn_residents = 300\n":
        "mine.toml 第 6 行：n_residents 决定社区的构成或日程，为所有方案共有；请在社区类型中或用 --param 设定。",
    "[[change]]\nlevers = { grant = 1 }\n": "mine.toml 第 1 处变动，第 5 行：缺少 from；它是变动的第一个月，从 1 起。",
    "[[change]]\nfrom = 6\nuntil = 2\nlevers = { grant = 1 }\n":
        "mine.toml 第 1 处变动，第 6 行：起止颠倒：从第 6 个月到第 2 个月。",
    "[[change]]\nfrom = 1\nlevers = { grant = 1 }\n[[change]]\nfrom = 5\nuntil = 6\nlevers = { grant = 2 }\n":
        "mine.toml 第 8 行：第 1 处和第 2 处变动都设定了 grant（从第 1 个月起；第 5..6 个月）；二者不能重叠。",
}  # fmt: skip
BAD_ARGUMENTS = [
    ["cmpare"], ["publicity"], ["--replicate", "2"], ["compare", "--out"], ["new", "a", "b"], ["list", "lever"],
    ["compare", "basline"], ["compare", "qqqqqq"], ["compare", "--profile", "mixd"], ["--set", "trainig_hours=3"],
    ["--param", "training_hours=3"], ["--set", "training_hours"], ["--set", "grant=1", "--set", "grant=2"],
    ["--set", "training_hours=many"], ["--set", "training_hours=13"], ["--set", "extra_posts=1.5"],
    ["--replicates", "0"], ["--replicates", "x"], ["--replicates", "500", "--precision", "1"], ["--seed", "-1"],
    ["--processes", "0"], ["--months", "0"], ["--precision", "0"], ["--smallest", "-1"], ["--equal-budget", "1e9"],
    ["--param", "event_budget_share=0.6", "--param", "service_budget_share=0.7"],
    ["--out", "taken"], ["--out", "taken/in"], ["run", "baseline", "--out", "x.xlsx"],
    ["run", "baseline", "--out", "folder.csv"], ["compare", "nothing.toml"], ["check", "folder.csv"],
    ["check", "latin.toml"], ["check", "large.toml"], ["new", "a/b"], ["new", "con"], ["new", "baseline"],
]  # fmt: skip
KEPT = {
    *LEVERS, *PARAMS, *scenario_names(), *profile_names(), *COMMANDS, "toml", "csv", "parquet", "TOML",
    "UTF", "kB", "MB",
    "python", "run", "py", "help", "replicates", "precision", "months", "seed", "processes", "smallest", "equal_budget",
    "latin", "params", "scenarios", "profiles", "periods", "levers", "parameters", "indicators", "out", "set", "param",
    "change", "from",
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "latin.toml").write_bytes(b'label.en = "caf\xe9"\n')
    (tmp_path / "large.toml").write_text("# " + "x" * 70_000, encoding="utf-8")
    return tmp_path


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return the Chinese sentence that the command line refuses the arguments with."""
    assert main([*arguments, "--lang", "zh"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("错误：") and err.count("\n") == 1
    return err.removeprefix("错误：").rstrip("\n")


def english_words(sentence: str, given: str) -> set[str]:
    """Return the words that are left in English and are neither names nor what the user wrote."""
    word = re.compile(r"[A-Za-z_]{2,}")
    return set(word.findall(sentence)) - set(word.findall(given)) - KEPT


@pytest.mark.parametrize("arguments", BAD_ARGUMENTS, ids=" ".join)
def test_bad_arguments_are_told_in_chinese_alone(
    arguments: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refused(arguments, capsys)
    assert CHINESE.search(sentence)
    assert english_words(sentence, " ".join(arguments)) == set()


@pytest.mark.parametrize("body", BAD_FILES)
def test_a_bad_file_is_told_in_chinese(body: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mine.toml").write_text(HEAD + body, encoding="utf-8")
    assert refused(["check", "mine.toml"], capsys) == BAD_FILES[body]


def test_a_hint_is_worded_once() -> None:
    assert not [key for key, text in WORDS.items() if "Did you mean" in text.en or "是不是" in text.zh]


def test_levers_and_parameters_are_found_by_label_too():
    for check, declared in ((check_levers, LEVERS), (partial(check_params, allow_people=True), PARAMS)):
        for name, quantity in list(declared.items())[:5]:
            for label in quantity.label:
                with pytest.raises(InputError, match=re.escape(f"Did you mean '{name}'?")):
                    check({label: 0.1}, "here")
