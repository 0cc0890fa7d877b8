"""The page that says where each number comes from."""

from tests.browser.visitor import Visitor


def test_numbers_are_searched_filtered_and_opened(visitor: Visitor):
    visitor.open("/evidence?lang=en")
    rows = visitor.page.locator(".evidence-list tbody tr")
    visitor.page.locator(".doubt .dumbbell").first.wait_for()
    assert rows.count() == 40
    visitor.page.get_by_label("Search name or source").fill("hype")
    visitor.until("document.querySelectorAll('.evidence-list tbody tr').length < 10")
    assert "hype" in rows.first.inner_text()
    visitor.page.get_by_label("Search name or source").fill("Task Cost")  # as it is said, not as it is written
    visitor.until("document.querySelector('.evidence-list tbody code')?.textContent === 'task_cost_per_hour'")
    visitor.page.get_by_label("Search name or source").fill("hype")
    visitor.until("document.querySelector('.evidence-list tbody code')?.textContent === 'hype'")
    rows.first.get_by_role("button").click()
    side = visitor.page.locator(".evidence-side")
    assert side.locator("svg").is_visible()
    assert "python -m experiments.sensitivity.one_at_a_time" in side.locator("pre").inner_text()
    visitor.page.get_by_label("Search name or source").fill("")
    visitor.click("Published")
    assert set(visitor.page.locator(".evidence-list .grade").all_inner_texts()) == {"● Published"}
    visitor.page.get_by_label("Search name or source").fill("no such thing")
    visitor.page.get_by_text("Nothing is called so.").wait_for()
    visitor.page.get_by_label("Search name or source").fill("")
    visitor.click("Lever")
    assert rows.count() > 20
    visitor.click("中文")
    assert visitor.page.locator("h1").inner_text() == "每个数字从哪里来"
