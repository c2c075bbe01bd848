"""How often somebody may try a passcode: the pause grows with each wrong one."""

from __future__ import annotations

from dataclasses import dataclass, field

FREE_TRIES = 5
FIRST_PAUSE, LONGEST_PAUSE = 10.0, 900.0  # seconds; doubled by each wrong try in between


@dataclass
class Attempts:
    """Wrong tries per person, with the moment of the last one (seconds on any steady clock)."""

    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)

    def pause(self, who: str, now: float) -> float:
        """Return the seconds that must still pass before the next try; 0.0 when it may be made.

        >>> attempts = Attempts()
        >>> for _ in range(5):
        ...     attempts.failed("p-ruiz", now=100.0)
        >>> attempts.pause("p-ruiz", now=103.0), attempts.pause("p-cho", now=103.0)
        (7.0, 0.0)
        """
        count, last = self._wrong.get(who, (0, 0.0))
        if count < FREE_TRIES:
            return 0.0
        length = min(FIRST_PAUSE * 2 ** (count - FREE_TRIES), LONGEST_PAUSE)
        return max(0.0, last + length - now)

    def failed(self, who: str, now: float) -> None:
        """Note a wrong try."""
        count, _last = self._wrong.get(who, (0, 0.0))
        self._wrong[who] = (count + 1, now)

    def succeeded(self, who: str) -> None:
        """Forget the wrong tries of somebody who knew the passcode in the end."""
        self._wrong.pop(who, None)
