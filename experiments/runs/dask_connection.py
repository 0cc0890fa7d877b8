"""Finds a Dask scheduler: its address, its certificates, and quiet about it."""

import contextlib
import importlib.util
import logging
import queue
import re
import threading
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.errors import InputError

if TYPE_CHECKING:
    from distributed import Client

_ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?:[^\s:/@\[\]]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")
_LOGGERS = ("distributed", "distributed.client", "distributed.core", "distributed.utils", "tornado", "asyncio")


def check_dask(address: str) -> None:
    """Refuse an address that no scheduler can have, and a Python without Dask.

    Raises:
        InputError: always in these cases.
    """
    port = _ADDRESS.fullmatch(address)
    if port is None or not 0 < int(port[1]) < 65536:
        raise InputError(
            f"engine 'dask:{address}' has no usable address; allowed is dask:tcp://HOST:PORT or "
            "dask:tls://HOST:PORT, such as dask:tcp://127.0.0.1:8786.",
            f"引擎“dask:{address}”的地址不可用；允许 dask:tcp://主机:端口 或 dask:tls://主机:端口，"
            "例如 dask:tcp://127.0.0.1:8786。",
        )
    if importlib.util.find_spec("distributed") is None:
        raise InputError(
            '--engine dask needs the extra "cluster"; install it with: python -m pip install -e ".[cluster]".',
            '--engine dask 需要附加组件 "cluster"；安装方法：python -m pip install -e ".[cluster]"。',
        )


def connected(address: str, within: float) -> "Client":
    """Return a client of the scheduler at ``address`` that has answered ``within`` that time [s].

    Raises:
        InputError: nobody answers, or the certificates cannot be used.
    """
    from distributed import Client

    security = _security(address)
    answers: queue.SimpleQueue[Client | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(Client(address, timeout=within, set_as_default=False, security=security))
        except Exception as error:
            answers.put(error)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # versions of packages may differ; the rules may not
        # A port that takes the connection and stays silent holds up Dask's client whatever its time limit.
        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=2 * within)
        except queue.Empty:
            answer = TimeoutError()
    if isinstance(answer, OSError | RuntimeError | UnicodeError):
        raise InputError(
            f"no scheduler answers at {address} within {within:g} s; start one with: dask scheduler.",
            f"{within:g} 秒内 {address} 没有调度器应答；启动方法：dask scheduler。",
        ) from answer
    if isinstance(answer, Exception):
        raise answer
    return answer


def _security(address: str) -> Any:
    """Return the certificates that Dask's settings name."""
    from distributed import Security

    try:
        security = Security()
        secured = security.get_connection_args("client")["ssl_context"] is not None
    except (OSError, ValueError) as error:  # no such file, no certificate in it, no such version of TLS
        raise InputError(
            f"the certificates in Dask's settings cannot be used: {error}.",
            f"Dask 设置中的证书无法使用：{error}。",
        ) from None
    if address.startswith("tls://") and not secured:
        raise InputError(
            f"engine 'dask:{address}' needs certificates; set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
            "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY.",
            f"引擎“dask:{address}”需要证书；请设置 DASK_DISTRIBUTED__COMM__TLS__CA_FILE、"
            "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT 和 DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY。",
        )
    return security


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep Dask's own messages back; what the user must know we tell."""
    import distributed  # noqa: F401  (sets the levels of its loggers as it is loaded)

    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
