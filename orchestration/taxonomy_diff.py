"""Compare two taxonomies, each of the current release or in a file; `smartcity taxonomy diff`.

The marts of a file are built aside, and seen together with those of the release. Nothing is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.errors import ConfigurationError
from orchestration.settings import Settings
from orchestration.site.marts import Marts
from orchestration.site.taxonomy_difference import difference
from orchestration.site.taxonomy_difference.difference import TaxonomyDifference, latest_period
from orchestration.storage.sql import quote_text
from orchestration.whatif import built_aside, current_release, read_taxonomy

_BUILT = ("smart_city_share", "smart_city_estimate")
_CODES = "taxonomy_codes"
_OF_RELEASE = ("industry_share", "industry_estimate")


def compare_taxonomies(
    first: str, second: str, settings: Settings, region: str = "11", measure: str = "employees"
) -> TaxonomyDifference:
    """Compare two taxonomies, each the id of one in the current release or the path of a file.

    The year is the latest in which the data of the release have divisions. Raises `ConfigurationError`
    without a release or for an unknown taxonomy, `TaxonomyRefused` for a bad file.
    """
    release = current_release(settings)
    if release is None:
        raise ConfigurationError(
            "there is no release to compare in",
            where=str(settings.releases),
            remedy="run `smartcity refresh` once, then ask again",
        )
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach {quote_text(release / 'marts.duckdb')} as release (read_only)")
        with _both_sides(connection, (first, second), settings) as (one, two):
            marts = Marts.over(connection)
            period = latest_period(marts)
            if period is None:
                raise ConfigurationError(
                    "the release has no values of divisions",
                    where="industry_share",
                    remedy="load census data, then run `smartcity refresh`",
                )
            found = difference.compare_taxonomies(marts, one, two, period, region, measure)
    return replace(found, first=first, second=second, release_id=release.name)


@contextmanager
def _both_sides(
    connection: duckdb.DuckDBPyConnection, named: tuple[str, str], settings: Settings
) -> Iterator[tuple[str, str]]:
    """Views of the marts with both taxonomies, and their ids: those of files differ from all others."""
    files = {n: read_taxonomy(Path(name)) for n, name in enumerate(named) if Path(name).suffix}
    ids = {n: f"file {n}" if n in files else name for n, name in enumerate(named)}
    for n in ids.keys() - files.keys():
        _require_known(connection, ids[n])
    for mart in _OF_RELEASE:
        connection.execute(f"create view {mart} as from release.{mart}")
    if not files:
        for mart in (*_BUILT, _CODES):
            connection.execute(f"create view {mart} as from release.{mart}")
        yield ids[0], ids[1]
        return
    rows = pa.concat_tables(_renamed(rows, ids[n]) for n, rows in files.items())
    with built_aside(settings, rows, _BUILT) as warehouse:
        connection.execute(f"attach {quote_text(warehouse)} as aside (read_only)")
        for mart in _BUILT:
            connection.execute(
                f"create view {mart} as from release.{mart} union all by name from aside.{mart}"
            )
        connection.register("file_rows", rows)
        connection.execute(
            f"""create view {_CODES} as
            select taxonomy_id, ksic_revision, ksic_code, coverage from release.{_CODES}
            union all
            select taxonomy_id, ksic_revision, ksic_code, coverage from file_rows
            where ksic_code is not null"""
        )
        yield ids[0], ids[1]
        connection.execute("detach aside")


def _renamed(rows: pa.Table, taxonomy_id: str) -> pa.Table:
    at = rows.schema.get_field_index("taxonomy_id")
    return rows.set_column(at, "taxonomy_id", pa.array([taxonomy_id] * rows.num_rows, pa.string()))


def _require_known(connection: duckdb.DuckDBPyConnection, taxonomy_id: str) -> None:
    rows = connection.execute(f"select distinct taxonomy_id from release.{_CODES} order by all")
    ids = [str(row[0]) for row in rows.fetchall()]
    if taxonomy_id not in ids:
        raise ConfigurationError(
            f"the release has no taxonomy {taxonomy_id}",
            where="smartcity taxonomy diff",
            remedy=f"use one of {', '.join(ids)}, or the path of a file",
        )
