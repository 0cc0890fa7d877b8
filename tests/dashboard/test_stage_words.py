"""The modules of the stage ask for texts that exist."""

import re

from sim.dashboard.style import STAGE
from sim.dashboard.words import WORDS

SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(STAGE.glob("*.js")))


def test_every_text_that_a_module_asks_for_by_name_exists():
    assert not set(re.findall(r"""\bt\(\s*"([a-z_0-9]+)\"""", SOURCE)) - set(WORDS)
