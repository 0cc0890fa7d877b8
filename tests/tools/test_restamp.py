"""Stored measurements get a new stamp only where a sample of them came out equal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import restamp


def told(*rows: str) -> Iterator[str]:
    yield from rows


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "kept.json"
    file.write_text(json.dumps({"schema": 1, "fingerprint": "0" * 64, "worlds": 2}), encoding="utf-8")
    monkeypatch.setattr(restamp, "stored_files", lambda: {file: "1" * 64})
    for name in ("worlds_differ", "doubts_differ", "pathway_differs"):
        monkeypatch.setattr(restamp, name, lambda: told("= 20 runs"))
    return file


def test_equal_numbers_are_stamped_and_nothing_else_changes(stored: Path) -> None:
    assert restamp.main() == 0
    assert json.loads(stored.read_text("utf-8")) == {"schema": 1, "fingerprint": "1" * 64, "worlds": 2}


@pytest.mark.parametrize("name", ["worlds_differ", "doubts_differ", "pathway_differs"])
def test_one_other_number_leaves_every_stamp(stored: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(restamp, name, lambda: told("worlds: training quality", "= 20 runs"))
    before = stored.read_bytes()
    assert (restamp.main(), stored.read_bytes()) == (1, before)


def test_every_stored_measurement_is_among_them() -> None:
    root = Path(__file__).resolve().parents[2]
    with_stamp = {file for file in root.rglob("*.json") if restamp.STAMP.search(file.read_text("utf-8"))}
    ours = {file for file in with_stamp if not {".venv", "results"} & set(file.relative_to(root).parts)}
    assert ours == set(restamp.stored_files())
