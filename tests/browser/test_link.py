"""What a link holds is what another visitor sees; a broken one costs a sentence."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

SEEN = """({ profile: community.begun.profile, seed: community.begun.seed, month: community.now.month,
  touches: community.now.touches,
  levers: community.now.levers, scenarios: community.now.scenarios, colour: community.now.colour, lang: community.lang,
  charts: community.views.lab.charts.chosen, bytes: community.views.lab.maps.bytes.join(),
  heads: [...document.querySelectorAll('.chart-title')].map(own => own.innerText) })"""


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
        ("do=1.z.wage_rise.2", "1.z.wage_rise.2"), ("seed=x", "seed=x"), ("profile=nowhere", "nowhere"),
        ("b=publicty", "publicity"), ("do=1.b.wage_rise.99999", "wage_rise"), ("month=121", "0..120"),
        ("b=mine&fb=cHJvYmxlbQ", "mine.toml"),
        ("b=../../etc/passwd", "passwd"),
        ("colour=<img src=x onerror=fail()>", "<img"),
    ],
)  # fmt: skip
def test_a_broken_link_costs_one_sentence_and_nothing_else(visitor: Visitor, query: str, word: str):
    visitor.open(f"/?lang=en&{query}")
    assert word in visitor.refusal()
    visitor.set_lever("wage_rise", 0.2)
    visitor.live(1)
