"""The options of a refresh. Without options it fetches all that is new."""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.window import Window
from orchestration.errors import ConfigurationError


@dataclass(frozen=True)
class RefreshRequest:
    """`sources` limits the sources that are collected (empty: all), `window` their periods.

    `ask_again` fetches every period of the window from a live service, also periods that are stored.
    `accept_smaller` accepts a period that has fewer rows than the active one. `force` builds the marts even
    if nothing is new.
    """

    sources: tuple[str, ...] = ()
    window: Window = field(default_factory=Window)
    ask_again: bool = False
    accept_smaller: bool = False
    force: bool = False
    wait_seconds: float = 0

    def __post_init__(self) -> None:
        for source in self.sources:
            if source not in load_declarations():
                raise ConfigurationError(
                    f"source {source} is not declared",
                    where="--source",
                    remedy=f"use one of {', '.join(load_declarations())}",
                )

    def includes(self, source_id: str) -> bool:
        """Whether this source is collected."""
        return not self.sources or source_id in self.sources

    @property
    def is_plain(self) -> bool:
        """Whether no option is set, except how long to wait for the lock."""
        return self == RefreshRequest(wait_seconds=self.wait_seconds)
