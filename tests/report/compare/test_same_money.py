from experiments.compare.result_folder import equal_budget
from experiments.policies.arms import MONEY
from report.compare import same_money
from report.compare.findings import CompareFindings

NAMES = ["baseline", "training", "fewer_orders"]
PAID = "money:fewer_orders+shadow"
EFFECTS = {
    (PAID, "cost"): [0.0] * 4,
    (PAID, "cost_with_shadow"): [5760.0] * 4,
    ("money:training", "cost"): [9760.0] * 4,
    ("money:fewer_orders", "cost"): [10_000.0] * 4,
    ("money:grant", "cost"): [10_300.0] * 4,
}


def test_a_row_that_pays_its_shadow_cost_has_one_realised_cost_everywhere(make):
    comparison = make(NAMES, replicates=4, effects=EFFECTS)
    f = CompareFindings(comparison, "en")
    table = equal_budget(comparison)
    in_csv = table[(table.row == MONEY) & (table.scenario == "fewer_orders+shadow")].realised_cost.unique()
    in_json = comparison.to_json()["same_money"]["scenarios"]["fewer_orders+shadow"]["cost"]
    on_page = next(row[3] for row in same_money.numbers(f)[1] if "shadow cost paid" in row[0])
    assert [round(in_csv[0]), round(in_json), on_page] == [5760, 5760, "5,760"]


def test_the_footnote_on_what_was_spent_covers_every_row(make):
    note = same_money._note(CompareFindings(make(NAMES, replicates=4, effects=EFFECTS), "en"))
    assert "really spent: 5,760–10,300 yuan" in note
    assert "Really spent under 90% of the sum, so no fair match for the grant: Fewer orders (shadow cost paid)." in note


def test_strength_has_one_form_in_the_table_of_numbers(make):
    comparison = make(["baseline", "publicity"], replicates=4)
    row = next(row for row in same_money.numbers(CompareFindings(comparison, "en"))[1] if row[0] == "Publicity")
    assert row[1] == "×1.25"


def test_policies_of_one_label_carry_their_names(make):
    comparison = make(NAMES, replicates=4)
    twin = comparison.arms[1].scenario.replace(label=comparison.arms[2].scenario.label)
    object.__setattr__(comparison.arms[1], "scenario", twin)
    f = CompareFindings(comparison, "zh")
    assert [f.label(key) for key in NAMES[1:]] == ["减少行政任务（training）", "减少行政任务（fewer_orders）"]
    assert comparison.to_json()["scenarios"]["training"]["label"]["en"] == "Fewer orders (training)"
