"""After the moves: sums by group of what is recorded of residents, and the spread of habit."""

import numpy as np

from sim import inequality
from sim.agents import resident
from sim.compute import elementary
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import HABIT_BINS, LANES, N_OWN, N_SHARED, RECORDED, number, person, recorded
from sim.compute.segments import OF_RECORDED, each_recorded, made_of
from sim.states import RESIDENT

compile_rules(elementary, inequality, resident)

OWN, NEAR, FLAGS = N_OWN * LANES, N_SHARED * LANES, 2 * LANES
SUMS = len(RECORDED) * LANES
TOP_SHARE = 0.1


@compiled
def record(month, own, near, flags, cell, sums, habit):
    """Fill ``sums`` (12 · recorded · LANES) and ``habit`` (2 · bins · LANES: counts, then sums of habit)."""
    sums[:] = 0.0
    habit[:] = 0.0
    s = np.zeros(2 * LANES)
    for i in range(len(cell)):
        row, shared = own[i * OWN : (i + 1) * OWN], near[i * NEAR : (i + 1) * NEAR]
        flagged = flags[i * FLAGS : (i + 1) * FLAGS]
        total = sums[cell[i] * SUMS : (cell[i] + 1) * SUMS]
        _add_of_month(total, row, shared, flagged, month)
        _add_own(total, row, shared, flagged)
        _add_shared(total, row, shared, flagged)
        _spread(row, s, habit)


@compiled
def measure_inequality(habit, used, n, s):
    """Leave the Gini index of habit and the share of it held by the most active tenth."""
    for lane in range(used):
        total = 0.0
        for place in range(HABIT_BINS):
            total += habit[(HABIT_BINS + place) * LANES + lane]
        below, unequal, top, left = 0.0, 0.0, 0.0, TOP_SHARE * n
        for place in range(HABIT_BINS):
            unequal += inequality.lorenz_slice(
                habit[place * LANES + lane], habit[(HABIT_BINS + place) * LANES + lane], below
            )
            below += habit[(HABIT_BINS + place) * LANES + lane]
        for step in range(HABIT_BINS):
            place = HABIT_BINS - 1 - step
            count, held = habit[place * LANES + lane], habit[(HABIT_BINS + place) * LANES + lane]
            top += inequality.held_by_top(count, held, left)
            left = max(0.0, left - count)
        s[number.habit_gini + lane] = inequality.gini(unequal, total, n)
        s[number.top_tenth_share + lane] = inequality.share_of(top, total)


@compiled
def _spread(row, s, habit):
    """Count one resident's habit into bins that are equally wide on the scale of its root."""
    for lane in range(LANES):
        s[lane] = inequality.place_among_bins(row[person.habit + lane], HABIT_BINS)
    for lane in range(LANES):
        place = int(s[lane]) * LANES + lane
        habit[place] += 1.0
        habit[HABIT_BINS * LANES + place] += row[person.habit + lane]


@each_recorded
def _add_of_month(month):
    """Add what is no state by itself to the sums of a resident's group."""
    recorded.participation_12m += resident.took_part_within_year(month)
    recorded.residents_asked += person.asked


_add_own, _add_shared = (
    made_of(
        name, "Add a resident's states to the sums of his group.", OF_RECORDED, globals(),
        [f"recorded.{state.recorded} += person.{state.name}"
         for state in RESIDENT if state.recorded and state.shared == shared],
    )
    for name, shared in (("_add_own", False), ("_add_shared", True))
)  # fmt: skip
