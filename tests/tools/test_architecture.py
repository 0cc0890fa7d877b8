"""The picture of the house: as the imports make it, with nothing left out, and none of a house that cannot stand."""

import pytest

from sim.errors import InputError
from tools import architecture
from tools.architecture import IMAGES, LANGUAGES, ROOT, RULES, house, main, picture


@pytest.fixture
def tree(tmp_path):
    """Write a made-up project: what each of its files holds."""

    def write(files):
        for name, source in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(source, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_picture_is_as_the_imports_make_it(language):
    stored = (IMAGES / f"house.{language}.svg").read_text(encoding="utf-8")
    assert stored == picture(house(ROOT), language), "run: python -m tools.renew house"


def test_every_folder_of_every_storey_is_named():
    shown = picture(house(ROOT), "en")
    folders = [file.parent.name for storey in RULES for file in (ROOT / storey).glob("*/__init__.py")]
    assert folders
    assert not [name for name in [*RULES, *folders] if f">{name}/<" not in shown]


def test_an_import_inside_a_function_is_an_arrow(tree):
    root = tree({"cli/ask.py": "def ask():\n    from sim.text import Text\n", "sim/text.py": ""})
    assert picture(house(root), "en").count('data-from="cli" data-to="sim"') == 1


def test_what_imports_stands_above_what_it_imports(tree):
    root = tree({"cli/a.py": "", "sim/b.py": "import cli.a", "sim/c/d.py": "from sim import b"})
    assert list(house(root).storeys) == ["sim", "cli"]
    assert [[name for name, _ in row] for row in house(root).storeys["sim"]] == [["c/"], ["b.py"]]


@pytest.mark.parametrize("other", ["cli", "sim"])
def test_imports_in_a_circle_are_refused_in_one_sentence(tree, other):
    root = tree({f"{other}/a.py": "import sim.b", "sim/b.py": f"import {other}.a"})
    with pytest.raises(InputError, match=r"^Imports go in a circle: .* → .*\.$"):
        house(root)


def test_a_picture_that_is_not_current_is_told_in_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(architecture, "IMAGES", tmp_path)
    assert main(["--check", "--lang", "en"]) == 1
    assert capsys.readouterr().err == "house.en.svg is not as the imports make it; run: python -m tools.architecture\n"
    assert not list(tmp_path.iterdir())


def test_an_unknown_argument_is_told_in_one_sentence(capsys):
    assert main(["--draw", "--lang", "en"]) == 2
    assert capsys.readouterr().err == "Unknown argument --draw; only --check is known.\n"
