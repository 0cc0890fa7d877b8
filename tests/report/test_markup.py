"""Text becomes HTML in one place, and whatever users name stays text in every kind of page and in both languages."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli import main
from report.frame import Cell, Facts, Figure, Grid, Head, Heading, Line, Page, Paragraph, Row, Section, Table, html
from report.markup import Span, pieces, script
from report.rebuild import report

ROOT = Path(__file__).resolve().parents[2]
BUILDER = "report/markup.py"
CLEANS = "report/drawing.py"
"""Takes out of the SVG of matplotlib what a page does without; it makes none."""
TAG = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>|<(script|svg|img|a|p|td|th|div|span|table|h[1-6])\b|&(lt|gt|quot|#)"
)
MAKES_HTML = {"html", "markupsafe", "jinja2", "xml.sax.saxutils"}
MODULES = [file for folder in ("report", "dashboard") for file in sorted((ROOT / folder).rglob("*.py"))]
HOSTILE = "<script>\"&'名"
ASKS = '<img src=x onerror=alert(1)> & "why"?'
TAGS = {
    "a", "body", "br", "caption", "clippath", "code", "dd", "defs", "details", "div", "dl", "dt", "figure", "g", "h1",
    "h2", "h3", "head", "header", "html", "image", "img", "li", "main", "meta", "nav", "p", "path", "pre", "rect",
    "section", "small", "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "text", "th", "thead",
    "title", "tr", "tspan", "ul", "use", "wbr",
}  # fmt: skip


def texts_of(tree: ast.AST) -> list[str]:
    """Return the texts of a module but for docstrings."""
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in loose]
    return [node.value for node in found if isinstance(node.value, str)]


def made_by_hand(code: str) -> list[str]:
    """Return what a module does that only the builder may: tags in its texts, and imports that make HTML."""
    tree = ast.parse(code)
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return [*sorted(names & MAKES_HTML), *(text for text in texts_of(tree) if TAG.search(text))]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_only_the_builder_makes_html(file: Path) -> None:
    name = file.relative_to(ROOT).as_posix()
    if name == BUILDER:
        assert "jinja2" in made_by_hand(file.read_text(encoding="utf-8"))
    else:
        assert [text for text in made_by_hand(file.read_text(encoding="utf-8")) if name != CLEANS or "</" in text] == (
            [r"<metadata>.*?</metadata>"] if name == CLEANS else []
        )


@pytest.mark.parametrize("code", [
    "from html import escape", "import html", "from markupsafe import Markup", 'x = f"<p>{y}</p>"', 'x = "<td class="',
    "x = '&lt;'",
    'def f():\n    """Say."""\n    return "<b>" + y',
])  # fmt: skip
def test_what_is_made_by_hand_is_found(code: str) -> None:
    assert made_by_hand(code)


def test_docstrings_and_comparisons_are_no_html() -> None:
    assert made_by_hand('"""Return ``<p>``."""\nx = "p < .05, a<b"\n') == []


class Seen(HTMLParser):
    """What a browser takes a page for: its elements, their attributes, and what can be read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.said: list[str] = []
        self.feed(page)
        self.close()
        self.text = "\n".join(self.said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.said += [value or "" for name, value in attrs if name in ("aria-label", "alt", "title")]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def check(page: str) -> Seen:
    """Return what is seen of a page that nothing has broken out of."""
    seen = Seen(page)
    assert seen.tags <= TAGS and not [name for name in seen.attributes if name.startswith("on")]
    return seen


SIZE = ["--param", "n_residents=300", "--param", "n_buildings=6", "--param", "burn_in_months=12", "--months", "12"]
HELD = "[params]\nn_residents = 120\nn_buildings = 4\nburn_in_months = 12\n"
MOVED = "[design.params]\nforgetting = [0.015, 0.06]\nhype = [0.0, 1.6]\npublicity_peak = [0.02, 0.1]\n"


def plan(policy: str, design: str, replicates: int = 2) -> str:
    """Return a plan that compares a policy with none."""
    asked = f"question.en = '''{ASKS}'''\nquestion.zh = '''{ASKS}'''\nscenarios = [\"baseline\", \"{policy}\"]\n"
    return f"{asked}replicates = {replicates}\nmonths = 12\nseed = 1\n{HELD}[design]\n{design}\n{MOVED}"


KINDS = {
    "compare": ["mine.toml", *SIZE, "--replicates", "2", "--no-worlds", "--equal-budget", "5000"],
    "explain": ["mine.toml", *SIZE, "--replicates", "2", "--doubt", "hype"],
    "district": ["places <b>&.csv", "mine.toml", "--months", "6"],
    "sweep": ["latin.toml"],
    "sensitivity": ["morris.toml", "--sobol-samples", "8", "--parameters", "2"],
    "worlds": ["worlds.toml", "--bands", "bands.csv", "--keep", "8", "--equal-budget", "0"],
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a hostile name with files whose texts are."""
    folder = tmp_path_factory.mktemp("named") / "a <b> & 'c' \"名\""
    folder.mkdir()
    label = "".join(f"label.{lang} = '''{HOSTILE}'''\nquestion.{lang} = '''{ASKS}'''\n" for lang in ("en", "zh"))
    head = "name,residents,share_old,renters,party_members,posts,grant\n"
    rows = "".join(f'"<i>""&\'名 {n}",{300 + 20 * n},0.{20 + n},{60 + n},{24 + n},{5 + n},8000\n' for n in range(6))
    bands = f'awareness,0,0.45,"{ASKS.replace(chr(34), chr(34) * 2)}"\nsatisfaction,0,1,<td>\n'
    for name, text in {
        "mine.toml": f"{label}[levers]\nwage_rise = 0.3\npublicity_digital = 6000\n",
        "latin.toml": plan("mine.toml", 'kind = "latin"\nsamples = 12'),
        "morris.toml": plan("mine.toml", 'kind = "morris"\nsamples = 4'),
        "worlds.toml": plan("mine.toml", 'kind = "latin"\nsamples = 20'),
        "places <b>&.csv": head + rows,
        "bands.csv": f"indicator,low,high,source\n{bands}",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_what_users_name_stays_text_in_every_kind_of_page(place: Path, kind: str, monkeypatch, capsys) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setattr("report.pictures.png", lambda sheet: b"\x89PNG")  # takes most of the time and holds no HTML
    out = f"out <s>&'{kind}"
    assert main([kind, *KINDS[kind], "--out", out, "--processes", "1", "--lang", "en"]) == 0, capsys.readouterr().err
    for lang in ("en", "zh"):
        seen = check(report(out, lang)[0].read_text(encoding="utf-8"))
        assert HOSTILE in seen.text
        assert kind == "compare" or out.replace("'", "'\"'\"'") in seen.text  # its line names no folder
        if kind == "district":
            assert "<i>\"&'名 5" in seen.text and "places <b>&.csv" in seen.text
        if kind in ("compare", "sensitivity", "worlds", "sweep"):
            assert ASKS in seen.text


def test_every_part_of_a_page_escapes_what_it_is_given() -> None:
    table = Table([HOSTILE] * 2, [[HOSTILE] * 2], HOSTILE, words=(1,))
    cell = Cell(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    spans = [Span(kind, HOSTILE, HOSTILE) for kind in ("strong", "code", "link")]
    more = (
        Paragraph([HOSTILE, *spans], HOSTILE), Heading(HOSTILE), Line(HOSTILE),
        Facts([(HOSTILE, f"{HOSTILE}\n{HOSTILE}")]),
        Grid([(HOSTILE, 2)], HOSTILE, [Head([HOSTILE], [HOSTILE])], [Row(HOSTILE, HOSTILE, HOSTILE, [cell])]),
        Figure(HOSTILE, "", b"", HOSTILE, raster=True),
    )  # fmt: skip
    figure = Figure(HOSTILE, "<svg></svg>", b"", HOSTILE, table)
    section = Section(HOSTILE, (HOSTILE,), figure, command=HOSTILE, name=HOSTILE, more=more)
    page = html(Page("en", HOSTILE, f"{HOSTILE}\n{HOSTILE}", [section], [HOSTILE], HOSTILE))
    seen = check(page)
    # title, kicker, two of the lead, box, link, heading; the section's paragraph, label and summary's table of five,
    # command; then what each of the other parts says
    assert seen.text.count(HOSTILE) == 7 + (1 + 1 + 5 + 1) + (4 + 1 + 1 + 3 + 9 + 2)
    assert page.count("<script") == page.count("&lt;b") == 0 and HOSTILE not in page


def test_a_number_and_its_interval_are_one_piece_of_a_text_and_not_of_a_list() -> None:
    number = "7.7 (7.4–8.0)"
    assert list(pieces(f"by {number}!", numbers=True)) == [Span("", "by "), Span("number", number), Span("", "!")]
    assert list(pieces([f"by {number}!"], numbers=True)) == [Span("", f"by {number}!")]
    assert list(pieces("a\nb")) == [Span("", "a"), Span("break", ""), Span("", "b")]


def test_no_text_ends_the_script_that_it_stands_in() -> None:
    assert script({"a": "</script><b>&'\"名"}) == '{"a": "\\u003c/script>\\u003cb>&\'\\"名"}'
