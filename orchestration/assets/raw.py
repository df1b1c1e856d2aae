"""Raw: one asset per source declaration; its bytes as received."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from orchestration.assets.groups import RAW
from orchestration.assets.keys import LANDING, backfill_key, raw_key
from orchestration.assets.periods import partitions_of
from orchestration.assets.policies import LAKE_POOL, retries_for
from orchestration.assets.steps import Result, is_idle, only_selected, report_idle, step
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.snapshot import Snapshot
from orchestration.ingest.handoff import read_handoff
from orchestration.resources import RefreshResource
from orchestration.services import SERVICES

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
        output_required=False,
        pool=LAKE_POOL,
    )
    def _receive(
        context: dg.AssetExecutionContext, refresh: RefreshResource
    ) -> Iterator[dg.MaterializeResult[None]]:
        if is_idle(context, refresh):
            report_idle(context)
            return
        with step(context, refresh) as run:
            receipts = run.receive()
        counted = Counter(receipt.status for receipt in receipts)
        files = [receipt.as_note() for receipt in receipts]
        counts = {str(status): count for status, count in counted.items()}
        yield dg.MaterializeResult(metadata={**counts, "files": dg.MetadataValue.json(files)})

    return _receive


def _raw_asset(declaration: Declaration) -> dg.AssetsDefinition:
    key = raw_key(declaration.source_id)

    @dg.multi_asset(
        name="__".join(key.path),
        specs=[_spec(declaration)],
        check_specs=[
            dg.AssetCheckSpec(
                ARRIVAL, asset=key, description="What arrived opens, is whole and is not refused."
            )
        ],
        can_subset=True,
        retry_policy=retries_for(declaration),
        pool=LAKE_POOL,
    )
    def _collect(context: dg.AssetExecutionContext, refresh: RefreshResource) -> Iterator[Result]:
        if is_idle(context, refresh):
            return
        try:
            with step(context, refresh) as run:
                snapshots = run.collect(declaration.source_id)
                arrived = read_handoff(run.workspace.store, declaration.source_id)
        except dg.Failure as failure:
            yield from only_selected(context, [_arrival(key, failure)])
            raise
        counts = {"partitions": ", ".join(snapshots) or "none"}
        made = dg.MaterializeResult[None](asset_key=key, metadata={**counts, **measured(arrived)})
        yield from only_selected(context, [made, _arrival(key)])

    return _collect


def _spec(declaration: Declaration) -> dg.AssetSpec:
    dropped = declaration.provider not in SERVICES and declaration.bundled is None
    periods = partitions_of(declaration) is not None
    return dg.AssetSpec(
        raw_key(declaration.source_id),
        deps=[
            *([LANDING] if dropped else []),
            *([backfill_key(declaration.source_id)] if periods else []),
        ],
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
        skippable=True,
    )


def measured(snapshots: Mapping[str, Sequence[Snapshot]]) -> dict[str, int | str]:
    """Number, origin and size of the snapshots of a source, by period, for its plots."""
    manifests = [s.manifest for found in snapshots.values() for s in found]
    return {
        "snapshots": len(manifests),
        "origin": ", ".join(sorted({m.origin for m in manifests})) or "none",
        "bytes": sum(m.size for m in manifests),
    }


def _arrival(key: dg.AssetKey, failure: dg.Failure | None = None) -> dg.AssetCheckResult:
    reason = failure.description if failure else None
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=ARRIVAL,
        passed=failure is None,
        metadata={"reason": reason} if reason else {},
    )
