"""Where a password comes from, which are refused, and what guessing one costs."""

import asyncio
import base64
import time

import pytest

from dashboard.gate.http_request import HOME
from dashboard.gate.password import MOST_GUESSES, PAUSE, SIDE, VARIABLE, Guesses, checked, chosen_password
from sim.errors import InputError

PASSWORD = "open sesame"


def basic(password):
    return {"authorization": "Basic " + base64.b64encode(b"any:" + password.encode()).decode()}


def test_at_home_there_is_none_and_elsewhere_a_long_one_is_made():
    assert [chosen_password(host, None, None, {}) for host in HOME] == [("", False)] * len(HOME)
    made = {chosen_password(host, None, None, {}) for host in ("0.0.0.0", "192.168.1.5", "::", "lab.example", "")}
    assert all(item for _, item in made)
    assert len({password for password, _ in made}) == 5
    assert all(checked(password, "") == password and len(password) == 19 for password, _ in made)


def test_one_is_given_by_the_line_by_a_file_or_by_the_environment(tmp_path):
    file = tmp_path / "password.txt"
    file.write_bytes("\ufeff密码 of a file\r\n".encode())
    assert chosen_password("0.0.0.0", "of the line", None, {VARIABLE: PASSWORD}) == ("of the line", False)
    assert chosen_password("0.0.0.0", None, str(file), {VARIABLE: PASSWORD}) == ("密码 of a file", False)
    assert chosen_password("127.0.0.1", None, None, {VARIABLE: PASSWORD}) == (PASSWORD, False)
    with pytest.raises(InputError, match="not both"):
        chosen_password("0.0.0.0", "of the line", str(file), {})


@pytest.mark.parametrize("password", ["", "a", "spring", "1234567", "aaaaaaaaaaaa", "ab" * 20, "x1y2" * 51, "春天"])
def test_one_that_is_soon_guessed_is_refused(password):
    with pytest.raises(InputError, match=r"^--password: a password has 8\.\.200 characters") as caught:
        chosen_password("127.0.0.1", password, None, {})
    assert "须有 8..200 个字符" in caught.value.get("zh")


@pytest.mark.parametrize(
    ("password", "why"),
    [("open\udcffsesame", "not text in UTF-8"), ("open\nsesame", "no line breaks"), ("open\x00sesame", "control")],
)
def test_one_that_nobody_can_type_is_refused(password, why):
    with pytest.raises(InputError, match=why):
        chosen_password("127.0.0.1", password, None, {})


def test_a_file_that_holds_none_is_refused(tmp_path):
    (tmp_path / "gbk.txt").write_bytes("密码密码密码密码".encode("gbk"))
    (tmp_path / "large.txt").write_bytes(b"0123456789" * 1000)
    for name, why in (("gbk.txt", "UTF-8"), ("large.txt", "8..200"), ("none.txt", "no such file"), ("", "no such"),
                      ("\0", "such file|not allowed")):  # fmt: skip
        with pytest.raises(InputError, match=why):
            chosen_password("127.0.0.1", None, str(tmp_path / name), {})


def asked(guesses, *headers):
    """What several who ask at once are answered, in the order in which they ask."""

    async def ask():
        return await asyncio.gather(*(guesses.status(header, "10.0.0.7") for header in headers))

    return asyncio.run(ask())


def test_a_wrong_guess_waits_and_the_right_one_does_not():
    begun = time.monotonic()
    assert asked(Guesses(PASSWORD), basic(PASSWORD)) == [200]
    assert time.monotonic() - begun < PAUSE / 2
    assert asked(Guesses(PASSWORD), basic("open barley")) == [401]
    assert time.monotonic() - begun >= PAUSE


def test_of_a_thousand_guesses_at_once_few_are_looked_at():
    guesses = Guesses(PASSWORD)
    said = [basic(f"guess {number}") for number in range(999)]
    begun = time.monotonic()
    found = asked(guesses, *said, basic(PASSWORD))
    assert found.count(401) == MOST_GUESSES
    assert found.count(429) == 1000 - MOST_GUESSES  # the right one too: whoever guesses learns nothing sooner
    assert time.monotonic() - begun < PAUSE + 2


def test_who_was_in_before_need_not_wait_behind_those_who_guess():
    guesses = Guesses(PASSWORD)
    knew = {"cookie": "a=b; " + guesses.cookie().decode().partition(";")[0]}
    said = [basic(f"guess {number}") for number in range(50)]
    forged = {"cookie": f"{SIDE}=forged"}
    assert asked(guesses, *said, basic(PASSWORD) | knew, basic(PASSWORD) | forged)[-2:] == [200, 429]
    assert asked(guesses, knew) == [401]  # the cookie alone opens nothing


def test_guesses_are_told_but_not_one_by_one():
    last_found = []

    async def at_once(seconds):
        return None

    guesses = Guesses(PASSWORD, last_found.append, at_once)
    asked(guesses, *(basic(f"guess {number}") for number in range(500)))
    assert [item.en for item in last_found] == ["1 wrong password, the last from 10.0.0.7."]
    guesses._logged_at -= 60
    asked(guesses, basic("once more"))
    assert last_found[-1].en == "500 wrong passwords, the last from 10.0.0.7."
    assert last_found[-1].zh == "密码错误 500 次，最近一次来自 10.0.0.7。"


def test_who_says_nothing_yet_is_asked_at_once_and_not_counted():
    last_found = []
    assert asked(Guesses(PASSWORD, last_found.append), *[{}] * 100) == [401] * 100
    assert last_found == []
