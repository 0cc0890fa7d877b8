"""How a parameter is declared: short forms for units and ranges."""

from collections.abc import Callable

from sim.errors import RuleError
from sim.quantity import ASSUMPTION, Quantity, Text, check_declared, declared_at

SHARE = Text("share", "比例")
INDEX = Text("index 0..1", "指数（0–1）")
WEIGHT = Text("weight", "权重")
LOG_ODDS = Text("log-odds", "对数几率")
A_MONTH = Text("per month", "每月")
YUAN = Text("yuan a month", "元／月")
HOURS = Text("hours a month", "小时／月")
HOURS_EACH = Text("hours", "小时")
YUAN_EACH = Text("yuan", "元")
MONTHS = Text("months", "个月")
NUMBER = Text("number", "个")
FACTOR = Text("factor", "倍数")
KILOYUAN = Text("thousand yuan a month", "千元／月")
POWER = Text("exponent", "指数（幂）")

_declared: set[str] = set()

type_of_group = Callable[..., Quantity]


def group(name: str) -> type_of_group:
    """Return the declaring function of one group of parameters."""

    def declare(
        key: str,
        default: float,
        unit: Text,
        en: str,
        zh: str,
        low: float | None = None,
        high: float | None = None,
        source: str = ASSUMPTION,
        whole: bool = False,
    ) -> Quantity:
        """Declare one parameter; without ``low`` and ``high`` the range is half to 1.5 times the default.

        Raises:
            RuleError: something in the declaration is not what belongs there, or the name is declared already.
        """
        numbers = (default, *(end for end in (low, high) if end is not None))
        check_declared(key, numbers, (unit, *([Text(en, zh)] if isinstance(en, str) else [en])), source, whole)
        if key in _declared:
            raise RuleError(f"{key} is declared already.", f"{key} 已经声明过了。", declared_at())
        _declared.add(key)
        ends = sorted((round(default * 0.5, 12), round(default * 1.5, 12)))  # 0.3 · 1.5 is 0.45, not a bit less
        top = min(ends[1], 1.0) if unit in (SHARE, INDEX) else ends[1]
        return Quantity(
            name=key,
            default=float(default),
            low=float(ends[0] if low is None else low),
            high=float(top if high is None else high),
            unit=unit,
            label=Text(en, zh),
            source=source,
            group=name,
            whole=whole,
        )

    return declare
