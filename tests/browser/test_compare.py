"""The page that compares many policies."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor
from tests.dashboard.sessions import TOML


def compare(visitor: Visitor, policies: tuple[str, ...]) -> None:
    """Choose policies and four communities in the dialog, and wait for what comes of it."""
    visitor.read("community.views.compare.started = true")
    visitor.click("Compare", role="link")
    visitor.click("Choose policies")
    for box in visitor.page.locator("dialog .checks input").all():
        box.set_checked(box.get_attribute("value") in policies)
    visitor.page.get_by_label("Communities", exact=True).select_option("4")
    visitor.page.locator("dialog .filled").click()
    visitor.until("community.views.compare.result?.replicates === 4")


ROOM = "(own => own.scrollWidth - own.clientWidth)(document.querySelector('.own-card .scroll'))"


@pytest.mark.slow
def test_two_policies_are_compared_and_reported_in_full(visitor: Visitor):
    visitor.open()
    compare(visitor, ("fewer_orders", "publicity"))
    rows = visitor.page.locator(".own-card tbody tr")
    assert rows.count() == 2
    visitor.page.locator(".policy-map svg").wait_for()  # drawn a frame after the table
    assert visitor.page.locator(".policy-map svg circle, .policy-map svg g path").count() == 2
    visitor.click("For the same money")
    names = visitor.page.locator(".policy-name").all_inner_texts()
    assert [name.partition("\n")[2] for name in names] == [
        "Publicity",
        "Fewer orders",
        "Fewer orders, shadow paid",
        "Grant only",
    ]
    assert visitor.read("community.views.compare.arms.map(own => own.short)") == [False] * 4  # all spend their money
    visitor.read("(view => { view.arms[2].short = true; view.rebuild(); })(community.views.compare)")  # one does not
    assert "under 90%" in rows.nth(2).inner_text()
    hollow = visitor.page.locator(".policy-map circle[fill='var(--surface)']")
    hollow.wait_for()
    rows.nth(2).click()
    assert rows.nth(2).get_attribute("class") == "chosen"
    assert visitor.page.locator("tr.chosen").count() == 1
    visitor.click("At full strength")
    assert rows.nth(1).get_attribute("class") == "chosen"
    with visitor.context.expect_page() as opened:
        visitor.click("Full report")
    report = opened.value
    report.wait_for_url("blob:**")
    report.locator("h1").first.wait_for()
    assert report.locator("img, svg").count() >= 3
    visitor.click("中文")
    assert visitor.page.locator(".own-card tbody tr").count() == 2
    assert visitor.page.locator("h1").inner_text() == "哪一项政策更管用"


@pytest.mark.slow
def test_a_phone_numbers_the_policies_and_what_is_taken_over_other_months_is_said(visit: Callable[..., Visitor]):
    visitor = visit(viewport={"width": 390, "height": 844}).open()
    compare(visitor, ("higher_pay", "publicity"))
    assert "months 61–120 for: workers who quit" in visitor.page.locator(".own-card").inner_text()
    visitor.page.locator(".policy-map svg").wait_for()
    named = set(visitor.page.locator(".policy-map svg text").all_text_contents())
    assert {"2", "6", "Higher pay"} <= named  # the first is the chosen one
    assert "Publicity" not in named
    assert visitor.read(ROOM) <= 0


DROP = """(files) => {
  const data = new DataTransfer();
  files.forEach(([name, text]) => data.items.add(new File([text], name)));
  community.views.compare.root.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
}"""


@pytest.mark.slow
def test_a_file_that_is_dropped_in_is_compared_and_one_with_a_mistake_is_refused(visitor: Visitor):
    visitor.open()
    visitor.read("community.views.compare.started = true")
    visitor.click("Compare", role="link")
    visitor.read(DROP, [["wrong.toml", TOML.replace("training_hours", "training_hour")]])
    assert "training_hours" in visitor.refusal()
    visitor.read(DROP, [["wrong.toml", TOML]])
    compare(visitor, ("publicity",))
    names = visitor.page.locator(".policy-name").all_inner_texts()
    assert "F1\nMy policy" in names
    visitor.click("For the same money")
    numerals = visitor.page.locator(".own-card tbody .numeral").all_inner_texts()
    assert numerals == ["6", "F1", "¥"]
    assert visitor.read(ROOM) <= 0


@pytest.mark.slow
def test_a_file_that_is_dropped_in_while_others_are_compared_is_compared_too(visitor: Visitor):
    visitor.open()
    visitor.read("community.views.compare.started = true")
    visitor.click("Compare", role="link")
    visitor.read("community.views.compare.run()")
    visitor.read(DROP, [["mine.toml", TOML]])
    visitor.until("community.views.compare.runs === 2 && !community.views.compare.running")
    assert "F1\nMy policy" in visitor.page.locator(".policy-name").all_inner_texts()
    visitor.read("community.views.compare.run()")
    visitor.read(DROP, [["wrong.toml", TOML.replace("training_hours", "training_hour")], ["good.toml", TOML]])
    assert "training_hours" in visitor.refusal()
    visitor.until("community.views.compare.runs === 5 && !community.views.compare.running")
    assert visitor.read("community.views.compare.files.map(own => own[0])") == ["mine.toml", "good.toml"]
    assert visitor.page.get_by_role("row", name="My policy").count() == 2


def test_what_is_too_small_to_matter_carries_no_colour(visitor: Visitor):
    visitor.open()
    compare(visitor, ("open_elections", "fewer_orders"))
    cells = visitor.page.locator(".own-card tbody td .little strong")
    verdict = visitor.read("community.views.compare.arms[0].differences.satisfaction.verdict")
    assert cells.nth(1).inner_text().endswith({"too small to matter": "~", "cannot tell yet": "?"}[verdict])
    assert cells.nth(1).get_attribute("class") == "open"
    assert cells.nth(2).get_attribute("class") == "gain"
    assert visitor.page.locator(".own-card tbody .interval").count() == 4
