import base64
import dataclasses
import re
from html.parser import HTMLParser

import pytest

from report.compare.findings import CompareFindings
from report.compare.page import PICTURES, page
from sim.quantity import Text
from sim.scenarios.scenario import Scenario
from tests.report.written import write_report

COMMAND = "python run.py compare --seed 1 --replicates 12 --out 'my results'"
VOID = {"meta", "img", "br", "wbr", "path", "use"}


class Page(HTMLParser):
    """Tags, ids and texts of a page; unbalanced tags fail."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.fixture(scope="module", params=["en", "zh"])
def written(request, whole, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    paths = write_report(whole, folder, request.param, COMMAND, files=["differences.csv"])
    return request.param, folder, paths, paths[0].read_text(encoding="utf-8")


def test_report_writes_the_page_and_a_picture_each(written):
    _, folder, paths, _ = written
    names = ["report.html", *(f"report-{module.NAME}.png" for module in PICTURES)]
    assert [path.name for path in paths] == names
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_page_loads_nothing_from_anywhere(written):
    html = written[3]
    assert "http" not in html
    assert "<script" not in html
    assert re.findall(r"url\((?!data:|#)", html) == []
    assert all(image["src"].startswith("data:") for image in Page(html).all("img"))


def test_page_is_well_formed_in_its_language(written):
    lang, _, _, html = written
    parsed = Page(html)
    assert parsed.all("html")[0]["lang"] == {"en": "en", "zh": "zh-CN"}[lang]
    assert len(parsed.all("section")) == 8 + 4


def test_every_picture_has_its_finding_as_label(written):
    parsed = Page(written[3])
    figures = [*parsed.all("svg"), *parsed.all("img")]
    assert len(figures) == 8
    assert all(len(attrs["aria-label"]) > 10 for attrs in figures)


def test_ids_do_not_clash_and_every_reference_has_one(written):
    html = written[3]
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    references = re.findall(r'(?:href="#|url\(#)([^")]+)', html)
    assert set(references) <= set(ids)


def test_links_to_pictures_are_files_beside_the_page(written):
    _, folder, _, html = written
    files = [attrs["href"] for attrs in Page(html).all("a") if not attrs["href"].startswith("#")]
    assert len(files) == 8
    assert all((folder / name).is_file() for name in files)


def test_embedded_font_has_every_character_of_the_page(written):
    from io import BytesIO

    from fontTools.ttLib import TTFont

    html = written[3]
    fonts = re.findall(r"data:font/woff;base64,([^)]+)\)", html)
    assert len(fonts) == 2
    covered = set()
    for code in fonts:
        with TTFont(BytesIO(base64.b64decode(code))) as font:
            covered |= {chr(point) for point in font.getBestCmap()}
    body = html[html.index("<body>") :]
    assert {character for character in body if not character.isspace()} - covered == set()


def test_box_before_the_numbers_says_random_draws_only_and_assumptions(written):
    lang, _, _, html = written
    start = html.index('class="box"')
    assert start < html.index("<section")
    words = {"en": "most of which are assumptions", "zh": "多数参数是假设"}[lang]
    assert words in html[start : html.index("</p>", start)]


def test_number_and_interval_never_part_at_the_end_of_a_line(written):
    heading = re.search(r"<h1>(.*?)</h1>", written[3]).group(1)
    spans = re.findall(r'<span class="n">([^<]*)</span>', heading)
    assert len(spans) >= 2
    assert all("(" in span or "（" in span for span in spans)


def test_provenance_has_version_seed_files_and_the_command(written):
    import sim

    html = written[3]
    start = html.index('id="provenance"')
    tail = html[start:]
    for words in (sim.__version__, "differences.csv", "training_hours = 6", "97–120"):
        assert words in tail
    assert "python run.py compare --seed 1 --replicates 12 --out &#39;my results&#39;" in tail


def test_table_has_a_row_a_policy_and_stars_half_widths_and_tones(written):
    html = written[3]
    table = html[html.index('class="effects"') :]
    table = table[: table.index("</table>")]
    assert table.count("<tr") == 2 + 1 + 11
    assert re.search(r'class="better">\+[\d.]+<small> ±[\d.]+\*</small>', table)
    assert re.search(r'class="worse">−[\d.]+<small> ±[\d.]+\*</small>', table)


def test_page_says_what_was_changed(make, tmp_path):
    changed = dataclasses.replace(
        make(["baseline", "training"]), params={"n_residents": 1000.0}, levers={"wage_rise": 0.1}
    )
    html = write_report(changed, tmp_path, "en", COMMAND)[0].read_text(encoding="utf-8")
    assert "n_residents = 1000" in html
    assert "wage_rise = 0.1" in html
    assert "1,000 residents" in html


def test_pictures_without_content_are_replaced_by_one_sentence(make, tmp_path):
    (tmp_path / "report.html").write_text('<img src="report-money.png">', encoding="utf-8")
    (tmp_path / "report-money.png").write_bytes(b"of an earlier run")
    paths = write_report(make(["baseline", "training"], budget=None), tmp_path, "en", COMMAND)
    html = paths[0].read_text(encoding="utf-8")
    assert "Left out: the policies were not run for the same money." in html
    assert "report-money.png" not in html
    assert not (tmp_path / "report-money.png").exists()


def test_users_text_cannot_break_the_page(make, tmp_path):
    comparison = make(["baseline", "training"])
    nasty = Scenario("own", Text("<b>&$x_1$", "<b>&$x_1$"), Text("</p>?", "</p>？"), levers={"training_hours": 1.0})
    for arm in comparison.arms:
        if arm.key != "baseline":
            object.__setattr__(arm, "scenario", nasty)
    html = write_report(comparison, tmp_path, "en", COMMAND)[0].read_text(encoding="utf-8")
    Page(html)
    assert "<b>" not in html
    assert "$x_1$" in html


def test_rare_characters_of_users_names_are_said_once(make, tmp_path, capsys):
    comparison = make(["baseline", "training"])
    object.__setattr__(comparison.arms[1].scenario, "label", Text("𠮷 rare", "𠮷𠮷"))
    write_report(comparison, tmp_path, "zh", COMMAND)
    error = capsys.readouterr().err
    assert error.count("𠮷") == 1
    assert error.count("\n") == 1


def test_a_line_break_in_a_label_leaves_the_heading_whole(make):
    comparison = make(["baseline", "training"], budget=None)
    object.__setattr__(comparison.arms[1].scenario, "label", Text("Two\nlines", "两\n行"))
    own = page(CompareFindings(comparison, "en"), COMMAND)
    assert len(own.lines) == 3 and "with Two lines, by " in own.lines[0] and own.lines[2].startswith("With Two lines ")
