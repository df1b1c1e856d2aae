"""What a taxonomy file gives: its marts are built aside and compared with the release.

The marts are built from the staged data of the lake and the one taxonomy of the file, in a temporary
folder with a DuckDB file of its own: a copy of what the last refresh built, if it was built from the same
data by the same models, so that only what depends on a taxonomy is built. Nothing is published, and
nothing in the lake is written.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.contracts.credit import credit
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.snapshot import Manifest, Payload, Snapshot
from orchestration.contracts.taxonomy_form import METADATA
from orchestration.errors import ConfigurationError, TaxonomyRefused
from orchestration.settings import Settings
from orchestration.sources.taxonomy import provider
from orchestration.sources.taxonomy.dropped import BESIDE, beside_path, payloads_of
from orchestration.stopping import allow_clean_up
from orchestration.storage.files import storage_errors
from orchestration.storage.sql import quote_text
from orchestration.warehouse.build import (
    build_arguments,
    invoke,
    nodes_between,
    parse,
    require_built,
)
from orchestration.warehouse.kept import kept_warehouse
from orchestration.warehouse.project import DATABASE, TARGET, environment

_MARTS = ("smart_city_share", "smart_city_estimate")
_DATASET = "taxonomies"


@dataclass(frozen=True)
class Difference:
    """One layer of one region and year, before (the current release) and after (the file).

    Values are establishments or employees, shares are of the nation, 0 to 1. A status is None where the
    side has no such row. An end is None there, too, and where it is not disclosed or not applicable. An
    estimate is None where the value is exact or where none is made.
    """

    series: str
    year: int
    region_code: str
    region_name_ko: str
    layer: str
    counting: str
    measure: str
    before_low: int | None
    before_high: int | None
    after_low: int | None
    after_high: int | None
    before_share_low: float | None
    before_share_high: float | None
    after_share_low: float | None
    after_share_high: float | None
    before_estimate: float | None = None
    after_estimate: float | None = None
    before_share_estimate: float | None = None
    after_share_estimate: float | None = None
    before_reliability: str | None = None
    after_reliability: str | None = None
    before_share_reliability: str | None = None
    after_share_reliability: str | None = None
    before_status: str | None = None
    after_status: str | None = None

    @property
    def change(self) -> int | None:
        """After minus before, where both are exact."""
        if self.before_low is None or self.before_low != self.before_high:
            return None
        if self.after_low is None or self.after_low != self.after_high:
            return None
        return self.after_low - self.before_low


@dataclass(frozen=True)
class WhatIf:
    """The values of the file. `compared_with` is a taxonomy of the release; None where none is compared.

    `attribution` is whom a release with the file would credit: its agency and notice, or the user.
    """

    taxonomy_id: str
    attribution: str
    codes: int
    release_id: str | None
    compared_with: str | None
    rows: tuple[Difference, ...]

    def changed(self) -> tuple[Difference, ...]:
        """The rows whose bounds or share bounds differ."""
        return tuple(
            row
            for row in self.rows
            if (row.before_low, row.before_high) != (row.after_low, row.after_high)
            or (row.before_share_low, row.before_share_high)
            != (row.after_share_low, row.after_share_high)
        )


def what_if(csv_path: Path, settings: Settings, against: str | None = None) -> WhatIf:
    """Build the marts for the taxonomy in `csv_path` aside, and compare them with the current release.

    They are compared with the taxonomy `against` of the release, else with the one of the same id; without
    either there is nothing to compare with. Raises `TaxonomyRefused` for a bad row (with its line),
    `ConfigurationError` where nothing is staged yet or `against` is not in the release, `WarehouseError`
    where the marts cannot be built.
    """
    rows = read_taxonomy(csv_path)
    taxonomy_id = str(rows.column("taxonomy_id")[0].as_py())
    release = current_release(settings)
    compared_with = _choose_other(release, taxonomy_id, against)
    with built_aside(settings, rows, _MARTS) as warehouse:
        differences = compare(warehouse, release, taxonomy_id, compared_with)
    return WhatIf(
        taxonomy_id=taxonomy_id,
        attribution=_credit(csv_path, rows).attribution_en,
        codes=rows.num_rows - rows.column("ksic_code").null_count,
        release_id=release.name if release else None,
        compared_with=compared_with,
        rows=differences,
    )


def _credit(path: Path, rows: pa.Table) -> Declaration:
    """Whose the taxonomy is, by the metadata in its rows."""
    stated = rows.select(METADATA).slice(0, 1).to_pylist()[0]
    return credit(load_declarations()[_DATASET], "dropped", path.name, stated)


def read_taxonomy(csv_path: Path) -> pa.Table:
    """The checked rows of a taxonomy file, as staged; raises `TaxonomyRefused` with line and reason."""
    if not csv_path.is_file():
        raise TaxonomyRefused("there is no such file", where=str(csv_path), remedy="check the path")
    declaration = load_declarations()[_DATASET]
    with storage_errors(csv_path):
        snapshots = [
            Snapshot(
                _manifest(declaration, payload),
                beside_path(csv_path) if payload.part == BESIDE else csv_path,
            )
            for payload in payloads_of(csv_path)
        ]
        return provider.parse(declaration, snapshots)[declaration.dataset]


def _manifest(declaration: Declaration, payload: Payload) -> Manifest:
    """The manifest of a file that is not put into the lake."""
    content = (
        payload.content if isinstance(payload.content, bytes) else payload.content.read_bytes()
    )
    credited = credit(declaration, "dropped", payload.file_name, {})
    return Manifest(
        source_id=declaration.source_id,
        partition="whatif",
        part=payload.part,
        file_name=payload.file_name,
        origin="dropped",
        request=dict(payload.request),
        retrieved_at=None,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        licence=credited.licence.id,
        attribution=credited.attribution_ko,
    )


@contextmanager
def built_aside(settings: Settings, rows: pa.Table, marts: Sequence[str]) -> Iterator[Path]:
    """A temporary warehouse with the `marts` for the taxonomies in `rows`.

    Raises `ConfigurationError` where nothing is staged yet, `WarehouseError` where they cannot be built.
    """
    with _aside(settings, rows) as (staged, folder):
        warehouse = folder / DATABASE
        target = folder / "target"
        target.mkdir()
        if (TARGET / "partial_parse.msgpack").is_file():
            shutil.copy2(TARGET / "partial_parse.msgpack", target)
        variables, manifest = environment(warehouse, staged), parse(staged, target=target)
        arguments = build_arguments([f"+{mart}" for mart in marts])
        if _copied_from_last_refresh(settings, warehouse):
            selection = nodes_between(manifest, _DATASET, marts)
            arguments = build_arguments(selection, tests="buildable")
        require_built(invoke(arguments, variables, target=target, manifest=manifest))
        yield warehouse


def _copied_from_last_refresh(settings: Settings, warehouse: Path) -> bool:
    """Start from what the last refresh built, if it was built from the same data by the same models."""
    kept = kept_warehouse(settings)
    if kept is None:
        return False
    try:
        shutil.copyfile(kept, warehouse)
    except FileNotFoundError:  # a refresh is replacing it
        warehouse.unlink(missing_ok=True)
        return False
    return True


@contextmanager
def _aside(settings: Settings, rows: pa.Table) -> Iterator[tuple[Path, Path]]:
    """A temporary folder with the staged data of the lake, except for the taxonomies."""
    datasets = [p for p in settings.staged.glob("*") if p.is_dir()]
    if not any(p.name == "census_cells" for p in datasets):
        raise ConfigurationError(
            "nothing is staged yet",
            where=str(settings.staged),
            remedy="run `smartcity refresh` once, then ask again",
        )
    allow_clean_up()
    with tempfile.TemporaryDirectory(prefix="smartcity-whatif-") as name:
        folder = Path(name)
        staged = folder / "staged"
        with storage_errors(folder):
            (staged / _DATASET).mkdir(parents=True)
            for dataset in datasets:
                if dataset.name != _DATASET:
                    (staged / dataset.name).symlink_to(dataset.resolve())
            pq.write_table(rows, staged / _DATASET / "whatif.parquet")
        yield staged, folder


def current_release(settings: Settings) -> Path | None:
    """The folder of the current release; None if there is none."""
    current = settings.releases / "current"
    return current.resolve() if (current / "marts.duckdb").is_file() else None


_KEYS = "taxonomy_id, overlap_rule, series, year, region_code, layer, counting, measure"
_COLUMNS = "region_name_ko, value_low, value_high, share_low, share_high, status"
_ESTIMATES = "estimate, share_estimate, reliability, reliability_in_nation"
_COMPARISON = """
with before as ({before}),
after as ({after})
select
    series, year, region_code, coalesce(after.region_name_ko, before.region_name_ko),
    layer, counting, measure,
    before.value_low, before.value_high, after.value_low, after.value_high,
    before.share_low, before.share_high, after.share_low, after.share_high,
    before.estimate, after.estimate, before.share_estimate, after.share_estimate,
    before.reliability, after.reliability, before.reliability_in_nation, after.reliability_in_nation,
    before.status, after.status
from before full join after using (series, year, region_code, layer, counting, measure)
order by series, year, region_code, layer, counting, measure
"""


def _side(connection: duckdb.DuckDBPyConnection, database: str, parameter: str) -> str:
    """The query of one side: shares, and their estimates where the database has that mart."""
    known = connection.execute(
        "select count(*) from duckdb_tables()"
        f" where database_name = {database} and table_name = 'smart_city_estimate'"
    ).fetchall()
    prefix = "release." if parameter == "compared" else ""
    where = f"where taxonomy_id = ${parameter} and overlap_rule = 'two_or_more'"
    shares = f"select {_KEYS}, {_COLUMNS} from {prefix}smart_city_share {where}"
    if not known[0][0]:
        return f"""select *, null::double as estimate, null::double as share_estimate,
                   null::varchar as reliability, null::varchar as reliability_in_nation from ({shares})"""
    return f"""select * from ({shares})
               left join (select {_KEYS}, {_ESTIMATES} from {prefix}smart_city_estimate
                          where combination = 'all') using ({_KEYS})"""


def compare(
    warehouse: Path, release: Path | None, taxonomy_id: str, compared_with: str | None
) -> tuple[Difference, ...]:
    """Both sides row by row: `taxonomy_id` of `warehouse`, `compared_with` of the folder `release`.

    Without either of the two every `before` is None.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        after = _side(connection, "current_database()", "taxonomy")
        before, parameters = f"select * from ({after}) where false", {"taxonomy": taxonomy_id}
        if release is not None and compared_with is not None:
            marts = quote_text(release / "marts.duckdb")
            connection.execute(f"attach {marts} as release (read_only)")
            before = _side(connection, "'release'", "compared")
            parameters["compared"] = compared_with
        query = _COMPARISON.format(before=before, after=after)
        rows = connection.execute(query, parameters).fetchall()
    return tuple(Difference(*row) for row in rows)


def _choose_other(release: Path | None, taxonomy_id: str, against: str | None) -> str | None:
    """The taxonomy of the release to compare with; None where it has neither of the two."""
    known: list[str] = []
    if release is not None:
        with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as connection:
            rows = connection.execute(
                "select distinct taxonomy_id from smart_city_share order by 1"
            )
            known = [str(row[0]) for row in rows.fetchall()]
    if against is not None and against not in known:
        raise ConfigurationError(
            f"the release has no taxonomy {against}",
            where=str(release or "no release yet"),
            remedy=f"use one of: {', '.join(known)}" if known else "run `smartcity refresh` first",
        )
    return against or (taxonomy_id if taxonomy_id in known else None)
