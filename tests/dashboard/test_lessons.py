"""Every lesson has exactly its parts, in both languages, and every name in it exists."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dashboard.content.lessons import pathway
from dashboard.simulation.windows import WINDOW_STATES
from sim.indicators import INDICATORS
from sim.levers import LEVERS, PROBLEMS
from sim.params import PARAMS, SHAPING_GROUPS
from sim.scenarios.scenario import load_scenario, profile_names

FOLDER = Path(__file__).parents[2] / "dashboard" / "content" / "lessons"
FILES = sorted(FOLDER.glob("*.toml"))
LANGUAGES = {"en", "zh"}
NAMES = {"problem", "scenario", "levers", "indicator", "also", "path_end", "colour", "doubt", "minutes"}
TEXTS = {"title", "situation", "quote", "question"}
VARIANTS = ("explain", "wrong")
"""Texts by what came out."""
OPTIONAL = {"set", "otherwise"}
KINDS = profile_names()
OUTCOMES = {"up", "flat", "down"}
CHINESE = re.compile("[\u3400-\u9fff]")
HALF_WIDTH = re.compile("[,;:!?\"'()]")
EXCLAMATION = re.compile("[!\uff01]")
LEVEL_1 = (0xB0A1, 0xD7F9)


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def texts(lesson: dict[str, Any]) -> list[dict[str, str]]:
    """Return every text of a lesson."""
    plan = lesson["plan"]
    return [
        *(lesson[name] for name in sorted(TEXTS)),
        *(lesson["claim"][outcome] for outcome in sorted(OUTCOMES)),
        *({key: row[key] for key in sorted(LANGUAGES)} for name in VARIANTS for row in lesson[name]),
        *lesson["debrief"],
        plan["aim"],
        plan["prepare"],
        *({key: step[key] for key in step if key != "minutes"} for step in plan["step"]),
        *plan["role"],
    ]


def in_level_1(character: str) -> bool:
    """Tell whether a character is among the common ones of GB 2312."""
    code = character.encode("gb2312", errors="ignore")
    return len(code) == 2 and LEVEL_1[0] <= int.from_bytes(code) <= LEVEL_1[1]


every_lesson = pytest.mark.parametrize("lesson", [read(file) for file in FILES], ids=[file.stem for file in FILES])


def test_there_is_a_lesson_for_each_problem_in_order_and_two_more():
    assert [file.stem for file in FILES] == [f"p{number:02}" for number in range(1, 13)]
    problems = [read(file)["problem"] for file in FILES]
    assert problems[:10] == list(PROBLEMS) and set(problems[10:]) <= set(PROBLEMS)


@every_lesson
def test_no_part_is_unknown_or_missing(lesson):
    assert set(lesson) - OPTIONAL == NAMES | TEXTS | {"claim", "debrief", "plan", *VARIANTS}
    assert set(lesson["claim"]) == OUTCOMES
    assert set(lesson["plan"]) == {"aim", "prepare", "step", "role"}
    assert all(set(step) == {"minutes"} | LANGUAGES for step in lesson["plan"]["step"])
    assert len(lesson["debrief"]) == 3
    assert len(lesson["plan"]["role"]) == 3


@every_lesson
def test_every_text_is_in_both_languages(lesson):
    for text in texts(lesson):
        assert set(text) == LANGUAGES
        assert all(isinstance(words, str) and words and words == words.strip() for words in text.values())
        assert CHINESE.search(text["zh"])
        assert not CHINESE.search(text["en"])


@every_lesson
def test_texts_keep_to_the_house_style(lesson):
    for text in texts(lesson):
        assert not EXCLAMATION.search(text["en"] + text["zh"])
        assert not HALF_WIDTH.search(text["zh"])
        assert text["en"].isascii()
        assert [c for c in CHINESE.findall(text["zh"]) if not in_level_1(c)] == []


@every_lesson
def test_explanation_and_doubt_tell_no_numbers(lesson):
    for row in (*lesson["explain"], *lesson["wrong"]):
        assert not re.search(r"\d", row["en"] + row["zh"])


@every_lesson
def test_every_name_exists(lesson):
    own = [lever.name for lever in LEVERS.values() if lever.problem == lesson["problem"]]
    assert lesson["levers"] == own
    assert 1 <= len(own) <= 5
    assert load_scenario(lesson["scenario"]).problem in (lesson["problem"], "")
    assert set(load_scenario(lesson["scenario"]).levers) <= set(own)
    assert {*lesson.get("set", {}), *lesson.get("otherwise", {})} <= set(own)
    assert {lesson["indicator"], lesson["also"]} <= set(INDICATORS)
    assert lesson["indicator"] != lesson["also"]
    assert lesson["colour"] in WINDOW_STATES
    assert PARAMS[lesson["doubt"]].group not in SHAPING_GROUPS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_the_stored_pathway_is_judged_by_the_whole_interval(name, kind):
    """Beyond the smallest difference that matters, within it, or neither; of money, not 0; and nothing else is said."""
    stored = pathway(name, kind)

    def judged(spread, smallest):
        low, high = spread["low"], spread["high"]
        if smallest is None:
            return (low > 0 or high < 0), None
        if low > smallest or high < -smallest:
            return True, "matters"
        return False, "too small to matter" if -smallest <= low and high <= smallest else "cannot tell yet"

    smallest = {end["indicator"]: end["smallest"] for end in stored["ends"]}
    for end in stored["ends"]:
        assert (end["measured"], end["verdict"]) == judged(end["total"], end["smallest"])
        assert (end["smallest"] is None) == (end["indicator"] == "free_money")
    for rows, spread, last_found in (
        (stored["quantities"], "carried", "carries"),
        (stored["doubts"], "change", "changes"),
    ):
        for end, item in [each for row in rows for each in row["ends"].items()]:
            assert (item[last_found], item["verdict"]) == judged(item[spread], smallest[end])
            assert item["communities"] is None or (item["verdict"] == "cannot tell yet" and item["communities"] > 20)


@every_lesson
def test_the_steps_take_the_minutes_of_the_lesson(lesson):
    minutes = [lesson["minutes"], *(step["minutes"] for step in lesson["plan"]["step"])]
    assert all(type(number) is int and number > 0 for number in minutes)
    assert sum(minutes[1:]) == minutes[0]
    assert 5 <= len(minutes) - 1 <= 6
