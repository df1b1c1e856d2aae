"""Steps release, report and publish: the release is built aside, completed and made current."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from expectations.result import SuiteResult
from orchestration.fingerprint import fingerprint
from orchestration.progress import stage
from orchestration.refresh.workspace import Workspace
from orchestration.release.candidate import Candidate, complete, describe, draft
from orchestration.release.folders import create_building_folder
from orchestration.release.pages import finish_pages, start_pages
from orchestration.release.publish import publish
from orchestration.site.client import SiteProcess

SEOUL = ZoneInfo("Asia/Seoul")


def draft_release(workspace: Workspace, site: SiteProcess | None) -> Candidate:
    """Write the marts into the folder of the new release, then everything that describes them.

    Needs no validation, so it runs beside it. As soon as the marts are there, `site` begins its pages.
    """
    drafted = draft(
        create_building_folder(workspace.settings.releases, workspace.run_id),
        workspace.warehouse,
        workspace.models,
        workspace.active_declarations(),
        workspace.catalog,
        released=datetime.now(SEOUL).date(),
    )
    if site is not None and drafted.is_new:
        start_pages(drafted, site)
    return describe(drafted, workspace.warehouse, workspace.models, workspace.catalog)


def complete_release(drafted: Candidate, results: list[SuiteResult]) -> Candidate:
    """Add everything but the pages to a drafted release."""
    with stage("release") as current:
        candidate = complete(drafted, results)
        current.detail = f"{len(candidate.marts)} marts, {candidate.release_id}"
    return candidate


def complete_site(candidate: Candidate, site: SiteProcess) -> int:
    """Wait for the pages that `site` writes and add those about the run.

    Returns how many pages there are; 0 where the content is the current one. Their data files and scripts
    are not counted.
    """
    with stage("report") as current:
        files = finish_pages(candidate, site) if candidate.is_new else []
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
