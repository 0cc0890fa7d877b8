"""What every page shows: complete in both languages, and marked where it was measured with an earlier model."""

import json

import pytest

from dashboard.content.content import AXES, CHARTS, FIRST, SAW_TOOTHED, page_content
from dashboard.content.evidence import evidence_content
from dashboard.content.lessons import FOLDER, SHOWN, lessons, lessons_content, pathway
from dashboard.content.words import WORDS
from dashboard.simulation.windows import WINDOW_STATES, YES_OR_NO
from experiments.sensitivity.one_at_a_time import ENDS as VARIED_ENDS
from experiments.sensitivity.one_at_a_time import FILE as ONE_AT_A_TIME
from experiments.sensitivity.one_at_a_time import read_one_at_a_time
from sim.indicators import COLUMNS, INDICATORS, indicator_of
from sim.levers import LEVERS, PROBLEMS
from sim.params import FORMER, PARAMS
from sim.scenarios.scenario import profile_names, scenario_names

LANGUAGES = ("en", "zh")
LESSONS = pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson["name"])
KINDS = pytest.mark.parametrize("kind", profile_names())


@pytest.fixture(scope="module")
def content():
    return json.loads(page_content().decode("utf-8"))


@pytest.fixture(scope="module")
def doubts():
    return json.loads(ONE_AT_A_TIME.read_text(encoding="utf-8"))


def every_text(part):
    """Every text in a part of the content."""
    if isinstance(part, dict):
        return [item for value in part.values() for item in every_text(value)]
    if isinstance(part, list):
        return [item for value in part for item in every_text(value)]
    return [part] if isinstance(part, str) else []


def test_it_is_strict_json():
    def refuse(name):
        raise AssertionError(name)

    json.loads(page_content(), parse_constant=refuse)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_has_a_name_is_named(content, language):
    own = content[language]
    assert own["words"] == {key: text.get(language) for key, text in WORDS.items()}
    assert list(own["levers"]) == list(own["units"]) == list(own["shortUnits"]) == list(LEVERS)
    assert all(set(lever) == {"label", "what", "cost"} for lever in own["levers"].values())
    assert list(own["indicators"]) == list(COLUMNS)
    assert list(own["states"]) == list(WINDOW_STATES)
    assert list(own["scenarios"]) == list(own["questions"]) == list(scenario_names())
    assert list(own["profiles"]) == list(profile_names())
    assert list(own["problems"]) == list(PROBLEMS)
    assert len(own["months"]) == 12
    assert all(text.strip() for text in every_text(own))


def test_both_languages_have_the_same_parts(content):
    def shape(part):
        return {key: shape(item) for key, item in part.items()} if isinstance(part, dict) else None

    assert shape(content["en"]) == shape(content["zh"])
    assert not any("\u3400" <= character <= "\u9fff" for text in every_text(content["en"]) for character in text)


def test_levers_are_as_declared(content):
    assert [item["name"] for item in content["levers"]] == list(LEVERS)
    for item in content["levers"]:
        lever = LEVERS[item["name"]]
        assert (item["low"], item["high"], item["default"]) == (lever.low, lever.high, lever.default)
        assert 0 < item["step"] <= item["high"] - item["low"]
        assert item["problem"] in PROBLEMS or not item["problem"]
        assert not lever.whole or item["step"] == int(item["step"])


def test_indicators_are_as_declared(content):
    assert list(content["indicators"]) == list(COLUMNS)
    for column, item in content["indicators"].items():
        indicator = INDICATORS[column.partition(".")[0]]
        assert (item["better"], item["smallest"], item["percent"]) == (
            indicator.better,
            indicator.smallest,
            indicator.percent,
        )
        assert item["axis"][0] < item["axis"][1]


def test_what_is_shown_first_exists():
    assert set(FIRST) <= set(LEVERS)
    assert set(CHARTS) | set(AXES) | set(SAW_TOOTHED) <= set(INDICATORS)
    assert set(YES_OR_NO) <= set(WINDOW_STATES)


def test_the_evidence_covers_every_number(content):
    evidence = content["evidence"]
    assert [parameter["name"] for parameter in evidence["parameters"]] == list(PARAMS)
    assert [lever["name"] for lever in evidence["levers"]] == list(LEVERS)
    for parameter in (*evidence["parameters"], *evidence["levers"]):
        assert all(parameter[part][language] for part in ("label", "unit", "group") for language in LANGUAGES)
        assert parameter["low"] <= parameter["default"] <= parameter["high"]
    for parameter in evidence["parameters"]:
        assert parameter["grade"] in ("published", "judgement", "assumption")
        assert bool(parameter["source"]["en"]) == bool(parameter["source"]["zh"])
        assert parameter["grade"] == "assumption" or parameter["source"]["en"]


# what was measured and stored


def test_the_doubts_have_a_number_for_every_parameter_end_policy_and_column(doubts):
    assert len(doubts["rows"]) > 200 and set(doubts["rows"]) <= {*PARAMS, *FORMER}
    assert set(doubts["policies"]) <= set(scenario_names())
    sizes = (len(doubts["policies"]), len(doubts["columns"]))
    for row in doubts["rows"].values():
        for end in VARIED_ENDS:
            assert (len(row[end]), {len(item) for item in row[end]}) == (sizes[0], {sizes[1]})


def test_some_number_changes_what_some_policy_does(doubts):
    default = doubts["default"]
    assert any(row[end] != default for row in doubts["rows"].values() for end in VARIED_ENDS)


@KINDS
@LESSONS
def test_a_lesson_says_in_which_kind_of_community_its_numbers_were_measured(content, lesson, kind):
    shown, stored = shown_of(content, lesson, kind), pathway(lesson["name"], kind)
    assert (shown["profile"], shown["replicates"]) == (stored["profile"], stored["replicates"])
    assert shown["profile"] == kind and kind in content["en"]["profiles"]
    for end in shown["ends"]:
        assert end["window"] == [120 - indicator_of(end["indicator"]).window + 1, 120]


def test_a_lesson_shows_a_pathway_for_the_kinds_that_have_one(monkeypatch, tmp_path):
    for file in FOLDER.glob("*"):
        if file.suffix == ".toml" or file.stem.endswith(".mixed"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr("dashboard.content.lessons.FOLDER", tmp_path)
    assert {tuple(item["pathways"]) for item in lessons_content()} == {("mixed",)}


@LESSONS
def test_the_end_of_a_lessons_path_is_reached_in_some_kind_of_community(lesson):
    end = lesson["path_end"]
    carrying = [
        row["name"]
        for kind in profile_names()
        for row in pathway(lesson["name"], kind)["quantities"]
        if end in row["ends"] and (row["level"] or {}).get("indicator") != end
    ]
    assert carrying or lesson["problem"] == "P7"  # no link that can be held carries what an election changes


def pathways_shown():
    """Return every pathway that a page gets."""
    return [shown for item in lessons_content() for shown in item["pathways"].values()]


def test_what_was_measured_with_other_rules_is_marked(monkeypatch):
    stamps = [pathway(lesson["name"], kind)["fingerprint"] for lesson in lessons() for kind in profile_names()]
    for now in ("0" * 64, stamps[0]):
        monkeypatch.setattr("dashboard.content.lessons.code", lambda now=now: now)
        outdated = [item["outdated"] for item in pathways_shown()]  # also where the question has changed
        assert all(item or stamp == now for item, stamp in zip(outdated, stamps, strict=True))
        assert all(outdated) or now == stamps[0]
    stamp = read_one_at_a_time()["fingerprint"]
    for now in ("0" * 64, stamp):
        monkeypatch.setattr("dashboard.content.evidence.fingerprint", lambda now=now: now)
        assert evidence_content()["outdated"] or now == stamp


def test_what_was_asked_otherwise_is_marked(monkeypatch):
    stored = {"lessons.code": pathway(lessons()[0]["name"], "mixed"), "evidence.fingerprint": read_one_at_a_time()}
    for name, content in stored.items():
        monkeypatch.setattr(f"dashboard.content.{name}", lambda content=content: content["fingerprint"])
    for module in ("lessons", "evidence"):
        monkeypatch.setattr(f"dashboard.content.{module}.hash_of_question", lambda asked: "0" * 64)
    assert evidence_content()["outdated"] is True
    assert all(item["outdated"] for item in pathways_shown())


@KINDS
@LESSONS
def test_a_page_gets_of_a_pathway_the_ends_of_the_lesson_and_the_links_that_carry_something_of_them(
    content, lesson, kind
):
    shown, wanted = shown_of(content, lesson, kind), {lesson[name] for name in SHOWN}
    assert {end["indicator"] for end in shown["ends"]} == wanted
    assert [doubt["parameter"] for doubt in shown["doubts"]] == [lesson["doubt"]]
    assert set(shown["doubts"][0]["ends"]) == wanted
    for row in shown["quantities"]:
        assert row["ends"] and set(row["ends"]) <= wanted and all(end["carries"] for end in row["ends"].values())


@KINDS
@LESSONS
def test_a_stored_pathway_is_small(lesson, kind):
    assert (FOLDER / f"{lesson['name']}.{kind}.json").stat().st_size < 25_000


def shown_of(content, lesson, kind):
    """Return what a page gets of the pathway of a lesson in a kind of community."""
    [shown] = [item for item in content["lessons"] if item["name"] == lesson["name"]]
    assert shown["title"] == lesson["title"]
    return shown["pathways"][kind]
