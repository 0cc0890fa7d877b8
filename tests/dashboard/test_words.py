"""Every text of the page is in the tables, in both languages, and every text of the tables is on the page."""

import re

import pytest

from dashboard.content import words
from dashboard.content.style import STATIC
from dashboard.content.words import WORDS
from dashboard.session.messages import EXPORTS

CHINESE = re.compile("[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
MODULES = {file.name: file.read_text(encoding="utf-8") for file in sorted(STATIC.glob("*.js"))}
GROUPS = ("young", "middle", "old", "owner", "renter")
TEMPLATES = {
    "group_": (*GROUPS, "party"),
    "groups_": GROUPS,
    "kind_": ("retired", "in_service", "floating"),
    "state_": (
        "took_part", "satisfaction", "awareness", "trust", "belonging", "efficacy", "habit", "asked", "active",
        "neighbours", "attraction",
    ),
    "step_": ("situation", "predict", "run", "reveal", "explain", "debrief"),
    "grade_": ("all", "published", "judgement", "assumption"),
    "strip_hours_": ("c1", "c2", "c3", "c4", "c5"),
    "strip_money_": ("c1", "c2", "c3", "c4", "c5"),
}  # fmt: skip
"""What stands in a template of a key, by its beginning; the keys of the strips begin with another key."""
TITLES = ("hours_strip", "money_strip")
SAME_IN_BOTH = {"beside", "changed_scenario", "comma", "story_reason"}
"""Pure signs, or what is written alike."""
LANGUAGE_NAMES = {"page.js": {"中文"}}
TECHNICAL = {"there is no text ''", "sentence large strong", "too small to matter", "cannot tell yet"}
"""An error nobody should see, names of classes, and verdicts as they are sent."""


def bare(text: str) -> str:
    """A module without its comments."""
    without = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"(^|\s)//[^\n]*", "", without)


def in_one_line(code: str) -> str:
    """Code without the layout that a formatter gives it, so that a call is found however it is broken."""
    joined = re.sub(r"\s*\n\s*", " ", code)
    return re.sub(r"(?<=[(\[]) | (?=[)\]])|,(?= ?[)\]}])", "", joined)


def literals(text: str) -> list[str]:
    """Every text in quotes, what is filled in left out."""
    found = re.findall(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`", bare(text))
    return [re.sub(r"\$\{[^}]*\}", "", one or two or three) for one, two, three in found]


CODE = {name: in_one_line(bare(text)) for name, text in MODULES.items()}
LITERALS = {name: literals(text) for name, text in MODULES.items()}
QUOTED = {word for text in CODE.values() for word in re.findall(r'"(\w+)"', text)}
FROM_TEMPLATES = {beginning + item for beginning, names in TEMPLATES.items() for item in names}


def test_there_are_modules_with_texts():
    assert len(MODULES) > 15
    assert sum(len(re.findall(r"\bt\(", text)) for text in CODE.values()) > 150


@pytest.mark.parametrize("module", MODULES)
def test_every_text_that_is_asked_for_is_there(module):
    asked = re.findall(r'\bt\("(\w+)"', CODE[module])
    asked += [item for pair in re.findall(r'\bt\([^()"`]*\? "(\w+)" : "(\w+)"', CODE[module]) for item in pair]
    asked += [item for pair in re.findall(r'\bt\([\w.]+ === "\w+" \? "(\w+)" : "(\w+)"', CODE[module]) for item in pair]
    assert [key for key in asked if key not in WORDS] == []


def test_every_template_of_a_key_is_known_and_has_all_its_texts():
    used = {item for text in CODE.values() for item in re.findall(r"\bt\(`([a-z_]*)\$\{", text)} - {""}
    assert used == {template for template in TEMPLATES if not template.startswith("strip_")}
    assert FROM_TEMPLATES - set(WORDS) == set()
    assert {f"{title}_unit" for title in TITLES} | set(TITLES) <= set(WORDS)


@pytest.mark.parametrize("module", MODULES)
def test_every_text_is_given_what_it_names(module):
    for key, values in re.findall(r'\bt\("(\w+)", \{([^{}]*)\}\)', CODE[module]):
        given = {item.partition(":")[0].strip() for item in re.split(r",(?![^(\[]*[)\]])", values)}
        assert given == set(PLACEHOLDER.findall(WORDS[key].en)), key
    for key in re.findall(r'\bt\("(\w+)"\)', CODE[module]):
        assert not PLACEHOLDER.findall(WORDS[key].en), key


def test_no_text_is_there_for_nothing():
    said_by_the_server = {"opened", "meant_for_period"}
    on_the_page = QUOTED | FROM_TEMPLATES | {f"{title}_unit" for title in TITLES} | said_by_the_server
    assert sorted(set(WORDS) - on_the_page) == []


def test_no_key_stands_in_two_tables():
    tables = [words.PAGE, words.LAB, words.STORY, words.COMPARE, words.TEACH, words.EVIDENCE]
    assert sum(map(len, tables)) == len(WORDS)


@pytest.mark.parametrize("key", WORDS)
def test_every_text_is_in_both_languages(key):
    en, zh = WORDS[key].en, WORDS[key].zh
    assert en.strip()
    assert zh.strip()
    assert not CHINESE.search(en)
    assert set(PLACEHOLDER.findall(en)) == set(PLACEHOLDER.findall(zh))
    if key not in SAME_IN_BOTH:
        assert CHINESE.search(zh)


@pytest.mark.parametrize("module", MODULES)
def test_no_chinese_stands_in_a_module(module):
    found = [literal for literal in LITERALS[module] if CHINESE.search(literal)]
    assert set(found) == LANGUAGE_NAMES.get(module, set())
    assert len(CHINESE.findall(CODE[module])) == sum(len(CHINESE.findall(item)) for item in found)


@pytest.mark.parametrize("module", MODULES)
def test_no_sentence_stands_in_a_module(module):
    sentence = re.compile(r"^[A-Z][a-z]+ \w|\b[a-z]{2,} [a-z]{2,} [a-z]{2,}|\w \w.*[a-z]{3,}\.$")
    assert [literal for literal in LITERALS[module] if sentence.search(literal) and literal not in TECHNICAL] == []


def test_what_can_be_kept_has_a_text():
    for what in EXPORTS:
        assert f"save_{what}" in WORDS
