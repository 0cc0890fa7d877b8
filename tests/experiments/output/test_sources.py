"""A file that changed after a run is told, and what it was is kept."""

import hashlib
import json

from experiments.output.manifest import MANIFEST, read_manifest, write_manifest
from experiments.output.sources import again, changed, files_sentence, sources_of, with_sources


def written(folder, path, text="format = 1\n"):
    path.write_text(text, encoding="utf-8")
    folder.mkdir()
    line = with_sources(f"python run.py compare {path}", [str(path), "publicity", None])
    write_manifest(
        folder, "compare", command=line, settings={}, counts={}, files=[], started="2026-01-01T00:00:00Z", code="0" * 64
    )
    return read_manifest(folder)


def test_the_manifest_keeps_what_the_file_was(tmp_path):
    path = tmp_path / "mine.toml"
    (own,) = sources_of(written(tmp_path / "out", path, "format = 1\n# 我的\n"))
    assert own["path"] == str(path) and own["text"] == "format = 1\n# 我的\n"
    assert own["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_change_is_told_and_an_unchanged_file_is_not(tmp_path):
    path = tmp_path / "mine.toml"
    manifest = written(tmp_path / "out", path)
    assert changed(sources_of(manifest), tmp_path / "out") == []
    path.write_text("format = 1\n[levers]\ngrant = 5\n", encoding="utf-8")
    (said,) = changed(sources_of(manifest), tmp_path / "out")
    assert "mine.toml has changed since" in said.en and "已有改动" in said.zh
    path.unlink()
    (said,) = changed(sources_of(manifest), tmp_path / "out")
    assert "mine.toml is not there any more since" in said.en


def test_the_line_says_what_its_files_were_and_one_without_files_says_nothing(tmp_path):
    manifest = written(tmp_path / "out", tmp_path / "mine.toml")
    digest = hashlib.sha256(b"format = 1\n").hexdigest()[:12]
    assert digest in files_sentence(again("python run.py", manifest), "en") and digest in files_sentence(
        again("", manifest), "zh"
    )
    assert files_sentence("python run.py compare", "en") == ""


def test_a_long_file_is_known_by_its_hash_alone_and_names_of_built_in_things_are_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "big.csv").write_bytes(b"a\n" * 60_000)
    (tmp_path / "publicity").write_text("no scenario file", encoding="utf-8")
    (own,) = with_sources("line", ["big.csv", "publicity"]).sources
    assert set(own) == {"path", "sha256"}


def test_a_manifest_of_a_run_without_files_is_as_it_was(tmp_path):
    write_manifest(tmp_path, "compare", command="x", settings={}, counts={}, files=[], started="", code="0")
    assert "sources" not in json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
