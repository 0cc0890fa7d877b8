"""A file that is handed in: checked like every scenario, and it reads nothing else."""

import tempfile

import pytest

from dashboard.session.uploads import LARGEST, WrongFiles, scenario_of, scenarios_of
from sim.errors import InputError
from sim.scenarios.scenario import load_scenario, scenario_names
from tests.dashboard.sessions import TOML


def refused(name: str, text: str) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        scenario_of(name, text)
    en, zh = caught.value.get("en"), caught.value.get("zh")
    assert tempfile.gettempdir() not in en + zh
    assert en
    assert any("\u4e00" <= character <= "\u9fff" for character in zh)
    return en, zh


def test_a_sound_file_is_a_scenario_of_its_name():
    found = scenario_of("my_policy.toml", TOML)
    assert (found.name, found.label.zh, found.at(1)["training_hours"]) == ("my_policy", "我的方案", 4.0)


def test_a_name_may_be_chinese():
    assert scenario_of("我的方案.toml", TOML).name == "我的方案"


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistakes():
    assert scenario_of("mine.toml", "\ufeff" + TOML.replace("\n", "\r\n")).at(1)["training_hours"] == 4.0


def test_the_size_counts_bytes():
    session = LARGEST - len(TOML.encode()) - 1
    assert scenario_of("mine.toml", TOML + "#" + "x" * session).name == "mine"
    assert "64 kB" in refused("mine.toml", TOML + "#" + "x" * (session + 1))[0]
    assert "64 kB" in refused("mine.toml", TOML + "#" + "字" * (session // 3 + 1))[0]


@pytest.mark.parametrize(
    "target",
    ["../x.toml", "x.toml", "/etc/passwd", "/x.toml", "..", "a/b", "a\\\\b", "mine.toml", "./baseline.toml"],
)
def test_another_file_is_never_read(target, tmp_path):
    en, zh = refused("mine.toml", f'extends = "{target}"\n{TOML}')
    if target != "..":
        assert "built-in scenario only" in en
        assert "只能继承内置方案" in zh


def test_a_built_in_scenario_may_be_gone_on_from():
    found = scenario_of("mine.toml", f'extends = "publicity"\n{TOML}')
    base = load_scenario("publicity").at(1)
    assert found.at(1) == base | {"training_hours": 4.0}
    assert "Did you mean 'publicity'" in refused("mine.toml", f'extends = "publicty"\n{TOML}')[0]


def test_a_typo_is_told_with_its_line_and_the_nearest_name():
    en, zh = refused("mine.toml", TOML.replace("training_hours", "trainig_hours"))
    assert en.startswith("mine.toml, line 8")
    assert "Did you mean 'training_hours'" in en
    assert zh.startswith("mine.toml 第 8 行")
    assert "training_hours" in zh
    assert "Did you mean 'levers'" in refused("mine.toml", TOML.replace("[levers]", "[lever]"))[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[",
        "x" * 1000,
        "[label]\nen = 1",
        TOML.replace("4", "1e308"),
        TOML.replace("4", "nan"),
        TOML.replace("4", "-1"),
        TOML.replace("4", "true"),
        TOML.replace("4", '"4"'),
        TOML.replace("4", "[4]"),
        TOML + "[params]\nn_residents = 5\n",
        TOML + "a = " + "[" * 5000,
        TOML.replace("My policy", "\x00"),
        '[label]\nen = "<script>"\n',
    ],
    ids=range(14),
)
def test_a_mistake_is_a_sentence(text):
    refused("mine.toml", text)


@pytest.mark.parametrize("name", scenario_names())
def test_the_name_of_a_built_in_scenario_is_taken(name):
    assert "is taken" in refused(f"{name}.toml", TOML)[0]


@pytest.mark.parametrize(
    "name",
    [
        "", ".toml", "mine", "mine.txt", "mine.TOML.exe", "../mine.toml", "/etc/mine.toml", "a/b.toml", "a\\b.toml",
        "..toml", "<script>.toml", "con.toml", "a\x00.toml", "x" * 61 + ".toml", "-x.toml", "\ud800.toml",
        "C:mine.toml", "mine\n.toml", "mine\n",
    ],
)  # fmt: skip
def test_a_name_that_could_be_a_path_is_refused(name):
    refused(name, TOML)


def test_bytes_that_are_no_text_are_refused():
    assert "UTF-8" in refused("mine.toml", TOML.replace("My", "\ud800"))[0]


def test_a_label_is_a_text_and_stays_one():
    found = scenario_of("mine.toml", TOML.replace("My policy", "<script>alert(1)</script>"))
    assert found.label.en == "<script>alert(1)</script>"


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scenario_of("mine.toml", TOML)
    refused("mine.toml", "[[")
    assert list(tmp_path.iterdir()) == []


def test_files_are_all_looked_at_and_each_mistake_names_its_file():
    files = [
        ("good.toml", TOML),
        ("=cmd.toml", TOML),
        ("large.toml", "#" * (LARGEST + 1)),
        ("bad.toml", "levers = 1\n"),
    ]
    with pytest.raises(WrongFiles) as found:
        scenarios_of(files)
    assert found.value.names == ("=cmd.toml", "large.toml", "bad.toml")
    for name in ("=cmd", "large.toml", "bad.toml"):
        assert name in found.value.text.en and name in found.value.text.zh
    assert [item.name for item in scenarios_of(files[:1])] == ["good"]


def test_an_ending_in_capitals_is_one():
    assert scenario_of("MINE.TOML", TOML).name == "MINE"


def test_the_mistakes_of_several_files_are_counted_one_by_one():
    with pytest.raises(WrongFiles) as caught:
        scenarios_of([("b1.toml", "x=1"), ("b2.toml", "x=1"), ("b3.toml", TOML)])
    for language, head in (("en", "there are 10 mistakes:"), ("zh", "共有 10 处错误：")):
        lines = caught.value.get(language).split("\n")
        assert lines[0] == head and len(lines) == 11 and sum("b1.toml" in line for line in lines) == 5
        assert not any(line.startswith("- there") or line.startswith("- 共有") for line in lines)
