"""The resource that assets share: one `Refresh` per run, which holds the lake from first step to last."""

from __future__ import annotations

import dagster as dg
from pydantic import Field, PrivateAttr

from orchestration.contracts.window import Window
from orchestration.refresh.request import RefreshRequest
from orchestration.refresh.run import Refresh
from orchestration.settings import load_settings


class RefreshResource(dg.ConfigurableResource[Refresh]):
    """One `Refresh` per run. Opened before the first step, closed after the last, also on failure.

    The fields are those of `RefreshRequest`; by default all that is new is fetched.
    """

    sources: list[str] = Field(default_factory=list)
    first_period: str = ""
    last_period: str = ""
    ask_again: bool = False
    accept_smaller: bool = False
    wait_seconds: float = 0
    _refresh: Refresh | None = PrivateAttr(default=None)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Lock the lake and remove leftovers of crashed runs."""
        request = RefreshRequest(
            sources=tuple(self.sources),
            window=Window(self.first_period, self.last_period),
            ask_again=self.ask_again,
            accept_smaller=self.accept_smaller,
            wait_seconds=self.wait_seconds,
        )
        self._refresh = Refresh(load_settings(), context.run_id or "run", request).__enter__()

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Release the lake."""
        if self._refresh is not None:
            self._refresh.__exit__()

    @property
    def run(self) -> Refresh:
        """The running refresh."""
        if self._refresh is None:
            raise RuntimeError("used outside of a run")
        return self._refresh
