"""The numbers of an explanation: paired differences between arms, with 95 % intervals over the communities.

What a link carries is the policy's effect less the effect that is left while the link is held. Held links may
overlap: where one acts through the next, both carry the same part, and the sum may exceed the whole. ``measured``,
``carries`` and ``changes`` tell that a difference counts: wholly beyond the smallest that matters; of money, not 0.
"""

from typing import Any

from experiments.explain import outcomes as ends
from experiments.explain.blocking import BASELINE, FIRST_LINK, POLICY, Array, VariedParameter, arms_of_varied
from experiments.explain.judged import judged
from experiments.explain.mediators import LINKS, Link
from experiments.explain.request import ExplainRequest
from experiments.output.code import code
from experiments.output.statistics import Interval, finite, paired_interval
from experiments.output.verdicts import has_smallest
from sim.indicators import indicator_of, label_of
from sim.params import PARAMS

SCHEMA = 1


def content_of(request: ExplainRequest, means: Array, command: str) -> dict[str, Any]:
    """Return all numbers, ready for JSON; ``means`` (communities, arms, ``SUMMARY_COLUMNS``)."""
    work, policy = request.work, request.policy
    values = {end: ends.values(means, end) for end in request.ends}
    return {
        "schema": SCHEMA,
        "command": command,
        "fingerprint": code(),
        "scenario": policy.name,
        "label": policy.label.content(),
        "problem": policy.problem or None,
        "profile": work.profile.name,
        "profile_label": work.profile.label.content(),
        "period": work.profile.period.content(),
        "seed": work.seed,
        "replicates": request.replicates,
        "months": work.months,
        "window": list(ends.window(request.ends[0], work.months)),
        "levers": dict(request.levers),
        "params": dict(work.params),
        "ends": [_end(end, values[end], work.months) for end in request.ends],
        "quantities": [
            _quantity(link, arm, means, values) for arm, link in enumerate(LINKS.values(), FIRST_LINK)
        ],
        "doubts": [_varied(number, varied, request, values) for number, varied in enumerate(work.doubts)],
    }  # fmt: skip


def _end(end: str, values: Array, months: int) -> dict[str, Any]:
    total = _difference(values, POLICY, BASELINE)
    judgement = judged(total, end)
    return {
        "indicator": end,
        "label": label_of(end).content(),
        "unit": indicator_of(end).unit.content(),
        "better": indicator_of(end).better,
        "smallest": indicator_of(end).smallest if has_smallest(end) else None,
        "window": list(ends.window(end, months)),
        "before": finite(values[:, BASELINE].mean()),
        "after": finite(values[:, POLICY].mean()),
        "total": total.content(),
        "measured": judgement.counts,
        **judgement.content(),
    }


def _quantity(link: Link, arm: int, means: Array, values: dict[str, Array]) -> dict[str, Any]:
    return {
        "name": link.name,
        "label": link.label.content(),
        "level": _level(link, means),
        "ends": {end: _mediated(link, arm, end, value) for end, value in values.items()},
    }


def _level(link: Link, means: Array) -> dict[str, Any] | None:
    """Return the level of a quantity without and with the policy, None where no indicator shows it."""
    if link.indicator is None:
        return None
    values = ends.values(means, link.indicator)
    change = _difference(values, POLICY, BASELINE)
    return {
        "indicator": link.indicator,
        "before": finite(values[:, BASELINE].mean()),
        "after": finite(values[:, POLICY].mean()),
        "change": change.content(),
        "changes": judged(change, link.indicator).counts,
    }


def _mediated(link: Link, arm: int, end: str, values: Array) -> dict[str, Any]:
    """Return the effect, what is left of it while the link is held, and the difference of the two."""
    mediated = _difference(values, POLICY, arm)
    judgement = judged(mediated, end)
    return {
        "total": _difference(values, POLICY, BASELINE).content(),
        "left": _difference(values, arm, BASELINE).content(),
        "carried": mediated.content(),
        "carries": judgement.counts,
        **judgement.content(),
        "itself": link.is_end(end),
    }


def _varied(number: int, varied: VariedParameter, request: ExplainRequest, values: dict[str, Array]) -> dict[str, Any]:
    """Return the effect with the parameter at its low end, as it is, and at its high end."""
    work, parameter = request.work, PARAMS[varied.parameter]
    usual = {**work.profile.params, **work.params}.get(varied.parameter, parameter.default)
    return {
        "parameter": varied.parameter,
        "label": parameter.label.content(),
        "unit": parameter.unit.content(),
        "grade": parameter.grade,
        "low": varied.low,
        "default": usual,
        "high": varied.high,
        "ends": {end: _at_ends(number, end, value) for end, value in values.items()},
    }


def _at_ends(number: int, end: str, values: Array) -> dict[str, Any]:
    (low, low_policy), (high, high_policy) = arms_of_varied(number)
    change = paired_interval(values[:, high_policy] - values[:, high], values[:, low_policy] - values[:, low])
    judgement = judged(change, end)
    return {
        "low": _difference(values, low_policy, low).content(),
        "default": _difference(values, POLICY, BASELINE).content(),
        "high": _difference(values, high_policy, high).content(),
        "change": change.content(),
        "changes": judgement.counts,
        **judgement.content(),
    }


def _difference(values: Array, arm: int, other: int) -> Interval:
    return paired_interval(values[:, arm], values[:, other])
