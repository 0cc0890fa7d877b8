"""What went wrong, as one sentence: mistyped options, too little memory, and a rule file that Python cannot read."""

import re
import traceback
from collections.abc import Sequence
from pathlib import Path

from typer import TyperException

from cli.room import shortage
from cli.words import both, say
from sim.errors import Mistakes, SimError, nearest
from sim.text import Text

RULES = Path(__file__).resolve().parents[1] / "sim"
_LONGEST_WORD, _KEPT = 120, (80, 30)
_WORD = re.compile(rf"[^\s，。；：、（）“”！？]{{{_LONGEST_WORD + 1},}}")


def sentence(error: BaseException, language: str) -> str | None:
    """Return what the user can mend, a sentence, or a line for each mistake of a file; None where it is ours."""
    if isinstance(error, Mistakes):
        return error.get(language)
    if isinstance(error, SimError):
        text: str | None = _one_line(error.get(language))
    elif isinstance(error, TyperException):
        text = _of_option(error, language)
    elif told := shortage(error):
        text = Text(*told).get(language)
    else:
        text = _of_rule_file(error, language)
    return text and readable(text)


def readable(text: str) -> str:
    """Return a sentence that can be read: the middle of endless words left out, nothing that steers the terminal."""
    first, last = _KEPT
    shorter = _WORD.sub(lambda found: f"{found[0][:first]}…{found[0][-last:]}", text)
    return "".join(sign if sign.isprintable() or sign == "\n" else ascii(sign)[1:-1] for sign in shorter)


def unknown(kind: str, name: str, known: Sequence[str]) -> Text:
    """Say that there is no such thing and which known name is the nearest."""
    text, hint = both(f"no_{kind}", name=name), nearest(name, known, cutoff=0.7)
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
        file, line, reason = Path(error.filename or ""), error.lineno, error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        if not frames or not (frames[-1].name == "<module>" or isinstance(error, NameError)):
            return None
        file, line, reason = Path(frames[-1].filename), frames[-1].lineno, f"{type(error).__name__}: {error}"
    if RULES not in file.parents:
        return None
    place = file.relative_to(RULES.parent).as_posix()
    return say("rule_file", language, file=place, line=line, reason=_one_line(reason).rstrip("."))


def _one_line(text: str) -> str:
    return " ".join(text.split())
