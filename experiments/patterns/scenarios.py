"""The scenarios that patterns need beside the built-in ones; each is named by what it is for."""

from collections.abc import Iterable, Mapping

from sim.scenarios.scenario import Change, Scenario, load_scenario, scenario_names
from sim.text import Text

LIGHT_ORDERS = 900.0
"""Hours a month that orders demand where the load is light; the default is 1560."""
FOR_A_TIME = 36
"""Months after which a package ends."""
PEERS = (2, 6)
"""The weight of the building's example: the default, and the most that is thought possible."""
_RISE = {"wage_rise": 0.30}
_NO_WORDS = Text("a scenario of the patterns", "供检验规律用的方案")


def _made(name: str, levers: Mapping[str, float], params: Mapping[str, float], *changes: Change) -> Scenario:
    return Scenario(name, Text(name, name), _NO_WORDS, levers, changes, params)


def _joined(*names: str) -> dict[str, float]:
    """Return the levers of several built-in policies together."""
    return {lever: value for name in names for lever, value in load_scenario(name).levers.items()}


def _package_for_a_time(peers: int) -> Scenario:
    change = Change(1, FOR_A_TIME, load_scenario("package").levers)
    return _made(f"package_for_a_time_{peers}", {}, {"peer_influence": float(peers)}, change)


def _all() -> Iterable[Scenario]:
    yield from (load_scenario(name) for name in scenario_names())
    yield _made("capacity", _joined("diverse_services", "fewer_orders"), {})
    yield _made("capacity_and_publicity", _joined("diverse_services", "fewer_orders", "publicity"), {})
    light = {"admin_hours_demanded": LIGHT_ORDERS}
    yield _made("light_orders", {}, light)
    yield _made("pay_light_orders", _RISE, light)
    yield _made("pay", _RISE, {})
    yield _made("openness", {"election_openness": 1.0}, {})
    yield _made("relief_without_rule", {"admin_reduction": 0.30}, {})
    yield _made("posts", {"extra_posts": 3.0}, {})
    yield _made("posts_with_rule", {"extra_posts": 3.0, "admission_rule": 1.0}, {})
    yield _made("more_orders", {"admin_reduction": -0.30}, {})
    yield _made("contact", {"publicity_visits": 300.0}, {})
    yield _made("boards", {"publicity_boards": 5500.0}, {})
    yield _made("match", {"donation_match_rate": 1.0}, {})
    for peers in PEERS:
        yield _made(f"peers_{peers}", {}, {"peer_influence": float(peers)})
        yield _package_for_a_time(peers)


def scenarios() -> dict[str, Scenario]:
    """Return every scenario by name."""
    return {scenario.name: scenario for scenario in _all()}


PARTS = tuple(name for name in scenario_names() if load_scenario(name).problem)
"""The ten policies that answer a problem each."""
