"""What is stored is renewed where it is stale, and nothing else; what is said, and what an interruption leaves."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sim.errors import InputError
from tests.tools.trees import ROOT
from tools import measured, reference_numbers, renew
from tools.stored import STORED, Stored

STAMPS = {"fingerprint": "1" * 64, "measured_by": "2" * 64, "asked": "3" * 64}


def test_everything_that_is_stored_is_in_the_table_once_and_is_there() -> None:
    names = [item.name for item in STORED]
    assert len(set(names)) == len(names)
    files = [file for item in STORED if item.name != "reference-rows" for file in files_of(item)]  # of one table
    assert len(set(files)) == len(files)
    made = {*(ROOT / "docs" / "images").iterdir(), *(ROOT / "docs" / "reference").iterdir(),
            ROOT / "tests" / "reference.csv", *ROOT.glob("report/look/*.otf")}  # fmt: skip
    shipped = [
        file for storey in ("sim", "experiments", "dashboard", "report") for file in (ROOT / storey).rglob("*.json")
    ]
    stamped = {file for file in shipped if '"fingerprint": "' in file.read_text("utf-8")}
    assert len(stamped) >= 12 and made | stamped <= set(files)


def files_of(own: Stored) -> list[Path]:
    head, brace, rest = own.files.partition("{")
    names, _, tail = rest.partition("}")
    patterns = [f"{head}{name}{tail}" for name in names.split(",")] if brace else [own.files]
    found = [file for pattern in patterns for file in ROOT.glob(pattern)]
    assert found, own.files
    return found


# measurements: verified by a sample, or made anew


@dataclass
class Fake:
    """A measurement of two files; ``differ`` is what a sample finds, ``stops`` how many are made before Ctrl-C."""

    folder: Path
    differ: list[str] = field(default_factory=list)
    stops: int = 99
    made: list[str] = field(default_factory=list)
    sampled: int = 0

    def wanted(self):
        return {self.folder / f"{name}.json": STAMPS for name in ("one", "two")}

    def sample(self, files, execution):
        self.sampled += 1
        return measured.Sample(1234, self.differ)

    def make(self, file, execution):
        if len(self.made) == self.stops:
            raise KeyboardInterrupt
        self.made.append(file.stem)
        self.store(file.stem, **STAMPS, value=2)

    def text(self, content):
        return json.dumps(content)

    def store(self, name, **content):
        (self.folder / f"{name}.json").write_text(json.dumps({"schema": 1, **content}), encoding="utf-8")

    def read(self, name):
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def fake(tmp_path, monkeypatch):
    monkeypatch.setattr(measured, "ROOT", tmp_path)
    found = Fake(tmp_path)
    for name in ("one", "two"):
        found.store(name, **STAMPS, value=1)
    return found


def as_stored(fake: Fake) -> Stored:
    def make(execution):
        measured.renew(fake, execution)

    return Stored("fake", "*.json", lambda: measured.why(fake), make, "python -m fake", "a second", measurement=True)


def renewed(fake: Fake) -> bool:
    return renew.one(as_stored(fake), check=False)


def test_what_is_current_is_left_to_the_byte(fake, capsys):
    before = (fake.folder / "one.json").read_bytes()
    assert renewed(fake) and (fake.sampled, fake.made) == (0, [])
    assert (fake.folder / "one.json").read_bytes() == before and capsys.readouterr().out == ""


@pytest.mark.parametrize("stamp", ["fingerprint", "measured_by"])
def test_an_equal_sample_gives_the_new_stamp_and_the_words_that_say_so(fake, stamp):
    fake.store("one", **STAMPS | {stamp: "0" * 64}, value=1, verified_runs=20)
    assert renewed(fake) and (fake.sampled, fake.made) == (1, [])
    assert fake.read("one") == {"schema": 1, **STAMPS, "verified_runs": 1234, "value": 1}
    assert fake.read("two") == {"schema": 1, **STAMPS, "value": 1}


def test_one_other_number_in_the_sample_has_it_made_anew(fake, capsys):
    fake.differ = ["quality"]
    fake.store("two", **STAMPS | {"fingerprint": "0" * 64}, value=1)
    assert renewed(fake) and fake.made == ["two"] and fake.read("two") == {"schema": 1, **STAMPS, "value": 2}
    assert "in a sample of 1,234 runs 1 numbers differ, such as quality" in capsys.readouterr().out


@pytest.mark.parametrize("how", ["asked", "missing"])
def test_what_was_asked_otherwise_or_is_missing_is_made_anew_without_a_sample(fake, how):
    if how == "missing":
        (fake.folder / "one.json").unlink()
    else:
        fake.store("one", **STAMPS | {"asked": "0" * 64}, value=1)
    assert renewed(fake) and (fake.sampled, fake.made) == (0, ["one"])


def test_an_interrupted_renewal_keeps_what_is_done_and_goes_on(fake, monkeypatch, capsys):
    fake.differ, fake.stops = ["quality"], 1
    for name in ("one", "two"):
        fake.store(name, **STAMPS | {"fingerprint": "0" * 64}, value=1)
    monkeypatch.setattr(renew, "STORED", [as_stored(fake)])
    assert renew.main([]) == 130 and "the same command goes on" in capsys.readouterr().out
    assert (fake.read("one")["value"], fake.read("two")["value"]) == (2, 1)
    fake.stops = 99
    assert renew.main([]) == 0 and fake.made == ["one", "two"]


@pytest.mark.parametrize(
    ("runs", "of_one", "most", "size"),
    [(80_000, 96, 200, 42), (1000, 1, 1000, 50), (300, 1, 300, 20), (12, 1, 12, 12), (100, 24, 4, 1)],
)
def test_a_sample_is_a_twentieth_and_never_fewer_than_twenty_runs_or_all(runs, of_one, most, size):
    assert measured.size_of_sample(runs, of_one, most) == size
    assert size == most or size * of_one >= max(20, runs / 20)


def test_single_numbers_go_on_where_they_were_stopped(tmp_path, monkeypatch):
    own, file = measured.SingleNumbers(), tmp_path / "doubts.json"
    monkeypatch.setattr(measured, "BEGUN", tmp_path / "begun")
    stamp = own.wanted()[measured.single.FILE]
    monkeypatch.setattr(measured.SingleNumbers, "wanted", lambda self: {file: stamp})
    asked, stops = [], [3]

    def measure(names, execution):
        if len(asked) == stops[0]:
            raise KeyboardInterrupt
        asked.append(names[0])
        return {"schema": 1, **stamp, "default": [[0.5]], "rows": {name: {"low": [[1.0]]} for name in names}}

    monkeypatch.setattr(measured.single, "measure", measure)
    with pytest.raises(KeyboardInterrupt):
        own.make(file, None)
    assert len(asked) == 3 and not file.exists()
    stops[0] = 99
    own.make(file, None)
    names = measured.single.uncertain().names
    assert asked == list(names[:: own.CHUNK]) and not (tmp_path / "begun" / "single-numbers").exists()
    assert list(measured.single.read_one_at_a_time(file)["rows"]) == list(names)


def test_every_stored_measurement_is_written_as_it_stands():
    every = [measured.SingleNumbers(), measured.Pathways(), *measured.sets_of_worlds()]
    for item in every:
        for file in item.wanted():
            text = file.read_text(encoding="utf-8")
            assert item.text(json.loads(text)) == text, file.name


@pytest.mark.slow
def test_a_number_of_the_worlds_that_is_not_as_measured_is_found_in_the_sample(tmp_path, monkeypatch):
    own = measured.StoredWorldsMeasured("mixed")
    table = measured.kept.read_table("mixed")
    monkeypatch.setattr(measured, "BEGUN", tmp_path)
    monkeypatch.setattr(measured, "size_of_sample", lambda *_: 2)
    files = [measured.kept.files_of("mixed")[1]]
    if unknown := [name for name in measured.moved(own.plan).names if name not in table]:
        assert own.sample(files, measured.Execution()) == measured.Sample(0, unknown)
        return
    as_stored, current = own.sample(files, measured.Execution()), not list(measured.why(own))
    assert as_stored.runs >= 2 * 96 and (as_stored.differ == [] or not current)
    table.loc[0, "money:training|quality"] += 1e-6
    monkeypatch.setattr(measured.kept, "read_table", lambda profile: table)
    found = own.sample(files, measured.Execution()).differ
    assert found == ["money:training|quality"] if current else "money:training|quality" in found


# the command


@pytest.fixture
def table(monkeypatch):
    """Stand-ins for what is stored: by name whether it is stale, and what was made."""
    stale, made = {"good": False, "old": True, "broken": True, "last": True}, []

    def own(name):
        def make(execution):
            if name == "broken":
                raise InputError("there is no browser.", "没有浏览器。")
            made.append(name)
            stale[name] = False

        return Stored(name, "x", lambda: iter([f"{name} has changed"] if stale[name] else []), make, "make it", "a day")

    monkeypatch.setattr(renew, "STORED", [own(name) for name in stale])
    return stale, made


def test_check_says_what_is_stale_and_why_and_makes_nothing(table, capsys):
    stale, made = table
    assert renew.main(["--check"]) == 1 and made == []
    assert [line for line in capsys.readouterr().out.splitlines() if "has changed" in line] == [
        f"{name}: {name} has changed" for name in ("old", "broken", "last")
    ]
    stale.update(dict.fromkeys(stale, False))
    assert renew.main(["--check"]) == 0


def test_a_failure_is_one_sentence_and_leaves_the_others(table, capsys):
    _, made = table
    assert renew.main([]) == 1 and made == ["old", "last"]
    said = capsys.readouterr().out
    assert "broken: there is no browser.\n" in said and "Traceback" not in said


def test_some_of_it_can_be_named(table):
    _, made = table
    assert renew.main(["last", "good"]) == 0 and made == ["last"]


def test_a_name_that_is_not_stored_is_told_in_one_sentence(table, capsys):
    assert renew.main(["lest"]) == 2
    assert capsys.readouterr().err == "Nothing stored is called 'lest'; allowed is good, old, broken, last.\n"


@pytest.fixture
def moved(tmp_path, monkeypatch):
    """The table of reference numbers, one of which has moved, and a changelog."""
    known = dict(reference_numbers.stored()[1])
    monkeypatch.setattr(reference_numbers, "TABLE", tmp_path / "reference.csv")
    monkeypatch.setattr(reference_numbers, "CHANGELOG", tmp_path / "CHANGELOG.md")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- **numbers moved**: first\n", "utf-8")
    (tmp_path / "reference.csv").write_text((ROOT / "tests" / "reference.csv").read_text("utf-8"), "utf-8")
    now = {**known, ("training", "quality"): 0.25}
    monkeypatch.setattr(reference_numbers, "numbers", lambda: now)
    return tmp_path


def test_numbers_that_moved_are_left_until_it_is_said_why(moved, capsys):
    before = (moved / "reference.csv").read_bytes()
    assert renew.main(["reference-numbers"]) == 1
    (line,) = [item for item in capsys.readouterr().out.splitlines() if item.startswith("reference-numbers")]
    assert "1 numbers moved, such as training quality: " in line and "--because" in line
    assert (moved / "reference.csv").read_bytes() == before


def test_a_reason_moves_them_and_stands_in_the_changelog(moved, capsys):
    assert renew.main(["reference-numbers", "--because", "training  works sooner"]) == 0
    assert reference_numbers.reasons() == ["training works sooner", "first"]
    assert reference_numbers.stored()[0] == "training works sooner"
    assert reference_numbers.stored()[1]["training", "quality"] == 0.25
    assert renew.main(["reference-numbers", "--because", "again"]) == 0  # nothing moved: the reason is not used
    assert "no number moved" in capsys.readouterr().out and reference_numbers.reasons()[0] == "training works sooner"


def test_an_empty_reason_is_refused(moved, capsys):
    assert renew.main(["--because", " "]) == 2
    assert capsys.readouterr().err == "--because is empty; say in a few words why the numbers moved.\n"
