"""After the moves: sums by group of what is recorded of residents, and the spread of habit."""

import numpy as np

from sim import inequality
from sim.agents import resident
from sim.compute import elementary
from sim.compute.compiled import compile_rules, compiled
from sim.compute.layout import HABIT_BINS, LANES, N_OWN, N_SHARED, RECORDED, number, person, recorded

compile_rules(elementary, inequality, resident)

OWN, NEAR, FLAGS = N_OWN * LANES, N_SHARED * LANES, 2 * LANES
SUMS = len(RECORDED) * LANES
TOP_SHARE = 0.1
TRUST, BELONGING = person.trust - person.talk, person.belonging - person.talk
TOOK_PART = person.took_part - person.talk


@compiled
def record(month, own, near, flags, cell, sums, habit):  # type: ignore[no-untyped-def]
    """Fill ``sums`` (12 · recorded · LANES) and ``habit`` (2 · bins · LANES: counts, then sums of habit)."""
    sums[:] = 0.0
    habit[:] = 0.0
    s = np.zeros(2 * LANES)
    for i in range(len(cell)):
        row, shared = own[i * OWN : (i + 1) * OWN], near[i * NEAR : (i + 1) * NEAR]
        asked = flags[i * FLAGS : i * FLAGS + LANES]
        _add(month, row, shared, asked, sums[cell[i] * SUMS : (cell[i] + 1) * SUMS])
        _spread(row, s, habit)


@compiled
def measure_inequality(habit, used, n, s):  # type: ignore[no-untyped-def]
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
def _add(month, row, shared, asked, total):  # type: ignore[no-untyped-def]
    """Add one resident to the sums of his group."""
    for lane in range(LANES):
        total[recorded.participation_12m + lane] += resident.took_part_within_year(
            month, row[person.last_participation + lane]
        )
    for lane in range(LANES):
        total[recorded.participation_month + lane] += shared[TOOK_PART + lane]
        total[recorded.belonging + lane] += shared[BELONGING + lane]
        total[recorded.trust + lane] += shared[TRUST + lane]
    for lane in range(LANES):
        total[recorded.quality + lane] += row[person.quality + lane]
        total[recorded.match + lane] += row[person.match + lane]
        total[recorded.satisfaction + lane] += row[person.satisfaction + lane]
        total[recorded.awareness + lane] += row[person.awareness + lane]
        total[recorded.fairness + lane] += row[person.fairness + lane]
        total[recorded.autonomy_gap + lane] += row[person.autonomy_gap + lane]
    for lane in range(LANES):
        total[recorded.residents_asked + lane] += asked[lane]


@compiled
def _spread(row, s, habit):  # type: ignore[no-untyped-def]
    """Count one resident's habit into bins that are equally wide on the scale of its root."""
    for lane in range(LANES):
        s[lane] = inequality.place_among_bins(row[person.habit + lane], HABIT_BINS)
    for lane in range(LANES):
        place = int(s[lane]) * LANES + lane
        habit[place] += 1.0
        habit[HABIT_BINS * LANES + place] += row[person.habit + lane]
