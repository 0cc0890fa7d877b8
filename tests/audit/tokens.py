"""What must be accounted for in a sentence: numbers and words of direction, in both languages."""

import re
from typing import NamedTuple

NUMBER = r"[+−±×-]?\d[\d,]*(?:\.\d+)?%?|\.\d+"
COUNT_EN = r"two|three|four|five|six|seven|eight|nine|ten|twelve|half|third|twice|one"
DIRECTION_EN = (
    r"more|most|mostly|fewer|fewest|few|less|least|larger|largest|smaller|smallest|higher|highest|lower|lowest|longer|"
    r"longest|shorter|faster|slower|wider|widen|closer|lighter|better|best|worse|worst|rises?|rose|rising|falls?|fell|"
    r"raises?|raised|lowers|loses?|lost|gains?|gained|improves?|beats?|grows?|grew|increases?|decreases?|reduce[sd]?|"
    r"none|nobody|nothing|never|always|everybody|every|each|all|both|neither|only|alone|no|up|down|above|below|under|"
    r"beyond|over|within|outside|apart|hardly|slightly|little|further|nearer"
)
DIRECTION_ZH = (
    r"最能|最多|最少|最大|最小|最好|最差|最快|最慢|至少|至多|更多|更少|更大|更小|更高|更低|更好|上升|下降|提高|降低|增加|"
    r"减少|减轻|加重|好转|变好|变差|变多|变少|拉大|拉开|缩小|升|降|全部|全体|全都|所有|都|没有|未见|无|只|仅|均|每|唯一|"
    r"多于|少于|大于|小于|超过|超出|胜过|不如|以上|以下|以内|不足|不到|过半|一半|大多|多数|多|少|高|低|涨|跌|慢|快|久|"
    r"不变|持平|几乎|退回|受损|得益"
)
COUNT_ZH = r"[零一二两三四五六七八九十百千万]+(?=个|项|类|年|月|名|位|张|份|次|分钟|处|户|元|成|种|本|家|栋)"
NO_WORD = {"en": r"within a year|no policy", "zh": r"平均|多大|多久|一年内|最后"}
"""Parts of a name, or of a word that tells no direction."""


class Token(NamedTuple):
    """A number or a word of direction, and where it stands."""

    text: str
    start: int
    end: int


def tokens(text: str, language: str, names: tuple[str, ...] = ()) -> list[Token]:
    """Return what must be accounted for; ``names`` (of policies and indicators) are skipped whole."""
    words = f"{DIRECTION_ZH}|{COUNT_ZH}" if language == "zh" else rf"\b(?:{DIRECTION_EN}|{COUNT_EN})\b"
    skipped = "|".join([*(re.escape(name) for name in sorted(names, key=len, reverse=True)), NO_WORD[language]])
    whole = "|".join(f"(?P<{name}>{part})" for name, part in (("skip", skipped), ("hit", f"{NUMBER}|{words}")) if part)
    found = re.finditer(whole, text, 0 if language == "zh" else re.IGNORECASE)
    return [Token(m.group(), m.start(), m.end()) for m in found if m.group("hit")]
