"""Tiles: sixteen slots, some residents in some lanes each, that a compiled loop works on at once.

A block of L lanes (1, 2, 4, 8 or 16) has 16 / L residents a tile; the slot of a resident's lane is L · his place in
the tile + the lane. Here is what a loop over slots needs of the compiler: room on the stack that overlaps nothing,
spreading
what residents have to their slots, and sums over neighbours. Each has a plain Python form and a compiled one that does
the same, bit for bit; ``lanes`` is a tuple of L zeros, whose length the compiler knows.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import carray, types  # type: ignore[attr-defined]
from numba.extending import intrinsic, overload
from numpy.typing import NDArray

from sim.compute.layout import N_SHARED, SLOTS

Zeros = tuple[int, ...]
_INT64 = ir.IntType(64)


def scratch(size: int) -> Any:
    """Room for ``size`` numbers of the tile at hand; compiled, it is on the stack and overlaps nothing."""
    return np.zeros(size)


@intrinsic(prefer_literal=True)
def _on_the_stack(typing_context: Any, size: Any) -> Any:
    if not isinstance(size, types.IntegerLiteral):
        return None

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number = context.get_data_type(types.float64)
        with builder.goto_entry_block():
            where = builder.alloca(ir.ArrayType(number, size.literal_value))
            where.align = 64
        return builder.bitcast(where, number.as_pointer())

    return types.CPointer(types.float64)(size), build  # type: ignore[no-untyped-call]


@overload(scratch, prefer_literal=True, jit_options={"forceinline": True})
def _compiled_scratch(size):  # type: ignore[no-untyped-def]
    return lambda size: carray(_on_the_stack(size), (size,))  # type: ignore[call-arg]


def spread(to: Any, at: int, table: Any, first: int, step: int, rows: Zeros, lanes: Zeros) -> None:
    """Give each slot what its resident has: as many rows of ``table`` as ``rows`` is long, ``step`` apart."""
    for k in range(len(rows)):
        own = table[first + k * step : first + k * step + SLOTS // len(lanes)]
        to[at + k * SLOTS : at + (k + 1) * SLOTS] = np.repeat(own, len(lanes))


@intrinsic
def _spread(typing_context: Any, to: Any, at: Any, table: Any, first: Any, step: Any, rows: Any, lanes: Any) -> Any:
    width = lanes.count

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        into, source = (context.make_array(signature.args[k])(context, builder, arguments[k]).data for k in (0, 2))
        at, first, step = (_as_int64(builder, arguments[k]) for k in (1, 3, 4))
        number = context.get_data_type(types.float64)
        people, tile = ir.VectorType(number, SLOTS // width), ir.VectorType(number, SLOTS)
        owner = _order([slot // width for slot in range(SLOTS)])
        for k in range(rows.count):
            place = builder.add(first, builder.mul(step, ir.Constant(_INT64, k)))
            values = builder.load(builder.bitcast(builder.gep(source, [place]), people.as_pointer()), align=8)
            spot = builder.gep(into, [builder.add(at, ir.Constant(_INT64, k * SLOTS))])
            spreaded = builder.shuffle_vector(values, ir.Constant(people, ir.Undefined), owner)
            builder.store(spreaded, builder.bitcast(spot, tile.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(to, at, table, first, step, rows, lanes), build


@overload(spread)
def _compiled_spread(to, at, table, first, step, rows, lanes):  # type: ignore[no-untyped-def]
    def call(to, at, table, first, step, rows, lanes):  # type: ignore[no-untyped-def]
        _spread(to, at, table, first, step, rows, lanes)  # type: ignore[call-arg]

    return call


def sum_neighbours(to: Any, at: int, near: Any, ties: Any, first: int, last: int, lanes: Zeros) -> None:
    """Add up what the neighbours ``ties[first:last]`` show, in that order, into a resident's slots of four columns."""
    width = len(lanes)
    total = np.zeros(N_SHARED * width)
    for j in ties[first:last]:
        total += near[j * N_SHARED * width : (j + 1) * N_SHARED * width]
    for q in range(N_SHARED):
        to[at + q * SLOTS : at + q * SLOTS + width] = total[q * width : (q + 1) * width]


@intrinsic
def _sum_neighbours(
    typing_context: Any, to: Any, at: Any, near: Any, ties: Any, first: Any, last: Any, lanes: Any
) -> Any:  # fmt: skip
    width = lanes.count

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        into, table, index = (
            context.make_array(signature.args[k])(context, builder, arguments[k]).data for k in (0, 2, 3)
        )
        at, first, last = (_as_int64(builder, arguments[k]) for k in (1, 4, 5))
        number = context.get_data_type(types.float64)
        shown, lane = ir.VectorType(number, N_SHARED * width), ir.VectorType(number, width)
        before, adding, after = builder.block, *(builder.append_basic_block(name) for name in ("adding", "added"))
        nothing = ir.Constant(shown, [0.0] * shown.count)
        builder.cbranch(builder.icmp_signed("<", first, last), adding, after)
        builder.position_at_end(adding)
        place, so_far = builder.phi(_INT64), builder.phi(shown)
        row = builder.mul(builder.load(builder.gep(index, [place])), ir.Constant(_INT64, shown.count))
        values = builder.load(builder.bitcast(builder.gep(table, [row]), shown.as_pointer()), align=8)
        added, following = builder.fadd(so_far, values), builder.add(place, ir.Constant(_INT64, 1))
        for phi, start, step in ((place, first, following), (so_far, nothing, added)):
            phi.add_incoming(start, before)
            phi.add_incoming(step, adding)
        builder.cbranch(builder.icmp_signed("<", following, last), adding, after)
        builder.position_at_end(after)
        result = builder.phi(shown)
        result.add_incoming(nothing, before)
        result.add_incoming(added, adding)
        for q in range(N_SHARED):
            part = _order([q * width + k for k in range(width)])
            spot = builder.gep(into, [builder.add(at, ir.Constant(_INT64, q * SLOTS))])
            own = builder.shuffle_vector(result, ir.Constant(shown, ir.Undefined), part)
            builder.store(own, builder.bitcast(spot, lane.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(to, at, near, ties, first, last, lanes), build


@overload(sum_neighbours)
def _compiled_sum_neighbours(to, at, near, ties, first, last, lanes):  # type: ignore[no-untyped-def]
    def call(to, at, near, ties, first, last, lanes):  # type: ignore[no-untyped-def]
        _sum_neighbours(to, at, near, ties, first, last, lanes)  # type: ignore[call-arg]

    return call


def see(to: Any, at: int, near: Any, first: int, lanes: Zeros) -> None:
    """Take what the residents of a tile show, resident by resident, into four columns of slots."""
    shown = near[first : first + N_SHARED * SLOTS].reshape(-1, N_SHARED, len(lanes))
    to[at : at + N_SHARED * SLOTS] = shown.transpose(1, 0, 2).ravel()


@intrinsic
def _see(typing_context: Any, to: Any, at: Any, near: Any, first: Any, lanes: Any) -> Any:
    width = lanes.count

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        into, source = (context.make_array(signature.args[k])(context, builder, arguments[k]).data for k in (0, 2))
        at, first = (_as_int64(builder, arguments[k]) for k in (1, 3))
        number = context.get_data_type(types.float64)
        tile, every = ir.VectorType(number, SLOTS), ir.VectorType(number, N_SHARED * SLOTS)
        shown = builder.load(builder.bitcast(builder.gep(source, [first]), every.as_pointer()), align=8)
        for q in range(N_SHARED):
            own = builder.shuffle_vector(shown, ir.Constant(every, ir.Undefined), _order(_of_column(q, width)))
            spot = builder.gep(into, [builder.add(at, ir.Constant(_INT64, q * SLOTS))])
            builder.store(own, builder.bitcast(spot, tile.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(to, at, near, first, lanes), build


@overload(see)
def _compiled_see(to, at, near, first, lanes):  # type: ignore[no-untyped-def]
    def call(to, at, near, first, lanes):  # type: ignore[no-untyped-def]
        _see(to, at, near, first, lanes)  # type: ignore[call-arg]

    return call


def show(own: Any, at: int, near: Any, first: int, lanes: Zeros) -> None:
    """Put four columns of slots back to what the residents of a tile show, resident by resident."""
    columns = own[at : at + N_SHARED * SLOTS].reshape(N_SHARED, -1, len(lanes))
    near[first : first + N_SHARED * SLOTS] = columns.transpose(1, 0, 2).ravel()


@intrinsic
def _show(typing_context: Any, own: Any, at: Any, near: Any, first: Any, lanes: Any) -> Any:
    width = lanes.count

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source, into = (context.make_array(signature.args[k])(context, builder, arguments[k]).data for k in (0, 2))
        at, first = (_as_int64(builder, arguments[k]) for k in (1, 3))
        number = context.get_data_type(types.float64)
        every = ir.VectorType(number, N_SHARED * SLOTS)
        columns = builder.load(builder.bitcast(builder.gep(source, [at]), every.as_pointer()), align=8)
        place = {slot: k for k, slot in enumerate(slot for q in range(N_SHARED) for slot in _of_column(q, width))}
        shown = builder.shuffle_vector(
            columns, ir.Constant(every, ir.Undefined), _order([place[k] for k in range(N_SHARED * SLOTS)])
        )
        builder.store(shown, builder.bitcast(builder.gep(into, [first]), every.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(own, at, near, first, lanes), build


@overload(show)
def _compiled_show(own, at, near, first, lanes):  # type: ignore[no-untyped-def]
    def call(own, at, near, first, lanes):  # type: ignore[no-untyped-def]
        _show(own, at, near, first, lanes)  # type: ignore[call-arg]

    return call


def _of_column(q: int, width: int) -> list[int]:
    """Where the slots of shared column ``q`` stand in what a tile shows, resident by resident."""
    return [(k * N_SHARED + q) * width + lane for k in range(SLOTS // width) for lane in range(width)]


def _order(places: list[int]) -> Any:
    return ir.Constant(ir.VectorType(ir.IntType(32), len(places)), places)


def _as_int64(builder: Any, value: Any) -> Any:
    """Return an index as a 64-bit whole number."""
    return value if value.type == _INT64 else builder.zext(value, _INT64)


def lined_up(size: int) -> NDArray[np.float64]:
    """Zeros (size,) that begin where a cache line does, so that no vector lies across two."""
    values = np.zeros(size + 8)
    first = -values.ctypes.data % 64 // 8
    return values[first : first + size]
