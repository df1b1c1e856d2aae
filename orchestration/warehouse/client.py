"""dbt in a worker process that is started before the data are staged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from orchestration.errors import WarehouseError
from orchestration.warehouse.build import Listener, NodeResult
from orchestration.workers.client import WorkerClient
from orchestration.workers.process import Worker


class DbtProcess(WorkerClient):
    """dbt in another process. A context manager."""

    task = "dbt"

    def __init__(self, staged: Path) -> None:
        super().__init__(Worker("orchestration.warehouse.worker", staged))

    def build(
        self, warehouse: Path, on_node: Listener | None = None, select: Sequence[str] = ()
    ) -> list[NodeResult]:
        """As `build_warehouse`; `on_node` is called after each node."""
        self._worker.send({"warehouse": str(warehouse), "select": list(select)})
        results = self._receive(lambda node: on_node and on_node(*node))
        return [NodeResult(**result) for result in results]

    def _failure(self, reason: str) -> WarehouseError:
        return WarehouseError(
            f"dbt could not run: {reason}",
            where="dbt_project/",
            remedy="run `dbt build` inside dbt_project/ to see all of its output",
        )


_started: dict[Path, DbtProcess] = {}
"""By the folder of staged data that the process reads."""


@contextmanager
def prestarted_dbt(staged: Path) -> Iterator[None]:
    """Start dbt's process for the block, unless it is started already."""
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
    """The prestarted process, or a new one."""
    return _started.pop(staged, None) or DbtProcess(staged)
