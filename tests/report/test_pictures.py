"""Pictures of all pages: characters that no font has are said once, and end nothing."""

import warnings
from pathlib import Path

import pytest

from report.drawing import Sheet, told_rare
from report.pictures import Pictures


def test_a_rare_character_of_a_name_is_said_once_and_the_picture_is_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pictures = Pictures(tmp_path, ["𠮷野社区", "𠮷"], "zh")
        for name in ("map", "where"):
            pictures.section(name, "T", (), lambda: Sheet("𠮷野社区", "", 1.0, ""))
    assert [path.name for path in pictures.written] == ["report-map.png", "report-where.png"]
    assert capsys.readouterr().err == "图中缺字：名称里的 𠮷 在图上显示为方框，网页上能看到。\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_that_can_be_drawn_are_not_spoken_of(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not told_rare(["Publicity", "加大宣传", "± é"], language) and capsys.readouterr().err == ""
    assert told_rare(["a𠮷b"], language) and "𠮷" in capsys.readouterr().err
