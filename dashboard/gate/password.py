"""The password: where it comes from, what is too short, and how often somebody may guess it."""

import base64
import hmac
import os
import secrets
import time
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import cookie_parser

from dashboard.gate.http_request import HOME
from sim.errors import InputError, reason_zh
from sim.text import Text

VARIABLE = "COMMUNITY_PASSWORD"
SHORTEST, FEWEST, LONGEST = 8, 4, 200
"""Characters of a password, and how many different ones."""
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Characters of a password that is made: none that is taken for another."""
SIDE = "community-side"
"""The cookie of a browser that once knew the password: its visitor need not stand in line with who guesses."""
PAUSE = 1.0
"""Seconds until a wrong guess is answered."""
MOST_GUESSES = 10
"""Wrong guesses that are answered at once; while so many wait, no other from an unknown browser is looked at."""
LOG_EVERY = 10.0
"""Seconds between two lines in the terminal about guesses."""


def chosen_password(host: str, given: str | None, file: str | None, environ: Mapping[str, str]) -> tuple[str, bool]:
    """Return the password of the page, empty for none, and whether it was made here.

    It is what was given, what stands in a file, or in the environment; one is made where other machines can reach
    the page and none is given.

    Raises:
        InputError: it is given twice, cannot be read, is too short or no text.
    """
    if given is not None and file is not None:
        raise InputError("give --password or --password-file, not both.", "--password 和 --password-file 只能给一个。")
    if given is not None:
        return checked(given, "--password"), False
    if file is not None:
        return checked(_read(file), f"--password-file {file[:80]}"), False
    if environ.get(VARIABLE):
        return checked(environ[VARIABLE], VARIABLE), False
    return ("", False) if host in HOME else (made(), True)


def made() -> str:
    """Return a password that nobody guesses and everybody can type."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def checked(password: str, where: str) -> str:
    """Return the password, composed as keyboards compose it.

    Raises:
        InputError: it is too short, too long, or has what cannot be typed.
    """
    try:
        password.encode()
    except UnicodeEncodeError:
        raise InputError("this is not text in UTF-8.", "不是 UTF-8 文本。", where) from None
    password = unicodedata.normalize("NFC", password)
    if any(unicodedata.category(item) == "Cc" for item in password):
        raise InputError("a password has no line breaks or control characters.", "密码中不能有换行或控制字符。", where)
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < FEWEST:
        raise InputError(
            f"a password has {SHORTEST}..{LONGEST} characters, {FEWEST} different ones at least; "
            "without one the page makes its own.",
            f"密码须有 {SHORTEST}..{LONGEST} 个字符，其中至少 {FEWEST} 个不同；不给密码时由页面自己生成。",
            where,
        )
    return password


def _read(file: str) -> str:
    try:
        path = Path(file)
        if not path.is_file():
            raise InputError("there is no such file.", "没有这个文件。", f"--password-file {file[:80]}")
        with path.open("rb") as stream:
            data = stream.read(4 * LONGEST + 3)
        return data.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        raise InputError("this is not text in UTF-8.", "不是 UTF-8 文本。", f"--password-file {file[:80]}") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is not allowed"
        raise InputError(
            f"it cannot be read: {why}.", f"读不了：{reason_zh(error)}。", f"--password-file {file[:80]}"
        ) from None


@dataclass
class Guesses:
    """Lets in who knows the password, and slows down who guesses; ``log`` hears of guesses now and then."""

    password: str
    log: Callable[[Text], None] = lambda text: None
    sleep: Callable[[float], Awaitable[object]] | None = None
    side: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    _waiting: int = 0
    _untold: int = 0
    _logged_at: float = float("-inf")

    def cookie(self) -> bytes:
        """Return the cookie for a browser that knows the password."""
        return f"{SIDE}={self.side}; Path=/; HttpOnly; SameSite=Lax".encode()

    async def status(self, headers: Mapping[str, str], client: str) -> int:
        """Return 200 for who may come in, 401 for who may not, 429 for who is to wait; a wrong guess waits itself."""
        if not self.password:
            return 200
        said = _said(headers.get("authorization", ""))
        if said is None:
            return 401
        if self._waiting >= MOST_GUESSES and not self._knew(cookie_parser(headers.get("cookie", ""))):
            return 429
        if hmac.compare_digest(unicodedata.normalize("NFC", said).encode(), self.password.encode()):
            return 200
        self._count(client)
        self._waiting += 1
        try:
            await self._pause()
        finally:
            self._waiting -= 1
        return 401

    async def _pause(self) -> None:
        if self.sleep is None:
            import asyncio

            await asyncio.sleep(PAUSE)
        else:
            await self.sleep(PAUSE)

    def _knew(self, cookies: Mapping[str, str]) -> bool:
        return hmac.compare_digest(cookies.get(SIDE, "").encode(), self.side.encode())

    def _count(self, client: str) -> None:
        self._untold += 1
        now = time.monotonic()
        if now - self._logged_at < LOG_EVERY:
            return
        number, self._untold, self._logged_at = self._untold, 0, now
        self.log(
            Text(
                f"{number} wrong password{'s' * (number > 1)}, the last from {client}.",
                f"密码错误 {number} 次，最近一次来自 {client}。",
            )
        )


def taken_from_environment() -> dict[str, str]:
    """Return the environment, and take the password out of it, so that no process that is started sees it."""
    found = dict(os.environ)
    os.environ.pop(VARIABLE, None)
    return found


def _said(authorization: str) -> str | None:
    """Return the password that a browser sends, None where it sends none that is text."""
    kind, _, given = authorization.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        said = base64.b64decode(given, validate=True).decode()
    except ValueError:
        return None  # neither base64 nor text
    return said.partition(":")[2]
