import re
import warnings

import matplotlib as mpl
import numpy as np
import pytest

from report.compare import over_time
from report.compare.findings import CompareFindings
from report.compare.page import PICTURES, pictures
from report.drawing import (
    WIDTH,
    Sheet,
    place_names,
    plain,
    png,
    signed,
    style,
    svg,
    text_width,
    tick_digits,
    ticks,
    wrap,
    writable,
    yuan,
)
from sim.indicators import COLUMNS, GROUPS, label_of
from sim.levers import PROBLEMS
from sim.quantity import Text
from sim.scenarios.scenario import load_profile, load_scenario, profile_names, scenario_names

VARIANTS = {
    "no policy": {"names": ["baseline"]},
    "three policies": {"names": ["baseline", "training", "publicity", "package"], "network": True},
    "one policy": {"names": ["baseline", "fewer_orders"]},
    "the package alone": {"names": ["baseline", "package"]},
    "no budget": {"budget": None},
    "one community": {"replicates": 1},
    "two communities": {"replicates": 2},
    "one year": {"months": 12},
    "no effect at all": {"names": ["baseline", "training"], "noise": 0.0, "effects": {
        ("training", column): [0.0] * 12 for column in COLUMNS}},
}  # fmt: skip

LONG = (
    "one community",
    "three policies",
    "the package alone",
    "no budget",
    "two communities",
    "one year",
)  # left to the slow proofs


@pytest.fixture(autouse=True)
def _missing_glyphs_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_all_pictures_of_the_whole_comparison_are_drawn(whole, lang):
    figures = {section.name: section.figure for section in pictures(CompareFindings(whole, lang))}
    assert list(figures) == [module.NAME for module in PICTURES] and len(figures) == 8
    assert all(figure.png.startswith(b"\x89PNG") for figure in figures.values())


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "variant", [pytest.param(item, marks=pytest.mark.slow) if item in LONG else item for item in VARIANTS]
)
def test_pictures_of_smaller_comparisons_are_drawn_or_say_why_not(make, lang, variant):
    for section in pictures(CompareFindings(make(**VARIANTS[variant]), lang)):
        assert len(section.paragraphs) == 1 and (section.figure is None) == (section.link == "")
        assert section.figure is None or section.figure.file == f"report-{section.name}.png"


def test_pictures_that_cannot_be_drawn_say_why_in_both_languages(make):
    for lang, start in (("en", "Left out"), ("zh", "未画")):
        drawn = pictures(CompareFindings(make(["baseline", "package"], budget=None, months=12), lang))
        whys = {section.name: section.paragraphs[0] for section in drawn if section.figure is None}
        assert set(whys) == {"money", "own", "paths", "network"}
        assert all(why.startswith(start) for why in whys.values())


def test_drawing_leaves_the_settings_of_others_alone(make):
    before = dict(mpl.rcParams)
    pictures(CompareFindings(make(["baseline", "training"]), "zh"))
    assert dict(mpl.rcParams) == before


@pytest.mark.slow
def test_same_comparison_gives_the_same_bytes(make):
    first, second = (pictures(CompareFindings(make(["baseline", "training"]), "zh")) for _ in range(2))
    assert [section.figure for section in first] == [section.figure for section in second]
    assert any(section.figure for section in first)


def test_no_two_names_on_a_map_overlap():
    rng = np.random.default_rng(2)
    xs, ys = rng.random(10), rng.random(10)
    with style("test"):
        sheet = Sheet("t", "s", 5.0, "n")
        axes = sheet.axes(0.6, 0.3, 8.0, 4.5)
        axes.set(xlim=(-0.1, 1.1), ylim=(-0.1, 1.1))
        place_names(axes, xs, ys, [f"policy {n}" for n in range(10)], ["k"] * 10, [])
        boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) == 10
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_no_text_leaves_the_sheet(whole, lang):
    f = CompareFindings(whole, lang)
    for module in PICTURES:
        with style(module.NAME):
            sheet = module.draw(f)
            sheet.figure.canvas.draw()
            edge = sheet.figure.bbox
            texts = [*sheet.figure.texts, *(text for axes in sheet.figure.axes for text in axes.texts)]
            for text in texts:
                box = text.get_window_extent()
                inside = edge.x0 <= box.x0 and box.x1 <= edge.x1 and edge.y0 <= box.y0 and box.y1 <= edge.y1
                assert inside, (module.NAME, text.get_text())


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_no_two_words_of_a_sheet_overlap(whole, lang):
    f = CompareFindings(whole, lang)
    for module in PICTURES:
        with style(module.NAME):
            sheet = module.draw(f)
            sheet.figure.canvas.draw()
            boxes = [(t.get_window_extent().shrunk(0.9, 0.6), t.get_text()) for t in sheet.figure.texts]
        clashes = [(a, b) for n, (box, a) in enumerate(boxes) for other, b in boxes[:n] if box.overlaps(other)]
        assert clashes == [], module.NAME


def test_svg_keeps_text_as_text_and_only_ids_that_are_used(whole):
    module = PICTURES[0]
    with style(module.NAME):
        drawn = svg(module.draw(CompareFindings(whole, "zh")), module.NAME)
    assert ">拓宽经费</text>" in drawn
    ids = re.findall(r' id="([^"]+)"', drawn)
    assert ids
    assert all(name.startswith("map-") and drawn.count(f"#{name}") for name in ids)


def test_png_is_1920_pixels_wide(make):
    with style("map"):
        image = png(PICTURES[0].draw(CompareFindings(make(["baseline", "training"]), "en")))
    assert int.from_bytes(image[16:20], "big") == 1920


def test_every_name_that_ships_can_be_written():
    texts = [label_of(column) for column in COLUMNS] + list(GROUPS.values()) + list(PROBLEMS.values())
    texts += [load_scenario(name).label for name in scenario_names()]
    texts += [load_profile(name).label for name in profile_names()]
    missing = {character for text in texts for character in text.en + text.zh if not writable(character)}
    assert missing == set()


@pytest.mark.parametrize(
    ("value", "text"),
    [(6.26, "+6.3"), (-1.34, "−1.3"), (0.04, "0"), (-0.04, "0"), (0.0, "0"), (1234.5, "+1,234.5")],
)
def test_difference_has_its_sign_and_zero_has_none(value, text):
    assert signed(value) == text


@pytest.mark.parametrize(("value", "text"), [(3496, "3,500"), (68_712, "68,700"), (9_721, "9,720"), (-440, "−440")])
def test_yuan_is_rounded_to_ten_and_from_ten_thousand_to_a_hundred(value, text):
    assert yuan(value) == text


@pytest.mark.parametrize("limits", [(-1.4, 7.4), (-7.4, 13.3), (0, 1e-3), (18.2, 29.3), (0, 90_000), (-3, 0)])
def test_ticks_are_few_round_and_inside(limits):
    found = ticks(*limits, 4)
    assert 1 <= len(found) <= 4
    assert all(limits[0] <= tick <= limits[1] for tick in found)
    assert not limits[0] <= 0 <= limits[1] or 0 in found


@pytest.mark.parametrize("limits", [(57.62, 58.41), (-0.0021, 0.0044), (0, 0.07), (18.2, 29.3), (-1.4, 7.4)])
def test_a_tick_is_written_as_what_it_is(limits):
    found = ticks(*limits, 3)
    assert [float(plain(tick, tick_digits([tick])).replace("−", "-")) for tick in found] == found
    assert [float(plain(tick, tick_digits(found)).replace("−", "-")) for tick in found] == found


def test_the_ticks_of_narrow_paths_are_not_rounded():
    axes = mpl.figure.Figure().add_axes((0.1, 0.1, 0.8, 0.8))
    over_time._scale(axes, (57.62, 58.41), np.arange(-11, 37) / 12, numbered=True, footed=True, own=False)
    assert [float(label.get_text()) for label in axes.get_yticklabels()] == pytest.approx(axes.get_yticks())


def test_every_numbered_axis_of_small_effects_has_its_ticks_where_they_say(make):
    effects = {(key, c): [0.01, 0.02, 0.015, 0.012] for key in ("training", "publicity") for c in COLUMNS}
    f = CompareFindings(make(["baseline", "training", "publicity"], replicates=4, noise=0.1, effects=effects), "en")
    checked = 0
    for module in PICTURES:
        if module.NAME in ("cost", "network") or module.missing(f):
            continue
        for axes in module.draw(f).figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                for at, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
                    if label.get_text():
                        checked += 1
                        assert float(label.get_text().replace("−", "-")) == pytest.approx(at, abs=1e-9), module.NAME
    assert checked > 20


def test_wrapped_lines_fit_and_lose_nothing():
    text = "同样每月一万元，带动参与最多的是居民自治、党员动员（+9.7、+9.6，分不出高低）；论参与，多元服务不如补贴" * 2
    lines = wrap(text, 5.0, 13)
    assert "".join(lines) == text
    assert all(text_width(line, 13) <= 5.0 for line in lines)
    assert not any(line[0] in "，。；：、）" for line in lines)


def test_wrapping_keeps_a_number_with_its_interval():
    text = "quality rises most with Diverse services by 10.8 (10.2–11.3) points"
    for width in np.arange(2.0, 6.0, 0.2):
        assert any("10.8 (10.2–11.3)" in line for line in wrap(text, width, 13))


def test_title_of_two_lines_moves_the_body_down():
    with style("test"):
        short, long = (Sheet("word " * n, "s", 3.0, "n") for n in (3, 40))
    assert long.top > short.top
    assert long.height - short.height == pytest.approx(long.top - short.top)
    assert short.figure.get_size_inches()[0] == WIDTH


def test_users_long_names_stay_inside(make):
    comparison = make(["baseline", "training", "publicity"])
    for arm in comparison.arms:
        long = Text("An unusually long name for a policy of ours", "一个用户自己起的非常非常长的政策名称")
        object.__setattr__(arm.scenario, "label", long)
    for lang in ("en", "zh"):
        f = CompareFindings(comparison, lang)
        for module in PICTURES[:6]:
            with style(module.NAME):
                sheet = module.draw(f)
                sheet.figure.canvas.draw()
                for text in sheet.figure.texts:
                    box = text.get_window_extent()
                    assert box.x0 >= 0, (module.NAME, text.get_text())
                    assert box.x1 <= sheet.figure.bbox.x1, (module.NAME, text.get_text())
