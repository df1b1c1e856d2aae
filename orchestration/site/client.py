"""The pages of the marts in a worker process that is started while the marts are built."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from orchestration.errors import ReleaseError
from orchestration.resource_errors import find_resource_error
from orchestration.site.release_info import ReleaseInfo
from orchestration.workers.process import Worker, WorkerFailed


class SiteProcess:
    """Writes pages in another process. A context manager."""

    def __init__(self) -> None:
        self._worker = Worker("orchestration.site.worker")

    def start(self, marts: Path, target: Path, release: ReleaseInfo) -> None:
        """Start `build_mart_pages`; the caller can do other work until `files`."""
        request = {"marts": str(marts), "target": str(target), "release": asdict(release)}
        self._worker.send(request)

    def files(self) -> list[Path]:
        """Wait for the pages; returns their files.

        Raises `StorageError` where the disk refuses, `ReleaseError` where the pages cannot be written.
        """
        try:
            return [Path(path) for path in self._worker.receive()]
        except WorkerFailed as error:
            if scarcity := find_resource_error(str(error), "the pages"):
                raise scarcity from None
            raise ReleaseError(
                f"the pages could not be written: {error}",
                where="orchestration/site/",
                remedy="correct the figure or the query that it names; the current release is unchanged",
            ) from None

    def __enter__(self) -> SiteProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()
