"""From the arguments to an exit code: 0 good, 2 bad input, 130 interrupted."""

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import typer

from cli.help import COMMANDS, HELP_OPTIONS, command_page, overview
from cli.interrupts import Interrupted, watched
from cli.language import chosen_language, language_of_locale
from cli.mistakes import sentence, unknown
from cli.options import Shell
from cli.words import both, say
from sim import __version__
from sim.errors import InputError
from sim.text import Text

DEFAULT = "compare"
GOOD, BAD_INPUT, INTERRUPTED = 0, 2, 130
PACKAGES = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    language = language_of_locale()
    try:
        language, rest = chosen_language([at_home(argument) for argument in arguments])
        with watched(language):
            return _run(rest, language)
    except KeyboardInterrupt as interruption:
        kept = isinstance(interruption, Interrupted)
        _say(str(interruption) if kept else say("interrupted_nothing", language))
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except Exception as error:
        text = sentence(error, language)
        if text is None:
            raise
        _say(say("error", language, text=text))
        return BAD_INPUT


def at_home(argument: str) -> str:
    """Return an argument with the home folder for ~, whether a place or the value of an option: --out=~/x.

    Shells do this only where nothing is quoted and no option stands before it; one rule for every place is kinder.
    """
    option, equals, value = argument.partition("=")
    if equals and option.startswith("--"):
        return f"{option}={_home(value)}"
    return _home(argument)


def _home(place: str) -> str:
    brought = PACKAGES / place
    if place.startswith(("experiments/", "experiments\\")) and not Path(place).exists() and brought.is_file():
        return str(brought)  # plans and examples that come with the program, from wherever it is called
    return str(Path(place).expanduser()) if place == "~" or place.startswith(("~/", "~\\")) else place


def _say(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def _run(arguments: list[str], language: str) -> int:
    name, rest = _command(arguments)
    asked = rest[: rest.index("--")] if "--" in rest else rest
    if name == "--version":
        sys.stdout.write(f"{__version__}\n")
        return GOOD
    if name == "--help":
        sys.stdout.write(overview(language))
        return GOOD
    command = load(name)
    if any(option in asked for option in HELP_OPTIONS):
        sys.stdout.write(command_page(name, command, language))
        return GOOD
    with command.make_context(f"run.py {name}", rest, obj=Shell(language)) as context:
        return int(command.invoke(context) or GOOD)


def _command(arguments: list[str]) -> tuple[str, list[str]]:
    """Return the command and its own arguments; without one it is ``compare``."""
    if not arguments:
        return DEFAULT, []
    first, rest = arguments[0], arguments[1:]
    if first in HELP_OPTIONS:
        return "--help", rest
    if first == "--version":
        return first, rest
    if first.startswith("-"):
        return DEFAULT, arguments
    if first not in COMMANDS:
        raise InputError(*_no_command(first))
    return first, rest


def _no_command(name: str) -> Text:
    from sim.scenarios.scenario import scenario_names

    if name in scenario_names() or name.endswith(".toml"):
        return both("is_scenario", name=name)
    return unknown("command", name, tuple(COMMANDS))


def load(name: str) -> "typer.core.TyperCommand":
    """Return a command that typer has read from its module; its help page is ours."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    function = importlib.import_module(f"cli.{name}").command
    app.command(name, add_help_option=False)(function)
    command = typer.main.get_command(app)
    assert isinstance(command, typer.core.TyperCommand)
    return command
