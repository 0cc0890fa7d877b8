import json
import platform
import re

import numpy
import pytest

import sim
from experiments.output.manifest import KINDS, MANIFEST, now, read_manifest, settings_of, write_manifest
from sim.errors import InputError


def written(folder, kind="worlds", **changed):
    given = {
        "command": "python run.py worlds plan.toml", "settings": {"seed": 1},
        "counts": {"asked": 3, "done": 2, "failed": 1},
        "files": ["b.csv", "a.csv"], "started": now(), "code": "ab" * 32,
    }  # fmt: skip
    return write_manifest(folder, kind, **(given | changed))


def spoiled(folder, **changed):
    """Write a manifest in which some entries are replaced, or left out where the new value is None."""
    content = json.loads(written(folder).read_text(encoding="utf-8")) | changed
    kept = {name: value for name, value in content.items() if value is not None}
    (folder / MANIFEST).write_text(json.dumps(kept), encoding="utf-8")


def test_a_manifest_comes_back_as_it_was_written(tmp_path):
    written(tmp_path)
    content = read_manifest(tmp_path)
    assert (content["kind"], content["version"], content["fingerprint"]) == ("worlds", sim.__version__, "ab" * 32)
    assert content["counts"] == {"asked": 3, "done": 2, "failed": 1}
    assert content["files"] == ["b.csv", "a.csv"]
    assert content["python"] == platform.python_version()
    assert content["packages"]["numpy"] == numpy.__version__
    assert settings_of(content, tmp_path) == {"seed": 1}
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_times_are_in_utc_and_the_end_is_not_before_the_start(tmp_path):
    written(tmp_path)
    content = read_manifest(tmp_path)
    for moment in (content["started"], content["finished"]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
    assert content["started"] <= content["finished"]


def test_a_command_adds_the_packages_it_rests_on_and_one_that_is_not_there_has_no_version(tmp_path):
    written(tmp_path, packages=("pandas", "no-such-package"))
    packages = read_manifest(tmp_path)["packages"]
    assert list(packages) == ["numpy", "numba", "mesa", "scipy", "pandas", "no-such-package"]
    assert packages["pandas"] and packages["no-such-package"] is None


def test_a_sweep_keeps_its_plan(tmp_path):
    written(tmp_path, "sweep")
    content = read_manifest(tmp_path)
    assert content["plan"] == {"seed": 1} and "settings" not in content
    assert settings_of(content, tmp_path) == {"seed": 1}


@pytest.mark.parametrize("changed,said", [
    ({"schema": 9}, "a later version (schema 9); this one reads up to 1"),
    ({"schema": "x"}, "this is not a manifest of results"),
    ({"kind": None}, "this is not a manifest of results"),
    ({"kind": "swep"}, "kind = 'swep' is unknown. Did you mean 'sweep'?"),
    ({"counts": None}, "'counts' is missing or of the wrong kind"),
    ({"files": "all"}, "'files' is missing or of the wrong kind"),
])  # fmt: skip
def test_a_manifest_that_cannot_be_used_is_named_with_what_is_wrong(tmp_path, changed, said):
    spoiled(tmp_path, **changed)
    with pytest.raises(InputError) as caught:
        read_manifest(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / MANIFEST}: ") and said in str(caught.value)


def test_settings_that_are_missing_are_named(tmp_path):
    spoiled(tmp_path, settings=None)
    with pytest.raises(InputError, match="'settings' is missing"):
        settings_of(read_manifest(tmp_path), tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[1]", "\x00", "[" * 100_000])
def test_a_manifest_that_is_cut_short_is_named(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(f"{tmp_path / MANIFEST}: the file is cut short")):
        read_manifest(tmp_path)


def test_a_folder_without_a_manifest_says_which_folder_is_meant(tmp_path):
    with pytest.raises(InputError, match=r"has no manifest\.json; name the folder that was given to --out"):
        read_manifest(tmp_path)
    with pytest.raises(InputError, match="nowhere is not a folder with results"):
        read_manifest(tmp_path / "nowhere")


def test_every_kind_has_a_report():
    from importlib.util import find_spec

    assert [kind for kind in KINDS if find_spec(f"report.{kind}") is None] == []
