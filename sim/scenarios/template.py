"""The text of a new scenario file: what it sets, and every other lever as a comment to uncomment."""

import json
import shlex
from collections.abc import Mapping
from typing import Any

from sim.levers import LEVERS, Lever
from sim.text import Text

_HEAD = """\
# A scenario file. Change what you like, then:  python run.py compare {file}
# 方案文件。修改之后运行：python run.py compare {file}
format = 1

label.en = {label_en}
label.zh = {label_zh}
question.en = {question_en}
question.zh = {question_zh}
"""
_PROBLEM = """\
problem = "{problem}"                      # which of the ten problems it answers, P1..P10 · 针对哪个问题
"""
_LEVERS = """
# Levers that hold from month 1 to the end. Take away the # of a line and change its number.
# 从第 1 个月起一直有效的手段。去掉行首的 # 并修改数字即可。
[levers]
"""
_CHANGE_HELP = """
# A change for some months only; write as many of these as you need.
# 只在某些月份有效的变动，可以写多段。
# [[change]]
# from = 13
# until = 36                              # leave out to keep it to the end · 不写则一直有效
# ramp = 6                                # months to get there · 用几个月逐步到位
# levers = { publicity_boards = 5000, publicity_digital = 4000 }
"""


def scenario_text(
    name: str, problem: str, content: Mapping[str, Any], label: Text | None = None, question: Text | None = None
) -> str:
    """Return a commented TOML file that sets what ``content`` (of ``Scenario.content``) sets.

    Without a ``label`` and a ``question`` the file has some made of its name, to be written anew.
    """
    label = label or Text(name, name)
    question = question or Text(f"What does {name} change?", f"{name} 会改变什么？")
    head = _HEAD.format(
        file=shlex.quote(f"{name}.toml"),
        label_en=_quoted(label.en),
        label_zh=_quoted(label.zh),
        question_en=_quoted(question.en),
        question_zh=_quoted(question.zh),
    )
    problem_line = _PROBLEM.format(problem=problem) if problem else ""
    levers = "".join(_lever_line(lever, content["levers"]) for lever in LEVERS.values())
    changes = "".join(_change_text(change) for change in content["changes"]) or _CHANGE_HELP
    return head + problem_line + _LEVERS + levers + changes + _params_text(content["params"])


def _lever_line(lever: Lever, values: Mapping[str, float]) -> str:
    """Return one lever, commented out where the scenario leaves it alone."""
    value = values.get(lever.name, lever.default)
    setting = f"{'' if lever.name in values else '# '}{lever.name} = {number(value)}"
    span = f"{number(lever.low)}..{number(lever.high)}"
    return f"{setting:<36} # {span}, {lever.unit.en} · {lever.label.zh}（{lever.unit.zh}）\n"


def _change_text(change: Mapping[str, Any]) -> str:
    """Return one [[change]]."""
    until = "" if change["until"] is None else f"until = {change['until']}\n"
    ramp = f"ramp = {change['ramp']}\n" if change["ramp"] else ""
    levers = ", ".join(f"{name} = {number(value)}" for name, value in change["levers"].items())
    return f"\n[[change]]\nfrom = {change['from']}\n{until}{ramp}levers = {{ {levers} }}\n"


def _params_text(params: Mapping[str, float]) -> str:
    """Return [params] where the scenario has any."""
    lines = "".join(f"{name} = {number(value)}\n" for name, value in params.items())
    return f"\n[params]\n{lines}" if lines else ""


def number(value: float) -> str:
    """Return the shortest TOML number that reads back as ``value``."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _quoted(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False)
