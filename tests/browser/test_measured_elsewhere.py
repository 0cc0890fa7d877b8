"""Stored numbers say in which kind of community they were measured, above all in another one."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

ELSEWHERE = {
    "en": ("Mixed community", "not of the one on this page (Old work-unit compound)"),
    "zh": ("混合型社区", "不是本页的社区（老旧单位社区）"),
}


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
