"""Opens an engine by its name on the command line."""

from experiments.runs.jobs import JobEngine
from experiments.runs.local import LocalEngine
from sim.errors import InputError, nearest

_KINDS = ("local", "dask")


def open_engine(text: str, processes: int | None = None) -> JobEngine:
    """Return the engine ``local`` or ``dask:ADDRESS``; work begins with its ``with``.

    Args:
        text: ``local``, worker processes of this machine, or ``dask:tcp://HOST:PORT``, the workers of a Dask
            scheduler (``tls://`` where it is secured).
        processes: worker processes of ``local``; None takes the cores there are.

    Raises:
        InputError: there is no such engine, the number of processes cannot be used or is given to a cluster.
    """
    kind, colon, address = text.partition(":")
    if text == "local":
        return LocalEngine(processes)
    if kind != "dask" or not colon:
        hint = nearest(kind, _KINDS)
        raise InputError(
            f"engine '{text}' is not known; allowed is local or dask:ADDRESS, such as dask:tcp://127.0.0.1:8786."
            f"{hint.en}",
            f"没有计算引擎“{text}”；允许 local 或 dask:地址，例如 dask:tcp://127.0.0.1:8786。{hint.zh}",
        )
    if processes is not None:
        raise InputError(
            f"processes = {processes} is for the engine local alone; a cluster has the workers that were started.",
            f"processes = {processes} 只用于引擎 local；集群的工作进程数在启动时已定。",
        )
    from experiments.runs.cluster import ClusterEngine

    return ClusterEngine(address)
