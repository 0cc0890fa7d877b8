"""What a user has added to a model goes along when it forks, or the fork is refused: nothing is lost in silence."""

from collections.abc import Mapping
from copy import deepcopy
from types import MethodType
from typing import Any

import mesa
import numpy as np

from sim.agents.handle import Handle
from sim.errors import InputError


def take_along(model: Any, twin: Any) -> None:
    """Give a fork what was added to the model that it comes from.

    Raises:
        InputError: agents of one's own, or something that is not plain data.
    """
    own = [type(agent).__name__ for agent in model._agents if not isinstance(agent, Handle)]
    added = {name: value for name, value in vars(model).items() if name not in vars(twin)}
    other = [name for name, value in added.items() if not _is_plain(value)]
    if type(model.datacollector) is not mesa.DataCollector:
        other.append("datacollector")
    if own or other:
        what = ", ".join([*(f"agents of the class {name}" for name in sorted(set(own))), *other])
        what_zh = "、".join([*(f"类 {name} 的主体" for name in sorted(set(own))), *other])
        raise InputError(
            f"fork() cannot take along what {type(model).__name__} has added: {what}; only plain data goes along.",
            f"fork() 无法带上 {type(model).__name__} 所添加的：{what_zh}；能带上的只有普通数据。",
        )
    for name, value in added.items():
        setattr(twin, name, deepcopy(value))
    twin.datacollector = _collecting_the_same(model, twin)


def _is_plain(value: Any) -> bool:
    """Tell whether a value is data that a copy of is as good as itself."""
    if isinstance(value, Mapping):
        return all(_is_plain(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return all(_is_plain(part) for part in value)
    return value is None or isinstance(value, str | bytes | bool | int | float | np.ndarray | np.generic)


def _collecting_the_same(model: Any, twin: Any) -> mesa.DataCollector:
    """Return a data collector that collects of the twin what the model's collects, with nothing in it yet."""

    def own(reporter: Any) -> Any:
        bound = getattr(reporter, "__self__", None) is model
        return MethodType(reporter.__func__, twin) if bound else reporter

    collector = model.datacollector
    return mesa.DataCollector(
        model_reporters={name: own(reporter) for name, reporter in collector.model_reporters.items()},
        agent_reporters=dict(collector.agent_reporters),
        agenttype_reporters={kind: dict(reporters) for kind, reporters in collector.agenttype_reporters.items()},
        tables={name: list(columns) for name, columns in collector.tables.items()},
    )
