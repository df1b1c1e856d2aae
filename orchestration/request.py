"""What a person or a schedule asks of a refresh; nothing given asks for all that is new."""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.window import Window
from orchestration.errors import ConfigurationError


@dataclass(frozen=True)
class RefreshRequest:
    """`sources` limits which sources are asked (empty: all), `window` their periods.

    `ask_again` asks a live service for every period of the window, also for those that we have.
    `accept_smaller` takes a period that has fewer rows than the one in force.
    """

    sources: tuple[str, ...] = ()
    window: Window = field(default_factory=Window)
    ask_again: bool = False
    accept_smaller: bool = False
    wait_seconds: float = 0

    def __post_init__(self) -> None:
        for source in self.sources:
            if source not in load_declarations():
                raise ConfigurationError(
                    f"source {source} is not declared",
                    where="--source",
                    remedy=f"use one of {', '.join(load_declarations())}",
                )

    def asks(self, source_id: str) -> bool:
        """Whether this source is to be asked."""
        return not self.sources or source_id in self.sources

    @property
    def is_plain(self) -> bool:
        """Whether it asks for all that is new and nothing else."""
        return self == RefreshRequest(wait_seconds=self.wait_seconds)
