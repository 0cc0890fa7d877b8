"""A block of lanes: the state of up to sixteen scenarios or worlds on one community, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import community as people
from sim import services
from sim.agents import member_unit, worker
from sim.agents.party_member import RETIRED
from sim.community import Community, build_community
from sim.compute.compiled import called
from sim.compute.layout import (
    FIRST_LEVER,
    FIRST_PARAM,
    FLAGS,
    HABIT_BINS,
    HERE,
    N_BOARD,
    N_CELLS,
    N_DWELLING,
    N_OWN,
    N_SERVICES,
    N_SHARED,
    PARTY_LIST,
    PARTY_WEIGHTS,
    PERSON,
    POST,
    QUANTITIES,
    RECORDED,
    SEATED,
    SEATS,
    SLOTS,
    TEMPLATE,
    TEMPLATE_WEIGHTS,
    TRAITS,
    UNITS,
    VARIETY,
    number,
    param,
    post,
    unit,
)
from sim.compute.tiles import lined_up
from sim.engine.passes.committees import begin_terms
from sim.engine.passes.opening import DRAWN, hear_first
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.states import RESIDENT

Floats = NDArray[np.float64]


def new_board(lanes: Sequence[Mapping[str, float]]) -> Floats:
    """A board with the parameters of up to sixteen lanes; unused lanes repeat the first (N_BOARD · SLOTS,)."""
    columns = [{name: q.default for name, q in PARAMS.items()} | dict(lane) for lane in lanes]
    board = np.zeros((N_BOARD, SLOTS))
    board[FIRST_PARAM:FIRST_LEVER] = [[columns[k][name] for k in slots_of(len(lanes))] for name in PARAMS]
    flat = lined_up(board.size)
    flat[:] = board.ravel()
    weigh_template(flat)
    return flat


def width_of(lanes: int) -> int:
    """The lanes of a block that holds so many: the next power of two."""
    return 1 << max(0, lanes - 1).bit_length()


def slots_of(lanes: int) -> list[int]:
    """Which of so many lanes each slot of the first resident of a tile, and of those after him, is of (16,).

    Lanes of the block that are not used repeat the first.
    """
    width = width_of(lanes)
    return [slot % width if slot % width < lanes else 0 for slot in range(SLOTS)]


def weigh_template(board: Floats) -> None:
    """Turn the weights of the government's template and the party's list, which are parameters, into shares of 1."""
    rows = board.reshape(-1, SLOTS)
    for first, share in ((TEMPLATE_WEIGHTS, TEMPLATE), (PARTY_WEIGHTS, PARTY_LIST)):
        weights = rows[first // SLOTS : first // SLOTS + N_SERVICES]
        total = np.zeros(SLOTS)
        for weight in weights:
            total = total + weight
        rows[share // SLOTS : share // SLOTS + N_SERVICES] = weights / total


@dataclass(slots=True)
class Lanes:
    """The state of one block of ``width`` lanes, of which ``used`` are used; every array is flat or (rows, …).

    A tile is sixteen slots: ``16 / width`` residents, each in every lane. ``own`` and ``flags`` stand tile by tile
    (tiles, columns, 16); ``near``, which neighbours walk, resident by resident (residents, 4, width). The last tile is
    filled up with places where nobody lives. All else has sixteen columns, of which lanes are the first.

    ``month`` is the month simulated last: ``-burn_in`` before the first burn-in month, 0 at the end of the burn-in.
    ``source`` tells for each quantity of the calendar from which slot a slot reads it.
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
    seats: Floats
    units: Floats
    votes: Floats
    source: NDArray[np.int64]
    fixed: Floats
    draws: Floats
    shares: Floats
    first_tie: NDArray[np.int64]
    sums: Floats
    habit: Floats
    moved: NDArray[np.bool_]
    holding: bool = False

    @property
    def width(self) -> int:
        """Lanes of the block, used or not: 1, 2, 4, 8 or 16."""
        return width_of(self.used)

    @property
    def lanes(self) -> tuple[int, ...]:
        """As many zeros as there are lanes: its length is a constant to the compiler."""
        return (0,) * self.width

    @property
    def draw_month(self) -> int:
        """The month as the draws count it: 1 in the first burn-in month."""
        return self.month + self.burn_in

    @property
    def numbers(self) -> Floats:
        """All community numbers (numbers, 16); a view."""
        return self.board[: FIRST_PARAM * SLOTS].reshape(-1, SLOTS)

    @property
    def levers(self) -> Floats:
        """The levers of the month (levers, 16); a view."""
        return self.board[FIRST_LEVER * SLOTS :].reshape(-1, SLOTS)

    def number(self, name: str) -> Floats:
        """One community number of every lane (16,); a view."""
        start: int = getattr(number, name)
        return self.board[start : start + SLOTS]

    def state(self, name: str) -> Floats:
        """One state of every resident (n, width); a copy."""
        n, column = self.community.n_residents, PERSON.index(name)
        if column < N_OWN:
            return self._of_tiles(self.own, N_OWN, column)[:n]
        return self.near.reshape(-1, N_SHARED, self.width)[:n, column - N_OWN].copy()

    def flag(self, name: str) -> Floats:
        """Who was ``asked`` to come along or is an ``active`` member this month (n, width); a copy."""
        return self._of_tiles(self.flags, len(FLAGS), FLAGS.index(name))[: self.community.n_residents]

    def _of_tiles(self, array: Floats, columns: int, column: int) -> Floats:
        """A column of an array that stands tile by tile (places, width); a copy."""
        people: Floats = array.reshape(-1, columns, SLOTS // self.width, self.width)[:, column]
        return people.reshape(-1, self.width)

    def place(self, name: str, row: int, lane: int = 0) -> tuple[Floats, int]:
        """The array and the index in it where a state or flag of a resident stands."""
        people = SLOTS // self.width
        tile, at = row // people, row % people * self.width + lane
        if name in FLAGS:
            return self.flags, (tile * len(FLAGS) + FLAGS.index(name)) * SLOTS + at
        column = PERSON.index(name)
        if column < N_OWN:
            return self.own, (tile * N_OWN + column) * SLOTS + at
        return self.near, (row * N_SHARED + column - N_OWN) * self.width + lane

    def spread(self, sources: Sequence[int]) -> "Lanes":
        """Return a block whose lane k is a copy of this block's lane ``sources[k]``; unused lanes repeat the first."""
        other = empty_block(self.community, len(sources), self.month, self.burn_in)
        lanes = [sources[k] for k in slots_of(len(sources))]
        order = lanes[: other.width]
        for name, columns in (("own", N_OWN), ("flags", len(FLAGS))):
            people = getattr(self, name).reshape(-1, columns, SLOTS // self.width, self.width).transpose(0, 2, 1, 3)
            chosen = people.reshape(-1, columns, self.width)[..., order]
            tiles = chosen.reshape(-1, SLOTS // other.width, columns, other.width).transpose(0, 2, 1, 3)
            getattr(other, name)[:] = tiles.ravel()
        for name in ("near", "after"):
            getattr(other, name)[:] = getattr(self, name).reshape(-1, self.width)[:, order].ravel()
        for name in ("board", "mobilisation", "votes", "sums", "habit"):
            getattr(other, name)[:] = getattr(self, name).reshape(-1, SLOTS)[:, lanes].ravel()
        for name in ("posts", "units", "seats"):
            rows = getattr(other, name)
            rows[:] = getattr(self, name).reshape(-1, SLOTS)[:, lanes].reshape(rows.shape)
        other.moved[:] = self.moved
        return other


def own_slots() -> NDArray[np.int64]:
    """Every slot reads every quantity from itself (quantities · 16,)."""
    return np.tile(np.arange(SLOTS), len(QUANTITIES))


def empty_block(community: Community, used: int, month: int, burn_in: int) -> Lanes:
    """A block of a community with nobody's state filled in."""
    n, width = community.n_residents, width_of(used)
    places = -(-n // SLOTS) * SLOTS
    first_tie = np.full(places + 1, community.first_tie[-1])
    first_tie[: n + 1] = community.first_tie
    posts, units = len(community.workers), len(community.units)
    return Lanes(
        community=community,
        month=month,
        burn_in=burn_in,
        used=used,
        board=lined_up(N_BOARD * SLOTS),
        own=lined_up(places * N_OWN * width),
        near=lined_up(places * N_SHARED * width),
        after=lined_up(places * N_SHARED * width),
        flags=lined_up(places * len(FLAGS) * width),
        mobilisation=lined_up(len(community.members) * SLOTS),
        posts=lined_up(posts * len(POST) * SLOTS).reshape(posts, -1),
        units=lined_up(units * len(UNITS) * SLOTS).reshape(units, -1),
        seats=lined_up(SEATS * len(SEATED) * SLOTS).reshape(SEATS, -1),
        votes=lined_up(N_CELLS * SLOTS),
        source=own_slots(),
        fixed=_fixed(community, places),
        draws=lined_up(DRAWN * places),
        shares=lined_up((int(community.building[-1]) + 1) * SLOTS),
        first_tie=first_tie,
        sums=lined_up(N_CELLS * len(RECORDED) * SLOTS),
        habit=lined_up(2 * HABIT_BINS * SLOTS),
        moved=np.zeros(n, np.bool_),
    )


def _fixed(community: Community, places: int) -> Floats:
    """What residents have for good, column by column ((dwelling and wishes) · places,); nobody has nothing."""
    ties = np.diff(community.first_tie)
    columns = dict(zip(TRAITS, community.traits.T, strict=True))
    columns |= {"age": community.age, "part": 1.0 / np.maximum(ties, 1), "alone": ties == 0}
    columns |= {f"demand_{k}": community.demand[:, k] for k in range(N_SERVICES)}
    fixed = lined_up(N_DWELLING * places)
    for column, name in enumerate(HERE[:N_DWELLING]):
        fixed[column * places : column * places + len(ties)] = columns[name]
    return fixed


def settle(seed: int, lanes: Sequence[Mapping[str, float]]) -> Lanes:
    """Build the community of ``seed`` as it stands before the first burn-in month.

    ``lanes`` holds the parameters of each lane; the first lane's shape the people.
    """
    board = new_board(lanes)
    burn_in = int(board[param.burn_in_months])
    block = empty_block(build_community(seed, board), len(lanes), -burn_in, burn_in)
    block.board[:] = board
    _start_residents(block)
    _start_posts(block)
    _start_units(block)
    _start_numbers(block)
    for lane in range(SLOTS):
        called(begin_terms, lane, np.uint64(seed), block.seats, block.board)
    return block


def _values(block: Lanes, name: str) -> Floats:
    """One parameter in every lane (SLOTS,)."""
    start: int = getattr(param, name)
    return block.board[start : start + SLOTS]


def _start_residents(block: Lanes) -> None:
    """Put every resident's start into every lane."""
    n, width = block.community.n_residents, block.width
    own = block.own.reshape(-1, N_OWN, SLOTS)
    near = block.near.reshape(-1, N_SHARED, width)
    for state in RESIDENT:
        if state.start is None:
            continue
        column = PERSON.index(state.name)
        if state.shared:
            near[:n, column - N_OWN] = _begun(block, state.start)
        else:
            everybody = np.zeros((len(near), width))
            everybody[:n] = _begun(block, state.start)
            own[:, column] = everybody.reshape(-1, SLOTS)
    called(hear_first, n, block.own, block.near, block.board, block.lanes)
    members = block.community.members
    retired = (block.community.kind[members] == RETIRED)[:, None]
    block.mobilisation[:] = np.where(
        retired, _values(block, "start_mobilisation_retired"), _values(block, "start_mobilisation_other")
    ).ravel()


def _begun(block: Lanes, start: float | str) -> Any:
    """Where a state begins: a draw of each resident, a parameter, or a number."""
    if start in people.START:
        return block.community.start[:, people.START.index(str(start)), None]
    return _values(block, start)[: block.width] if isinstance(start, str) else start


def _start_posts(block: Lanes) -> None:
    """Fill the regular posts; the places of extra posts stand empty."""
    n_posts = int(block.board[param.n_posts])
    spreads = _values(block, "strain_spread").tolist()
    talents = list(zip(_values(block, "start_talent").tolist(), _values(block, "talent_spread").tolist(), strict=True))
    careers = list(zip(_values(block, "career_min").tolist(), _values(block, "career_max").tolist(), strict=True))
    for place, start in enumerate(block.community.workers.tolist()):
        competence, burnout, tenure, susceptible, restless, years, talented = start
        row = block.posts[place].reshape(len(POST), SLOTS)
        row[post.filled // SLOTS] = 1.0 if place < n_posts else 0.0
        row[post.competence // SLOTS] = competence
        row[post.burnout // SLOTS] = burnout
        row[post.tenure // SLOTS] = tenure
        row[post.susceptibility // SLOTS] = [worker.susceptibility(susceptible, spread) for spread in spreads]
        row[post.intention // SLOTS] = _values(block, "start_intention")
        row[post.restlessness // SLOTS] = restless
        row[post.career // SLOTS] = [worker.career(years, *ends) for ends in careers]
        row[post.talent // SLOTS] = [worker.talent_at_start(talented, *normal) for normal in talents]


def _start_units(block: Lanes) -> None:
    """Let every unit be as open as it is drawn, and as willing as it is where nothing moves it."""
    pairs = list(zip(_values(block, "unit_spread").tolist(), _values(block, "unit_giving_rate").tolist(), strict=True))
    for place, draw in enumerate(block.community.units.tolist()):
        row = block.units[place].reshape(len(UNITS), SLOTS)
        row[unit.openness // SLOTS] = [member_unit.openness(draw, spread) for spread, _ in pairs]
        row[unit.willingness // SLOTS] = [
            member_unit.willingness_target(rate, open_)
            for (_, rate), open_ in zip(pairs, row[unit.openness // SLOTS].tolist(), strict=True)
        ]


def _start_numbers(block: Lanes) -> None:
    """Set the community numbers that the first month reads as last month's."""
    for name in (
        "autonomy", "backlog", "timeliness", "infrastructure", "turnout", "official_turnout", "street_pressure",
    ):  # fmt: skip
        block.number(name)[:] = _values(block, f"start_{name}")
    block.number("legitimacy")[:] = _values(block, "start_fairness")
    block.number("volunteer_hours_given")[:] = _values(block, "start_volunteer_hours")
    for name in ("load", "seen_load", "used_load"):
        block.number(name)[:] = _values(block, "street_start_load")
    block.number("item_stock")[:] = 1.0
    block.number("erosion")[:] = 1.0
    block.number("erosion_unindexed")[:] = 1.0
    block.number("stock_boards")[:] = LEVERS["publicity_boards"].default / _values(block, "kiloyuan")
    block.number("stock_digital")[:] = LEVERS["publicity_digital"].default / _values(block, "kiloyuan")
    for k in range(N_SERVICES):
        for lane in range(SLOTS):
            supplied = block.board[param.government_supply + lane] * block.board[TEMPLATE + k * SLOTS + lane]
            scale = block.board[param.supply_scale + lane]
            block.board[VARIETY + k * SLOTS + lane] = services.variety_target(supplied, scale)
    counts = np.bincount(block.community.cell, minlength=N_CELLS)
    block.votes[:] = (counts[:, None] * _values(block, "start_turnout")).ravel()
