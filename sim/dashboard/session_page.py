"""This session as one page that replays it without a server."""


def session_page(room: object, lang: str) -> bytes:
    """Return the page."""
    return b""
