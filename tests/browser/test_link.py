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


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("do=1.z.wage_rise.2", "1.z.wage_rise.2"), ("seed=x", "seed=x"), ("profile=nowhere", "nowhere"),
        ("b=publicty", "publicity"), ("do=1.b.wage_rise.99999", "wage_rise"), ("b=mine&fb=cHJvYmxlbQ", "mine.toml"),
        ("b=../../etc/passwd", "passwd"),
        ("colour=<img src=x onerror=fail()>", "<img"),
    ],
)  # fmt: skip
def test_a_broken_link_costs_one_sentence_and_nothing_else(visitor: Visitor, query: str, word: str):
    visitor.open(f"/?lang=en&{query}")
    assert word in visitor.refusal()
    visitor.set_lever("wage_rise", 0.2)
    visitor.live(1)
