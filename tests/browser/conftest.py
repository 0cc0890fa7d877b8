"""One server and one browser for all of these tests, a fresh profile for each; nothing may go wrong on the way."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
REQUIRED = "BROWSER_REQUIRED"
MISSING = "no Chromium on the PATH, or no Playwright"
missed: list[str] = []

try:
    from playwright.sync_api import Browser

    from tests.browser.serving import chromium, opened_browser
    from tests.browser.visitor import Visitor
    from tests.served import served
except ModuleNotFoundError:
    if os.environ.get(REQUIRED):
        raise
    collect_ignore_glob = ["test_*.py"]
    missed.append("all")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker("browser")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and "browser" in report.keywords:
        missed.append(report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if missed:
        number = "all" if "all" in missed else len(missed)
        terminalreporter.write_line(f"{number} browser tests did not run: {MISSING}")


@pytest.fixture(scope="package")
def browser() -> "Iterator[Browser]":
    if chromium() is None:
        (pytest.fail if os.environ.get(REQUIRED) else pytest.skip)(MISSING)
    with opened_browser() as opened:
        yield opened


@pytest.fixture(scope="package")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log.txt"


@pytest.fixture(scope="package")
def address(browser: "Browser", log: Path) -> Iterator[str]:
    with served(log) as found:
        yield found


@pytest.fixture
def visit(browser: "Browser", address: str, log: Path) -> "Iterator[Callable[..., Visitor]]":
    """Visitors on demand; at the end none may have met a fault, and the server has logged none."""
    visitors: list[Visitor] = []
    start = log.stat().st_size

    def come(at: str = address, **options: Any) -> Visitor:
        visitors.append(Visitor(browser, at, **options))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.close()
    assert not [fault for visitor in visitors for fault in visitor.faults]
    assert b"Traceback" not in log.read_bytes()[start:]


@pytest.fixture
def visitor(visit: "Callable[..., Visitor]") -> "Visitor":
    return visit()
