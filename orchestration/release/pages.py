"""Writes the pages of a release that is being built: those of the marts first, in a worker process."""

from __future__ import annotations

from pathlib import Path

from orchestration.release.candidate import Candidate
from orchestration.site.build import build_run_pages
from orchestration.site.client import SiteProcess
from orchestration.site.release_info import ReleaseInfo
from orchestration.storage.files import storage_errors
from orchestration.warehouse.manifest import code_version


def start_pages(candidate: Candidate, site: SiteProcess) -> None:
    """Have `site` write the pages that need the exported marts only, into report/ of the folder."""
    site.start(_marts(candidate), _report(candidate), _release_info(candidate))


def finish_pages(candidate: Candidate, site: SiteProcess) -> list[Path]:
    """Wait for `site` and write the pages about the run; returns the files of all pages.

    `candidate` is complete. Raises `StorageError` where the disk refuses, `ReleaseError` where a page
    cannot be written.
    """
    written = site.files()
    with storage_errors(_report(candidate)):
        return written + build_run_pages(
            _marts(candidate), _report(candidate), _release_info(candidate)
        )


def _release_info(candidate: Candidate) -> ReleaseInfo:
    """What the pages show of the candidate, as far as it is known yet."""
    return ReleaseInfo(
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


def _marts(candidate: Candidate) -> Path:
    return candidate.folder / "marts.duckdb"


def _report(candidate: Candidate) -> Path:
    return candidate.folder / "report"
