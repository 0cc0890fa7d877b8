"""What a page asks of a session, checked before anything hears of it."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.session.uploads import LARGEST
from dashboard.simulation.schedule import Touch, checked_touch
from dashboard.simulation.windows import WINDOW_STATES
from sim.compute.rng import LARGEST_SEED
from sim.errors import InputError, nearest
from sim.levers import LEVERS
from sim.scenarios.document import shown
from sim.scenarios.periods import period_names
from sim.scenarios.scenario import profile_names, scenario_names

SPEEDS = (1, 2, 5, 10, 20, 0)
"""Months a second; 0 is as fast as it goes."""
EXPORTS = ("toml", "csv", "parquet", "session", "report")
"""What can be taken home."""
LONGEST_RUN = 1200
MOST_TOUCHES = 500
MOST_COMPARED = 15
MOST_COMMUNITIES = 50
LONGEST = 64
"""Characters of a name in a message."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A checked message: what is asked, and with which values."""

    kind: str
    values: Mapping[str, Any]


def one_of(*known: object) -> Callable[[Any], Any]:
    """Return a check: the value is one of these, of the same type."""

    def check(value: Any) -> Any:
        if not any(type(value) is type(item) and value == item for item in known):
            names = [str(item) for item in known]
            hint = nearest(str(value)[:LONGEST], names)
            raise InputError(f"{shown(value)} is not one that can be chosen.{hint.en}",
                             f"{shown(value, 'zh')} 不在可选之列。{hint.zh}")  # fmt: skip
        return value

    return check


def whole_number(low: int, high: int) -> Callable[[Any], int]:
    """Return a check: the value is a whole number in low..high."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InputError(f"{shown(value)} is not a whole number in {low}..{high}.",
                             f"{shown(value, 'zh')} 不是 {low}..{high} 之间的整数。")  # fmt: skip
        return value

    return check


def finite(value: Any) -> float:
    """Return a finite number; its range is checked where it is used."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= sys.float_info.max:
        raise InputError(f"{shown(value)} is not a finite number.", f"{shown(value, 'zh')} 不是有限的数。")
    return float(value)


def text(longest: int) -> Callable[[Any], str]:
    """Return a check: the value is a text of so many characters at most."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest:
            raise InputError("The page sent a text that is too long or none.", "页面发来的文字过长，或不是文字。")
        return value

    return check


def list_of(own: Callable[[Any], Any], longest: int, shortest: int = 0) -> Callable[[Any], list[Any]]:
    """Return a check: the value is a list of such values."""

    def check(value: Any) -> list[Any]:
        if not isinstance(value, list) or not shortest <= len(value) <= longest:
            raise InputError("The page sent a list of another length than it should.", "页面发来的列表长度不对。")
        return [own(one) for one in value]

    return check


def or_none(own: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a check: the value is none, or such a value."""
    return lambda value: None if value is None else own(value)


def touch(value: Any) -> Touch:
    """Return a touch from its month, world, lever and value."""
    month, world, lever, number = list_of(lambda one: one, 4, 4)(value)
    return checked_touch(
        Touch(whole_number(1, LONGEST_RUN)(month), _WORLD(world), one_of(*LEVERS)(lever), finite(number))
    )


_WORLD = one_of(0, 1)
_MONTH = whole_number(0, LONGEST_RUN)
_NAME = text(LONGEST)
_FILE = text(LARGEST)
built_in = one_of(*scenario_names())
"""Check that a scenario is one of ours: a name that a page sends is never taken for a file of this machine."""


def _NAMED_FILE(value: Any) -> tuple[str, str]:  # noqa: N802  a check like the others
    name, own = list_of(lambda one: one, 2, 2)(value)
    return _NAME(name), _FILE(own)


MESSAGES: dict[str, dict[str, Callable[[Any], Any]]] = {
    "hello": {},
    "ack": {"seq": whole_number(0, 2**53)},
    "play": {},
    "pause": {},
    "step": {},
    "reset": {},
    "undo": {},
    "redo": {},
    "replay": {},
    "set_speed": {"value": one_of(*SPEEDS)},
    "look_at": {"month": _MONTH},
    "set_colour": {"state": one_of(*WINDOW_STATES)},
    "set_lever": {"world": _WORLD, "lever": one_of(*LEVERS), "value": finite},
    "copy": {"source": _WORLD},
    "set_scenario": {"world": _WORLD, "name": built_in},
    "begin_lesson": {"scenario": built_in, "touches": list_of(touch, MOST_TOUCHES)},
    "move_to": {
        "profile": one_of(*profile_names()),
        "period": one_of(*period_names()),
        "seed": whole_number(0, LARGEST_SEED),
    },
    "tell_story": {"resident": whole_number(0, 10**6)},
    "open_file": {"world": _WORLD, "name": _NAME, "text": _FILE},
    "restore": {
        "profile": one_of(*profile_names()),
        "period": one_of(*period_names()),
        "seed": whole_number(0, LARGEST_SEED),
        "month": _MONTH,
        "scenarios": list_of(_NAME, 2, 2),
        "files": list_of(or_none(_FILE), 2, 2),
        "touches": list_of(touch, MOST_TOUCHES),
        "colour": one_of(*WINDOW_STATES),
    },
    "compare": {
        "run": whole_number(0, 2**53),
        "scenarios": list_of(built_in, MOST_COMPARED, 1),
        "files": list_of(_NAMED_FILE, MOST_COMPARED),
        "replicates": whole_number(2, MOST_COMMUNITIES),
    },
    "report": {"lang": one_of("en", "zh")},
    "stop_comparing": {},
    "keep": {"what": one_of(*EXPORTS), "world": _WORLD, "lang": one_of("en", "zh")},
}
"""Every message of a page, and the check of each of its values; the session has a method of most of these names."""


def checked_request(message: object) -> PageRequest:
    """Return the checked message.

    Raises:
        InputError: it is none that a page sends.
    """
    if not isinstance(message, dict) or not isinstance(message.get("kind"), str) or message["kind"] not in MESSAGES:
        raise InputError("The page sent a message that is not understood.", "页面发来的消息无法识别。")
    checks = MESSAGES[message["kind"]]
    if set(message) != {"kind", *checks}:
        raise InputError(
            f"The message '{message['kind']}' has other parts than it should.",
            f"消息“{message['kind']}”的内容不完整或有多余。",
        )
    return PageRequest(message["kind"], {name: check(message[name]) for name, check in checks.items()})
