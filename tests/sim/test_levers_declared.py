"""The declarations of the levers: names, ranges, problems, costs."""

import pytest

from experiments.policies.budget import month_cost
from sim import params
from sim.compute.segments import OF_COMMUNITY, check_words
from sim.engine.passes import accounts
from sim.errors import RuleError
from sim.indicators import INDICATORS
from sim.levers import LEVERS, PROBLEMS, Lever, defaults
from sim.quantity import Text


def test_every_problem_has_a_lever_and_only_the_grant_has_none():
    assert {lever.problem for lever in LEVERS.values()} == {*PROBLEMS, ""}
    assert [name for name, lever in LEVERS.items() if not lever.problem] == ["grant"]


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_lever_is_said_in_both_languages(lever):
    for text in (lever.label, lever.unit, lever.what, lever.cost):
        assert text.en.isascii() and text.en == text.en.strip() != ""
        assert text.zh == text.zh.strip() and not text.zh.isascii()
    assert lever.cost.en.endswith(".") and lever.cost.zh.endswith("。")


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_lever_names_an_indicator_to_look_at(lever):
    assert lever.own_indicator in INDICATORS


def test_labels_tell_levers_apart():
    assert len({lever.label.en for lever in LEVERS.values()}) == len(LEVERS)
    assert len({lever.label.zh for lever in LEVERS.values()}) == len(LEVERS)


GOOD = {
    "name": "repair_fund", "default": 0, "low": 0, "high": 9000, "problem": "P8", "own_indicator": "quality",
    "unit": Text("yuan a month", "元/月"), "label": Text("repairs", "维修"), "what": Text("mends", "修缮"),
    "price": "lever.repair_fund", "cost": Text("The sum itself.", "即所拨金额。"),
}  # fmt: skip
BAD = {
    "no Chinese": ({"what": Text("mends", "")}, "repair_fund: what is not said in both languages"),
    "no indicator": ({"own_indicator": "qualty"}, "no own_indicator 'qualty'. Did you mean 'quality'?"),
    "no problem": ({"problem": "P11"}, "no problem 'P11'. Did you mean 'P1'?"),
    "no heading": ({"heading": "activity"}, "no heading 'activity'. Did you mean 'activities'?"),
    "half a price": ({"price": "lever.repair_fund *"}, "cannot read the price 'lever.repair_fund *'"),
    "a default outside": ({"default": -1}, "the default of repair_fund, -1, is outside its range, 0..9000"),
    "no unit": ({"unit": "yuan"}, "repair_fund: unit is not said in both languages"),
    "no text": ({"unit": 3}, "the declaration of repair_fund is not complete"),
    "a range upside down": ({"high": -5}, "the range of repair_fund, 0..-5, ends before it begins"),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "said"), BAD.values(), ids=BAD)
def test_a_wrong_declaration_is_one_sentence(wrong, said):
    assert Lever(**GOOD).costless is False
    with pytest.raises(RuleError) as caught:
        Lever(**GOOD | wrong)
    assert said in str(caught.value) and "repair_fund" in caught.value.get("zh")


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ("lever.repair_fnd", "asks for lever.repair_fnd, which sim/levers.py does not declare."),
        ("finance.trainig_cost()", "there is no finance.trainig_cost. Did you mean 'finance.training_cost'?"),
        ("fundes * 2.0", "there is no fundes."),
        ("grant * 2.0", "grant stands alone; write lever.grant."),
        ("person.trust", "there is no person at hand here."),
        ("finance.shadow_cost(relif=1.0)", "the rule shadow_cost has no argument relif. Did you mean 'relief'?"),
    ],
)
def test_a_price_that_names_what_is_not_there_is_one_sentence(price, said):
    with pytest.raises(RuleError) as caught:
        check_words(price, OF_COMMUNITY, vars(accounts), Text("the price of repair_fund", "repair_fund 的花费规则"))
    assert str(caught.value).startswith("the price of repair_fund: ") and said in str(caught.value)


def test_what_costs_no_money_is_what_has_no_price():
    costless = {name for name, lever in LEVERS.items() if lever.costless}
    assert costless == {name for name, lever in LEVERS.items() if lever.cost.en.startswith("No money")}


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_a_lever_at_its_default_costs_nothing_and_one_with_a_price_costs_something(lever):
    priced = month_cost(defaults() | {lever.name: lever.high}, params.defaults())
    assert month_cost(defaults(), params.defaults()) == 0.0
    assert (priced == 0.0) == lever.costless


def test_only_posts_are_whole():
    assert [name for name, lever in LEVERS.items() if lever.whole] == ["extra_posts"]
