"""The line that names the sources of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from orchestration.contracts.declaration import Declaration
from orchestration.storage.sql import quote_name


def name_sources(sources: Iterable[Declaration]) -> str:
    """The attributions of these sources in Korean and English."""
    used = list(sources)
    korean = "; ".join(dict.fromkeys(source.attribution_ko for source in used))
    english = "; ".join(dict.fromkeys(source.attribution_en for source in used))
    return f"출처: {korean} / Source: {english}"


def sources_of(
    marts_db: duckdb.DuckDBPyConnection,
    mart: str,
    condition: str,
    sources: Mapping[str, Sequence[Declaration]],
) -> list[Declaration]:
    """The sources that the rows of a mart name in `source_id`, with all their credits."""
    query = f"select distinct source_id from {quote_name(mart)} where {condition} order by 1"
    named = [row[0] for row in marts_db.execute(query).fetchall()]
    return [credit for source in named for credit in sources.get(source, ())]
