"""Compare two taxonomies: their codes, the share of each region, and the codes that move a share most.

A side is a taxonomy of the current release, or a file whose marts are built aside. Nothing is
published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.errors import ConfigurationError
from orchestration.settings import Settings
from orchestration.storage.sql import quote_text
from orchestration.trace.classification import Ksic, counterparts, ksic
from orchestration.whatif import built_aside, current_release, read_taxonomy

_MARTS = ("smart_city_share", "smart_city_estimate")
NATION = "00"


@dataclass(frozen=True)
class CodeDifference:
    """A KSIC code of which both taxonomies have the same: all of it, a part, or nothing.

    `first` and `second` are full, part or none. `effect` is how much the share of the region changes if
    the code alone is taken from the first taxonomy, or added to it; None where its value has no estimate.
    """

    ksic_code: str
    name_ko: str
    first: str
    second: str
    effect: float | None = None
    is_estimate: bool = False


@dataclass(frozen=True)
class RegionDifference:
    """The share of the nation of a region under each taxonomy: bounds, and an estimate within them."""

    region_code: str
    region_name_ko: str
    region_name_en: str
    first_low: float | None
    first_high: float | None
    second_low: float | None
    second_high: float | None
    first_estimate: float | None
    second_estimate: float | None


@dataclass(frozen=True)
class TaxonomyDifference:
    """Two taxonomies compared for a year, a measure and a region. Codes are of `ksic_revision`."""

    first: str
    second: str
    release_id: str
    series: str
    year: int
    measure: str
    region_code: str
    ksic_revision: str
    regions: tuple[RegionDifference, ...]
    codes: tuple[CodeDifference, ...]

    def in_both(self) -> tuple[CodeDifference, ...]:
        """Codes that both have in full."""
        return tuple(c for c in self.codes if c.first == c.second == "full")

    def different(self) -> tuple[CodeDifference, ...]:
        """Codes that the two treat differently, or have in part; the greatest known effect first."""
        found = [c for c in self.codes if not c.first == c.second == "full"]
        return tuple(sorted(found, key=lambda c: (-abs(c.effect or 0), c.ksic_code)))


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
        with _sides(connection, (first, second), settings) as (one, two):
            series, year, revision = _latest(connection)
            key = {"series": series, "year": year, "measure": measure}
            regions = _regions(connection, one, two, key)
            codes = _codes(ksic(revision), one.codes, two.codes)
            known = _values(connection, key, region)
            own = _total(connection, one, key, region)
    names = ksic(revision).names
    found = tuple(
        CodeDifference(code, names[code], a, b, *_effect(code, a, b, known, own))
        for code, (a, b) in codes.items()
    )
    return TaxonomyDifference(
        first, second, release.name, series, year, measure, region, revision, regions, found
    )


@dataclass(frozen=True)
class _Side:
    """A taxonomy: the database with its marts, and its leaves (revision, code) in full or in part."""

    database: str
    taxonomy_id: str
    codes: Mapping[tuple[str, str], str]


@contextmanager
def _sides(
    connection: duckdb.DuckDBPyConnection, named: tuple[str, str], settings: Settings
) -> Iterator[tuple[_Side, _Side]]:
    """Both taxonomies; those of files are built aside together, under ids that differ."""
    files = {n: read_taxonomy(Path(name)) for n, name in enumerate(named) if Path(name).suffix}
    renamed = {
        n: rows.set_column(
            rows.schema.get_field_index("taxonomy_id"),
            "taxonomy_id",
            pa.array([f"side_{n}"] * rows.num_rows, pa.string()),
        )
        for n, rows in files.items()
    }
    sides = {n: _of_release(connection, name) for n, name in enumerate(named) if n not in files}
    if not files:
        yield sides[0], sides[1]
        return
    with built_aside(settings, pa.concat_tables(renamed.values()), _MARTS) as warehouse:
        connection.execute(f"attach {quote_text(warehouse)} as aside (read_only)")
        for n, rows in renamed.items():
            listed = [row for row in rows.to_pylist() if row["ksic_code"]]
            sides[n] = _Side("aside", f"side_{n}", _leaves(listed))
        yield sides[0], sides[1]
        connection.execute("detach aside")


def _of_release(connection: duckdb.DuckDBPyConnection, taxonomy_id: str) -> _Side:
    cursor = connection.execute(
        "select ksic_revision, ksic_code, coverage from release.taxonomy_codes"
        " where taxonomy_id = $taxonomy",
        {"taxonomy": taxonomy_id},
    )
    columns = ("ksic_revision", "ksic_code", "coverage")
    listed = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    if not listed:
        ids = connection.execute(
            "select distinct taxonomy_id from release.taxonomy_codes order by all"
        ).fetchall()
        raise ConfigurationError(
            f"the release has no taxonomy {taxonomy_id}",
            where="smartcity taxonomy diff",
            remedy=f"use one of {', '.join(row[0] for row in ids)}, or the path of a file",
        )
    return _Side("release", taxonomy_id, _leaves(listed))


def _leaves(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        revision = row["ksic_revision"]
        for leaf in ksic(revision).leaves[row["ksic_code"]]:
            if row["coverage"] == "full" or (revision, leaf) not in found:
                found[revision, leaf] = row["coverage"]
    return found


def _codes(
    data: Ksic, first: Mapping[tuple[str, str], str], second: Mapping[tuple[str, str], str]
) -> dict[str, tuple[str, str]]:
    """The highest codes of which both sides have the same, without those that neither has."""
    one, two = _in_revision(data, first), _in_revision(data, second)
    kinds = {leaf: (one.get(leaf, "none"), two.get(leaf, "none")) for leaf in data.leaves["TOTAL"]}
    uniform = {
        code: kinds[next(iter(leaves))]
        for code, leaves in data.leaves.items()
        if code.isdigit() and len({kinds[leaf] for leaf in leaves}) == 1
    }
    return {
        code: kind
        for code, kind in sorted(uniform.items())
        if kind != ("none", "none") and data.parents[code] not in uniform
    }


def _in_revision(data: Ksic, codes: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """The leaves of a revision of which the counterparts belong to `codes`, in full or in part."""
    found: dict[str, str] = {}
    for revision in {revision for revision, _ in codes}:
        for leaf, others in counterparts(data.revision, revision).items():
            kinds = [codes.get((revision, other)) for other in others]
            if kinds and all(kind == "full" for kind in kinds):
                found[leaf] = "full"
            elif any(kinds):
                found.setdefault(leaf, "part")
    return found


def _latest(connection: duckdb.DuckDBPyConnection) -> tuple[str, int, str]:
    row = connection.execute(
        "select series, year, ksic_revision from release.industry_share"
        " where level = 'division' order by year desc limit 1"
    ).fetchone()
    if row is None:
        raise ConfigurationError(
            "the release has no values of divisions",
            where="industry_share",
            remedy="load census data, then run `smartcity refresh`",
        )
    return str(row[0]), int(row[1]), str(row[2])


_SHARES = """
select region_code, region_name_ko, region_name_en, share_low, share_high, share_estimate
from {database}.smart_city_share
left join (
    select taxonomy_id, series, year, region_code, measure, share_estimate
    from {database}.smart_city_estimate
    where layer = 'total' and counting = 'inclusive' and overlap_rule = 'two_or_more'
) using (taxonomy_id, series, year, region_code, measure)
where taxonomy_id = $taxonomy and layer = 'total' and counting = 'inclusive'
and overlap_rule = 'two_or_more' and series = $series and year = $year and measure = $measure
"""


def _regions(
    connection: duckdb.DuckDBPyConnection, one: _Side, two: _Side, key: dict[str, Any]
) -> tuple[RegionDifference, ...]:
    sides = []
    for side in (one, two):
        cursor = connection.execute(
            _SHARES.format(database=side.database), {**key, "taxonomy": side.taxonomy_id}
        )
        sides.append({row[0]: row for row in cursor.fetchall()})
    first, second = sides
    return tuple(
        RegionDifference(code, a[1], a[2], a[3], a[4], b[3], b[4], a[5], b[5])
        for code, a in sorted(first.items())
        if (b := second.get(code)) and code != NATION
    )


def _values(
    connection: duckdb.DuckDBPyConnection, key: dict[str, Any], region: str
) -> dict[str, dict[str, tuple[float, bool]]]:
    """By code and region, the published value, or else the estimate (True)."""
    cursor = connection.execute(
        """
        select ksic_code, region_code, value, false from release.industry_share
        where series = $series and year = $year and measure = $measure
        and region_code in ($region, '00') and value is not null
        union all
        select ksic_code, region_code, estimate, true from release.industry_estimate
        where series = $series and year = $year and measure = $measure
        and region_code in ($region, '00')
        """,
        {**key, "region": region},
    )
    found: dict[str, dict[str, tuple[float, bool]]] = {}
    for code, place, value, is_estimate in cursor.fetchall():
        known = found.setdefault(code, {})
        if place not in known or not is_estimate:
            known[place] = (float(value), bool(is_estimate))
    return found


def _total(
    connection: duckdb.DuckDBPyConnection, side: _Side, key: dict[str, Any], region: str
) -> dict[str, float]:
    """The total of the taxonomy in the region and the nation: exact, or else estimated."""
    cursor = connection.execute(
        f"""
        select region_code, coalesce(value, estimate) from {side.database}.smart_city_share
        left join (
            select taxonomy_id, series, year, region_code, measure, estimate
            from {side.database}.smart_city_estimate
            where layer = 'total' and counting = 'inclusive' and overlap_rule = 'two_or_more'
        ) using (taxonomy_id, series, year, region_code, measure)
        where taxonomy_id = $taxonomy and layer = 'total' and counting = 'inclusive'
        and overlap_rule = 'two_or_more' and series = $series and year = $year
        and measure = $measure and region_code in ($region, '00')
        """,
        {**key, "taxonomy": side.taxonomy_id, "region": region},
    )
    return {row[0]: float(row[1]) for row in cursor.fetchall() if row[1] is not None}


def _effect(
    code: str,
    first: str,
    second: str,
    known: Mapping[str, Mapping[str, tuple[float, bool]]],
    own: Mapping[str, float],
) -> tuple[float | None, bool]:
    """How the share of `own` changes by the code alone, and whether a number of it is estimated."""
    if {first, second} != {"full", "none"} or len(own) < 2:
        return None, False
    (region,) = own.keys() - {NATION}
    values = known.get(code, {})
    if not {region, NATION} <= values.keys() or own[NATION] == 0:
        return None, False
    sign = 1 if second == "full" else -1
    whole = own[NATION] + sign * values[NATION][0]
    if whole <= 0:
        return None, False
    change = (own[region] + sign * values[region][0]) / whole - own[region] / own[NATION]
    return change, any(is_estimate for _, is_estimate in values.values())
