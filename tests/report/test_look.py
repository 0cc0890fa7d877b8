import re
import string
from pathlib import Path

import pytest

import report.look
from report.look import DARK, FONT_FAMILY, LIGHT, TYPE
from report.look.font import FONT_FILE, characters, woff


def luminance(color):
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_colours_are_readable_on_surface_and_paper(theme):
    for name in ("ink", "ink2", "ink3", "a-ink", "b-ink", "gain", "loss"):
        for ground in ("surface", "paper"):
            assert contrast(theme[name], theme[ground]) >= 4.5, (name, ground)


def test_light_and_dark_name_the_same_colours():
    assert set(LIGHT) == set(DARK)
    assert all(re.fullmatch("#[0-9A-F]{6}", color) for color in [*LIGHT.values(), *DARK.values()])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_map_ramp_is_monotone_in_lightness(theme):
    ramp = [luminance(theme[f"r{n}"]) for n in range(6)]
    assert ramp in (sorted(ramp), sorted(ramp, reverse=True))


def test_undecided_marks_differ_in_lightness_from_gain_and_loss():
    for name in ("gain", "loss"):
        assert contrast(LIGHT["c5"], LIGHT[name]) > 2


def test_pictures_have_no_type_below_the_floor():
    assert min(TYPE.values()) == TYPE["note"] == 8.4


def test_font_writes_common_chinese_and_both_languages_signs():
    level_one = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    common = {code.decode("gb2312") for code in level_one if code not in (bytes((0xD7, c)) for c in range(0xFA, 0xFF))}
    assert len(common) == 3755
    assert common | set(string.printable[:95]) | set("−–，。；：（）、？“”") <= characters() | {"\t", "\n"}


def test_font_leaves_signs_to_the_next_font_that_it_draws_too_wide():
    assert characters().isdisjoint("±×·…≤≥→↑↓†")


def test_font_has_a_family_of_its_own():
    from fontTools.ttLib import TTFont

    with TTFont(FONT_FILE) as font:
        assert font["name"].getDebugName(1) == FONT_FAMILY
        assert {record.toUnicode() for record in font["name"].names if record.nameID == 4} == {FONT_FAMILY}


def test_font_is_shipped_with_its_licence():
    licence = Path(report.look.__file__).with_name("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright" in licence


def test_cut_for_a_page_is_small_and_has_what_it_needs():
    from io import BytesIO

    from fontTools.ttLib import TTFont

    data = woff("居民自治 +1.2 𠮷")
    assert len(data) < 20_000
    with TTFont(BytesIO(data)) as font:
        assert set("居民自治+1.2 ") == {chr(code) for code in font.getBestCmap()}
