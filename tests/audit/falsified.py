"""Ten sentences and numbers falsified on purpose; an audit that is worth anything finds every one.

Each is a pattern in a page or a lesson and what becomes of it; one whose pattern is not there counts as not found.
"""

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.audit.evidence import Lesson, lesson
from tests.audit.lessons import audit_lesson
from tests.audit.raw import Raw
from tests.audit.report import audit_report
from tests.audit.rules import Finding
from tests.audit.say import Say


class Case(NamedTuple):
    """What is falsified, in which page, and how."""

    what: str
    language: str
    pattern: str
    instead: Callable[[re.Match[str]], str]


def other_digit(number: str) -> str:
    """Return a number with another last digit."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def swapped(*pair: str) -> Callable[[re.Match[str]], str]:
    """Return a swap of the one word of a pair for the other."""
    return lambda m: m[1] + pair[1 - pair.index(m[2])] + m[3]


def bumped(m: re.Match[str]) -> str:
    """Return a text whose middle is a number, with another last digit."""
    return m[1] + other_digit(m[2]) + m[3]


def cases(say: Say) -> list[Case]:
    """Return what is falsified in the page of a job."""
    best = say.raw.leaders("participation_12m", say.raw.singles)[0]
    return page_cases(say.label(best), next(say.label(key) for key in say.raw.singles if key != best))


def page_cases(best: str, worse: str) -> list[Case]:
    """Return what is falsified in a page where one policy leads and another does not."""
    return [
        Case("a number, in the last digit", "en", r"(With no policy, )(\d+\.\d)(%)", bumped),
        Case("a sign", "en", r"(<td[^>]*>)([+−])(\d+\.\d \()", swapped("+", "−")),
        Case("more for less", "en", r"(bring |participation )(more|less)( than )", swapped("more", "less")),
        Case("all for none", "en", r"(; )(none is)( seen to have lost)", lambda m: m[1] + "all are" + m[3]),
        Case("the best policy", "en", rf"(<h1>.*?most with ){best}()", lambda m: m[1] + worse),
        Case("the end of an interval", "en", r"(<td[^>]*>[+−]\d+\.\d \([+−]\d+\.\d to [+−])(\d+\.\d)(\))", bumped),
        Case("a cost", "en", r"(<section id=\"cost\">.*?<tbody>.*?<td[^>]*>[\d,]*)(\d)(</td>)", bumped),
        Case("a count of communities", "en", r"(<strong>They say:</strong>.*? )(\d+)( communities were run)", bumped),
    ]  # fmt: skip


CHINESE = Case(
    "a Chinese word of direction",
    "zh",
    r"(最能|多的是|提高)()()",
    lambda m: {"最能": "最不能", "多的是": "少的是", "提高": "降低"}[m[1]],
)


def falsify(case: Case, html: str) -> str | None:
    """Return a page with one thing falsified; none where there is nothing to falsify."""
    changed, times = re.subn(case.pattern, case.instead, html, count=1, flags=re.DOTALL)
    return changed if times and changed != html else None


def false_lesson(own: Lesson) -> Lesson:
    """Return a lesson whose measured number is another in its last kept digit."""
    measured = copy.deepcopy(own.measured)
    total = measured["ends"][0]["total"]
    total["mean"] = float(other_digit(f"{total['mean']:.6f}"))
    return own._replace(measured=measured)


def false_words(own: Lesson) -> Lesson:
    """Return a lesson in Chinese whose first claim of more speaks of less."""
    text = copy.deepcopy(own.text)
    text["explain"][0]["zh"] = text["explain"][0]["zh"].replace("诉求多了", "诉求少了")
    return own._replace(text=text)


def run(raw: Raw, pages: dict[str, str]) -> Iterator[tuple[str, list[Finding]]]:
    """Yield what was falsified and what the audit found wrong then."""
    for case in [*cases(Say(raw, "en")), CHINESE]:
        if case.language in pages:
            html = falsify(case, pages[case.language])
            found = [] if html is None else audit_report(raw, html, case.language)
            yield case.what, [finding for finding in found if not finding.ok]
    wrong = audit_lesson(false_lesson(lesson("p01", raw)))
    yield "a number of a lesson", [finding for finding in wrong if not finding.ok]
    if "zh" not in pages:
        wrong = audit_lesson(false_words(lesson("p06", raw)))
        yield CHINESE.what, [finding for finding in wrong if not finding.ok]


def read(path: Path) -> str:
    """Return a page."""
    return path.read_text(encoding="utf-8")
