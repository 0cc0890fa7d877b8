"""A block of lanes: the state of up to sixteen scenarios or worlds on one community, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import community as people
from sim import services
from sim.agents import worker
from sim.agents.party_member import RETIRED
from sim.community import Community, build_community
from sim.compute.compiled import called
from sim.compute.layout import (
    FIRST_LEVER,
    FIRST_NUMBER,
    FIRST_PARAM,
    HABIT_BINS,
    LANES,
    N_BOARD,
    N_CELLS,
    N_OWN,
    N_SERVICES,
    N_SHARED,
    POST,
    QUANTITIES,
    RECORDED,
    TEMPLATE,
    TEMPLATE_WEIGHTS,
    VARIETY,
    number,
    param,
    person,
    post,
)
from sim.engine.passes.opening import hear_first
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.states import RESIDENT

Floats = NDArray[np.float64]


def new_board(lanes: Sequence[Mapping[str, float]]) -> Floats:
    """A board with the parameters of up to sixteen lanes; unused lanes repeat the first (N_BOARD · LANES,)."""
    columns = [{name: q.default for name, q in PARAMS.items()} | dict(lane) for lane in lanes]
    columns += [columns[0]] * (LANES - len(columns))
    board = np.zeros((N_BOARD, LANES))
    board[FIRST_PARAM:FIRST_LEVER] = [[column[name] for column in columns] for name in PARAMS]
    flat = board.ravel()
    weigh_template(flat)
    return flat


def weigh_template(board: Floats) -> None:
    """Turn the weights of government's template, which are parameters, into shares that sum to 1."""
    rows = board.reshape(-1, LANES)
    weights = rows[TEMPLATE_WEIGHTS // LANES : TEMPLATE_WEIGHTS // LANES + N_SERVICES]
    total = np.zeros(LANES)
    for weight in weights:
        total = total + weight
    rows[TEMPLATE // LANES : TEMPLATE // LANES + N_SERVICES] = weights / total


@dataclass(slots=True)
class Lanes:
    """The state of one block; every array is flat or (rows, …) with the lanes innermost.

    ``month`` is the month lived last: ``-burn_in`` before the first burn-in month, 0 at the end of the
    burn-in. ``source`` tells for each quantity of the calendar from which lane a lane reads it.
    """

    community: Community
    month: int
    burn_in: int
    used: int
    board: Floats
    own: Floats
    near: Floats
    after: Floats
    flags: Floats
    mobilisation: Floats
    posts: Floats
    votes: Floats
    source: NDArray[np.int64]
    sums: Floats = field(default_factory=lambda: np.zeros(N_CELLS * len(RECORDED) * LANES))
    habit: Floats = field(default_factory=lambda: np.zeros(2 * HABIT_BINS * LANES))
    moved: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    holding: bool = False

    @property
    def draw_month(self) -> int:
        """The month as the draws count it: 1 in the first burn-in month."""
        return self.month + self.burn_in

    @property
    def numbers(self) -> Floats:
        """All community numbers (numbers, LANES); a view."""
        return self.board[FIRST_NUMBER * LANES : FIRST_PARAM * LANES].reshape(-1, LANES)

    @property
    def levers(self) -> Floats:
        """The levers of the month (levers, LANES); a view."""
        return self.board[FIRST_LEVER * LANES :].reshape(-1, LANES)

    def number(self, name: str) -> Floats:
        """One community number of every lane (LANES,); a view."""
        start: int = getattr(number, name)
        return self.board[start : start + LANES]

    def spread(self, sources: Sequence[int]) -> "Lanes":
        """Return a block whose lane k is a copy of this block's lane ``sources[k]``; unused lanes repeat the first."""
        order = list(sources) + [sources[0]] * (LANES - len(sources))
        copies: dict[str, Any] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, np.ndarray) and part.name != "moved":
                copies[part.name] = np.ascontiguousarray(value.reshape(-1, LANES)[:, order]).reshape(value.shape)
        copies["source"] = own_lanes()
        return replace(self, used=len(sources), holding=False, moved=self.moved.copy(), **copies)


def own_lanes() -> NDArray[np.int64]:
    """Every lane reads every quantity from itself (quantities · LANES,)."""
    return np.tile(np.arange(LANES), len(QUANTITIES))


def settle(seed: int, lanes: Sequence[Mapping[str, float]]) -> Lanes:
    """Build the community of ``seed`` as it stands before the first burn-in month.

    ``lanes`` holds the parameters of each lane; the first lane's shape the people.
    """
    board = new_board(lanes)
    community = build_community(seed, board)
    n, burn_in = community.n_residents, int(board[param.burn_in_months])
    block = Lanes(
        community=community,
        month=-burn_in,
        burn_in=burn_in,
        used=len(lanes),
        board=board,
        own=np.zeros(n * N_OWN * LANES),
        near=np.zeros(n * N_SHARED * LANES),
        after=np.zeros(n * N_SHARED * LANES),
        flags=np.zeros(n * 2 * LANES),
        mobilisation=np.zeros(len(community.members) * LANES),
        posts=np.zeros((len(community.workers), len(POST) * LANES)),
        votes=np.zeros(N_CELLS * LANES),
        source=own_lanes(),
        moved=np.zeros(n, np.bool_),
    )
    _start_residents(block)
    _start_posts(block)
    _start_numbers(block)
    return block


def _values(block: Lanes, name: str) -> Floats:
    """One parameter in every lane (LANES,)."""
    start: int = getattr(param, name)
    return block.board[start : start + LANES]


def _start_residents(block: Lanes) -> None:
    """Put every resident's start into every lane."""
    own = block.own.reshape(-1, N_OWN, LANES)
    near = block.near.reshape(-1, N_SHARED, LANES)
    for state in RESIDENT:
        if state.start is not None:
            column = getattr(person, state.name) // LANES
            values = near[:, column - N_OWN] if state.shared else own[:, column]
            values[:] = _begun(block, state.start)
    called(hear_first, block.own, block.near, block.board)
    members = block.community.members
    retired = (block.community.kind[members] == RETIRED)[:, None]
    block.mobilisation[:] = np.where(
        retired, _values(block, "start_mobilisation_retired"), _values(block, "start_mobilisation_other")
    ).ravel()


def _begun(block: Lanes, start: float | str) -> Any:
    """Where a state begins: a draw of each resident, a parameter, or a number."""
    if start in people.START:
        return block.community.start[:, people.START.index(str(start)), None]
    return _values(block, start) if isinstance(start, str) else start


def _start_posts(block: Lanes) -> None:
    """Fill the regular posts; the places of extra posts stand empty."""
    n_posts = int(block.board[param.n_posts])
    for place, (competence, burnout, tenure, luck) in enumerate(block.community.workers.tolist()):
        row = block.posts[place].reshape(len(POST), LANES)
        row[post.filled // LANES] = 1.0 if place < n_posts else 0.0
        row[post.competence // LANES] = competence
        row[post.burnout // LANES] = burnout
        row[post.tenure // LANES] = tenure
        row[post.susceptibility // LANES] = [
            worker.susceptibility(luck, spread) for spread in _values(block, "strain_spread").tolist()
        ]


def _start_numbers(block: Lanes) -> None:
    """Set the community numbers that the first month reads as last month's."""
    for name in (
        "coordination", "autonomy", "leader_quality", "backlog", "timeliness", "infrastructure",
        "turnout", "official_turnout",
    ):  # fmt: skip
        block.number(name)[:] = _values(block, f"start_{name}")
    block.number("legitimacy")[:] = _values(block, "start_fairness")
    block.number("volunteer_hours_given")[:] = _values(block, "start_volunteer_hours")
    block.number("erosion")[:] = 1.0
    block.number("erosion_unindexed")[:] = 1.0
    block.number("stock_boards")[:] = LEVERS["publicity_boards"].default / 1000.0
    block.number("stock_digital")[:] = LEVERS["publicity_digital"].default / 1000.0
    for k in range(N_SERVICES):
        for lane in range(LANES):
            supplied = block.board[param.government_supply + lane] * block.board[TEMPLATE + k * LANES + lane]
            scale = block.board[param.supply_scale + lane]
            block.board[VARIETY + k * LANES + lane] = services.variety_target(supplied, scale)
    counts = np.bincount(block.community.cell, minlength=N_CELLS)
    block.votes[:] = (counts[:, None] * _values(block, "start_turnout")).ravel()
