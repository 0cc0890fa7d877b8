"""A visitor's room for tests, and how a page asks it."""

import random
from typing import Any

import numpy as np

from dashboard.export.answer import answer
from dashboard.session.messages import checked_request
from dashboard.session.session import Message, Session, opening
from dashboard.simulation.schedule import Schedule, Touch
from dashboard.simulation.two_worlds import TwoWorlds
from sim.indicators import COLUMNS
from sim.levers import LEVERS
from sim.scenarios.scenario import load_scenario

TOML = """[label]
en = "My policy"
zh = "我的方案"
[question]
en = "What if"
zh = "如果"
[levers]
training_hours = 4
"""


def ask(session: Session, kind: str, **values: Any) -> list[Message]:
    """Ask as a page does: through the checks."""
    return answer(session, checked_request({"kind": kind, **values}))


def simulated(session: Session, months: int) -> Session:
    """Live some months."""
    for _ in range(months):
        session.simulate_month()
    return session


def fresh(schedule: Schedule, months: int, **community: Any) -> TwoWorlds:
    """Two worlds that followed one course from the beginning."""
    worlds = TwoWorlds(schedule, **community)
    while worlds.month < months:
        worlds.step()
    return worlds


def against(name: str) -> Schedule:
    """Nothing done in A, a policy in B."""
    return Schedule((load_scenario("baseline"), load_scenario(name)))


def seen(worlds: TwoWorlds) -> bytes:
    """All that was recorded, bit for bit."""
    recording = worlds.recording
    return recording.rows().tobytes() + recording._windows[: recording.month + 1].tobytes()


def seen_of(worlds: TwoWorlds, world: int) -> bytes:
    """All that was recorded of one world."""
    recording = worlds.recording
    return recording.rows()[:, world].tobytes() + recording._windows[: recording.month + 1, :, world].tobytes()


def standing(session: Session) -> tuple[Any, ...]:
    """All of a room that a refused message must not change."""
    return (
        session.worlds.schedule,
        session.worlds.month,
        session.look,
        session.playing,
        session.speed,
        session.colour,
        session.epoch,
        session.seed,
    )


def random_touches(seed: int, months: int, number: int) -> list[Touch]:
    """Touches anywhere, now and then back to the default."""
    rng = random.Random(seed)
    found = []
    for _ in range(number):
        lever = LEVERS[rng.choice(list(LEVERS)[:6])]
        value = lever.default if rng.random() < 0.3 else rng.uniform(lever.low, lever.high)
        value = float(round(value)) if lever.whole else value
        found.append(Touch(rng.randint(1, months), rng.choice((0, 1)), lever.name, value))
    return found


def schedule_of(touches: list[Touch], schedule: Schedule | None = None) -> Schedule:
    """A course with these touches, made one by one."""
    schedule = opening() if schedule is None else schedule
    for touch in touches:
        schedule = schedule.touched(touch)
    return schedule


def rows_of(data: bytes, count: int) -> np.ndarray:
    """The rows of a delta (months, 2, columns)."""
    return np.frombuffer(data, np.float32).reshape(count, 2, len(COLUMNS))
