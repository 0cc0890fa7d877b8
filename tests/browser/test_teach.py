"""A lesson from its situation to its questions, in a room and on a phone."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.visitor import Visitor

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
WORDS = {
    "zh": {"next": "继续", "more": "下降：多一只手", "lock": "锁定预测，开始运行", "right": "猜对"},
    "en": {"next": "Go on", "more": "Down: one hand more", "lock": "Lock the prediction and run", "right": "right"},
}

LESSONS = Path(__file__).parents[2] / "dashboard" / "content" / "lessons"
NOTES = {"en": "Facilitator's notes", "zh": "带课提示"}


def assert_still(visitor: Visitor) -> None:
    """The chart has its size for good: it does not grow with what is drawn into it, and holds it whole."""
    found = visitor.read("""async () => {
        const wait = time => new Promise(done => setTimeout(done, time));
        const card = document.querySelector(".lesson-chart");
        const size = () => [card.clientHeight, card.scrollHeight];
        await wait(300);
        const before = size();
        await wait(600);
        const last = card.lastElementChild.getBoundingClientRect();
        return { before, after: size(), inside: last.bottom <= card.getBoundingClientRect().bottom };
    }""")
    assert found["after"] == found["before"]
    assert found["inside"]


def take_lesson(visitor: Visitor, lang: str) -> None:
    """Take lesson 6, more publicity, with three votes for what it does: satisfaction falls; axe looks at each step."""
    found = {}
    words = WORDS[lang]
    visitor.open(f"/teach?lang={lang}&lesson=6.1")
    visitor.until("community.now.scenarios[1] === 'publicity'")
    assert visitor.page.locator("blockquote").is_visible()
    found["situation"] = visitor.violations()
    visitor.click(words["next"])
    assert visitor.page.get_by_role("button", name=words["lock"]).is_disabled()
    assert_still(visitor)
    for _ in range(3):
        visitor.click(words["more"])
    visitor.page.get_by_role("spinbutton").first.fill("2")
    visitor.press("Tab")
    visitor.until("community.views.teach.hands === 5")
    found["predict"] = visitor.violations()
    visitor.read("community.ask({ kind: 'set_speed', value: 0 })")
    visitor.click(words["lock"])
    visitor.page.locator(".with-maps canvas.map >> visible=true").first.wait_for()
    visitor.until("community.now.simulated === community.begun.months")
    found["run"] = visitor.violations()
    visitor.page.locator(".lesson-foot .filled:enabled").click()
    visitor.until("community.views.teach.findings?.done >= 3 && document.querySelector('.votes .right')")
    assert words["right"] in visitor.page.locator(".votes").inner_text()
    assert visitor.page.locator(".verdict.loss").is_visible()
    found["reveal"] = visitor.violations()
    assert_still(visitor)
    visitor.page.locator(".lesson-foot .filled").click()
    assert visitor.page.locator(".pathway .link").count() >= 2
    assert_still(visitor)
    found["explain"] = visitor.violations()
    visitor.page.locator(".lesson-foot .filled").click()
    assert visitor.page.locator(".questions li").count() == 3
    found["debrief"] = visitor.violations()
    visitor.page.locator(".lesson-foot .filled").click()
    visitor.until("community.views.teach.number === 6 && community.now.simulated === 0")
    assert not {step: item for step, item in found.items() if item}


def test_a_lesson_is_taken_from_start_to_end(visitor: Visitor):
    take_lesson(visitor, "zh")


@pytest.mark.slow
def test_a_lesson_is_taken_on_a_phone(visit: Callable[..., Visitor]):
    take_lesson(visit(**PHONE), "en")


def test_a_lesson_begins_anew_where_other_worlds_have_been_made_since(visitor: Visitor):
    visitor.open("/teach?lang=en&lesson=6.1")
    visitor.until("community.now.scenarios[1] === 'publicity'")
    visitor.read("community.go('lab')")
    visitor.ask(kind="set_scenario", world=1, name="fewer_orders")
    visitor.live(3)
    visitor.read("community.go('teach')")
    visitor.until("community.now.scenarios[1] === 'publicity' && community.now.simulated === 0")
    assert visitor.page.locator(".lesson-step:enabled").count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_reaches_beyond_the_side_of_a_phone(visit: Callable[..., Visitor], lang: str):
    visitor = visit(**PHONE).open(f"/?lang={lang}")
    visitor.set_lever("admin_reduction", 0.3)
    visitor.live(2)
    visitor.read("community.views.compare.started = true")
    wide = []
    for page in ("lab", "compare", "teach", "evidence"):
        visitor.read("page => community.go(page)", page)
        for part in ("maps", "charts", "levers", "words") if page == "lab" else ("",):
            visitor.read("part => part && community.views.lab.choosePart(part)", part)
            across = visitor.read(
                "[document.documentElement, community.root, community.body.firstChild].map(own => own.scrollWidth)"
            )
            wide += [(page, part, across)] if max(across) > 390 else []
    assert not wide


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_facilitators_plan_of_every_lesson_is_printed_on_at_most_two_pages(visitor: Visitor, lang: str):
    visitor.page.add_init_script("window.print = () => { window.printed = true }")
    visitor.open(f"/teach?lang={lang}")
    number = visitor.read("community.content.lessons.length")
    for lesson in range(number):
        visitor.read("lesson => { window.printed = false; community.views.teach.open(lesson); }", lesson)
        if not lesson:
            visitor.click(NOTES[lang])
        visitor.page.locator(".prints-plan").click()
        visitor.until("printed")
        title = visitor.read("lesson => community.content.lessons[lesson].title[community.lang]", lesson)
        visitor.page.emulate_media(media="print")
        assert visitor.page.locator(".sheet h1").inner_text() == title
        assert visitor.page.locator(".sheet h2").count() >= 6
        assert not visitor.page.locator("header.top").is_visible()
        data = visitor.page.pdf(format="A4")
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", data)) <= 2
        visitor.page.emulate_media(media="screen")
        visitor.read("dispatchEvent(new Event('afterprint'))")
        assert visitor.page.locator(".sheet").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_all_three_answers_are_in_sight_on_a_small_screen(
    visit: Callable[..., Visitor], lang: str, size: tuple[int, int]
):
    visitor = visit(viewport=dict(zip(("width", "height"), size, strict=True))).open(f"/teach?lang={lang}")
    hidden = []
    for lesson in range(visitor.read("community.content.lessons.length")):
        visitor.read("lesson => { const { teach } = community.views; teach.open(lesson); teach.go(1); }", lesson)
        foot = visitor.page.locator(".lesson-foot").bounding_box()
        last = visitor.page.locator(".vote").last.bounding_box()
        assert foot and last
        number = visitor.page.locator(".vote input").last.bounding_box()
        assert number
        if last["y"] + last["height"] > foot["y"] or number["width"] < 30:
            hidden.append(lesson + 1)
    assert not hidden


def test_votes_are_typed_and_clicked_without_losing_focus_or_a_click(visitor: Visitor):
    visitor.open("/teach?lang=en&lesson=5.2")
    visitor.until("community.now.scenarios[1] === 'joint_committees' && community.views.teach.step === 1")
    numbers = visitor.page.get_by_role("spinbutton")
    numbers.nth(0).click()
    visitor.page.keyboard.type("8")
    numbers.nth(1).click()
    visitor.page.keyboard.type("5")
    visitor.click("Down: one hand more")
    visitor.press("Enter")
    assert visitor.read("community.views.teach.votes") == {"up": 8, "flat": 5, "down": 2}
    assert "Hands: 15" in visitor.page.locator(".lesson-foot").inner_text()
    numbers.nth(2).click()
    visitor.page.keyboard.type("1")
    visitor.click("Lock the prediction and run")
    assert visitor.read("community.views.teach.step") == 2
    visitor.back()
    visitor.until("community.views.teach.step === 1 && !community.now.playing")  # nobody sees the years pass


@pytest.mark.slow
def test_what_hardly_changed_says_which_way_and_why_it_does_not_count(visitor: Visitor):
    visitor.open("/teach?lang=en&lesson=8.1")
    visitor.until("community.now.scenarios[1] === 'diverse_services'")
    visitor.set_lever("service_purchase", 1000)
    visitor.play_to_the_end()
    visitor.read("community.views.teach.go(3)")
    visitor.until("community.views.teach.findings?.done >= 3")
    verdict = visitor.page.locator(".verdict").inner_text()
    assert re.search(r"(higher|lower) in \d+ of \d+ communities, too small to matter \(under 0\.01\)", verdict)
    visitor.page.get_by_text("▒ the middle 80% of 20 communities").wait_for()
    assert "B Diverse services +" in visitor.page.locator(".lesson-chart").inner_text()
    visitor.click("Predict")
    assert "The prediction is locked" in visitor.page.locator(".lesson-dock").inner_text()
    visitor.page.get_by_role("button", name="Go on to the run").click()
    visitor.click("Explain")
    path = visitor.page.locator(".pathway").inner_text()
    assert "as the lesson begins with it, not for the levers as they are set here" in path
    assert "amount of services" in path
    visitor.page.locator(".why summary").click()
    wrong = visitor.page.locator(".why .note").last.inner_text()
    stored = json.loads((LESSONS / "p08.mixed.json").read_text(encoding="utf-8"))["doubts"][0]["ends"]["satisfaction"]
    low, high, usual = (f"[+]{100 * stored[at]['mean']:.1f}" for at in ("low", "high", "default"))
    assert re.search(rf"does to “satisfaction”: .* at .* {low} points, .* {high} points, by default {usual}", wrong)
    ends = visitor.page.locator(".link").all_inner_texts()
    assert ends[0].startswith("services of other organisations") and ends[-1].startswith("satisfaction higher")


def test_a_line_is_drawn_with_a_finger_and_with_keys(visitor: Visitor):
    visitor.open("/teach?lang=en&lesson=6.1")
    visitor.click("Go on")
    canvas = visitor.page.locator("canvas.draws")
    visitor.until("community.views.teach.chart.monthOf")
    box = canvas.bounding_box()
    assert box
    mouse = visitor.page.mouse
    mouse.move(box["x"] + 60, box["y"] + 100)
    mouse.down()
    mouse.move(box["x"] + 300, box["y"] + 60, steps=5)
    mouse.move(box["x"] + box["width"] - 95, box["y"] + 160, steps=5)
    mouse.up()
    visitor.until("community.views.teach.line?.filter(Number.isFinite).length > 110")
    visitor.click("Clear the line")
    assert visitor.read("community.views.teach.line") is None
    visitor.page.get_by_label("End of the line in year 10").focus()
    visitor.press("End")
    visitor.until("community.views.teach.line?.every(Number.isFinite)")
    assert "Lines drawn: 1" in visitor.page.locator(".lesson-foot").inner_text()
