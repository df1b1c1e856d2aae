"""Release: built aside without the pages; then, with the pages, sealed and made current."""

from pathlib import Path
from typing import Any

import dagster as dg

from expectations.suite import load_suites
from orchestration.assets.groups import RELEASE
from orchestration.assets.keys import CANDIDATE, CURRENT, REPORT, mart_key
from orchestration.assets.policies import LAKE_POOL
from orchestration.assets.steps import step
from orchestration.release.catalog import read_record
from orchestration.resources import RefreshResource

_MOST_CHARACTERS = 4000


def build_release_assets() -> list[dg.AssetsDefinition]:
    """The candidate and the published release."""

    @dg.asset(
        key=CANDIDATE,
        group_name=RELEASE,
        kinds={"duckdb", "parquet", "csv"},
        owners=["team:data-engineering"],
        deps=[mart_key(mart) for mart in load_suites()],
        pool=LAKE_POOL,
        description="The validated marts as files, not yet current, with their content id.",
    )
    def _candidate(
        context: dg.AssetExecutionContext, refresh: RefreshResource
    ) -> dg.MaterializeResult[None]:
        with step(context, refresh) as run:
            candidate = run.assemble()
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
        pool=LAKE_POOL,
        description="What analysts open: whole, valid, identified; swapped in at once.",
    )
    def _current(
        context: dg.AssetExecutionContext, refresh: RefreshResource
    ) -> dg.MaterializeResult[None]:
        with step(context, refresh) as run:
            published = run.publish()
            current = run.workspace.catalog.current()
        return dg.MaterializeResult(metadata={"published": published, **release_metadata(current)})

    return [_candidate, _current]


def release_metadata(release: Path) -> dict[str, Any]:
    """What the folder of a release is and has, with its size for the plots."""
    files = [path for path in release.rglob("*") if path.is_file()]
    return {
        "release_id": release.name,
        "published_at": read_record(release).published_at,
        "folder": dg.MetadataValue.path(str(release)),
        "report": dg.MetadataValue.path(str(release / "report" / "index.html")),
        "changes": dg.MetadataValue.md(_changes(release)),
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
    }


def _changes(release: Path) -> str:
    """The list of changes of the release; its first lines where it is long."""
    path = release / "CHANGES.md"
    return path.read_text(encoding="utf-8")[:_MOST_CHARACTERS] if path.exists() else ""
