"""What is asked of an explanation, checked before anything is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.explain.blocking import Blocking, VariedParameter
from experiments.explain.outcomes import ends_of
from experiments.policies.settings import checked
from sim.errors import InputError, nearest_labelled
from sim.levers import LEVERS
from sim.params import FORMER, PARAMS, SHAPING_GROUPS
from sim.scenarios.given import as_scenario
from sim.scenarios.scenario import BASELINE, Profile, Scenario


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """One policy and its ends; ``work`` is what each community runs through."""

    work: Blocking
    ends: tuple[str, ...]
    levers: Mapping[str, float]
    replicates: int

    @property
    def policy(self) -> Scenario:
        """The policy that is explained."""
        return self.work.policy


def check_request(
    scenario: str | Path | Scenario,
    *,
    profile: str | Path | Profile = "mixed",
    period: str | None = None,
    replicates: int = 20,
    months: int | None = None,
    seed: int = 1,
    levers: Mapping[str, float] = {},
    params: Mapping[str, float] = {},
    indicators: Sequence[str] = (),
    doubts: Sequence[str] = (),
) -> ExplainRequest:
    """Check everything that ``explain`` is given; nothing is computed.

    Raises:
        InputError: the first value that cannot be used.
    """
    policy = as_scenario(scenario)
    if policy.name == BASELINE:
        raise InputError(
            "'baseline' changes nothing, so there is nothing to explain; name a policy, such as publicity.",
            "“baseline”（维持现状）什么都不改变，无从解释；请写一项政策，例如 publicity。",
        )
    chosen = checked(
        [policy], profile=profile, period=period, replicates=replicates, months=months, seed=seed, levers=levers,
        params=params, equal_budget=None, worlds=False,
    )  # fmt: skip
    baseline, own = (arm.scenario for arm in chosen.arms)
    work = Blocking(
        baseline, own, chosen.profile, chosen.params, chosen.seed, chosen.months,
        tuple(_varied(name, own) for name in dict.fromkeys(doubts)),
    )  # fmt: skip
    return ExplainRequest(work, ends_of(own.problem, indicators), chosen.levers, chosen.replicates)


def _varied(name: str, policy: Scenario) -> VariedParameter:
    """Return a parameter with the ends of its range.

    Raises:
        InputError: it is none, shapes the people or the calendar, or is set by the policy itself.
    """
    if name not in PARAMS:
        if name in LEVERS:
            raise InputError(
                f"--doubt {name}: this is a lever; only parameters can be varied.",
                f"--doubt {name}：这是政策手段；只能质疑参数。",
            )
        labels = {key: param.label for key, param in PARAMS.items()}
        hint = FORMER.get(name) or nearest_labelled(name, labels, "parameters")
        raise InputError(
            f"--doubt '{name}': there is no such parameter.{hint.en}", f"--doubt “{name}”：没有这个参数。{hint.zh}"
        )
    parameter = PARAMS[name]
    if parameter.group in SHAPING_GROUPS:
        raise InputError(
            f"--doubt {name}: it shapes the people or the calendar, so its ends would be other communities; set it "
            "with --param.",
            f"--doubt {name}：它决定居民或日历，改变它就成了别的社区；请用 --param 设定。",
        )
    if name in policy.params:
        raise InputError(
            f"--doubt {name}: scenario '{policy.name}' sets this parameter itself.",
            f"--doubt {name}：方案“{policy.name}”自己设定了这个参数。",
        )
    return VariedParameter(name, parameter.low, parameter.high)
