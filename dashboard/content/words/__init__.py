"""Every text of the page in both languages, by key; {names} are filled in by the page.

A word of a lever, indicator, parameter or scenario stands with what it names, not here.
"""

from dashboard.content.words.compare import COMPARE
from dashboard.content.words.evidence import EVIDENCE
from dashboard.content.words.lab import LAB
from dashboard.content.words.page import PAGE
from dashboard.content.words.story import STORY
from dashboard.content.words.teach import TEACH
from sim.text import Text

WORDS: dict[str, Text] = {**PAGE, **LAB, **STORY, **COMPARE, **TEACH, **EVIDENCE}

__all__ = ["WORDS"]
