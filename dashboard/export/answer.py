"""Answers to a page: what a visitor takes home is made here, all else by the session."""

from dashboard.content.style import STAGE
from dashboard.export.files import csv, file_stem, parquet, toml
from dashboard.export.session_page import session_page
from dashboard.session.messages import Request
from dashboard.session.session import Message, Room
from dashboard.simulation.schedule import World


def answer(room: Room, request: Request) -> list[Message]:
    """Do what is asked and return what the page is told beside the next delta.

    Raises:
        InputError: it cannot be done; then nothing has changed.
    """
    return _file(room, **request.values) if request.kind == "keep" else room.answer(request)


def _file(room: Room, what: str, world: World, lang: str) -> list[Message]:
    """Hand over a file to take home."""
    if what == "toml":
        return [_message(f"{file_stem(room.worlds, world)}.toml", "application/toml", toml(room.worlds, world))]
    if what == "csv":
        return [_message("two_worlds.csv", "text/csv", csv(room.worlds, lang))]
    if what == "parquet":
        return [_message("two_worlds.parquet", "application/octet-stream", parquet(room.worlds))]
    return [_message("two_worlds.html", "text/html", session_page(room, lang, STAGE))]


def _message(name: str, kind: str, data: bytes) -> Message:
    return {"kind": "file", "name": name, "type": kind}, [data]
