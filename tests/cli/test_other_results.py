"""A folder with results of one command is refused by every other one, and stays as it is."""

import json
from pathlib import Path

import pytest

from cli import main
from experiments.output.manifest import KINDS, MANIFEST

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "experiments" / "plans"
COMMANDS = {
    "compare": ["compare", "publicity"],
    "explain": ["explain", "publicity"],
    "agents": ["agents"],
    "patterns": ["patterns"],
    "sweep": ["sweep", str(PLANS / "pay_and_load.toml")],
    "sensitivity": ["sensitivity", str(PLANS / "sensitivity.toml")],
    "worlds": ["worlds", str(PLANS / "worlds.toml")],
    "district": ["district", str(ROOT / "experiments" / "district" / "example.csv"), "publicity"],
}


def test_every_kind_has_its_command():
    assert sorted(COMMANDS) == sorted(KINDS)


@pytest.mark.parametrize("holds", KINDS)
@pytest.mark.parametrize("command", COMMANDS)
def test_it_is_refused_and_left_alone(holds, command, tmp_path, capsys):
    if holds == command:
        return
    shape = {"version": "", "fingerprint": "", "command": "", "counts": {}, "files": [], "packages": {}}
    made = {MANIFEST: json.dumps({"schema": 1, "kind": holds, **shape}), "summary.parquet": "mine", "report.html": "x"}
    for name, text in made.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main([*COMMANDS[command], "--out", str(tmp_path), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert f"the folder holds results of '{holds}'; name another one." in said and said.count("\n") <= 3
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == made
