"""Raw: one asset a source declaration; its bytes as received, put once."""

from __future__ import annotations

import dagster as dg

from orchestration.resources import RefreshResource
from orchestration.sources.declaration import Declaration, load_declarations


def raw_key(source_id: str) -> dg.AssetKey:
    """The key of a source's raw asset."""
    return dg.AssetKey(["raw", source_id])


def build_raw_assets() -> list[dg.AssetsDefinition]:
    """An asset for each declaration."""
    return [_raw_asset(declaration) for declaration in load_declarations().values()]


def _raw_asset(declaration: Declaration) -> dg.AssetsDefinition:
    @dg.asset(
        key=raw_key(declaration.source_id),
        group_name="raw",
        kinds={declaration.provider, "file"},
        owners=["team:data-engineering"],
        description=f"{declaration.title_en} ({declaration.title_ko})",
        metadata={
            "publisher": declaration.publisher,
            "landing_page": dg.MetadataValue.url(str(declaration.landing_page)),
            "licence": declaration.licence.name,
            "attribution": declaration.attribution_ko,
            "cadence": declaration.cadence,
        },
    )
    def _collect(refresh: RefreshResource) -> dg.MaterializeResult[None]:
        snapshots = refresh.run.collect(declaration.source_id)
        return dg.MaterializeResult(
            metadata={
                "snapshots": sum(snapshots.values()),
                "partitions": ", ".join(snapshots) or "none",
            }
        )

    return _collect
