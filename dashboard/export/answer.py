"""Answers to a page: what a visitor takes home is made here, all else by the session."""

from dashboard.content.style import STATIC
from dashboard.export.files import csv, file_stem, parquet, toml
from dashboard.export.session_page import session_page
from dashboard.session.messages import PageRequest
from dashboard.session.session import Message, Session
from dashboard.simulation.schedule import World


def answer(session: Session, request: PageRequest) -> list[Message]:
    """Do what is asked and return what the page is told beside the next delta.

    Raises:
        InputError: it cannot be done; then nothing has changed.
    """
    return _file(session, **request.values) if request.kind == "keep" else session.answer(request)


def _file(session: Session, what: str, world: World, lang: str) -> list[Message]:
    """Hand over a file to take home."""
    if what == "toml":
        return [_message(f"{file_stem(session.worlds, world)}.toml", "application/toml", toml(session.worlds, world))]
    if what == "csv":
        return [_message("two_worlds.csv", "text/csv", csv(session.worlds, lang))]
    if what == "parquet":
        return [_message("two_worlds.parquet", "application/octet-stream", parquet(session.worlds))]
    return [_message("two_worlds.html", "text/html", session_page(session, lang, STATIC))]


def _message(name: str, kind: str, data: bytes) -> Message:
    return {"kind": "file", "name": name, "type": kind}, [data]
