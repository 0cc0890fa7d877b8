"""What an analysis over worlds found, as numbers and words for its page; everything is read from its folder."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from experiments.output.wording import capital, counted
from experiments.policies.arms import FULL, GRANT, MONEY, MOSTLY
from experiments.worlds.files import read_results
from report.drawing import plain, signed
from report.period import period_of
from report.words import Spoken
from sim.indicators import INDICATORS, PRIMARY_OUTCOMES, indicator_of
from sim.params import PARAMS
from sim.quantity import plain as number
from sim.scenarios.periods import Period


class RankedRow(NamedTuple):
    """A row of a table: its key and label."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Stand:
    """How a row stands in one outcome, in stored units."""

    values: dict[Any, Any]

    def __getattr__(self, name: str) -> float:
        """Return a column of the table of policies."""
        return float(self.values[name])

    def quantile(self, percent: int) -> float:
        """Return a quantile of the difference over the worlds."""
        return float(self.values[f"q{percent}"])


class Shown(NamedTuple):
    """A band in words."""

    label: str
    range: str
    first_out: float
    last_out: float
    last_alone: float
    source: str


class ShownEffect(NamedTuple):
    """A band of an effect in words: of how many worlds it was asked, and which share it ruled out, all and alone."""

    label: str
    range: str
    asked: int
    out: float
    alone: float
    source: str


class WorldsFindings(Spoken):
    """The tables and settings of one analysis, in one language."""

    outcomes = PRIMARY_OUTCOMES

    def __init__(self, folder: Path, lang: str) -> None:
        """Read the folder.

        Raises:
            InputError: it holds no finished analysis.
        """
        self.lang, self.folder = lang, folder
        results = read_results(folder)
        self._tables, self.manifest, self.settings = results.tables, results.manifest, results.settings
        policies = self._tables["policies"]
        self.tables_shown = [table for table in (MONEY, FULL) if (policies["table"] == table).any()]
        self._stands = {
            (row["table"], row["outcome"], row["row"]): Stand(row) for row in policies.to_dict("records")
        }  # fmt: skip

    @property
    def profile(self) -> str:
        """Return the label of the kind of community."""
        return str(self.settings["profile"]["label"][self.lang])

    @property
    def period(self) -> Period:
        """Return the dated setting."""
        return period_of(self.settings)

    @property
    def n_worlds(self) -> int:
        """Return how many worlds were kept."""
        return int(self.settings["kept"])

    @property
    def n_params(self) -> int:
        """Return how many parameters were uncertain."""
        return len(self.settings["ranges"])

    @property
    def size(self) -> str:
        """Return how many worlds and communities, and for how long."""
        communities = counted("community", self.settings["replicates"], self.lang)
        months = counted("month", self.settings["months"], self.lang)
        return self.either(
            f"{self.n_worlds} worlds, {communities} each, {months}",
            f"{self.n_worlds} 个世界，各 {communities}，{months}",
        )

    @property
    def smallest(self) -> str:
        """Return the smallest difference that matters, in points."""
        return f"{100 * INDICATORS[self.outcomes[0]].smallest:g}"

    def table_name(self, table: str) -> str:
        """Return what a table is about."""
        if table == FULL:
            return self.either("At full strength", "全力实施")
        budget = self.settings["equal_budget"]
        return self.either(
            f"For {budget:,.0f} yuan a month each, {self.period.money.en}",
            f"每项每月都花 {budget:,.0f} 元，{self.period.money.zh}",
        )

    def indicator(self, column: str) -> str:
        """Return an indicator's label."""
        return capital(self.say(indicator_of(column).label))

    def rows(self, table: str, outcome: str) -> list[RankedRow]:
        """Return the rows of a table, the largest middle effect on an outcome first."""
        own = [(key[2], stand) for key, stand in self._stands.items() if key[:2] == (table, outcome)]
        own.sort(key=lambda pair: -pair[1].quantile(50))
        return [RankedRow(key, self.row_label(key)) for key, _ in own]

    @property
    def labels(self) -> list[str]:
        """Return the labels of all rows."""
        return [self.row_label(row) for row in dict.fromkeys(row for _, _, row in self._stands)]

    def row_label(self, key: str) -> str:
        """Return the label of a row, and how much of its money is plain grant where that is most of it."""
        table, own = next((table, stand) for (table, _, row), stand in self._stands.items() if row == key)
        label = str(own.values["label_zh" if self.lang == "zh" else "label"])
        part = self.grant_part(table, own)
        return label + (self.either(f" ({part:.0%} is grant)", f"（{part:.0%} 为补贴）") if part > MOSTLY else "")

    def grant_part(self, table: str, own: Stand) -> float:
        """Return what part of a policy's money is plain grant, the mean over the worlds; 0 for the grant itself."""
        if table != MONEY or own.values["policy"] == GRANT:
            return 0.0
        return own.grant / float(self.settings["equal_budget"])

    def standing(self, table: str, outcome: str, key: str) -> Stand:
        """Return how a row stands."""
        return self._stands[table, outcome, key]

    def leader(self, table: str, outcome: str) -> tuple[RankedRow, Stand]:
        """Return the row that is best in most worlds."""
        own = [row for row in self.rows(table, outcome) if not math.isnan(self.standing(table, outcome, row.key).best)]
        best = max(own, key=lambda row: self.standing(table, outcome, row.key).best)
        return best, self.standing(table, outcome, best.key)

    def points(self, value: float, *, sign: bool = True) -> str:
        """Return a share or index as points; nothing where it is missing."""
        if math.isnan(value):
            return "–"
        return signed(100 * value) if sign else plain(100 * value)

    def share(self, value: float) -> str:
        """Return a share in per cent; nothing where it is missing."""
        return "–" if math.isnan(value) else f"{100 * value:.0f}%"

    def number(self, value: float) -> str:
        """Return a parameter's value to three digits."""
        return f"{value:,.3g}".replace("-", "−") if abs(value) < 1000 else f"{value:,.0f}".replace("-", "−")

    def span(self, low: float, high: float) -> str:
        """Return a range."""
        return f"{number(low)}..{number(high)}".replace("-", "−")

    def parameter(self, name: str) -> str:
        """Return the label of a parameter."""
        return PARAMS[name].label.get(self.lang)

    def default(self, name: str) -> str:
        """Return the default of a parameter."""
        return self.number(PARAMS[name].default)

    def signed_rho(self, rho: float) -> str:
        """Return a correlation."""
        return signed(rho, 2)

    def deciders(self, table: str) -> list[Any]:
        """Return the parameters that decide in a table, policy by policy."""
        own = self._tables["deciders"]
        return list(own[own["table"] == table].itertuples(index=False))

    @property
    def waves(self) -> list[Any]:
        """Return the waves."""
        return list(self._tables["waves"].itertuples(index=False))

    @property
    def narrowed(self) -> list[Any]:
        """Return the parameters, the most narrowed first."""
        return list(self._tables["narrowed"].itertuples(index=False))

    @property
    def n_narrowed(self) -> int:
        """Return how many parameters the bands narrowed beyond chance."""
        return sum(item.p < 0.05 for item in self.narrowed)

    @property
    def bands(self) -> list[Shown]:
        """Return the bands without a policy, those that rule out most in the last wave first."""
        zh = self.lang == "zh"
        rows = [row for row in self._tables["bands"].to_dict("records") if not row["policy"]]
        own = sorted(rows, key=lambda row: -row["last_out"])
        return [
            Shown(
                row["label_zh" if zh else "label"], self.span(row["low"], row["high"]), row["first_out"],
                row["last_out"], row["last_alone"], row["source_zh" if zh else "source"],
            )
            for row in own
        ]  # fmt: skip

    @property
    def effects_asked(self) -> list[ShownEffect]:
        """Return the bands of effects, those that rule out most first."""
        zh = self.lang == "zh"
        rows = [row for row in self._tables["bands"].to_dict("records") if row["policy"]]
        return [
            ShownEffect(
                row["label_zh" if zh else "label"], self.span(row["low"], row["high"]), int(row["asked"]), row["out"],
                row["alone"], row["source_zh" if zh else "source"],
            )
            for row in sorted(rows, key=lambda row: -row["out"])
        ]  # fmt: skip

    def stochastic_sentence(self, table: str) -> str:
        """Say how much of the spread is due to random draws."""
        shares = sorted(
            stand.luck for (item, _, _), stand in self._stands.items() if item == table and not math.isnan(stand.luck)
        )
        if not shares:
            return self.either(
                "How much of the spread is random variation was not measured: that takes two communities a world.",
                "其中随机波动占多少没有测量：每个世界至少要有两个社区。",
            )
        middle, most = 100 * shares[(len(shares) - 1) // 2], 100 * shares[-1]
        return self.either(
            f"Random draws, not the world, account for {middle:.1f}% of the variance of the middle row and "
            f"{most:.1f}% of that with "
            "most.",
            f"方差中来自随机波动而非世界之别的，居中的一行为 {middle:.1f}%，最多的一行为 {most:.1f}%。",
        )

    def left_out_sentence(self) -> str:
        """Say how much the way of drawing left out."""
        share = 100 * self.settings["left_out"]
        return self.either(
            f"Candidates with a small chance were drawn less often; by the emulators' account this left out about "
            f"{share:.0f}% of the worlds that meet all bands.",
            f"机会较小的候选世界抽得较少；按代理模型推算，由此少收了约 {share:.0f}% 符合全部范围的世界。",
        )


def headline(f: WorldsFindings) -> str:
    """Return the main finding, then one line an outcome, and one on harm."""
    table = f.tables_shown[0]
    (first, one), (second, other) = (f.leader(table, outcome) for outcome in f.outcomes)
    head = f.either(
        f"{f.table_name(table)}, {first.label} is best for participation in {f.share(one.best)} of {f.n_worlds} "
        f"plausible worlds, {second.label} for service quality in {f.share(other.best)}",
        f"{f.table_name(table)}：在 {f.n_worlds} 个合乎已知情况的世界中，"
        f"参与方面“{first.label}”在 {f.share(one.best)} 的世界里最好，"
        f"服务质量方面“{second.label}”在 {f.share(other.best)} 的世界里最好",
    )
    return "\n".join([head, *(_line(f, table, outcome) for outcome in f.outcomes), *_harm(f)])


def _line(f: WorldsFindings, table: str, outcome: str) -> str:
    row, own = f.leader(table, outcome)
    low, mid, high = (f.points(own.quantile(q)) for q in (5, 50, 95))
    return f.either(
        f"{f.indicator(outcome)}: {row.label} {mid} points in the middle world, {low} to {high} in 90% of them; "
        f"choosing it misses at worst {f.points(own.regret_worst, sign=False)} points.",
        f"{f.indicator(outcome)}：“{row.label}”在中位世界为 {mid} 点，90% 的世界在 {low} 至 {high} 之间；"
        f"选它最多错过 {f.points(own.regret_worst, sign=False)} 点。",
    )


def _harm(f: WorldsFindings) -> list[str]:
    """Name the row that harms in most worlds."""
    table = FULL if FULL in f.tables_shown else f.tables_shown[0]
    found = [
        (f.standing(table, outcome, row.key).harm, outcome, row.label)
        for outcome in f.outcomes
        for row in f.rows(table, outcome)
    ]
    share, outcome, label = max(found, key=lambda item: item[0])
    if share == 0:
        return []
    return [f.either(
        f"{f.table_name(table)}, {label} lowers {f.indicator(outcome).lower()} by more than {f.smallest} point in "
        f"{f.share(share)} of the worlds.",
        f"{f.table_name(table)}：“{label}”在 {f.share(share)} 的世界里"
        f"使{f.indicator(outcome)}下降超过 {f.smallest} 点。",
    )]  # fmt: skip
