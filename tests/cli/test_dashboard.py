"""The command ``dashboard``: nothing of it stays in the home folder or among temporary files, however it ends."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from dashboard import server
from sim.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
OF_THE_SYSTEM = {".cache", ".config"}
"""What Matplotlib makes for every command: its list of fonts, and a folder that stays empty."""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number,code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_settings_of_libraries_go_into_a_folder_that_ends_with_the_page(number, code, tmp_path):
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    given = {name: value for name, value in os.environ.items() if name not in server.HOME_FOLDERS}
    page = subprocess.Popen(
        [sys.executable, "run.py", "--lang", "en", "dashboard", "--port", "0"], cwd=ROOT, text=True,
        stderr=subprocess.PIPE, env={**given, "HOME": str(home), "TMPDIR": str(temporary)},
    )  # fmt: skip
    said = page.stderr.readline()
    while "http" not in said:  # the rules may have to be compiled
        said = page.stderr.readline()
    with urllib.request.urlopen(re.search(r"http://\S+", said)[0]) as answer:
        assert answer.status == 200
    assert list(temporary.glob("community-governance-*/server_user_id.txt"))
    page.send_signal(number)
    time.sleep(0.05)
    page.send_signal(number)  # as somebody does who does not like to wait
    assert page.communicate(timeout=60)[1] == "The page is closed.\n"
    assert page.returncode == code
    assert {path.name for path in home.iterdir()} <= OF_THE_SYSTEM
    assert list(temporary.iterdir()) == []


def test_a_machine_without_a_place_for_temporary_files_is_told(monkeypatch):
    def none(**_):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(server.tempfile, "mkdtemp", none)
    with pytest.raises(InputError, match=r"^No temporary folder can be made \(No usable.*TMPDIR can name a place\.$"):
        server.own_folder()
