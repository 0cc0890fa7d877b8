"""Every mistake in a scenario file gets one sentence: where, what, what is allowed, the nearest name."""

import re

import pytest

from cli.new import write_new
from sim.errors import InputError
from sim.levers import LEVERS
from sim.params import FORMER, PARAMS
from sim.quantity import Text
from sim.scenarios.scenario import (
    Change,
    Scenario,
    check_file,
    check_levers,
    check_params,
    load_profile,
    load_scenario,
)

HEAD = 'label.en = "Mine"\nlabel.zh = "我的"\nquestion.en = "Why?"\nquestion.zh = "为什么？"\n'
CHANGE = "[[change]]\nfrom = {}\nuntil = {}\nlevers = {{ grant = {} }}\n"


def complaint(call, *args, **kwargs):
    """Return the one sentence that a call is refused with."""
    with pytest.raises(InputError) as caught:
        call(*args, **kwargs)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))
    assert len(sentence) < 400
    return sentence


@pytest.fixture
def refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def refuse(body, head=HEAD):
        (tmp_path / "mine.toml").write_text(head + body, encoding="utf-8")
        return complaint(load_scenario, "mine.toml")

    return refuse


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[levers]\npublicty_boards = 5\n",
         "line 6: there is no lever 'publicty_boards'. Did you mean 'publicity_boards'?"),
        ("[levers]\nforgetting = 0.05\n", "line 6: there is no lever 'forgetting'. It is a parameter."),
        ("[levers]\nwage_rise = 3.0\n", "line 6: wage_rise = 3.0 is outside 0..0.6"),
        ("[levers]\nwage_rise = nan\n", "line 6: wage_rise = nan is not a finite number"),
        ("[levers]\nwage_rise = inf\n", "line 6: wage_rise = inf is not a finite number"),
        ("[levers]\nwage_rise = true\n", "line 6: wage_rise = true is not a number"),
        ('[levers]\nwage_rise = "0.3"\n', "line 6: wage_rise = '0.3' is not a number; allowed is 0..0.6"),
        ("[levers]\nwage_rise = [0.1]\n", "line 6: wage_rise = a list is not a number"),
        ("[levers]\nwage_rise = 2020-01-01\n", "line 6: wage_rise = 2020-01-01 is not a number"),
        ("[levers]\nextra_posts = 1.5\n", "line 6: extra_posts = 1.5 is not a whole number"),
        ("[levers]\ngrant = 99999999999999999999\n", "a whole number is too large"),
        ("levers = 5\n", "line 5: levers must be a table, [levers], not 5."),
        ("[lever]\ngrant = 5\n", "line 5: there is no key 'lever' here. Did you mean 'levers'?"),
        ("zzz = 5\n", "line 5: there is no key 'zzz' here. Known are format, label,"),
        ("[params]\nforgeting = 0.05\n",
         "line 6: there is no parameter 'forgeting'. Did you mean 'forgetting'?"),
        ("[params]\ngrant = 5\n", "line 6: there is no parameter 'grant'. It is a lever."),
        ("[params]\nforgetting = 5\n", "line 6: forgetting = 5 is outside 0.015..0.06"),
        ("[params]\nn_residents = 300\n", "line 6: n_residents shapes the community"),
        ("[params]\nelection_term = 48\n", "set it in a profile or with --param."),
        ('problem = "P11"\n', "line 5: problem = 'P11' is unknown; allowed are P1..P10"),
        ("problem = 3\n", "line 5: problem = 3 is not a text."),
        ("format = 2\n", "line 5: format = 2 is newer than this version reads"),
        ("format = 0\n", "line 5: format = 0 is not a whole number from 1."),
        ('format = "1"\n', "line 5: format = '1' is not a whole number from 1."),
    ],
)  # fmt: skip
def test_bad_key_or_value_is_named_with_its_line(refused, body, said):
    sentence = refused(body)
    assert sentence.startswith("mine.toml")
    assert said in sentence


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (CHANGE.format(0, 5, 1), "change 1, line 6: from = 0 is not a whole number of months from 1."),
        (CHANGE.format(1.5, 5, 1), "from = 1.5 is not a whole number"),
        (CHANGE.format("true", 5, 1), "from = true is not a whole number"),
        (CHANGE.format(9, 5, 1), "ends before it starts, from month 9 until 5."),
        (CHANGE.format(1, '"end"', 1), "until = 'end' is not a whole number"),
        (CHANGE.format(1, 5, 1) + "ramp = 6\n", "ramp = 6 is longer than the change, 5 months."),
        (CHANGE.format(1, 5, 1) + "ramp = -1\n", "ramp = -1 is not a whole number of months from 0."),
        (CHANGE.format(1, 5, 1) + "step = 1\n", "change 1, line 9: there is no key 'step' here."),
        ("[[change]]\nuntil = 5\nlevers = { grant = 1 }\n", "from is missing"),
        ("[[change]]\nfrom = 5\n", "levers are missing"),
        ("[[change]]\nfrom = 5\nlevers = 1\n", "levers must be a table, not 1."),
        ("[change]\nfrom = 5\n", "line 5: change must be a list of tables, each begun by [[change]]."),
        (CHANGE.format(1, 5, 1) + CHANGE.format(7, 9, 99_999), "change 2, line 12: grant = 99999 is outside"),
        (CHANGE.format(1, 5, 1) + CHANGE.format(5, 9, 2),
         "changes 1 and 2 both set grant (months 1..5; months 5..9); they may not overlap."),
        (CHANGE.format(9, 12, 1) + "[[change]]\nfrom = 3\nlevers = { grant = 1 }\n",
         "changes 1 and 2 both set grant (months 9..12; from month 3 on)"),
        (CHANGE.format(1, 3, 1) + "[[change]]\nfrom = 3\nlevers = { grnt = 1 }\n",
         "change 2, line 11: there is no lever 'grnt'. Did you mean 'grant'?"),
    ],
)  # fmt: skip
def test_bad_change_is_named_by_its_number(refused, body, said):
    sentence = refused(body)
    assert sentence.startswith("mine.toml")
    assert said in sentence


@pytest.mark.parametrize("key", ["label.en", "label.zh", "question.en", "question.zh"])
def test_text_missing_in_one_language_is_named(refused, key):
    head = "".join(f"{line}\n" for line in HEAD.splitlines() if not line.startswith(key))
    assert f"{key} is missing; both" in refused("", head)
    assert f"{key} is missing; both" in refused(f'{key} = "  "\n', head)


def test_text_that_is_no_text_or_of_a_third_language_is_refused(refused):
    assert "label.en = 5 is not a text" in refused("", HEAD.replace('"Mine"', "5"))
    assert "there is no key 'fr' here" in refused('label.fr = "moi"\n')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[levers]\ngrant = = 5\n", "mine.toml, line 6, column 9: this is not TOML: Invalid value."),
        ("[levers]\ngrant = 5\ngrant = 6\n", "mine.toml, line 7"),
        ("[levers\n", "mine.toml, line 5"),
        ('[levers]\ngrant = "', "this is not TOML"),
        ("x = " + "[" * 20_000, "nested too deep"),
        ("x = " + "9" * 5_000, "mine.toml, line 5: a number has more than 400 digits"),
        (f'zzz = "{"x" * 2_000}"\n', "a text has 2000 characters; allowed are 1000."),
    ],
)
def test_file_that_does_not_parse_is_refused_with_its_line(refused, text, said):
    assert said in refused(text)


def test_large_file_is_refused_by_its_size(refused):
    assert refused("#" * 70_000) == "mine.toml is larger than 64 kB, the most that is read."


def test_file_that_is_not_utf8_is_refused_with_its_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_bytes('label.en = "Mine"\nlabel.zh = "我的"\n'.encode("gb18030"))
    assert complaint(load_scenario, "mine.toml") == (
        "mine.toml, line 2: this is not UTF-8 text; save the file as UTF-8."
    )


def test_missing_file_folder_and_impossible_name_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "drive.toml").write_text(HEAD, encoding="utf-8")
    assert complaint(load_scenario, "drvie.toml") == "There is no file drvie.toml. Did you mean 'drive.toml'?"
    assert complaint(load_scenario, "folder.toml") == "folder.toml is a folder, not a file."
    assert "cannot be read" in complaint(load_scenario, "x" * 5_000 + ".toml")
    assert "no file" in complaint(load_scenario, "nul\0.toml")
    assert "no file" in complaint(load_scenario, "nowhere/x.toml")


def test_unreadable_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "mine.toml"
    path.write_text(HEAD, encoding="utf-8")

    def denied(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", denied)
    assert complaint(load_scenario, "mine.toml") == "'mine.toml' cannot be read: Permission denied."


def test_unknown_name_gets_the_nearest_or_the_list():
    assert complaint(load_scenario, "basline") == "There is no scenario 'basline'. Did you mean 'baseline'?"
    assert "Known are baseline, training," in complaint(load_scenario, "qqqqqq")
    assert complaint(load_profile, "urban_vilage") == (
        "There is no profile 'urban_vilage'. Did you mean 'urban_village'?"
    )


def test_profile_file_with_a_lever_or_question_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = 'label.en = "T"\nlabel.zh = "镇"\n[levers]\ngrant = 1\n'
    (tmp_path / "town.toml").write_text(text, encoding="utf-8")
    assert "town.toml, line 3: there is no key 'levers' here" in complaint(load_profile, "town.toml")


@pytest.mark.parametrize("name", ["my plan ", "a:b", " a", "(a)", "a.b", "-x", "con", "LPT1", "x" * 61, ""])
def test_name_that_cannot_be_a_file_name_everywhere_is_refused(name, tmp_path):
    assert "cannot be a name" in complaint(write_new, name, folder=tmp_path)
    assert "cannot be a name" in complaint(Scenario, name, Text("a", "b"), Text("a", "b"))
    assert not list(tmp_path.iterdir())


def test_file_with_such_a_name_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my=plan.toml").write_text(HEAD, encoding="utf-8")
    sentence = complaint(load_scenario, "my=plan.toml")
    assert sentence.startswith("my=plan.toml: 'my=plan' cannot be a name because of '='")


@pytest.mark.parametrize(
    "name", ["mine (1)", "mine(2)", "mine - Copy", "mine - 副本 (2)", "mine copy", "mine[1]", "方案（改）"]
)
def test_names_that_browsers_and_file_managers_make_are_taken(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{name}.toml").write_text(HEAD, encoding="utf-8")
    assert load_scenario(f"{name}.toml").name == name


@pytest.mark.parametrize("sign", [
    "\x1b", "\x00", "\x07", "\x7f", "\x85", "\x9b", "\u00ad", "\u200b", "\u2028", "\u202e", "\u2060", "\u2066",
    "\ufeff",
])  # fmt: skip
def test_a_control_character_in_a_text_is_refused(sign, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(HEAD.replace('label.en = "', f'label.en = "\\u{ord(sign):04x}'), encoding="utf-8")
    assert "control character" in complaint(load_scenario, path)


@pytest.mark.parametrize("text", ["👨\u200d👩\u200d👧", "می\u200cخواهم", "一行\\n两行", "é ñ ü", "\u3000全角"])
def test_letters_of_any_script_may_stand_in_a_text(text, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(HEAD.replace('label.en = "', f'label.en = "{text}'), encoding="utf-8")
    assert load_scenario(path).label.en.startswith(text.strip()[:2])


def test_file_called_like_a_built_in_scenario_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "baseline.toml").write_text(HEAD, encoding="utf-8")
    assert "the name 'baseline' is taken" in complaint(load_scenario, "baseline.toml")
    assert "the name 'baseline' is taken" in complaint(check_file, "baseline.toml")


def test_extends_in_a_circle_names_the_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, target in (("a", "b"), ("b", "c"), ("c", "b")):
        (tmp_path / f"{name}.toml").write_text(f'{HEAD}extends = "{target}.toml"\n', encoding="utf-8")
    assert complaint(load_scenario, "a.toml") == ("c.toml, line 5: extends goes in a circle: b.toml, c.toml, b.toml.")


def test_extends_itself_is_a_circle(refused):
    assert "extends goes in a circle: mine.toml, mine.toml." in refused('extends = "mine.toml"\n')


def test_extends_too_deep_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in range(40):
        (tmp_path / f"s{number}.toml").write_text(f'{HEAD}extends = "s{number + 1}.toml"\n', encoding="utf-8")
    assert "more than 16 deep" in complaint(load_scenario, "s0.toml")


def test_extends_of_an_unknown_name_or_file_is_refused(refused):
    assert "line 5: there is no scenario 'publicty' to extend. Did you mean 'publicity'?" in refused(
        'extends = "publicty"\n'
    )
    assert "There is no file other.toml." in refused('extends = "other.toml"\n')
    assert "extends = 5 is not a text" in refused("extends = 5\n")
    assert "there is no scenario '' to extend" in refused('extends = ""\n')


def test_change_that_overlaps_one_of_the_extended_scenario_is_refused(tmp_path, monkeypatch, refused):
    (tmp_path / "parent.toml").write_text(HEAD + CHANGE.format(1, 5, 1), encoding="utf-8")
    assert "mine.toml with what it extends: changes 1 and 2 both set grant" in refused(
        'extends = "parent.toml"\n' + CHANGE.format(4, 6, 2)
    )


def test_new_file_never_overwrites_and_names_are_not_taken_twice(tmp_path):
    path = write_new("my_try", folder=tmp_path)
    path.write_text("mine", encoding="utf-8")
    assert "is there already; nothing was written" in complaint(write_new, "my_try", folder=tmp_path)
    assert path.read_text(encoding="utf-8") == "mine"
    assert "There is a scenario 'training' already" in complaint(write_new, "training", folder=tmp_path)
    assert "cannot be written" in complaint(write_new, "other", folder=tmp_path / "nowhere")
    assert "no scenario 'basline'" in complaint(write_new, "other", "basline", folder=tmp_path)


def test_scenario_made_in_code_is_checked_like_a_file():
    texts = (Text("a", "b"), Text("a", "b"))
    assert "there is no lever 'grnt'" in complaint(Scenario, "x", *texts, {"grnt": 1})
    assert "from = 0" in complaint(Scenario, "x", *texts, {}, (Change(0, None, {"grant": 1}),))
    twice = (Change(1, None, {"grant": 1}), Change(2, 3, {"grant": 1}))
    assert "may not overlap" in complaint(Scenario, "x", *texts, {}, twice)
    assert "n_residents shapes" in complaint(Scenario, "x", *texts, {}, (), {"n_residents": 300})


def test_options_of_the_command_line_are_checked_with_their_place():
    assert complaint(check_levers, {"wage": 1.0}, "--set").startswith("--set: there is no lever 'wage'.")
    assert check_params({"n_residents": 300}, "--param", allow_people=True) == {"n_residents": 300.0}
    assert "--param: n_residents = 300.5 is not a whole number" in complaint(
        check_params, {"n_residents": 300.5}, "--param", allow_people=True
    )


@pytest.mark.parametrize("name", FORMER)
def test_a_parameter_of_an_earlier_edition_is_told_with_what_to_write_now(name):
    with pytest.raises(InputError) as caught:
        check_params({name: 0.5}, "mine.toml", allow_people=False)
    assert f"there is no parameter '{name}'. " in str(caught.value)
    assert FORMER[name].en.strip() in str(caught.value) and FORMER[name].zh in caught.value.get("zh")
    for said in (FORMER[name].en, FORMER[name].zh):
        assert set(re.findall(r"[a-z]+(?:_[a-z]+)*", said)) & (PARAMS.keys() | LEVERS.keys())
