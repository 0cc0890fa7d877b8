import re

import pytest

from report import frame
from report.frame import PAGE, Facts, Figure, Page, Section, Table, save
from report.provenance import section
from sim.errors import InputError
from tests.report.compare.test_page import Page as Parsed

SVG = '<svg width="10"><text>四</text></svg>'


def sections():
    return [
        Section(
            "What <moves>?", ("How to read it.", "Up by 4.2 (3.9–4.5) points."),
            Figure("It moves & grows", SVG, b"", "report-moves.png", Table(
                ("Name", "Value", "Why"), [["a", "1.0", "long <words>"]], "All of them", words=(2,))),
            command="python run.py report 'my results' --lang en", name="moves",
        ),
        Section("Numbers", table=Table(("Name", "Value"), [["b", "2.0"]])),
        Section("Image", figure=Figure("Image", "", b"\0", raster=True)),
    ]  # fmt: skip


@pytest.fixture(params=["en", "zh"])
def html(request):
    lead = "Pay raises quality by 7.7 (7.4–8.0) points.\nA second & finding."
    last = section(request.param, Facts([("Runs", "12 < 13"), ("Design", "grid\nx = 1")]))
    return frame.html(Page(request.param, "Sweep · pay", lead, [*sections(), last], "B<"))


def test_a_page_is_well_formed_and_loads_nothing(html):
    page = Parsed(html)
    assert len(page.all("section")) == 3 + 1
    assert "http" not in html and "<script" not in html
    assert re.findall(r"url\((?!data:|#)", html) == []


def test_a_page_is_in_the_language_asked_for():
    for lang, code, words in (("en", "en", "see numbers"), ("zh", "zh-CN", "看数字")):
        page = frame.html(Page(lang, "t", "l", sections()))
        assert f'<html lang="{code}">' in page and words in page


def test_the_first_line_of_the_lead_is_the_heading_and_the_others_are_a_list(html):
    heading = re.search(r"<h1>(.*?)</h1>", html).group(1)
    assert heading.startswith("Pay raises quality by ") and '<span class="n">7.7 (7.4–8.0)</span>' in heading
    assert '<ul class="lines"><li>A second &amp; finding.</li></ul>' in html
    assert html.index("<h1>") < html.index('class="box"') < html.index("<section")


def test_every_section_can_be_reached_from_the_top(html):
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["moves", "section-2", "section-3", "provenance"]
    assert set(targets) <= set(re.findall(r' id="([^"]+)"', html))


def test_what_is_given_is_text_and_never_markup(html):
    assert "What &lt;moves&gt;?" in html and "long &lt;words&gt;" in html and "12 &lt; 13" in html and "B&lt;" in html
    assert "grid<br>x = 1" in html


def test_a_picture_has_its_finding_its_file_its_command_and_its_numbers_folded_away(html):
    moves = html[html.index('id="moves"') : html.index('id="section-2"')]
    assert 'role="img" aria-label="It moves &amp; grows"' in moves
    assert '<a href="report-moves.png" download>' in moves
    assert "<code>python run.py report &#39;my results&#39; --lang en</code>" in moves
    assert moves.index("<details>") < moves.index("<table")
    assert html.count("<details>") == 1 and html.count("<table") == 2


def test_numbers_stand_at_the_right_and_words_at_the_left(html):
    assert '<td>1.0</td><td class="words">long &lt;words&gt;</td>' in html
    assert html.count('class="wide"') == 2
    assert "<caption>All of them</caption>" in html


def test_an_image_bears_its_finding(html):
    assert [image["alt"] for image in Parsed(html).all("img")] == ["Image"]


def test_a_page_carries_every_character_that_it_shows(html):
    import base64
    from io import BytesIO

    from fontTools.ttLib import TTFont

    covered = set()
    for code in re.findall(r"data:font/woff;base64,([^)]+)\)", html):
        with TTFont(BytesIO(base64.b64decode(code))) as font:
            covered |= {chr(point) for point in font.getBestCmap()}
    body = html[html.index("<body>") :]
    assert {character for character in body if not character.isspace()} - covered == set()


def test_a_page_is_saved_whole(tmp_path):
    assert save(tmp_path, "<html>\n")[0].read_bytes() == b"<html>\n"
    assert [path.name for path in tmp_path.iterdir()] == [PAGE]


def test_only_pictures_of_the_page_before_go(tmp_path):
    (tmp_path / "report-mine.png").write_bytes(b"mine")
    save(tmp_path, '<img src="report-map.png">', {"report-map.png": b"map"})
    save(tmp_path, '<img src="report-who.png">', {"report-who.png": b"who"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report-mine.png", "report-who.png", PAGE]


def test_a_place_that_takes_no_page_is_named(tmp_path):
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="taken"):
        save(tmp_path / "taken", "<html>")
