"""Waiting for what another thread does."""

import time
from collections.abc import Callable
from typing import Any

LONGEST = 30.0


def until(condition: Callable[..., Any], **values: Any) -> Any:
    """Wait until a condition holds and return what it gave; False where it never did."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if found := condition(**values):
            return found
        time.sleep(0.01)
    return False
