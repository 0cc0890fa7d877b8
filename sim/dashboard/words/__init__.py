"""Every text of the page in both languages, by key; {names} are filled in by the page.

A word of a lever, indicator, parameter or scenario stands with what it names, not here.
"""

from sim.dashboard.words.compare import COMPARE
from sim.dashboard.words.evidence import EVIDENCE
from sim.dashboard.words.lab import LAB
from sim.dashboard.words.page import PAGE
from sim.dashboard.words.story import STORY
from sim.dashboard.words.teach import TEACH
from sim.text import Text

WORDS: dict[str, Text] = {**PAGE, **LAB, **STORY, **COMPARE, **TEACH, **EVIDENCE}

__all__ = ["WORDS"]
