"""What a rule is: a sentence of the page in both languages, whose numbers and words are written anew from raw rows.

``{name}`` in a sentence is a slot, filled by the claim of that name. Numbers and words of direction outside slots are
of the definition that ``fixed`` names (``definitions.py``), which is tested. A sentence without a rule is not found.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.audit.say import Claim, Say, Slot
from tests.audit.tokens import tokens


@dataclass(frozen=True)
class Rule:
    """A sentence: where it may stand (sections, ``*`` for all; elements), its texts, its slots and its definition."""

    where: str
    en: str
    zh: str
    fixed: str = ""
    slots: dict[str, Slot] = field(default_factory=dict)
    when: Callable[[Say], bool] = lambda say: True
    element: str = ""

    def pattern(self, language: str, wanted: dict[str, str]) -> str:
        """Return it as a pattern with a group a slot: what is ``wanted`` there, else anything."""
        parts = re.split(r"\{(\w+)\}", self.zh if language == "zh" else self.en)
        last = len(parts) - 2 if not parts[-1] else -1
        return "".join(
            f"(?P<{part}>{re.escape(wanted[part]) if part in wanted else '.+' if number == last else '.+?'})"
            if number % 2
            else _loose(part, language)
            for number, part in enumerate(parts)
        )


def _at(pattern: str, text: str, at: int) -> re.Match[str] | None:
    return re.compile(pattern + r"(?=$|\s|[（(.。]|(?<=[.。：:;；，,)）?？]))").match(text, at)


def _shown(text: str, say: Say) -> str:
    return text.replace(" ", "") if say.zh else text


def _loose(text: str, language: str) -> str:
    """Return literal text; Chinese lines break where no space is, so that spaces count for nothing there."""
    return re.escape(text) if language == "en" else "".join(map(re.escape, text.replace(" ", "")))


class Finding(NamedTuple):
    """One number or word: where it was said, what gives it, and whether that is so."""

    place: str
    token: str
    sentence: str
    file: str
    row: str
    column: str
    value: str
    ok: bool


def audit_text(
    place: str, section: str, text: str, rules: Iterable[Rule], say: Say, sound: Callable[[str], bool]
) -> list[Finding]:
    """Account for every number and word of a text, sentence after sentence; what no rule says is not found."""
    language = say.language
    text = text.replace(" ", "") if language == "zh" else text
    if not tokens(text, language, names(say)):
        return []
    here = [rule for rule in rules if "*" in rule.where.split() or section in rule.where.split()]
    own = [rule for rule in here if not rule.element or place.partition(" ")[2] in rule.element.split()]
    found: list[Finding] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        tried = [hit for rule in own if rule.when(say) and (hit := _hit(place, rule, text, at, say, sound))]
        if not tried:
            end = _next(text, at, own, say)
            found += lost(place, text[at:end], text, say)
        else:
            end, accounts, _ = max(tried, key=lambda hit: (all(f.ok for f in hit[1]), hit[2], hit[0]))
            found += accounts
        at = end
    return found


def _next(text: str, at: int, own: Sequence[Rule], say: Say) -> int:
    """Return where the next sentence that a rule knows begins."""
    for end in range(at + 1, len(text)):
        before = text[at:end].rstrip()
        if before[-1:] in ".。；：:！？?" and any(
            re.match(rule.pattern(say.language, {}), text[end:].lstrip()) for rule in own
        ):
            return end
    return len(text)


def lost(place: str, part: str, sentence: str, say: Say, why: str = "no rule says this") -> list[Finding]:
    """Return the tokens of a text that no rule accounts for."""
    return [Finding(place, t.text, sentence, "", "", "", why, False) for t in tokens(part, say.language, names(say))]


def names(say: Say) -> tuple[str, ...]:
    """Return the names of policies, in which a word of direction says nothing."""
    return tuple(dict.fromkeys(say.label(key) for key in [*say.raw.full, *say.raw.money]))


def _hit(
    place: str, rule: Rule, text: str, at: int, say: Say, sound: Callable[[str], bool]
) -> tuple[int, list[Finding], int] | None:
    loose = _at(rule.pattern(say.language, {}), text, at)
    if loose is None:
        return None
    known = {name: say.known(slot) for name, slot in rule.slots.items()}
    wanted = {name: _shown("".join(claim.text for claim in item), say) for name, item in known.items()}
    match = _at(rule.pattern(say.language, wanted), text, at) or loose
    found: list[Finding] = []
    spans = []
    for name, claims in known.items():
        ok = match[name] == wanted[name]
        spans.append(match.span(name))
        found += _account(place, match[name], match[0], claims, ok, say)
    for token in tokens(match[0], say.language, names(say)):
        start, end = token.start + match.start(), token.end + match.start()
        if not any(low <= start and end <= high for low, high in spans):
            good = bool(rule.fixed) and sound(rule.fixed)
            found.append(Finding(place, token.text, match[0], "definition", rule.fixed, "", "", good))
    return match.end(), found, len(re.sub(r"\{\w+\}", "", rule.zh if say.zh else rule.en))


def _account(place: str, text: str, sentence: str, claims: Sequence[Claim], ok: bool, say: Say) -> list[Finding]:
    """Return a finding a token of a slot: of the claim in whose text it stands."""
    found = []
    for token in tokens(text, say.language, names(say)) or ([] if ok else [None]):
        claim = _owner(token.start if token else 0, claims, say)
        right = claim.text if ok else f"should be: {''.join(c.text for c in claims)}"
        said = token.text if token else text
        value = claim.value or right if ok else right
        found.append(Finding(place, said, sentence, claim.file, claim.row, claim.column, value, ok))
    return found


def _owner(start: int, claims: Sequence[Claim], say: Say) -> Claim:
    end = 0
    for claim in claims:
        end += len(claim.text.replace(" ", "") if say.zh else claim.text)
        if start < end:
            return claim
    return claims[-1]
