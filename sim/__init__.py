"""A reference simulation of community governance: a Chinese urban community, its problems and its policies.

Reading order: ``quantity`` (what a number is), ``params`` and ``levers`` (facts; what a policy sets), ``scenarios``
(policies as data), ``agents`` with ``finance``, ``services``, ``elections`` (the rules), ``indicators`` (what is
judged), ``engine`` (the month in order, many scenarios in lockstep), ``model`` (the Mesa model), ``compute`` (what all
of it stands on).

Importing this package loads nothing heavy; public names are fetched when they are asked for. The text of its sources
is kept first, so that results are never said to come from rules that were edited later.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.compute import sources as _sources

if TYPE_CHECKING:
    from sim.model import CommunityModel
    from sim.scenarios.scenario import Profile, Scenario, load_profile, load_scenario

__version__ = "0.1.0"
__all__ = ["CommunityModel", "Profile", "Scenario", "load_profile", "load_scenario"]

_HOMES = {
    "CommunityModel": "sim.model",
    "Profile": "sim.scenarios.scenario",
    "Scenario": "sim.scenarios.scenario",
    "load_profile": "sim.scenarios.scenario",
    "load_scenario": "sim.scenarios.scenario",
}

_sources.remember()


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    _sources.remember()
    return getattr(import_module(_HOMES[name]), name)
