"""The page can be used by everybody: axe finds no violation, the keyboard reaches everything, motion can be still."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

PLACES = {
    "lab": "/",
    "predict": "/teach?lesson=6.2",
    "situation": "/teach?lesson=6.1",
    "evidence": "/evidence",
    "compare": "/compare",
}


def open_place(visitor: Visitor, place: str) -> None:
    if place == "lab":
        visitor.open("/?lang=en&b=fewer_orders&month=3")
        visitor.until("community.views.lab.findings.latest?.done >= 3")
    elif place == "compare":
        visitor.open()
        visitor.read("Object.assign(community.views.compare, { wanted: ['fewer_orders', 'publicity'], replicates: 4 })")
        visitor.click("Compare", role="link")
        visitor.until("community.views.compare.result && document.querySelector('.policy-map svg')")
    else:
        visitor.open(f"{PLACES[place]}{'&' if '?' in PLACES[place] else '?'}lang=en")
        if place == "evidence":
            visitor.page.locator(".doubt .dumbbell").first.wait_for()


LONG = ("compare", "situation", "evidence", "predict")  # left to the slow proofs


@pytest.mark.parametrize(
    "place", [pytest.param(item, marks=pytest.mark.slow) if item in LONG else item for item in PLACES]
)
def test_axe_finds_no_violation(visitor: Visitor, place: str):
    open_place(visitor, place)
    found = {}
    for lang in ("en", "zh"):
        visitor.read("lang => community.setLanguage(lang)", lang)
        for present in (False, True):
            visitor.read("present => { community.present = present; community.rebuild(); }", present)
            visitor.until(
                "document.querySelector('main').offsetHeight > 0 && "
                "(community.at !== 'compare' || document.querySelector('.policy-map svg'))"
            )
            found[lang, present] = visitor.violations()
    assert not {key: item for key, item in found.items() if item}


@pytest.mark.slow
def test_axe_finds_no_violation_in_dialogs(visitor: Visitor):
    visitor.open("/?lang=en&b=fewer_orders&month=3")
    visitor.until("community.now.simulated === 3")
    found = {}
    for opening in ("Charts", "As a table", "Share", "Download", "Keys"):
        visitor.click(opening)
        visitor.page.locator("dialog").wait_for()
        found[opening] = visitor.violations()
        visitor.press("Escape")
        visitor.page.locator("dialog").wait_for(state="detached")
    visitor.ask(kind="tell_story", resident=5)
    visitor.page.locator("dialog .lives").wait_for()
    found["story"] = visitor.violations()
    assert not {key: item for key, item in found.items() if item}


def test_the_keyboard_reaches_tabs_levers_maps_and_play(visitor: Visitor):
    visitor.open()
    reached = []
    for _ in range(60):
        visitor.press("Tab")
        reached.append(visitor.read("(own => own.getAttribute('aria-label') ?? own.innerText)(document.activeElement)"))
    assert reached[0] == "Skip to the content"
    assert {"Lab", "Compare", "Teach", "Evidence", "Play", "Month looked at", "Undo"} - set(reached) <= {"Undo"}
    labels = visitor.read("community.content.first.map(own => community.words.levers[own].label)")
    assert set(labels) <= set(reached)
    assert sum(item.startswith("World ") for item in reached) == 2


def test_with_less_motion_the_worlds_still_live(visit: Callable[..., Visitor]):
    visitor = visit(reduced_motion="reduce").open()
    visitor.read(
        "new Promise(done => { window.between = false; const look = () => { between ||= "
        "community.views.lab.charts.glide.at(performance.now()) % 1 > 0; setTimeout(look, 5) }; look(); done() })"
    )
    visitor.click("Play")
    visitor.until("community.now.month >= 2")
    visitor.click("Pause")
    assert visitor.read("document.getAnimations().length") == 0
    assert not visitor.read("between")
