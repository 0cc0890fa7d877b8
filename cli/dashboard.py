"""``dashboard``: serve the live page until Ctrl-C."""

import contextlib
import logging
import sys
import warnings
from socket import socket
from typing import Annotated, Any

import typer

from cli import options as o
from cli.interrupts import then_leave
from cli.progress import say_if_cold
from cli.words import say
from dashboard.connection.slots import MOST_SESSIONS
from sim.errors import InputError
from sim.text import Text

HOST, PORT, ROOMS = "127.0.0.1", 8765, 12
STOPPED = 130


def command(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS")] = HOST,
    port: Annotated[str, typer.Option("--port", metavar="N")] = str(PORT),
    password: Annotated[str | None, typer.Option("--password", metavar="TEXT")] = None,
    password_file: Annotated[str | None, typer.Option("--password-file", metavar="FILE")] = None,
    root_path: Annotated[str, typer.Option("--root-path", metavar="PATH")] = "",
    rooms: Annotated[str, typer.Option("--rooms", metavar="N")] = str(ROOMS),
) -> int:
    """Check everything, load the engine, listen."""
    language = context.obj.language
    from dashboard.gate.connections import connections_for
    from dashboard.gate.http_request import HOME
    from dashboard.gate.password import chosen_password, taken_from_environment
    from dashboard.server import checked_root, listening, own_folder, tabs_for

    tabs = tabs_for(_within("--rooms", rooms, 1, MOST_SESSIONS))
    root = checked_root(root_path)
    known, made = chosen_password(host, password, password_file, taken_from_environment())
    most = connections_for(tabs.most)
    own = listening(host, _within("--port", port, 0, 65535))
    say_if_cold(language)
    shown = f"[{host}]" if ":" in host else host
    place = say("page_open", language, address=f"http://{shown}:{own.getsockname()[1]}{root}/?lang={language}")
    opened = [place, say("page_password", language, password=known)] if made else [place]
    then_leave(own_folder())
    _serve(own, most, opened, language, password=known, home=host in HOME, tabs=tabs, root=root)
    return STOPPED


def _serve(own: socket, most: int, opened: list[str], language: str, **page: Any) -> None:
    """Load the engine and Solara, say where the page is, and serve it until Ctrl-C."""
    from dashboard.connection.memory import give_back, keep_in_one_heap
    from dashboard.server import application, served

    keep_in_one_heap()
    _rehearse()
    give_back()

    def log(text: Text) -> None:
        _write(text.get(language))

    warnings.filterwarnings("ignore", message="Cookies with samesite=none")  # Solara falls back to lax, as wanted
    logging.getLogger("solara").setLevel(logging.WARNING)
    inside = application(**page, log=log)
    for line in opened:
        _write(line)
    try:
        served(inside, own, most, log)
    except KeyboardInterrupt:
        _write(say("page_closed", language))


def _write(line: str) -> None:
    """Tell the terminal; a page does not end because nobody reads there any more."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _rehearse() -> None:
    """Do once what the first visitor would wait for: load the rules, live a month, put the page's words together."""
    from dashboard.content.content import page_content
    from dashboard.session.session import Session

    page_content()
    session = Session()
    session.hello()
    session.simulate_month()
    session.delta()


def _within(option: str, text: str, low: int, high: int) -> int:
    number = o.whole_number(option, text)
    if not low <= number <= high:
        raise InputError(f"{option} {number} is outside {low}..{high}.", f"{option} {number} 超出 {low}..{high}。")
    return number
