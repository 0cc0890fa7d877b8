"""What a rule may not hold is told from its text, by file, line and the way out; the rules as they stand hold none."""

import textwrap
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

from sim.compute.compiled import plain_rules
from sim.engine.trial import PASS_MODULES, RULE_MODULES, TOOL_MODULES
from sim.engine.vetting import computing_files, vet_randomness, vet_rules
from sim.errors import RuleError

HEAD = """
import math
import random as luck
import time
from datetime import datetime

import numpy as np
from numpy.random import normal

from sim.compute.elementary import clip
from sim.errors import nearest

LIMIT = 0.5


def _half(x: float) -> float:
    return x / 2.0


def fine(x: float) -> float:
    return clip(x, high=LIMIT) + math.pi


"""


def written(folder: Path, body: str) -> FunctionType:
    """Return the rule of a file of rules with this body, which begins in line 24."""
    file = folder / "mine.py"
    file.write_text(HEAD + f"def rule(x: float) -> float:\n{textwrap.indent(body, '    ')}\n", encoding="utf-8")
    names: dict[str, object] = {"__name__": "mine"}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    rule = names["rule"]
    assert isinstance(rule, FunctionType)
    return rule


def vetted(rule: FunctionType) -> None:
    vet_rules([rule], ("mine", *TOOL_MODULES))


ALLOWED = (
    '"""Say it."""\nreturn fine(x)', "y: float = x\nreturn y * LIMIT",
    "return np.float64(x) if x > 0.0 else math.exp(x)",
    "total = 0.0\nfor k in range(3):\n    total += k * x\nreturn total", "return max(abs(x), *(1.0, 2.0))",
)  # fmt: skip
REFUSED = {
    "return luck.random()": "uses random.random, and the same seed would no longer give the same result",
    "return np.random.rand()": "uses numpy.random.rand, and",
    "return normal()": "uses numpy.random.normal, and",
    "draw = luck.gauss\nreturn draw(0, 1)": "uses random.gauss, and",
    "return time.time()": "uses time.time; a result must not depend on when and where it is computed",
    "return datetime.now().month": "uses datetime.datetime.now",
    "return hash(x)": "calls hash; a rule takes numbers and returns a number",
    "print(x)\nreturn x": "calls print; a rule takes numbers and returns a number",
    "return _half(x)": "calls _half; a function whose name begins with _ is not compiled, so call it half",
    "return nearest(x)": "calls nearest of sim/errors.py, which is not compiled; put the helper into this file",
    "kind = 'old'\nreturn x": "holds text, and a rule works with numbers alone; give each case a number",
    "return float(f'{x}')": "holds text",
    "return {0.0: 1.0}[x]": "holds a dict or a set",
    "try:\n    return 1.0 / x\nexcept ZeroDivisionError:\n    return 0.0": "uses try, with, raise or assert",
    "assert x > 0.0\nreturn x": "uses try, with, raise or assert",
    "import math\nreturn x": "defines or imports something inside",
    "return (lambda y: y)(x)": "defines or imports something inside",
    "global LIMIT\nLIMIT = x\nreturn x": "sets a variable outside of itself",
    "return x.trust": "asks for x.trust; a rule gets numbers, not agents",
    "return x if x < LIMIT else LIMITS": "uses the name LIMITS, which stands for nothing. Did you mean 'LIMIT'?",
}  # fmt: skip


@pytest.mark.parametrize("body", ALLOWED)
def test_what_compiles_and_repeats_is_let_through(body: str, tmp_path: Path) -> None:
    vetted(written(tmp_path, body))


@pytest.mark.parametrize("body", REFUSED)
def test_what_does_not_is_told_with_the_way_out(body: str, tmp_path: Path) -> None:
    rule = written(tmp_path, body)
    with pytest.raises(RuleError) as caught:
        vetted(rule)
    assert REFUSED[body] in str(caught.value)
    line = int(str(caught.value).partition("mine.py, line ")[2].partition(":")[0])
    assert rule.__code__.co_firstlineno < line <= rule.__code__.co_firstlineno + body.count("\n") + 1
    assert caught.value.get("zh").startswith(f"mine.py 第 {line} 行：规则 ")


def test_the_line_is_that_of_the_finding(tmp_path: Path) -> None:
    rule = written(tmp_path, "y = x\nz = y\nreturn luck.random() * z")
    with pytest.raises(RuleError, match=rf"mine\.py, line {rule.__code__.co_firstlineno + 3}: the rule rule uses"):
        vetted(rule)


def test_a_helper_is_read_too(tmp_path: Path) -> None:
    helper = "def helper(x: float) -> float:\n    return luck.random()\n\n\n"
    file = tmp_path / "mine.py"
    file.write_text(HEAD + helper + "def rule(x: float) -> float:\n    return helper(x)\n", encoding="utf-8")
    names: dict[str, object] = {"__name__": "mine"}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    with pytest.raises(RuleError, match=r"the rule helper uses random\.random"):
        vetted(names["rule"])  # type: ignore[arg-type]


def test_random_draws_in_a_loop_of_the_month_is_found(tmp_path: Path) -> None:
    file = tmp_path / "loop.py"
    file.write_text("import numpy as np\n\n\ndef loop(s):\n    s[0] = np.random.rand()\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"loop\.py, line 5: the rule loop uses numpy\.random\.rand"):
        vet_randomness([file])


def test_the_rules_as_they_stand_hold_nothing_of_it() -> None:
    rules = [rule for name in RULE_MODULES for rule in plain_rules(import_module(name))]
    assert len(rules) > 150
    vet_rules(rules, (*RULE_MODULES, *TOOL_MODULES))
    vet_randomness(computing_files((*RULE_MODULES, *PASS_MODULES, *TOOL_MODULES)))
