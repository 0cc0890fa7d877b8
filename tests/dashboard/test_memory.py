"""What threads have freed goes back to the machine."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import resource, sys, threading
from pathlib import Path
from dashboard.connection.memory import give_back, keep_in_one_heap

SIZE, NUMBER, THREADS = 8000, 3000, 6
MB = 2**20
held = []

def used():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

def visit():
    blocks = [bytearray(SIZE) for _ in range(NUMBER)]
    held.append(bytearray(SIZE))  # what stays lies above all that is freed
    del blocks

keep_in_one_heap()
give_back()
before = used()
for _ in range(THREADS):
    own = threading.Thread(target=visit)
    own.start()
    own.join()
grown = used() - before
give_back()
print(grown / MB, (used() - before) / MB)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells how much is used")
def test_what_threads_freed_is_given_back():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    grown, kept = map(float, done.stdout.split())
    assert kept < 4
    assert grown > kept + 8  # the C library had kept it
