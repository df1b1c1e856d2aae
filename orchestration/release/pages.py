"""The report's pages of a release in the making."""

from __future__ import annotations

from pathlib import Path

from orchestration.release.candidate import Candidate
from orchestration.site.build import build_report
from orchestration.site.release_info import ReleaseInfo
from orchestration.storage.files import storage_errors
from orchestration.warehouse.manifest import code_version


def write_pages(candidate: Candidate) -> list[Path]:
    """Write report/ into the candidate's folder; returns the files."""
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
        citation_ko=candidate.citation_ko,
        citation_en=candidate.citation_en,
    )
    target = candidate.folder / "report"
    with storage_errors(target):
        return build_report(candidate.folder / "marts.duckdb", target, info)
