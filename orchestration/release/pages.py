"""Writes the pages of a release that is being built."""

from __future__ import annotations

from pathlib import Path

from orchestration.release.candidate import Candidate
from orchestration.site.build import build_site
from orchestration.site.release_info import ReleaseInfo
from orchestration.storage.files import storage_errors
from orchestration.warehouse.manifest import code_version


def write_pages(candidate: Candidate) -> list[Path]:
    """Write the pages into report/ of the candidate's folder; returns the files.

    Raises `StorageError` where the disk refuses.
    """
    info = ReleaseInfo(
        release_id=candidate.release_id,
        code_version=code_version(),
        previous_id=candidate.previous_id,
        changes_markdown=candidate.changes_markdown,
        validation=[
            (r.mart, len(r.checks), len(r.checks) - len(r.failed) - len(r.held))
            for r in candidate.validation
        ],
        downloads=candidate.downloads,
        number=candidate.identity.number,
        citation_ko=candidate.citation.korean,
        citation_en=candidate.citation.english,
    )
    target = candidate.folder / "report"
    with storage_errors(target):
        return build_site(candidate.folder / "marts.duckdb", target, info)
