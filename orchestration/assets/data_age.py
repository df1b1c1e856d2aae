"""Freshness: one check per source, on the age of its data and not of the last run."""

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from orchestration.assets.keys import raw_key
from orchestration.assets.steps import one_sentence
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.ingest.data_age import OVERDUE, DataAge, data_age
from orchestration.lake.raw_store import RawStore
from orchestration.settings import load_settings

FRESHNESS = "freshness"


def dated_sources() -> dict[str, Declaration]:
    """The sources whose data are expected at regular times."""
    return {i: d for i, d in load_declarations().items() if d.cadence in OVERDUE}


def build_freshness_checks() -> dg.AssetChecksDefinition:
    """One check per source; none is evaluated for a source without data. It only reads the lake."""

    @dg.multi_asset_check(
        specs=[
            dg.AssetCheckSpec(
                FRESHNESS,
                asset=raw_key(source_id),
                description=f"Received within {OVERDUE[d.cadence].days} days; bundled data never are.",
            )
            for source_id, d in dated_sources().items()
        ],
        name=FRESHNESS,
        can_subset=True,
    )
    def _judge(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        asked = {key.asset_key.path[-1] for key in context.selected_asset_check_keys}
        with one_sentence(context):
            yield from freshness_results(asked)

    return _judge


def freshness_results(source_ids: set[str]) -> Iterator[dg.AssetCheckResult]:
    """The results of the sources that have data."""
    settings = load_settings()
    store = RawStore(settings.raw, settings.quarantine)
    for source_id, declaration in dated_sources().items():
        if source_id in source_ids:
            age = data_age(declaration, store, datetime.now(UTC))
            if age is not None:
                yield _result(source_id, age)


def _result(source_id: str, age: DataAge) -> dg.AssetCheckResult:
    seen = {"last_received": dg.MetadataValue.timestamp(age.seen_at)} if age.seen_at else {}
    return dg.AssetCheckResult(
        asset_key=raw_key(source_id),
        check_name=FRESHNESS,
        passed=age.is_fresh,
        severity=dg.AssetCheckSeverity.WARN,
        description=age.reason,
        metadata={"newest_period": age.newest_period, **seen},
    )
