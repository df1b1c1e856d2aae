"""The pages of the marts in a worker process that is started while the marts are built."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from orchestration.errors import ReleaseError
from orchestration.site.release_info import ReleaseInfo
from orchestration.workers.client import WorkerClient
from orchestration.workers.process import Worker


class SiteProcess(WorkerClient):
    """Writes pages in another process. A context manager."""

    task = "the pages"

    def __init__(self) -> None:
        super().__init__(Worker("orchestration.site.worker"))

    def start(self, marts: Path, target: Path, release: ReleaseInfo) -> None:
        """Start `build_mart_pages`; the caller can do other work until `files`."""
        request = {"marts": str(marts), "target": str(target), "release": asdict(release)}
        self._worker.send(request)

    def files(self) -> list[Path]:
        """Wait for the pages; returns their files.

        Raises `StorageError` where the disk refuses, `ReleaseError` where the pages cannot be written.
        """
        return [Path(path) for path in self._receive()]

    def _failure(self, reason: str) -> ReleaseError:
        return ReleaseError(
            f"the pages could not be written: {reason}",
            where="orchestration/site/",
            remedy="correct the figure or the query that it names; the current release is unchanged",
        )
