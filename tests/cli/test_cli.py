"""The command line: what is good, what is bad input, and that bad input leaves nothing behind."""

import json
import os
import re
import shutil
import signal
import string
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from cli import main
from cli.compare import command
from cli.help import COMMANDS
from cli.language import chosen_language, language_of_locale
from cli.options import smallest_given
from cli.start import at_home, load
from cli.words import WORDS
from experiments.output.command_line import DEFAULTS, reproduce
from sim.indicators import COLUMNS, INDICATORS
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.scenarios.scenario import profile_names, scenario_names

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--param", "n_residents=300", "--param", "n_buildings=6", "--param", "burn_in_months=12", "--months", "12"]
HEAVY = {"numba", "mesa", "pandas", "scipy", "matplotlib", "numpy", "pyarrow", "networkx"}
TOO_LARGE = "# " + "x" * 70_000

FILES = {
    "good.toml": "[levers]\ntraining_hours = 6\n",
    "no_toml.toml": "[levers\n",
    "unknown.toml": "[levers]\ntrainig_hours = 6\n",
    "out_of_range.toml": "[levers]\nwage_rise = 3.0\n",
    "text.toml": '[levers]\nwage_rise = "much"\n',
    "nan.toml": "[levers]\nwage_rise = nan\n",
    "infinite.toml": "[levers]\nwage_rise = inf\n",
    "newer.toml": "format = 2\n",
    "circle.toml": 'extends = "other_half.toml"\n',
    "other_half.toml": 'extends = "circle.toml"\n',
    "overlap.toml": "[[change]]\nfrom = 1\nlevers = { grant = 1 }\n[[change]]\nfrom = 5\nlevers = { grant = 2 }\n",
    "backwards.toml": "[[change]]\nfrom = 6\nuntil = 2\nlevers = { grant = 1 }\n",
    "large.toml": TOO_LARGE,
}
QUESTION = 'label.en = "T"\nlabel.zh = "试"\nquestion.en = "?"\nquestion.zh = "？"\n'

BAD = {
    "unknown command": (["cmpare"], "Did you mean 'compare'?"),
    "scenario as a command": (["publicity"], "is a scenario"),
    "unknown option": (["--replicate", "2"], "Did you mean '--replicates'?"),
    "option without its value": (["compare", "--out"], "needs a value"),
    "value for a flag": (["compare", "--json=yes"], "takes no value"),
    "too many arguments": (["new", "a", "b"], "Unexpected argument: b"),
    "missing argument": (["run"], "SCENARIO is missing"),
    "unknown language": (["--lang", "fr"], "neither en nor zh"),
    "unknown scenario": (["compare", "basline"], "Did you mean 'baseline'?"),
    "unknown profile": (["compare", "--profile", "mixt"], "Did you mean 'mixed'?"),
    "unknown lever": (["--set", "trainig_hours=3"], "Did you mean 'training_hours'?"),
    "unknown parameter": (["--param", "forgeting=0.1"], "Did you mean 'forgetting'?"),
    "a lever as a parameter": (["--param", "training_hours=3"], "It is a lever."),
    "unknown list": (["list", "lever"], "Did you mean 'levers'?"),
    "setting without a value": (["--set", "training_hours"], "NAME=VALUE"),
    "setting twice": (["--set", "grant=1", "--set", "grant=2"], "twice"),
    "text for a number": (["--set", "training_hours=many"], "is not a number; allowed is 0..12"),
    "NaN": (["--set", "training_hours=nan"], "not a finite number; allowed is 0..12"),
    "infinite": (["--param", "forgetting=inf"], "not a finite number"),
    "out of range": (["--set", "training_hours=13"], "outside 0..12"),
    "fraction of a whole": (["--set", "extra_posts=1.5"], "not a whole number"),
    "no replicates": (["--replicates", "0"], "replicates = 0"),
    "text for replicates": (["--replicates", "x"], "--replicates = 'x' is not a whole number"),
    "negative seed": (["--seed", "-1"], "seed = -1"),
    "fraction of a seed": (["--seed", "1.5"], "not a whole number"),
    "no processes": (["--processes", "0"], "processes = 0"),
    "100,000 processes": (["--processes", "100000"], "processes = 100000"),
    "no months": (["--months", "0"], "outside 1..1200"),
    "too many months": (["--months", "99999"], "outside 1..1200"),
    "precision of nothing": (["--precision", "0"], "precision = 0"),
    "precision that is NaN": (["--precision", "nan"], "not a finite number"),
    "negative smallest": (["--smallest", "-1"], "smallest = -1"),
    "budget beyond the grant": (["--equal-budget", "1e9"], "equal_budget"),
    "out that is a file": (["--out", "taken"], "is a file"),
    "out below a file": (["--out", "taken/in"], "cannot be written"),
    "a file of another kind": (["run", "baseline", "--out", "x.xlsx"], ".csv or .parquet"),
    "a folder as a file": (["run", "baseline", "--out", "folder.csv"], "is a folder"),
    "two scenarios of one name": (["compare", "good.toml", "below/good.toml"], "Two different scenarios"),
    "no such file": (["compare", "none.toml"], "none.toml"),
    "profile twice": (["--profile", "mixed", "--profile", "commodity"], "--profile is given twice"),
    "language twice": (["list", "levers", "--lang", "en", "--lang=en"], "--lang is given twice"),
    "out of 300 letters": (["--out", "x" * 300], "too long"),
    "explanation into 300 letters": (["explain", "publicity", "--out", "x" * 300], "too long"),
    "report of 5,000 letters": (["report", "x" * 5000], "too long"),
    "merge of 5,000 letters": (["merge", "x" * 5000, "--out", "m"], "too long"),
    "merge of a loop of links": (["merge", "loop", "--out", "m"], "circle"),
    "report of a loop of links": (["report", "loop"], "circle"),
    "status of 5,000 letters": (["sweep", "--status", "x" * 5000], "too long"),
    "an endless manifest": (["report", "endless"], "not one of these results"),
    "a folder as a scenario": (["compare", "./folder.csv"], "folder"),
    "not UTF-8": (["check", "latin.toml"], "UTF-8"),
    "a name with a slash": (["new", "a/b"], "'/'"),
    "a name that is taken": (["new", "baseline"], "already"),
    "a source that is unknown": (["new", "mine", "--from", "publicty"], "Did you mean 'publicity'?"),
    **{f"check {name}": (["check", name], name) for name in FILES if name != "good.toml"},
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with good and bad files, as the place where the user is; English."""
    monkeypatch.chdir(tmp_path)
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name, text in FILES.items():
        head = "" if "format" in text or text == TOO_LARGE else QUESTION
        (tmp_path / name).write_text(head + text, encoding="utf-8")
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "good.toml").write_text(QUESTION + "[levers]\ntraining_hours = 7\n", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "endless").mkdir()
    (tmp_path / "endless" / "manifest.json").symlink_to("/dev/zero")
    (tmp_path / "latin.toml").write_bytes(b'label.en = "caf\xe9"\n')
    return tmp_path


def left_behind(folder: Path) -> list[tuple[str, bytes]]:
    return sorted((str(f), f.read_bytes() if f.is_file() else b"") for f in folder.rglob("*"))


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_sentence_and_exit_code_2_and_writes_nothing(case, here, capsys) -> None:
    arguments, part = BAD[case]
    before = left_behind(here)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert part in err
    assert left_behind(here) == before


@pytest.mark.parametrize("case", ["unknown command", "unknown option", "text for a number", "no replicates"])
def test_bad_input_is_told_in_chinese_too(case, here, capsys) -> None:
    assert main([*BAD[case][0], "--lang", "zh"]) == 2
    assert capsys.readouterr().err.startswith("错误：")


def test_a_full_disk_is_one_sentence(here, capsys, monkeypatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=0))
    assert main(["compare", "--out", "results"]) == 2
    assert "no space" in capsys.readouterr().err
    assert not (here / "results").exists()


def test_check_goes_on_after_a_bad_file(here, capsys) -> None:
    assert main(["check", "text.toml", "good.toml"]) == 2
    out, err = capsys.readouterr()
    assert "good.toml" in out and "text.toml" in err


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_its_options(name, language, capsys) -> None:
    assert main([name, "--help", "--lang", language]) == 0
    page = capsys.readouterr().out
    assert ("Usage" if language == "en" else "用法") in page
    for parameter in load(name).params:
        assert (parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar) in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_overview_names_every_command(language, capsys) -> None:
    assert main(["--help", "--lang", language]) == 0
    page = capsys.readouterr().out
    assert all(name in page for name in COMMANDS)


def test_everything_said_exists_in_both_languages_with_the_same_values() -> None:
    for key, text in WORDS.items():
        fields = [
            {field for _, field, _, _ in string.Formatter().parse(words) if field} for words in (text.en, text.zh)
        ]
        assert text.en and text.zh and fields[0] == fields[1], key


@pytest.mark.parametrize("kind,names", [
    ("scenarios", scenario_names()), ("profiles", profile_names()), ("levers", LEVERS), ("parameters", PARAMS),
    ("indicators", INDICATORS),
])  # fmt: skip
def test_list_names_everything_in_order(kind, names, capsys) -> None:
    assert main(["list", kind, "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)[kind]] == list(names)
    assert main(["list", kind, "--lang", "zh"]) == 0
    page = capsys.readouterr().out
    assert all(name in page for name in names)


def test_new_writes_a_file_that_passes_the_check(here, capsys) -> None:
    assert main(["new", "mine", "--from", "publicity"]) == 0
    assert main(["check", "mine.toml"]) == 0
    assert main(["new", "mine"]) == 2
    assert "nothing was written" in capsys.readouterr().err


@pytest.mark.parametrize("locale,language", [
    ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "en_GB.UTF-8"}, "en"), ({"LC_ALL": "zh_TW", "LANG": "en_US"}, "zh"),
    ({"LC_ALL": "C", "LANG": "zh_CN"}, "en"), ({}, "en"),
])  # fmt: skip
def test_the_language_is_that_of_the_locale(locale, language) -> None:
    assert language_of_locale(locale) == language


def test_the_language_may_stand_anywhere_before_a_double_dash() -> None:
    assert chosen_language(["list", "--lang=zh", "levers"], {}) == ("zh", ["list", "levers"])
    assert chosen_language(["check", "--", "--lang"], {}) == ("en", ["check", "--", "--lang"])


def test_the_printed_command_gives_the_same_options_again() -> None:
    given = {**DEFAULTS, "--seed": "7", "--equal-budget": "0"}
    line = reproduce(["mine one.toml"], given, {"--set": {"grant": 1.5}, "--param": {}}, "en")
    assert "compare 'mine one.toml' --seed 7 --equal-budget 0 --set grant=1.5 --lang en" in line or os.name == "nt"


def test_the_defaults_of_the_printed_command_are_those_of_the_command() -> None:
    options = {p.opts[0]: p.default for p in load("compare").params if p.param_type_name == "option"}
    assert {name: options[name] for name in DEFAULTS} == {**DEFAULTS, "--smallest": None}
    assert smallest_given(None) == (DEFAULTS["--smallest"], {})
    assert command.__module__ == "cli.compare"


def run(*arguments: str, cwd: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *arguments], cwd=cwd, env={**os.environ, **surroundings},
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments", [["--help"], ["compare", "--help"], ["list", "scenarios"], ["list", "indicators"]]
)
def test_help_and_list_load_nothing_heavy(arguments) -> None:
    program = f"from cli import main; main({arguments!r}); import sys; print({HEAVY!r} & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "set()"


def test_a_console_that_is_not_utf_8_still_gets_chinese_help(tmp_path) -> None:
    done = run("--help", "--lang", "zh", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "用法" in done.stdout


def test_compare_writes_everything_and_says_where(here) -> None:
    done = run(
        "compare",
        "publicity",
        *SMALL,
        "--replicates",
        "2",
        "--processes",
        "1",
        "--out",
        "made",
        "--lang",
        "zh",
        cwd=here,
    )
    assert done.returncode == 0, done.stderr
    assert "加大宣传" in done.stdout
    assert "made" in done.stderr
    names = {path.name for path in (here / "made").iterdir()}
    expected = {
        "report.html",
        "differences.csv",
        "levels.csv",
        "equal_budget.csv",
        "summary.json",
        "trajectories.parquet",
        "summary.parquet",
        "network_residents.parquet",
        "network_ties.parquet",
        "manifest.json",
    }
    assert expected <= names
    more = names - expected - {"worlds.csv"}  # which is there as long as the stored worlds are of today's rules
    assert more == {name for name in names if name.startswith("report-") and name.endswith(".png")}
    page = (here / "made" / "report.html").read_text(encoding="utf-8")
    assert "python run.py compare publicity" in page and "n_residents=300" in page


@pytest.mark.slow
def test_compare_prints_one_json_document(here, capsys) -> None:
    arguments = [
        "compare",
        "publicity",
        *SMALL,
        "--replicates",
        "2",
        "--processes",
        "1",
        "--equal-budget",
        "0",
        "--json",
    ]
    assert main([*arguments, "--out", "made"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert list(summary["scenarios"]) == ["baseline", "publicity"]
    assert "same_money" not in summary
    assert summary == json.loads((here / "made" / "summary.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_second_comparison_leaves_nothing_of_the_first_and_all_that_is_not_ours(here) -> None:
    arguments = ["compare", "publicity", *SMALL, "--replicates", "2", "--processes", "1", "--out", "made"]
    assert main(arguments) == 0
    assert (here / "made" / "equal_budget.csv").exists() and (here / "made" / "report-money.png").exists()
    (here / "made" / "report-mine.png").write_bytes(b"mine")
    assert main([*arguments, "--equal-budget", "0"]) == 0
    assert not (here / "made" / "equal_budget.csv").exists()
    assert not (here / "made" / "report-money.png").exists()
    assert (here / "made" / "report.html").exists()
    assert (here / "made" / "report-mine.png").read_bytes() == b"mine"


def test_run_prints_tidy_trajectories(here, capsys) -> None:
    assert main(["run", "publicity", *SMALL, "--replicates", "2", "--processes", "1", "--set", "grant=1000"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split(",") == ["scenario", "replicate", "month", *COLUMNS]
    assert len(lines) == 1 + 2 * (12 + 12)
    assert lines[1].startswith("publicity,1,-11,")
    assert lines[-1].startswith("publicity,2,12,")


@pytest.mark.parametrize("name", ["made.csv", "made.parquet"])
def test_run_writes_the_file_that_its_ending_asks_for(name, here, capsys) -> None:
    arguments = ["run", "baseline", "publicity", *SMALL, "--replicates", "1", "--processes", "1", "--out", name]
    assert main(arguments) == 0
    assert capsys.readouterr().out == ""
    table = pd.read_csv(here / name) if name.endswith("csv") else pd.read_parquet(here / name)
    assert list(table["scenario"].astype(str).unique()) == ["baseline", "publicity"]


def test_run_prints_json(here, capsys) -> None:
    assert main(["run", "baseline", *SMALL, "--replicates", "1", "--processes", "1", "--json"]) == 0
    columns = json.loads(capsys.readouterr().out)["columns"]
    assert columns["month"] == list(range(-11, 13))


@pytest.mark.parametrize("edit,part", [
    ("def broken(:\n", "sim/agents/resident.py, line"),
    ("nothing_here + 1\n", "nothing_here"),
])  # fmt: skip
def test_a_rule_file_that_python_cannot_read_is_one_sentence(edit, part, tmp_path) -> None:
    for name in ("sim", "experiments", "report", "dashboard", "cli"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "run.py", tmp_path)
    file = tmp_path / "sim" / "agents" / "resident.py"
    file.write_text(file.read_text(encoding="utf-8") + edit, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "run.py", "--replicates", "1", "--lang", "en"], cwd=tmp_path, capture_output=True, text=True,
        encoding="utf-8", env={**os.environ, "SIM_CACHE_DIR": str(tmp_path / "cache")}, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process alone")
@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_ends_within_two_seconds_and_keeps_what_is_finished(processes, tmp_path) -> None:
    arguments = ["compare", "publicity", *SMALL, "--replicates", "400", "--processes", processes, "--lang", "en"]
    child = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *arguments, "--out", "made"], cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert child.stderr is not None
    for line in child.stderr:
        if " of 400 communities" in line:
            break
    child.send_signal(signal.SIGINT)
    sent = time.monotonic()
    try:
        out, err = child.communicate(timeout=60)
    finally:
        child.kill()  # one that hangs is not to trouble other tests
    assert child.returncode == 130
    assert "Traceback" not in err
    assert "communities were finished" in err
    assert (tmp_path / "made" / "interrupted" / "summary.json").exists()
    assert time.monotonic() - sent < 10  # two seconds on a machine that does nothing else
    assert out == ""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_what_does_not_listen(tmp_path) -> None:
    program = textwrap.dedent("""
        import ctypes
        from cli.interrupts import watched
        with watched():
            print("asleep", flush=True)
            list(map(ctypes.CDLL(None).sleep, [100] * 9))  # no step of Python in between
    """)
    child = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(1.0)  # until it is asleep: before that, Python itself would answer
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=30)
    assert child.returncode == 130
    assert "interrupted" in err and "Traceback" not in err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a closed pipe of POSIX")
def test_a_reader_who_stops_reading_loses_no_file(tmp_path: Path) -> None:
    small = ["--param", "n_residents=60", "--param", "n_buildings=2", "--param", "burn_in_months=2"]
    out = tmp_path / "out"
    child = subprocess.Popen(
        [
            sys.executable,
            "run.py",
            "compare",
            "publicity",
            "--replicates",
            "2",
            "--months",
            "2",
            *small,
            "--out",
            str(out),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdout is not None
    child.stdout.close()
    assert child.wait(timeout=120) == 0
    assert (out / "report.html").exists()


def test_a_rule_file_that_does_not_parse_is_named_before_workers_start(tmp_path: Path) -> None:
    for folder in ("sim", "experiments", "report", "dashboard", "cli"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "run.py", tmp_path)
    rules = tmp_path / "sim" / "agents" / "resident.py"
    rules.write_text(rules.read_text(encoding="utf-8") + "\ndef broken(:\n", encoding="utf-8")
    child = subprocess.run(
        [sys.executable, "run.py", "compare", "publicity", "--replicates", "2", "--processes", "2", "--lang", "en"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 2
    assert re.search(r"error: sim/agents/resident\.py, line \d+: ", child.stderr), child.stderr
    assert "Traceback" not in child.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["compare", "--out", ""], "--out needs a path."),
        (["run", "baseline", "--out", " "], "--out needs a path."),
        (["compare", "--param", "months=6", "--months", "3"], "months is given twice"),
    ],
)
def test_what_names_nothing_or_too_much_is_refused(
    arguments: list[str], part: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--lang", "en"]) == 2
    assert part in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_policy_that_never_begins_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "late.toml"
    texts = "\n".join(f'{key}.{language} = "late"' for key in ("label", "question") for language in ("en", "zh"))
    file.write_text(f"{texts}\n[[change]]\nfrom = 200\nlevers = {{ wage_rise = 0.1 }}\n", encoding="utf-8")
    assert main(["compare", str(file), "--months", "12", "--out", str(tmp_path / "out"), "--lang", "en"]) == 2
    assert "its first change begins in month 200, after the last month, 12." in capsys.readouterr().err


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_narrow_window_hides_nothing_of_a_list(
    width: int, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    for kind in ("scenarios", "profiles"):
        assert main(["list", kind, "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)[kind]
        assert main(["list", kind, "--lang", language]) == 0
        shown = re.sub(r"\x1b\[[0-9;]*m|\s", "", capsys.readouterr().out)
        assert "…" not in shown
        for row in rows:
            assert row["name"] in shown
            if width < 80:  # a text is not cut by the column beside it
                assert all(
                    re.sub(r"\s", "", row[key][language]) in shown for key in ("label", "question") if key in row
                )


@pytest.mark.parametrize("written", ["~/made", "--out=~/made"])
def test_the_home_folder_may_be_written_as_a_tilde(written: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert at_home(written) == written.replace("~", str(tmp_path))


@pytest.mark.parametrize("argument", ["~", "--out=~", "a~/b", "mine~", "~other", "n=~3", "--set=grant=5", "-"])
def test_a_tilde_elsewhere_is_part_of_the_name(argument: str, monkeypatch) -> None:
    monkeypatch.setenv("HOME", "/h")
    monkeypatch.setenv("USERPROFILE", "/h")
    expected = {"~": "/h", "--out=~": "--out=/h"}
    assert at_home(argument) == expected.get(argument, argument)


def test_no_folder_is_named_with_a_tilde(here: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HOME", str(here / "home"))
    monkeypatch.setenv("USERPROFILE", str(here / "home"))
    assert main(["run", "baseline", *SMALL, "--replicates", "1", "--processes", "1", "--out", "~/months.csv"]) == 0
    assert (here / "home" / "months.csv").read_bytes().startswith(b"\xef\xbb\xbfscenario,") and not (
        here / "~"
    ).exists()


def test_every_line_that_does_it_again_speaks_the_same_language() -> None:
    calls = [
        line
        for file in sorted((ROOT / "cli").glob("*.py"))
        for line in re.findall(
            r"command_line\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", file.read_text(encoding="utf-8")
        )
    ]
    again = [call for call in calls if not call.startswith(('command_line("compare"', 'command_line("report"'))]
    assert '"--lang", language]' in (ROOT / "cli" / "worlds.py").read_text(encoding="utf-8")  # in what it calls ending
    assert len(again) >= 5 and all('"--lang", language' in call or "*ending" in call for call in again)
