"""Sentences of a length that is read, and rule files that Python cannot read."""

from pathlib import Path

import pytest

from cli import mistakes
from cli.mistakes import readable, sentence
from sim.errors import InputError, Mistakes
from sim.fingerprint import Source


def test_endless_words_lose_their_middle_and_nothing_steers_the_terminal():
    said = sentence(InputError(f"There is no file {'x' * 5000}.toml\x1b[31m.", f"没有文件{'长' * 5000}。"), "en")
    assert said.startswith("There is no file xxx") and "…" in said and len(said) < 200
    assert "\x1b" not in said and "\\x1b[31m" in said
    assert readable("没有文件" + "长" * 5000 + "。") == "没有文件" + "长" * 76 + "…" + "长" * 30 + "。"
    plain = "A sentence of words, however many there are. " * 20
    assert readable(plain) == plain


def test_lines_of_many_words_lose_their_middle_each_of_several_by_itself():
    said = sentence(InputError(f"There is no command '{'a b ' * 2000}'.", f"没有命令“{'长 短 ' * 2000}”。"), "en")
    assert said.startswith("There is no command 'a b a") and said.endswith("b '.") and len(said) == 951
    found = [
        InputError(f"line {n}: {'x' * 3000}\x1b{'a b ' * 900}.", f"第 {n} 行：{'一 二 ' * 900}。") for n in range(30)
    ]
    for language in ("en", "zh"):
        lines = sentence(Mistakes(found), language).splitlines()
        assert len(lines) == 22 and max(map(len, lines)) < 1000 and not any("\x1b" in line for line in lines)


@pytest.mark.parametrize("content", [b"def rule(:\n", b"x = '\xff'\n", b"x = 1\0\n"])
def test_a_rule_file_that_cannot_be_parsed_is_one_sentence_wherever_it_is_read(content, tmp_path, monkeypatch):
    monkeypatch.setattr(mistakes, "RULES", tmp_path / "sim")
    (tmp_path / "sim").mkdir()
    rule = tmp_path / "sim" / "services.py"
    rule.write_bytes(content)
    with pytest.raises(SyntaxError) as caught:
        Source(rule, Path(tmp_path / "sim"))
    assert sentence(caught.value, "en").startswith("sim/services.py, line 1: Python cannot read this rule file: ")
