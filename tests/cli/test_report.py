"""``python run.py report``: what it says, and that bad folders are one sentence."""

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
