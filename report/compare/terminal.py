"""The tables of a comparison in the terminal: full strength, same money, cost of an extra participant."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text as Styled

from experiments.compare.comparison import SIGNIFICANT, Comparison
from experiments.output.statistics import Interval
from experiments.output.verdicts import MATTERS
from experiments.output.verdicts import SMALL as TOO_SMALL
from experiments.output.wording import counted, months, settling
from experiments.policies.arms import CURVE, FULL, GRANT, GRANT_KEY, MONEY, Arm
from report.compare.findings import CompareFindings
from report.compare.pairing import bought
from report.compare.plausible import about_worlds, grant_mark, other_worlds
from report.compare.sizes import size_line
from report.compare.terminal_words import SHOWN, WORDS, say, smallest_words, strength
from report.terminal import BETTER, LEAST_WIDTH, MARKS, SMALL, WORSE, Glyphs, note, open_table, wrapped
from sim.indicators import PERCENT, POINTS_OF_100, PRIMARY_OUTCOMES, indicator_of, label_of
from sim.scenarios.scenario import BASELINE

LEAST_SHADOW = 0.5  # yuan a month; a shadow cost below it counts as none

NARROW = 9  # cells of a heading line
WORLDS_HEAD = 8  # cells of a heading line over the worlds: eight columns of numbers in a narrow window
HEADING = 5  # lines of a heading below its group
# what a narrow window does without, in this order
DISPENSABLE = ("satisfaction", "order_share", "backlog", "quit_rate", "trust", "turnout")
MONEY_COLUMNS = ("paid_grant", "nominal", "realised")
MONEY_DISPENSABLE = ("nominal", "paid_grant")
NAME = 13  # cells, the least of a policy's name


def print_comparison(comparison: Comparison, console: Console, language: str) -> None:
    """Print all tables with what must be said about them."""
    page = _Page(comparison, language, Glyphs.of(console))
    for part in page.parts(console):
        console.print(part)


@dataclass(frozen=True, slots=True)
class _Page:
    """The tables of one comparison in one language."""

    of: Comparison
    language: str
    glyphs: Glyphs

    def parts(self, console: Console) -> Iterator[Styled | Table]:
        """Give tables and sentences in their order."""
        yield Styled(self.title(), style="bold")
        yield Styled(self.interval_scope(), style="italic")
        shown = self.fitting(console)
        yield self.full_table(shown)
        yield from self.notes(shown)
        if self.of.row(MONEY):
            yield Styled(
                "\n" + self.say("money_title", budget=self.yuan(self.of.budget or 0), prices=self.prices), style="bold"
            )
            yield self.money_table(console)
            yield note(self.say("money_legend", smallest=self.smallest_words()))
            if any(self.of.mostly_grant(arm.key) for arm in self.of.row(MONEY)):
                yield note(self.say("mostly_grant", mark=self.glyphs.granted))
            yield from self.horizon()
        if self.of.worlds:
            counted_worlds = other_worlds(self.of.world_counts, self.language)
            yield Styled("\n" + self.say("worlds_title", worlds=counted_worlds), style="bold")
            yield self.worlds_table()
            about = about_worlds(self.of, self.language)
            yield note(self.say("worlds_legend", smallest=self.smallest_words(), about=about))
        elif self.of.worlds_note is not None:
            yield note("\n" + self.say("worlds_missing", text=self.of.worlds_note.get(self.language)))
        if len(self.of.row(FULL)) > 1:
            yield Styled("\n" + self.say("cost_title", prices=self.prices), style="bold")
            yield self.cost_table()
            yield note(self.say("cost_legend", smallest=self.points(PRIMARY_OUTCOMES[0]), dash=self.glyphs.dash))
            yield from self.horizon()

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language of the page."""
        return say(key, self.language, **values)

    def interval_scope(self) -> str:
        """Say what the intervals hold, and where what they do not hold is shown."""
        gap = "" if self.language == "zh" else " "
        return self.say("luck_only") + (gap + self.say("beyond_luck") if self.of.worlds else "")

    def worlds_table(self) -> Table:
        """Return how the policies fare over plausible worlds, at full strength and then for the same money."""
        heads: list[str | Styled] = []
        for column in PRIMARY_OUTCOMES:
            label = wrapped(self.label(column), WORLDS_HEAD)
            heads += [Styled(f"{label}\n5 %"), "50 %", "95 %", self.say("world_helps")]
        table = self.open_table(heads)
        full, money = ([arm for arm in self.of.row(row) if arm.key in self.of.worlds] for row in (FULL, MONEY))
        for arm in (*full, *money):
            label = self.of.label(arm.key).get(self.language)
            name = label if arm.row == FULL else self.say("for_money", policy=label)
            name += grant_mark(arm, self.of.budget, self.language)
            table.add_row(name, *self.world_cells(arm), end_section=arm is full[-1])
        return table

    def world_cells(self, arm: Arm) -> list[str]:
        """Return a row's range and the worlds in which it helps, for both primary outcomes."""
        own, cells = self.of.worlds[arm.key], []
        for column in PRIMARY_OUTCOMES:
            cells += [self.number(100 * part[column]) for part in (own.low, own.mid, own.high)]
            cells.append(f"{round(own.helps[column] * own.n)}/{own.n}")
        return cells

    def number(self, points: float) -> str:
        """Return a difference in points with its sign."""
        return f"{points:+.1f}".replace("-", self.glyphs.minus)

    @property
    def prices(self) -> str:
        """The year of prices, as it stands beside money."""
        return self.of.profile.period.money.get(self.language)

    def title(self) -> str:
        """Say what was compared."""
        return self.say(
            "title",
            profile=self.of.profile.label.get(self.language),
            period=self.of.profile.period.label.get(self.language),
            communities=counted("community", self.of.replicates, self.language),
            residents=f"{self.of.n_residents:,}",
            months=counted("month", self.of.n_months, self.language),
            window=months(*self.of.window, self.language, self.glyphs.dash),
            prices=self.prices,
        )

    def fitting(self, console: Console) -> list[str]:
        """Return the columns of the first table that the window has room for."""
        shown = [column for columns in SHOWN.values() for column in columns]
        unbounded = console.options.update(width=10 * LEAST_WIDTH)
        for column in DISPENSABLE:
            if Measurement.get(console, unbounded, self.full_table(shown)).maximum <= console.width:
                break
            shown.remove(column)
        return shown

    def open_table(self, heads: Sequence[str | Styled]) -> Table:
        """Return an empty table: policies at left, in two lines where need be, numbers at right."""
        table = open_table()
        table.add_column(self.say("policy"), vertical="bottom", overflow="fold", min_width=NAME)
        for head in heads:
            table.add_column(head, justify="right", no_wrap=True, vertical="bottom")
        return table

    def full_table(self, shown: list[str]) -> Table:
        """Return the policies at full strength: the baseline's levels, then differences from it."""
        heads: list[str | Styled] = []
        for group, columns in SHOWN.items():
            kept = [column for column in columns if column in shown]
            for column in kept:
                head = WORDS[group].get(self.language) if column == kept[0] else ""
                heads.append(self.heading(head, column))
        table = self.open_table(heads)
        for arm in self.of.row(FULL):
            cells = [self.level(arm, c) if arm.key == BASELINE else self.difference(arm, c) for c in shown]
            table.add_row(self.name(arm), *cells, end_section=arm.key == BASELINE)
        return table

    def money_table(self, console: Console) -> Table:
        """Return the policies for the same money, as many columns as the window has room for."""
        shown = list(MONEY_COLUMNS)
        unbounded = console.options.update(width=10 * LEAST_WIDTH)
        for column in MONEY_DISPENSABLE:
            if Measurement.get(console, unbounded, self.money_columns(shown)).minimum <= console.width:
                break
            shown.remove(column)
        return self.money_columns(shown)

    def money_columns(self, shown: Sequence[str]) -> Table:
        """Return the policies for the same money, against no policy and against the plain grant."""
        heads = [self.say("scale")]
        for column in PRIMARY_OUTCOMES:
            heads += [wrapped(self.label(column), 13), self.say("beyond_grant")]
        table = self.open_table([*heads, *(wrapped(self.say(key), 8) for key in shown)])
        arms = self.of.row(MONEY)
        for arm in arms:
            table.add_row(*self.money_cells(arm, shown), end_section=arm in arms[-2:-1])
        return table

    def money_cells(self, arm: Arm, shown: Sequence[str]) -> list[Styled]:
        """Return one row of the same-money table."""
        cells = [self.name(arm), Styled(self.scale(arm.factor))]
        for column in PRIMARY_OUTCOMES:
            beyond = Styled(self.glyphs.dash) if arm.key == GRANT_KEY else self.against_grant(arm, column)
            cells += [self.difference(arm, column), beyond]
        realised = self.of.realised_cost(arm.key)
        money = {"paid_grant": arm.grant, "nominal": arm.nominal_cost, "realised": realised}
        return cells + [Styled(self.yuan(money[key])) for key in shown]

    def cost_table(self) -> Table:
        """Return what an extra participant costs, the most people for the money first; grants beside."""
        keys = ("extra_cost", "extra_people", "people_per", "per_head")
        table = self.open_table([wrapped(self.say(key), 14) for key in keys])
        grants = [arm for arm in self.of.arms if arm.key == GRANT_KEY or arm.row == CURVE]
        policies = sorted(self.of.row(FULL)[1:], key=self.people_rank)
        for arms in (policies, sorted(grants, key=lambda arm: arm.grant)):
            for arm in arms:
                table.add_row(*self.cost_cells(arm), end_section=arm is arms[-1])
        return table

    def cost_cells(self, arm: Arm) -> list[Styled]:
        """Return one row of the cost table; a dash where the effect may be too small to matter."""
        cost = self.of.differences(arm.key, "cost").mean
        effect = self.of.paid_difference(arm.key, PRIMARY_OUTCOMES[0])
        name = self.name(arm)
        if arm.policy == GRANT:
            name.append(f" {self.yuan(arm.grant)}")
        n = self.of.n_residents
        people = self.signed(effect.times(n), 0)
        matters = self.priced(arm)
        head = self.of.cost_per_participant(arm.key)
        per, heads = self.glyphs.dash, self.glyphs.dash
        if matters and cost > 0:
            per = f"{self.of.people_per_10000(arm.key).mean:,.0f}"
            low, high = _two_digits(head.low), _two_digits(head.high)
            heads = f"{_two_digits(head.mean)} ({low}{self.glyphs.dash}{high})"
        elif matters:
            heads = self.say("no_money")
        return [name, *(Styled(text) for text in (self.yuan(cost), people, per, heads))]

    def people_rank(self, arm: Arm) -> tuple[int, float]:
        """Sort by people for the money: free ones first, those whose effect may not matter last."""
        if not self.priced(arm):
            return 2, -self.of.paid_difference(arm.key, PRIMARY_OUTCOMES[0]).mean
        people = self.of.people_per_10000(arm.key).mean
        return (0, 0.0) if math.isnan(people) else (1, -people)

    def priced(self, arm: Arm) -> bool:
        """Tell whether a ratio would mean something: the effect matters or, over a whole run, can be told from none."""
        effect = self.of.paid_difference(arm.key, PRIMARY_OUTCOMES[0])
        return effect.low > (0.0 if self.of.whole_run(arm.key) else self.of.smallest_of(PRIMARY_OUTCOMES[0]) or 0.0)

    def horizon(self) -> Iterator[Styled]:
        """Say over which months money is told, where some policies change over time."""
        timed = [arm for arm in self.of.row(FULL) if self.of.whole_run(arm.key)]
        if timed:
            whole, usual = (
                months(*ends, self.language, self.glyphs.dash)
                for ends in (self.of.money_months(timed[0].key), self.of.window)
            )
            yield note(self.say("horizon", mark=self.glyphs.timed, whole=whole, usual=usual))

    def notes(self, shown: list[str]) -> Iterator[Styled]:
        """Give the legend, what common random numbers gain, and what precision came to."""
        n = len(self.of.row(FULL)) - 1
        signs = {"spread": self.glyphs.spread, "low": self.glyphs.low.strip()}
        words = self.smallest_words()
        yield note(self.say("legend", **signs, policies=counted("policy", n, self.language), smallest=words))
        left_out = [column for column in DISPENSABLE if column not in shown]
        if left_out:
            yield note(self.say("left_out", columns=self.say("comma").join(map(self.label, left_out))))
        if "quit_rate" in shown and self.of.window_of("quit_rate") != self.of.window:
            window = months(*self.of.window_of("quit_rate"), self.language, self.glyphs.dash)
            yield note(self.say("quit_window", window=window))
        for arm in self.of.row(FULL):
            if (shadow := self.shadow(arm)) >= LEAST_SHADOW:  # a policy that adds orders moves no work elsewhere
                name = self.of.label(arm.key).get(self.language)
                cost = self.yuan(shadow)
                yield note(self.say("shadow", dagger=self.glyphs.dagger, policy=name, cost=cost, prices=self.prices))
        if self.of.replicates == 1:
            yield note(self.say("one_community"))
        elif n:
            yield from self.size()
            yield from self.unsettled()
            if shared := bought(self.of, self.language):
                yield note(shared)
        if self.of.precision_note:
            yield note(self.of.precision_note.get(self.language))

    def label(self, column: str) -> str:
        """Return the label of a column."""
        return label_of(column).get(self.language)

    def points(self, column: str) -> str:
        """Return the smallest difference that matters in a share or index, in words."""
        return counted("point", round(100 * (self.of.smallest_of(column) or 0.0), 9), self.language)

    def smallest_words(self) -> str:
        """Return the smallest difference that matters, and those of the indicators that have one of their own."""
        return smallest_words(self.of, self.language)

    def unsettled(self) -> Iterator[Styled]:
        """Say about how many communities would settle what is open on the primary outcomes."""
        for column in PRIMARY_OUTCOMES:
            said = [
                self.say("settles", policy=self.of.label(arm.key).get(self.language), n=settling(needed, self.language))
                for arm in self.of.row(FULL)
                if not math.isnan(needed := self.of.to_settle(arm.key, column))
            ]
            if said:
                yield note(self.say("unsettled", column=self.label(column), list=self.say("comma").join(said)))

    def size(self) -> Iterator[Styled]:
        """Say how large the largest effects are, in persons and spreads."""
        if said := size_line(CompareFindings(self.of, self.language)):
            yield note(said.replace("–", self.glyphs.dash))

    def shadow(self, arm: Arm) -> float:
        """Return the realised shadow cost of an arm."""
        return self.of.levels(arm.key, "cost_with_shadow").mean - self.of.levels(arm.key, "cost").mean

    def name(self, arm: Arm) -> Styled:
        """Return the label of a row: with a dagger where it has a shadow cost that is not paid, and other marks."""
        mark = self.glyphs.dagger if self.shadow(arm) >= LEAST_SHADOW and not arm.shadow else ""
        mark += self.glyphs.granted if self.of.mostly_grant(arm.key) else ""
        mark += self.glyphs.timed if arm.scenario.changes else ""
        return Styled(self.of.label(arm.key).get(self.language) + mark)

    def heading(self, group: str, column: str) -> Styled:
        """Return the lines above a column: its group over the first, label, unit, which way is better."""
        indicator = indicator_of(column)
        short = {PERCENT: "%", POINTS_OF_100: f"0{self.glyphs.dash}100"}
        unit = short.get(indicator.unit, indicator.unit.get(self.language))
        unit += self.glyphs.low if indicator.better < 0 else ""
        lines = f"{wrapped(self.label(column), NARROW)}\n{wrapped(unit, NARROW)}"
        blank = "\n" * (HEADING - lines.count("\n"))
        return Styled.assemble((group, "bold"), blank, lines) if group else Styled(lines)

    def level(self, arm: Arm, column: str) -> Styled:
        """Return a level, in points or in the indicator's unit."""
        mean = self.of.levels(arm.key, column).mean
        if indicator_of(column).group == "money":
            return Styled(self.yuan(mean))
        return Styled(f"{mean * _scale(column):.1f}" if math.isfinite(mean) else self.glyphs.dash)

    def difference(self, arm: Arm, column: str) -> Styled:
        """Return a difference from the baseline with half-width and marks."""
        found = self.of.differences(arm.key, column)
        if indicator_of(column).group == "money":
            return Styled(self.yuan(found.mean))
        verdict = self.of.verdict(arm.key, column)
        marks = ("*" if self.of.p_adjusted(arm.key, column) < SIGNIFICANT else "") + MARKS.get(verdict or "", "")
        return Styled(self.signed(found.times(_scale(column))) + marks, style=self.style(found, column, verdict))

    def against_grant(self, arm: Arm, column: str) -> Styled:
        """Return the difference from the plain grant, with the mark of its verdict."""
        found, verdict = (ask(arm.key, column, GRANT_KEY) for ask in (self.of.differences, self.of.verdict))
        text = self.signed(found.times(_scale(column))) + MARKS.get(verdict or "", "")
        return Styled(text, style=self.style(found, column, verdict))

    def style(self, found: Interval, column: str, verdict: str | None) -> str:
        """Return how a difference looks: coloured where it matters, dim where it does not, plain where it is open."""
        if verdict != MATTERS:
            return SMALL if verdict == TOO_SMALL else ""
        return BETTER if found.mean * indicator_of(column).better > 0 else WORSE

    def signed(self, found: Interval, digits: int = 1) -> str:
        """Return mean and half-width, such as +6.3±0.2."""
        if not math.isfinite(found.mean):
            return self.glyphs.dash
        digits = 0 if abs(found.mean) >= 100 or found.half >= 10 else digits
        text = f"{abs(found.mean):,.{digits}f}"
        zero = float(text.replace(",", "")) == 0
        sign = "" if zero else ("+" if found.mean > 0 else self.glyphs.minus)
        text = "0" if zero else text
        return f"{sign}{text}{self.glyphs.spread}{found.half:,.{digits}f}" if found.n > 1 else f"{sign}{text}"

    def scale(self, factor: float | None) -> str:
        """Return the factor on the levers: a share where scaled down, times where scaled up."""
        if factor is None:
            return self.glyphs.dash
        return strength(factor, self.glyphs.times)

    def yuan(self, amount: float) -> str:
        """Return yuan rounded to 10, above 10,000 to 100; nothing is a dash."""
        rounded = round(amount, -1 if abs(amount) < 10_000 else -2)
        sign = self.glyphs.minus if rounded < 0 else ""
        return f"{sign}{abs(rounded):,.0f}" if rounded else "0"


def _scale(column: str) -> float:
    return 100 if indicator_of(column).percent else 1


def _two_digits(value: float) -> str:
    if not math.isfinite(value):
        return "?"
    return f"{float(f'{value:.2g}'):,.0f}"
