"""Starts dbt's process early and asks it when the data are staged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.errors import WarehouseError
from orchestration.resource_errors import find_resource_error
from orchestration.warehouse.build import Listener, NodeResult
from orchestration.workers.process import Worker, WorkerBroke


class DbtProcess:
    """A dbt that is getting ready in another process. Use as a context manager."""

    def __init__(self, staged: Path) -> None:
        self._worker = Worker("orchestration.warehouse.worker", staged)

    def build(self, warehouse: Path, on_node: Listener | None = None) -> list[NodeResult]:
        """As `build_warehouse`; `on_node` is told of each node when it is done."""
        self._worker.ask({"warehouse": str(warehouse)})
        try:
            results = self._worker.answer(lambda node: on_node and on_node(*node))
        except WorkerBroke as error:
            if scarcity := find_resource_error(str(error), "dbt"):
                raise scarcity from None
            raise WarehouseError(
                f"dbt could not run: {error}",
                where="dbt_project/",
                remedy="run `dbt build` inside dbt_project/ to see all of its output",
            ) from None
        return [NodeResult(**result) for result in results]

    def __enter__(self) -> DbtProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()


_started: dict[Path, DbtProcess] = {}
"""By the folder of the staged data that they will read."""


@contextmanager
def started_early(staged: Path) -> Iterator[None]:
    """dbt gets ready while the block does other things; where it was started before, nothing happens."""
    if staged in _started:
        yield
        return
    with DbtProcess(staged) as process:
        _started[staged] = process
        try:
            yield
        finally:
            _started.pop(staged, None)


def dbt_process(staged: Path) -> DbtProcess:
    """The one that was started early, or a new one."""
    return _started.pop(staged, None) or DbtProcess(staged)
