"""Whoever reads the page can: contrast by the formula of WCAG 2, in both themes; and no colour is missing."""

import re

import pytest

from dashboard.content.style import RULES, STATIC, style_sheet
from report.look import DARK, LIGHT
from report.look.font import FONT_FILE

THEMES = {"light": LIGHT, "dark": DARK}
TEXT, MARK = 4.5, 3.0
INKS = ("ink", "ink2", "ink3", "a-ink", "b-ink", "gain", "loss")
GROUNDS = ("surface", "paper")
TINTED = (("a-ink", "a-tint"), ("b-ink", "b-tint"), ("gain", "gain-tint"), ("loss", "loss-tint"))
MARKS = ("a", "b", "ctl")

every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_what_is_known():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


def test_both_themes_have_the_same_colours():
    assert list(LIGHT) == list(DARK)
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for theme in THEMES.values() for colour in theme.values())


@every_theme
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ink_can_be_read_on_every_ground(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= TEXT


@every_theme
@pytest.mark.parametrize(("ink", "tint"), TINTED)
def test_every_ink_can_be_read_on_its_tint(theme, ink, tint):
    assert contrast(theme[ink], theme[tint]) >= TEXT


@every_theme
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_mark_can_be_seen(theme, mark, ground):
    assert contrast(theme[mark], theme[ground]) >= MARK


@every_theme
def test_steps_of_a_ramp_are_told_apart_by_lightness(theme):
    ramp = [luminance(theme[f"r{k}"]) for k in range(6)]
    assert ramp in (sorted(ramp), sorted(ramp, reverse=True))


@pytest.mark.parametrize("name", THEMES)
def test_the_sheet_holds_every_colour(name):
    sheet = style_sheet().decode()
    selector = {"light": ".page{", "dark": '.page[data-theme="dark"]{'}[name]
    block = sheet[sheet.index(selector) :].partition("}")[0]
    assert all(f"--{key}:{colour}" in block for key, colour in THEMES[name].items())


def test_no_rule_and_no_module_asks_for_a_colour_that_is_not_there():
    texts = [RULES.read_text(encoding="utf-8"), *(file.read_text(encoding="utf-8") for file in STATIC.glob("*.js"))]
    own = set(re.findall(r"(--[\w-]+)\s*:", "".join(texts)))
    used = {name for text in texts for name in re.findall(r"var\((--[\w-]+)\)", text)}
    assert used - own - {f"--{name}" for name in LIGHT} == set()


def test_the_font_is_of_this_server_or_none():
    assert f'url("{FONT_FILE.name}")' in style_sheet().decode()
    assert "@font-face" not in style_sheet("").decode()
    assert "http" not in style_sheet().decode()
    assert style_sheet("").decode().endswith(RULES.read_text(encoding="utf-8"))
