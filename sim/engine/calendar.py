"""The calendar: what happens in a month, in order; each line reads only what the lines above have written.

1 as the month opens   residents ask and complain; how they stand is summed
2 accounts             orders, revenue, budget, hours, queue, services, publicity
3 members              party members are mobilised and ask their neighbours
4 residents            awareness, expectation, satisfaction, fairness, trust, belonging, participation, habit, efficacy
5 election             when due
6 staff                burnout, competence, intention, retirement, quits, hires, the item, coordination, autonomy
7 moves                newcomers take over dwellings
8 record
"""

from typing import Any

import numpy as np

from sim.compute.compiled import called, compiled
from sim.compute.layout import FIRST_LEVER, FIRST_PARAM, N_BOARD, SLOTS, number, param
from sim.elections import is_election_month
from sim.engine.lanes import Lanes
from sim.engine.passes.accounts import keep_accounts
from sim.engine.passes.election import close_polls, hold_election, open_polls
from sim.engine.passes.members import mobilise
from sim.engine.passes.moves import move_in
from sim.engine.passes.opening import DRAWN, fill_draws, open_month
from sim.engine.passes.recording import record
from sim.engine.passes.residents import step_residents
from sim.engine.passes.staff import turn_over
from sim.engine.preparing import prepare
from sim.errors import OutOfBounds

BOUNDED = tuple(
    getattr(number, name)
    for name in (
        "timeliness", "coordination", "autonomy", "infrastructure", "order_share", "attraction", "turnout", "heard",
        "answered_share",
    )
)  # fmt: skip


PASSES = (
    step_residents, keep_accounts, mobilise, open_month, hold_election, turn_over, move_in, close_polls, open_polls,
    fill_draws,
)  # fmt: skip
"""All that the month calls, what compiles longest first."""
_ready: set[int] = set()


def make_ready(*widths: int) -> None:
    """Compile or load all that a month of so many lanes needs, once for each of ``widths``.

    Raises:
        RuleError: a rule does not compile.
    """
    wanted = sorted(set(widths) - _ready)
    if wanted and hasattr(_simulate_month, "py_func"):  # not where its plain text is run
        prepare(PASSES, (_simulate_month, record), wanted)
        _ready.update(wanted)


def simulate_month(block: Lanes, levers: Any) -> None:
    """Carry a block of lanes through the next month; ``levers`` (levers, at least the lanes) holds in it.

    Raises:
        OutOfBounds: a value has left its bounds, or is not a number.
    """
    b, people = block, block.community
    make_ready(b.width)
    b.month += 1
    fine = called(
        _simulate_month, np.uint64(people.seed), b.draw_month, b.month, people.n_residents, b.used,
        is_election_month(b.month, b.board[param.election_term]), b.holding, levers, b.own, b.near, b.after, b.flags,
        b.mobilisation, b.posts, b.units, b.seats, b.votes, b.board, b.fixed, b.draws, b.source, b.moved, b.first_tie,
        people.ties, people.building, b.shares, people.members, people.kind, people.renter, people.cell, people.traits,
        people.mean_demand, b.lanes,
    )  # fmt: skip
    b.near, b.after = b.after, b.near
    if not fine:
        raise OutOfBounds(b.month)


@compiled
def _simulate_month(  # type: ignore[no-untyped-def]
    seed, draw_month, month, n, used, election, holding, levers, own, near, after, flags, mobilisation, posts, units,
    seats, votes, s, fixed, draws, source, moved, first_tie, ties, building, shares, members, kind, renter, cell,
    traits, mean_demand, lanes,
):  # fmt: skip
    """The month of a block in its order, in one call; returns whether every value has kept its bounds."""
    width, now = len(lanes), float(month)
    for row in range(N_BOARD - FIRST_LEVER):
        for lane in range(width):
            s[(FIRST_LEVER + row) * SLOTS + lane] = levers[row, lane]
    _repeat(s, FIRST_LEVER, N_BOARD, width)
    _repeat(s, 0, FIRST_PARAM, width)
    fill_draws(seed, draw_month, n, draws)
    open_month(now, n, own, near, flags, building, shares, fixed, draws, s, lanes)
    keep_accounts(seed, draw_month, month, used, posts, units, mean_demand, n, s, source, holding)
    _repeat(s, 0, FIRST_PARAM, width)
    mobilise(seed, draw_month, members, kind, mobilisation, flags, first_tie, ties, s, source, holding, lanes)
    fine = step_residents(
        seed, draw_month, now, n, own, near, after, flags, first_tie, ties, building, shares, fixed, draws, s, source,
        holding, lanes,
    )  # fmt: skip
    if election:
        open_polls(s, source, holding, width)
        _repeat(s, 0, FIRST_PARAM, width)
        hold_election(seed, draw_month, n, own, after, flags, cell, fixed, s, votes, source, holding, lanes)
        close_polls(seed, draw_month, n, used, seats, s, votes, source, holding, width)
    turn_over(seed, draw_month, used, posts, seats, s, source, holding)
    places = len(draws) // DRAWN
    moving = draws[3 * places : 4 * places]
    move_in(
        seed, draw_month, own, after, renter, traits, moving, members, mobilisation, s, moved, lanes
    )  # fmt: skip
    return fine and _within_bounds(s, used)


@compiled
def _repeat(s, first, last, width):  # type: ignore[no-untyped-def]
    """Give the slots of further residents what the lanes have: rows ``first`` to ``last`` of the board."""
    for row in range(first, last):
        for slot in range(width, SLOTS):
            s[row * SLOTS + slot] = s[row * SLOTS + (slot & (width - 1))]


@compiled
def _within_bounds(s, used):  # type: ignore[no-untyped-def]
    """Whether the community's numbers are in their bounds, and are numbers."""
    fine = True
    for row in range(FIRST_PARAM):
        for lane in range(used):
            fine &= abs(s[row * SLOTS + lane]) < np.inf
    for first in BOUNDED:
        for lane in range(used):
            fine &= 0.0 <= s[first + lane] <= 1.0
    return fine


def record_month(block: Lanes) -> None:
    """Sum what is recorded of the month just simulated."""
    b = block
    called(
        record, float(b.month), b.own, b.near, b.flags, b.community.cell, b.sums, b.habit, b.used, b.board, b.lanes
    )  # fmt: skip
