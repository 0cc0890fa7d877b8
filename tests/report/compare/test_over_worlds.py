"""The picture of other plausible worlds: what it counts, in which order, and what it says where there are none."""

import dataclasses

import pytest

from experiments.plausible.ranges import Checked, WorldRange
from report.compare import over_worlds
from report.compare.findings import CompareFindings
from report.compare.plausible import about_worlds, grant_mark
from report.drawing import style
from sim.quantity import Text

OUTCOMES = ("participation_12m", "quality")
LUCK = 1.0  # the width of its line, that of no other


def drawn(comparison, lang="en"):
    with style("worlds"):
        return over_worlds.draw(CompareFindings(comparison, lang))


def words(sheet):
    return [text.get_text() for text in sheet.figure.texts]


def within(helps, low=0.0, n=200, communities=4, luck=0.1):
    """A range of which only the worlds that are helped are of interest."""
    ends = (dict.fromkeys(OUTCOMES, low + 0.1 * place) for place in range(3))
    return WorldRange(n, communities, dict.fromkeys(OUTCOMES, helps), *ends, dict.fromkeys(OUTCOMES, luck))


@pytest.mark.parametrize("lang,said", [
    ("en", ["In this setting 57 of the 200 stored worlds look", "Policies were run in 32 worlds, 2 communities each.",
            "Random draws account for 10% to 40% of a row's variance over the worlds."]),
    ("zh", ["存好的 200 个世界中有 57 个", "各项政策运行了32 个世界，各 2 个社区。", "随机波动占 10%–40%"]),
])  # fmt: skip
def test_it_is_said_how_many_worlds_pass_where_rows_were_simulated_and_how_much_is_random_draws(make, lang, said):
    worlds = {"training": within(1.0, n=32, communities=2), "publicity": within(1.0, n=32, communities=2, luck=0.4)}
    comparison = dataclasses.replace(
        make(["baseline", "training", "publicity"]), worlds=worlds, worlds_checked=Checked(200, 57, 4, stored=False)
    )
    text = about_worlds(comparison, lang)
    assert all(part in text for part in said)


def test_random_draws_that_was_not_measured_is_said_not_to_be(make):
    comparison = make(["baseline", "training"])
    told = about_worlds(dataclasses.replace(comparison, worlds={"training": within(1.0, luck=None)}), "en")
    assert "was not measured" in told and "All 200 stored worlds were found for this setting" in told


def test_rows_that_are_mostly_grant_are_marked_with_the_part_that_is(make):
    comparison = make(["baseline", "training", "joint_committees"])
    arms = {arm.key: arm for arm in comparison.arms}
    small = dataclasses.replace(arms["money:joint_committees"], grant=8700.0)
    assert grant_mark(small, 10_000.0, "en") == " (87% is grant)"
    assert grant_mark(small, 10_000.0, "zh") == "（87% 为补贴）"
    for arm in comparison.arms:  # the tables mark the same rows
        part = dataclasses.replace(arm, grant=8700.0)
        marked = dataclasses.replace(comparison, arms=tuple(part if item is arm else item for item in comparison.arms))
        assert marked.mostly_grant(arm.key) == bool(grant_mark(part, comparison.budget, "en"))
    assert grant_mark(arms["money:training"], 10_000.0, "en") == grant_mark(arms["money:grant"], 10_000.0, "en") == ""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_title_counts_policies_that_help_in_nearly_all_worlds_not_those_that_gain_a_little(make, lang):
    names = ["baseline", "training", "publicity", "higher_pay"]
    worlds = {"training": within(0.95), "publicity": within(0.94, low=0.001), "higher_pay": within(1.0)}
    title = drawn(dataclasses.replace(make(names), worlds=worlds), lang).title
    assert {"en": "participation by 2 of 3 policies", "zh": "有益于参与的有 2 项"}[lang] in title


@pytest.mark.parametrize("lang,said", [("en", "in 193 of 200 worlds"), ("zh", "占 193/200")])
def test_the_title_of_one_policy_names_it_and_its_worlds(make, lang, said):
    assert (
        said
        in drawn(dataclasses.replace(make(["baseline", "training"]), worlds={"training": within(0.965)}), lang).title
    )


def test_policies_stand_in_the_order_of_the_map(whole):
    f = CompareFindings(whole, "en")
    assert over_worlds.keys(f) == f.policies
    assert [row[0] for row in over_worlds.numbers(f)[1]] == [f.label(key) for key in f.policies]


def test_the_number_of_worlds_is_said_to_be_the_most_where_rows_differ(make):
    comparison = make(["baseline", "training", "publicity"])
    worlds = {"training": within(1.0), "publicity": within(1.0, n=32)}
    shown = words(drawn(dataclasses.replace(comparison, worlds=worlds)))
    assert any("in up to 200 plausible worlds" in text for text in shown) and "32 of 32" in shown
    one = words(drawn(dataclasses.replace(comparison, worlds={"training": within(1.0), "publicity": within(1.0)})))
    assert any("in 200 plausible worlds" in text for text in one)


def test_random_draws_has_its_line_beside_the_range_where_it_is_known(make):
    names = ["baseline", "training", "publicity"]
    sheets = [drawn(make(names, replicates=count)) for count in (12, 1)]
    several, one = ([line for line in sheet.figure.artists if line.get_linewidth() == LUCK] for sheet in sheets)
    assert len(several) == 4 and not one  # two policies, two panels


@pytest.mark.parametrize("lang,why", [("en", "--no-worlds is left out"), ("zh", "不加 --no-worlds")])
def test_where_nobody_asked_the_section_says_how_to_see_them(whole, lang, why):
    assert why in over_worlds.missing(CompareFindings(dataclasses.replace(whole, worlds={}), lang))


def test_where_there_is_no_set_the_section_says_why(whole):
    bare = dataclasses.replace(whole, worlds={}, worlds_note=Text("there is none.", "没有。"))
    assert over_worlds.missing(CompareFindings(bare, "en")) == "Not shown: there is none."
    assert over_worlds.missing(CompareFindings(bare, "zh")) == "此处从略：没有。"
