"""Retired words stay out: names in Python and JavaScript, messages and documents in both languages.

The glossary, `docs/reference/glossary.en.md`, says what a word means and what the field calls it.
"""

import io
import re
import tokenize
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("cli", "dashboard", "docs", "experiments", "report", "sim", "tests", "tools")
SUFFIXES = (".py", ".md", ".js", ".ts", ".toml")
CLASS = "!dashboard/content/*/teach.py !dashboard/content/*/story.py !dashboard/content/lessons/* !docs/how-to/teach-*"
"""Where a class is addressed, which may have the same luck."""


class Retired(NamedTuple):
    """A word that is not used, the right one, and the files in which that holds (``!`` leaves some out)."""

    word: str
    right: str
    where: str = ""


NAMES = [
    Retired("lived|live_(month|again|burn_in|residents)|lived_\\w+|\\w+_lived", "simulated, simulate_month, rerun"),
    Retired("luck|luck_\\w+|\\w+_luck|Luck|SharedLuck", "draw, draws", "sim/* experiments/benchmark/*"),
    Retired("SharedLuck|shared_luck|luck_\\w+|\\w+_luck|Luck", "common_random_numbers, stochastic_share", "*.py"),
    Retired("n_lanes", "n_arms", "experiments/* report/*"),
    Retired("HEADLINES|headlines|Headline", "PRIMARY_OUTCOMES, InterimResult", "*.py"),
    Retired("doubt(ed|ful)?|read_doubts|arms_of_doubt|Doubt", "varied, one_at_a_time", "experiments/* report/*"),
    Retired("Cutting|cutting|carried", "Blocking, mediated", "experiments/* report/*"),
    Retired("yardstick", "indicator"),
    Retired(
        "_?told|Told|TOLD|tell_\\w+|\\w+_told", "log, report, sentence", "cli/* experiments/* report/* sim/* tools/*"
    ),
    Retired("Asked|asked_of|hash_of_asked|asks|takes", "HttpRequest, question, matches, handles", "*.py !tests/*"),
    Retired("Kept|kept_\\w+|load_kept|KEPT|KeptWorlds|_?\\w*_kept", "stored, cached, accepted", "dashboard/* cli/*"),
    Retired("KeptWorlds|load_kept|kept_(table|blocks)", "StoredWorlds, accepted, complete"),
    Retired("Visit|Seats?|SEATS|seats", "PageConnection, Slots", "dashboard/* cli/*"),
    Retired("course|Course|STAGE", "schedule, trajectory, STATIC", "dashboard/*"),
    Retired("far", "progress", "experiments/*.py dashboard/*.py"),
    Retired("BESIDE|_beside", "COMPANIONS, _background", "experiments/* dashboard/*.py"),
    Retired("whole_file|whole_or_none|_whole|opened_whole", "atomic_file, whole_number, intact"),
    Retired("making_line|mend(s|ed|ing)?|mended_\\w+|Mended", "worlds_command, repair"),
    Retired("room|ROOM|N_ROOM", "scratch", "sim/*"),
    Retired("Findings", "CompareFindings, SweepFindings and so on: one name for one class", "report/*"),
]
TEXTS = [
    Retired("[Ll]uck", "random draws, random variation, chance", f"{CLASS} !tests/* !*.js !docs/reference/*"),
    Retired("运气", "随机数、随机波动", f"{CLASS} !tests/* !docs/reference/*"),
    Retired("(is|are|was|were|been|just|months) lived(?! in a)", "simulated", f"{CLASS} !tests/*"),
    Retired("headline (indicator|difference|end)s?", "primary outcome"),
    Retired("doubtful", "varied one at a time"),
    Retired("kept worlds?|believable", "plausible worlds"),
    Retired("gone on with", "resumed"),
    Retired("laid beside", "compared side by side"),
    Retired("(measured|taken) in turns", "interleaved"),
    Retired("(?<![Tt]here )is no (whole )?(number|path|list|table|range|file|plan|store|parameter|lever)\\b(?! of its)",
            "is not a …"),
    Retired("names no place", "needs a path"),
    Retired("[Tt]here is too much:", "unexpected argument: x"),
    Retired("it runs backwards", "ends before it starts"),
]  # fmt: skip


def holds(name: str, where: str) -> bool:
    """Tell whether a row holds in a file."""
    patterns = where.split()
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    left_out = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return (not wanted or any(fnmatch(name, one) for one in wanted)) and not any(fnmatch(name, one) for one in left_out)


def split(name: str, text: str) -> tuple[set[str], list[str]]:
    """Return the names in a file, and its prose: comments and texts with a space, or all of a document."""
    if name.endswith(".py"):
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        names = {token.string for token in tokens if token.type == tokenize.NAME}
        prose = [token.string for token in tokens if token.type in (tokenize.COMMENT, tokenize.STRING)]
        return names, [one for one in prose if re.search(r"\s|[\u3400-\u9fff]", one.strip("\"'"))]
    if name.endswith((".js", ".ts")):
        code = re.sub(r"/\*.*?\*/|//[^\n]*|\"[^\"\n]*\"", " ", text, flags=re.DOTALL)
        return set(re.findall(r"(?<![\w$-])[A-Za-z_$][\w$]*(?!-)", code)), re.findall(
            r"/\*.*?\*/", text, flags=re.DOTALL
        )
    return set(), [text]


def mistakes(name: str, text: str) -> Iterator[str]:
    """Say every retired word of a file with the right one."""
    names, prose = split(name, text)
    for word, right, where in NAMES:
        if holds(name, where):
            for found in sorted(found for found in names if re.fullmatch(word, found)):
                yield f"{name}: the name {found} is retired; write {right}"
    for word, right, where in TEXTS:
        if holds(name, where):
            for part in prose:
                plain = re.sub(r"``?[^`\n]*``?|\{[^{}\n]*\}|[\w.]*[\"'][\w ]+[\"']\]", " ", part)
                for found in re.finditer(rf"(?<!\w)(?:{word})(?!\w)" if word.isascii() else word, plain):
                    yield f"{name}: “{found[0]}” is retired; write {right}"


def files() -> Iterator[tuple[str, str]]:
    """Give name and text of every file that is read; what is drawn, measured or tells of the past is not."""
    found = [ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md"]
    found += [file for folder in FOLDERS for file in (ROOT / folder).rglob("*")]
    for file in sorted(found):
        name = file.relative_to(ROOT).as_posix()
        if file.suffix in SUFFIXES and "node_modules" not in name and name != "tests/test_words.py":
            yield name, file.read_text(encoding="utf-8")


def test_no_retired_word_is_left() -> None:
    left = [mistake for name, text in files() for mistake in mistakes(name, text)]
    assert not left, "\n".join(left)


@pytest.mark.parametrize("name,text,word", [
    ("sim/a.py", "lived = 1\n", "the name lived is retired; write simulated"),
    ("sim/agents/a.py", "def rule(luck):\n    return luck\n", "the name luck is retired; write draw"),
    ("report/a.py", "class Findings:\n    pass\n", "CompareFindings"),
    ("dashboard/static/a.js", "let seats = 1;\n", "PageConnection, Slots"),
    ("cli/a.py", 'TEXT = "95% interval, luck only"\n', "random draws"),
    ("report/a.py", 'TEXT = "只反映运气"\n', "随机波动"),
    ("docs/how-to/a.en.md", "A sweep can be gone on with.\n", "write resumed"),
    ("sim/a.py", 'TEXT = f"{x} is no number."\n', "is not a"),
])  # fmt: skip
def test_a_retired_word_is_found_and_the_right_one_said(name, text, word) -> None:
    assert word in "".join(mistakes(name, text))


@pytest.mark.parametrize("name,text", [
    ("dashboard/content/words/teach.py", 'TEXT = "no more than luck"\n'),
    ("docs/how-to/teach-with-the-live-page.en.md", "the same people with the same luck"),
    ("report/a.py", "told = 'There is no number'\n".replace("told", "text")),
    ("docs/how-to/a.en.md", "the column `luck` of `worlds.csv`"),
])  # fmt: skip
def test_plain_english_and_what_a_class_hears_may_stay(name, text) -> None:
    assert not list(mistakes(name, text))
