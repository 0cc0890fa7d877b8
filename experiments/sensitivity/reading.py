"""Plan files of an analysis: as for a sweep, but ``[design.params]`` may be left out."""

from dataclasses import replace
from pathlib import Path

from experiments.plan import PLAN_SIZE_LIMIT, Plan
from experiments.plan.make_plan import assembled
from experiments.plan.uncertain import uncertain
from sim.errors import InputError
from sim.scenarios.document import Document, check_name, repaired_document

KIND = "morris"
FEWEST_TRAJECTORIES = 4


def checked(plan: Plan | str | Path) -> Plan:
    """Return a plan that can be analysed.

    Raises:
        InputError: the file has a mistake, or the plan is no Morris design, moves levers, has several kinds of
            community, or too few trajectories.
    """
    loaded = plan if isinstance(plan, Plan) else read_plan(plan)
    where = str(loaded.path or loaded.name)
    if loaded.design.kind != KIND:
        raise InputError(
            f"[design] kind = '{loaded.design.kind}' cannot be used; sensitivity needs kind = '{KIND}'.",
            f"[design] 的 kind = '{loaded.design.kind}' 不能用；敏感性分析须为 kind = '{KIND}'。",
            where,
        )
    if loaded.design.levers:
        raise InputError(
            "[design.levers] cannot be used; sensitivity moves parameters, and policies are its scenarios.",
            "不能有 [design.levers]；敏感性分析只变动参数，政策写在 scenarios 里。",
            where,
        )
    if len(loaded.profiles) != 1:
        raise InputError(
            f"profiles has {len(loaded.profiles)} kinds of community; sensitivity takes one.",
            f"profiles 中有 {len(loaded.profiles)} 种社区类型；敏感性分析只取一种。",
            where,
        )
    samples = loaded.design.samples or 0
    if samples < FEWEST_TRAJECTORIES:
        raise InputError(
            f"[design] samples = {samples} is too few; {FEWEST_TRAJECTORIES} trajectories are the least.",
            f"[design] 的 samples = {samples} 太少；至少 {FEWEST_TRAJECTORIES} 条轨迹。",
            where,
        )
    return loaded


def read_plan(path: str | Path) -> Plan:
    """Load a plan file; a Morris design that names nothing moves every uncertain rule parameter over its range.

    Raises:
        InputError: there is no such file, or it has a mistake.
    """
    document = repaired_document(Path(path), str(path), PLAN_SIZE_LIMIT)
    return assembled(_filled(document), check_name(document.path.stem, document.name), document.path)


def _filled(document: Document) -> Document:
    """Return the document with the ranges of all uncertain parameters, where it names nothing to be moved."""
    design, held = document.data.get("design"), document.data.get("params", {})
    if not isinstance(design, dict) or not isinstance(held, dict) or design.get("kind") != KIND:
        return document
    if "params" in design or "levers" in design:
        return document
    ranges = {name: list(ends) for name, ends in uncertain(held).ranges.items()}
    return replace(document, data={**document.data, "design": {**design, "params": ranges}})
