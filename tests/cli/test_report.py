"""``python run.py report``: what it says, and that bad folders are one sentence."""

import json
import os

import pytest

from cli import main
from tests.report.sweep.sweeps import made_sweep


def test_report_says_where_the_page_is_and_prints_nothing(tmp_path, capsys):
    made_sweep(tmp_path, names=("wage_rise",), replicates=3)
    assert main(["report", str(tmp_path), "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(f"written to {tmp_path}: report.html, 2 pictures (report-*.png)\n")
    assert '<html lang="en">' in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang,said", [("en", "is not a folder with results"), ("zh", "不是存放结果的文件夹")])
def test_report_of_no_folder_is_one_sentence(tmp_path, capsys, lang, said):
    assert main(["report", str(tmp_path / "nowhere"), "--lang", lang]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and said in err


def test_report_of_a_folder_without_results_leaves_it_as_it_was(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["report", str(tmp_path), "--lang", "en"]) == 2
    assert "has no manifest.json" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_report_needs_a_folder(capsys):
    assert main(["report", "--lang", "en"]) == 2
    assert "FOLDER is missing" in capsys.readouterr().err


@pytest.mark.parametrize(("file", "key", "value"), [
    ("settings", "label", 5), ("settings", "months", "many"), ("counts", "done", []), ("packages", "numpy", {}),
    ("sources", "path", 5), ("sources", "sha256", None),
])  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_manifest_of_right_shape_that_says_what_none_says_is_no_traceback(tmp_path, capsys, file, key, value, lang):
    made_sweep(tmp_path, names=("wage_rise",), replicates=3)
    content = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    if file == "sources":
        content["sources"] = [{"path": "a.toml", "sha256": "0" * 64, key: value}]
    else:
        place = content["plan"] if file == "settings" else content[file]
        place[key] = value
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    code = main(["report", str(tmp_path), "--lang", lang])
    err = capsys.readouterr().err
    assert code in (0, 2) and "Traceback" not in err
    assert code == 0 or str(tmp_path) in err


@pytest.mark.parametrize("column", ["point", "replicate", "participation_12m", "wage_rise", "scenario"])
def test_a_table_of_other_values_is_refused_by_the_folder(tmp_path, capsys, column):
    runs = made_sweep(tmp_path, names=("wage_rise",), replicates=3)
    runs.assign(**{column: "words"}).to_parquet(tmp_path / "summary.parquet", index=False)
    assert main(["report", str(tmp_path), "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert err.splitlines()[-1].startswith(f"error: {tmp_path}") and not (tmp_path / "report.html").exists()


def test_a_pipe_or_an_endless_page_is_not_read(tmp_path, capsys):
    made_sweep(tmp_path, names=("wage_rise",), replicates=3)
    (tmp_path / "summary.parquet").unlink()
    os.mkfifo(tmp_path / "summary.parquet")
    assert main(["report", str(tmp_path), "--lang", "en"]) == 2
    assert "summary.parquet: " in capsys.readouterr().err


@pytest.mark.slow
def test_a_table_that_unpacks_to_far_more_than_results_is_refused(tmp_path, capsys):
    runs = made_sweep(tmp_path, names=("wage_rise",), replicates=3)
    import pyarrow as pa
    from pyarrow import parquet

    rows = 20_000_000
    same = {name: pa.repeat(pa.scalar(runs[name].iloc[0]), rows) for name in
            ("point", "replicate", "wage_rise", "participation_12m", "quality")}  # fmt: skip
    words = {name: pa.repeat(pa.scalar(runs[name].iloc[0]), rows) for name in ("scenario", "profile")}
    parquet.write_table(pa.table({**same, **words}), tmp_path / "summary.parquet", compression="zstd")
    assert (tmp_path / "summary.parquet").stat().st_size < 1_000_000
    assert main(["report", str(tmp_path), "--lang", "en"]) == 2
    assert "summary.parquet: the file is cut short or not one of these results" in capsys.readouterr().err
