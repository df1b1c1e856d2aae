"""Steps release, report and publish: the release is built aside, completed and made current."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from expectations.result import SuiteResult
from orchestration.fingerprint import fingerprint
from orchestration.progress import stage
from orchestration.refresh.workspace import Workspace
from orchestration.release.candidate import Candidate, complete, draft
from orchestration.release.folders import create_building_folder
from orchestration.release.pages import write_pages
from orchestration.release.publish import publish

SEOUL = ZoneInfo("Asia/Seoul")


def draft_release(workspace: Workspace) -> Candidate:
    """Write the marts into the folder of the new release. Needs no validation, so it runs beside it."""
    return draft(
        create_building_folder(workspace.settings.releases, workspace.run_id),
        workspace.warehouse,
        workspace.models,
        workspace.active_declarations(),
        workspace.catalog,
        released=datetime.now(SEOUL).date(),
    )


def complete_release(drafted: Candidate, results: list[SuiteResult]) -> Candidate:
    """Add everything but the pages to a drafted release."""
    with stage("release") as current:
        candidate = complete(drafted, results)
        current.detail = f"{len(candidate.marts)} marts, {candidate.release_id}"
    return candidate


def write_site(candidate: Candidate) -> int:
    """Write the pages into the new release. Returns how many; 0 where its content is the current one.

    Their data files and scripts are not counted.
    """
    with stage("report") as current:
        files = write_pages(candidate) if candidate.is_new else []
        pages = sum(path.suffix == ".html" for path in files)
        current.detail = f"{pages} pages" if pages else "nothing new"
    return pages


def publish_release(workspace: Workspace, candidate: Candidate) -> bool:
    """Seal the release and make it current. Returns False where its content is the current one.

    Raises `ReleaseHeld` where a check holds the release until a person accepts it.
    """
    with stage("publish") as current:
        published = publish(
            candidate,
            workspace.catalog,
            fingerprint=fingerprint(workspace.settings),
            published_at=datetime.now(UTC),
        )
        current.detail = candidate.release_id if published else "nothing new"
    return published
