"""A visitor of the page: opens it, waits for what should come, and notes everything that should not."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, WebError, WebSocket

WIDE = {"width": 1440, "height": 900}
PATIENCE = 60_000  # ms
OF_ITSELF = ("blob:", "data:")
LEFT = "net::ERR_ABORTED"
THERE = "window.community?.now && community.body.isConnected"


class Visitor:
    """One browser profile with one tab; ``faults`` holds what no visit may bring."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.sockets: list[str] = []
        options = {"viewport": WIDE, "locale": "en-GB", "accept_downloads": True, **options}
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(PATIENCE)
        self.context.on("weberror", self._error)
        self.context.on("console", self._console)
        self.context.on("request", self._request)
        self.context.on("requestfailed", self._failed)
        self.context.on("page", lambda page: page.on("websocket", self._socket))
        self.page: Page = self.context.new_page()

    def _error(self, error: WebError) -> None:
        self.faults.append(f"error: {error.error}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((f"{self.address}/", *OF_ITSELF)):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _socket(self, socket: WebSocket) -> None:
        self.sockets.append(socket.url)
        if urlsplit(socket.url).netloc != urlsplit(self.address).netloc:
            self.faults.append(f"spoke to elsewhere: {socket.url}")

    def _failed(self, request: Request) -> None:
        if request.failure == LEFT:  # the browser lets go of what is under way when a page is left
            return
        self.faults.append(f"failed: {request.url} {request.failure}")

    def open(self, path: str = "/?lang=en") -> "Visitor":
        """Open an address of the page and wait until the two worlds stand."""
        self.page.goto(self.address + path)
        self.until(THERE)
        return self

    def read(self, expression: str, argument: Any = None) -> Any:
        """Return the value of a JavaScript expression."""
        return self.page.evaluate(expression, argument)

    def until(self, expression: str, argument: Any = None) -> None:
        """Wait until a JavaScript expression is true; what it reads may not be there yet."""
        end = time.monotonic() + PATIENCE / 1000
        while True:
            try:
                self.page.wait_for_function(expression, arg=argument, polling=50)
                return
            except Error as error:
                if "of null" not in str(error) or time.monotonic() > end:
                    raise

    def ask(self, **message: Any) -> None:
        """Ask the room for something, as the page does."""
        self.read("message => community.ask(message)", message)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def back(self) -> None:
        """Press the browser's button, as late after the last deed as a hand does: the address has followed by then."""
        self.until("!community.linkTimer")
        self.page.go_back()

    def click(self, name: str, *, role: str = "button", exact: bool = True) -> None:
        """Click what has a role and a name."""
        self.page.get_by_role(role, name=name, exact=exact).first.click()

    def live(self, months: int) -> None:
        """Let the worlds live until a month, as fast as they can."""
        for month in range(self.read("community.now.simulated") + 1, months + 1):
            self.ask(kind="step")
            self.until("month => community.now.simulated >= month", month)

    def play_to_the_end(self) -> None:
        self.ask(kind="set_speed", value=0)
        self.ask(kind="play")
        self.until("community.now.simulated === community.begun.months && !community.now.playing")

    def set_lever(self, lever: str, value: float, world: int = 1) -> None:
        """Set a lever and wait until it stands in the worlds."""
        before = self.read("JSON.stringify(community.now.touches)")
        self.ask(kind="set_lever", world=world, lever=lever, value=value)
        self.until("before => JSON.stringify(community.now.touches) !== before", before)

    def violations(self) -> list[str]:
        """Return what axe finds on the page, one line a rule with the elements concerned."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            f"{item['id']}: {[node['target'] for node in item['nodes'][:6]]} {item['nodes'][0]['failureSummary']}"
            for item in found
        ]

    def refusal(self) -> str:
        """Return the sentence at the foot of the page, once there is one."""
        self.page.locator(".refusal").wait_for()
        return self.page.locator(".refusal").inner_text()

    def download(self, name: str, folder: Path) -> Path:
        """Take a file home by its row in the menu."""
        self.click("Download")
        with self.page.expect_download() as waiting:
            self.click(name)
        file = folder / waiting.value.suggested_filename
        waiting.value.save_as(file)
        return file

    def close(self) -> None:
        self.context.close()
