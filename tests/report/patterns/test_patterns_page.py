"""The page, the tables and the terminal say what was found, in both languages, and the command ends as it should."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest

from cli import main
from experiments.patterns import study
from experiments.patterns.catalogue import catalogue
from experiments.patterns.pattern import below, between
from report.rebuild import report

NAMES = ("band_trust", "match_raises_gifts", "publicity_awareness", "habit")


@pytest.fixture
def few(monkeypatch):
    """A catalogue of four rows, in two communities; some expectations may be doctored."""

    def chosen(**expected):
        rows = tuple(
            replace(own, times=1, expected=expected.get(own.name, own.expected))
            for own in catalogue() if own.name in NAMES
        )  # fmt: skip
        monkeypatch.setattr(study, "catalogue", lambda: rows)
        monkeypatch.setattr(study, "known_failures", lambda patterns: {
            name: known for name, known in KNOWN.items() if name in {own.name for own in patterns}
        })  # fmt: skip

    return chosen


KNOWN = study.known_failures(catalogue())
RUN = ["patterns", "--replicates", "2", "--seed", "4", "--processes", "1"]


def test_the_command_writes_page_and_tables_and_ends_with_0(few, tmp_path, capsys):
    few(match_raises_gifts=below(1.0))
    assert main([*RUN, "--out", str(tmp_path), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    content = json.loads((tmp_path / "patterns.json").read_text(encoding="utf-8"))
    table = pd.read_csv(tmp_path / "patterns.csv").set_index("pattern")
    communities = pd.read_csv(tmp_path / "communities.csv")
    assert list(table.index) == [own["name"] for own in content["patterns"]] == list(NAMES)
    for name in NAMES[:3]:
        values = communities[communities.pattern == name].value
        assert len(values) == 2 and table.found[name] == pytest.approx(values.mean())
    assert table.verdict.to_dict() == {
        "band_trust": "holds", "publicity_awareness": "holds", "match_raises_gifts": "known failure", "habit": "holds",
    }  # fmt: skip
    lost = f"{100 * table.found['publicity_awareness']:.1f} points"
    for lang, words in (
        ("en", ("Of 4 patterns 3 hold", "built in", lost)),
        ("zh", ("4 项规律中，3 项相符", "是否设定")),
    ):
        page = report(tmp_path, lang)[0].read_text(encoding="utf-8")
        seen = re.sub(r"<[^>]+>", "", page)
        assert all(word in seen for word in words) and len(re.findall("<svg", page)) == 4
        assert not re.search(r"(src|href)=\"https?:", page)
    assert lost in printed and "Of 4 patterns 3 hold" in printed and "activities" in printed


@pytest.mark.parametrize("expected,said", [
    ({"publicity_awareness": below(0.0), "match_raises_gifts": below(1.0)}, "failures that are not on the list: 1"),
    ({"match_raises_gifts": between(1.0, 2.0)}, "on the list, and yet holding: 1"),
])  # fmt: skip
def test_an_unknown_failure_and_a_known_one_that_holds_end_with_1(few, capsys, expected, said):
    few(**expected)
    assert main([*RUN, "--lang", "en"]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [
    ["--replicates", "1"], ["--replicates", "x"], ["--seed", "-1"], ["--processes", "0"], ["--out", ""],
])  # fmt: skip
def test_what_cannot_be_used_is_one_sentence_and_2(wrong, capsys):
    assert main(["patterns", *wrong, "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("error: ") and said.err.count("\n") == 1 and said.out == ""


def test_numbers_as_json(few, capsys):
    few()
    main([*RUN, "--json", "--lang", "zh"])
    assert [own["name"] for own in json.loads(capsys.readouterr().out)["patterns"]] == list(NAMES)


def test_they_are_listed(capsys):
    assert main(["list", "patterns", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "members_trust_no_more" in printed and "closed form" in printed
