"""What a link holds is what another visitor sees; a broken one costs a sentence."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

SEEN = """({ profile: community.begun.profile, seed: community.begun.seed, month: community.now.month,
  touches: community.now.touches,
  levers: community.now.levers, scenarios: community.now.scenarios, colour: community.now.colour, lang: community.lang,
  charts: community.views.lab.charts.chosen, bytes: community.views.lab.maps.bytes.join(),
  heads: [...document.querySelectorAll('.chart-title')].map(own => own.innerText) })"""


@pytest.mark.slow
def test_whoever_opens_a_link_sees_the_same(visit: Callable[..., Visitor]):
    one = visit().open("/?lang=zh&profile=old_compound&seed=7&b=publicity&charts=trust.wait")
    one.until("community.begun.seed === 7 && community.now.epoch === community.begun.epoch")
    one.set_lever("wage_rise", 0.2, world=0)
    one.live(4)
    one.ask(kind="set_colour", state="trust")
    one.until("community.now.colour === 'trust'")
    one.click("分享")
    link = one.page.locator("dialog input").input_value()
    assert link.startswith(one.address)
    other = visit().open(link.removeprefix(one.address))
    other.until("community.begun.seed === 7 && community.now?.month === 4")
    seen = one.read(SEEN)
    assert other.read(SEEN) == seen
    assert (seen["profile"], seen["charts"], seen["lang"]) == ("old_compound", ["trust", "wait"], "zh")


def test_the_address_follows_what_is_done_and_a_reload_comes_back_to_it(visitor: Visitor):
    visitor.open().set_lever("wage_rise", 0.2)
    visitor.live(3)
    visitor.until(
        "new URLSearchParams(location.search).get('month') === '3' && location.search.includes('1.b.wage_rise.0.2')"
    )
    visitor.page.reload()
    visitor.until("window.community?.now?.month === 3 && community.now.touches.length === 1")


def test_the_buttons_of_the_browser_lead_from_page_to_page_and_from_step_to_step(visitor: Visitor):
    visitor.open("/?lang=en")
    visitor.read("window.first = community; null")
    visitor.set_lever("publicity_digital", 9000)
    visitor.live(2)
    for page in ("Evidence", "Teach"):
        visitor.click(page, role="link")
    visitor.until("community.views.teach.begun && community.now.simulated === 0")
    visitor.click("Go on")
    assert visitor.read("community.views.teach.step") == 1
    for page, step in (("teach", 0), ("evidence", 0), ("lab", 0)):
        visitor.back()
        visitor.until("page => community.at === page && community.body.dataset.page === page", page)
        assert visitor.read("community.views.teach.step") == step
    visitor.page.go_forward()
    visitor.until("community.at === 'evidence'")
    visitor.page.wait_for_timeout(500)
    assert visitor.read("window.first === community")  # the visit went on, it was not begun anew


@pytest.mark.slow
def test_a_reload_keeps_what_the_class_predicted_and_a_new_start_does_not(visitor: Visitor):
    visitor.open("/teach?lang=en&lesson=2.1")
    visitor.until("community.now.scenarios[1] === 'higher_pay'")
    visitor.click("Go on")
    visitor.click("Down: one hand more")
    visitor.page.get_by_label("End of the line in year 10").press("End")
    visitor.until("location.search.includes('lesson=2.2')")
    visitor.page.reload()
    visitor.until("window.community?.views.teach.begun && community.views.teach.step === 1")
    held = "[community.views.teach.hands, community.views.teach.line?.length]"
    assert visitor.read(held) == [1, 121]
    visitor.play_to_the_end()
    visitor.read("community.views.teach.go(3)")
    visitor.until("location.search.includes('lesson=2.4')")
    visitor.page.reload()
    visitor.until("window.community?.views.teach.begun && community.views.teach.step === 3")
    assert visitor.read(held) == [1, 121]
    visitor.click("Lab", role="link")
    visitor.until("location.pathname === '/' && location.search.includes('month=120')")
    visitor.page.reload()
    visitor.until("window.community?.now?.simulated === 120")
    visitor.click("Teach", role="link")
    assert visitor.read("[community.views.teach.step, community.views.teach.hands]") == [3, 1]
    visitor.read("community.views.teach.open(1)")
    visitor.until("community.now.simulated === 0 && location.search.includes('lesson=2.1')")
    visitor.page.reload()
    visitor.until("window.community?.views.teach.begun")
    assert visitor.read(held) == [0, None]


@pytest.mark.slow
def test_a_link_made_in_a_lesson_holds_its_levers_and_step(visit: Callable[..., Visitor]):
    one = visit().open("/teach?lang=en&lesson=6.2")
    one.until("community.now.scenarios[1] === 'publicity'")
    one.set_lever("publicity_digital", 9000)
    one.play_to_the_end()
    one.read("community.views.teach.go(3)")
    one.until("location.search.includes('month=120') && location.search.includes('lesson=6.4')")
    other = visit().open(one.page.url.removeprefix(one.address))
    other.until("community.now?.month === 120 && community.views.teach.step === 3")
    for part in ("now.touches", "now.levers", "now.scenarios", "views.teach.spot()"):
        assert other.read(f"community.{part}") == one.read(f"community.{part}")
    other.until("document.querySelector('.verdict')")


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("do=1.z.wage_rise.2", "1.z.wage_rise.2"),
        ("b=mine&fb=cHJvYmxlbQ", "mine.toml"),
        ("colour=<img src=x onerror=fail()>", "<img"),
        *(
            pytest.param(*item, marks=pytest.mark.slow)
            for item in [
                ("seed=x", "seed=x"), ("profile=nowhere", "nowhere"), ("b=publicty", "publicity"),
                ("do=1.b.wage_rise.99999", "wage_rise"), ("month=121", "0..120"), ("b=../../etc/passwd", "passwd"),
            ]
        ),
    ],
)  # fmt: skip
def test_a_broken_link_costs_one_sentence_and_nothing_else(visitor: Visitor, query: str, word: str):
    visitor.open(f"/?lang=en&{query}")
    assert word in visitor.refusal()
    visitor.set_lever("wage_rise", 0.2)
    visitor.live(1)
