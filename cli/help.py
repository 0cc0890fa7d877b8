"""The help pages, from what typer knows of a command and from the words of the language."""

import io
from typing import TYPE_CHECKING, Any

from cli.words import WORDS, say

if TYPE_CHECKING:
    from typer.core import TyperCommand

COMMANDS = (
    "compare", "run", "list", "check", "new", "sweep", "merge", "explain", "agents", "district", "sensitivity",
    "worlds", "patterns", "report", "benchmark", "dashboard",
)  # fmt: skip
"""Every command; each is the module of its name."""

HELP_OPTIONS = ("--help", "-h")
WIDTH = 100


def overview(language: str) -> str:
    """Return the page of ``python run.py --help``."""
    page = _Page(language)
    page.text(say("usage", language, line="python run.py [COMMAND] [OPTIONS]"))
    page.text(say("about", language))
    page.table("commands", [(name, say(f"about.{name}", language)) for name in COMMANDS])
    page.table("options", [*_common(language), ("--version", say("help.version", language))])
    page.text(say("exit_codes", language))
    return page.written()


def command_page(name: str, command: "TyperCommand", language: str) -> str:
    """Return the help page of one command."""
    page = _Page(language)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = " ".join(["python run.py", name, *(_argument(p) for p in arguments), "[OPTIONS]"])
    page.text(say("usage", language, line=usage))
    page.text(say(f"about.{name}", language))
    page.table("arguments", [(_argument(p), _help(name, p, language)) for p in arguments])
    rows = [(_option(p), _help(name, p, language) + _default(p, language)) for p in options]
    page.table("options", [*rows, *_common(language)])
    if f"example.{name}" in WORDS:
        page.text(say(f"example.{name}", language))
    return page.written()


class _Page:
    """Lines of text and two-column tables, as wide as the window and at most ``WIDTH``."""

    def __init__(self, language: str) -> None:
        from rich.console import Console

        self.language = language
        self.stream = io.StringIO()
        self.console = Console(file=self.stream, width=min(Console().width, WIDTH), highlight=False)

    def text(self, text: str) -> None:
        self.console.print(text + "\n", markup=False)

    def table(self, head: str, rows: list[tuple[str, str]]) -> None:
        if not rows:
            return
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column()
        for left, right in rows:
            table.add_row(Text(f"  {left}"), Text(right))
        self.console.print(say(head, self.language), markup=False)
        self.console.print(table)
        self.console.print()

    def written(self) -> str:
        lines = (line.rstrip() for line in self.stream.getvalue().rstrip().splitlines())
        return "\n".join(lines) + "\n"


def _common(language: str) -> list[tuple[str, str]]:
    return [("--lang en|zh", say("help.lang", language)), ("--help", say("help.help", language))]


def _argument(parameter: Any) -> str:
    many = "…" if parameter.nargs == -1 else ""
    text = f"{parameter.metavar}{many}"
    return text if parameter.required else f"[{text}]"


def _option(parameter: Any) -> str:
    value = "" if parameter.is_flag else f" {parameter.metavar}"
    return f"{parameter.opts[0]}{value}{' …' if parameter.multiple else ''}"


def _help(command: str, parameter: Any, language: str) -> str:
    own = f"help.{command}.{parameter.name}"
    return say(own if own in WORDS else f"help.{parameter.name}", language)


def _default(parameter: Any, language: str) -> str:
    if parameter.is_flag or parameter.default is None or parameter.default == []:
        return ""
    value = parameter.default
    return " " + say("default", language, value=f"{value:g}" if isinstance(value, float) else value)
