"""From the arguments to an exit code: 0 good, 2 bad input, 128 and the signal's number where one was heard."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from cli.help import COMMANDS, HELP_OPTIONS, command_page, overview
from cli.interrupts import Watch, say_saved
from cli.language import chosen_language
from cli.mistakes import BAD_INPUT, sentence, unknown
from cli.options import Shell, refuse_repeated
from cli.resources import too_few_files, too_little_memory
from cli.streams import guarded
from cli.words import bilingual, say
from sim import __version__
from sim.errors import InputError
from sim.scenarios.document import shown
from sim.text import Text, unseen

DEFAULT = "compare"
GOOD = 0
PACKAGES = Path(__file__).resolve().parents[1]


def answer(arguments: Sequence[str], watch: Watch) -> int:
    """Do what the arguments ask and return the exit code."""
    with guarded() as output:
        try:
            code = _answered(arguments, watch)
        except KeyboardInterrupt as interruption:
            return say_saved(watch, interruption)
        except Exception:
            if watch.number:  # what an interruption makes of itself in code that is not ours
                return say_saved(watch)
            raise
        output.flush()
        if watch.number:  # the command has said itself that it ends
            return watch.code
        if code != GOOD or output.failed is None or isinstance(output.failed, BrokenPipeError):
            return code
        from experiments.output.folder import why

        _say(say("no_output", watch.language, reason=why(output.failed).get(watch.language)))
        return BAD_INPUT


def _answered(arguments: Sequence[str], watch: Watch) -> int:
    """Do what the arguments ask; what can be mended is one sentence."""
    language = watch.language
    try:
        language, rest = chosen_language([at_home(argument) for argument in arguments])
        _check_shown(rest)
        return _run(rest, language)
    except Exception as error:
        text = None if watch.number else sentence(error, language)
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


def _check_shown(arguments: Sequence[str]) -> None:
    """Refuse what no screen shows in a name or a place; names that are no UTF-8 may be those of old files.

    Raises:
        InputError: an argument holds a control or format character.
    """
    for argument in arguments:
        sign = unseen("".join(item for item in argument if not "\ud800" <= item <= "\udfff"))
        if sign:
            raise InputError(*bilingual("unseen", argument=shown(argument), sign=ascii(sign)))


def _say(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def _run(arguments: list[str], language: str) -> int:
    name, rest = _command(arguments)
    options = rest[: rest.index("--")] if "--" in rest else rest
    if name == "--version":
        sys.stdout.write(f"{__version__}\n")
        return GOOD
    if name == "--help":
        sys.stdout.write(overview(language))
        return GOOD
    if not any(option in options for option in HELP_OPTIONS):
        _check_resources(name)
    command = load(name)
    if any(option in options for option in HELP_OPTIONS):
        sys.stdout.write(command_page(name, command, language))
        return GOOD
    refuse_repeated(command, options)
    with command.make_context(f"run.py {name}", rest, obj=Shell(language)) as context:
        return int(command.invoke(context) or GOOD)


def _check_resources(name: str) -> None:
    """Refuse a command for which the system allows too little, before anything of it is loaded."""
    sentence = too_little_memory(name) or too_few_files(name)
    if sentence is not None:
        raise InputError(*sentence)


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
        from experiments.output.command_line import command_line

        return bilingual("is_scenario", name=name, line=command_line("compare", name))
    return unknown("command", name, tuple(COMMANDS))


def load(name: str) -> "typer.core.TyperCommand":
    """Return a command that typer has read from its module; its help page is ours."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    function = importlib.import_module(f"cli.{name}").command
    app.command(name, add_help_option=False)(function)
    command = typer.main.get_command(app)
    assert isinstance(command, typer.core.TyperCommand)
    return command
