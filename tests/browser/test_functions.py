"""The pure functions of the stage, in the browser that runs them."""

import json

import pytest

from dashboard.content.content import page_content
from tests.browser.visitor import Visitor
from tests.dashboard.test_lesson_texts import explanation, moved


@pytest.fixture
def stage(visitor: Visitor):
    """Evaluate an expression with the exports of one module in scope as ``m``."""
    visitor.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    visitor.page.goto(f"{visitor.address}/healthz")

    def evaluate(module: str, body: str):
        return visitor.read(f"import('/stage/{module}.js').then(m => {{ {body} }})")

    return evaluate


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("m.linear([0, 10], [100, 200])(5)", 150),
        ("m.linear([3, 3], [0, 1])(3)", 0),
        ("m.clamp(7, 0, 5)", 5),
        ("m.ticks(0, 100, 4)", [0, 25, 50, 75, 100]),
        ("m.ticks(-0.3, 0.3, 3)", [-0.2, 0, 0.2]),
        ("m.ticks(0, 0, 4)", [0]),
        ("m.decimalsOf([0, 0.5, 1])", 1),
        ("m.decimalsOf([0, 50, 100])", 0),
        ("m.axis([0, 200], 150)", [0, 200]),
        ("m.axis([0, 200], 401)", [0, 800]),
        ("m.axis([0, 60], NaN)", [0, 60]),
        ("m.plain(1234567.4)", "1,234,567"),
        ("m.plain(-1234.56, 1)", "\u22121,234.6"),
        ("m.plain(-0.04, 1)", "0.0"),
        ("m.plain(NaN)", "–"),
        ("m.signed(0.04)", "0.0"),
        ("m.signed(2)", "+2.0"),
        ("m.signed(-2)", "\u22122.0"),
        ("[1, 12, 13, 120].map(m.yearOf)", [1, 1, 2, 10]),
        ("[1, 12, 13].map(m.monthOfYear)", [1, 12, 1]),
        ("m.meanUpTo([1, 2, NaN, 6], 3, 3)", 4),
        ("m.meanUpTo([NaN], 0) + ''", "NaN"),
        ("m.rgb(' #1D5FB0')", [29, 95, 176]),
        ("m.ramp([[0, 0, 0], [100, 50, 0], [200, 0, 0]], 0.25)", [50, 25, 0]),
        ("m.ramp([[0, 0, 0], [10, 10, 10]], 7)", [10, 10, 10]),
    ],
)
def test_scales(stage, expression, value):
    assert stage("scales", f"return {expression}") == value


def test_flags_close_together_fold_into_one_in_the_order_of_months(stage):
    found = stage("timeline", "return m.foldFlags([{month: 90}, {month: 3}, {month: 1}], month => month * 10)")
    assert [(entry["x"], [item["month"] for item in entry["items"]]) for entry in found] == [(0, [1, 3]), (890, [90])]


def test_a_branch_keeps_the_old_future_as_a_ghost(stage):
    body = """
        const own = new m.History(["u", "v"], 4, Float32Array.of(50, 60));
        own.take(0, Float32Array.from({ length: 20 }, (_, k) => k), 4);
        const first = own.ghost;
        own.take(3, Float32Array.of(-1, -2, -3, -4), 3);
        return { first, from: own.ghost.from, before: own.ghost.simulated, simulated: own.simulated,
          now: [...own.series("v", 1)],
          old: [...own.series("v", 1, own.ghost.simulated, own.ghost.rows)], value: own.value("u", 0, 3) };
    """
    assert stage("history", body) == {
        "first": None, "from": 3, "before": 4, "simulated": 3, "now": [3, 7, 11, -4],
        "old": [3, 7, 11, 15, 19], "value": -1,
    }  # fmt: skip


def test_a_yearly_mean_takes_in_the_months_before_the_first(stage):
    body = """
        const own = new m.History(["u", "v"], 4, Float32Array.of(50, 60, 70, 80));
        own.take(0, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 9), 1);
        return [[...own.means("v", 1, 3)], [...own.means("v", 1, 1)], own.yearly("u", 0, 1)];
    """
    assert stage("history", body) == [[48, 31], [4, 9], 31.5]


def test_bytes_are_read_from_any_place_of_a_message(stage):
    body = """
        const bytes = new Uint8Array(9);
        new DataView(bytes.buffer).setFloat32(3, 2.5, true);
        return [...m.view(Float32Array, new DataView(bytes.buffer, 3, 4))];
    """
    assert stage("history", body) == [2.5]


def test_windows_are_read_from_places_and_signs(stage):
    body = """
        const found = m.windowsOf({ n: 2, compound: { width: 3, height: 2 } },
          [Int16Array.of(0, 2).buffer, Int16Array.of(0, 1).buffer, Uint8Array.of(2, 10).buffer]);
        return Object.fromEntries(Object.entries(found).map(([key, own]) => [key, [...own]]));
    """
    found = stage("history", body)
    assert found["at"] == [0, -1, -1, -1, -1, 1]
    assert (found["age"], found["renter"], found["member"]) == ([2, 1], [0, 1], [0, 1])


TOUCHES = [[1, 0, "training_hours", 6], [37, 1, "wage_rise", 0.3], [120, 1, "publicity_boards", 8000]]


def test_touches_go_into_an_address_and_come_back(stage):
    text = stage("link", f"return m.writeTouches({TOUCHES})")
    assert text == "1.a.training_hours.6,37.b.wage_rise.0.3,120.b.publicity_boards.8000"
    assert stage("link", f"return m.readTouches('{text}')") == TOUCHES


@pytest.mark.parametrize(
    "text", ["1.c.wage_rise.1", "1.a.Wage.1", "x", "1.a.wage_rise.1e", "1.a.wage_rise.NaN", "-1.a.b.2"]
)
def test_a_touch_that_is_none_is_refused(stage, text):
    assert stage("link", f"try {{ m.readTouches('{text}'); return null }} catch (e) {{ return e.message }}") == text


@pytest.mark.parametrize(
    "query",
    [
        "seed=-1", "seed=1e3", "month=x", "do=<script>",
        "a=baseline&fa=%25%25", "b=mine&fb=_w", "seed=99999999999999999999",
        "profile=mixed&month=" + "9" * 4000,
    ],
)  # fmt: skip
def test_a_broken_address_says_what_is_not_understood_and_asks_the_session_for_nothing(stage, query):
    found = stage("link", f"return m.readLink({{ pathname: '/', search: '?{query}' }})")
    assert found["state"] is None
    assert found["broken"]
    assert len(found["broken"]) < 120


def test_an_address_of_elsewhere_opens_the_lab(stage):
    found = stage("link", "return m.readLink({ pathname: '/../x', search: '?lang=fr&present=yes&lesson=9' })")
    assert (found["page"], found["lang"], found["present"], found["state"], found["broken"]) == (
        "lab",
        None,
        False,
        None,
        None,
    )


def test_a_stroke_replaces_an_earlier_one_over_its_months_alone(stage):
    body = """
        const first = m.drawn(null, 4, [0, 10], [4, 50]);
        return [first, m.drawn(first, 4, [2, 0], [1, 5]),
          m.drawn(null, 2, [1.2, 3], [1.2, 9]).map(own => isNaN(own) ? null : own)];
    """
    assert stage("predict", body) == [[10, 20, 30, 40, 50], [10, 5, 0, 40, 50], [None, 9, None]]


def test_charts_go_to_the_next_month_as_one_motion_and_to_any_other_at_once(stage):
    body = """
        const own = new m.Glide();
        own.go(1, 100, 0);
        const way = [0, 50, 100, 900].map(time => own.at(time));
        own.go(2, 1000, 1000);
        const slow = [1125, 1250].map(time => own.at(time));
        own.go(9, 100, 2000);
        return [way, slow, own.at(2000), own.moving(2000)];
    """
    assert stage("glide", body) == [[0, 0.5, 1, 1], [1.5, 2], 9, False]


def test_a_month_that_comes_before_the_last_is_reached_goes_on_from_where_the_charts_stand(stage):
    body = "const own = new m.Glide(); own.go(1, 100, 0); own.go(2, 100, 50); return [50, 100, 150].map(t => own.at(t))"
    assert stage("glide", body) == [0.5, 1.25, 2]


@pytest.mark.parametrize(("between_frames", "moves"), [(33, True), (45, True), (90, False)])
def test_a_machine_that_draws_too_slowly_gets_each_month_once(stage, between_frames, moves):
    body = f"""
        const own = new m.Glide();
        for (let month = 1; month < 25; month += 1) {{
          own.go(month, 200, 200 * month);
          for (let time = 200 * month; time < 200 * month + 200; time += {between_frames}) own.drew(time);
        }}
        own.go(25, 200, 5000);
        const before = own.moving(5000);
        own.go(26, 200, 10000);
        return [before, own.moving(10000)];
    """
    assert stage("glide", body) == [moves, True]


def test_one_stall_does_not_end_the_motion(stage):
    body = """
        const own = new m.Glide();
        [0, 33, 66, 800].forEach((time, k) => { own.go(k + 1, 900, time); own.drew(time); });
        own.go(5, 100, 900);
        return own.moving(900);
    """
    assert stage("glide", body)


DRAWN = """
    const canvas = document.createElement("canvas");
    const series = [Array(61).fill(0.2), Array(61).fill(0.8)];
    const chart = { series, months: 120, indicator: { axis: [0, 1] }, unitSign: "", year: "years", flags: [], ...own };
    const place = { month: 60, until: 60, ...at };
    m.drawChart(canvas, { width: 300, height: 120 }, 1, chart, place, () => "#00f", "12px serif");
    const { data } = canvas.getContext("2d").getImageData(60, 0, 240, 120);
    let found = 0;
    for (let k = 0; k < data.length; k += 4) found += data[k + 2] > 0 && data[k + 3] > 0;
    return found;
"""


def drawn(stage, own: str = "{}", at: str = "{}") -> int:
    """How many pixels of a chart are drawn on."""
    return stage("charts", f"const own = {own}; const at = {at}; {DRAWN}")


def test_a_chart_draws_both_lines_up_to_a_month(stage):
    nothing = drawn(stage, "{ series: [Array(61).fill(NaN), Array(61).fill(NaN)] }")
    both = drawn(stage)
    one = drawn(stage, "{ series: [Array(61).fill(0.2), Array(61).fill(NaN)] }")
    assert nothing + 200 < one < both - 100
    assert nothing < drawn(stage, at="{ until: 30 }") < both


@pytest.mark.parametrize(
    "more",
    [
        "{ ghost: { from: 60, lines: [Array(40).fill(0.3), Array(40).fill(0.9)] } }",
        "{ before: { alpha: 0.5, lines: [Array(61).fill(0.4), Array(61).fill(0.6)] } }",
        "{ band: [[Array(61).fill(0.1), Array(61).fill(0.3)], [Array(61).fill(0.7), Array(61).fill(0.9)]] }",
        "{ runs: [[Array(61).fill(0.1), Array(61).fill(0.9)]] }",
        "{ flags: [25] }",
    ],
)
def test_a_chart_draws_what_else_there_is(stage, more):
    assert drawn(stage, more) > drawn(stage) + 40


def test_a_lens_shows_who_lives_round_a_window(stage):
    body = """
        const windows = { x: [0, 1, 4], y: [0, 1, 2], at: new Int32Array(15).fill(-1) };
        [0, 6, 14].forEach((place, k) => { windows.at[place] = k; });
        return [m.WIDE, m.HIGH, m.under(windows, { width: 5, height: 3 }, 1)];
    """
    wide, high, found = stage("lens", body)
    assert len(found) == wide * high
    middle = (high // 2) * wide + wide // 2
    assert found[middle] == 1
    assert found[middle - wide - 1] == 0
    assert found[middle + wide + 3] == 2
    assert sum(item >= 0 for item in found) == 3


def test_a_value_between_two_months_lies_on_the_line(stage):
    assert stage("charts", "return [0, 0.25, 2].map(month => m.between([4, 8, 6], month))") == [4, 5, 6]


def test_one_policy_far_out_does_not_squeeze_the_others(stage):
    low, high = stage("policymap", "return m.extent([1, 2, 3, 40])")
    assert low < 0
    assert 3 < high < 4
    low, high = stage("policymap", "return m.extent([-1, 2, 3])")
    assert low < -1
    assert high > 3


def test_labels_lie_neither_on_each_other_nor_outside(stage):
    boxes = stage(
        "labels",
        "return m.placeLabels([[100, 100], [104, 103], [290, 100]], [[20, 80], [20, 80], [20, 80]], "
        "{ left: 0, right: 300, top: 0, bottom: 200 })",
    )
    assert boxes[2][2:] == [True, True]  # alone: with its name, to the left of the edge
    assert all(x >= 0 and x + (80 if named else 20) <= 300 and 0 <= y <= 182 for x, y, named, _ in boxes)
    assert not lying_on_each_other([(x, y, 80 if named else 20) for x, y, named, _ in boxes])


def test_in_a_crowd_of_policies_each_keeps_its_number_and_the_first_its_name(stage):
    boxes = stage(
        "labels",
        "return m.placeLabels(Array.from({ length: 14 }, (_, k) => [200 + 5 * (k % 4), 150 + 5 * Math.floor(k / 4)]), "
        "Array(14).fill([20, 120]), { left: 0, right: 400, top: 0, bottom: 300 }, { first: 5 })",
    )
    assert boxes[5][2]
    assert not lying_on_each_other([(x, y, 120 if named else 20) for x, y, named, _ in boxes])


def lying_on_each_other(boxes: list[tuple[float, float, float]]) -> list[int]:
    """Return the places of labels (left, top, width) that lie on one before them."""
    return [
        index
        for index, (x, y, wide) in enumerate(boxes)
        if any(x < ox + other and ox < x + wide and abs(y - oy) < 18 for ox, oy, other in boxes[:index])
    ]


def test_the_links_that_carry_most_are_shown_in_the_order_of_the_month(stage):
    body = """
        const link = (name, mean, carries = true, itself = false) => ({ name,
          ends: { q: { carries, itself, carried: { mean } } } });
        const all = [link("a", 1), link("b", -9), link("c", 2), link("d", 3, false),
          link("e", 4), link("f", 5), link("g", 6, true, true)];
        return [m.carrying(all, "q").map(own => own.name), m.carrying(all, "none")];
    """
    assert stage("pathway", body) == [["b", "c", "e", "f"], []]


@pytest.mark.parametrize(
    ("difference", "half", "verdict", "way"),
    [("2", "1", '"matters"', "up"), ("-2", "1", '"matters"', "down"), ("2", "1.9", '"cannot tell yet"', "open"),
     ("0.4", "0.1", '"too small to matter"', "flat"), ("2", "null", '"cannot tell yet"', "open"),
     ("2", "1", "null", "up"), ("-2", "1", "null", "down"), ("2", "3", "null", "open"), ("2", "null", "null", "open")],
)  # fmt: skip
def test_the_way_of_a_difference(stage, difference, half, verdict, way):
    assert stage("answer", f"return m.wayOf({difference}, {half}, {verdict})") == way


def test_a_lesson_claims_only_what_the_verdict_lets_be_said(stage):
    body = """
        const t = (key, values = {}) => [key, ...Object.values(values)].join(" ");
        const lesson = { claim: { up: { en: "it rises" }, flat: { en: "it stays" }, down: { en: "it falls" } } };
        const found = (way, verdict, communities = null, n = 20) =>
          ({ way, verdict, communities, n, of: 20, least: "1", words: { label: "trust" }, counted: "higher_in", k: 3 });
        return [found("up", "matters"), found("flat", "too small to matter"), found("open", "cannot tell yet", 74),
          found("open", "cannot tell yet"), found("open", null), found("open", "cannot tell yet", null, 1)]
          .map((own) => [m.claimOf(lesson, own, { t, lang: "en" }), m.verdictText(own, t)]);
    """
    claims, told = zip(*stage("answer", body), strict=True)
    assert list(claims) == ["it rises", "it stays", *["open_claim trust"] * 4]
    ends = [item.rpartition("comma")[2] for item in told]
    assert ends[1:5] == ["too_small 1", "open_settled 74", "open_luck", "only_luck"] and told[5] == "in_one"


def test_a_page_chooses_the_texts_of_a_lesson_by_what_was_measured_in_each_kind(stage):
    lessons, chosen, wanted = json.loads(page_content())["lessons"], {}, {}
    for lesson in lessons:
        for kind in lesson["pathways"]:
            body = f"""
                const lesson = {json.dumps(lesson)};
                const measured = m.pathwayOf({{ begun: {{ profile: {json.dumps(kind)} }} }}, lesson);
                const [way, also] = [lesson.indicator, lesson.also].map(column => m.storedWay(measured, column));
                return [measured.profile, lesson.explain.indexOf(m.explainOf(lesson, way, also)),
                  m.wrongOf(lesson, m.movedBy(lesson, measured.doubts[0])).moves];
            """
            chosen[lesson["name"], kind] = stage("lesson", body)
            wanted[lesson["name"], kind] = [kind, explanation(lesson["name"], kind), moved(lesson["name"], kind)]
    assert chosen == wanted and len(chosen) == 60


def test_a_lesson_has_no_explanation_for_what_was_measured_nowhere(stage):
    body = """
        const explain = [{ way: ["down"], also: ["up"], en: "x" }];
        return [m.explainOf({ explain }, "up", "up"), m.explainOf({ explain }, "down", "flat"),
          m.pathwayOf({ begun: { profile: "own" } }, { pathways: { mixed: 1, village: 2 } }),
          m.touchesOf({ set: { rule: 0 } }), m.touchesOf({})];
    """
    assert stage("lesson", body) == [None, None, 1, [[1, 1, "rule", 0]], []]


def test_recorded_windows_are_restored_from_their_differences(stage):
    assert stage("recorded", "return [...m.restored(Uint8Array.of(9, 250, 1, 10, 255, 0), 2)]") == [9, 250, 10, 4, 9, 4]


@pytest.mark.parametrize("pitch", [5, 8])
def test_windows_tell_age_and_party_without_colour(stage, pitch):
    masks = stage(
        "map", f"return [0, 1].flatMap(member => [0, 1, 2].map(age => m.mask({pitch}, age, !!member).join('')))"
    )
    assert len(set(masks)) == 6
    lit = [mask.count("1") for mask in masks]
    assert all(lit[age + 3] < lit[age] for age in range(3))
    assert min(lit) > 0
