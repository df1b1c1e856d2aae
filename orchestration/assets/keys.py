"""The keys of all assets, and the sources of each staged data set."""

from __future__ import annotations

import dagster as dg

from orchestration.contracts.datasets import STAGED_SCHEMAS
from orchestration.contracts.declaration import load_declarations

CANDIDATE = dg.AssetKey(["release", "candidate"])
REPORT = dg.AssetKey(["release", "report"])
CURRENT = dg.AssetKey(["release", "current"])


def raw_key(source_id: str) -> dg.AssetKey:
    """The key of a source's raw asset."""
    return dg.AssetKey(["raw", source_id])


LANDING = raw_key("landing")


def backfill_key(source_id: str) -> dg.AssetKey:
    """The key of a source's asset with one partition per period."""
    return dg.AssetKey(["backfill", source_id])


def staged_key(dataset: str) -> dg.AssetKey:
    """The key of a staged data set, equal to that of the dbt source."""
    return dg.AssetKey(["staged", dataset])


def mart_key(mart: str) -> dg.AssetKey:
    """The key of a mart's asset."""
    return dg.AssetKey(["marts", mart])


def datasets() -> dict[str, list[str]]:
    """The sources that write each staged data set, by data set; none where all of them do."""
    declarations = load_declarations().values()
    names = sorted({d.dataset for d in declarations} | set(STAGED_SCHEMAS))
    return {n: [d.source_id for d in declarations if d.dataset == n] for n in names}
