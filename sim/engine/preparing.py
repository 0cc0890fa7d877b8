"""Before the first month at a number of lanes: what it needs is compiled, or loaded where it was before.

Piece by piece and in turn, so that processes that begin together compile each a part of it for all.
"""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from multiprocessing import parent_process
from typing import Any

from sim.community import build_community
from sim.compute.apart import link, types_of
from sim.compute.compiled import called
from sim.compute.numba_cache import is_kept
from sim.compute.turns import turn
from sim.engine.lanes import new_board
from sim.engine.passes.opening import hear_first

Piece = tuple[str, Callable[[], object]]


def prepare(passes: tuple[Any, ...], last: tuple[Any, ...], widths: Sequence[int]) -> None:
    """Compile or load passes, then the loops ``last`` that call them, at each number of lanes; tell where it is long.

    Raises:
        RuleError: a rule does not compile.
    """
    cold = not all(is_prepared(passes, width) for width in widths)
    pieces: list[Piece] = [
        (f"{one.apart.py_func.__name__}-{width}", partial(link, one, width)) for one in passes for width in widths
    ]
    pieces.insert(1, ("community", lambda: build_community(1, new_board([{"n_residents": 50.0, "n_buildings": 2.0}]))))
    loops = [
        (f"{loop.py_func.__name__}-{width}", partial(called, loop.compile, types_of(loop, width)))
        for loop in (hear_first, *last)
        for width in widths
    ]
    of = len(pieces) + len(loops)
    if cold and parent_process() is None:
        _tell(0, of)
    with _without_collecting():
        for done, _ in enumerate(chain(_in_turns(pieces), _in_turns(loops)), 1):
            if cold and parent_process() is None:
                _tell(done, of)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python not look for garbage: the compiler makes millions of objects, and an eighth of its time is that."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def is_prepared(passes: tuple[Any, ...], width: int) -> bool:
    """Tell whether passes were compiled before for so many lanes on this machine."""
    return all(is_kept(one.apart, types_of(one.apart, width)) for one in passes)


def _in_turns(pieces: Sequence[Piece]) -> Iterator[str]:
    """Make pieces; one that another process is at comes later."""
    late = []
    for name, make in pieces:
        with turn(name, wait=False) as mine:
            if mine:
                make()
                yield name
            else:
                late.append((name, make))
    for name, make in late:
        with turn(name, wait=True):
            make()
        yield name


def _tell(done: int, of: int) -> None:
    """Say on the error stream how far the compiler is; a line for each quarter where it is no terminal."""
    if not sys.stderr.isatty() and 4 * done // of == 4 * (done - 1) // of:
        return
    end = "\r" if sys.stderr.isatty() and done < of else "\n"
    sys.stderr.write(f"compiling the rules, once: {done}/{of} 正在编译规则，只需一次{end}")
    sys.stderr.flush()
