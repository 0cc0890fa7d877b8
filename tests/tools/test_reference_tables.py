"""What the documentation says is so: tables, names, paths, snippets, numbers, and both languages alike."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from experiments.compare.comparison import Comparison
from experiments.compare.study import compare
from experiments.runs import Execution
from sim.compute.compiled import plain_rules
from sim.engine.trial import RULE_MODULES
from sim.errors import InputError
from sim.indicators import COLUMNS, INDICATORS
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.params.sources import GRADES, rests_on
from sim.scenarios.scenario import load_scenario, scenario_names
from tests.sim.test_validation import BANDS
from tools.reference_tables import LANGUAGES, PAGES, ROOT, file_of, page

DOCS = ROOT / "docs"
WRITTEN = (
    "explanation/model", "explanation/evidence", "how-to/change-a-rule", "how-to/use-mesa", "how-to/write-a-scenario",
)  # fmt: skip
FILES = [DOCS / f"{name}.{language}.md" for name in WRITTEN for language in LANGUAGES]
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
RULES = {rule.__name__ for name in RULE_MODULES for rule in plain_rules(import_module(name))}
OTHER_WORDS = {
    "asked_service", "assumption", "change", "check", "clip", "code", "compare", "exp", "extends", "float", "fork",
    "format", "from", "isinstance", "iterations", "label.en", "label.zh", "levers", "log", "logistic", "math", "new",
    "numpy.random", "order", "params", "people", "power", "print", "problem", "profile", "python", "question.en",
    "question.zh", "ramp", "random", "rng.normal", "run", "running", "scenario", "seed", "sim.engine.story.parting",
    "step", "time", "try", "unique_id", "until",
}  # fmt: skip
"""Names of the formats, of Python and of Mesa that the pages speak of."""
HEAD = 'label.en = "M"\nlabel.zh = "我"\nquestion.en = "W"\nquestion.zh = "为"\n'
CHANGE = "[[change]]\nfrom = {}\nuntil = {}\nlevers = {{ grant = {} }}\n"
MISTAKES = (
    f"{HEAD}[levers]\npublicty_boards = 5\n",
    f"{HEAD}[levers]\nforgetting = 0.05\n",
    f"{HEAD}[levers]\nwage_rise = 3.0\n",
    f'{HEAD}[levers]\nwage_rise = "0.3"\n',
    f"{HEAD}[levers]\nextra_posts = 1.5\n",
    f"{HEAD}[params]\nn_residents = 300\n",
    HEAD.replace('question.zh = "为"\n', ""),
    HEAD + CHANGE.format(9, 5, 1),
    f"{HEAD}{CHANGE.format(1, 5, 1)}ramp = 6\n",
    HEAD + CHANGE.format(1, 5, 1) + CHANGE.format(5, 9, 2),
    f'{HEAD}extends = "mine.toml"\n',
    f"{HEAD}format = 2\n",
)


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


CODE = r"(?!console)\w+"  # a console block shows what is said, which each language says in its own words


def blocks(text: str, kind: str = r"\w+") -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.S | re.M)


def prose(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)


def rows(text: str) -> list[list[str]]:
    """The cells of every table row."""
    lines = (line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| "))
    return [[cell.strip() for cell in line] for line in lines]


def number(cell: str) -> float:
    return float(cell.replace("−", "-"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reference_table_is_current(name: str, language: str) -> None:
    current = read(file_of(name, language)) == page(name, language)
    assert current, f"{file_of(name, language).name} is not current: python -m tools.renew reference-tables"


def test_every_declared_number_has_its_row_in_both_languages() -> None:
    for name, declared in (("parameters", PARAMS), ("levers", LEVERS), ("indicators", INDICATORS)):
        for language in LANGUAGES:
            named = [row[0].strip("`• ") for row in rows(page(name, language))]
            assert [key for key in named if key in declared] == [key for key in dict.fromkeys(named) if key in declared]
            assert set(declared) <= set(named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counts_of_grades_are_those_of_the_rows_below(language: str) -> None:
    text = read(file_of("parameters", language))
    grades = [row[5] for row in rows(text) if len(row) == 7 and row[0].strip("`") in PARAMS]
    named = [GRADES[grade].get(language) for grade in ("published", "judgement", "assumption")]
    counted = [len(grades), *(grades.count(name) for name in named)]
    assert [int(figure) for figure in re.findall(r"\d+", text)[:4]] == counted and sum(counted[1:]) == counted[0]


def test_every_source_is_told_in_chinese() -> None:
    for parameter in PARAMS.values():
        assert bool(rests_on(parameter, "zh")) == bool(rests_on(parameter, "en"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_path_in_the_text_exists(file: Path) -> None:
    text = read(file)
    inside = [span for span in SPAN.findall(prose(text)) if re.match(r"(sim|tests|docs|experiments)/", span)]
    assert not [path for path in inside if not (ROOT / path).exists()]
    beside = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert not [link for link in beside if not (file.parent / link).exists()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_name_in_the_text_is_one_of_the_model(file: Path) -> None:
    known = {*RULES, *PARAMS, *LEVERS, *COLUMNS, *scenario_names(), *OTHER_WORDS}
    spans = [span for span in SPAN.findall(prose(read(file))) if re.fullmatch(r"[a-z][a-z0-9_.]*[a-z0-9]", span)]
    code = (".py", ".toml"), ("model.", "mesa.", "experiments.")
    names = {span for span in spans if not span.endswith(code[0]) and not span.startswith(code[1])}
    assert not names - known


@pytest.mark.parametrize("name", [*WRITTEN, *(f"{file_of(name, 'en').parent.name}/{name}" for name in PAGES)])
def test_both_languages_have_the_same_shape(name: str) -> None:
    english, chinese = (read(DOCS / f"{name}.{language}.md") for language in LANGUAGES)
    headings = [[len(mark) for mark in re.findall(r"^(#+) ", prose(text), re.M)] for text in (english, chinese)]
    assert headings[0] == headings[1]
    assert blocks(english, CODE) == blocks(chinese, CODE)
    assert len(blocks(english)) == len(blocks(chinese))
    assert [len(row) for row in rows(english)] == [len(row) for row in rows(chinese)]
    names = [
        {span for span in SPAN.findall(prose(text)) if re.fullmatch(r"[a-z_]+", span)} for text in (english, chinese)
    ]
    assert names[0] - {"code"} == names[1]


def test_the_mesa_snippets_run(capsys: pytest.CaptureFixture[str]) -> None:
    snippets = blocks(read(DOCS / "how-to" / "use-mesa.en.md"), "python")
    assert len(snippets) >= 10
    names: dict[str, object] = {"__name__": "snippets"}
    for snippet in snippets:
        exec(compile(snippet, "use-mesa", "exec"), names)
        printed = capsys.readouterr().out
        assert "print" not in snippet or printed.strip()
    assert "Did you mean 'publicity'?" in printed


def test_the_scenario_of_the_guide_loads(tmp_path: Path) -> None:
    (whole,) = blocks(read(DOCS / "how-to" / "write-a-scenario.en.md"), "toml")
    file = tmp_path / "mine.toml"
    file.write_text(whole, encoding="utf-8")
    scenario = load_scenario(file)
    visits = [scenario.at(month)["publicity_visits"] for month in (12, 13, 18, 36, 37)]
    assert visits == pytest.approx([0, 200 / 6, 200, 200, 0])
    boards = [scenario.at(month)["publicity_boards"] for month in (36, 37)]
    assert boards == [5000, 2000]


def test_the_mistakes_of_the_guide_are_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for text in MISTAKES:
        Path("mine.toml").write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_scenario("mine.toml")
        for language in LANGUAGES:
            said[language].append(caught.value.get(language))
    for language in LANGUAGES:
        (shown,) = blocks(read(DOCS / "how-to" / f"write-a-scenario.{language}.md"), "console")
        assert shown.splitlines() == said[language]


def test_the_rule_that_the_guide_changes_is_there() -> None:
    before, after = blocks(read(DOCS / "how-to" / "change-a-rule.en.md"), "python")
    source = read(ROOT / "sim" / "agents" / "resident.py")
    assert source.count(before) == 1
    compile(source.replace(before, after), "resident", "exec")


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """All policies on the twenty communities that the pages speak of."""
    return compare(replicates=20, equal_budget=None, execution=Execution(processes=2))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_side_effects_are_those_of_the_model(comparison: Comparison, language: str) -> None:
    table = [
        [cell.strip("`") for cell in row]
        for row in rows(read(DOCS / "explanation" / f"model.{language}.md"))
        if row[0].strip("`") in scenario_names()
    ]
    assert len(table) >= 10
    for policy, column, difference in table:
        assert number(difference) == pytest.approx(100 * comparison.differences(policy, column).mean, abs=0.06)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bands_and_levels_of_the_evidence_are_those_of_the_model(comparison: Comparison, language: str) -> None:
    table = rows(read(DOCS / "explanation" / f"evidence.{language}.md"))
    bands = {row[0].strip("`"): row for row in table if len(row) == 5 and row[0].strip("`") in INDICATORS}
    known = {band.indicator: band for band in BANDS.values() if band.indicator in INDICATORS}
    assert bands.keys() == known.keys()
    for column, (_, band, found, *_) in bands.items():
        assert tuple(map(number, band.split("–"))) == (known[column].low, known[column].high)
        assert number(found) == pytest.approx(comparison.levels("baseline", column).mean, abs=0.0051)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_evidence_calls_a_miss_is_found_so(comparison: Comparison, language: str) -> None:
    table = [row for row in rows(read(DOCS / "explanation" / f"evidence.{language}.md")) if len(row) == 3]
    misses = [(re.findall(r"`(\w+\.\w+)`", row[0]), row[2]) for row in table if "`" in row[0]]
    assert len(misses) == 4
    for columns, found in misses:
        levels = [comparison.levels("baseline", column).mean for column in columns]
        value = levels[0] if len(levels) == 1 else levels[0] / levels[1]
        assert number(found) == pytest.approx(value, abs=0.0051 if len(levels) == 1 else 0.051)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_with_a_published_work_is_in_the_evidence(language: str) -> None:
    text = read(DOCS / "explanation" / f"evidence.{language}.md")
    dated = [p.name for p in PARAMS.values() if re.search(r"(19|20)\d\d", p.source)]
    assert len(dated) >= 30
    assert not [name for name in dated if f"`{name}`" not in text]
