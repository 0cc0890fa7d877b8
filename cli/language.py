"""Which language to speak: what ``--lang`` says, else Chinese where the locale is Chinese, else English."""

import os
import sys
from collections.abc import Mapping, Sequence

from cli.words import both
from sim.errors import InputError

LANGUAGES = ("en", "zh")
OPTION = "--lang"
_CHINESE = 0x04  # primary language number of Windows


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> tuple[str, list[str]]:
    """Return the language and the arguments without ``--lang``.

    Raises:
        InputError: ``--lang`` names neither ``en`` nor ``zh``, or is given twice.
    """
    asked: str | None = None
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == OPTION or argument.startswith(f"{OPTION}="):
            if asked is not None:
                raise InputError(*both("given_twice", option=OPTION))
            asked = next(waiting, "") if argument == OPTION else argument.partition("=")[2]
        else:
            rest.append(argument)
    if asked is None:
        return language_of_locale(environment), rest
    if asked not in LANGUAGES:
        raise InputError(*both("no_language", value=asked))
    return asked, rest


def language_of_locale(environment: Mapping[str, str] = os.environ) -> str:
    """Return ``zh`` where the locale begins with zh, else ``en``."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return "zh" if environment[variable].lower().startswith("zh") else "en"
    return "zh" if _windows_is_chinese() else "en"


def _windows_is_chinese() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE)
