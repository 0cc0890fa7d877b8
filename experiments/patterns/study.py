"""All patterns measured: each community is run once in every scenario that a pattern takes it for, then judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from experiments.patterns.catalogue import Known, catalogue, known_failures
from experiments.patterns.families import months_of
from experiments.patterns.judging import Judged, judge
from experiments.patterns.pattern import Array, Measure, Pattern, Sample
from experiments.patterns.runs import CommunityWork, Months, Runs
from experiments.patterns.scenarios import scenarios
from experiments.plan.checks import LARGEST_SEED, whole_number
from experiments.runs import HERE, Execution
from sim.scenarios.scenario import BASELINE, load_profile

COMMUNITIES, MOST = 20, 200
MONTHS = 120
ALGEBRA = "algebra"
"""What is at work, to whoever hears of the progress: the closed forms."""
HOLDS, FAILS, KNOWN_FAILURE, FAILS_NO_MORE = "holds", "fails", "known failure", "fails no more"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: the pattern, what was found, the numbers behind it, and whether it was known to fail."""

    pattern: Pattern
    judged: Judged
    values: Array
    sample: Sample | None
    known: Known | None

    @property
    def verdict(self) -> str:
        """``holds`` or ``fails``; of one on the list of known failures ``known failure``, or ``fails no more``."""
        if self.known is None:
            return HOLDS if self.judged.holds else FAILS
        return FAILS_NO_MORE if self.judged.holds else KNOWN_FAILURE

    @property
    def as_expected(self) -> bool:
        """It holds, or is known to fail and does."""
        return self.verdict in (HOLDS, KNOWN_FAILURE)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The whole table."""

    rows: tuple[Row, ...]
    seed: int
    communities: int
    runs: int
    command: str
    months: Mapping[str, Any] = field(default_factory=dict)

    @property
    def as_expected(self) -> bool:
        """Every row is as it is expected to be, known failures among them."""
        return all(row.as_expected for row in self.rows)

    def row(self, name: str) -> Row:
        """Return the row of a pattern by its name."""
        return next(row for row in self.rows if row.pattern.name == name)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, checked."""

    patterns: tuple[Pattern, ...]
    known: Mapping[str, Known]
    communities: int
    seed: int

    @property
    def in_communities(self) -> list[Pattern]:
        """Those that are measured in communities."""
        return [pattern for pattern in self.patterns if isinstance(pattern.measure, Measure)]

    @property
    def forms(self) -> list[Pattern]:
        """Those that algebra knows."""
        return [pattern for pattern in self.patterns if not isinstance(pattern.measure, Measure)]

    @property
    def most(self) -> int:
        """In how many communities the pattern that takes most of them is measured."""
        return self.communities * max((pattern.times for pattern in self.in_communities), default=0)

    @property
    def plans(self) -> list[tuple[Any, int]]:
        """Every scenario that is needed, baseline first, and in how many communities."""
        wanted = {BASELINE: self.most} if self.in_communities else {}
        for pattern in self.in_communities:
            for arm in pattern.measure.arms:  # type: ignore[union-attr]
                wanted[arm] = max(wanted.get(arm, 0), self.communities * pattern.times)
        known = scenarios()
        return [(known[name], communities) for name, communities in wanted.items()]


def check_request(
    *, replicates: int = COMMUNITIES, seed: int = 1, patterns: Sequence[Pattern] | None = None,
    known: Mapping[str, Known] | None = None,
) -> Request:  # fmt: skip
    """Check what is asked; nothing is computed.

    Raises:
        InputError: a number that cannot be used, or a mistake in the table of bands or of known failures.
    """
    communities = whole_number("replicates", replicates, 2, MOST)
    chosen = catalogue() if patterns is None else tuple(patterns)
    failures = known_failures(chosen) if known is None else known
    return Request(chosen, failures, communities, whole_number("seed", seed, 0, LARGEST_SEED))


def patterns(*, replicates: int = COMMUNITIES, seed: int = 1, execution: Execution = HERE) -> Patterns:
    """Measure every pattern and closed form, and judge it.

    Args:
        replicates: communities; patterns that vary much between communities take several times as many.
        seed: a whole number from 0.
        execution: by how many processes it is run, and who hears of it.

    Raises:
        InputError: a number that cannot be used.
        Stopped: Ctrl-C.
    """
    return run(check_request(replicates=replicates, seed=seed), execution)


@dataclass(frozen=True, slots=True)
class _Forms:
    """Computes a closed form by its number."""

    names: tuple[str, ...]
    seed: int

    def __call__(self, number: int) -> Sample:
        form = next(pattern for pattern in catalogue() if pattern.name == self.names[number])
        sample: Sample = form.measure(self.seed)  # type: ignore[operator]
        return sample


def run(request: Request, execution: Execution = HERE) -> Patterns:
    """Measure what was checked.

    Raises:
        Stopped: Ctrl-C.
    """
    plans = request.plans
    work = CommunityWork(tuple(plans), load_profile("mixed"), request.seed, MONTHS)
    done: list[dict[str, Months]] = execution.map(work, range(request.most)) if plans else []
    forms = [pattern.name for pattern in request.forms]
    samples: list[Sample] = (
        execution.map(_Forms(tuple(forms), request.seed), range(len(forms)), ALGEBRA) if forms else []
    )
    runs = Runs.of(done) if done else Runs({})
    rows = judged_rows(request, runs, dict(zip(forms, samples, strict=True)))
    count = sum(communities for _, communities in plans)
    lines = months_of(runs.first(request.communities)) if done else {}
    return Patterns(tuple(rows), request.seed, request.communities, count, execution.command, lines)


def judged_rows(request: Request, runs: Runs, samples: Mapping[str, Sample]) -> list[Row]:
    """Return the rows of the table from what was simulated."""
    part = {times: runs.first(request.communities * times) for times in {p.times for p in request.in_communities}}
    rows = []
    for pattern in request.patterns:
        if isinstance(pattern.measure, Measure):
            values, sample = np.asarray(pattern.measure.of(part[pattern.times]), dtype=float), None
        else:
            sample = samples[pattern.name]
            values = np.array([sample.value])
        rows.append(Row(pattern, judge(values, pattern.expected), values, sample, request.known.get(pattern.name)))
    return rows
