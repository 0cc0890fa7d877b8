"""After the moves: sums by group of what is recorded of residents, and the spread of habit."""

from sim import inequality
from sim.agents import resident
from sim.compute import elementary
from sim.compute.compiled import compile_rules, compiled, part
from sim.compute.layout import HABIT_BINS, N_SHARED, RECORDED, SLOTS, number, person
from sim.compute.segments import OF_RECORDED, check_words, made_of
from sim.compute.tiles import scratch
from sim.engine.passes.tile import FLAG, OWN
from sim.indicators import INDICATORS
from sim.states import RESIDENT
from sim.text import Text

compile_rules(elementary, inequality, resident)

SUMS = len(RECORDED) * SLOTS
TOP_SHARE = 0.1


@compiled
def record(now, own, near, flags, cell, sums, habit, used, s, lanes):
    """Fill ``sums`` (12 · recorded · 16) and ``habit`` (2 · bins · 16: counts, then sums of habit)."""
    width = len(lanes)
    people = SLOTS // width
    sums[:] = 0.0
    habit[:] = 0.0
    spots = scratch(SLOTS)
    for i in range(len(cell)):
        tile, at = i // people, i % people * width
        row, shared = own[tile * OWN + at : (tile + 1) * OWN], near[i * N_SHARED * width : (i + 1) * N_SHARED * width]
        flagged = flags[tile * FLAG + at : (tile + 1) * FLAG]
        total = sums[cell[i] * SUMS : (cell[i] + 1) * SUMS]
        _add_of_month(total, row, shared, flagged, lanes, now)
        _add_own(total, row, shared, flagged, lanes)
        _add_shared(total, row, shared, flagged, lanes)
        _spread(row, spots, habit, lanes)
    measure_inequality(habit, used, float(len(cell)), s)


@compiled
def measure_inequality(habit, used, n, s):
    """Leave the Gini index of habit and the share of it held by the most active tenth."""
    for lane in range(used):
        total = 0.0
        for place in range(HABIT_BINS):
            total += habit[(HABIT_BINS + place) * SLOTS + lane]
        below, unequal, top, left = 0.0, 0.0, 0.0, TOP_SHARE * n
        for place in range(HABIT_BINS):
            unequal += inequality.lorenz_slice(
                habit[place * SLOTS + lane], habit[(HABIT_BINS + place) * SLOTS + lane], below
            )
            below += habit[(HABIT_BINS + place) * SLOTS + lane]
        for step in range(HABIT_BINS):
            place = HABIT_BINS - 1 - step
            count, held = habit[place * SLOTS + lane], habit[(HABIT_BINS + place) * SLOTS + lane]
            top += inequality.held_by_top(count, held, left)
            left = max(0.0, left - count)
        s[number.habit_gini + lane] = inequality.gini(unequal, total, n)
        s[number.top_tenth_share + lane] = inequality.share_of(top, total)


@part
def _spread(row, spots, habit, lanes):
    """Count one resident's habit into bins that are equally wide on the scale of its root."""
    for lane in range(len(lanes)):
        spots[lane] = inequality.place_among_bins(row[person.habit + lane], HABIT_BINS)
    for lane in range(len(lanes)):
        place = int(spots[lane]) * SLOTS + lane
        habit[place] += 1.0
        habit[HABIT_BINS * SLOTS + place] += row[person.habit + lane]


def _kind(sums: str) -> str:
    """Tell where what is summed stands: in a state of one's own, in one that neighbours read, or in more than that."""
    return next((("own", "shared")[one.shared] for one in RESIDENT if sums == f"person.{one.name}"), "of_month")


for own in INDICATORS.values():
    check_words(
        own.sums,
        OF_RECORDED,
        {**globals(), "month": 0},
        Text(f"the sum of {own.name}, sim/indicators.py", f"sim/indicators.py 中 {own.name} 的求和"),
    )
_add_own, _add_shared, _add_of_month = (
    made_of(
        f"_add_{kind}", "Add a resident to the sums of his group.", OF_RECORDED, globals(),
        [f"recorded.{name} += {INDICATORS[name].sums}" for name in RECORDED if _kind(INDICATORS[name].sums) == kind],
        *(["month"] if kind == "of_month" else []),
    )
    for kind in ("own", "shared", "of_month")
)  # fmt: skip
