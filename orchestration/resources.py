"""The resource that assets share: one `Refresh` per run, which holds the lake from first step to last."""

from __future__ import annotations

import dagster as dg
from pydantic import Field, PrivateAttr

from orchestration.contracts.window import Window
from orchestration.freshness import nothing_new
from orchestration.refresh.request import RefreshRequest
from orchestration.refresh.run import Refresh
from orchestration.settings import load_settings


class RefreshResource(dg.ConfigurableResource[Refresh]):
    """One `Refresh` per run, opened by the first step that needs it and closed after the last.

    The fields are those of `RefreshRequest`. By default all that is new is fetched, and a run waits
    for another process that holds the lake.
    """

    sources: list[str] = Field(default_factory=list)
    first_period: str = ""
    last_period: str = ""
    ask_again: bool = False
    accept_smaller: bool = False
    wait_seconds: float = 3600
    force: bool = False
    _run_id: str = PrivateAttr(default="run")
    _refresh: Refresh | None = PrivateAttr(default=None)
    _nothing_new: bool | None = PrivateAttr(default=None)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Take the id of the run."""
        self._run_id = context.run.run_id if context.run else "run"

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Release the lake, also after a failure."""
        if self._refresh is not None:
            self._refresh.__exit__()

    def open(self, *, publishes: bool) -> Refresh:
        """The refresh of this run; the first call locks the lake and removes leftovers of crashed runs."""
        if self._refresh is None:
            request = self._request()
            run = Refresh(load_settings(), self._run_id, request, publishes=publishes)
            self._refresh = run.__enter__()
        return self._refresh

    def nothing_new(self) -> bool:
        """Whether the run has no option and there is nothing to do; decided once."""
        if self._nothing_new is None:
            self._nothing_new = self._request().is_plain and nothing_new(load_settings())
        return self._nothing_new

    def _request(self) -> RefreshRequest:
        return RefreshRequest(
            sources=tuple(self.sources),
            window=Window(self.first_period, self.last_period),
            ask_again=self.ask_again,
            accept_smaller=self.accept_smaller,
            force=self.force,
            wait_seconds=self.wait_seconds,
        )
