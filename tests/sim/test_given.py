"""Scenarios and profiles made in Python: their texts are looked at wherever they are handed in."""

import pytest

from experiments.plan import make_plan
from experiments.policies.settings import checked
from sim import CommunityModel, Profile, Scenario
from sim.errors import InputError
from sim.scenarios.given import as_profile, as_scenario, as_scenarios
from sim.text import Text, unseen

GOOD = Text("mine", "我的")
BAD = [Text("mi\x1b[2Jne", "我的"), Text("mine", "我\x85的"), Text("mi\u202ene", "我的"), Text("m" * 1001, "我的")]


def scenario(label=GOOD, question=GOOD):
    return Scenario("mine", label, question, {"grant": 1000.0})


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("take", [
    as_scenario, lambda item: as_scenarios([item]), lambda item: checked([item]), lambda item: make_plan([item]),
    lambda item: CommunityModel(item),
], ids=["as_scenario", "as_scenarios", "compare", "make_plan", "model"])  # fmt: skip
def test_a_scenario_that_no_screen_shows_is_refused(bad, take):
    for entry, key in ((scenario(label=bad), "label"), (scenario(question=bad), "question")):
        with pytest.raises(InputError, match=f"scenario mine, {key}: a text ") as caught:
            take(entry)
        assert "方案 mine" in caught.value.get("zh")
        assert not any(map(unseen, caught.value.text))


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("take", [
    as_profile, lambda item: checked(["publicity"], profile=item),
    lambda item: make_plan(["publicity"], profiles=[item]),
], ids=["as_profile", "compare", "make_plan"])  # fmt: skip
def test_a_profile_that_no_screen_shows_is_refused(bad, take):
    with pytest.raises(InputError, match="profile town, label: a text "):
        take(Profile("town", bad, {}))


@pytest.mark.parametrize("bad", BAD)
def test_a_plan_asks_what_can_be_shown(bad):
    with pytest.raises(InputError, match="question"):
        make_plan(["publicity"], question=bad)


def test_a_label_is_a_text():
    with pytest.raises(InputError, match="scenario mine, label: 'mine' is not a Text"):
        as_scenario(scenario(label="mine"))


def test_what_is_good_or_named_is_taken_as_it_is():
    own = scenario()
    assert as_scenario(own) is own and as_scenario("publicity").name == "publicity"
    assert [one.name for one in as_scenarios(["publicity", own, "publicity"])] == ["publicity", "mine", "publicity"]
    assert as_profile("mixed").name == "mixed"


@pytest.mark.parametrize(("text", "sign"), [
    ("plain", ""), ("两\t种\n文字", ""), ("a\u200db", ""), ("a\x00", "\x00"),
    ("\x9b31m", "\x9b"), ("a\ud800", "\ud800"), ("a\u2029b", "\u2029"), ("a\r\n", "\r"), ("\U000e0041", "\U000e0041"),
])  # fmt: skip
def test_what_no_screen_shows_is_found(text, sign):
    assert unseen(text) == sign
