"""Stores of somebody else: every checksum holds, and yet something in them is not what a sweep writes."""

import contextlib
import copy
import json
import shutil
import sqlite3
import time
import zlib

import numpy as np
import pytest

from experiments.output.windows import SUMMARY_COLUMNS
from experiments.plan.stored import check_stored
from experiments.store import merge, publish, status
from experiments.store.months import LARGEST
from experiments.store.schema import LEDGER, checksum
from experiments.store.seal import seal
from sim.errors import InputError
from sim.indicators import COLUMNS
from tests.experiments.stores import fill, opened, plan

BOMB = zlib.compress(bytes(200_000_000))


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """A published store."""
    folder = tmp_path_factory.mktemp("ours")
    with opened(folder) as ledger:
        fill(ledger, plan(trajectories=True))
        publish(ledger)
    return folder


def forged(ours, folder, *changes):
    """A copy of a store of which rows were changed, with all checksums made anew."""
    shutil.copytree(ours, folder)
    with contextlib.closing(sqlite3.connect(folder / LEDGER)) as connection:
        connection.create_function("crc", 2, lambda key, content: checksum(key, content) if content is not None else 0)
        for change, *values in changes:
            connection.execute(change, values)
        with contextlib.suppress(sqlite3.Error, TypeError):
            connection.execute("UPDATE runs SET crc = crc(key, summary)")
            connection.execute(
                "UPDATE trajectories SET crc = crc((SELECT key FROM runs WHERE id = run), CAST(packed AS BLOB))"
            )
        seal(connection)
        connection.commit()
    return folder


def refusals(folder, tmp_path):
    """What every way to open a store says; whoever takes it says nothing."""

    def resumed():
        with opened(folder) as ledger:
            fill(ledger, plan(trajectories=True))
            publish(ledger)

    for way in (lambda: status(folder), lambda: merge([folder], tmp_path / "merged"), resumed):
        try:
            way()
        except InputError as error:
            yield error
        else:
            yield None


@pytest.mark.parametrize("change", [
    ("UPDATE codes SET code = '../../etc'",), ("UPDATE codes SET code = ''",),
    ("UPDATE runs SET key = x'00' WHERE id = 1",), ("UPDATE runs SET summary = x'0011' WHERE id = 1",),
    ("UPDATE runs SET seconds = 'long' WHERE id = 1",),
    ("UPDATE runs SET seconds = -1 WHERE id = 1",), ("UPDATE runs SET code = 77 WHERE id = 1",),
    ("UPDATE cells SET scenario = 7 WHERE position = 0",), ("UPDATE cells SET profile = -1 WHERE position = 0",),
    ("UPDATE cells SET point = 'a' WHERE position = 0",), ("UPDATE cells SET replicate = 400 WHERE position = 0",),
    ("UPDATE cells SET key = NULL WHERE position = 0",), ("UPDATE cells SET seed = 'seed' WHERE position = 0",),
    ("UPDATE points SET settings = x'00' WHERE point = 0",), ("UPDATE points SET settings = 1 WHERE point = 0",),
    ("DELETE FROM points WHERE point = 1",),
    ("UPDATE points SET settings = ? WHERE point = 0", np.array([np.inf]).tobytes()),
    ("UPDATE plans SET total = 'many'",), ("UPDATE plans SET command = NULL",),
    ("UPDATE plans SET content = 'no JSON'",), ("UPDATE plans SET content = ?", "[" * 100_000),
    ("UPDATE plans SET content = '[]'",), ("UPDATE plans SET content = NULL",),
    ("INSERT INTO failures VALUES (1, x'00', 'a', 'b', 'c', 'd', 0, 1)",),
    ("INSERT INTO failures VALUES (1, zeroblob(32), NULL, 'b', 'c', 'd', 0, 1)",),
    ("INSERT INTO failures VALUES (1, zeroblob(32), 'a', 'b', 'c', 'd', 7, 1)",),
    ("INSERT INTO pace VALUES (1, 'many')",), ("UPDATE meta SET value = '{}' WHERE name = 'headline'",),
    ("UPDATE meta SET value = '[1, 2]' WHERE name = 'headline'",),
    ("INSERT OR REPLACE INTO meta VALUES ('headline', ?)", "[" * 100_000),
    ("CREATE TRIGGER extra AFTER INSERT ON runs BEGIN DELETE FROM runs; END",),
    ("CREATE VIEW extra AS SELECT 1",),
    ("CREATE INDEX extra ON runs (seconds)",),
])  # fmt: skip
def test_what_no_sweep_writes_is_refused_by_name_wherever_it_is_opened(change, ours, tmp_path):
    folder = forged(ours, tmp_path / "theirs", change)
    for error in refusals(folder, tmp_path):
        assert error is not None and LEDGER in error.get("en"), change
        assert LEDGER in error.get("zh") and max(map(len, error.text)) < 400
    assert not (tmp_path / "merged").exists()


@pytest.mark.parametrize(("key", "value"), [
    (key, value)
    for key in ("name", "question", "scenarios", "profiles", "replicates", "months", "seed", "trajectories", "levers",
                "params", "design")
    for value in (None, "words", [], {}, -1, 1e99, [[]], True)
    if [key, value] not in (["name", "words"], ["levers", {}], ["params", {}], ["trajectories", True])
])  # fmt: skip
def test_a_plan_that_is_none_is_refused_by_its_key(key, value):
    good = plan().content()
    assert check_stored(good, "here") == good
    with pytest.raises(InputError, match=f"^here: the plan in it .* '{key}"):
        check_stored({**copy.deepcopy(good), key: value}, "here")


@pytest.mark.parametrize(("path", "value"), [
    ("scenarios.0.name", "../x"), ("scenarios.0.name", "publicity"), ("scenarios.0.label", {"en": "a"}),
    ("scenarios.0.label.en", "a\x1b[2J"), ("scenarios.0.label.zh", "x" * 5000), ("scenarios.0", None),
    ("scenarios.0.levers", {"grant": "much"}), ("scenarios.0.levers", {"a b": 1}), ("scenarios.0.changes", [1]),
    ("scenarios.0.changes", [{"from": "a", "until": None, "ramp": 0, "levers": {}}]), ("profiles.0.params", []),
    ("design.kind", "magic"), ("design.params", "forgetting"), ("design.params", [1]), ("design.n_points", 4),
    ("design.ranges", {"forgetting": [1]}), ("design.values", {"forgetting": ["a"]}), ("design.samples", -1),
    ("design.communities", [1]), ("design.communities", "all"), ("params", {"forgetting": float("nan")}),
    ("merged", {}), ("merged", [{}]),
])  # fmt: skip
def test_what_lies_deeper_in_a_plan_is_looked_at_too(path, value):
    content = copy.deepcopy(plan().content())
    *way, last = path.split(".")
    place = content
    for step in way:
        place = place[int(step) if step.isdecimal() else step]
    place[int(last) if last.isdecimal() else last] = value
    with pytest.raises(InputError, match="the plan in it is not one that this program wrote"):
        check_stored(content, "here", 3)


def test_a_plan_without_shape_is_refused_wherever_it_is_opened(ours, tmp_path):
    content = json.dumps({**plan().content(), "design": None})
    folder = forged(ours, tmp_path / "theirs", ("UPDATE plans SET content = ?", content))
    for error in refusals(folder, tmp_path):
        assert error is not None and "'design'" in error.get("en") and LEDGER in error.get("en")


@pytest.mark.parametrize("packed", [
    BOMB, b"", b"none", zlib.compress(b"1234"), zlib.compress(bytes(4 * len(COLUMNS)))[:-5],
    zlib.compress(bytes(LARGEST + 4 * len(COLUMNS))),
], ids=["bomb", "empty", "none", "short", "cut", "long"])  # fmt: skip
def test_months_are_unpacked_within_limits(packed, ours, tmp_path):
    folder = forged(ours, tmp_path / "theirs", ("UPDATE trajectories SET packed = ? WHERE run = 1", packed))
    begun = time.process_time()
    with pytest.raises(InputError, match="'trajectories' holds what this program does not write"):
        merge([folder], tmp_path / "merged")
    assert not (tmp_path / "merged").exists()
    with opened(folder) as ledger, pytest.raises(InputError, match="'trajectories' holds"):
        publish(ledger)
    assert time.process_time() - begun < 5


def test_a_run_of_another_width_is_refused_where_it_is_read(ours, tmp_path):
    wide = np.zeros(len(SUMMARY_COLUMNS) + 1).tobytes()
    folder = forged(ours, tmp_path / "theirs", ("UPDATE runs SET summary = ? WHERE id = 1", wide))
    with pytest.raises(InputError, match="'runs' holds what this program does not write"):
        merge([folder], tmp_path / "merged")
    with opened(folder) as ledger, pytest.raises(InputError, match="'runs' holds"):
        ledger.summaries([key for (key,) in ledger.one_sentence().__enter__().execute("SELECT key FROM runs")])


def test_what_is_left_of_a_good_store_is_taken(ours, tmp_path):
    assert list(refusals(forged(ours, tmp_path / "ours"), tmp_path)) == [None, None, None]


def test_a_refused_store_is_as_it_was(ours, tmp_path):
    folder = forged(ours, tmp_path / "theirs", ("UPDATE plans SET total = 'many'",))
    (folder / "lock").unlink(missing_ok=True)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InputError, match="'plans'"):
        opened(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
