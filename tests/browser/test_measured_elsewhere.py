"""Stored numbers say in which kind of community they were measured, above all in another one."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

ELSEWHERE = {
    "en": ("Mixed community", "not of the one on this page (Old work-unit compound)"),
    "zh": ("混合型社区", "不是本页的社区（老旧单位社区）"),
}


THEN = {
    "en": ("2014", "not in the one of this page (The present (2024))", "prices of 2024"),
    "zh": ("2014 年", "不是本页的时期（现在（2024 年））", "2024 年价格"),
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", THEN)
def test_a_lesson_in_another_period_says_so_and_money_has_its_year(visit: Callable[..., Visitor], lang: str) -> None:
    visitor = visit()
    visitor.open(f"/teach?lang={lang}&lesson=1.1&period=present&seed=1")
    visitor.until("community.now?.scenarios[1] === 'training' && community.begun.period === 'present'")
    visitor.play_to_the_end()
    visitor.read("community.views.teach.go(4)")
    visitor.page.locator(".pathway .measured-then").wait_for()
    then, here, prices = THEN[lang]
    assert then in visitor.page.locator(".pathway .measured-in").inner_text()
    assert here in visitor.page.locator(".pathway .measured-then").inner_text()
    assert prices in visitor.read("community.placeText()")
    assert "period=present" in visitor.read("location.search")
    visitor.read("community.turn('lab')")
    visitor.until(f"community.views.lab.money.textContent.includes({prices!r})")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ELSEWHERE)
def test_a_lesson_in_another_community_says_so_wherever_it_shows_stored_numbers(
    visit: Callable[..., Visitor], lang: str
) -> None:
    visitor = visit()
    visitor.open(f"/teach?lang={lang}&lesson=1.1&profile=old_compound&seed=1")
    visitor.until("community.now?.scenarios[1] === 'training' && community.begun.profile === 'old_compound'")
    visitor.play_to_the_end()
    visitor.read("community.views.teach.go(4)")
    visitor.page.locator(".pathway").wait_for()
    visitor.page.locator(".why summary").click()
    visitor.page.locator(".why[open]").wait_for()
    visitor.read("community.views.teach.rebuildLeft()")  # as when findings come late
    where, here = ELSEWHERE[lang]
    for place in (".pathway", ".why"):
        visitor.page.locator(f"{place} .measured-elsewhere").wait_for()
        assert where in visitor.page.locator(f"{place} .measured-in").inner_text()
        assert here in visitor.page.locator(f"{place} .measured-elsewhere").inner_text()
