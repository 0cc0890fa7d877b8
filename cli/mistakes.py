"""What went wrong, as one sentence: mistyped options, too little memory, and a rule file that Python cannot read."""

import re
import sys
import traceback
from collections.abc import Sequence
from inspect import signature
from pathlib import Path

from typer import TyperException

from cli.resources import shortage
from cli.streams import guarded
from cli.words import bilingual, say
from sim.errors import Mistakes, RuleError, SimError, nearest
from sim.text import Text

BAD_INPUT = 2
RULES = Path(__file__).resolve().parents[1] / "sim"
_LONGEST_WORD, _SHOWN = 120, (80, 30)
_LONGEST_LINE, _SHOWN_OF_LINE = 1000, (700, 250)
_WORD = re.compile(rf"[^\s，。；：、（）“”！？]{{{_LONGEST_WORD + 1},}}")


def sentence(error: BaseException, language: str) -> str | None:
    """Return what the user can mend, a sentence, or a line for each mistake of a file; None where it is ours."""
    if isinstance(error, Mistakes):
        text: str | None = error.get(language)
    elif isinstance(error, SimError):
        text = _one_line(error.get(language))
    elif isinstance(error, TyperException):
        text = _of_option(error, language)
    elif sentence := shortage(error):
        text = Text(*sentence).get(language)
    else:
        text = _of_rule_file(error, language)
    return text and readable(text)


def say_unloaded(error: Exception, language: str) -> int:
    """Say which declaration of the model keeps the command line from being loaded, and return the exit code.

    Raises:
        Exception: the error, where it is a fault of ours.
    """
    text = sentence(error, language)
    if text is None:
        raise error
    with guarded():
        sys.stderr.write(say("error", language, text=text) + "\n")
    return BAD_INPUT


def readable(text: str) -> str:
    """Return a sentence that can be read, or a line for each: the middle of endless words and lines left out.

    Nothing that steers the terminal stands in it.
    """
    shorter = _WORD.sub(lambda found: _without_middle(found[0], *_SHOWN), text)
    lines = (
        _without_middle(line, *_SHOWN_OF_LINE) if len(line) > _LONGEST_LINE else line for line in shorter.split("\n")
    )
    return "\n".join("".join(s if s.isprintable() else ascii(s)[1:-1] for s in line) for line in lines)


def _without_middle(text: str, first: int, last: int) -> str:
    return f"{text[:first]}…{text[-last:]}"


def unknown(kind: str, name: str, known: Sequence[str]) -> Text:
    """Say that there is no such thing and which known name is the nearest."""
    text, hint = bilingual(f"no_{kind}", name=name), nearest(name, known, cutoff=0.7)
    return Text(text.en + hint.en, text.zh + hint.zh)


def _of_option(error: TyperException, language: str) -> str:
    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    parameters = context.command.params if context else []
    if kind == "NoSuchOption":
        options = [option for parameter in parameters for option in parameter.opts if option.startswith("--")]
        name: str = error.option_name  # type: ignore[attr-defined]
        return unknown("option", name, [*options, "--help", "--lang"]).get(language)
    if kind == "MissingParameter":
        return say("missing", language, name=error.param.metavar)  # type: ignore[attr-defined]
    if kind == "BadOptionUsage":
        flag = "does not take" in error.message
        return say("no_flag_value" if flag else "no_value", language, option=error.option_name)  # type: ignore[attr-defined]
    if extra := re.search(r"unexpected extra argument.*\((.*)\)$", error.message):
        return say("too_much", language, extra=extra.group(1))
    return _one_line(error.format_message())


def _of_rule_file(error: BaseException, language: str) -> str | None:
    """A file of ``sim/`` that does not parse, that fails as it is loaded, or that uses an unknown name."""
    if isinstance(error, SyntaxError):
        file, line, reason = Path(error.filename or _with_null()), error.lineno or 1, error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        if not isinstance(error, NameError):  # a file that is being loaded
            frames = [one for one in frames if one.name == "<module>" and RULES in Path(one.filename).parents][-1:]
        if not frames:
            return None
        said = "".join(traceback.TracebackException.from_exception(error).format_exception_only())  # the nearest too
        file, line, reason = Path(frames[-1].filename), frames[-1].lineno, said.strip()
    if RULES not in file.parents:
        return None
    place = file.relative_to(RULES.parent).as_posix()
    if isinstance(error, TypeError) and (wrong := _of_declaration(error)):
        return RuleError(*wrong, Text(f"{place}, line {line}", f"{place} 第 {line} 行")).get(language)
    plain = re.sub(r" \(/[^()]*\)", "", _one_line(reason)).rstrip(".?")  # without the folder of a module
    return say("rule_file", language, file=place, line=line, reason=plain)


def _of_declaration(error: TypeError) -> Text | None:
    """What a declaration has that it may not have, or lacks; None where it is something else."""
    found = re.match(r"(\w+)\.__init__\(\) (got an unexpected keyword|missing .*) arguments?:? (.*)", str(error))
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    if found is None or found[1] not in frame.f_globals:
        return None
    kind, names = found[1], found[3].replace("'", "")
    if found[2].startswith("got"):
        hint = nearest(names, list(signature(frame.f_globals[kind]).parameters))
        return Text(f"a {kind} has no '{names}'.{hint.en}", f"{kind} 没有“{names}”这一项。{hint.zh}")
    if kind == Text.__name__:
        return Text(
            'a text is not said in both languages; write Text("…", "…").',
            '有一处文字没有用两种语言写全；请写成 Text("…", "…")。',
        )
    return Text(f"a {kind} lacks: {names}.", f"{kind} 缺少：{names}。")


def _with_null() -> Path:
    """Return the rule file with a null character in it: Python refuses it without its name."""
    files = (file for file in sorted(RULES.rglob("*.py")) if b"\0" in file.read_bytes())
    return next(files, Path())


def _one_line(text: str) -> str:
    return " ".join(text.split())
