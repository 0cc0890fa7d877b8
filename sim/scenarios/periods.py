"""A period is a year with its law, its norm of posts, its pay and its prices: one dated TOML file in ``periods``.

The default is the seed's time, whose numbers are those that are declared. Another period is laid over a kind of
community: of two that set one number the kind of community wins, for it says more of the place; what the period
multiplies it multiplies whoever sets it. What a scenario or ``--param`` sets is of the chosen period and stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from sim.errors import Gathering, InputError, known_are, nearest
from sim.params import PARAMS
from sim.scenarios.changes import check_params, read_params
from sim.scenarios.document import Document, check_name, read_document, shown
from sim.scenarios.names import FOLDER, names_in
from sim.text import Text

PERIOD_FOLDER = FOLDER / "periods"
SEED_TIME = "2014"
"""The default: what is stored with the program was measured in it."""
KEYS = ("format", "label", "order", "prices", "posts", "params", "factors")
_ORDERS = ("admin_hours_demanded", "inspection_hours")
"""What comes down to each post: it is kept as it was, so the whole falls and rises with the posts."""
_POSTS = ("per_10000_residents", "adult_share")
_EARLIEST, _LATEST = 1949, 2100
_LARGEST_FACTOR = 100.0
_NO_TEXT = Text("", "")


@dataclass(frozen=True)
class Period:
    """A dated setting.

    Attributes:
        prices: the year of all money.
        params: numbers of its law and its prices.
        factors: what numbers of the seed's time are multiplied by.
        posts: the norm of posts: how many for 10,000 residents, and the share of adults among them; empty for none.
    """

    name: str
    label: Text
    prices: int
    params: Mapping[str, float] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)
    posts: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_usual(self) -> bool:
        """Whether it is the default."""
        return self.name == SEED_TIME

    @property
    def money(self) -> Text:
        """The year of prices, as it stands beside money."""
        return Text(f"prices of {self.prices}", f"按 {self.prices} 年价格")

    def content(self) -> dict[str, object]:
        """Return what results tell of it, ready for JSON."""
        return {"name": self.name, "label": self.label.content(), "prices": self.prices}

    def over(self, own: Mapping[str, float]) -> dict[str, float]:
        """Return what a kind of community sets in this period; ``own`` is what it sets in the seed's time."""
        of_period, factors = dict(self.params), dict(self.factors)
        if self.posts and "n_posts" not in own:
            adults = own.get("n_residents", PARAMS["n_residents"].default)
            posts = PARAMS["n_posts"]
            wanted = adults / self.posts["adult_share"] * self.posts["per_10000_residents"] / 10_000
            of_period["n_posts"] = float(min(max(round(wanted), posts.low), posts.high))
            factors |= dict.fromkeys(_ORDERS, of_period["n_posts"] / posts.default)
        chosen = {**of_period, **own}
        for name, factor in factors.items():
            chosen[name] = float(f"{own.get(name, PARAMS[name].default) * factor:.12g}")
        return {name: chosen[name] for name in PARAMS if name in chosen}


def period_names() -> tuple[str, ...]:
    """Return the periods of the folder in their ``order``."""
    return names_in(PERIOD_FOLDER, "order")


def load_period(name: object) -> Period:
    """Load a period by name; a year may be given as a number.

    Raises:
        InputError: there is none, or its file has a mistake.
    """
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    names = period_names()
    if not isinstance(name, str) or name not in names:
        hint = nearest(name, names, known_are(names)) if isinstance(name, str) else known_are(names)
        raise InputError(f"There is no period {shown(name)}.{hint.en}", f"没有时期{shown(name, 'zh')}。{hint.zh}")
    path = PERIOD_FOLDER / f"{name}.toml"
    return _loaded(path, path.stat().st_mtime_ns)


def usual_period() -> Period:
    """Return the default, the seed's time."""
    return load_period(SEED_TIME)


@cache
def _loaded(path: Path, stamp: int) -> Period:
    """Read a built-in period; ``stamp`` is when its file changed."""
    return read_period(read_document(path, path.name))


def read_period(document: Document) -> Period:
    """Build a period from its file; all mistakes are told together.

    Raises:
        InputError: all mistakes.
    """
    gathered = document.gathering()
    gathered.of(lambda: document.known(document.data, KEYS), None)
    name = gathered.of(lambda: check_name(document.path.stem, document.name), "")
    label = gathered.of(lambda: document.words("label"), _NO_TEXT)
    prices = gathered.of(lambda: _year(document), 0)
    params = gathered.of(lambda: read_params(document, allow_people=True), dict[str, float]())
    factors = gathered.of(lambda: _factors(document), dict[str, float]())
    posts = gathered.of(lambda: _norm(document), dict[str, float]())
    gathered.tell()
    return Period(name, label, prices, params, factors, posts)


def _year(document: Document) -> int:
    given = document.data.get("prices")
    if isinstance(given, bool) or not isinstance(given, int) or not _EARLIEST <= given <= _LATEST:
        raise InputError(
            f"prices = {shown(given)} is not a year, such as 2014.",
            f"prices = {shown(given, 'zh')} 不是年份；请写成 2014 这样的数。",
            document.where("prices"),
        )
    return given


def _factors(document: Document) -> dict[str, float]:
    gathered, found = Gathering(), dict[str, float]()
    for name, value in document.table("factors").items():
        where = document.where("factors", name)
        gathered.of(partial(_known, name, where), None)
        found[name] = gathered.of(partial(_positive, name, value, _LARGEST_FACTOR, where), 1.0)
    gathered.tell()
    return found


def _known(name: str, where: Text) -> None:
    """Refuse a name that is not a parameter, in the words that say so everywhere."""
    declared = PARAMS.get(name)
    check_params({name: declared.default if declared else 0.0}, where, allow_people=True)


def _norm(document: Document) -> dict[str, float]:
    table = document.table("posts")
    if not table:
        return {}
    gathered = Gathering()
    gathered.of(lambda: document.known(table, _POSTS, "posts"), None)
    found = {
        name: gathered.of(partial(_positive, name, table.get(name), limit, document.where("posts", name)), 1.0)
        for name, limit in zip(_POSTS, (10_000.0, 1.0), strict=True)
    }
    gathered.tell()
    return found


def _positive(name: str, value: object, limit: float, where: Text) -> float:
    """Return a number above 0 and up to a limit."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 < value <= limit:  # type: ignore[operator]
        raise InputError(
            f"{name} = {shown(value)} is not a number above 0 and up to {limit:g}.",
            f"{name} = {shown(value, 'zh')} 不是大于 0、至多 {limit:g} 的数。",
            where,
        )
    return float(value)  # type: ignore[arg-type]
