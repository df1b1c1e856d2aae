"""What a refresh does: arrival of a microdata file, and the SQL of the mart industry_share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.engines import Outcome, shares_outcome_sql
from orchestration.contracts.declaration import load_declarations
from orchestration.sources.confidentiality.protect import Suppressions
from orchestration.sources.confidentiality.rule import ProtectionRule
from orchestration.sources.confidentiality.table import Table
from orchestration.sources.mdis import cells as mdis_cells
from orchestration.sources.mdis.provider import parse
from tests.support.microdata import microdata_snapshot
from tests.support.sql_models import load_seeds, run_models

_DECLARED = load_declarations()["mdis_census"]


def staged_cells(csv: Path, threshold: int | None = None) -> pa.Table:
    """The cells of a file; those below the threshold, by default the declared one, are suppressed."""

    def suppress_primary(table: Table, rule: ProtectionRule) -> Suppressions:
        used = rule if threshold is None else replace(rule, threshold=threshold)
        primary = used.primary(table.establishments)
        none = np.zeros_like(primary)
        return Suppressions(primary, none, none)

    with patch.object(mdis_cells, "protect", suppress_primary):
        return _parse(csv)


def cells(csv: Path) -> Outcome:
    """With all checks of arrival, and what could not be placed kept aside."""
    return _outcome(staged_cells(csv))


def protected(csv: Path) -> Outcome:
    """The same with the protection of suppressed cells, as a refresh does it."""
    return _outcome(_parse(csv))


def _parse(csv: Path) -> pa.Table:
    return parse(_DECLARED, [microdata_snapshot(csv)])["census_cells"]


def _outcome(table: pa.Table) -> Outcome:
    with duckdb.connect() as connection:
        connection.register("cells", table)
        found = connection.execute(
            "select count(*) filter (measure = 'establishments'),"
            " sum(value) filter (measure = 'establishments'),"
            " sum(value) filter (measure = 'employees') from cells"
        ).fetchall()[0]
    return tuple(map(float, found))


_WAREHOUSE = duckdb.connect(config={"threads": 2})


def load_regions(connection: duckdb.DuckDBPyConnection, staged: Path) -> None:
    """Seeds, cells and the regions of the cells."""
    load_seeds(connection)
    connection.execute(f"create table census_cells as from read_parquet('{staged}/*.parquet')")
    run_models(connection, ["stg_census__cells", "int_regions"])


def ready_shares(folder: Path) -> None:
    """Cells as they lie in the warehouse when the mart is built: seeds, regions, bounds known."""
    load_regions(_WAREHOUSE, folder / "staged")
    _WAREHOUSE.execute(
        "create table int_cells as select cell.*, code.level, code.depth, true as is_listed"
        " from census_cells as cell join ksic as code using (ksic_revision, ksic_code)"
    )
    run_models(_WAREHOUSE, ["int_undisclosed_bounds"], given=["int_cells", "int_regions"])


def shares(_: Path) -> Outcome:
    """The mart industry_share with its names, levels and ranks."""
    given = ["int_cells", "int_undisclosed_bounds", "stg_census__cells", "int_regions"]
    run_models(_WAREHOUSE, ["industry_share"], given=given)
    found = _WAREHOUSE.execute(shares_outcome_sql("industry_share")).fetchall()[0]
    return tuple(map(float, found))
