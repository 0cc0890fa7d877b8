"""A text in both languages; whatever a user reads is one."""

from collections.abc import Iterator
from dataclasses import dataclass


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
