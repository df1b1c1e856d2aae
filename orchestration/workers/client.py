"""What the clients of all workers share: they end the process, and say in our errors why it failed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Self

from orchestration.errors import SmartCityError
from orchestration.resource_errors import find_resource_error
from orchestration.workers.process import Worker, WorkerFailed


class WorkerClient(ABC):
    """A task that runs in a worker process. A context manager that ends the process."""

    task: ClassVar[str]
    """The task, as an error about memory or disk space names it."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def _receive(self, on_event: Callable[[Any], object] = lambda _: None) -> Any:
        """As `Worker.receive`; a worker that failed raises what it lacked, or `_failure`."""
        try:
            return self._worker.receive(on_event)
        except WorkerFailed as error:
            lacking = find_resource_error(str(error), self.task)
            raise lacking or self._failure(str(error)) from None

    @abstractmethod
    def _failure(self, reason: str) -> SmartCityError:
        """The error of this task; `reason` is the text of `WorkerFailed`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()
