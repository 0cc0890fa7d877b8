"""Pictures of all pages: characters that no font has, and more than fits, are said and end nothing."""

import warnings

import pytest

from experiments.output.folder import InputError
from report.drawing import RC, Sheet, mpl, place_names, rare_signs_reported, style
from report.frame import save
from report.pictures import NO_ROOM, Pictures


def test_a_rare_character_of_a_name_is_said_once_and_the_picture_is_drawn(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pictures = Pictures(["𠮷野社区", "𠮷"], "zh")
        drawn = [pictures.section(name, "T", (), lambda: Sheet("𠮷野社区", "", 1.0, "")) for name in ("map", "where")]
    assert [item.figure and item.figure.file for item in drawn] == ["report-map.png", "report-where.png"]
    assert capsys.readouterr().err == "图中缺字：名称里的 𠮷 在图上显示为方框，网页上能看到。\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_that_can_be_drawn_are_not_spoken_of(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not rare_signs_reported(["Publicity", "加大宣传", "± é"], language) and capsys.readouterr().err == ""
    assert rare_signs_reported(["a𠮷b"], language) and "𠮷" in capsys.readouterr().err


@pytest.mark.parametrize("spread", [0.0, 0.01, 1.0])
def test_many_short_names_find_a_place(spread):
    with style("names"), mpl.rc_context(RC):
        sheet = Sheet("Title", "", 4.0, "")
        axes = sheet.axes(0.5, 0.1, 8.0, 3.5)
        axes.set(xlim=(-1, 2), ylim=(-1, 2))
        places = [spread * number / 60 for number in range(60)]
        place_names(axes, places, places, [f"S{number}" for number in range(60)], ["#000000"] * 60, [])
        written = {text.get_text() for text in axes.texts}
    assert {f"S{number}" for number in range(60)} <= written


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_picture_that_cannot_be_laid_out_says_so_in_its_place(lang, capsys):
    def draw() -> Sheet:
        raise AttributeError("'NoneType' object has no attribute 'get_xydata'")

    pictures = Pictures((), lang)
    section = pictures.section("map", "Where?", (), draw)
    assert section.figure and section.figure.label == NO_ROOM.get(lang)
    assert section.figure.file == "report-map.png" and section.figure.png.startswith(b"\x89PNG")
    assert "map" in capsys.readouterr().err


def test_old_pictures_stay_until_the_new_page_is_whole(tmp_path, monkeypatch):
    old = '<img src="report-old.png">'
    (tmp_path / "report.html").write_text(old, encoding="utf-8")
    (tmp_path / "report-old.png").write_bytes(b"old")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk, pytest.raises(InputError) as caught:
        disk.setattr("pathlib.Path.write_bytes", full)
        save(tmp_path, "new page", {"report-new.png": b"new"})
    assert str(caught.value) == f"{tmp_path} cannot be written: no space left on device."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report-old.png", "report.html"]
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == old
    save(tmp_path, "new page", {"report-new.png": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report-new.png", "report.html"]
