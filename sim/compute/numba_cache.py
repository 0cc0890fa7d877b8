"""What Numba keeps of the rules: under their content, in one folder and nowhere else, or not at all.

Left to itself it looks for another place where that folder cannot be written, such as beside the sources, and there
a rule that was edited in another file is not seen; where there is none either, or the disk is full, the run ends.
"""

import contextlib
import multiprocessing
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba.core import caching, dispatcher

from sim.compute import cache
from sim.compute.content import content
from sim.compute.sources import remember
from sim.errors import reason_zh
from sim.text import Text

_caching: Any = caching
OURS = ("sim", "experiments")
_said: list[bool] = []


def usable_folder() -> Path | None:
    """Take Numba's keeping in hand; return the folder of these sources, None where nothing can be kept."""
    remember()  # the modules of the engine are loaded next
    vars(dispatcher)["FunctionCache"] = _cache_of
    return cache.usable_folder()


def _cache_of(function: Callable[..., Any]) -> Any:
    """Return what keeps the compilations of a function: for those of installed libraries Numba's own.

    That sees an edit of the function's own file alone, and a segment in anybody's script reaches into this package.
    """
    file = function.__code__.co_filename
    installed = "-packages" in file or file.startswith("<")  # or made by a library as it runs
    ours = function.__module__.split(".")[0] in OURS or not installed
    kept: Any = _Cache if ours else caching.FunctionCache
    return kept(function)


class _Place:
    """Where compilations of a function lie, and what tells that it is the same: all that it is made of."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._stamp = content(function)
        self._folder = cache.cache_folder() / function.__module__

    def get_cache_path(self) -> str:
        return str(self._folder)

    def ensure_cache_path(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)

    def get_source_stamp(self) -> str:
        return self._stamp

    def get_disambiguator(self) -> str:
        return ""


class _Form(_caching.CompileResultCacheImpl):  # type: ignore[misc]
    """How a compilation is written and read; its place is ours, not one that Numba looks for."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._lineno = 0  # a function that has only moved is the same
        self._locator = _Place(function)
        name = f"{function.__qualname__}-{self._locator.get_source_stamp()[:16]}"
        self._filename_base = self.get_filename_base(name, getattr(sys, "abiflags", ""))


class _Cache(_caching.FunctionCache):  # type: ignore[misc]
    """The compilations of one function; what cannot be read is compiled anew, what cannot be written is lost."""

    _impl_class = _Form

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __getattr__(self, name: str) -> Any:
        """Begin with the first use: when a function is declared, those that it calls may not be."""
        if name.startswith("__") or "_impl" in vars(self):
            raise AttributeError(name)
        super().__init__(self._function)
        return getattr(self, name)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # a file that is damaged in any way is as good as none
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)
        except OSError as error:
            _say(Text(str(error.strerror), reason_zh(error)))
        except Exception:  # what lies there is damaged: it gives way
            with contextlib.suppress(OSError):
                self.flush()
                super().save_overload(sig, data)


def is_kept(loop: Any, given: tuple[Any, ...]) -> bool:
    """Tell whether a loop was compiled before for arguments of such types."""
    try:
        return any(key[0] == given for key in loop._cache._cache_file._load_index())
    except Exception:  # damaged
        return False


def _say(reason: Text) -> None:
    """Say once, in the program itself, that what was compiled is lost; where it was seen before, that was said."""
    if not _said and multiprocessing.parent_process() is None and cache.why_not_cached() is None:
        _said.append(True)
        warnings.warn(str(cache.not_cached(reason).en), RuntimeWarning, stacklevel=2)
