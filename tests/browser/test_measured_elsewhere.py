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
def test_a_lesson_without_numbers_of_a_community_says_so_wherever_it_shows_those_of_another(
    visit: Callable[..., Visitor], lang: str
) -> None:
    visitor = visit()
    visitor.open(f"/teach?lang={lang}&lesson=1.1&profile=old_compound&seed=1")
    visitor.until("community.now?.scenarios[1] === 'training' && community.begun.profile === 'old_compound'")
    visitor.read("delete community.content.lessons[0].pathways.old_compound")
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


@pytest.mark.slow
@pytest.mark.parametrize("lang", ELSEWHERE)
def test_a_lesson_shows_the_numbers_and_the_text_of_the_kind_of_community_that_is_on_the_page(
    visit: Callable[..., Visitor], lang: str
) -> None:
    visitor = visit()
    visitor.open(f"/teach?lang={lang}&lesson=4.1&profile=urban_village&seed=1")
    visitor.until("community.now?.scenarios[1] === 'party_mobilisation' && community.begun.profile === 'urban_village'")
    visitor.play_to_the_end()
    visitor.read("community.views.teach.go(4)")
    visitor.page.locator(".pathway").wait_for()
    visitor.until("community.views.teach.findings?.done === 20")
    assert not visitor.page.locator(".measured-elsewhere").count()
    assert (
        visitor.read("community.words.profiles.urban_village")
        in visitor.page.locator(".pathway .measured-in").inner_text()
    )
    said = visitor.page.locator(".lesson-left .sentence").first.inner_text()
    assert said == visitor.read("community.views.teach.lesson.explain[1][community.lang]")
    visitor.page.locator(".why summary").click()
    assert (
        visitor.read("community.views.teach.lesson.wrong.at(-1)[community.lang]")
        in visitor.page.locator(".why").inner_text()
    )


@pytest.mark.slow
def test_the_lesson_on_the_cut_begins_without_the_rule_and_tells_what_it_would_keep(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    visitor.open("/teach?lang=en&lesson=12.1&seed=1")
    visitor.until("community.now?.touches.length === 1")
    assert visitor.read("community.now.touches") == [[1, 1, "admission_rule", 0]]
    assert not visitor.read("community.views.teach.changed")
    visitor.play_to_the_end()
    visitor.read("community.views.teach.go(4)")
    visitor.page.locator(".otherwise").wait_for()
    assert "admission rule" in visitor.page.locator(".otherwise").inner_text()
    assert not visitor.page.get_by_text("not for the levers as they are set here").count()
