"""What a command has brought about, however it ends: whether it changed which release is current."""

from __future__ import annotations

from collections.abc import Callable

UNCHANGED = "the current release is unchanged"


class Outcome:
    """Compares which release is current now with what it was when the command began."""

    def __init__(self) -> None:
        self._current: Callable[[], str | None] = lambda: None
        self._before: str | None = None

    def watch(self, current: Callable[[], str | None]) -> None:
        """Remember what `current` gives now: the id of the current release."""
        self._current, self._before = current, current()

    @property
    def published(self) -> str | None:
        """The release that became current since `watch`, or None."""
        now = self._current()
        return now if now != self._before else None


OUTCOME = Outcome()
"""That of the command of this process."""
