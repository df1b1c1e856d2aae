"""The lists of taxonomies, levels and codes, from the taxonomy files."""

from __future__ import annotations

from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext


def taxonomy_list(row: Row, context: TraceContext) -> RecomputedRow:
    """`taxonomy_list`: its file; the mart has no numbers."""
    return RecomputedRow([], status="stated", files=[context.taxonomies[row["taxonomy_id"]].file])


def taxonomy_levels(row: Row, context: TraceContext) -> RecomputedRow:
    """`taxonomy_levels`: how many levels an industry is below its layer."""
    taxonomy = context.taxonomies[row["taxonomy_id"]]
    depth = 0
    industry = "" if row["industry"] == "all" else row["industry"]
    while industry:
        depth += 1
        industry = taxonomy.parents.get((row["layer"], industry), "")
    figure = RecomputedNumber("depth", depth, "parents up to the layer")
    return RecomputedRow([figure], status="stated", files=[taxonomy.file])


def taxonomy_codes(row: Row, context: TraceContext) -> RecomputedRow:
    """`taxonomy_codes`: the share that the file states of a partly covered code."""
    taxonomy = context.taxonomies[row["taxonomy_id"]]
    industry = "" if row["industry"] == "all" else row["industry"]
    key = row["layer"], industry, row["ksic_revision"], row["ksic_code"]
    line = next(
        r for r in taxonomy.rows if (r.layer, r.industry, r.ksic_revision, r.ksic_code) == key
    )
    stated = None if line.share == 1 else line.share
    figure = RecomputedNumber("part_share", stated, f"line {line.line} of the file")
    return RecomputedRow([figure], status="stated", files=[taxonomy.file])
