"""A short version of ``python -m tests.faults``: five kills, nothing lost, nothing twice, the same bytes."""

import json

import pytest

from tests.faults import main


@pytest.mark.slow
def test_five_kills_lose_nothing(capsys):
    code = main(["--kills", "5", "--runs", "200", "--residents", "300", "--longest", "0.5"])
    found = json.loads(capsys.readouterr().out)
    assert code == 0, found
    assert found["killed_parents"] + found["killed_workers"] >= 5
    assert (found["runs"], found["lost"], found["twice"], found["same_bytes"]) == (200, 0, 0, True)
