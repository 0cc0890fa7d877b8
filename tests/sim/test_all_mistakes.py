"""All mistakes of a file are told at once, a line each; what beginners write most is named with what to write."""

import pickle
import re
from pathlib import Path

import pytest

from cli import main
from experiments.plan import load_plan
from sim.errors import MOST_REPORTED, Gathering, InputError, Mistakes
from sim.scenarios.scenario import load_profile, load_scenario
from sim.text import Text

HEAD = 'label.en = "Mine"\nlabel.zh = "我的"\nquestion.en = "Why?"\nquestion.zh = "为什么？"\n'


def mistakes(folder: Path, text: str, load=load_scenario) -> list[str]:
    """Return the English sentences that a file is refused with, without its folder."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert len(caught.value.text.zh.splitlines()) == len(caught.value.text.en.splitlines())
    return [one.text.en.replace(str(path), "mine.toml") for one in caught.value.each]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("problem = “P1”", "line 5: “ is a typographic quotation mark; texts stand in straight ones"),
        ('problem = "P1”', "line 5: ” is a typographic quotation mark"),
        ("problem = P1", 'line 5: the text P1 has no quotation marks; write "P1".'),
        ('problem = "P1', 'line 5: the closing " of a text is missing.'),
        ("problem: P1", "line 5: there is no = after problem; write problem = and the value."),
        ("problem ＝ 'P1'", "line 5: ＝ is a full-width sign; write =."),
        ("[levers]\ngrant = 3,000", "line 6: 3,000 is not a number here; write 3000."),
        ("[levers]\ngrant = 3，000", "line 6: 3，000 is not a number here; write 3000."),
        ("[levers]\nwage_rise = 0,25", "line 6: 0,25 is not a number here; write 0.25."),
        ("[levers]\nwage_rise = 25%", "line 6: 25% is not a number here; write 0.25."),
        ("[levers]\nwage_rise = 25％", "line 6: 25％ is not a number here; write 0.25."),
        ("[levers]\nwage_rise = .25", "line 6: .25 is not a number here; write 0.25."),
        ("[levers]\ngrant = ３００", "line 6: ３ is a full-width sign; write 3."),
        ("[levers]\ngrant = 5\ngrant = 6", "line 7: the key 'grant' is set twice, first in line 6; keep one"),
        ("[levers]\ngrant = 5\n[levers]\nwage_rise = 0", "line 7: the table [levers] is begun twice, first in line 5"),
        ("[[change]]\nfrom = 1\nlevers = { grant = 3,000 }", "line 7: 3,000 is not a number here; write 3000."),
    ],
)
def test_what_beginners_write_is_named_and_is_the_only_thing_told(tmp_path: Path, line: str, said: str) -> None:
    told = mistakes(tmp_path, f"{HEAD}{line}\n")
    assert len(told) == (2 if "P1" in line and line.startswith("problem:") else 1)
    assert told[0].startswith("mine.toml, ") and said in told[0]


def test_chinese_names_without_quotation_marks_are_told_with_the_name_that_is_meant(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        f"{HEAD}[levers]\n优惠兑现 = 0.5   # 注\n[[change]]\nfrom = 2\nlevers = {{ grant = 5, 清理事项 = 3,000 }}\n",
    )
    assert told == [
        "mine.toml, line 6: 优惠兑现: names in a file are written in English letters.",
        "mine.toml, line 9: 3,000 is not a number here; write 3000.",
        "mine.toml, line 9: 清理事项: names in a file are written in English letters.",
        "mine.toml, change 1, line 9: there is no lever '清理事项'. Did you mean 'items_cut'?",
        "mine.toml, line 6: there is no lever '优惠兑现'. Did you mean 'favours_paid'?",
    ]


def test_mistakes_of_every_part_of_a_scenario_are_told_in_one_round(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        'label.en = "Mine"\nquestion.en = "Why?"\nquestion.zh = “为什么？”\nproblem = "P11"\nhue = 3\n'
        "[levers]\ngrnt = 5\nwage_rise = 3.0\n[params]\nforgetting = 5\n"
        "[[change]]\nfrom = 0\nlevers = { grant = 1 }\n[[change]]\nuntil = 5\nlevers = { grant = -1 }\n",
    )
    parts = ("line 3: “", "'hue'", "label.zh is missing", "'P11'", "'grnt'", "wage_rise = 3.0", "forgetting = 5",
             "from = 0", "from is missing", "grant = -1")  # fmt: skip
    assert len(told) == len(parts)
    assert all(any(part in one for one in told) for part in parts)


def test_mistakes_of_a_profile_are_told_in_one_round(tmp_path: Path) -> None:
    text = 'label.en = "T"\norder = 0\n[params]\nn_residents = 3\nforgeting = 0.05\n'
    told = mistakes(tmp_path, text, load_profile)
    assert len(told) == 4 and any("order = 0" in one for one in told)


def test_mistakes_of_a_plan_are_told_in_one_round(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        'question.en = "Q?"\nquestion.zh = "问？"\nscenarios = ["publicty", "trainning"]\nreplicates = 0\n'
        'seed = -1\ntrajectories = 3\n[design]\nkind = "grid"\n[design.levers]\nwage_rise = [0.1]\n'
        "grant = [-5, 5]\n[design.params]\nforgeting = [0.02, 0.05]\n",
        load_plan,
    )
    parts = (
        "'publicty'",
        "'trainning'",
        "replicates = 0",
        "seed = -1",
        "trajectories = 3",
        "grant = -5",
        "'forgeting'",
    )
    assert all(any(part in one for one in told) for part in parts)


def test_of_a_plan_both_what_is_written_wrong_and_what_is_meant_wrong_is_told(tmp_path: Path) -> None:
    head = 'question.en = "Q?"\nquestion.zh = “问？”\n'
    told = mistakes(tmp_path, head + "scenarios = [baseline, publicty]\nseed = 1,000\n", load_plan)
    assert len(told) == 4 and "There is no scenario 'publicty'" in told[3]


def test_more_than_can_be_read_are_counted() -> None:
    gathered = Gathering()
    for number in range(MOST_REPORTED + 7):
        gathered.add(InputError(f"{number} is wrong.", f"{number} 不对。"))
    with pytest.raises(Mistakes) as caught:
        gathered.tell()
    lines = str(caught.value).splitlines()
    assert lines[0] == "there are 27 mistakes:" and lines[-1] == "- and 7 more." and len(lines) == MOST_REPORTED + 2
    assert caught.value.text.zh.splitlines()[-1] == "- 另有 7 处。"


def test_where_not_all_were_looked_for_no_number_is_claimed(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(HEAD + "".join(f"k{n} = 1\n" for n in range(500)), encoding="utf-8")
    with pytest.raises(Mistakes, match="there are 21 mistakes or more:"):
        load_scenario(tmp_path / "mine.toml")


def test_the_same_mistake_counts_once_and_one_alone_is_told_as_it_is() -> None:
    gathered = Gathering()
    for _ in range(2):
        gathered.add(InputError("x is wrong.", "x 不对。"))
    with pytest.raises(InputError, match=r"^x is wrong\.$"):
        gathered.tell()


def test_a_place_stands_before_each_of_several_and_they_travel_between_processes() -> None:
    several = Mistakes([InputError("a is wrong.", "甲不对。"), InputError("b is wrong.", "乙不对。")])
    placed = several.placed(Text("plan, line 3", "计划 第 3 行"))
    again = pickle.loads(pickle.dumps(placed))
    assert [one.text.en for one in again.each] == ["plan, line 3: a is wrong.", "plan, line 3: b is wrong."]
    assert again.text == placed.text


def test_the_command_line_prints_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + "[levers]\ngrant = 3,000\nwage_rise = 3\n", encoding="utf-8")
    for language, first in (("en", "error: there are 2 mistakes:"), ("zh", "错误：共有 2 处错误：")):
        assert main(["check", str(path), "--lang", language]) == 2
        lines = capsys.readouterr().err.splitlines()
        assert lines[0] == first and len(lines) == 3 and all(re.match(r"- .*mine\.toml", line) for line in lines[1:])
