"""The lessons, one a problem."""

from typing import Any


def lessons_content() -> list[dict[str, Any]]:
    """Return every lesson, ready for JSON."""
    return []
