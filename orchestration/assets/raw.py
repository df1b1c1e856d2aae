"""Raw: one asset per source declaration; its bytes as received."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from orchestration.assets.groups import RAW
from orchestration.assets.policies import freshness_of, pool_of, retries_for, unless_retried
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.snapshot import Manifest, Snapshot
from orchestration.ingest.handoff import read_handoff
from orchestration.resources import RefreshResource
from orchestration.services import SERVICES


def raw_key(source_id: str) -> dg.AssetKey:
    """The key of a source's raw asset."""
    return dg.AssetKey(["raw", source_id])


LANDING = raw_key("landing")
ARRIVAL = "arrival"


def build_raw_assets() -> list[dg.AssetsDefinition]:
    """The drop folder and one asset per declaration."""
    return [_landing_asset(), *(_raw_asset(d) for d in load_declarations().values())]


def _landing_asset() -> dg.AssetsDefinition:
    @dg.asset(
        key=LANDING,
        group_name=RAW,
        kinds={"file"},
        owners=["team:data-engineering"],
        description="Files of the drop folder data_lake/landing/, recognised and put into the raw store.",
    )
    def _receive(refresh: RefreshResource) -> dg.MaterializeResult[None]:
        receipts = refresh.run.receive()
        counted = Counter(receipt.status for receipt in receipts)
        files = [receipt.as_note() for receipt in receipts]
        counts = {str(status): count for status, count in counted.items()}
        return dg.MaterializeResult(metadata={**counts, "files": dg.MetadataValue.json(files)})

    return _receive


def _raw_asset(declaration: Declaration) -> dg.AssetsDefinition:
    dropped = declaration.provider not in SERVICES and declaration.bundled is None
    key = raw_key(declaration.source_id)

    @dg.asset(
        key=key,
        deps=[LANDING] if dropped else [],
        group_name=RAW,
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
        check_specs=[
            dg.AssetCheckSpec(
                ARRIVAL, asset=key, description="What arrived opens, is whole and is not refused."
            )
        ],
        retry_policy=retries_for(declaration),
        freshness_policy=freshness_of(declaration),
        pool=pool_of(declaration),
    )
    def _collect(
        context: dg.AssetExecutionContext, refresh: RefreshResource
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        try:
            with unless_retried(context):
                snapshots = refresh.run.collect(declaration.source_id)
                arrived = read_handoff(refresh.run.workspace.store, declaration.source_id)
        except dg.Failure as failure:
            yield _arrival(key, failure)
            raise
        yield dg.MaterializeResult(
            metadata={
                "snapshots": sum(snapshots.values()),
                "partitions": ", ".join(snapshots) or "none",
                "origin": ", ".join(sorted({m.origin for m in _manifests(arrived)})) or "none",
                "bytes": sum(m.size for m in _manifests(arrived)),
            }
        )
        yield _arrival(key)

    return _collect


def _manifests(arrived: Mapping[str, Sequence[Snapshot]]) -> list[Manifest]:
    return [snapshot.manifest for snapshots in arrived.values() for snapshot in snapshots]


def _arrival(key: dg.AssetKey, failure: dg.Failure | None = None) -> dg.AssetCheckResult:
    reason = failure.description if failure else None
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=ARRIVAL,
        passed=failure is None,
        metadata={"reason": reason} if reason else {},
    )
