"""The calendar: what happens in a month, in order; each line reads only what the lines above have written.

1 as the month opens   residents ask; how they stand is summed
2 accounts             orders, revenue, budget, hours, queue, services, publicity
3 members              party members are mobilised and ask their neighbours
4 residents            awareness, expectation, satisfaction, fairness, trust, belonging, participation, habit
5 election             when due
6 staff                burnout, competence, quits, hires, coordination, autonomy
7 moves                newcomers take over dwellings
8 record
"""

import numpy as np

from sim.compute.compiled import called
from sim.compute.layout import param, person
from sim.elections import is_election_month
from sim.engine.lanes import Lanes
from sim.engine.passes.accounts import keep_accounts
from sim.engine.passes.election import hold_election
from sim.engine.passes.members import mobilise
from sim.engine.passes.moves import move_in
from sim.engine.passes.opening import open_month
from sim.engine.passes.recording import measure_inequality, record
from sim.engine.passes.residents import live_residents
from sim.engine.passes.staff import turn_over
from sim.errors import OutOfBounds


def live_month(block: Lanes, levers: np.ndarray) -> None:
    """Carry a block of lanes through the next month; ``levers`` (levers, LANES) holds in it.

    Raises:
        OutOfBounds: a value has left its bounds, or is no number.
    """
    b, people = block, block.community
    b.month += 1
    b.levers[:] = levers
    n, month, key = people.n_residents, b.month, np.uint64(people.seed)
    when = (key, b.draw_month)
    called(open_month, *when, float(month), b.own, b.near, people.demand, b.board)
    called(keep_accounts, *when, month, b.used, b.posts, people.mean_demand, n, b.board, b.source, b.holding)
    called(
        mobilise, *when, people.members, people.kind, b.mobilisation, b.flags, people.first_tie, people.ties,
        b.board, b.source, b.holding,
    )  # fmt: skip
    called(
        live_residents, *when, float(month), b.own, b.near, b.after, b.flags, people.first_tie, people.ties,
        people.traits, people.demand, b.board, b.source, b.holding,
    )  # fmt: skip
    b.near, b.after = b.after, b.near
    if is_election_month(month, b.board[param.election_term]):
        called(
            hold_election, *when, b.used, b.own, b.near, b.flags, people.age, people.cell, people.traits,
            b.board, b.votes, b.source, b.holding,
        )  # fmt: skip
    called(turn_over, *when, b.used, b.posts, b.board, b.source, b.holding)
    called(
        move_in, *when, b.own, b.near, people.renter, people.kind, people.traits, people.members,
        b.mobilisation, b.board, b.moved,
    )  # fmt: skip
    check_bounds(b)


def record_month(block: Lanes) -> None:
    """Sum what is recorded of the month just lived."""
    people = block.community
    called(record, float(block.month), block.own, block.near, block.flags, people.cell, block.sums, block.habit)
    called(measure_inequality, block.habit, block.used, float(people.n_residents), block.board)


BOUNDED = ("timeliness", "coordination", "autonomy", "infrastructure", "order_share", "attraction", "turnout")


def check_bounds(block: Lanes) -> None:
    """Stop where a resident's value or a community number is out of bounds or no number."""
    used = slice(0, block.used)
    sound = block.board[person.sound : person.sound + block.used]
    fine = bool(sound.all()) and bool(np.isfinite(block.numbers[:, used]).all())
    fine = fine and all((((x := block.number(name)[used]) >= 0.0) & (x <= 1.0)).all() for name in BOUNDED)
    if not fine:
        raise OutOfBounds(block.month)
