"""One reader for all tables: as offices keep them, as spreadsheets save them, and what is not a table at all."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from experiments.district.reading import CommunityRow, read_communities
from experiments.district.study import check_request
from sim.errors import InputError

FOLDER = Path(__file__).parent / "libreoffice"
HEAD = "name,residents,share_old,renters,party_members,posts,grant"
ROWS = ("East,400,0.2,120,30,8,12000", "West,300,0.35,60,24,6,9000")
FILE = "\n".join((HEAD, *ROWS)) + "\n"
OFFICE = (
    ["某街道各社区情况"], [],
    ["序号", "社区名称", "居民数（人）", "60岁以上占比", "租房人数", "党员数", "社工岗位", "每月拨款（元）", "备注"],
    [1, "东风社区", 400, 0.2, 120, 30, 8, 12000, "有电梯"], [2, "西园社区", 300, 0.35, 60, 24, 6, 9000.0, None],
    ["合计", None, "=SUM(C4:C5)", None, 180, 54, 14, 21000, None], ["注：社区填报"],
)  # fmt: skip


def read(path: Path, content: str | bytes, encoding: str = "utf-8") -> tuple[tuple[CommunityRow, ...], list[str]]:
    """Return the communities of a file that is written first, and what was told of it in English."""
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    notes: list[str] = []
    return read_communities(path, lambda text: notes.append(text.en)), notes


def numbers(rows: tuple[CommunityRow, ...]) -> list[tuple[float, ...]]:
    return [(r.residents, r.share_old, r.renters, r.party_members, r.posts, r.grant) for r in rows]


RIGHT = [(400, 0.2, 120, 30, 8, 12000), (300, 0.35, 60, 24, 6, 9000)]


def workbook(*sheets: tuple[list[object], ...]) -> bytes:
    """Return a workbook as openpyxl writes it; shares are shown in per cent."""
    book = Workbook()
    book.remove(book.active)
    for number, lines in enumerate(sheets):
        sheet = book.create_sheet(f"表{number + 1}")
        for line in lines:
            sheet.append(line)
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, float) and cell.value < 1:
                    cell.number_format = "0%"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["utf8.csv", "semicolons.csv", "tabs_utf16.csv", "gb18030.csv", "workbook.xlsx"])
def test_what_libreoffice_writes_is_read_whatever_way_it_is_saved(name: str) -> None:
    notes: list[str] = []
    rows = read_communities(FOLDER / name, lambda text: notes.append(text.en))
    assert [row.name for row in rows] == ["东风社区", "西园社区", "南湖社区"]
    assert numbers(rows) == [
        (2961, 0.28, 780, 243, 13, 11000), (6313, 0.39, 1960, 495, 31, 20000), (5250, 0.26, 2030, 265, 22, 18000)
    ]  # fmt: skip
    assert rows[0].further == {"序号": "1", "地址": "东风路1号", "备注": "“老旧”小区"}
    told = "\n".join(notes)
    assert all(word in told for word in ("某街道各社区基本情况", "合计", "填报", "序号, 地址, 备注"))


@pytest.mark.parametrize(
    ("name", "said"), [("old.xls", "an old workbook (.xls)"), ("open.ods", "not a workbook of the kind")]
)
def test_other_workbooks_are_refused_in_one_sentence(name: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_communities(FOLDER / name, lambda text: None)
    assert said in str(caught.value) and len(caught.value.each) == 1


def test_a_workbook_of_openpyxl_is_read_whatever_its_name(tmp_path: Path) -> None:
    for name in ("mine.xlsx", "mine.csv"):
        rows, notes = read(tmp_path / name, workbook(OFFICE))
        assert numbers(rows) == RIGHT and rows[0].further["备注"] == "有电梯"
        assert any("line 6 ('合计'), line 7 ('注：社区填报')" in note for note in notes)


def test_of_several_sheets_the_one_with_the_columns_is_read_and_it_is_told(tmp_path: Path) -> None:
    rows, notes = read(tmp_path / "mine.xlsx", workbook((["说明"],), OFFICE))
    assert numbers(rows) == RIGHT and any("'表2' is read" in note for note in notes)


def test_a_mistake_in_a_workbook_names_row_and_heading(tmp_path: Path) -> None:
    office = [list(line) for line in OFFICE]
    office[3][5], office[4][2] = "三十", "=1+1"
    with pytest.raises(InputError) as caught:
        read(tmp_path / "mine.xlsx", workbook(tuple(office)))
    told = [one.text.en.replace(str(tmp_path), "") for one in caught.value.each]
    assert told[0] == "/mine.xlsx, line 4, column 党员数: '三十' is not a number."
    assert told[1].startswith("/mine.xlsx, line 5, column 居民数（人）: the cell is empty; where it holds a formula")


def test_without_openpyxl_one_sentence_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InputError, match=r'python -m pip install -e "\.\[tables\]"'):
        read(tmp_path / "mine.xlsx", workbook(OFFICE))


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_damaged_workbook_is_refused_in_one_sentence(tmp_path: Path, kept: float) -> None:
    whole = workbook(OFFICE)
    with pytest.raises(InputError, match=r"the workbook is damaged"):
        read(tmp_path / "mine.xlsx", whole[: int(len(whole) * kept)])


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_more_than_can_be_held_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _ in range(600):
            part.write(bytes(1024 * 1024))
    with pytest.raises(InputError, match="unpacks to more than 512 MB"):
        read(tmp_path / "mine.xlsx", stream.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        FILE.encode("utf-8-sig"),
        FILE.encode("utf-16"),
        FILE.encode("utf-16-le"),
        FILE.encode("utf-16-be"),
        FILE.replace("\n", "\r").encode(),
        FILE.replace("\n", "\r\n").encode(),
        FILE.replace("\n", "\r\r\n").encode(),
        FILE.replace(",", "\t").encode(),
        FILE.replace(",", ";").replace(".", ",").encode(),
        FILE.replace(",", "，").encode(),
        ("sep=,\n" + FILE).encode(),
        ('"sep=;"\r\n' + FILE.replace(",", ";")).encode(),
        ("sep=\t\n" + FILE.replace(",", "\t")).encode(),
        FILE.replace("\n", ",,,\n").encode(),
        FILE.replace("0.35", "35%").encode(),
        FILE.replace("0.35", "35％").encode(),
        FILE.replace("0.35", "０．３５").encode(),
        FILE.replace("share_old", "share_old (%)").replace("0.35", "35").replace("0.2", "20%").encode(),
        FILE.replace("9000", '"9,000"').replace("12000", "1.2E+04").encode(),
        FILE.replace("9000", "9，000").encode(),
        FILE.replace("300", "\u00a0300\u00a0").encode(),
        ("\n,,,,\n" + FILE.replace("\n", "\n,,,,,,\n")).encode(),
        ("District of the East\n\n" + FILE).encode(),
        FILE.replace("name", "NAME ").replace("share_old", "Share old").encode(),
        (FILE + HEAD + "\n").encode(),
    ],
)
def test_every_usual_writing_gives_the_same_communities(tmp_path: Path, content: bytes) -> None:
    assert numbers(read(tmp_path / "mine.csv", content)[0]) == RIGHT


@pytest.mark.parametrize(
    "line",
    [
        "合计,700,,180,54,14,21000", "总计：,700,,,,,", "小 计,,,,,,", ",合计,,,,,", "东片区小计,700,,180,54,14,21000",
        "全区,700,,180,54,14,21000",
        "填表人：张三,,,审核人：李四",
        "Total,700,0.26,180,54,14,21000",
        "Grand total,700,,,,,", "平均,350,0.27,90,27,7,10500", "注：数据截至6月,,,,,,",
    ],
)  # fmt: skip
def test_a_line_that_is_no_community_is_left_out_with_a_word(tmp_path: Path, line: str) -> None:
    rows, notes = read(tmp_path / "mine.csv", FILE + line + "\n")
    assert numbers(rows) == RIGHT
    assert any("left out, for these are no rows: line 4" in note for note in notes)


@pytest.mark.parametrize("name", ["总计路社区", "Totalville", "和平社区", "合计一社区"])
def test_a_community_whose_name_holds_such_a_word_stays(tmp_path: Path, name: str) -> None:
    assert read(tmp_path / "mine.csv", FILE.replace("West", name))[0][1].name == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FILE.replace("grant", "每月拨款（万元）"), "the column '每月拨款（万元）' is in another unit"),
        (FILE.replace("grant", "年拨款"), "the column '年拨款' is in another unit"),
        (FILE.replace("grant", "年度拨款（元）"), "the column '年度拨款（元）' is in another unit"),
        (FILE.replace("share_old", "老年比例（%）"), "'0.2' stands under a heading in %; write 20, or 0.2% if so"),
        (FILE.replace("East,400", "East,400,7"), "line 2: the line has 8 cells, the heading 7."),
        (FILE.replace(",renters", ",,renters").replace("0.2,", "0.2,x,").replace("0.35,", "0.35,,"),
         "line 2: 'x' stands in column 4, which has no heading."),
        (FILE.replace("East", "x" * 200_000), "line 2: a cell has more than 131,072 characters; perhaps a closing"),
        ("<html><table></table></html>", "this is a web page or XML, not a table"),
        ("a,b\n1,2\n", "the columns name, residents, share_old, renters, party_members, posts, grant are missing"),
        (HEAD.replace("\n", "") + ",profil\n" + ROWS[0] + ",mixed\n", "'profil' here. Did you mean 'profile'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path / "mine.csv", text)
    assert said in caught.value.each[0].text.en
    assert caught.value.each[0].text.zh != caught.value.each[0].text.en


def test_all_mistakes_of_a_table_are_told_at_once_those_of_the_model_too(tmp_path: Path) -> None:
    lines = [HEAD, "East,400,20,120,30,8,12000", ",x,0.2,90,24,6,9000", "North,300,0.2,60,24,2,900000", "West,300"]
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check_request(path, ["publicity"])
    told = sorted(one.text.en.replace(f"{path}, ", "") for one in caught.value.each)
    assert [one.split(":")[0] for one in told] == [
        "line 2, column share_old", "line 3, column name", "line 3, column residents", "line 4, column grant",
        "line 4, column posts", "line 5",
    ]  # fmt: skip


def test_a_folder_and_a_device_are_no_tables(tmp_path: Path) -> None:
    for place in (tmp_path, Path("/dev/zero")):
        with pytest.raises(InputError, match=r"is not a plain file"):
            read_communities(place, lambda text: None)


@pytest.mark.parametrize("sign", ["\x01", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9b"])
def test_control_characters_are_refused_with_their_line(tmp_path: Path, sign: str) -> None:
    for place, line in (("East", 2), ("residents", 1), ("12000", 2)):
        with pytest.raises(InputError, match=f"line {line}: a cell holds the control character "):
            read(tmp_path / "mine.csv", FILE.replace(place, place[:2] + sign + place[2:]))


@pytest.mark.parametrize("sign", ["\ufeff", "\u200b", "\u200e", "\u202a", "\u2060", "\u00ad", "\u2069"])
def test_marks_that_nobody_sees_are_no_part_of_a_cell(tmp_path: Path, sign: str) -> None:
    plainly = read(tmp_path / "mine.csv", FILE)
    assert read(tmp_path / "mine.csv", FILE.replace("East", f"Ea{sign}st").replace("resid", f"res{sign}id")) == plainly


def test_a_heading_has_an_end(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 1: a heading has more than 1000 characters"):
        read(tmp_path / "mine.csv", FILE.replace("grant", "grant," + "h" * 1001).replace("12000", "12000,x"))
