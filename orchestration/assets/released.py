"""The current release as events: a run of the command is not recorded, so it is reported afterwards.

`smartcity refresh` keeps no records of Dagster, which would cost seconds. What Dagster shows of its release
are these events, which a sensor reports: a materialization of each asset and the checks that it passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, TypeAlias

import dagster as dg

from expectations.suite import load_suites
from orchestration.assets.build_metadata import lineage_metadata
from orchestration.assets.data_age import dated_sources, freshness_results
from orchestration.assets.dbt_specs import DbtSpecs
from orchestration.assets.keys import (
    CANDIDATE,
    CURRENT,
    LANDING,
    REPORT,
    backfill_key,
    datasets,
    mart_key,
    raw_key,
    staged_key,
)
from orchestration.assets.periods import partitions_of
from orchestration.assets.quality import suite_results
from orchestration.assets.raw import ARRIVAL, measured
from orchestration.assets.release import release_metadata
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.snapshot import Snapshot
from orchestration.ingest.sizes import staged_sizes
from orchestration.lake.raw_store import RawStore
from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.source_inputs import read_periods
from orchestration.release.validation_page import read_results
from orchestration.settings import Settings
from orchestration.warehouse.lineage import kept_lineage
from orchestration.warehouse.manifest import ensure_manifest
from orchestration.warehouse.sizes import table_sizes

Event: TypeAlias = dg.AssetMaterialization | dg.AssetCheckEvaluation


def reported_release(instance: dg.DagsterInstance) -> tuple[str, str] | None:
    """Id and time of publication of the release that the newest event of `release/current` names."""
    event = instance.get_latest_materialization_event(CURRENT)
    if event is None or event.asset_materialization is None:
        return None
    metadata = event.asset_materialization.metadata
    release_id, published_at = (metadata.get(name) for name in ("release_id", "published_at"))
    return (str(release_id.value), str(published_at.value)) if release_id and published_at else None


def newest_idle_run(instance: dg.DagsterInstance) -> str | None:
    """The id of the last run that found nothing new, None where there was none."""
    records = instance.fetch_observations(CURRENT, limit=1).records
    return records[0].run_id if records else None


def release_events(settings: Settings) -> list[Event]:
    """The events of the current release; raises `ReleaseError` without one."""
    release = ReleaseCatalog(settings.releases).current()
    return [
        *_of_sources(settings, read_periods(release / "marts.duckdb")),
        *_of_warehouse(settings, release),
        *_of_suites(release),
        *_of_release(release),
    ]


def _of_sources(settings: Settings, rows: Mapping[tuple[str, str], int]) -> Iterator[Event]:
    store = RawStore(settings.raw, settings.quarantine)
    yield dg.AssetMaterialization(LANDING)
    for source_id, declaration in load_declarations().items():
        active = store.active(source_id)
        yield from _of_periods(declaration, active, rows)
        key = raw_key(source_id)
        counts = {"partitions": ", ".join(active) or "none"}
        yield dg.AssetMaterialization(key, metadata={**counts, **measured(active)})
        yield dg.AssetCheckEvaluation(asset_key=key, check_name=ARRIVAL, passed=True)
    yield from map(_evaluation, freshness_results(set(dated_sources())))
    sizes = staged_sizes(settings.staged)
    for dataset in datasets():
        count, size = sizes.get(dataset, (0, 0))
        metadata = {"dagster/row_count": count, "bytes": size}
        yield dg.AssetMaterialization(staged_key(dataset), metadata=metadata)


def _of_periods(
    declaration: Declaration,
    active: Mapping[str, list[Snapshot]],
    rows: Mapping[tuple[str, str], int],
) -> Iterator[Event]:
    """The partitions of a source that have active snapshots; a week belongs to the month of its start."""
    partitions = partitions_of(declaration)
    if partitions is None:
        return
    known = set(partitions.get_partition_keys())
    by_period: dict[str, dict[str, list[Snapshot]]] = {}
    for period, snapshots in active.items():
        month_or_year = period if period in known else period[:7]
        by_period.setdefault(month_or_year, {})[period] = snapshots
    for period in sorted(by_period.keys() & known):
        count = sum(rows.get((declaration.source_id, part), 0) for part in by_period[period])
        yield dg.AssetMaterialization(
            backfill_key(declaration.source_id),
            partition=period,
            metadata={"dagster/partition_row_count": count, **measured(by_period[period])},
        )


def _of_warehouse(settings: Settings, release: Path) -> Iterator[Event]:
    """Seeds, models and marts; tests whose failure would have stopped the release passed."""
    specs = DbtSpecs(ensure_manifest())
    keys = {spec.key.path[-1]: spec.key for spec in specs.assets}
    sizes, lineage = table_sizes(release / "marts.duckdb"), kept_lineage()
    for key in _upstream_first(specs.assets):
        name = key.path[-1]
        metadata: dict[str, Any] = {"release_id": release.name}
        if key == mart_key(name) and name in sizes:
            rows, size = sizes[name]
            metadata |= {"dagster/row_count": rows, "bytes": size}
        if name in lineage:
            metadata |= lineage_metadata(lineage[name], keys)
        yield dg.AssetMaterialization(key, metadata=metadata)
    for check in specs.checks:
        if check.blocking:
            yield dg.AssetCheckEvaluation(
                asset_key=check.asset_key,
                check_name=check.name,
                passed=True,
                description="a release is published only where it passes",
            )


def _upstream_first(assets: list[dg.AssetSpec]) -> Iterator[dg.AssetKey]:
    """The keys in the order of a build: Dagster calls an asset unsynced that is older than its input."""
    parents = {spec.key: {dep.asset_key for dep in spec.deps} for spec in assets}
    return (key for key in TopologicalSorter(parents).static_order() if key in parents)


def _of_suites(release: Path) -> Iterator[Event]:
    known = load_suites()
    for result in read_results(release):
        if result.mart in known:
            yield from map(_evaluation, suite_results(known[result.mart], result))


def _of_release(release: Path) -> Iterator[Event]:
    record = ReleaseCatalog(release.parent).record(release.name)
    rows = sum(record.marts.values())
    counts = {"marts": len(record.marts), "dagster/row_count": rows}
    yield dg.AssetMaterialization(CANDIDATE, metadata={"release_id": release.name, **counts})
    yield dg.AssetMaterialization(REPORT, metadata={"pages": _pages(release)})
    yield dg.AssetMaterialization(
        CURRENT,
        description="published by a command",
        metadata={"published": True, **release_metadata(release)},
    )


def _pages(release: Path) -> int:
    return sum(1 for _ in (release / "report").rglob("*.html"))


def _evaluation(result: dg.AssetCheckResult) -> dg.AssetCheckEvaluation:
    return dg.AssetCheckEvaluation(
        asset_key=result.asset_key,  # type: ignore[arg-type]
        check_name=str(result.check_name),
        passed=result.passed,
        severity=result.severity,
        description=result.description,
        metadata=result.metadata,
    )
