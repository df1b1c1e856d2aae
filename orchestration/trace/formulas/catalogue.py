"""Which formula makes the numbers of which mart."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from orchestration.trace.formulas import (
    approximation,
    complement,
    estimate,
    figures,
    industry,
    programme,
    quality,
    report,
    shift_share,
    smart_city,
    specialisation,
    tables,
)
from orchestration.trace.workings import Answer, Row, Workings

Formula = Callable[[Row, Workings], Answer]

FORMULAS: Mapping[str, Formula] = {
    "industry_share": industry.industry_share,
    "regional_complement": complement.regional_complement,
    "regional_specialisation": specialisation.regional_specialisation,
    "shift_share": shift_share.shift_share,
    "smart_city_scale": smart_city.smart_city_scale,
    "smart_city_share": smart_city.smart_city_share,
    "smart_city_industry": smart_city.smart_city_industry,
    "technology_overlap": smart_city.technology_overlap,
    "smart_city_estimate": estimate.smart_city_estimate,
    "industry_estimate": estimate.industry_estimate,
    "estimate_quality": quality.estimate_quality,
    "division_approximation": approximation.division_approximation,
    "taxonomy_sensitivity": smart_city.taxonomy_sensitivity,
    "report_overlap": report.report_overlap,
    "report_consistency": programme.report_consistency,
    "report_unknowns": programme.report_unknowns,
    "published_reproduction": figures.published_reproduction,
    "published_figures": tables.table_line("report_figures", "figure_id"),
    "policy_targets": tables.table_line("report_targets", "target_id"),
    "smart_city_projects": tables.table_line("report_projects", "project_id"),
    "technology_reference": tables.table_line("report_technology", "reference_id"),
    "source_snapshots": tables.source_snapshots,
    "unmapped_codes": tables.unmapped_codes,
    "data_dictionary": tables.data_dictionary,
}
"""By mart."""
