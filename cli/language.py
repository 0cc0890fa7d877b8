"""Which language to speak: what ``--lang`` says, else Chinese where the locale is Chinese, else English."""

import os
import sys
from collections.abc import Mapping, Sequence

from cli.words import bilingual
from sim.errors import InputError

LANGUAGES = ("en", "zh")
OPTION = "--lang"
_CHINESE = 0x04  # primary language number of Windows


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> tuple[str, list[str]]:
    """Return the language and the arguments without ``--lang``.

    Raises:
        InputError: ``--lang`` names neither ``en`` nor ``zh``, or is given twice.
    """
    chosen: str | None = None
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == OPTION or argument.startswith(f"{OPTION}="):
            if chosen is not None:
                raise InputError(*bilingual("given_twice", option=OPTION))
            chosen = next(waiting, "") if argument == OPTION else argument.partition("=")[2]
        else:
            rest.append(argument)
    if chosen is None:
        return language_of_locale(environment), rest
    if chosen not in LANGUAGES:
        raise InputError(*bilingual("no_language", value=chosen))
    return chosen, rest


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
