"""``dashboard``: serve the live page until Ctrl-C."""

import logging
import sys
import warnings
from typing import Annotated

import typer

from cli import options as o
from cli.progress import say_if_cold
from cli.words import say
from dashboard.visits.seats import MOST_ROOMS
from sim.errors import InputError

HOST, PORT, ROOMS = "127.0.0.1", 8765, 12
STOPPED = 130


def command(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS")] = HOST,
    port: Annotated[str, typer.Option("--port", metavar="N")] = str(PORT),
    password: Annotated[str | None, typer.Option("--password", metavar="TEXT")] = None,
    rooms: Annotated[str, typer.Option("--rooms", metavar="N")] = str(ROOMS),
) -> int:
    """Check everything, load the engine, listen."""
    language = context.obj.language
    from dashboard.server import HOME, application, check_host, listening

    seats = _within("--rooms", rooms, 1, MOST_ROOMS)
    check_host(host, password)
    own = listening(host, _within("--port", port, 0, 65535))
    say_if_cold(language)
    from dashboard.visits.memory import give_back, keep_in_one_heap

    keep_in_one_heap()
    _rehearse()
    give_back()
    import uvicorn

    warnings.filterwarnings("ignore", message="Cookies with samesite=none")  # Solara falls back to lax, as wanted
    logging.getLogger("solara").setLevel(logging.WARNING)
    config = uvicorn.Config(
        application(password, home=host in HOME, rooms=seats),
        log_level="warning",
        timeout_graceful_shutdown=2,
        ws_per_message_deflate=False,
    )
    shown = f"[{host}]" if ":" in host else host
    sys.stderr.write(
        say("page_open", language, address=f"http://{shown}:{own.getsockname()[1]}/?lang={language}") + "\n"
    )
    sys.stderr.flush()
    try:
        uvicorn.Server(config).run(sockets=[own])
    except KeyboardInterrupt:
        sys.stderr.write(say("page_closed", language) + "\n")
    return STOPPED


def _rehearse() -> None:
    """Do once what the first visitor would wait for: load the rules, live a month, put the page's words together."""
    from dashboard.content.content import page_content
    from dashboard.session.session import Room

    page_content()
    room = Room()
    room.hello()
    room.live()
    room.delta()


def _within(option: str, text: str, low: int, high: int) -> int:
    number = o.whole(option, text)
    if not low <= number <= high:
        raise InputError(f"{option} {number} is outside {low}..{high}.", f"{option} {number} 超出 {low}..{high}。")
    return number
