"""A text in both languages; whatever a user reads is one."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of Unicode: control and format characters, half pairs, and what breaks lines and paragraphs."""
_TAKEN = frozenset("\t\n\u200c\u200d")
"""Tabs and line breaks may stand in a text; the joiners make letters of some scripts, and one picture of several."""


def unseen(text: str) -> str:
    """Return the first character of a text that no screen shows as it is; empty where there is none.

    Such characters move the cursor, turn the direction of writing, or hide that two names differ.
    """
    if text.isascii() and text.isprintable():
        return ""
    return next((sign for sign in text if unicodedata.category(sign) in _UNSEEN and sign not in _TAKEN), "")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    en: str
    zh: str

    def get(self, language: str) -> str:
        """Return the text in ``language``, ``en`` or ``zh``."""
        return self.zh if language == "zh" else self.en

    def content(self) -> dict[str, str]:
        """Return both, ready for JSON."""
        return {"en": self.en, "zh": self.zh}

    def __iter__(self) -> Iterator[str]:
        """Give the English text, then the Chinese one."""
        yield self.en
        yield self.zh
