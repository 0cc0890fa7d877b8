import pytest

from experiments.output.statistics import Interval
from experiments.output.wording import counted, months
from report.compare.findings import CompareFindings
from report.compare.sentences import baseline_line, headline, map_title, sum_sentence, wide_line
from report.compare.terminal_words import strength
from report.words import Spoken

TWO = ["baseline", "training", "publicity"]
PART, QUALITY = "participation_12m", "quality"
CLEAR = {
    ("training", PART): [5.0, 6.0, 7.0, 6.0],
    ("publicity", PART): [4.0, 5.1, 6.0, 4.9],
    ("training", QUALITY): [1.0, 1.2, 1.1, 1.3],
    ("publicity", QUALITY): [2.0, 2.4, 2.1, 2.3],
}


def findings(make, lang, changed=None, names=None):
    effects = {**CLEAR, **(changed or {})}
    names = names or TWO
    kept = {at: values for at, values in effects.items() if at[0] in names}
    return CompareFindings(make(names, replicates=4, budget=None, effects=kept), lang)


def test_map_title_names_one_leader_each(make):
    assert map_title(findings(make, "en")) == (
        "Participation rises most with Training; quality rises most with Publicity"
    )
    assert map_title(findings(make, "zh")) == "培训人员最能带动参与；加大宣传最能提高质量"


def test_map_title_names_all_that_cannot_be_told_apart(make):
    tie = {("publicity", PART): [6.0, 5.0, 6.0, 6.5]}
    assert "most with Training and Publicity (cannot tell which)" in map_title(findings(make, "en", tie))
    assert "带动参与最多的是培训人员、加大宣传（分不出高低）" in map_title(findings(make, "zh", tie))


def test_map_title_says_when_one_policy_leads_on_both(make):
    both = {("training", QUALITY): [4.0, 4.2, 4.1, 4.3]}
    assert map_title(findings(make, "en", both)) == "Participation and quality both rise most with Training"
    assert map_title(findings(make, "zh", both)) == "培训人员最能带动参与，也最能提高质量"


def test_map_title_says_which_policy_raises_one_and_lowers_the_other(make):
    mixed = {("publicity", QUALITY): [-2.0, -2.4, -2.1, -2.3]}
    assert map_title(findings(make, "en", mixed)).endswith("with Publicity more residents take part, but quality falls")
    assert map_title(findings(make, "zh", mixed)).endswith("加大宣传让更多人参与，质量却下降")


def test_map_title_says_when_both_fall(make):
    worse = {("publicity", c): [-2.0, -2.4, -2.1, -2.3] for c in (PART, QUALITY)}
    assert "with Publicity both participation and quality fall" in map_title(findings(make, "en", worse))
    assert "加大宣传使参与和质量都下降" in map_title(findings(make, "zh", worse))


def test_map_title_does_not_say_lowers_when_the_interval_holds_zero(make):
    unsure = {("publicity", QUALITY): [-4.0, 2.0, -3.0, 1.0]}
    assert "falls" not in map_title(findings(make, "en", unsure))
    assert "下降" not in map_title(findings(make, "zh", unsure))


def test_map_title_names_nobody_when_all_effects_are_too_small(make):
    small = {(key, c): [0.2, 0.3, 0.2, 0.3] for key in TWO[1:] for c in (PART, QUALITY)}
    assert map_title(findings(make, "en", small)) == (
        "None of the policies raises participation by more than 1 point; "
        "none of the policies raises quality by more than 1 point"
    )
    assert "没有政策使参与提高 1 个百分点以上" in map_title(findings(make, "zh", small))


def test_map_title_of_one_policy_has_no_most(make):
    clear = {("training", QUALITY): [1.4, 1.5, 1.4, 1.5]}
    title = map_title(findings(make, "en", clear, names=["baseline", "training"]))
    assert title == "Participation and quality both rise with Training"


def test_primary_outcome_has_numbers_with_their_intervals(make):
    assert headline(findings(make, "en")) == (
        "At full strength, participation rises most with Training, by 6.0 (4.7–7.3) points; "
        "quality rises most with Publicity, by 2.2 (1.9–2.5) points."
    )
    assert headline(findings(make, "zh")) == (
        "全力实施时，培训人员最能带动参与，一年内参与过的居民多 6.0（4.7–7.3）个百分点；"
        "加大宣传最能提高质量，高 2.2（1.9–2.5）分。"
    )


def test_primary_outcome_says_by_how_much_quality_falls(make):
    mixed = {("publicity", QUALITY): [-2.0, -2.4, -2.1, -2.3]}
    assert "with Publicity quality falls by 2.2 (1.9–2.5) points" in headline(findings(make, "en", mixed))
    assert "加大宣传却使质量低 2.2（1.9–2.5）分" in headline(findings(make, "zh", mixed))


def test_primary_outcome_of_one_community_says_that_random_draws_cannot_be_told(make):
    alone = CompareFindings(make(TWO, replicates=1, budget=None), "en")
    assert headline(alone) == "At full strength, one community cannot tell the effect of a policy from chance."


def test_baseline_line_has_both_levels(make):
    f = findings(make, "en")
    part, quality = f"{f.level('baseline', PART):.1f}", f"{f.level('baseline', QUALITY):.1f}"
    assert baseline_line(f) == (
        f"With no policy, {part}% of residents took part within a year and service quality is {quality} of 100."
    )


def test_wide_line_has_effects_and_cost(whole):
    assert wide_line(CompareFindings(whole, "zh"), "package").endswith("每月多花 6.9 万元。")
    assert wide_line(CompareFindings(whole, "en"), "package").endswith("at 68,700 yuan a month.")


@pytest.mark.parametrize(
    ("package", "word_en", "word_zh"),
    [
        ([9.0, 9.5, 9.2, 9.3], "participation more than the sum", "参与多于逐项相加"),
        ([6.2, 5.7, 6.1, 6.0], "participation hardly different from", "参与几乎等于逐项相加"),
        ([2.0, 2.5, 2.2, 2.3], "participation less than the sum", "参与少于逐项相加"),
        ([1.0, 14.0, 3.0, 12.0], "participation cannot be told yet from", "参与还分不清是否不同于逐项相加"),
    ],
)
def test_sum_sentence_needs_an_interval_without_zero(make, package, word_en, word_zh):
    names = ["baseline", "training", "publicity", "package"]
    parts = {("training", PART): [3.0, 3.1, 2.9, 3.0], ("publicity", PART): [3.0, 2.9, 3.1, 3.0]}
    changed = {**parts, ("package", PART): package}
    for lang, word in (("en", word_en), ("zh", word_zh)):
        f = findings(make, lang, changed, names)
        assert word in sum_sentence(f, "package", ["training", "publicity"])


@pytest.mark.parametrize(("lang", "shown"), [("en", "−1.2 (−1.5 to −0.9)"), ("zh", "−1.2（−1.5 至 −0.9）")])
def test_an_interval_keeps_its_signs_in_a_table(lang, shown):
    spoken = Spoken()
    spoken.lang = lang
    assert spoken.signed_spread(Interval(-1.2, -1.5, -0.9)) == shown


def test_one_of_a_thing_is_singular():
    assert [counted("community", n, "en") for n in (1, 2)] == ["1 community", "2 communities"]
    assert (months(1, 1, "en"), months(1, 3, "en"), months(1, 1, "zh")) == ("month 1", "months 1–3", "第 1 个月")


def test_strength_is_a_share_below_one_and_times_above():
    assert [strength(factor) for factor in (0.67, 1.0, 1.25, 2.0)] == ["67%", "100%", "×1.25", "×2"]
