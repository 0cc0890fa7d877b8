import ast
import copy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tests.audit import falsified
from tests.audit.definitions import DEFINITIONS
from tests.audit.evidence import lesson
from tests.audit.lessons import audit_lesson, audit_lessons
from tests.audit.page import sentences, tree
from tests.audit.raw import ROOT, Effect, Raw, holm, judge, needed, t_interval
from tests.audit.report import audit_ground, audit_report
from tests.audit.tokens import tokens

OUR_OWN = {"sim", "experiments", "report", "dashboard", "cli", "run", "tools"}
SMALL = ["compare", "publicity", "--months", "24", "--replicates", "2", "--param", "n_residents=100"]
LEFT_OUT = ["--no-worlds", "--equal-budget", "0", "--processes", "1", "--lang", "en"]


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> tuple[Raw, str]:
    """A small job: its raw rows and its page."""
    folder = tmp_path_factory.mktemp("audit") / "job"
    line = [sys.executable, str(ROOT / "run.py"), *SMALL, *LEFT_OUT, "--out", str(folder)]
    subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Raw(folder), (folder / "report.html").read_text(encoding="utf-8")


def wrong(found):
    return [(f.token, f.sentence, f.value) for f in found if not f.ok]


@pytest.mark.slow
def test_every_number_of_a_small_report_is_found_and_matched(job):
    raw, html = job
    found = audit_report(raw, html, "en")
    assert len(found) > 300
    assert wrong(found) == []
    assert all(f.file for f in found)
    assert wrong(audit_ground(raw)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("2 communities were run", "3 communities were run"),
        ("most of which are assumptions", "all of which are assumptions"),
        ("Up: better service", "Up: worse service"),
        ("hold 95% intervals", "hold 90% intervals"),
        ("window: months 1–24", "window: months 2–24"),
        ("publicity_boards = 5000", "publicity_boards = 5001"),
    ],
)
def test_a_falsified_sentence_is_found(job, said, instead):
    raw, html = job
    assert said in html
    assert wrong(audit_report(raw, html.replace(said, instead, 1), "en"))


@pytest.mark.slow
@pytest.mark.parametrize("what", ["a number, in the last digit", "a sign", "the end of an interval", "a cost"])
def test_a_falsified_number_is_found(job, what):
    raw, html = job
    case = next(case for case in falsified.page_cases("Publicity", "Training") if case.what == what)
    page = falsified.falsify(case, html)
    assert page is not None
    assert wrong(audit_report(raw, page, "en"))


@pytest.mark.slow
def test_a_number_that_no_rule_knows_is_not_found(job):
    raw, html = job
    more = html.replace("</h1>", " It also saves 17 lives.</h1>", 1)
    assert "17" in [token for token, _, _ in wrong(audit_report(raw, more, "en"))]


def test_lessons_are_matched_and_a_false_one_is_found():
    measured = [f for f in audit_lessons({}) if "no job was given" not in f.value]
    assert len(measured) > 3000
    assert wrong(measured) == []
    own = lesson("p06", None)
    assert wrong(audit_lesson(falsified.false_words(own)))
    text = copy.deepcopy(own.text)
    text["plan"]["step"][5]["en"] = text["plan"]["step"][5]["en"].replace("three questions", "four questions")
    assert any(token == "four" for token, _, _ in wrong(audit_lesson(own._replace(text=text))))


def test_the_audit_shares_no_code_with_what_it_audits():
    for file in sorted(Path(__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & OUR_OWN, file.name


def test_every_definition_is_written_where_it_says():
    for key, definition in DEFINITIONS.items():
        assert definition.needle in (ROOT / definition.where).read_text(encoding="utf-8"), key


def test_the_arithmetic_is_that_of_the_books():
    values = np.array([1.0, 2.5, 0.5, 3.0, 2.0])
    low, high = stats.t.interval(0.95, 4, values.mean(), stats.sem(values))
    assert t_interval(values) == pytest.approx((values.mean(), low, high, 5))
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert [judge(Effect(m, m - 1, m + 1, 4), 1.0) for m in (3.0, -3.0, 0.0, 1.5)] == ["up", "down", "small", "open"]
    n = int(needed(t_interval(values), 1.0))
    spread, gap = values.std(ddof=1), abs(values.mean() - 1.0)
    assert stats.t.ppf(0.975, n - 1) * spread / n**0.5 < gap <= stats.t.ppf(0.975, n - 2) * spread / (n - 1) ** 0.5


def test_tokens_are_numbers_and_words_of_direction():
    assert [t.text for t in tokens("Fewer orders: by 5.9 (+1 to −2), none fell", "en", ("Fewer orders",))] == [
        "5.9", "+1", "−2", "none", "fell",
    ]  # fmt: skip
    assert [t.text for t in tokens("七类居民的满意度都下降，多 3.0 分", "zh")] == ["七", "都", "下降", "多", "3.0"]


def test_a_page_is_taken_apart_with_what_is_told_to_those_who_do_not_see():
    page = tree(
        '<body><section id="a"><p>One <b>2</b></p><img alt="3"><script>4</script><svg><text>5</text></svg></section></body>'
    )
    assert [(s.section, s.text) for s in sentences(page)] == [("a", "One 2"), ("a", "3")]
