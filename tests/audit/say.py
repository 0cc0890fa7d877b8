"""How numbers and names are written in both languages, and what an account of one of them is."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tests.audit.raw import GRANT, PARTICIPATION, QUALITY, Effect, Raw, judge, scenario_file, t_interval

TOPIC = {
    PARTICIPATION: ("participation", "参与"),
    QUALITY: ("quality", "质量"),
    "satisfaction": ("satisfaction", "满意度"),
}
GROUPS = {
    "young": ("young", "青年"), "middle": ("middle-aged", "中年"), "old": ("old", "老年"), "owner": ("owners", "业主"),
    "renter": ("renters", "租户"), "party": ("party members", "党员"), "other": ("others", "群众"),
}  # fmt: skip


class Claim(NamedTuple):
    """What a text must be, and the rows that say so."""

    text: str
    file: str
    row: str
    column: str
    value: str = ""


Slot = Callable[["Say"], Claim | Sequence[Claim]]


def plain(value: float, digits: int = 1) -> str:
    """Return a level."""
    return f"{value:,.{digits}f}".replace("-", "−")


def signed(value: float, digits: int = 1) -> str:
    """Return a difference with its sign; 0 has none."""
    size = f"{abs(value):,.{digits}f}"
    return "0" if not size.strip("0.,") else ("+" if value > 0 else "−") + size


def yuan(value: float) -> str:
    """Return money to 10 yuan, to 100 from 10,000 up."""
    step = 100 if abs(value) >= 10_000 else 10
    return plain(round(value / step) * step, 0)


def two_digits(value: float) -> str:
    """Return a count or a price to two digits."""
    return f"{float(f'{value:.2g}'):,.0f}"


class Say:
    """A job in one language."""

    def __init__(self, raw: Raw, language: str) -> None:
        """Speak of ``raw`` in ``language``."""
        self.raw, self.zh = raw, language == "zh"
        self.language = language
        self._known: dict[object, list[Claim]] = {}

    def known(self, slot: Slot) -> list[Claim]:
        """Return the claims of a slot, worked out once."""
        if slot not in self._known:
            found = slot(self)
            self._known[slot] = [found] if isinstance(found, Claim) else list(found)
        return self._known[slot]

    def of(self, en: str, zh: str) -> str:
        """Return the one of this language."""
        return zh if self.zh else en

    @property
    def period(self) -> dict[str, Any]:
        """The file of the period of the job."""
        return scenario_file(f"periods/{self.raw.settings['period']['name']}")

    @property
    def prices(self) -> str:
        """Of which year money is."""
        return self.of(f"prices of {self.period['prices']}", f"按 {self.period['prices']} 年价格")

    def priced(self, en: str, zh: str) -> str:
        """Return a heading of money with the year of prices."""
        return self.of(f"{en}, {self.prices}", f"{zh}，{self.prices}")

    # names

    def name(self, policy: str) -> str:
        """Return a policy's name as its file has it."""
        if policy == "grant":
            return self.of("Grant only", "只给补贴")
        return str(scenario_file(policy)["label"][self.language])

    def label(self, key: str) -> str:
        """Return a row's policy."""
        return self.name(key.removeprefix("money:").removesuffix("+shadow"))

    def marked(self, key: str) -> str:
        """Return a row's name with its marks: work handed back, mostly a grant."""
        row = self.raw.rows[key]
        shadow = self.of(" (shadow cost paid)", "（计影子成本）") if row["shadow"] else ""
        dagger = "†" if self.raw.shifts(key) else ""
        mostly = (
            "‡" if row["row"] == "money" and key != GRANT and row["grant"] > self.raw.settings["budget"] / 2 else ""
        )
        return self.label(key) + shadow + dagger + mostly

    def names(self, keys: Sequence[str], most: int = 4, marks: bool = False) -> str:
        """Return names in a row; beyond ``most`` the rest are counted."""
        return self.listed([self.marked(key) if marks else self.label(key) for key in keys], most)

    def listed(self, said: Sequence[str], most: int = 4) -> str:
        """Return words in a row; beyond ``most`` the rest are counted."""
        if len(said) > most:
            shown, rest = list(said[: most - 1]), len(said) - most + 1
            return self.of(f"{', '.join(shown)} and {rest} others", f"{'、'.join(shown)}等 {len(said)} 项")
        if self.zh or len(said) < 2:
            return "、".join(said)
        return f"{', '.join(said[:-1])} and {said[-1]}"

    # numbers

    def claim(self, text: str, key: str, column: str, value: float | str, file: str = "summary.parquet") -> Claim:
        """Return a claim on the rows of a policy."""
        return Claim(
            text, file, f"key={key}, every replicate", column, f"{value:.6g}" if isinstance(value, float) else value
        )

    def span(self, effect: Effect, digits: int = 1) -> str:
        """Return the interval without signs where both ends lie on one side of 0."""
        if effect.low > 0 or effect.high < 0:
            low, high = sorted((abs(effect.low), abs(effect.high)))
            inside = f"{plain(low, digits)}–{plain(high, digits)}"
        else:
            inside = self.ends(effect, digits)
        return self.of(f" ({inside})", f"（{inside}）")

    def ends(self, effect: Effect, digits: int = 1) -> str:
        """Return both ends with their signs."""
        return f"{signed(effect.low, digits)}{self.of(' to ', ' 至 ')}{signed(effect.high, digits)}"

    def both(self, effect: Effect, digits: int = 1) -> str:
        """Return mean and ends with their signs."""
        inside = self.ends(effect, digits)
        return signed(effect.mean, digits) + self.of(f" ({inside})", f"（{inside}）")

    def unit(self, column: str) -> str:
        """Return the unit of a difference in a headline."""
        return self.of("points", "个百分点" if column == PARTICIPATION else "分")

    def window(self) -> str:
        """Return the last two years by their numbers, or their months where years are not whole."""
        last = self.raw.months
        first = max(last - 23, 1)
        if (first - 1) % 12 or last % 12:
            return self.of(f"months {first}–{last}", f"第 {first}–{last} 个月")
        years = "–".join(dict.fromkeys(str(y) for y in ((first - 1) // 12 + 1, last // 12)))
        return self.of(f"year{'s' if '–' in years else ''} {years}", f"第 {years} 年")

    def communities(self) -> str:
        """Return how many communities there are."""
        return self.of(f"{self.raw.n} communities", f"{self.raw.n} 个社区")

    def money(self, value: float) -> str:
        """Return a sum in a sentence."""
        if not self.zh:
            return f"{value:,.0f} yuan"
        if value == 10_000:
            return "一万元"
        return f"{value / 10_000:.1f}".removesuffix(".0") + " 万元" if value >= 10_000 else f"{value:,.0f} 元"

    def points(self) -> str:
        """Return the smallest difference that matters of a share."""
        size = self.raw.smallest(PARTICIPATION)
        return self.of(f"{size:g} point{'' if size == 1 else 's'}", f"{size:g} 个百分点")

    def joined(self, clauses: Sequence[str]) -> str:
        """Return clauses as one sentence."""
        text = self.of("; ", "；").join(dict.fromkeys(clauses))
        return text[:1].upper() + text[1:]

    # findings

    def rises(self, column: str, keys: list[str], sizes: bool = False) -> str:
        """Return who raises an outcome most: one, all that cannot be told apart, or nobody."""
        raw, topic = self.raw, self.of(*TOPIC[column])
        best = raw.leaders(column, keys)
        if not best:
            return self.nobody(column, keys)
        effect = raw.effect(best[0], column)
        names, verb = self.names(best), "带动参与" if column == PARTICIPATION else "提高质量"
        if len(best) > 1:
            shown = self.of(", ", "、").join(signed(raw.effect(key, column).mean) for key in best[:3])
            values = f"{shown} {self.unit(column)}{self.of(', ', '，')}" if sizes and len(best) <= 3 else ""
            return self.of(
                f"{topic} rises most with {names} ({values}cannot tell which)",
                f"{verb}最多的是{names}（{values}分不出高低）",
            )
        more = "一年内参与过的居民多" if column == PARTICIPATION else "高"
        size = f"{plain(effect.mean)}{self.span(effect)}"
        by = self.of(f", by {size} {self.unit(column)}", f"，{more} {size}{self.unit(column)}") if sizes else ""
        alone = len(keys) == 1
        return self.of(
            f"{topic} rises{'' if alone else ' most'} with {names}{by}", f"{names}{'' if alone else '最能'}{verb}{by}"
        )

    def nobody(self, column: str, keys: list[str]) -> str:
        """Return that none of ``keys`` is seen to raise an outcome."""
        raw, topic = self.raw, self.of(*TOPIC[column])
        size = f"{raw.smallest(column):g} {self.unit(column)}"
        more = self.points()
        others = [k for k in raw.full if k not in keys and keys[0] in raw.full and raw.judged(k, column) == "up"]
        besides = self.of(f"apart from {self.names(others)}, ", f"除{self.names(others)}外，") if others else ""
        unknown = [
            k for k in keys if raw.judged(k, column) == "open" and raw.effect(k, column).high > raw.smallest(column)
        ]
        if unknown:
            names = self.names(unknown, marks=keys[0] not in raw.full)
            return besides + self.of(
                f"no policy is seen to raise {topic} by more than {more} (cannot tell yet: {names})",
                f"未见有政策使{topic}提高 {size}以上（还分不清的：{names}）",
            )
        return besides + self.of(
            f"none of the policies raises {topic} by more than {more}", f"没有政策使{topic}提高 {size}以上"
        )

    def fallers(self, keys: list[str], sizes: bool = False) -> list[str]:
        """Return who lowers participation or quality, those that do the same to both together."""
        raw, sides = self.raw, {}
        for key in keys:
            side = tuple(self.side(key, column) for column in (PARTICIPATION, QUALITY))
            if "down" in side:
                sides.setdefault(side, []).append(key)
        return [self._falls(side, found, sizes, raw) for side, found in sides.items()]

    def side(self, key: str, column: str) -> str:
        """Return up, down or level."""
        judged = self.raw.judged(key, column)
        return judged if judged in ("up", "down") else "level"

    def _falls(self, side: tuple[str, ...], keys: list[str], sizes: bool, raw: Raw) -> str:
        names = self.names(keys)
        if side == ("down", "down"):
            return self.of(f"with {names} both participation and quality fall", f"{names}使参与和质量都下降")
        column = PARTICIPATION if side[0] == "down" else QUALITY
        topic = self.of(*TOPIC[column])
        if sizes and len(keys) == 1:
            effect = raw.effect(keys[0], column)
            size = f"{plain(-effect.mean)}{self.span(effect)}"
            return self.of(
                f"with {names} {topic} falls by {size} {self.unit(column)}",
                f"{names}却使{topic}低 {size}{self.unit(column)}",
            )
        if side == ("up", "down"):
            return self.of(
                f"with {names} more residents take part, but quality falls", f"{names}让更多人参与，质量却下降"
            )
        if side == ("down", "up"):
            return self.of(f"with {names} quality rises, but fewer take part", f"{names}提高质量，参与却减少")
        return self.of(f"with {names} {topic} falls", f"{names}使{topic}下降")

    def against_sum(self, key: str, column: str) -> str:
        """Return whether all at once bring more than the sum of the parts."""
        raw = self.raw
        parts = [part for part in raw.singles if raw.problem(part)]
        extra = t_interval(raw.gap(key, column) - sum(raw.gap(part, column) for part in parts))
        side = judge(extra, raw.smallest(column))
        en, zh = {
            "up": ("more than", "多于"), "down": ("less than", "少于"), "small": ("hardly different from", "几乎等于"),
            "open": ("cannot be told yet from", "还分不清是否不同于"),
        }[side]  # fmt: skip
        topic = self.of(*TOPIC[column])
        return self.of(f"{topic} {en} the sum", f"{topic}{zh}逐项相加")
