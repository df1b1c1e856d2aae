"""Release: built aside without the pages; then, with the pages, sealed and made current."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from expectations.suite import load_suites
from orchestration.assets.groups import RELEASE
from orchestration.assets.warehouse import mart_key
from orchestration.resources import RefreshResource

_MOST_CHARACTERS = 4000
CANDIDATE = dg.AssetKey(["release", "candidate"])
REPORT = dg.AssetKey(["release", "report"])
CURRENT = dg.AssetKey(["release", "current"])


def build_release_assets() -> list[dg.AssetsDefinition]:
    """The candidate and the published release."""

    @dg.asset(
        key=CANDIDATE,
        group_name=RELEASE,
        kinds={"duckdb", "parquet", "csv"},
        owners=["team:data-engineering"],
        deps=[mart_key(mart) for mart in load_suites()],
        description="The validated marts as files, not yet current, with their content id.",
    )
    def _candidate(refresh: RefreshResource) -> dg.MaterializeResult[None]:
        candidate = refresh.run.assemble()
        return dg.MaterializeResult(
            metadata={
                "release_id": candidate.release_id,
                "marts": len(candidate.marts),
                "dagster/row_count": sum(mart.rows for mart in candidate.marts),
            }
        )

    @dg.asset(
        key=CURRENT,
        group_name=RELEASE,
        kinds={"duckdb", "parquet", "csv", "excel"},
        owners=["team:data-engineering"],
        deps=[CANDIDATE, REPORT],
        description="What analysts open: whole, valid, identified; swapped in at once.",
    )
    def _current(refresh: RefreshResource) -> dg.MaterializeResult[None]:
        published = refresh.run.publish()
        current = refresh.run.workspace.catalog.current()
        return dg.MaterializeResult(
            metadata={
                "release_id": current.name,
                "published": published,
                "folder": dg.MetadataValue.path(str(current)),
                "report": dg.MetadataValue.path(str(current / "report" / "index.html")),
                "changes": dg.MetadataValue.md(_changes(current)),
            }
        )

    return [_candidate, _current]


def _changes(release: Path) -> str:
    """The list of changes of the release; its first lines where it is long."""
    path = release / "CHANGES.md"
    return path.read_text(encoding="utf-8")[:_MOST_CHARACTERS] if path.exists() else ""
