"""An eye on what pages ask for and complain about."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage

HOSTS = ("http://127.0.0.1", "ws://127.0.0.1", "http://localhost", "ws://localhost")
HERE_ONLY = (*HOSTS, "data:", "blob:", "about:")


@dataclass
class Watch:
    """What a page asked for and complained about; a test may expect some of it."""

    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, words: str) -> None:
        """Take complaints with these words as wanted."""
        self.expected.append(words)

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a browser window."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"page error: {error.error}"))
        context.on("page", lambda page: page.on("websocket", self._websocket))

    def _websocket(self, line: object) -> None:
        self.requests.append(line.url)  # type: ignore[attr-defined]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def check(self) -> None:
        """Fail on a request that leaves this machine, and on a complaint nobody expected."""
        outside = [url for url in self.requests if not url.startswith(HERE_ONLY)]
        unexpected = [
            fault for fault in self.faults if not any(words in fault for words in self.expected)
        ]
        assert outside == []
        assert unexpected == []
