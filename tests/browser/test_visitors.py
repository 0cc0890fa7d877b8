"""Two visitors share nothing; a full house and a password keep others out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import THERE, Visitor
from tests.served import served

HELD = """(({ now, begun, lang }) => 
        JSON.stringify([now.touches, now.levers, now.simulated, begun.seed, lang]))(community)"""


@pytest.mark.slow
def test_two_visitors_at_once_see_nothing_of_each_other(visit: Callable[..., Visitor]):
    one, two = visit().open("/?lang=en"), visit().open("/?lang=zh&profile=old_compound&seed=3")
    two.until("community.begun.seed === 3 && community.now.epoch === community.begun.epoch")
    one.set_lever("wage_rise", 0.2)
    two.set_lever("publicity_boards", 8000, world=0)
    one.live(2)
    held = one.read(HELD)
    two.live(4)
    two.ask(kind="set_lever", world=1, lever="wage_rise", value=0.5)
    two.until("community.now.touches.length === 2")
    assert one.read(HELD) == held
    one.live(3)
    assert one.read("community.now.touches") == [[1, 1, "wage_rise", 0.2]]
    assert two.read("[community.now.simulated, community.now.touches.length, community.lang]") == [4, 2, "zh"]


@pytest.mark.slow
def test_who_finds_all_slot_taken_waits_and_gets_the_next_one(
    browser: Browser, visit: Callable[..., Visitor], tmp_path: Path
):
    log = tmp_path / "log.txt"
    with served(log, "--rooms", "1") as address:
        first = visit(address).open()
        second = visit(address)
        second.page.goto(f"{address}/?lang=en")
        second.page.get_by_role("heading", name="All seats are taken").wait_for()
        first.page.close()
        second.until(THERE)  # it tries again by itself
        second.close()
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "words"), [("en", "Reconnecting"), ("zh", "正在重新连接")])
def test_a_server_that_is_gone_is_told_in_the_language_of_the_page_and_its_successor_goes_on(
    browser: Browser, tmp_path: Path, lang: str, words: str
):
    visitor = None
    with served(tmp_path / "first.txt") as address:
        visitor = Visitor(browser, address).open(f"/?lang={lang}")
        visitor.set_lever("wage_rise", 0.2)
        visitor.until("location.search.includes('wage_rise')")
    visitor.page.locator(".lost").wait_for()
    assert words in visitor.page.locator(".lost").inner_text()
    assert not visitor.page.get_by_text("Server disconnected").is_visible()
    visitor.read("window.first = true; null")
    with served(tmp_path / "second.txt", "--port", address.rpartition(":")[2]):
        visitor.until(
            "!window.first && window.community?.now?.touches.length === 1 && document.querySelector('.lost').hidden"
        )
        visitor.close()
    assert "Traceback" not in (tmp_path / "second.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_password_is_asked_for(visit: Callable[..., Visitor], tmp_path: Path):
    log = tmp_path / "log.txt"
    with served(log, "--password", "open sesame") as address:
        knows = visit(address, http_credentials={"username": "any", "password": "open sesame"}).open()
        knows.live(1)
        knows.close()
        guesses = visit(address, http_credentials={"username": "any", "password": "open"})
        for stranger in (visit(address), guesses):
            answer = stranger.context.request.get(f"{address}/?lang=en")
            assert answer.status == 401
            assert "Password" in answer.text()
    assert "Traceback" not in log.read_text(encoding="utf-8")
