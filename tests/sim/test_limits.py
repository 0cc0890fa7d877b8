"""What a file may hold is looked at before it is parsed, in little time, however it was made."""

import time

import pytest

from sim.errors import InputError
from sim.scenarios import toml_mistakes
from sim.scenarios.document import SIZE_LIMIT, read_document
from sim.scenarios.limits import BYTES_A_KEY, DEEPEST, check_shape

TOO_DEEP = [
    "a." * 30_000 + "a = 1", "[" + "a." * 30_000 + "a]", "[[" + '"a".' * 10_000 + "a]]", "x = " + "[" * 20_000,
    "x = " + "{a=" * 10_000, "x = {" + "a . " * 10_000 + "a = 1}", "a=1\n" * 50 + "'a'." * 10_000 + "a = 1",
    'x = """a""""\n' + "a." * 30_000 + "a = 1", "x = '''a'''''\n" + "a." * 30_000 + "a = 1",
    'x = "[" # {{{\n' + "a." * 30_000 + "a = 1", "a." * DEEPEST + "a = 1",
]  # fmt: skip


@pytest.fixture
def unparsed(monkeypatch):
    """No parser may see what is refused."""
    monkeypatch.setattr(toml_mistakes.tomllib, "loads", lambda text: pytest.fail("it was parsed"))


@pytest.mark.parametrize("text", TOO_DEEP, ids=range(len(TOO_DEEP)))
def test_what_is_too_deep_is_refused_at_once(tmp_path, unparsed, text):
    file = tmp_path / "deep.toml"
    file.write_text(text)
    begun = time.monotonic()
    with pytest.raises(InputError, match=f"deep.toml, line \\d+: .*nested too deep; at most {DEEPEST}") as caught:
        read_document(file, file.name)
    assert time.monotonic() - begun < 2
    assert "嵌套过深" in caught.value.get("zh")


def test_what_is_too_deep_behind_a_mistake_that_can_be_mended_is_refused_too(tmp_path):
    for before in ('x = "abc\n', "x = “abc”\n", "x = 3,000\n", 'x = "“"\n'):
        file = tmp_path / "deep.toml"
        file.write_text(before + "a." * 30_000 + "a = 1", encoding="utf-8")
        begun = time.monotonic()
        with pytest.raises(InputError):
            read_document(file, file.name)
        assert time.monotonic() - begun < 2


def test_too_many_keys_are_refused_at_once(tmp_path, unparsed):
    file = tmp_path / "wide.toml"
    for text in ("a=1\n" * 16_000, "[a]\n" * 16_000, "x = {" + "a=1," * 16_000 + "}"):
        file.write_text(text)
        with pytest.raises(InputError, match=r"wide\.toml: it has more than 2,048 keys, the most that are read"):
            read_document(file, file.name)


def test_a_number_of_too_many_digits_is_refused_at_once(tmp_path, unparsed):
    file = tmp_path / "long.toml"
    for value in ("9" * 5000, "9_" * 3000 + "9", "0." + "3" * 5000, "[1, " + "9" * 5000 + "]", "0x" + "9" * 5000):
        file.write_text(f"name = 'a'\nx = {value}")
        with pytest.raises(InputError, match=r"long\.toml, line 2: a number has more than 400 digits") as caught:
            read_document(file, file.name)
        assert "超过 400 位数字" in caught.value.get("zh")


def test_what_stands_in_texts_and_comments_is_not_counted():
    deep = "a." * 100 + "[" * 100 + "=" * 5000 + "9" * 5000
    for text in (f'x = "{deep}"', f"x = '{deep}'", f'x = """{deep}\n{deep}"""', f"x = '''{deep}'''", f"# {deep}"):
        check_shape(text, "x", SIZE_LIMIT)


def test_what_is_at_the_limit_is_read():
    check_shape("a." * (DEEPEST - 1) + "a = 1", "x", SIZE_LIMIT)
    check_shape("x = " + "[" * DEEPEST + "]" * DEEPEST, "x", SIZE_LIMIT)
    check_shape("x = [" + "0.5, 1.25, " * 5000 + "]", "x", SIZE_LIMIT)
    check_shape("a=1\n" * (SIZE_LIMIT // BYTES_A_KEY), "x", SIZE_LIMIT)


@pytest.mark.parametrize(
    "text", ['"""\\' * 16_000, '"' * 65_000, "'" * 65_000, '"\\' * 30_000, "#" * 65_000, '"" ' * 20_000]
)
def test_odd_texts_take_no_time(text):
    begun = time.monotonic()
    check_shape(text, "x", SIZE_LIMIT)
    assert time.monotonic() - begun < 2
