"""Raw: one asset a source declaration; its bytes as received, put once."""

from __future__ import annotations

from collections import Counter

import dagster as dg

from orchestration.resources import RefreshResource
from orchestration.sources.declaration import Declaration, load_declarations


def raw_key(source_id: str) -> dg.AssetKey:
    """The key of a source's raw asset."""
    return dg.AssetKey(["raw", source_id])


LANDING = raw_key("landing")


def build_raw_assets() -> list[dg.AssetsDefinition]:
    """An asset for each declaration."""
    return [_landing_asset(), *(_raw_asset(d) for d in load_declarations().values())]


def _landing_asset() -> dg.AssetsDefinition:
    @dg.asset(
        key=LANDING,
        group_name="raw",
        kinds={"file"},
        owners=["team:data-engineering"],
        description="What people dropped into data_lake/landing/, recognised and taken in.",
    )
    def _receive(refresh: RefreshResource) -> dg.MaterializeResult[None]:
        receipts = refresh.run.receive()
        counted = Counter(receipt.status for receipt in receipts)
        files = [{"file": r.file, "status": r.status, "detail": r.detail} for r in receipts]
        return dg.MaterializeResult(metadata={**counted, "files": dg.MetadataValue.json(files)})

    return _receive


def _raw_asset(declaration: Declaration) -> dg.AssetsDefinition:
    dropped = declaration.key is None and declaration.bundled is None

    @dg.asset(
        key=raw_key(declaration.source_id),
        deps=[LANDING] if dropped else [],
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
