"""The page of a sweep."""

from collections.abc import Callable
from pathlib import Path

from experiments.output.wording import counted
from report.drawing import Sheet
from report.frame import Page, Section, Table
from report.period import period_of, period_row
from report.pictures import Pictures
from report.provenance import provenance, settings
from report.sweep import clouds, effects, fans, heat, lines, tables
from report.sweep.findings import SweepFindings
from report.sweep.results import SweepResults, read_sweep
from report.sweep.sentences import lead
from sim.text import Text

PICTURES = (effects.NAME, heat.NAME, lines.NAME, clouds.LEVELS, clouds.GAINS, fans.NAME)
_KINDS = {
    "none": Text("none: one point", "无：只有一个点"),
    "grid": Text("grid", "网格"),
    "list": Text("list of points", "逐点列出"),
    "latin": Text("Latin hypercube", "拉丁超立方"),
    "sobol": Text("Sobol sequence", "Sobol 序列"),
    "saltelli": Text("Saltelli sample", "Saltelli 抽样"),
    "morris": Text("Morris trajectories", "Morris 轨迹"),
}


def page_of(folder: Path, lang: str, command: str) -> Page:
    """Return the page of a sweep's folder; ``command`` is the line that makes it again.

    Raises:
        InputError: a file of the sweep cannot be used.
    """
    return _Page(read_sweep(folder, lang), command).page()


class _Page:
    """Builds the sections."""

    def __init__(self, results: SweepResults, command: str) -> None:
        self.r, self.command = results, command
        self.pictures = Pictures([results.label(scenario) for scenario in results.scenarios], results.lang)

    def page(self) -> Page:
        """The whole page."""
        r = self.r
        if not r.scenarios:
            nothing = Text("No run came to its end.", "没有一次运行算完。").get(r.lang)
            return Page(r.lang, self._kicker(), nothing, [*self._failures(), self._provenance()])
        f = SweepFindings(r)
        sections = [*self._effects(f), *self._design(f), *self._time(f), *self._points(f), *self._failures()]
        return Page(r.lang, self._kicker(), lead(f), [*sections, self._provenance()], self._box())

    def _section(
        self, name: str, title: str, text: str, draw: Callable[[], Sheet], table: Table | None = None
    ) -> Section:
        return self.pictures.section(name, title, (text,), draw, table, command=self.command)

    def _effects(self, f: SweepFindings) -> list[Section]:
        if not self.r.others:
            return []
        table, question = tables.differences(f), effects.QUESTION.get(self.r.lang)
        return [self._section(effects.NAME, question, effects.lead(self.r), lambda: effects.draw(f), table)]

    def _design(self, f: SweepFindings) -> list[Section]:
        r = self.r
        if len(r.points) < 2 or not r.blocks:
            return []
        if r.sampled:
            return self._clouds(f)
        sections = []
        if heat.fits(r):
            question, text = heat.QUESTION.get(r.lang), heat.LEAD.get(r.lang)
            sections.append(self._section(heat.NAME, question, text, lambda: heat.draw(f)))
        question = lines.QUESTION.get(r.lang)
        return [*sections, self._section(lines.NAME, question, lines.lead(f), lambda: lines.draw(f))]

    def _clouds(self, f: SweepFindings) -> list[Section]:
        sections = []
        for name in (clouds.LEVELS, *([clouds.GAINS] if f.focus else [])):
            table = tables.strengths(f) if name == clouds.LEVELS else None
            question = clouds.question(self.r, name)
            draw = lambda name=name: clouds.draw(f, name)  # noqa: E731
            sections.append(self._section(name, question, clouds.lead(f, name), draw, table))
        return sections

    def _time(self, f: SweepFindings) -> list[Section]:
        if not self.r.plan["trajectories"]:
            return []
        found, question, text = fans.fans(self.r), fans.QUESTION.get(self.r.lang), fans.LEAD.get(self.r.lang)
        return [self._section(fans.NAME, question, text, lambda: fans.draw(f, found))]

    def _points(self, f: SweepFindings) -> list[Section]:
        table, note = tables.points(f)
        how = self.r.either(
            "Means over communities and kinds of community; ± half of the 95% interval, of paired differences its ends "
            "in brackets; random draws only.",
            "对各社区和各类社区取平均；± 为 95% 区间的半宽，配对之差后的括号内为区间两端，都只反映随机波动。",
        )
        if self.r.alone:
            how = self.r.either("One community: random variation was not measured.", "只有一个社区：没有测量随机波动。")
        title = self.r.either("Table of points", "各点数字表")
        return [Section(title, (f"{how} {note}".strip(),), table=table, name="points")]

    def _failures(self) -> list[Section]:
        rows = tables.read_failed(self.r)
        if rows is None:
            return []
        text = self.r.either(
            f"{len(rows):,} runs have no result; inputs and tracebacks are in failures.parquet. To run one alone: "
            "the line of the sweep with --run and the key.",
            f"有 {len(rows):,} 次运行没有结果；输入和出错位置见 failures.parquet。"
            "单独重算一次：在 sweep 命令后加 --run 和键值。",
        )
        return [
            Section(
                self.r.either("Runs that failed", "失败的运行"),
                (text,),
                table=tables.failures(self.r, rows),
                name="failures",
            )
        ]

    def _kicker(self) -> str:
        plan = self.r.plan
        return self.r.either(
            f"Sweep {plan['name']} · {plan['question']['en']}", f"批量运行 {plan['name']} · {plan['question']['zh']}"
        )

    def _box(self) -> str:
        if self.r.sampled:
            return self.r.either(
                "Before you read the numbers. The points of the design were drawn from ranges, and the ranges are as "
                "much an assumption as most parameters; what explains much here does so within these ranges.",
                "读数字之前。设计中的点是在给定范围内抽出的；这些范围和多数参数一样是假设，这里的强弱只就这些范围而言。",
            )
        if self.r.alone:
            return self.r.either(
                "Before you read the numbers. Only one community was simulated, so random variation was not measured: "
                "no difference here can be told from it. Most parameters are assumptions.",
                "读数字之前。只有一个社区，没有测量随机波动：这里的差别都无法与偶然区分。多数参数是假设。",
            )
        return self.r.either(
            "Before you read the numbers. Brackets hold 95% intervals: where a mean would fall for other communities "
            "and other random draws. They do not hold the uncertainty of the parameters, most of which are "
            "assumptions.",
            "读数字之前。括号里是 95% 区间：换一批社区、换一组随机数，平均值会落在哪里。"
            "它不含参数本身的不确定，而多数参数是假设。",
        )

    def _provenance(self) -> Section:
        plan, comma = self.r.plan, self.r.either(", ", "、")
        months = plan["months"]
        scenarios = comma.join(
            f"{scenario['label'][self.r.lang]} ({scenario['name']})" for scenario in plan["scenarios"]
        )
        profiles = comma.join(f"{profile['label'][self.r.lang]} ({profile['name']})" for profile in plan["profiles"])
        return provenance(
            self.r.manifest,
            self.r.lang,
            (self.r.either("Scenarios", "方案"), scenarios),
            (self.r.either("Kinds of community", "社区类型"), profiles),
            period_row(period_of(plan), self.r.lang),
            (self.r.either("Communities", "社区"), self._communities()),
            (self.r.either("Time", "时间"), self.r.either(f"{months} months with the policies", f"政策 {months} 个月")),
            (self.r.either("Design", "设计"), self._design_words()),
            (self.r.either("Levers held", "固定的手段"), settings(plan["levers"])),
            (self.r.either("Parameters held", "固定的参数"), settings(plan["params"])),
        )

    def _communities(self) -> str:
        plan = self.r.plan
        n = counted("community", plan["replicates"], self.r.lang)
        return self.r.either(f"{n} at each point, seed {plan['seed']}", f"每点 {n}，种子 {plan['seed']}")

    def _design_words(self) -> str:
        """Kind, number of points, and a line a quantity with its range."""
        design = self.r.plan["design"]
        n = counted("point", int(design["n_points"]), self.r.lang)
        kind = _KINDS.get(self.r.kind, Text(self.r.kind, self.r.kind)).get(self.r.lang)
        own = [f"{kind}{self.r.either(', ', '，')}{n}"]
        for name in self.r.names:
            values = design["ranges"].get(name) or sorted(self.r.points[name].unique().tolist())
            shown = "..".join(f"{value:g}" for value in (values[0], values[-1]))
            if name not in design["ranges"] and len(values) <= 10:
                shown = ", ".join(f"{value:g}" for value in values)
            own.append(f"{name} = {shown}")
        return "\n".join(own)
