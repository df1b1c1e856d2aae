"""A detailed taxonomy approximated by whole divisions, at a threshold."""

from __future__ import annotations

from orchestration.lake.classification import ksic
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.formulas.common import listed, operand, source_cell
from orchestration.trace.taxonomy import SetOfLeaves, Taxonomy


def division_approximation(row: Row, context: TraceContext) -> RecomputedRow:
    """`division_approximation`: the sum of the divisions of a layer at a threshold."""
    cells = context.cells(row["series"], row["year"])
    taxonomy = context.taxonomies[row["taxonomy_id"]]
    region, measure = row["region_code"], row["measure"]
    divisions = _divisions(taxonomy, row["layer"], row["threshold_percent"], cells.revision)
    own = [cells.disclosed_bounds(region, code, measure) for code in divisions]
    nation = [cells.disclosed_bounds("00", code, measure) for code in divisions]
    low, high = sum(c.low for c in own), sum(c.high or 0 for c in own)
    national_low, national_high = sum(c.low for c in nation), sum(c.high or 0 for c in nation)
    share_low = share_high = None
    if national_high and region == "00":
        share_low = share_high = 1.0
    elif national_high:
        share_low = min(1.0, low / national_high)
        share_high = min(1.0, high / national_low) if national_low else 1.0
    which = f"divisions with at least {row['threshold_percent']} % of their five-digit codes in it"
    names = (operand("divisions", len(divisions), ", ".join(divisions)),)
    shares = (operand("nation, least", national_low), operand("nation, greatest", national_high))
    return RecomputedRow(
        [
            RecomputedNumber("divisions", len(divisions), which, names),
            RecomputedNumber("value_low", low, f"sum of the {which}", names),
            RecomputedNumber("value_high", high, f"sum of the {which}", names),
            RecomputedNumber("share_low", share_low, "value_low ÷ nation, greatest", shares),
            RecomputedNumber("share_high", share_high, "value_high ÷ nation, least", shares),
        ],
        status="exact" if low == high else "bounded",
        cells=listed(
            source_cell(cells, place, code, measure, "operand")
            for code in divisions
            for place in (region, "00")
        ),
        codes=taxonomy.code_uses(taxonomy.leaves(SetOfLeaves("total"))),
        files=[*cells.census.files, taxonomy.file],
    )


def _divisions(taxonomy: Taxonomy, layer: str, percent: int, revision: str) -> list[str]:
    """The divisions of a layer, of two or more layers (`common`), or of any layer (`total`)."""
    layers = {name for names in taxonomy.layers.values() for name in names}
    found: list[str] = []
    for name in layers if layer in ("common", "total") else {layer}:
        members = {
            leaf
            for (_, leaf), share in taxonomy.leaves(SetOfLeaves("layer", layer=name)).items()
            if _ == revision and share == 1
        }
        for code, leaves in ksic(revision).leaves.items():
            inside = len(leaves & members)
            if (
                len(code) == 2
                and code.isdigit()
                and inside
                and inside * 100 >= percent * len(leaves)
            ):
                found.append(code)
    least = 2 if layer == "common" else 1
    return sorted({code for code in found if found.count(code) >= least})
