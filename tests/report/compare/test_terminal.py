import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from experiments.compare.study import compare
from report.compare.terminal import Glyphs, print_comparison
from report.compare.terminal_words import WORDS
from report.terminal import table_console
from sim.quantity import Text
from sim.scenarios.scenario import Scenario
from tests.small import ALONE

SENTENCE = {"en": "random variation at the default numbers", "zh": "只反映默认数值下的随机波动"}


def printed(found, language="en", width=120):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_comparison(found, console, language)
    return console.file.getvalue()


def run(scenarios=("publicity", "training"), **options):
    return compare(list(scenarios), **{"execution": ALONE, "replicates": 6, "months": 120, **options})


def row(text, label):
    return next(line for line in text.splitlines() if line.startswith(label))


def test_baseline_row_holds_levels_and_the_others_differences(engine):
    engine.noise = 0.0
    text = printed(run())
    assert re.search(r"^No policy +\d\d\.\d ", text, re.M)
    assert re.search(r"^Publicity +\+4\.0±0\.0\* ", text, re.M)


def test_too_small_to_matter_is_marked_whatever_its_star(engine):
    engine.noise = 0.0
    assert "+4.0±0.0*~" in row(printed(run(smallest=5.0)), "Publicity")
    assert "+4.0±0.0*~" not in row(printed(run(smallest=1.0)), "Publicity")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sentence_on_random_draws_stands_above_the_table(engine, language):
    lines = printed(run(), language).splitlines()
    says = next(i for i, line in enumerate(lines) if SENTENCE[language] in line)
    table = next(i for i, line in enumerate(lines) if line.startswith("─"))
    assert says < table


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100, 120])
def test_every_line_fits_the_window_and_no_number_is_cut(engine, language, width):
    text = printed(compare(execution=ALONE, replicates=6), language, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "…" not in text


def test_a_narrow_window_says_what_it_leaves_out(engine):
    assert "Narrow window: without satisfaction" in re.sub(r"\s+", " ", printed(run(), width=80))
    assert "Narrow window" not in printed(run(), width=130)


def test_same_money_shows_scale_grant_and_both_costs(engine):
    assert re.search(r"×2 .* 4,060 +10,000 +10,000", printed(run()))
    assert re.search(r"^Grant only .*–.*10,000 +10,000 +10,000", printed(run()), re.M)


def test_a_free_policy_carries_a_dagger_and_its_shadow_cost(engine):
    text = printed(run(["fewer_orders"]))
    assert "Fewer orders†" in text and "worth 13,000 yuan a month" in text
    assert "Fewer orders, shadow paid" in text


def test_a_policy_that_adds_orders_moves_no_work_elsewhere(engine):
    more = Scenario("more", Text("More orders", "更多任务"), Text("?", "？"), {"admin_reduction": -0.5})
    text = printed(run([more]))
    assert "More orders" in text and "moves work elsewhere" not in text and "†" not in text


def test_cost_of_an_extra_participant_is_empty_where_the_effect_may_not_matter(engine):
    engine.noise = 0.0
    text = printed(run())
    costs = text[text.index(WORDS["cost_title"].en.partition(",")[0]) :]
    assert re.search(r"^Publicity +4,000 +\+120±0 +300 +400 \(400–400\)", costs, re.M)
    assert re.search(r"^Training +2,970 +0±0 +– +–", costs, re.M)


def test_one_community_has_no_intervals(engine):
    text = printed(run(replicates=1))
    assert "±" not in row(text, "Publicity") and "no intervals" in text


def test_precision_is_told(engine):
    assert "Precision reached with" in printed(run(precision=5.0))


def test_without_a_budget_there_is_one_table_less(engine):
    text = printed(run(equal_budget=None))
    assert "same money" not in text and "What an extra participant costs" in text


def test_baseline_alone_prints(engine):
    assert "No policy" in printed(run(["baseline"]))


def test_a_console_without_the_signs_gets_plain_ones():
    latin = Console(file=io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert Glyphs.of(latin).minus == "-"
    assert Glyphs.of(Console(file=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))) == Glyphs()


def test_output_to_a_file_is_wide_enough():
    assert table_console(io.StringIO()).width >= 120


@pytest.mark.parametrize("key", WORDS)
def test_every_sentence_has_the_same_places_in_both_languages(key):
    places = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (WORDS[key].en, WORDS[key].zh)]
    assert places[0] == places[1]


def test_one_community_and_one_month_are_singular(engine):
    text = re.sub(r"\s+", " ", printed(run(["training"], replicates=1, months=1)))
    assert "1 community of 3,000 residents, 1 month, mean of month 1" in text
    assert "correction over 1 policy." in text


def test_policies_of_one_label_carry_their_names(engine):
    label = Text("Mine", "我的")
    both = [Scenario(name, label, label, {"training_hours": hours}) for name, hours in (("a", 1.0), ("b", 2.0))]
    found = compare(both, execution=ALONE, replicates=2, months=12)
    assert re.search(r"^Mine \(a\) .*^Mine \(b\) ", printed(found), re.M | re.S)
    assert found.label("money:b").zh == "我的（b）"
    assert found.label("money:grant").en == "Grant only"


def test_the_realised_cost_of_a_row_that_pays_its_shadow_cost_contains_it(engine):
    found = run(["fewer_orders"])
    key = "money:fewer_orders+shadow"
    assert found.levels(key, "cost").mean == pytest.approx(0, abs=1)
    assert found.realised_cost(key) == found.levels(key, "cost_with_shadow").mean > 5000
