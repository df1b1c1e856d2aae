"""The formulas in Python by mart: cells, bounds, disclosure and shares of sets.

Numbers that follow from other numbers by simple arithmetic are declared in the YAML of the mart
(`orchestration.trace.declared`), and so are marts that repeat the lines of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from orchestration.trace.context import RecomputedRow, Row, TraceContext
from orchestration.trace.formulas import (
    approximation,
    complement,
    estimate,
    figures,
    industry,
    pension,
    programme,
    quality,
    relatedness,
    report,
    shift_share,
    smart_city,
    specialisation,
    tables,
    taxonomy,
)

Formula = Callable[[Row, TraceContext], RecomputedRow]

FORMULAS: Mapping[str, Formula] = {
    "industry_share": industry.industry_share,
    "regional_complement": complement.regional_complement,
    "regional_specialisation": specialisation.regional_specialisation,
    "regional_similarity": relatedness.regional_similarity,
    "industry_relatedness": relatedness.industry_relatedness,
    "relatedness_density": relatedness.relatedness_density,
    "shift_share": shift_share.shift_share,
    "smart_city_scale": smart_city.smart_city_scale,
    "smart_city_share": smart_city.smart_city_share,
    "smart_city_industry": smart_city.smart_city_industry,
    "technology_overlap": smart_city.technology_overlap,
    "smart_city_estimate": estimate.smart_city_estimate,
    "industry_estimate": estimate.industry_estimate,
    "estimate_quality": quality.estimate_quality,
    "estimate_test": quality.estimate_test,
    "division_approximation": approximation.division_approximation,
    "taxonomy_sensitivity": smart_city.taxonomy_sensitivity,
    "pension_share": pension.pension_share,
    "nps_monthly": pension.nps_monthly,
    "nps_unmatched_names": pension.nps_unmatched_names,
    "report_overlap": report.report_overlap,
    "report_consistency": programme.report_consistency,
    "report_unknowns": programme.report_unknowns,
    "published_reproduction": figures.published_reproduction,
    "taxonomy_list": taxonomy.taxonomy_list,
    "taxonomy_levels": taxonomy.taxonomy_levels,
    "taxonomy_codes": taxonomy.taxonomy_codes,
    "source_snapshots": tables.source_snapshots,
    "unmapped_codes": tables.unmapped_codes,
    "data_dictionary": tables.data_dictionary,
}
"""By mart."""
