"""The lab: play, look back, change, branch, undo, read."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

LEVER = "admin_reduction"  # the seventh of the rail
PLACE = f"community.views.lab.leverPlace.{LEVER}"


@pytest.fixture
def lab(visitor: Visitor) -> Visitor:
    return visitor.open()


@pytest.mark.slow
def test_play_goes_on_and_pause_tells_what_happened_in_other_communities(lab: Visitor):
    lab.set_lever(LEVER, 0.3)
    lab.click("Play")
    lab.until("community.now.playing && community.now.month >= 5")
    assert lab.page.locator(".lab.playing").count() == 1
    lab.click("Pause")
    lab.until("!community.now.playing")
    month = lab.read("community.now.month")
    lab.until("community.views.lab.findings.latest?.done >= 3")
    assert lab.read("community.now.month") == month
    assert lab.page.locator(".findings .sentence").count() >= 1
    assert lab.page.locator(".findings .odds").count() >= 3
    lab.until("document.querySelector('.findings [role=progressbar]')?.innerText.includes('of 20 communities')")
    assert lab.page.locator(".findings .interval").count() >= 3


BETWEEN = "community.views.lab.charts.glide.at(performance.now()) % 1 > 0"


@pytest.mark.slow
def test_charts_grow_between_two_months(lab: Visitor):
    lab.ask(kind="set_speed", value=2)
    lab.click("Play")
    lab.until(BETWEEN)
    lab.click("Pause")
    lab.until("!community.now.playing")
    lab.until("community.views.lab.charts.glide.at(performance.now()) === community.now.month")


def last_month_drawn(lab: Visitor) -> float:
    """How far the lines of the first chart are drawn in their colours, in months."""
    return lab.read(
        """async () => {
        await new Promise(done => setTimeout(done, 150));
        const { canvas } = community.views.lab.charts.boxes[0];
        const { width, height } = canvas;
        const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
        const coloured = (x, y) => {
          const [red, green, blue, alpha] = data.slice(4 * (y * width + x), 4 * (y * width + x) + 4);
          return alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60;
        };
        let last = width;
        while (last > 0 && !Array.from({ length: height }, (_, y) => coloured(last, y)).some(Boolean)) last -= 1;
        return (last - 40) / (width - 52) * 120;
    }"""
    )


@pytest.mark.slow
def test_the_lines_stay_whole_while_an_earlier_month_is_looked_at(lab: Visitor):
    lab.set_lever(LEVER, 0.3)
    lab.ask(kind="set_speed", value=0)
    lab.ask(kind="play")
    lab.until("community.now.simulated >= 60")
    lab.ask(kind="pause")
    lab.until("!community.now.playing")
    simulated = lab.read("community.now.simulated")
    lab.ask(kind="look_at", month=20)
    lab.until("community.now.month === 20")
    assert abs(last_month_drawn(lab) - simulated) < 4


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_title_of_a_chart_is_cut_on_a_narrow_window(visit: Callable[..., Visitor], lang: str):
    lab = visit(viewport={"width": 1280, "height": 720}).open(f"/?lang={lang}")
    lab.live(1)
    titles = lab.page.locator(".chart-title").all()
    assert len(titles) == lab.read("community.views.lab.charts.chosen.length")
    whole = "own => own.scrollHeight <= own.clientHeight + 1 && own.scrollWidth <= own.clientWidth + 1"
    assert all(title.evaluate(whole) for title in titles)


@pytest.mark.slow
def test_a_chart_stays_large_with_others_chosen_and_in_another_language(lab: Visitor):
    lab.page.locator(".chart-title").first.click()
    assert lab.page.locator(".chart >> visible=true").count() == 1
    lab.press("l")
    lab.until("community.lang === 'zh'")
    assert lab.page.locator(".chart >> visible=true").count() == 1
    lab.read(
        "community.views.lab.charts.choose([{ checked: true, value: 'trust' }, { checked: true, value: 'quality' }])"
    )
    assert lab.page.locator(".chart >> visible=true").count() == 2


@pytest.mark.slow
def test_the_last_words_stay_when_the_next_change_is_made(lab: Visitor):
    lab.set_lever(LEVER, 0.3)
    lab.live(2)
    lab.until("community.views.lab.findings.latest?.done === 20")
    lab.set_lever(LEVER, 0.2)
    lab.set_lever("wage_rise", 0.1)
    assert lab.read("community.views.lab.findings.latest.done") == 20


def test_a_change_that_nobody_has_simulated_yet_asks_for_play(lab: Visitor):
    lab.live(2)
    lab.set_lever(LEVER, 0.3)
    lab.until("document.querySelector('.findings .sentence').textContent === 'Press play, or step a month.'")


@pytest.mark.slow
def test_a_lens_tells_each_month_anew(lab: Visitor):
    lab.page.focus("canvas.map")
    lab.press("ArrowRight")
    lab.until("!community.views.lab.maps.tip.hidden")
    lab.read(
        "window.told = 0, new MutationObserver(() => told += 1)"
        ".observe(community.views.lab.maps.lensText, { childList: true })"
    )
    lab.ask(kind="step")
    lab.until("told > 0")
    lab.ask(kind="move_to", profile="mixed", period="2014", seed=2)
    lab.until("community.now?.epoch === 1 && community.views.lab.maps.tip.hidden")


def test_a_key_that_is_held_asks_again_only_when_it_was_answered(lab: Visitor):
    lab.read(
        "window.asked = 0, community.send = (send => message => { asked += message.kind === 'step'; send(message); })"
        "(community.send),"
        "window.hold = times => { for (let k = 0; k < times; k++) document.body.dispatchEvent("
        "new KeyboardEvent('keydown', { key: '.', repeat: k > 0, bubbles: true, cancelable: true })); }, hold(500)"
    )
    assert lab.read("asked") == 1
    lab.until("community.now?.month === 1 && !community.waiting")
    lab.read("hold(2)")
    lab.until("community.now.month === 2 && asked === 2 && community.lost.hidden")


def test_a_look_back_shows_the_month_as_it_was_recorded(lab: Visitor):
    lab.set_lever(LEVER, 0.3)
    lab.click("A month on")
    lab.until("community.now.month === 1")
    bytes_then = lab.read("community.views.lab.maps.bytes.join()")
    lab.until(
        "[...document.querySelectorAll('.map-head .figure')]"
        ".every((own, k) => own.innerText === community.views.lab.maps.figure(k))"
    )
    heads = lab.page.locator(".map-head .figure").all_inner_texts()
    lab.live(6)
    assert lab.read("community.views.lab.maps.bytes.join()") != bytes_then
    lab.page.get_by_label("Month looked at").focus()
    lab.press("Home", "ArrowRight")
    lab.until("community.now.month === 1 && community.now.simulated === 6")
    assert lab.read("community.views.lab.maps.bytes.join()") == bytes_then
    lab.until(
        "heads => [...document.querySelectorAll('.map-head .figure')].every((own, k) => own.innerText === heads[k])",
        heads,
    )
    assert lab.page.locator(".branch").is_visible()
    assert "looking back" in lab.page.locator(".when").inner_text()


def test_a_lever_is_set_by_keyboard_in_one_world_and_draws_a_flag(lab: Visitor):
    lab.press("9", "ArrowRight", "ArrowRight", "ArrowRight")
    lab.until("community.now.touches.length === 1 && community.now.touches[0][3] === 0.03")
    assert lab.read("community.now.touches") == [[1, 1, LEVER, 0.03]]
    assert lab.read(f"community.now.levers.map(own => own[{PLACE}])") == [0, 0.03]
    lab.until("document.querySelector('.time svg').textContent.includes('3%')")
    assert lab.page.locator(".lever.changed").count() == 1


def test_two_levers_that_are_set_in_one_month_both_hold(lab: Visitor):
    lab.press("9", "ArrowRight", "7", "ArrowRight")
    lab.until("community.now.touches.length === 2")
    lab.live(1)
    lab.press("1", "ArrowRight")
    lab.until("community.now.touches.length === 3")
    lab.press("2", "ArrowRight")
    lab.until("community.now.touches.length === 4")
    assert [item[:2] for item in lab.read("community.now.touches")] == [[1, 1], [1, 1], [2, 1], [2, 1]]


def test_a_digit_goes_to_the_levers_of_its_problem_one_after_the_other(lab: Visitor):
    focused = "document.activeElement.closest('.lever').querySelector('.numeral').textContent"
    names = "document.activeElement.getAttribute('aria-label')"
    lab.press("9")
    assert lab.read(f"[{focused}, {names}]") == ["9", "fewer orders"]
    found = []
    for key in ("4", "4", "4", "4", "0"):  # none of problem 4 is among the first: all are shown
        lab.press(key)
        found.append(lab.read(f"[{focused}, {names}]"))
    assert [numeral for numeral, _ in found] == ["4", "4", "4", "4", "10"]
    assert len({name for _, name in found}) == 4
    assert found[0] == found[3]


def test_a_change_that_a_file_plans_has_a_flag(lab: Visitor):
    text = 'label.en = "Later"\nlabel.zh = "以后"\nquestion.en = "x"\nquestion.zh = "x"\n'
    text += "[[change]]\nfrom = 13\nuntil = 24\nlevers = { admin_reduction = 0.2 }\n"
    lab.ask(kind="open_file", world=1, name="later.toml", text=text)
    lab.until("community.now.planned.length === 2")
    assert lab.read("community.now.planned") == [[13, 1, LEVER, 0.2], [25, 1, LEVER, 0]]
    lab.until("document.querySelector('.time svg').textContent.includes('fewer orders 20%')")


@pytest.mark.slow
def test_the_maps_keep_to_their_card_whatever_lines_the_options_take(visit: Callable[..., Visitor]):
    for lang in ("en", "zh"):
        lab = visit(viewport={"width": 1280, "height": 800}).open(f"/?lang={lang}")
        lab.live(1)
        lab.until("document.querySelector('.legend').textContent")
        lab.until(
            "Math.max(...[...document.querySelectorAll('canvas.map')].map(own => own.getBoundingClientRect().bottom))"
            " <= document.querySelector('.maps').getBoundingClientRect().bottom"
        )
        assert lab.read("document.querySelector('.options').clientHeight") < 60  # one line


@pytest.mark.slow
def test_the_other_world_is_chosen_by_its_letter(lab: Visitor):
    lab.press("a", "9", "ArrowRight")
    lab.until("community.now.touches.length === 1")
    assert lab.read("community.now.touches[0][1]") == 0


def test_a_lever_in_the_past_begins_a_branch_and_keeps_the_old_future_pale(lab: Visitor):
    lab.live(8)
    lab.ask(kind="look_at", month=4)
    lab.until("community.now.month === 4")
    lab.set_lever(LEVER, 0.3)
    lab.until("community.now.simulated === 4")
    assert lab.read("community.now.touches[0][0]") == 5
    assert lab.read("(({ from, simulated }) => [from, simulated])(community.views.lab.history.ghost)") == [5, 8]
    lab.live(6)
    assert lab.read("community.views.lab.history.value('satisfaction', 1, 6)") != lab.read(
        "(({ ghost, stride, columns, index }) => ghost.rows[6 * stride + columns.length + index.satisfaction])"
        "(community.views.lab.history)"
    )


def test_undo_and_redo_stand_where_things_stood(lab: Visitor):
    lab.set_lever(LEVER, 0.3)
    lab.click("Undo")
    lab.until("community.now.touches.length === 0 && community.now.redo === 1")
    lab.click("Redo")
    lab.until("community.now.touches.length === 1 && community.now.redo === 0")
    lab.press("Escape", "z")
    lab.until("community.now.touches.length === 0")


def test_a_is_copied_to_b(lab: Visitor):
    lab.set_lever(LEVER, 0.3, world=0)
    assert not lab.read("community.now.same")
    lab.click("Copy A to B")
    lab.until("community.now.same")
    assert lab.read(f"community.now.levers.map(own => own[{PLACE}])") == [0.3, 0.3]


def test_a_policy_is_chosen_for_a_world(lab: Visitor):
    lab.page.get_by_label("Policy", exact=True).select_option("publicity")
    lab.until("community.now.scenarios[1] === 'publicity'")
    assert lab.read("community.now.scenarios[0]") == "baseline"


@pytest.mark.slow
def test_the_language_changes_in_place(lab: Visitor):
    lab.live(3)
    heads = lab.page.locator(".chart-title").all_inner_texts()
    lab.click("中文")
    lab.until("community.lang === 'zh'")
    assert lab.read("[document.title, document.documentElement.lang, community.now.month]") == [
        "社区治理模拟",
        "zh-CN",
        3,
    ]
    assert not set(heads) & set(lab.page.locator(".chart-title").all_inner_texts())
    lab.until("document.querySelector('.when').innerText.includes('第 3 个月')")
    lab.press("l")
    assert lab.read("[document.title, document.documentElement.lang]") == ["Community governance", "en"]
    assert lab.page.locator(".chart-title").all_inner_texts() == heads


@pytest.mark.slow
def test_everything_drawn_can_be_read_as_a_table(lab: Visitor):
    lab.live(2)
    lab.click("As a table")
    table = lab.page.locator("dialog table")
    assert table.locator("tbody tr").count() == 2
    assert table.locator("thead th").count() == 1 + 2 * (4 + 14)
    lab.press("Escape")
    lab.page.locator("dialog").wait_for(state="detached")


@pytest.mark.slow
def test_the_table_has_a_row_a_year_and_one_of_the_month_looked_at_but_none_twice(lab: Visitor):
    lab.live(13)
    for month, rows in ((13, ["0", "12", "13"]), (5, ["0", "5", "12"]), (0, ["0", "12"])):
        lab.ask(kind="look_at", month=month)
        lab.until("month => community.now.month === month", month)
        lab.click("As a table")
        assert lab.page.locator("dialog tbody th").all_inner_texts() == rows
        lab.press("Escape")


@pytest.mark.slow
def test_up_to_six_charts_are_chosen(lab: Visitor):
    lab.click("Charts")
    boxes = lab.page.locator("dialog .checks input")
    while lab.page.locator(".chart").count() < 6:
        lab.page.locator("dialog .checks input:not(:checked)").first.check()
    assert boxes.count() > 6
    assert lab.page.locator("dialog .checks input:enabled").count() == 6
    lab.press("Escape")
    lab.until("[...document.querySelectorAll('.chart canvas')].every(own => own.width > 100 && own.height > 20)")
    lab.until("new URLSearchParams(location.search).get('charts')?.split('.').length === 6")


def test_a_window_tells_its_story_by_mouse_and_by_keyboard(lab: Visitor):
    lab.set_lever(LEVER, 0.3)
    lab.live(2)
    canvas = lab.page.locator("canvas.map").nth(1)
    spot = lab.read(
        """() => {
          const { windows, pitch } = community.views.lab.maps.compounds[1];
          const { pixels } = community.views.lab;
          return { x: (windows.x[40] + 0.4) * pitch / pixels, y: (windows.y[40] + 0.4) * pitch / pixels };
        }"""
    )
    canvas.hover(position=spot)
    assert "Click for the story" in lab.page.locator(".tip").inner_text()
    canvas.click(position=spot)
    lab.page.locator("dialog .lives").wait_for()
    assert lab.read("community.views.lab.maps.marked") == 40
    lab.press("Escape")
    lab.page.locator("dialog").wait_for(state="detached")
    canvas.focus()
    lab.press("ArrowRight")
    assert lab.read("community.views.lab.maps.marked") != 40
    lab.press("Enter")
    lab.page.locator("dialog .lives").wait_for()
    assert lab.page.locator("dialog svg").count() == 6


def test_a_lens_tells_of_the_window_under_the_pointer_and_of_the_one_walked_to(lab: Visitor):
    place = """(({ windows, pitch, canvas }) => { const box = canvas.getBoundingClientRect();
        const scale = pitch / community.views.lab.pixels;
        return [box.left + (windows.x[40] + 0.5) * scale, box.top + (windows.y[40] + 0.5) * scale] })
        (community.views.lab.maps.compounds[0])"""
    lab.page.mouse.move(*lab.read(place))
    lab.until("!community.views.lab.maps.tip.hidden")
    text = lab.page.inner_text(".tip")
    assert "satisfaction" in text
    lab.page.mouse.move(5, 5)
    lab.until("community.views.lab.maps.tip.hidden")
    lab.page.focus("canvas.map")
    lab.page.keyboard.press("ArrowRight")
    lab.until("!community.views.lab.maps.tip.hidden")
    lab.read("document.activeElement.blur()")
    lab.until("community.views.lab.maps.tip.hidden")


@pytest.mark.slow
def test_another_community_is_visited_with_the_same_levers(lab: Visitor):
    lab.set_lever(LEVER, 0.3)
    lab.live(2)
    lab.page.locator("button.place").click()
    lab.page.get_by_label("Kind of community").select_option("old_compound")
    lab.click("Go there")
    lab.until("community.begun.profile === 'old_compound' && community.now.epoch === community.begun.epoch")
    assert lab.read("[community.now.simulated, community.now.touches.length]") == [0, 1]


@pytest.mark.slow
def test_the_last_change_is_replayed_over_what_came_of_it(lab: Visitor):
    lab.live(6)
    lab.ask(kind="look_at", month=3)
    lab.until("community.now.month === 3")
    lab.set_lever(LEVER, 0.3)
    lab.click("Replay last change")
    lab.until("community.views.lab.charts.before?.simulated === 6")
    lab.press("p")
    lab.until("community.views.lab.charts.before === null")
