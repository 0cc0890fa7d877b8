import dataclasses

import numpy as np
import pytest

from report.compare.findings import FAMILIES, CompareFindings
from report.compare.own_problem import verdicts
from report.compare.sentences import headline, map_title
from report.compare.titles import cost_title, money_title, network_title, own_title, paths_title, price, who_title
from report.words import Spoken

TWO = ["baseline", "training", "publicity"]
PART = "participation_12m"
GROUPS = [group for family in FAMILIES for group in family]


def findings(make, lang, effects, names=None, **options):
    return CompareFindings(make(names or TWO, replicates=4, effects=effects, **options), lang)


MONEY = {
    ("money:training", PART): [1.0, 1.2, 1.1, 0.9],
    ("money:publicity", PART): [6.0, 6.2, 6.1, 5.9],
    ("money:grant", PART): [4.0, 4.3, 4.1, 3.9],
}


def test_money_title_names_leader_and_who_does_less_than_a_grant_on_participation(make):
    assert money_title(findings(make, "en", MONEY)) == (
        "For the same 10,000 yuan a month, participation rises most with Publicity; "
        "on participation, Training brings less than a plain grant"
    )
    assert money_title(findings(make, "zh", MONEY)) == (
        "同样每月一万元，带动参与最多的是加大宣传；论参与，培训人员不如直接给社区一笔不限用途的补贴"
    )


def test_money_title_does_not_say_less_when_it_cannot_be_told_from_the_grant(make):
    unsure = {**MONEY, ("money:training", PART): [9.0, -1.0, 6.0, 2.0]}
    assert "none is seen to bring less" in money_title(findings(make, "en", unsure))
    assert "未见不如它的" in money_title(findings(make, "zh", unsure))


def test_money_title_can_name_the_grant_itself(make):
    weak = {**MONEY, ("money:publicity", PART): [2.0, 2.2, 2.1, 1.9]}
    assert "participation rises most with Grant only;" in money_title(findings(make, "en", weak))
    assert "带动参与最多的是只给补贴；" in money_title(findings(make, "zh", weak))


def test_money_title_prints_the_sum_that_was_asked_for(make):
    f = CompareFindings(dataclasses.replace(make(TWO, replicates=4, effects=MONEY), budget=8000.0), "zh")
    assert money_title(f).startswith("同样每月 8,000 元，")


def test_own_title_counts_and_names_what_got_worse():
    f = type("F", (Spoken,), {"lang": "en", "label": staticmethod({"a": "Training", "b": "Publicity"}.get)})()
    told = [("a", "competence", "better"), ("a", "care", "open"), ("b", "awareness", "worse")]
    assert own_title(f, told) == (
        "1 of the 3 indicators that the 2 policies aim at improves by more than the smallest difference "
        "that matters; 1 cannot be told yet; with Publicity, awareness gets worse"
    )
    f.lang = "zh"
    assert own_title(f, told) == (
        "对症：两项政策各自针对的 3 项指标，1 项好转且超过有意义的最小差异；1 项还分不清；Publicity反而使awareness变差"
    )


@pytest.mark.parametrize(
    ("values", "verdict"),
    [([-4.0, -4.2, -4.1, -3.9], "better"), ([4.0, 4.2, 4.1, 3.9], "worse"), ([-4.0, 5.0, -3.0, 2.0], "open")],
)
def test_verdict_knows_that_lower_is_better_for_quits(make, values, verdict):
    f = findings(make, "en", {("higher_pay", "quit_rate"): values}, ["baseline", "higher_pay"])
    assert verdicts(f)[0][2] == verdict


def with_paths(make, lang, gaps, window):
    f = findings(make, lang, {(key, PART): window[key] for key in gaps}, budget=None)
    column, paths = f.comparison.columns.index(PART), f.comparison.trajectories
    for key, gap in gaps.items():
        arm = f.comparison.arm(key)
        paths[:, arm, :, column] = paths[:, 0, :, column]
        paths[:, arm, -120:, column] += gap / 100
    return f


def step(month, size=4.0):
    gap = np.zeros(120)
    gap[month - 1 :] = size
    return gap


STEADY = {"training": [4.0, 4.0, 4.1, 3.9], "publicity": [4.0, 4.1, 4.0, 3.9]}


def test_paths_title_names_the_soonest_and_the_latest(make):
    gaps = {"training": step(10), "publicity": step(38)}
    assert paths_title(with_paths(make, "en", gaps, STEADY)) == (
        "Half of the gain in participation takes from 10 months (Training) to 38 (Publicity); "
        "none is seen to have lost a third of it by years 9–10"
    )
    assert paths_title(with_paths(make, "zh", gaps, STEADY)) == (
        "见效要等：参与的提高过半，最快 10 个月（培训人员），最慢 38 个月（加大宣传）；到第 9–10 年，"
        "未见哪项退回三分之一以上"
    )


def test_paths_title_says_who_has_lost_a_third_of_the_best_year(make):
    gaps = {"training": step(10), "publicity": step(10, 9.0) - step(60, 5.0)}
    f = with_paths(make, "en", gaps, STEADY)
    assert paths_title(f).endswith("by years 9–10, Publicity has lost over a third of the best year's")


def test_paths_title_has_no_speed_without_an_effect(make):
    none = {"training": [0.1, 0.2, 0.1, 0.2], "publicity": [0.1, 0.0, 0.1, 0.2]}
    gaps = {"training": step(1, 0.1), "publicity": step(1, 0.1)}
    assert paths_title(with_paths(make, "en", gaps, none)).endswith("so there is no speed to speak of")


def groups(key, column, values):
    return {(key, f"{column}.{group}"): list(value) for group, value in zip(GROUPS, values, strict=True)}


NEAR = np.array([0.0, 0.1, -0.1, 0.05])


def test_who_title_names_both_numbers_of_the_widest_gap(make):
    gains = [3 + NEAR] * 5 + [2 + NEAR, 33.2 + NEAR[::-1]]
    f = findings(make, "en", groups("training", PART, gains), ["baseline", "training"])
    assert who_title(f).startswith(
        "With Training, participation changes by +33.2 points among party members, +2.0 among others"
    )
    f = findings(make, "zh", groups("training", PART, gains), ["baseline", "training"])
    assert who_title(f).startswith("谁得益：培训人员使党员的参与 +33.2 个百分点，群众 +2.0；")


def test_who_title_says_when_gaps_are_small(make):
    f = findings(make, "en", groups("training", PART, [3 + NEAR] * 7), ["baseline", "training"])
    assert who_title(f).startswith("Differences between groups in the gain of participation are small")


def test_who_title_says_when_every_group_loses_satisfaction(make):
    losses = groups("training", "satisfaction", [-4 + NEAR] * 7)
    f = findings(make, "en", losses, ["baseline", "training"])
    assert who_title(f).endswith("with Training, satisfaction falls in each of the seven groups")
    f = findings(make, "zh", losses, ["baseline", "training"])
    assert who_title(f).endswith("培训人员使七类居民的满意度都下降")


def test_who_title_names_the_groups_that_lose(make):
    losses = groups("training", "satisfaction", [-4 + NEAR, *[2 + NEAR] * 2, -3 + NEAR, *[2 + NEAR] * 3])
    f = findings(make, "en", losses, ["baseline", "training"])
    assert who_title(f).endswith("with Training, satisfaction falls among young and renters")


def test_who_title_says_not_seen_rather_than_nobody(make):
    gains = {**groups("training", "satisfaction", [2 + NEAR] * 7), **groups("training", PART, [2 + NEAR] * 7)}
    f = findings(make, "zh", gains, ["baseline", "training"])
    assert who_title(f).endswith("未见哪类居民的参与或满意度下降")


COSTS = {
    ("training", PART): [4.0, 4.1, 3.9, 4.0], ("training", "cost"): [2000.0] * 4,
    ("publicity", PART): [2.0, 2.1, 1.9, 2.0], ("publicity", "cost"): [9000.0] * 4,
}  # fmt: skip


def test_cost_title_names_cheapest_and_dearest_to_two_digits(make):
    assert cost_title(findings(make, "en", COSTS)) == (
        "One more participant costs, a year, about 200 yuan with Training; 1,800 yuan with Publicity"
    )
    assert cost_title(findings(make, "zh", COSTS)) == (
        "每多一名参与者一年要花的钱：培训人员约 200 元，加大宣传约 1,800 元"
    )


def test_cost_title_does_not_rank_what_cannot_be_told_apart(make):
    tie = {**COSTS, ("publicity", PART): [15.0, 20.0, 17.0, 19.8]}
    assert cost_title(findings(make, "en", tie)).endswith("with Training and Publicity (cannot tell which)")


def test_price_is_a_dash_where_the_effect_may_be_too_small(make):
    f = findings(make, "en", {**COSTS, ("publicity", PART): [0.5, 1.9, 0.6, 1.8]})
    assert price(f, "publicity") == "–"


def test_cost_title_gives_no_price_without_an_effect(make):
    none = {(key, PART): [0.1, 0.2, 0.1, 0.2] for key in TWO[1:]}
    assert cost_title(findings(make, "en", none)).endswith("so no price can be given")


def test_network_title_counts_who_joined_and_who_left(whole):
    took = np.array([[True, True, False, False], [True, False, True, True]])
    network = type("N", (), {"took_part": took})()
    f = CompareFindings(dataclasses.replace(whole, network=network), "en")
    assert network_title(f) == (
        "One community, the same twelve months: 50% of residents took part without the policy, 75% with it; "
        "2 only with it, 1 only without"
    )
    f = CompareFindings(dataclasses.replace(whole, network=network), "zh")
    assert network_title(f) == (
        "同一个社区、同样的十二个月：参与过的居民，维持现状时占 50%，实施政策后占 75%；"
        "2 人只在实施政策时参与，1 人只在维持现状时参与"
    )


BEST = {("money:publicity", PART): MONEY["money:publicity", PART]}


def spending(sums):
    weak = {**MONEY, ("money:publicity", PART): [2.0, 2.2, 2.1, 1.9]}
    costs = ("cost", "cost_with_shadow")
    return weak | {(f"money:{name}", column): [yuan] * 4 for name, yuan in sums.items() for column in costs}


def test_money_title_says_next_to_less_what_a_policy_that_underspent_really_spent(make):
    effects = spending({"training": 5760.0, "publicity": 9800.0})
    assert money_title(findings(make, "en", effects)).endswith(
        "; on participation, Publicity brings less than a plain grant; "
        "Training also brings less, but really spent only 5,760 yuan"
    )
    assert money_title(findings(make, "zh", effects)).endswith(
        "；论参与，加大宣传不如直接给社区一笔不限用途的补贴；培训人员也不如补贴，但实际只花了 5,760 元"
    )


def test_money_title_with_nobody_else_behind_the_grant_says_it_whole(make):
    told = money_title(findings(make, "en", {**MONEY, **spending({"training": 5760.0}), **BEST}))
    assert told.endswith("Training brings less than a plain grant, but really spent only 5,760 yuan")


def test_money_title_says_nothing_of_spending_from_nine_tenths_of_the_budget_up(make):
    assert "really spent" not in money_title(findings(make, "en", spending({"training": 9000.0})))


def test_own_title_speaks_of_one_indicator_in_the_singular():
    f = type("F", (Spoken,), {"lang": "en"})()
    assert own_title(f, [("a", "competence", "better")]).startswith("1 of one indicator that the policy aims at")


def test_a_policy_with_two_rows_counts_once_among_those_that_beat_the_grant(make):
    names = ["baseline", "fewer_orders", "publicity"]
    high, low = [6.0, 6.2, 6.1, 5.9], [4.0, 4.3, 4.1, 3.9]
    rows = {("money:grant", PART): low} | {
        (f"money:{name}", PART): high for name in ("fewer_orders", "fewer_orders+shadow", "publicity")
    }
    said = money_title(CompareFindings(make(names, replicates=4, effects=rows), "en"))
    assert "2 of 2 policies bring more than a plain grant, none is seen to bring less" in said
    rows["money:fewer_orders+shadow", PART] = low
    said = money_title(CompareFindings(make(names, replicates=4, effects=rows), "en"))
    assert "1 of 2 policies brings more than a plain grant" in said


def test_none_is_said_to_raise_what_the_package_raises(make):
    names = ["baseline", "training", "publicity", "package"]
    small = {(key, column): [0.2, 0.3, 0.2, 0.3] for key in names[1:3] for column in (PART, "quality")}
    f = CompareFindings(make(names, replicates=4, budget=None, effects=small), "en")
    assert map_title(f).startswith("Apart from ") and "none of the policies raises participation" in map_title(f)
    alone = CompareFindings(make(names[:3], replicates=4, budget=None, effects=small), "en")
    assert map_title(alone).startswith("None of the policies raises participation")


def test_who_is_off_the_scale_is_left_out_in_words_and_once(make):
    names = ["baseline", "training", "publicity", "package"]
    more = {("training", PART): [6.0, 6.2, 6.1, 5.9], ("publicity", PART): [4.0, 4.3, 4.1, 3.9]}
    far = {("package", PART): [30.0, 30.2, 30.1, 29.9]}
    comparison = make(names, replicates=4, budget=None, effects=more | far)
    assert map_title(CompareFindings(comparison, "en")).startswith(
        "Apart from All ten, participation and quality both rise most"
    )
    assert map_title(CompareFindings(comparison, "zh")).startswith("除十项齐上外，培训人员最能带动参与，")
    small = {(key, column): [0.2, 0.3, 0.2, 0.3] for key in names[1:3] for column in (PART, "quality")}
    nobody = CompareFindings(make(names, replicates=4, budget=None, effects=small | far), "en")
    for said in (map_title(nobody), headline(nobody)):
        assert said.lower().count("apart from all ten") == 1 and "none of the policies raises participation" in said


def test_no_price_is_not_called_no_effect_where_a_free_policy_has_one(make):
    names = ["baseline", "fewer_orders", "training"]
    effects = {("training", PART): [0.2, 0.3, 0.2, 0.3], ("fewer_orders", PART): [4.0, 4.1, 3.9, 4.0]}
    f = CompareFindings(make(names, replicates=4, budget=None, effects=effects), "en")
    assert cost_title(f) == (
        "Participation rises with Fewer orders, which costs the budget no money, and no policy that costs money is "
        "seen to raise it by more than 1 point; so no price can be given"
    )


def test_what_cannot_be_told_yet_is_not_said_to_raise_nothing(make):
    unsure = {("training", PART): [-1.0, 3.0, 2.5, 0.1], ("publicity", PART): [0.2, 0.3, 0.2, 0.3]}
    f = CompareFindings(make(["baseline", "training", "publicity"], replicates=4, budget=None, effects=unsure), "en")
    assert map_title(f).startswith(
        "No policy is seen to raise participation by more than 1 point (cannot tell yet: Training)"
    )
